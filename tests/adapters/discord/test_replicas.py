"""Several replicas on one Discord: everybody who is connected hears everything, one answers."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import Place, Prose, Reply
from bot.settings import Settings
from bot.store import Store
from tests.adapters.companion import Told
from tests.adapters.discord.conftest import now
from tests.conftest import NewDatabase
from tests.network import Network
from tests.platforms.discord.server import DiscordServer
from tests.waiting import until

SHARDS = 2


@asynccontextmanager
async def replica(
    discord: DiscordServer,
    store: Store,
    shard: int | None = None,
    lease_seconds: int = 45,
    shards: int = SHARDS,
) -> AsyncIterator[tuple[DiscordAdapter, Told]]:
    settings = Settings(
        discord_token=discord.token,
        discord_api_url=discord.url,
        discord_shards=None if shard is None else (shard, shards),
        lease_seconds=lease_seconds,
    )
    told = Told()
    adapter = DiscordAdapter(settings, told, store, now)
    await adapter.start()
    try:
        yield adapter, told
    finally:
        await adapter.stop()


def texts(told: Told) -> list[str]:
    return [request.text for request in told.requests]


@pytest.fixture
def sharded(discord: DiscordServer) -> dict[int, str]:
    """A channel on each of two shards."""
    discord.gateway.shards = SHARDS
    channels: dict[int, str] = {}
    number = 1
    while len(channels) < SHARDS:
        number += 1
        guild = discord.world.add_guild(f"G{number}")
        guild.people.add(discord.world.id("U1"))
        shard = (int(guild.id) >> 22) % SHARDS
        if shard not in channels:
            channels[shard] = f"C{number}"
            discord.world.add_channel(f"C{number}", f"G{number}")
    return channels


async def test_each_shard_has_one_listener_and_a_lease_of_its_own(
    discord: DiscordServer, store: Store, sharded: dict[int, str]
) -> None:
    one = discord.member("U1")
    async with replica(discord, store, 0) as (_, first), replica(discord, store, 1) as (_, second):
        await discord.connected()
        assert store.leases.held() == SHARDS
        assert discord.gateway.listening == {0: 1, 1: 1}
        for shard, channel in sharded.items():
            for number in range(3):
                assert (await one.command(f"on {shard} {number}", channel)).ok
            await one.reply(channel, 3)
            await one.mentions(f"aloud on {shard}", channel)
            await one.reply(channel, 4)
        await one.says("in private")
        await one.reply()
    for shard, told in ((0, first), (1, second)):
        expected = [*(f"on {shard} {number}" for number in range(3)), f"aloud on {shard}"]
        assert texts(told) == expected + ["in private"] * (shard == 0)


async def test_whoever_stands_by_takes_over_its_shard_and_no_other(
    discord: DiscordServer, store: Store, sharded: dict[int, str]
) -> None:
    one = discord.member("U1")
    async with (
        replica(discord, store, 1) as (_, second),
        replica(discord, store, 0, 8) as (_, first),
    ):
        await discord.connected()
        async with replica(discord, store, 0, 8) as (waiting, third):
            assert waiting.healthy and discord.gateway.listening == {0: 1, 1: 1}
            await one.command("to the first", sharded[0])
            await one.reply(sharded[0])
            store._database.change("UPDATE leases SET owner = 'x' WHERE name LIKE '%(0, 2)%'")
            await until(lambda: discord.gateway.listening == {1: 1})
            store._database.change(
                f"UPDATE leases SET until = {store._database.never} WHERE owner = 'x'"
            )
            await until(lambda: discord.gateway.listening == {0: 1, 1: 1})
            await one.command("to one of them", sharded[0])
            await one.reply(sharded[0], 2)
            assert len(first.requests) + len(third.requests) == 2
    assert second.requests == []


async def test_what_was_typed_into_a_refused_form_is_there_with_whoever_takes_over(
    discord: DiscordServer, new_database: NewDatabase
) -> None:
    url, one = new_database(), discord.member("U1")
    first, second = Store.open(url), Store.open(url)
    async with replica(discord, first):
        await discord.connected()
        await one.command("s3", "C1")
        await one.clicks(await one.reply("C1"), "Wrong?")
        assert one.modal
        await one.submits(one.modal, {"reason": "old"})
        refused = await one.reply("C1", 2)
    first.close()
    async with replica(discord, second):
        await discord.connected()
        await one.clicks(refused, "Correct it")
        assert one.modal and one.modal.value("reason") == "old"
        await one.submits(one.modal, {"reason": "old", "comment": "since 2024 it is more"})
        assert (await one.reply("C1", 3)).words == "Thank you."
        assert second._database.rows("SELECT * FROM drafts") == []
    second.close()


async def test_a_click_that_two_listeners_hear_is_answered_once_and_a_second_one_is_not(
    discord: DiscordServer, store: Store
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    async with replica(discord, store), replica(discord, store, 0, shards=1):
        await until(lambda: discord.gateway.listening == {0: 2})
        await one.command("s3", "C1")
        card = await one.reply("C1")
        for _ in range(2):
            assert (await one.clicks(card, "Share")).ok
        await two.reply("C1")
    assert len(two.replies("C1")) == 1


@pytest.fixture
def network(new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch) -> Iterator[Network]:
    monkeypatch.setattr("bot.store.connection.SILENCE", 0.5)
    made = Network(new_database())
    yield made
    made.heal()
    made.close()


async def test_without_the_database_the_only_listener_goes_on_and_of_two_one_answers(
    discord: DiscordServer, network: Network
) -> None:
    one = discord.member("U1")
    cut_off, direct = Store.open(network.url), Store.open(network.direct)
    async with replica(discord, cut_off, lease_seconds=4) as (first, told):
        await one.command("before", "C1")
        await one.reply("C1")
        network.split()
        await until(lambda: not first._work.first_responses.alone)
        assert (await one.command("alone in the dark", "C1")).ok
        await one.reply("C1", 2)
        assert texts(told) == ["before", "alone in the dark"]

        async with replica(discord, direct, lease_seconds=4) as (_, other):
            await discord.connected()
            assert discord.gateway.listening == {0: 2}
            knows = Reply((Prose("from the one that knows"),), private=False)
            other.answers["s3"] = lambda _: knows
            assert (await one.command("s3", "C1")).ok
            assert (await one.reply("C1", 3)).words == "from the one that knows"
            await until(lambda: discord.gateway.listening == {0: 1})
            assert len(one.replies("C1")) == 3
            await one.mentions("s3", "C1")
            await one.reply("C1", 4)
            assert texts(other) == ["s3", "s3"]
            network.heal()
            await until(cut_off.is_there)
            await until(lambda: first.healthy)
            place = Place("discord", discord.world.id("G1"), discord.world.id("C1"))
            await first.messenger.post(place, Reply((Prose("posting goes on"),)), "key")
            assert discord.gateway.listening == {0: 1}
        await until(
            lambda: discord.gateway.listening == {0: 1} and first._work.first_responses.alone
        )
        assert (await one.command("back again", "C1")).ok
        await until(lambda: "back again" in texts(told))
    cut_off.close()
    direct.close()
