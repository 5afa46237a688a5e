"""A workspace that removed the app: its data goes a month later, unless it comes back."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Person, Place
from tests.jobs.test_exactly_once import HOUR, MORNING, round_of
from tests.jobs.world import TEAM, World

WEEK = timedelta(days=7)
U1 = Person("slack", "T1", "U1", "U1")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Somebody has answered, then the app is removed."""
    world = World(tmp_path, MORNING)
    world.schedule()
    await world.pass_time(HOUR)
    await world.answer("U1", round_of(world, MORNING.date()), 0)
    await world.companion.bot_removed("slack", "T1")
    yield world
    await world.close()


def is_known(world: World) -> bool:
    return world.store.personal.export(U1)["person"] is not None


async def test_everything_is_deleted_after_a_month_and_not_before(world: World) -> None:
    await world.pass_time(4 * WEEK, beats=4)
    assert is_known(world)
    await world.pass_time(WEEK, beats=2)
    assert not is_known(world)
    assert world.store.schedules.get(TEAM, "C1") is None


async def test_a_restart_forgets_nothing_about_it(world: World) -> None:
    await world.pass_time(4 * WEEK, beats=4)
    await world.restart()
    await world.pass_time(WEEK, beats=2)
    assert not is_known(world)


async def test_told_twice_the_first_time_counts(world: World) -> None:
    await world.pass_time(4 * WEEK, beats=4)
    await world.companion.bot_removed("slack", "T1")
    await world.pass_time(WEEK, beats=2)
    assert not is_known(world)


async def test_added_again_in_time_it_keeps_everything(world: World) -> None:
    await world.pass_time(4 * WEEK, beats=4)
    await world.companion.bot_joined(Place("slack", "T1", "C1"), "U1")
    await world.pass_time(2 * WEEK, beats=4)
    assert is_known(world)


async def test_used_again_in_time_it_keeps_everything_even_after_a_restart(world: World) -> None:
    await world.restart()
    await world.answer("U1", 1, 0)
    await world.pass_time(6 * WEEK, beats=6)
    assert is_known(world)


async def test_other_workspaces_are_left_alone(world: World) -> None:
    other = Person("slack", "T2", "U1", "U1")
    world.store.people.see(other)
    await world.pass_time(6 * WEEK, beats=6)
    assert world.store.personal.export(other)["person"] is not None
