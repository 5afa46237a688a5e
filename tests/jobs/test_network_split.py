"""One replica cannot reach the database any more, and nothing tells it: no packet is refused.

What it was doing is done by the other one, what people look up is still found, and nothing that
was acknowledged is lost. The limits of time are those of the code, made shorter.
"""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.daily.leasing import LEASE_SECONDS, SAFE
from bot.messages import MessageRef, Person, Place, Reply, Request
from bot.store import Store, StoreAway
from jobs.clockwork import BEAT_SECONDS
from knowledge.library import Library
from tests import postgres
from tests.adapters.slack.process import NOTES as FACTS
from tests.bot.state.world import TEAM
from tests.bot.state.world import World as Rounds
from tests.conftest import NewDatabase
from tests.jobs.towns import NOTES
from tests.jobs.world import MemoryPlatform, World
from tests.network import Network
from tests.waiting import until, wait_until

pytestmark = pytest.mark.slow

EARLY = datetime(2027, 3, 1, 8, 55, tzinfo=UTC)
NINE = datetime(2027, 3, 1, 9, 0, 5, tzinfo=UTC)
HERE = Place("slack", "T1", "C1")
LEASE = 8
SILENCE = 2.0


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, postgres_server: postgres.Server) -> None:
    del postgres_server  # without one, or without its driver, these tests are passed over
    monkeypatch.setattr("bot.store.connection.SILENCE", SILENCE)


@pytest.fixture
def database(new_database: NewDatabase) -> str:
    return new_database()


@pytest.fixture
def network(database: str) -> Iterator[Network]:
    made = Network(database)
    yield made
    made.heal()
    made.close()


class StallingPlatform(MemoryPlatform):
    """The first post never comes to its end by itself."""

    begun: asyncio.Event
    given_up = False

    async def post(self, *arguments: object, **named: object) -> MessageRef:
        if self.begun.is_set():
            return await super().post(*arguments, **named)  # type: ignore[arg-type]
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.given_up = True
        raise AssertionError


@pytest.fixture
async def pair(
    database: str, network: Network, tmp_path: Path
) -> AsyncIterator[tuple[World, World]]:
    """Two replicas of one companion; the first one is behind the network."""
    platform = StallingPlatform(EARLY)
    platform.begun = asyncio.Event()

    def library() -> Any:
        return Library.open([FACTS, NOTES], tmp_path / "data")

    worlds = [
        World(tmp_path, EARLY, url, platform, notes=library, lease_seconds=LEASE)
        for url in (network.url, database)
    ]
    yield worlds[0], worlds[1]
    network.heal()
    for world in worlds:
        await world.close()
        cast(Any, world.library).close()


def words(reply: Reply) -> str:
    texts = [getattr(part, "text", "") for part in reply.parts]
    return " ".join(map(str, texts))


async def test_the_other_replica_goes_on_and_look_ups_do_too(
    pair: tuple[World, World], network: Network
) -> None:
    one, two = pair
    platform = cast(StallingPlatform, one.platform)
    one.schedule()
    for world in pair:
        await world.beat()
        world.now = NINE
    await until(platform.begun.is_set, one.clockwork.beat)
    assert one.store.leases.held("post ") == 1

    network.split()
    lookup = Request(Person("slack", "T1", "ann", "Ann"), HERE, NINE, "lambda limits")
    assert "lambda.md" in str(await one.companion.handle(lookup))
    await until(lambda: platform.given_up)
    assert two.store.leases.held("post ") == 1, "what it did ended before its lease did"
    two.platform.now = NINE
    await until(lambda: platform.questions(), two.beat)
    (question,) = platform.questions()
    round_id = int(question.key.removeprefix("round-"))

    told = await one.answer("ann", round_id, 0)
    assert "try again in a moment" in words(told)
    assert "lambda.md" in str(await one.companion.handle(lookup))
    await two.answer("bea", round_id, 0)

    network.heal()
    await until(one.store.is_there)
    await one.answer("ann", round_id, 0)
    assert two.companion.core.rounds.answered(round_id) == 2
    for world in pair:
        world.now = NINE + timedelta(hours=23, minutes=5)
    await until(lambda: "closed" in question.text, one.beat)
    await until(lambda: len(platform.messages) == 2, one.beat)
    await two.beat()
    assert [message.key for message in platform.messages] == [
        question.key,
        f"recap-{round_id}",
    ]


def test_what_was_acknowledged_is_there_however_often_the_network_splits(
    database: str, network: Network
) -> None:
    store, direct = Store.open(network.url), Store.open(database)
    world = Rounds(store)
    round = world.post()
    acknowledged: set[str] = set()
    stop = threading.Event()

    def answer(thread: int) -> None:
        for number in range(100_000):
            if stop.is_set():
                return
            user = f"u{thread}-{number}"
            try:
                world.answer(round, user)
            except StoreAway:
                time.sleep(0.01)
                continue  # they were told to try again
            acknowledged.add(user)

    def goes_on() -> None:
        enough = len(acknowledged) + 20
        wait_until(lambda: len(acknowledged) >= enough)

    with ThreadPoolExecutor(4) as pool:
        working = [pool.submit(answer, thread) for thread in range(4)]
        for _ in range(2):
            goes_on()
            network.split()
            time.sleep(2 * SILENCE)
            network.heal()
            goes_on()
        stop.set()
        for one in working:
            one.result()
    stored = {user for user in acknowledged if direct.people.find(TEAM, user)}
    assert stored == acknowledged
    assert world.rounds.answered(round.id) >= len(acknowledged)
    store.close()
    direct.close()


def test_another_replica_takes_over_within_a_minute() -> None:
    """A lease ends, and whoever looks next has it; who holds it has stopped before."""
    assert LEASE_SECONDS * SAFE < LEASE_SECONDS < 60 - 2 * BEAT_SECONDS
