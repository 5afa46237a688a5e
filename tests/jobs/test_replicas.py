"""Two replicas over one database: everything once, and nothing left lying for long."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest

from bot.daily.leasing import LEASE_SECONDS, message_of, post_of
from bot.messages import MessageRef, Person, Reply
from bot.store import Store
from bot.store.records import RevealMode
from jobs.clockwork import AT_ONCE, BEAT_SECONDS
from tests.jobs.world import TEAM, MemoryPlatform, World

EARLY = datetime(2027, 3, 1, 8, 55, tzinfo=UTC)
NINE = datetime(2027, 3, 1, 9, 0, 5, tzinfo=UTC)
CHANNELS = 12


class SlowPlatform(MemoryPlatform):
    """Takes a moment for each call, so that replicas are in each other's way."""

    async def post(self, *arguments: object, **named: object) -> MessageRef:
        await asyncio.sleep(0.02)
        return await super().post(*arguments, **named)  # type: ignore[arg-type]

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        await asyncio.sleep(0.02)
        await super().update(ref, reply)


@pytest.fixture
async def pair(database_url: str, tmp_path: Path) -> AsyncIterator[tuple[World, World]]:
    Store.open(database_url).close()
    platform = SlowPlatform(EARLY)
    one = World(tmp_path, EARLY, database_url, platform)
    two = World(tmp_path, EARLY, database_url, platform)
    yield one, two
    await one.close()
    await two.close()


async def at(now: datetime, *worlds: World) -> None:
    for world in worlds:
        world.now = now
    await asyncio.gather(*(world.beat() for world in worlds))


async def test_every_question_reveal_and_recap_comes_once(pair: tuple[World, World]) -> None:
    one, two = pair
    for number in range(CHANNELS):
        one.schedule(f"C{number}", recap=True)
    await at(EARLY, one, two)
    for day in range(7):
        for beat in range(3):
            await at(NINE + timedelta(days=day, seconds=2 * beat), one, two)
        for beat in range(3):
            await at(NINE + timedelta(days=day, hours=23, minutes=5, seconds=2 * beat), one, two)
    messages = one.platform.messages
    keys = [(message.place.channel, message.key) for message in messages]
    assert len(keys) == len(set(keys))
    for number in range(CHANNELS):
        here = [key for channel, key in keys if channel == f"C{number}"]
        assert len([key for key in here if key.startswith("round-")]) == 7
        assert len([key for key in here if key.startswith("recap-")]) == 7
        assert len([key for key in here if key.startswith("week-")]) == 1


async def test_both_take_a_part_of_the_work(pair: tuple[World, World]) -> None:
    """More than one can have under way at once, and no post gets through before both have some."""
    one, two = pair
    began = {world: asyncio.Event() for world in pair}
    for number in range(2 * AT_ONCE):
        one.schedule(f"C{number}")

    class Waits(MemoryPlatform):
        async def post(self, *arguments: object, **named: object) -> MessageRef:
            await asyncio.gather(*(event.wait() for event in began.values()))
            return await super().post(*arguments, **named)  # type: ignore[arg-type]

    platform = Waits(EARLY)
    for world in pair:
        world.platform = platform
        world.companion.messengers["slack"] = platform

        def step(what: str, begun: asyncio.Event = began[world]) -> None:
            if what == "post":
                begun.set()

        world.companion.posting.step = step
    await at(EARLY, one, two)
    await at(NINE, one, two)
    keys = [message.key for message in platform.messages]
    assert len(keys) == len(set(keys)) == 2 * AT_ONCE


async def test_what_is_under_way_elsewhere_is_left_alone_until_its_lease_ends(
    pair: tuple[World, World],
) -> None:
    one, two = pair
    schedule = one.schedule()
    day = date(2027, 3, 1)
    name = post_of(TEAM, "C1", day)
    assert one.store.leases.take(name, "somebody who dies", 600)
    opens, closes = NINE, NINE + timedelta(hours=23)
    round = one.companion.posting._claim(schedule, day, opens, closes, NINE)
    assert round is not None
    for minutes in range(10):
        await at(NINE + timedelta(minutes=minutes), one, two)
    assert one.platform.messages == []
    one.store._database.change(
        f"UPDATE leases SET until = {one.store._database.never}"
    )  # a minute later, it died
    await at(NINE + timedelta(minutes=11), one, two)
    assert len(one.platform.questions()) == 1
    assert one.store.rounds.get(round.id) != round


