"""Whoever runs the companion is told at the start when anybody may add it to a server."""

import logging

import pytest

from adapters.discord.openness import OPEN_TO_ALL
from tests.adapters.discord.conftest import Make
from tests.platforms.discord.server import DiscordServer
from tests.waiting import until


async def test_an_open_bot_is_told_of_at_the_start_with_the_servers_it_is_in(
    discord: DiscordServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    (server, *_) = discord.world.guilds
    with caplog.at_level(logging.WARNING):
        adapter = make()
        await adapter.start()
        try:
            await until(lambda: OPEN_TO_ALL in caplog.text)
        finally:
            await adapter.stop()
    assert server in caplog.text


async def test_of_a_bot_that_only_its_owner_adds_nothing_is_said(
    discord: DiscordServer, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    discord.world.bot_public = False
    with caplog.at_level(logging.WARNING):
        adapter = make()
        await adapter.start()
        client = adapter._client
        assert client is not None
        await client.wait_until_ready()
        await adapter.stop()
    assert OPEN_TO_ALL not in caplog.text
