"""The chat that the conversations are held in: the local Slack."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.adapters.slack.driver import SlackDriver
from tests.bot.conversations.conftest import chat, driver_name, library, locale
from tests.bot.conversations.world import World

__all__ = ["chat", "driver_name", "library", "locale"]


@pytest.fixture
def driver(library: Library, tmp_path: Path, locale: str) -> Iterator[SlackDriver]:
    made = SlackDriver(World(library, tmp_path, "slack", locale))
    yield made
    made.close()
