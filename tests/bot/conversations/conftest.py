"""The chat that the conversations are held in, once for every driver."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.bot.conversations.bare import BareDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import Driver
from tests.bot.conversations.terminal import TerminalDriver
from tests.bot.conversations.world import World

NOTES = Path(__file__).parent / "notes"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open([str(NOTES)], tmp_path_factory.mktemp("index"))
    yield library
    library.close()


@pytest.fixture
def locale() -> str:
    """What everybody's platform is set to; "" where it does not say."""
    return ""


@pytest.fixture(params=["bare", "terminal"])
def driver(
    request: pytest.FixtureRequest, library: Library, tmp_path: Path, locale: str
) -> Iterator[Driver]:
    world = World(library, tmp_path, locale=locale)
    driver: Driver = (
        BareDriver(world) if request.param == "bare" else TerminalDriver(world, tmp_path)
    )
    yield driver
    driver.close()


@pytest.fixture
def chat(driver: Driver) -> Chat:
    return Chat(driver)


@pytest.fixture
def driver_name(driver: Driver) -> str:
    return driver.name
