"""Calls to Discord that no day of the long run makes, each of them going wrong in every way."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from typing import TypeVar

import pytest

from adapters.discord import limits
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.doctor import examine
from bot.messages import Heading, NotDelivered, Place, Prose, Reply
from bot.settings import Settings
from bot.store import Store
from tests.adapters.companion import Told
from tests.adapters.discord.calls import ASKED, OTHERS, asked
from tests.adapters.discord.conftest import Make, now
from tests.adapters.discord.test_replicas import replica, sharded
from tests.jobs.towns import DISCORD_CALLS, KINDS
from tests.platforms.discord.server import SERVED, DiscordServer
from tests.platforms.discord.world import Channel
from tests.waiting import until

__all__ = ["sharded"]

CALLS: set[str] = set()
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
DAILY = Reply((Heading("Daily question · Monday"), Prose("What?")), private=False)
T = TypeVar("T")


def breaks(*calls: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """A test of these calls, one of which goes wrong once in each of the ways there are."""
    CALLS.update(calls)
    return pytest.mark.parametrize("call", calls)


@pytest.fixture(params=KINDS)
def broken(discord: DiscordServer, call: str, request: pytest.FixtureRequest) -> Iterator[str]:
    discord.faults.add(call, request.param)
    yield request.param
    assert [kind for _, kind in discord.faults.happened] == [request.param]


async def in_the_end(doing: Callable[[], Awaitable[T]]) -> T:
    """What comes of it, at the second try where the first was said to be in vain."""
    try:
        return await doing()
    except NotDelivered:
        return await doing()


def test_each_call_goes_wrong_in_the_long_run_or_here() -> None:
    asked_at_a_start = set(BY_THE_DOCTOR) & set(DISCORD_CALLS)  # by the companion as well
    assert set(DISCORD_CALLS) | CALLS == SERVED
    assert set(DISCORD_CALLS) & CALLS == asked_at_a_start


def test_what_is_served_is_what_the_adapter_calls() -> None:
    assert set(asked()) == set(ASKED) | OTHERS, "what calls come of it has to be said there"
    assert {call for calls in ASKED.values() for call in calls} == SERVED


# ---------------------------------------------------------------- answers


@breaks("DELETE /webhooks/*/*/messages/@original")
async def test_what_said_that_it_takes_a_while_goes_and_the_answer_is_all_that_is_seen(
    discord: DiscordServer,
    adapter: DiscordAdapter,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 0.1)
    told.answers["me"] = lambda request: Reply((Prose("Eight of ten."),), private=False)
    told.delay = 0.3
    one = discord.member("U1")
    await one.command("me", "C1")
    await one.waits(lambda: [line.words for line in one.replies("C1")] == ["Eight of ten."])


@breaks("POST /webhooks/*/*")
async def test_a_further_message_is_seen_if_perhaps_twice(
    discord: DiscordServer,
    adapter: DiscordAdapter,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    monkeypatch.setattr(limits, "PATIENCE", 0.1)
    told.answers["me"] = lambda request: Reply((Prose("Eight of ten."),), private=False)
    told.delay = 0.3
    one, seen = discord.member("U1"), 2 if broken == "lost" else 1
    await one.command("me", "C1")
    await one.waits(lambda: [line.words for line in one.replies("C1")] == ["Eight of ten."] * seen)


# ---------------------------------------------------------------- commands

EVERYWHERE, HERE = "PUT /applications/*/commands", "PUT /applications/*/guilds/*/commands"
IDS = "GET /applications/*/guilds/*/commands"


@breaks(EVERYWHERE, HERE, IDS)
async def test_commands_are_registered_at_the_next_start_at_the_latest(
    discord: DiscordServer, told: Told, store: Store, call: str, broken: str
) -> None:
    where = "" if call == EVERYWHERE else discord.world.id("G1")
    settings = Settings(
        discord_token=discord.token, discord_api_url=discord.url, discord_guild_id=where
    )
    for _ in range(2):
        made = DiscordAdapter(settings, told, store, now)
        await made.start()
        await until(lambda: discord.faults.happened)
        await made.stop()
    assert discord.world.commands[where]


# ---------------------------------------------------------------- roles


@breaks("GET /guilds/*/roles")
async def test_a_role_is_given_once_it_is_known_what_it_allows(
    discord: DiscordServer, store: Store, sharded: dict[int, str], broken: str
) -> None:
    guild = discord.world.channels[discord.world.id(sharded[0])].guild
    role = discord.world.add_role("Wise", discord.world.name(guild))
    async with replica(discord, store, 1) as (adapter, _):
        keeper = adapter.roles
        assert keeper
        user = discord.world.id("U1")
        assert await in_the_end(lambda: keeper.give(guild, role.id, user))
    assert role.held == {user}


@breaks("PUT /guilds/*/members/*/roles/*", "DELETE /guilds/*/members/*/roles/*")
async def test_a_role_is_given_and_taken(
    discord: DiscordServer, adapter: DiscordAdapter, call: str, broken: str
) -> None:
    guild, user = discord.world.id("G1"), discord.world.id("U1")
    role = discord.world.add_role("Wise")
    keeper = adapter.roles
    assert keeper
    await in_the_end(lambda: keeper.give(guild, role.id, user))
    assert role.held == {user}
    await in_the_end(lambda: keeper.take(guild, role.id, user))
    assert role.held == set()


# ---------------------------------------------------------------- forums


@pytest.fixture
def forum(discord: DiscordServer) -> Channel:
    made = discord.world.add_channel("FORUM")
    made.forum = True
    return made


@pytest.fixture
async def connected(make: Make, forum: Channel) -> AsyncIterator[DiscordAdapter]:
    made = make()
    await made.start()
    yield made
    await made.stop()


@breaks(
    "POST /channels/*/threads", "PATCH /channels/*", "GET /guilds/*/threads/active",
    "GET /channels/*/threads/archived/public",
)  # fmt: skip
async def test_a_forum_has_one_post_which_is_found_and_changed(
    discord: DiscordServer, connected: DiscordAdapter, forum: Channel, broken: str
) -> None:
    messenger, place = connected.messenger, Place("discord", forum.guild, forum.id)

    async def post() -> None:
        if not await messenger.find(place, "round-1", LONG_AGO):
            await messenger.post(place, DAILY, "round-1")

    await in_the_end(post)
    (made,) = [one for one in discord.world.channels.values() if one.parent == forum.id]
    made.archived = True
    ref = await in_the_end(lambda: messenger.find(place, "round-1", LONG_AGO))
    assert ref
    await in_the_end(lambda: messenger.update(ref, Reply((Prose("closed"),), private=False)))
    (first,) = discord.world.messages[made.id]
    assert first.words == "closed"


@breaks("GET /channels/*")
async def test_a_channel_that_another_replica_hears_of_is_asked_for(
    discord: DiscordServer, store: Store, sharded: dict[int, str], broken: str
) -> None:
    channel = discord.world.channels[discord.world.id(sharded[0])]
    async with replica(discord, store, 1) as (adapter, _):
        place = Place("discord", channel.guild, channel.id)
        said = await adapter.messenger.hindrance(place)
        assert said == "" or "did not answer" in said
        assert await adapter.messenger.hindrance(place) == ""


# ---------------------------------------------------------------- the doctor

BY_THE_DOCTOR = (
    "GET /guilds/*", "GET /guilds/*/members/*", "GET /gateway/bot", "GET /users/@me",
    "GET /oauth2/applications/@me",
)  # fmt: skip


def of_one_server(discord: DiscordServer) -> Settings:
    return Settings(
        discord_token=discord.token,
        discord_api_url=discord.url,
        discord_guild_id=discord.world.id("G1"),
    )


@breaks(*BY_THE_DOCTOR)
async def test_the_doctor_learns_at_the_next_try_what_went_wrong_once(
    discord: DiscordServer, broken: str
) -> None:
    findings = await examine(of_one_server(discord))
    assert len(findings) > len(BY_THE_DOCTOR)
    assert [finding.text for finding in findings if finding.state == "bad"] == []


@pytest.mark.parametrize("call", BY_THE_DOCTOR)
async def test_the_doctor_names_what_breaks_off_each_time(
    discord: DiscordServer, call: str
) -> None:
    discord.faults.add(call, "drop", times=99)
    findings = await examine(of_one_server(discord))
    (bad,) = [finding for finding in findings if finding.state == "bad"]
    assert "not reachable" in bad.text or "not known" in bad.text
