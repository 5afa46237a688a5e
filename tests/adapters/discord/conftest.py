"""The adapter, connected to the local Discord, and what it is connected with."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import Place
from bot.settings import Settings
from bot.store import Store
from tests.adapters.companion import Told
from tests.databases import new_file
from tests.platforms.discord.server import DiscordServer

Make = Callable[[], DiscordAdapter]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(rate_scale=0.1) as server:
        server.world.add_guild("G1")
        server.world.add_user("U1", "a", admin=True)
        server.world.add_user("U2", "b")
        server.world.add_channel("C1")
        yield server
        assert server.world.pings == [], "something came to life in a message"


@pytest.fixture
def place(discord: DiscordServer) -> Place:
    """The channel, as the core names it."""
    return Place("discord", discord.world.id("G1"), discord.world.id("C1"))


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(new_file(tmp_path / "companion.db"))


@pytest.fixture
def make(discord: DiscordServer, told: Told, store: Store) -> Make:
    """An adapter that is not connected yet."""
    settings = Settings(discord_token=discord.token, discord_api_url=discord.url)
    return lambda: DiscordAdapter(settings, told, store, now)


@pytest.fixture
async def adapter(discord: DiscordServer, make: Make) -> AsyncIterator[DiscordAdapter]:
    made = make()
    await made.start()
    yield made
    await made.stop()
