"""The real application as a process, connected to the local Discord."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.platforms.discord.server import DiscordServer
from tests.platforms.process import Running

NOTES = Path(__file__).parent / "notes"


def settings_for(discord: DiscordServer) -> dict[str, str]:
    return {"DISCORD_TOKEN": discord.token, "DISCORD_API_URL": discord.url}


@asynccontextmanager
async def running(discord: DiscordServer, folder: Path) -> AsyncIterator[Running]:
    companion = Running(folder, NOTES, settings_for(discord))
    await companion.start()
    try:
        yield companion
    finally:
        await companion.stop()
    assert discord.world.pings == []
    assert "Traceback" not in companion.log, companion.log
    assert discord.token not in companion.log
