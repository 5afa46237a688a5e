"""Replicas whose machines keep different time, over a server whose clock the test moves."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.messages import MessageRef, Person, Place, Reply
from bot.root.parts import joined, now
from bot.settings import Settings
from bot.store import Store, StoreAway
from bot.store.clocks import SharedClock
from tests.conftest import NewDatabase
from tests.jobs.world import MemoryPlatform, World

NINE = datetime(2027, 3, 1, 9, 0, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CHANNELS = 4
DAYS = 2
# What the server says when it is asked for the time: its own function is looked for last.
MOVED = """
CREATE SCHEMA outside;
CREATE TABLE outside.clock (moment TIMESTAMPTZ NOT NULL);
INSERT INTO outside.clock VALUES ('2027-03-01');
CREATE FUNCTION outside.clock_timestamp() RETURNS TIMESTAMPTZ
    LANGUAGE sql AS 'SELECT moment FROM outside.clock';
DO $$ BEGIN EXECUTE format(
    'ALTER DATABASE %I SET search_path = public, outside, pg_catalog', current_database());
END $$
"""


class Server:
    """A database, and the clock by which it goes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._tell(MOVED)

    def set(self, at: datetime) -> None:
        self._tell(f"UPDATE outside.clock SET moment = '{at.isoformat()}'")

    def _tell(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@pytest.fixture
def server(new_database: NewDatabase) -> Server:
    return Server(new_database())


class NotedPlatform(MemoryPlatform):
    """Keeps when what came, by the true time."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.true = at
        self.came: list[tuple[str, datetime]] = []

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        await asyncio.sleep(0.02)
        self.came.append((key.partition("-")[0], self.true))
        return await super().post(place, reply, key)

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        await super().update(ref, reply)
        if "closed" in self.messages[int(ref.id)].text:
            self.came.append(("result", self.true))

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        self.came.append(("reminder", self.true))
        return await super().whisper(person, reply, key, since)


@pytest.fixture(params=[(0, 5), (-5, 0), (-2, 3)])
async def pair(
    request: pytest.FixtureRequest, server: Server, tmp_path: Path
) -> AsyncIterator[tuple[tuple[World, timedelta], tuple[World, timedelta]]]:
    """Two replicas, each with the minutes that its machine is ahead."""
    platform = NotedPlatform(NINE)
    one, two = (World(tmp_path, NINE, server.url, platform, shares_time=True) for _ in range(2))
    yield (one, request.param[0] * MINUTE), (two, request.param[1] * MINUTE)
    await one.close()
    await two.close()


async def test_with_clocks_five_minutes_apart_nothing_comes_early_or_late(
    pair: tuple[tuple[World, timedelta], tuple[World, timedelta]], server: Server
) -> None:
    """Questions, results, recaps and reminders of two days, each at the first look after its time.

    There is a look each minute, five seconds past; what is due at nine comes then and no other day.
    """
    (one, _), _ = pair
    platform = one.platform
    assert isinstance(platform, NotedPlatform)
    ann = one.store.people.set(Person("slack", "T1", "ann", "Ann", "UTC"), reminder=time(9, 30))
    one.companion.core.reviews.add(ann.person, one.library.written()[0], NINE)
    one.now = NINE - timedelta(hours=1)
    for number in range(CHANNELS):
        one.schedule(f"C{number}")
    due: list[tuple[str, datetime]] = []
    for day in range(DAYS):
        nine = NINE + timedelta(days=day)
        closing = nine + timedelta(hours=23, minutes=2)  # answers on their way are waited for
        due += [("round", nine), ("result", closing), ("recap", closing)] * CHANNELS
        due.append(("reminder", nine + 30 * MINUTE))
        for begin, end in ((-7, 7), (23, 37), (23 * 60 - 7, 23 * 60 + 9)):
            for minutes in range(begin, end):
                platform.true = nine + minutes * MINUTE
                server.set(platform.true)
                for world, ahead in pair:
                    world.now = platform.true + ahead
                await asyncio.gather(*(world.beat() for world, _ in pair))
    assert sorted(platform.came) == sorted(due)


async def test_whoever_serves_over_a_server_goes_by_its_clock(
    server: Server, tmp_path: Path
) -> None:
    server.set(NINE)
    over_server = Settings(database_url=server.url, data_folder=str(tmp_path))
    async with joined(over_server) as (companion, _):
        assert abs(companion.clock() - NINE) < timedelta(minutes=5)
    file = f"sqlite:///{tmp_path}/companion.db"
    over_file = Settings(database_url=file, data_folder=str(tmp_path))
    async with joined(over_file) as (companion, _):
        assert companion.clock is now


def test_every_database_tells_its_moment(database_url: str) -> None:
    with closing(Store.open(database_url)) as store:
        before = now()
        assert abs(store.now() - before) < timedelta(minutes=5)


class Hands:
    """Two clocks, and how long it takes to ask for the second."""

    def __init__(self) -> None:
        self.own = self.shared = NINE
        self.takes = timedelta(0)

    def tell(self) -> datetime:
        """The moment half way between asking and being told."""
        self.own += self.takes
        self.shared += self.takes
        return self.shared - self.takes / 2


def test_a_slow_answer_moves_no_time_and_a_wrong_clock_is_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hands = Hands()
    clock = SharedClock(lambda: hands.own, hands.tell)
    hands.takes = timedelta(seconds=8)
    clock.compare()
    assert (clock(), clock.skew) == (hands.own, 0)
    assert caplog.text == ""
    hands.own += timedelta(minutes=5)
    clock.compare()
    assert abs(clock() - hands.shared) <= hands.takes / 2
    hands.takes = timedelta(0)
    for _ in range(2):
        clock.compare()
        assert (clock(), clock.skew) == (hands.shared, 300)
    assert caplog.text.count("away from the database's") == 1
    hands.own -= timedelta(minutes=10)  # somebody set it, and too far
    clock.compare()
    assert (clock(), clock.skew) == (hands.shared, -300)


def test_while_the_database_is_away_the_last_comparison_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    hands = Hands()
    hands.shared -= timedelta(minutes=3)
    away = False

    def tell() -> datetime:
        if away:
            raise StoreAway("away")
        return hands.tell()

    clock = SharedClock(lambda: hands.own, tell)
    clock.compare()
    away = True
    with pytest.raises(StoreAway):
        clock.compare()
    assert clock() == hands.shared
