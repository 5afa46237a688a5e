"""The real application as a process, beside whatever local platform its settings name."""

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, ClassVar

from tests.platforms.forks import PASSED_ON, Forked, ForkServer
from tests.waiting import CEILING

ROOT = Path(__file__).parents[2]
START_WITHIN = CEILING
STOP_WITHIN = CEILING / 2
Process = asyncio.subprocess.Process | Forked


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def carried_out(
    words: tuple[str, ...], cwd: Path, env: Mapping[str, str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """`companion WORDS` in a pipe, from its start to its end."""
    command, environment = ("-m", "bot", *words), {"PYTHONPATH": str(ROOT), **env}
    if Running.forks is not None:
        return Running.forks.finish(command, cwd, environment, given)
    return subprocess.run(
        [sys.executable, *command],
        input=given, capture_output=True, env=environment, cwd=cwd, timeout=CEILING, check=False,
    )  # fmt: skip


class Running:
    """One `companion run`, which can be killed and started again on the same database."""

    forks: ClassVar[ForkServer | None] = None  # where there is one, it makes the processes

    def __init__(self, folder: Path, notes: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.notes = notes
        self.settings = settings
        self.health = free_port()
        self.process: Process | None = None
        self.command: tuple[str, ...] = ("-m", "bot", "run")

    @property
    def log(self) -> str:
        return (self.folder / "companion.log").read_text("utf-8")

    @property
    def database(self) -> Path:
        return self.folder / "companion.db"

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.returncode is None

    def count(self, statement: str) -> int:
        """One number from the database."""
        with sqlite3.connect(f"file:{self.database}?mode=ro", uri=True) as connection:
            return int(connection.execute(statement).fetchone()[0])

    def _environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        return kept | {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "COMPANION_HOME": str(self.folder),
            "NOTES": str(self.notes),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "HEALTH_PORT": str(self.health),
            **self.settings,
        }

    async def start(self) -> None:
        """Start it and wait until it is connected."""
        with (self.folder / "companion.log").open("ab") as log:
            self.process = await self._begin(log)
        async with asyncio.timeout(START_WITHIN):
            while not await self.ready():
                assert self.alive, self.log
                await asyncio.sleep(0.05)

    async def _begin(self, log: IO[bytes]) -> Process:
        if self.forks is not None:
            with Path(os.devnull).open("rb") as nothing:
                files = (nothing.fileno(), log.fileno(), log.fileno())
                return self.forks.start(self.command, self.folder, self._environment(), files)
        return await asyncio.create_subprocess_exec(
            sys.executable, *self.command,
            cwd=self.folder, env=self._environment(),
            stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip

    async def talk(self, lines: str) -> str:
        """What a terminal chat on the same database answers in a pipe."""
        words = ("chat", "--as", "Ben")
        chat = await asyncio.to_thread(
            carried_out, words, self.folder, self._environment(), lines.encode()
        )
        assert chat.returncode == 0
        return chat.stdout.decode()

    async def ready(self, path: str = "/readyz") -> bool:
        """What /readyz says."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.health)
            writer.write(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            line = await reader.readline()
            writer.close()
        except OSError:
            return False
        return b" 200 " in line

    async def kill(self) -> None:
        """As a crash would end it."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """As a supervisor would end it; the exit status."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        if self.alive:
            self.process.send_signal(how)
        async with asyncio.timeout(STOP_WITHIN):
            return await self.process.wait()
