"""A daily question in a forum: each day a post of its own, which holds all that belongs to it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import (
    Action,
    Button,
    Buttons,
    Heading,
    NotDelivered,
    Place,
    PlaceGone,
    Prose,
    Reply,
)
from bot.store import Store
from knowledge.library import Library
from tests.adapters.companion import Told
from tests.adapters.discord.conftest import Make
from tests.adapters.discord.driver import CHANNEL, DiscordDriver
from tests.adapters.discord.test_replicas import replica, sharded
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.conftest import library
from tests.bot.conversations.driver import ADMIN
from tests.bot.conversations.world import World
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import EVERYTHING, SEND, Channel

__all__ = ["library", "sharded"]

BEGIN = "POST /channels/*/threads"
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ROW = Buttons((Button("A", Action("answer", ("1", "0"))),), answers=True)
DAILY = Reply((Heading("Daily question · Monday"), Prose("What?"), ROW), private=False)


@pytest.fixture
def forum(discord: DiscordServer) -> Channel:
    made = discord.world.add_channel("FORUM")
    made.forum = True
    return made


@pytest.fixture
def tagged(forum: Channel) -> Channel:
    forum.wants_a_tag = True
    return forum


@pytest.fixture
def there(forum: Channel) -> Place:
    return Place("discord", forum.guild, forum.id)


def posts(discord: DiscordServer, forum: Channel) -> list[Channel]:
    return [one for one in discord.world.channels.values() if one.parent == forum.id]


# ---------------------------------------------------------------- what the messenger does


@pytest.fixture
async def connected(make: Make, forum: Channel) -> AsyncIterator[DiscordAdapter]:
    assert forum.forum, "it is there when the server is heard of"
    made = make()
    await made.start()
    yield made
    await made.stop()


async def test_a_post_is_begun_changed_found_and_talked_in(
    discord: DiscordServer, connected: DiscordAdapter, forum: Channel, there: Place
) -> None:
    messenger = connected.messenger
    ref = await messenger.post(there, DAILY, "round-1")
    (post,) = posts(discord, forum)
    assert (ref.id, ref.place, post.title) == (post.id, there, "Daily question · Monday")
    (first,) = discord.world.messages[post.id]
    assert first.labels == ["A"]
    await messenger.update(ref, Reply((Prose("closed"),), private=False))
    assert first.words == "closed"
    assert await messenger.find(there, "round-1", LONG_AGO) == ref
    assert await messenger.find(there, "round-2", LONG_AGO) is None
    thread = Place("discord", forum.guild, forum.id, ref.id)
    recap = await messenger.post(thread, Reply((Prose("8 of 10"),), thread="x"), "recap-1")
    assert [one.words for one in discord.world.messages[post.id]] == ["closed", "8 of 10"]
    assert await messenger.find(thread, "recap-1", LONG_AGO) == recap


@pytest.mark.parametrize("fault", ["lost", "500", "502", "drop"])
async def test_a_post_is_tried_once_and_then_looked_for(
    discord: DiscordServer, connected: DiscordAdapter, forum: Channel, there: Place, fault: str
) -> None:
    discord.faults.add(BEGIN, fault)
    with pytest.raises(NotDelivered):
        await connected.messenger.post(there, DAILY, "round-1")
    found = await connected.messenger.find(there, "round-1", LONG_AGO)
    assert len(posts(discord, forum)) == (1 if fault == "lost" else 0)
    assert (found is not None) == (fault == "lost")


async def test_a_post_that_was_put_away_is_found_and_changed(
    discord: DiscordServer, connected: DiscordAdapter, forum: Channel, there: Place
) -> None:
    ref = await connected.messenger.post(there, DAILY, "round-1")
    (post,) = posts(discord, forum)
    post.archived = True
    assert await connected.messenger.find(there, "round-1", LONG_AGO) == ref
    await connected.messenger.update(ref, Reply((Prose("taken back"),), private=False))
    assert discord.world.messages[post.id][0].words == "taken back"


async def test_where_a_tag_is_wanted_it_has_one(
    discord: DiscordServer, tagged: Channel, connected: DiscordAdapter, there: Place
) -> None:
    await connected.messenger.post(there, DAILY, "round-1")
    assert len(posts(discord, tagged)) == 1


async def test_a_click_in_a_post_of_ours_is_one_in_its_forum(
    discord: DiscordServer, connected: DiscordAdapter, told: Told, there: Place
) -> None:
    ref = await connected.messenger.post(there, DAILY, "round-1")
    await discord.member("U1").clicks(discord.world.messages[ref.id][0], "A")
    (request,) = told.requests
    assert (request.where.channel, request.message) == (there.channel, ref.id)


# ---------------------------------------------------------------- a day in a forum


@pytest.fixture
def driver(library: Library, tmp_path: Path) -> Iterator[DiscordDriver]:
    made = DiscordDriver(World(library, tmp_path, "discord"))
    yield made
    made.close()


def a_forum(driver: DiscordDriver, allowed: int = EVERYTHING) -> Channel:
    """A forum, of which the bot hears at its next start."""
    made = driver._server.world.add_channel("FORUM")
    made.forum, made.allowed = True, allowed
    driver.restart()
    return made


def chooses(driver: DiscordDriver, who: str, forum: Channel) -> None:
    member = driver._begins(who)
    driver._runner.run(driver._settled(member.slash("daily forum", CHANNEL, forum=forum)))


def test_each_day_has_its_post(driver: DiscordDriver) -> None:
    forum, world = a_forum(driver), driver._server.world
    chat = Chat(driver)
    chooses(driver, ADMIN, forum)
    chat.admin.fills(Time="09:00", Days="0,1,2,3,4").sees("Saved", "the channel that this is about")
    chat.waits(days=2)
    titles = [one.title for one in world.channels.values() if one.parent == forum.id]
    assert titles[0].startswith("A daily question comes here from now on")
    assert [title.partition(" · ")[2].partition(" · ")[0] for title in titles[1:]] == [
        "Monday", "Tuesday",
    ]  # fmt: skip
    monday = next(one for one in world.channels.values() if "Monday" in one.title)
    first, *recap = world.messages[monday.id]
    assert "closed" in first.words
    assert [one.words for one in recap] == [
        "Nobody answered this time. The next one is a new chance."
    ]


def test_what_is_typed_in_a_post_of_ours_is_about_the_forum(driver: DiscordDriver) -> None:
    forum, world = a_forum(driver), driver._server.world
    chat = Chat(driver)
    chooses(driver, ADMIN, forum)
    chat.admin.fills(Time="09:00")
    chat.waits(hours=1)
    post = next(one for one in world.channels.values() if "Monday" in one.title)
    member = driver._member(ADMIN)
    driver._runner.run(member.slash("daily off", post.id))
    driver._runner.run(driver._quiet())
    said = [one.words for one in world.visible(post.id, member.user) if one.ephemeral_to]
    assert said == ["The daily question here is off. Points and streaks stay."]


def test_who_may_not_change_a_question_sets_none_up_in_a_forum(driver: DiscordDriver) -> None:
    forum = a_forum(driver)
    chooses(driver, "Ben", forum)
    Chat(driver).sees("can change the daily question here")


def test_where_no_posts_may_be_created_nothing_is_saved(driver: DiscordDriver) -> None:
    forum = a_forum(driver)
    world = driver._server.world
    world.guilds[world.id("G1")].muted = True
    driver.restart()
    assert EVERYTHING & SEND
    chooses(driver, ADMIN, forum)
    Chat(driver).admin.sees("Nothing was saved", "Create Posts")
    assert not driver.form(ADMIN)


# ---------------------------------------------------------------- other servers


def elsewhere(driver: DiscordDriver, kind: str) -> Channel:
    """A channel of another server, in which the bot is as well."""
    world = driver._server.world
    world.add_guild("G2")
    made = world.add_channel("ELSEWHERE", "G2")
    made.forum = kind == "forum"
    driver.restart()
    return made


def nothing_came_of_it(driver: DiscordDriver, channel: Channel) -> bool:
    """Nothing is stored for it, and nothing stands in it, also after two days."""
    Chat(driver).waits(days=2)
    world, store = driver._server.world, driver._world.store
    stored = [one for one in store.schedules.all() if one.channel == channel.id]
    begun = [one for one in world.channels.values() if one.parent == channel.id]
    return not (stored or begun or world.messages[channel.id])


@pytest.mark.parametrize("kind", ["text", "forum"])
def test_the_number_of_another_servers_channel_opens_no_form(
    driver: DiscordDriver, kind: str
) -> None:
    channel = elsewhere(driver, kind)
    driver.type(ADMIN, f"daily forum {channel.id}")
    assert "I see no such channel in this server" in driver.read(ADMIN)
    assert not driver.form(ADMIN)
    assert nothing_came_of_it(driver, channel)


@pytest.mark.parametrize("kind", ["text", "forum"])
def test_a_form_that_comes_back_for_another_servers_channel_is_not_saved(
    driver: DiscordDriver, kind: str
) -> None:
    channel, forum = elsewhere(driver, kind), a_forum(driver)
    chooses(driver, ADMIN, forum)
    form = driver.shown_form(ADMIN)
    assert form
    form.data["custom_id"] = form.data["custom_id"].replace(forum.id, channel.id)
    Chat(driver).admin.fills(Time="09:00")
    assert "I see no such channel in this server" in driver.read(ADMIN)
    assert nothing_came_of_it(driver, channel)


def test_what_is_no_forum_opens_no_form_for_one(driver: DiscordDriver) -> None:
    driver.type(ADMIN, f"daily forum {driver._server.world.id(CHANNEL)}")
    assert "That channel is no forum" in driver.read(ADMIN)
    assert not driver.form(ADMIN)


def test_a_number_that_no_channel_has_opens_no_form(driver: DiscordDriver) -> None:
    driver.type(ADMIN, "daily forum 123456789012345678")
    assert "I see no such channel in this server" in driver.read(ADMIN)
    assert not driver.form(ADMIN)


@pytest.mark.parametrize("shard", [0, 1])
async def test_what_is_stored_for_another_servers_channel_is_not_posted(
    discord: DiscordServer, store: Store, sharded: dict[int, str], shard: int
) -> None:
    """Also by a replica that hears nothing of that server."""
    channel = discord.world.channels[discord.world.id(sharded[0])]
    for forum in (False, True):
        channel.forum = forum
        async with replica(discord, store, shard) as (adapter, _):
            there = Place("discord", discord.world.id("G1"), channel.id)
            assert "no such channel" in await adapter.messenger.hindrance(there)
            with pytest.raises(PlaceGone):
                await adapter.messenger.post(there, DAILY, "round-1")
    assert not discord.world.messages[channel.id]
    assert not posts(discord, channel)


@pytest.mark.parametrize("shard", [0, 1])
async def test_a_forum_is_known_by_every_replica(
    discord: DiscordServer, store: Store, sharded: dict[int, str], shard: int
) -> None:
    channel = discord.world.channels[discord.world.id(sharded[0])]
    channel.forum = True
    text = discord.world.add_channel("TEXT", discord.world.name(channel.guild))
    async with replica(discord, store, shard) as (adapter, _):
        hindrance = adapter.messenger.hindrance
        there = Place("discord", channel.guild, channel.id)
        assert await hindrance(there, forum=True) == ""
        assert "is no forum" in await hindrance(Place("discord", text.guild, text.id), forum=True)
        discord.faults.add("GET /channels/*", "503", times=99)
        unknown = Place("discord", channel.guild, "123456789012345678")
        assert "did not answer" in await hindrance(unknown)


@pytest.mark.parametrize("shard", [0, 1])
async def test_every_replica_knows_which_tag_is_wanted(
    discord: DiscordServer, store: Store, sharded: dict[int, str], shard: int
) -> None:
    channel = discord.world.channels[discord.world.id(sharded[0])]
    channel.forum = True
    there = Place("discord", channel.guild, channel.id)
    async with replica(discord, store, shard) as (adapter, _):
        await adapter.messenger.post(there, DAILY, "round-1")
        if shard:  # it hears of no change, and has to ask again
            channel.wants_a_tag = True
            await adapter.messenger.post(there, DAILY, "round-2")
    channel.wants_a_tag = True
    async with replica(discord, store, shard) as (adapter, _):
        await adapter.messenger.post(there, DAILY, "round-3")
    assert len(posts(discord, channel)) == (3 if shard else 2)
