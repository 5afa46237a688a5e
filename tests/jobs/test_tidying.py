"""What nobody comes back for is let go of, and nothing else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.jobs.test_exactly_once import MORNING
from tests.jobs.world import TEAM, World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path, MORNING)
    yield world
    await world.close()


async def test_texts_behind_buttons_live_for_a_year(world: World) -> None:
    key = world.store.texts.keep(TEAM, "a long question", world.now)
    await world.pass_time(timedelta(days=364))
    assert world.store.texts.get(TEAM, key) == "a long question"
    await world.pass_time(timedelta(days=2))
    assert world.store.texts.get(TEAM, key) is None


async def test_marks_of_deliveries_live_for_a_month(world: World) -> None:
    assert world.store.seen.first(TEAM, "tip", world.now)
    await world.pass_time(timedelta(days=29))
    assert not world.store.seen.first(TEAM, "tip", world.now)
    await world.pass_time(timedelta(days=2))
    assert world.store.seen.first(TEAM, "tip", world.now)
