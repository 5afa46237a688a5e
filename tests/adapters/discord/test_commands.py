"""The native commands: how they are registered, completed and read."""

from collections.abc import Iterator

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.commands import Compare, parse
from bot.messages import CannotConnect, NotReachable
from bot.settings import Settings
from bot.store import Store
from tests.adapters.companion import Told
from tests.adapters.discord.conftest import now
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Json

pytestmark = pytest.mark.usefixtures("adapter")


@pytest.mark.parametrize(
    ("name", "options", "meant"),
    [
        ("aws", {"query": "daily off"}, "daily off"),
        ("quiz", {}, "quiz"),
        ("quiz", {"topic": "s3", "count": 5}, "quiz s3 5"),
        ("review", {}, "review"),
        ("leaderboard", {}, "leaderboard"),
        ("leaderboard", {"period": "week", "scope": "server"}, "leaderboard week workspace"),
        ("leaderboard", {"order": "accuracy"}, "leaderboard accuracy"),
        ("me", {}, "me"),
        ("daily show", {}, "daily show"),
        ("daily set", {"time": "9", "zone": "Europe/Berlin"}, "daily 9 Europe/Berlin"),
        (
            "daily set",
            {"time": "09:00", "days": "mon,wed", "topics": "s3, sqs"},
            "daily 09:00 mon,wed topics s3, sqs",
        ),
        ("daily off", {}, "daily off"),
        ("daily now", {}, "daily now"),
        ("daily pause", {"until": "2027-01-07"}, "daily pause until 2027-01-07"),
        ("daily resume", {}, "daily resume"),
        ("daily reveal", {"when": "later"}, "daily reveal later"),
        ("topics", {"prefix": "s"}, "topics s"),
        ("conflicts", {"topic": "s3"}, "conflicts s3"),
        ("gaps", {}, "gaps"),
        ("plan", {}, "plan"),
        ("plan", {"by": "2027-03-01", "topics": "s3"}, "plan 2027-03-01 topics s3"),
        ("plan", {"stop": True}, "plan off"),
        ("help", {}, "help"),
        ("privacy export", {}, "export me"),
        ("privacy forget", {}, "forget me"),
        ("privacy opt-out", {}, "opt out"),
        ("privacy opt-in", {}, "opt in"),
    ],
)
async def test_every_native_command_is_read_as_it_is_meant(
    discord: DiscordServer, told: Told, name: str, options: dict[str, object], meant: str
) -> None:
    one = discord.member("U1")
    ack = await one.slash(name, "C1", **options)
    assert ack.ok and (await one.reply("C1")).ephemeral_to == one.user
    assert parse(told.requests[0].text) == parse(meant)


async def test_compare_takes_names_as_they_are(discord: DiscordServer, told: Told) -> None:
    one = discord.member("U1")
    await one.slash("compare", "C1", a="Simple AD and more", b="S3", c="")
    await one.reply("C1")
    assert parse(told.requests[0].text) == Compare(("Simple AD and more", "S3"))


async def test_suggestions_come_while_typing(discord: DiscordServer) -> None:
    one = discord.member("U1")
    assert await one.completes("aws", "C1", query="eur") == ["Europe/Berlin", "Europe/Paris"]
    assert await one.completes("quiz", "C1", topic="KOLK") == ["Asia/Kolkata"]
    assert await one.completes("compare", "C1", a="x", b="asia") == ["Asia/Kolkata"]
    assert await one.completes("daily set", "C1", zone="paris") == ["Europe/Paris"]
    assert await one.completes("daily set", "C1", days="mon") == ["mon,wed,fri"]
    assert await one.completes("conflicts", "C1", topic="nothing") == []


async def test_commands_are_registered_in_one_server_when_it_is_named(
    discord: DiscordServer, told: Told, store: Store, adapter: DiscordAdapter
) -> None:
    await adapter.stop()
    guild = discord.world.id("G1")
    settings = Settings(
        discord_token=discord.token,
        discord_api_url=discord.url,
        discord_guild_id=guild,
        command="study",
    )
    other = DiscordAdapter(settings, told, store, now)
    await other.start()
    try:
        assert discord.rest.synced == ["", guild, ""]
        assert discord.world.commands[""] == [], "else they would appear twice"
        one = discord.member("U1")
        await one.command("s3", "C1", name="study")
        assert (await one.reply("C1")).words.startswith("Card: s3")
    finally:
        await other.stop()


def described(nodes: list[Json]) -> Iterator[Json]:
    """What is described in English alone."""
    for node in nodes:
        if node.get("description") and "de" not in (node.get("description_localizations") or {}):
            yield node
        yield from described(node.get("options") or [])


async def test_the_commands_speak_german_to_germans(discord: DiscordServer) -> None:
    by_name = {command["name"]: command for command in discord.world.commands[""]}
    quiz = by_name["quiz"]
    assert quiz["description_localizations"]["de"] == "Übungsfragen, nur für dich"
    assert quiz["options"][0]["name_localizations"]["de"] == "thema"
    assert by_name["Look this up"]["name_localizations"]["de"] == "Nachschlagen"
    missing = [one["description"] for one in described(discord.world.commands[""])]
    assert missing == []
    for name in ("daily", "aws", "privacy"):
        assert by_name[name]["contexts"] == [0, 1, 2]
        assert by_name[name]["integration_types"] == [0, 1]
    assert int(by_name["daily"]["default_member_permissions"]) == 1 << 5


async def test_a_discord_that_is_down_may_be_tried_again(
    discord: DiscordServer, told: Told, store: Store
) -> None:
    nowhere = Settings(discord_token=discord.token, discord_api_url="http://127.0.0.1:9/api/v10")
    with pytest.raises(NotReachable, match="cannot be reached"):
        await DiscordAdapter(nowhere, told, store, now).start()


async def test_a_token_that_is_not_taken_is_told_in_a_sentence(
    discord: DiscordServer, told: Told, store: Store
) -> None:
    settings = Settings(discord_token="wrong", discord_api_url=discord.url)
    with pytest.raises(CannotConnect, match="does not take DISCORD_TOKEN"):
        await DiscordAdapter(settings, told, store, now).start()