async def test_another_replica_posts_within_a_minute_of_a_death(pair: tuple[World, World]) -> None:
    """With the lease of earnest; the time that passes is taken off it."""
    _, two = pair
    schedule, day = two.schedule(), date(2027, 3, 1)
    name, database = post_of(TEAM, "C1", day), two.store._database
    assert two.store.leases.take(name, "who dies at once", LEASE_SECONDS)
    lasts = database.row(
        f"SELECT until <= {database.ahead(str(LEASE_SECONDS))} AS well FROM leases"
    )
    assert lasts and lasts["well"]
    assert two.companion.posting._claim(schedule, day, NINE, NINE + timedelta(hours=23), NINE)
    passed = 0.0
    while not two.platform.questions():
        passed += BEAT_SECONDS
        assert passed < 60
        database.change(
            f"UPDATE leases SET until = {database.ahead(':left')} WHERE owner = 'who dies at once'",
            left=LEASE_SECONDS - passed,
        )
        await at(NINE + timedelta(seconds=passed), two)
    assert passed >= LEASE_SECONDS


async def test_what_was_posted_by_a_replica_that_died_is_found(pair: tuple[World, World]) -> None:
    one, two = pair
    schedule = one.schedule()
    day = date(2027, 3, 1)
    round = one.companion.posting._claim(schedule, day, NINE, NINE + timedelta(hours=23), NINE)
    assert round is not None
    one.platform.now = NINE
    await one.platform.post(round.place, Reply(()), f"round-{round.id}")
    await at(NINE + timedelta(minutes=1), two)
    assert len(one.platform.questions()) == 1
    confirmed = two.store.rounds.get(round.id)
    assert confirmed is not None and confirmed.message == "0"


AHEAD = timedelta(minutes=5)  # by which the second replica's clock is before the first one's
STEP = timedelta(minutes=1)


async def both_from(begin: datetime, end: datetime, one: World, two: World) -> None:
    """Let a stretch of time pass for both, minute by minute by the first one's clock."""
    while begin <= end:
        one.now, two.now = begin, begin + AHEAD
        await asyncio.gather(one.beat(), two.beat())
        begin += STEP


async def test_with_clocks_five_minutes_apart_everything_comes_once(
    pair: tuple[World, World],
) -> None:
    """Questions, results and recaps of two days, and a reminder on each."""
    one, two = pair
    ann = Person("slack", "T1", "ann", "Ann", "UTC")
    profile = one.store.people.set(ann, reminder=clock(9, 30))
    one.companion.core.reviews.add(profile.person, one.library.written()[0], EARLY)
    for number in range(CHANNELS):
        one.schedule(f"C{number}", recap=True)
    for day in range(2):
        nine = NINE + timedelta(days=day)
        for from_, to in ((-6, 3), (24, 31), (23 * 60 - 6, 23 * 60 + 6)):
            await both_from(nine + from_ * STEP, nine + to * STEP, one, two)
    keys = [(message.place.channel, message.key) for message in one.platform.messages]
    assert len(keys) == len(set(keys))
    for number in range(CHANNELS):
        here = [key for channel, key in keys if channel == f"C{number}"]
        assert len([key for key in here if key.startswith("round-")]) == 2
        assert len([key for key in here if key.startswith("recap-")]) == 2
    results = [m.text for m in one.platform.messages if m.key.startswith("round-")]
    assert all("closed" in text for text in results)
    assert [user for user, _ in one.platform.whispers] == ["ann", "ann"]


@pytest.mark.parametrize("reveal", ["now", "later"])
async def test_an_answer_at_closing_time_is_kept_by_whoever_takes_it(
    pair: tuple[World, World], reveal: RevealMode
) -> None:
    """One replica takes it; the other one, whose clock is ahead, closes meanwhile or has closed.

    Whether an answer is in time says the platform's clock, which both are told.
    """
    one, two = pair
    one.schedule(reveal=reveal)
    await both_from(NINE - 6 * STEP, NINE, one, two)
    (message,) = one.platform.questions()
    number = int(message.key.removeprefix("round-"))
    closes = NINE.replace(second=0) + timedelta(hours=23)
    for minutes, user in ((-4, "before"), (-3, "meanwhile"), (-1, "closed by the other")):
        one.now, two.now = closes + minutes * STEP, closes + minutes * STEP + AHEAD
        await asyncio.gather(one.answer(user, number, 2), two.beat())
    stored = one.store.rounds.get(number)
    assert stored is not None and stored.closed
    one.now = closes + timedelta(minutes=2, seconds=1)
    await one.answer("too late", number, 2)
    await at(closes + 2 * AHEAD, one, two)
    for world in pair:
        given = {}
        for user in ("before", "meanwhile", "closed by the other", "too late"):
            who = world.store.people.find(TEAM, user)
            assert who is not None
            answer = world.store.answers.given(number, who.id)
            assert answer is not None
            given[user] = (answer.late, answer.points > 0)
        assert given.pop("too late") == (True, False)
        assert set(given.values()) == {(False, True)}
        assert sum(one.store.answers.split(number).values()) == 3


