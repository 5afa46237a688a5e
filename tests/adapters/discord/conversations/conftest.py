"""The chat that the conversations are held in: the local Discord."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.discord.driver import DiscordDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.conftest import library
from tests.bot.conversations.world import World

__all__ = ["library"]


@pytest.fixture
def driver(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DiscordDriver]:
    made = DiscordDriver(World(request.getfixturevalue("library"), tmp_path, "discord"))
    yield made
    made.close()


@pytest.fixture
def chat(driver: DiscordDriver) -> Chat:
    return Chat(driver)


@pytest.fixture
def driver_name(driver: DiscordDriver) -> str:
    return driver.name
