"""What the doctor says of a Discord installation."""

from dataclasses import replace

import pytest

from adapters.discord.doctor import examine
from adapters.discord.endpoints import PERMISSIONS
from bot.ops.doctor import Finding
from bot.settings import Settings
from tests.platforms.discord.server import DiscordServer


@pytest.fixture
def settings(discord: DiscordServer) -> Settings:
    return Settings(discord_token=discord.token, discord_api_url=discord.url)


def about(findings: list[Finding], what: str) -> Finding:
    return next(finding for finding in findings if finding.about == what)


async def test_a_working_installation_gets_its_links(
    discord: DiscordServer, settings: Settings
) -> None:
    findings = await examine(settings)
    assert all(finding.state != "bad" for finding in findings)
    link = about(findings, "Invite to a server").text
    assert f"client_id={discord.world.id('APP')}" in link
    assert "scope=bot+applications.commands" in link
    assert f"permissions={PERMISSIONS.value}" in link
    assert about(findings, "Install for oneself").text.endswith("&integration_type=1")
    assert "companion" in about(findings, "Discord token").text


async def test_what_is_wrong_comes_with_what_to_do(
    discord: DiscordServer, settings: Settings
) -> None:
    (finding,) = await examine(replace(settings, discord_token="wrong"))
    assert (finding.about, finding.state) == ("Discord token", "bad")
    assert "Reset Token" in finding.advice
    assert discord.token not in repr(await examine(settings))
    (finding,) = await examine(replace(settings, discord_api_url="http://127.0.0.1:1/api/v10"))
    assert finding.state == "bad" and "network" in finding.advice
    (finding,) = await examine(Settings())
    assert finding.state == "note"


async def test_the_server_that_is_named_is_looked_at(
    discord: DiscordServer, settings: Settings
) -> None:
    guild = discord.world.id("G1")
    findings = await examine(replace(settings, discord_guild_id=guild))
    assert about(findings, "Discord server").state == "good"
    assert f"guild_id={guild}" in about(findings, "Invite to a server").text
    findings = await examine(replace(settings, discord_guild_id="12345"))
    assert about(findings, "Discord server").state == "bad"
    discord.world.guilds[guild].muted = True
    findings = await examine(replace(settings, discord_guild_id=guild))
    assert "Send Messages" in about(findings, "Discord permissions").text


async def test_a_bot_that_anybody_may_add_is_noted(
    discord: DiscordServer, settings: Settings
) -> None:
    noted = about(await examine(settings), "Discord servers")
    assert noted.state == "note" and "Public Bot" in noted.advice
    discord.world.bot_public = False
    assert not [one for one in await examine(settings) if one.about == "Discord servers"]
