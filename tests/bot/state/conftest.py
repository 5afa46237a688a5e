"""A store of each kind there is, and a small world in it."""

from collections.abc import Callable, Iterator

import pytest

from bot.store import Store
from tests.bot.state.world import World

Opener = Callable[[], Store]


@pytest.fixture
def open_store(database_url: str) -> Opener:
    """Opens the same, at first empty, database as often as it is called."""
    return lambda: Store.open(database_url)


@pytest.fixture
def store(open_store: Opener) -> Iterator[Store]:
    opened = open_store()
    yield opened
    opened.close()


@pytest.fixture
def world(store: Store) -> World:
    return World(store)
