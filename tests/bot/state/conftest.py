"""A store of each kind there is, and a small world in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import Store
from tests.bot.state.world import World

Opener = Callable[[], Store]


@pytest.fixture(params=["sqlite"])
def open_store(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens the same, at first empty, database as often as it is called."""
    assert request.param == "sqlite"
    return lambda: Store.open(tmp_path / "companion.db")


@pytest.fixture
def store(open_store: Opener) -> Iterator[Store]:
    opened = open_store()
    yield opened
    opened.close()


@pytest.fixture
def world(store: Store) -> World:
    return World(store)
