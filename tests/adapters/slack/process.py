"""The real application as a process, connected to the local Slack."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.adapters.slack.conftest import free_port
from tests.platforms.slack.server import SlackServer

ROOT = Path(__file__).parents[3]
NOTES = Path(__file__).parent / "notes"


class Running:
    """One `companion run`, which can be killed and started again on the same database."""

    def __init__(self, slack: SlackServer, folder: Path, mode: str) -> None:
        self.slack = slack
        self.folder = folder
        self.mode = mode
        self.port = free_port()
        self.health = free_port()
        self.process: asyncio.subprocess.Process | None = None
        self.command: tuple[str, ...] = ("-m", "bot", "run")

    @property
    def log(self) -> str:
        return (self.folder / "companion.log").read_text("utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "companion.db"

    def count(self, statement: str) -> int:
        """One number from the database."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return int(connection.execute(statement).fetchone()[0])

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        tokens = {"SLACK_BOT_TOKEN": self.slack.bot_token, "SLACK_API_URL": self.slack.url}
        if self.mode == "socket":
            tokens["SLACK_APP_TOKEN"] = self.slack.app_token
        else:
            tokens |= {"SLACK_SIGNING_SECRET": self.slack.signing_secret, "PORT": str(self.port)}
            self.slack.serve_http(f"http://127.0.0.1:{self.port}/slack/events")
        return kept | tokens | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "NOTES": str(NOTES),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "HEALTH_PORT": str(self.health),
        }  # fmt: skip

    async def start(self) -> None:
        with (self.folder / "companion.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *self.command,
                cwd=self.folder, env=self.environment(), stdout=log, stderr=log,
            )  # fmt: skip
        async with asyncio.timeout(40):
            while not await self.ready():
                assert self.process.returncode is None, self.log
                await asyncio.sleep(0.05)

    async def ready(self) -> bool:
        """What /readyz says."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.health)
            writer.write(b"GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            line = await reader.readline()
            writer.close()
        except OSError:
            return False
        return b" 200 " in line

    async def kill(self) -> None:
        """As a crash would end it."""
        await self._end(signal.SIGKILL)
        await self.slack.close_sockets()

    async def stop(self) -> int:
        """As a supervisor would end it; the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(how)
        async with asyncio.timeout(15):
            return await self.process.wait()


@asynccontextmanager
async def running(slack: SlackServer, folder: Path, mode: str) -> AsyncIterator[Running]:
    companion = Running(slack, folder, mode)
    await companion.start()
    try:
        yield companion
    finally:
        await companion.stop()
    assert slack.world.pings == []
    assert "Traceback" not in companion.log, companion.log
    assert "xoxb-" not in companion.log and "xapp-" not in companion.log
