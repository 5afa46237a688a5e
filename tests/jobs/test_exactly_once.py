"""One question and one reveal a day, whatever happens in between."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.messages import Person
from bot.store.records import LATE_GRACE
from tests.jobs.world import TEAM, WORKSPACE, Fault, Killed, World

MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)  # half an hour before the Monday's post
HOUR = timedelta(hours=1)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path, MORNING)
    yield world
    await world.close()


def round_of(world: World, day: date) -> int:
    found = world.companion.core.rounds.on(TEAM, "C1", day)
    assert found is not None
    return found.id


def seen(world: World, channel: str = "C1") -> Counter[str]:
    """How often each key stands in the channel and its threads."""
    return Counter(m.key for m in world.platform.messages if m.place.channel == channel)


async def a_whole_day(world: World) -> None:
    """Through the post, its answers, its close, and a little more."""
    await world.pass_time(HOUR, beats=4)
    await world.pass_time(timedelta(hours=24), beats=12)


async def test_a_day_runs_from_the_question_to_its_reveal_and_recap(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    world.schedule()
    await world.pass_time(timedelta(minutes=29))
    assert world.platform.messages == []
    await world.pass_time(timedelta(minutes=2))
    (posted,) = world.platform.questions()
    assert "closed" not in posted.text
    reply = await world.answer("U1", round_of(world, MORNING.date()), 2)
    assert reply.private
    await world.pass_time(timedelta(hours=23, minutes=5))
    assert "closed" in posted.text
    threads = [m for m in world.platform.messages if m.place.thread]
    assert [m.place.thread for m in threads] == [posted.id]
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    told = [message for message in caplog.messages if message.startswith("round ")]
    assert [" posted in " in line or " revealed in " in line for line in told] == [True, True]


async def test_the_next_day_brings_another_question(world: World) -> None:
    world.schedule()
    await world.pass_time(timedelta(days=3), beats=36)
    stems = [m.text.split(" / ")[1] for m in world.platform.questions()]
    assert len(stems) == len(set(stems)) == 3


async def test_a_post_missed_by_less_than_the_grace_period_is_made_late(world: World) -> None:
    world.schedule()
    await world.pass_time(timedelta(hours=2))
    assert len(world.platform.questions()) == 1


async def test_a_post_missed_by_more_is_skipped_and_there_is_never_a_burst(world: World) -> None:
    world.schedule()
    await world.pass_time(timedelta(days=5, hours=6))
    assert world.platform.messages == []
    await world.pass_time(timedelta(hours=18, minutes=31))
    assert len(world.platform.questions()) == 1


async def test_set_at_half_past_nine_the_quiz_begins_tomorrow(world: World) -> None:
    await world.pass_time(HOUR)
    world.schedule()
    await world.pass_time(HOUR)
    assert world.platform.messages == []
    await world.pass_time(timedelta(hours=23))
    assert len(world.platform.questions()) == 1


async def test_moved_to_the_afternoon_after_the_post_the_day_stays_with_one(world: World) -> None:
    world.schedule()
    await world.pass_time(HOUR)
    world.schedule(at=time(15))
    await world.pass_time(timedelta(hours=8), beats=8)
    assert len(world.platform.questions()) == 1


async def test_a_clock_set_back_asks_nothing_twice(world: World) -> None:
    world.schedule()
    await world.pass_time(HOUR)
    await world.pass_time(timedelta(minutes=-50))
    await world.restart()
    await world.pass_time(HOUR, beats=3)
    assert len(world.platform.questions()) == 1


async def test_a_post_that_was_stored_but_not_answered_is_found_again(world: World) -> None:
    world.schedule()
    world.platform.faults = ["lost"]
    await world.pass_time(HOUR, beats=4)
    await world.pass_time(timedelta(minutes=5), beats=5)
    assert len(world.platform.questions()) == 1
    assert world.companion.core.rounds.get(TEAM, round_of(world, MORNING.date())).message  # type: ignore[union-attr]


async def test_a_platform_that_is_down_for_a_while_gets_the_post_later(world: World) -> None:
    world.schedule()
    world.platform.faults = ["refused"] * 6
    await world.pass_time(timedelta(minutes=31))
    assert world.platform.messages == []
    await world.pass_time(HOUR, beats=30)
    assert len(world.platform.questions()) == 1


async def test_a_platform_that_is_down_past_the_grace_period_gets_none(world: World) -> None:
    world.schedule()
    world.platform.faults = ["refused"] * 1000
    await world.pass_time(timedelta(hours=4), beats=60)
    world.platform.faults = []
    await world.pass_time(HOUR, beats=4)
    assert world.platform.messages == []
    await world.pass_time(timedelta(hours=20), beats=4)
    assert len(world.platform.questions()) == 1


async def test_an_archived_channel_ends_its_schedule_and_one_person_is_told_once(
    world: World,
) -> None:
    world.schedule()
    admin = Person("slack", "T1", "U9")
    world.store.audit.note(admin, MORNING, "daily quiz set", "C1: daily at 09:00 (UTC)")
    world.platform.gone = {"C1"}
    await world.pass_time(HOUR, beats=4)
    await world.restart()
    await world.pass_time(timedelta(days=2), beats=8)
    kept = world.store.schedules.get(TEAM, "C1")
    assert kept is not None
    assert kept.off
    assert [user for user, _ in world.platform.whispers] == ["U9"]
    assert world.platform.messages == []


async def test_other_channels_go_on_when_one_is_gone(world: World) -> None:
    world.schedule()
    world.schedule("C2")
    world.platform.gone = {"C1"}
    await world.pass_time(HOUR, beats=4)
    assert len(world.platform.questions("C2")) == 1


async def test_the_weeks_last_reveal_brings_one_recap(world: World) -> None:
    world.schedule(recap=True)
    await world.pass_time(timedelta(days=14), beats=14 * 24)
    weeks = [key for key in seen(world) if key.startswith("week-")]
    assert len(weeks) == 2
    assert all(times == 1 for times in seen(world).values())


# ---------------------------------------------------------------- killed anywhere


def killing(
    at: int, die: Callable[[], None] = lambda: None
) -> tuple[Callable[[str], None], list[str]]:
    """A step watcher that dies at one step, and the names of the steps that were taken."""
    taken: list[str] = []

    def step(name: str) -> None:
        taken.append(name)
        if len(taken) == at:
            die()
            raise Killed

    return step, taken


async def steps_of_a_day(folder: Path) -> list[str]:
    world = World(folder, MORNING)
    step, taken = killing(0)
    world.companion.posting.step = step
    world.schedule(recap=True, weekdays=frozenset({0}))
    await a_whole_day(world)
    await world.close()
    return taken


async def killed_at(folder: Path, number: int) -> World:
    world = World(folder, MORNING)
    world.schedule(recap=True, weekdays=frozenset({0}))

    def die() -> None:
        world.platform.dead = True

    world.companion.posting.step, _ = killing(number, die)
    for _ in range(36):
        await world.pass_time(timedelta(minutes=50))
        if world.platform.dead:
            await world.restart()
    return world


async def test_killed_at_any_step_of_a_day_members_see_each_message_once(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    steps = await steps_of_a_day(whole)
    assert {"claim", "post", "confirm", "close", "reveal", "revealed"} <= set(steps)
    for number in range(1, len(steps) + 1):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = await killed_at(folder, number)
        where = f"killed before step {number}, {steps[number - 1]}"
        (posted,) = world.platform.questions()[:1]
        keys = seen(world)
        assert all(times == 1 for times in keys.values()), where
        assert Counter(key.partition("-")[0] for key in keys) == {
            "round": 1,
            "recap": 1,
            "week": 1,
        }, where
        assert "closed" in posted.text, where
        await world.close()


Event = tuple[str, int]
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 30)),  # hours
        st.tuples(st.just("wait"), st.integers(1, 3)),
        st.tuples(st.just("back"), st.integers(1, 90)),  # minutes
        st.tuples(st.just("restart"), st.just(0)),
        st.tuples(st.just("answer"), st.integers(0, 3)),
        st.tuples(st.just("time"), st.integers(0, 23)),
        st.tuples(st.just("off"), st.just(0)),
        st.tuples(st.just("on"), st.just(0)),
        st.tuples(st.just("fault"), st.integers(0, 4)),
    ),
    max_size=25,
)
FAULTS: tuple[Fault, ...] = ("", "refused", "lost", "kill before", "kill after")


async def live_through(folder: Path, events: list[Event]) -> None:
    world = World(folder, MORNING)
    world.schedule()
    answers: dict[tuple[int, str], int] = {}
    for number, (name, value) in enumerate(events):
        match name:
            case "wait":
                await world.pass_time(timedelta(hours=value), beats=2)
            case "back":
                await world.pass_time(timedelta(minutes=-value))
            case "restart":
                await world.restart()
            case "time":
                world.schedule(at=time(value))
            case "off":
                world.store.schedules.switch_off(TEAM, "C1", world.now)
            case "on":
                world.schedule(off=False)
            case "fault":
                world.platform.faults.append(FAULTS[value])
            case "answer":
                await _answer(world, f"U{number}", value, answers)
        if world.platform.dead:
            await world.restart()
    world.platform.faults = []
    await world.pass_time(timedelta(days=3), beats=40)
    _check(world, answers)
    await world.close()


async def _answer(
    world: World, user: str, choice: int, answers: dict[tuple[int, str], int]
) -> None:
    latest = world.companion.core.rounds.latest(TEAM, "C1")
    if latest is None or latest.state != "posted" or world.now >= latest.closes:
        return
    await world.answer(user, latest.id, choice)
    answers[latest.id, user] = choice


def _check(world: World, answers: dict[tuple[int, str], int]) -> None:
    """The simple model: one message for each key, one question a day, answers as acknowledged."""
    assert all(times == 1 for times in seen(world).values())
    days: Counter[date] = Counter()
    for message in world.platform.questions():
        if message.key.startswith("round-"):
            found = world.companion.core.rounds.get(TEAM, int(message.key.removeprefix("round-")))
            assert found is not None
            days[found.day] += 1
            still_open = found.closes + LATE_GRACE > world.now
            assert still_open or "closed" in message.text
    assert all(times == 1 for times in days.values())
    for (round_id, _), _choice in answers.items():
        given = sum(1 for r, _ in answers if r == round_id)
        assert world.companion.core.rounds.answered(round_id) == given


@settings(max_examples=30)
@given(events=EVENTS)
@example(events=[("back", 29)])
def test_no_order_of_clocks_faults_and_restarts_doubles_or_loses_anything(
    events: list[Event],
) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(live_through(Path(folder), events))


# ---------------------------------------------------------------- what was taken back


async def test_a_question_that_is_taken_back_before_its_close_is_told_once(world: World) -> None:
    world.schedule(recap=True)
    await world.pass_time(HOUR, beats=4)
    round = world.store.rounds.get(1)
    assert round is not None
    for number in range(12):
        await world.answer(f"u{number}", round.id, 0)
    host = Person("slack", WORKSPACE, "host", "Host")
    assert world.companion.core.moderation.hold(host, round.question, world.now)
    for _ in range(7):
        await world.pass_time(24 * HOUR, beats=12)
    told = [m for m in world.platform.messages if "taken back" in m.text]
    kinds = [m.key.partition("-")[0] for m in told]
    assert kinds.count("recap") == 1
    assert "correction" not in [m.key.partition("-")[0] for m in world.platform.messages]
    (week,) = [m for m in told if m.key.startswith("week")]
    assert "12 answers, all to questions that were taken back" in week.text


async def test_adopted_and_closed_in_one_beat_a_round_is_not_revealed_without_its_message(
    world: World,
) -> None:
    world.schedule()
    refusals: list[Fault] = ["refused"] * 400
    world.platform.faults = ["lost", *refusals]
    await world.pass_time(HOUR, beats=4)
    await world.answer("u1", 1, 0)
    await world.pass_time(23 * HOUR, beats=12)
    world.platform.faults.clear()
    await world.pass_time(HOUR, beats=60)
    (message,) = world.platform.questions()[:1]
    round = world.store.rounds.get(1)
    assert round is not None
    assert (round.state, round.message) == ("revealed", message.id)
    assert "closed" in message.text


async def test_a_closed_round_whose_message_is_found_late_is_revealed_then(world: World) -> None:
    world.schedule()
    await world.pass_time(HOUR, beats=4)
    world.store._database.change("UPDATE rounds SET message = '', state = 'claimed'")
    await world.answer("u1", 1, 0)
    key, world.platform.messages[0].key = world.platform.messages[0].key, "hidden"
    await world.pass_time(23 * HOUR, beats=12)
    round = world.store.rounds.get(1)
    assert round is not None
    assert (round.state, round.message) == ("closed", "")
    world.platform.messages[0].key = key
    await world.pass_time(timedelta(minutes=5), beats=5)
    round = world.store.rounds.get(1)
    assert round is not None
    assert (round.state, round.message) == ("revealed", "0")
    assert "closed" in world.platform.messages[0].text


async def test_a_closed_round_whose_message_is_not_found_is_looked_for_for_a_day(
    world: World,
) -> None:
    world.schedule()
    await world.pass_time(HOUR, beats=4)
    world.store._database.change("UPDATE rounds SET message = '', state = 'claimed'")
    await world.answer("u1", 1, 0)
    key, world.platform.messages[0].key = world.platform.messages[0].key, "hidden"
    await world.pass_time(23 * HOUR, beats=12)
    await world.pass_time(25 * HOUR, beats=12)
    world.platform.messages[0].key = key
    await world.pass_time(HOUR, beats=10)
    round = world.store.rounds.get(1)
    assert round is not None
    assert (round.state, round.message) == ("closed", "")