async def test_a_workspace_that_came_back_through_another_replica_is_kept(
    pair: tuple[World, World],
) -> None:
    one, two = pair
    one.schedule()
    await one.companion.bot_removed("slack", "T1")
    round = two.companion.core.rounds.latest(TEAM, "C1")
    assert round is None
    await two.answer("U1", 1, 0)  # any request of theirs
    await at(NINE + timedelta(days=40), one, two)
    assert one.store.schedules.get(TEAM, "C1") is not None


async def test_a_workspace_that_does_not_come_back_is_purged_by_one(
    pair: tuple[World, World],
) -> None:
    one, two = pair
    one.schedule()
    await one.companion.bot_removed("slack", "T1")
    await at(NINE + timedelta(days=40), one, two)
    assert one.store.schedules.get(TEAM, "C1") is None


async def test_a_late_count_never_hides_a_result(pair: tuple[World, World]) -> None:
    """One replica is still writing a count when the other one comes to the reveal."""
    one, two = pair
    one.schedule()
    await at(EARLY, one, two)
    await at(NINE, one, two)
    (message,) = one.platform.questions()
    counting = asyncio.Event()
    go_on = asyncio.Event()
    update = one.platform.update

    class Stalls(SlowPlatform):
        async def update(self, ref: MessageRef, reply: Reply) -> None:
            counting.set()
            await go_on.wait()
            await update(ref, reply)

    stalling = Stalls(NINE)
    stalling.messages = one.platform.messages
    one.companion.messengers["slack"] = stalling
    await one.answer("U1", int(message.key.removeprefix("round-")), 2)
    await counting.wait()
    closing = asyncio.create_task(at(NINE + timedelta(hours=23, minutes=5), two))
    await asyncio.sleep(0.5)
    assert "closed" not in message.text
    go_on.set()
    await closing
    await one.companion.live.flush()
    await at(NINE + timedelta(hours=23, minutes=6), two)
    assert "closed" in message.text
    round_id = int(message.key.removeprefix("round-"))
    assert one.store.leases.take(message_of(round_id), "anybody", 1)


async def test_a_count_that_died_with_its_replica_is_put_right_by_the_next_answer_anywhere(
    pair: tuple[World, World],
) -> None:
    """What still has to be counted is known to one replica alone; what is counted, to all."""
    one, two = pair
    one.schedule()
    await at(EARLY, one, two)
    await at(NINE, one, two)
    (message,) = one.platform.questions()
    number = int(message.key.removeprefix("round-"))
    one.companion.messengers["slack"] = MemoryPlatform(NINE, dead=True)
    for user in ("U1", "U2"):
        await one.answer(user, number, 2)
    await one.companion.live.flush()  # it dies over it, and is at it no more
    assert "2 answered" not in str(message.reply)
    await two.answer("U3", number, 2)
    await two.companion.live.flush()
    assert "3 answered" in str(message.reply)


async def test_a_reminder_goes_out_once(pair: tuple[World, World]) -> None:
    one, two = pair
    profile = one.store.people.set(Person("slack", "T1", "ann", "Ann", "UTC"), reminder=NINE.time())
    question = one.library.written()[0]
    one.companion.core.reviews.add(profile.person, question, EARLY)
    await at(NINE + timedelta(minutes=2), one, two)
    await at(NINE + timedelta(minutes=4), one, two)
    assert len(one.platform.whispers) == 1


async def test_a_reminder_whose_replica_died_comes_from_the_other_within_a_minute(
    pair: tuple[World, World],
) -> None:
    one, two = pair
    profile = one.store.people.set(Person("slack", "T1", "ann", "Ann", "UTC"), reminder=NINE.time())
    one.companion.core.reviews.add(profile.person, one.library.written()[0], EARLY)
    assert one.store.leases.take(f"remind {profile.id}", "somebody who dies", 600)
    began = NINE + timedelta(minutes=2)
    await at(began, one, two)
    assert one.platform.whispers == []
    one.store._database.change(f"UPDATE leases SET until = {one.store._database.never}")
    for seconds in range(2, 60, 2):
        await at(began + timedelta(seconds=seconds), one, two)
    assert [user for user, _ in one.platform.whispers] == ["ann"]
