"""companion doctor, for Slack: each trouble is named with what to do about it."""

from dataclasses import replace

from adapters.slack.doctor import examine
from adapters.slack.install import warnings
from bot.settings import Settings
from tests.adapters.slack.conftest import socket_settings
from tests.platforms.slack.server import SlackServer


async def troubles(settings: Settings, *channels: str) -> list[str]:
    found = await examine(settings, channels)
    return [f"{one.text}: {one.advice}" for one in found if one.state == "bad"]


async def test_a_healthy_installation_has_no_troubles(slack: SlackServer) -> None:
    findings = await examine(socket_settings(slack), ["C1"])
    assert [finding.state for finding in findings] == ["good"] * 3


async def test_a_missing_scope_is_named_with_what_it_is_for(slack: SlackServer) -> None:
    slack.world.teams["T1"].scopes -= {"im:write", "files:write"}
    (text,) = await troubles(socket_settings(slack))
    assert "im:write is missing, so it cannot begin a direct message" in text, "the other may be"


async def test_channels_without_the_bot_are_named(slack: SlackServer) -> None:
    slack.world.add_channel("C2", ("U1",), bot=False, name="aws-study")
    slack.world.add_channel("G1", ("U1",), bot=False, private=True)
    slack.world.add_channel("C3", name="old").archived = True
    public, private, old = await troubles(socket_settings(slack), "C2", "G1", "C3")
    assert public == "the bot is not in #aws-study: invite the bot there with /invite"
    assert "G1 is gone, or is private" in private
    assert "#old is archived" in old


async def test_troubles_with_the_tokens_are_told_apart(slack: SlackServer) -> None:
    settings = socket_settings(slack)
    (bot,) = await troubles(replace(settings, slack_bot_token="xoxb-wrong"))
    assert "SLACK_BOT_TOKEN (invalid_auth)" in bot
    (app,) = await troubles(replace(settings, slack_app_token="xoxb-wrong"))
    assert "must be an app-level token" in app
    slack.app_scopes = frozenset()
    (scope,) = await troubles(settings)
    assert "connections:write" in scope


async def test_without_slack_there_is_nothing_to_complain_about() -> None:
    assert await troubles(Settings()) == []


async def test_what_an_open_installation_leaves_open_is_noted() -> None:
    settings = Settings(slack_client_id="1.2", slack_client_secret="s", slack_signing_secret="s")
    notes = [one.text for one in await examine(settings) if one.state == "note"]
    assert notes == list(warnings(settings))
    assert [text.split()[0] for text in notes] == ["SLACK_ALLOWED_TEAMS", "SECRET_KEY"]
