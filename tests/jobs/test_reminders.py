"""Review reminders: at the person's own hour, once a day at most, silent when nothing is due."""

from collections.abc import AsyncIterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from bot.messages import NotPermitted, Person
from tests.jobs.test_exactly_once import HOUR, MORNING, round_of
from tests.jobs.world import Fault, Killed, World

U1 = Person("slack", "T1", "U1", "U1")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Monday: somebody got the question wrong, so that it is due again soon."""
    world = World(tmp_path, MORNING)
    world.schedule()
    await world.pass_time(HOUR)
    await world.answer("U1", round_of(world, date(2026, 11, 16)), 0)
    yield world
    await world.close()


async def a_day_of_minutes(world: World) -> None:
    await world.pass_time(timedelta(days=1), beats=96)


async def until_noon(world: World) -> None:
    """To their hour, five minutes past it."""
    await world.pass_time(timedelta(hours=2, minutes=35), beats=31)


async def test_whoever_asked_for_it_is_reminded_at_their_hour_by_their_clock(world: World) -> None:
    world.store.people.set(U1, reminder=time(18, 0), zone="Asia/Kathmandu")  # 12:15 UTC
    await world.pass_time(timedelta(hours=2, minutes=30), beats=10)
    assert world.platform.whispers == []
    await world.pass_time(timedelta(minutes=30), beats=4)
    assert [user for user, _ in world.platform.whispers] == ["U1"]


async def test_an_hour_that_midnight_cuts_is_that_of_the_day_before(world: World) -> None:
    """Late past midnight it is still Monday's reminder, and Tuesday has one of its own."""
    world.store.people.set(U1, reminder=time(23, 50), zone="UTC")
    await world.pass_time(timedelta(hours=15))
    assert world.now.hour == 0
    await world.pass_time(timedelta(minutes=40), beats=4)
    assert len(world.platform.whispers) == 1
    assert world.store.people.profile(U1).reminded_on == world.now.date() - timedelta(days=1)
    await world.pass_time(timedelta(days=1), beats=96)
    assert len(world.platform.whispers) == 2


async def test_nobody_is_reminded_twice_a_day_not_even_after_a_restart(world: World) -> None:
    world.store.people.set(U1, reminder=time(12, 0), zone="UTC")
    await world.pass_time(timedelta(hours=3), beats=12)
    await world.restart()
    await world.pass_time(timedelta(minutes=20), beats=4)
    assert len(world.platform.whispers) == 1
    await a_day_of_minutes(world)
    assert len(world.platform.whispers) == 2


async def test_nobody_is_reminded_unasked(world: World) -> None:
    await a_day_of_minutes(world)
    assert world.platform.whispers == []


async def test_nothing_due_means_silence(world: World) -> None:
    other = Person("slack", "T1", "U2", "U2")
    world.store.people.see(other)
    world.store.people.set(other, reminder=time(12, 0), zone="UTC")
    await a_day_of_minutes(world)
    assert world.platform.whispers == []


async def test_an_hour_missed_for_long_is_left_out(world: World) -> None:
    world.store.people.set(U1, reminder=time(12, 0), zone="UTC")
    await world.pass_time(timedelta(hours=5))
    assert world.platform.whispers == []


FAULTS: tuple[Fault, ...] = ("refused", "lost", "kill before", "kill after")


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_reminder_that_failed_or_died_on_its_way_comes_once_all_the_same(
    world: World, fault: Fault
) -> None:
    """Refused it comes with the next look; what may have gone out is looked for first."""
    world.store.people.set(U1, reminder=time(12, 0), zone="UTC")
    world.platform.whisper_faults = [fault]
    await until_noon(world)
    if fault.startswith("kill"):
        assert world.platform.dead
        await world.restart()
    await world.pass_time(timedelta(minutes=50), beats=20)
    assert [user for user, _ in world.platform.whispers] == ["U1"]
    assert world.store.people.profile(U1).reminded_on == world.now.date()


@pytest.mark.parametrize("step", ["claim remind", "tell remind", "confirm remind"])
async def test_killed_between_two_steps_of_a_reminder_it_comes_once(
    world: World, step: str
) -> None:
    world.store.people.set(U1, reminder=time(12, 0), zone="UTC")

    def dies(name: str) -> None:
        if name == step:
            world.platform.dead = True
            raise Killed

    world.companion.posting.step = dies
    await until_noon(world)
    assert world.platform.dead
    await world.restart()
    await world.pass_time(timedelta(minutes=50), beats=20)
    assert [user for user, _ in world.platform.whispers] == ["U1"]


async def test_a_platform_that_lets_the_bot_write_to_nobody_is_not_asked_again_that_day(
    world: World,
) -> None:
    world.store.people.set(U1, reminder=time(12, 0), zone="UTC")
    world.platform.shut["DU1"] = NotPermitted("no right to write")
    await world.pass_time(timedelta(hours=4), beats=16)
    assert world.platform.refused["DU1"] == 1
