"""The real application as a process, connected to the local Discord."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.platforms.discord.server import DiscordServer

NOTES = {
    "lambda.md": """# AWS Lambda

## Limits

- Timeout: at most 900 seconds, 3 seconds by default
- Memory: 128 MB to 10,240 MB
- Deployment package: 50 MB zipped, 250 MB unzipped
- Concurrency: 1,000 per Region by default

## Pricing

- Billed per millisecond of duration
- The free tier covers 1,000,000 requests a month
""",
    "sqs.md": """# Amazon SQS

## Limits

- Message size: at most 256 KB
- Retention: 4 days by default, at most 14 days
- Visibility timeout: 30 seconds by default, at most 12 hours
- Long polling waits at most 20 seconds

## Kinds

- Standard queues deliver at least once
- FIFO queues keep the order and deliver exactly once
""",
    "sns.md": """# Amazon SNS

## Limits

- Message size: at most 256 KB
- Topics: 100,000 per account by default

## Delivery

- Fan-out pushes one message to many subscribers
""",
    "s3.md": """# Amazon S3

## Limits

- Object size: at most 5 TB
- A single upload: at most 5 GB
- Buckets: 100 per account by default

## Storage classes

- S3 Glacier Deep Archive returns objects within 12 hours
- S3 Standard keeps objects in at least 3 Availability Zones
""",
}
REPOSITORY = Path(__file__).parents[3]


class Application:
    """`companion run` over a few notes of its own."""

    def __init__(self, server: DiscordServer, folder: Path, **settings: str) -> None:
        self._server = server
        self._folder = folder
        self._settings = settings
        self._process: asyncio.subprocess.Process | None = None
        notes = folder / "notes"
        notes.mkdir(exist_ok=True)
        for name, text in NOTES.items():
            (notes / name).write_text(text, encoding="utf-8")

    @property
    def log(self) -> str:
        return (self._folder / "log.txt").read_text(encoding="utf-8")

    async def start(self, seconds: float = 40.0) -> None:
        """Start it and wait until it is connected."""
        environment = {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(REPOSITORY),
            "NOTES": str(self._folder / "notes"),
            "DATABASE_URL": f"sqlite:///{self._folder / 'companion.db'}",
            "DISCORD_TOKEN": self._server.token,
            "DISCORD_API_URL": self._server.url,
            **self._settings,
        }
        before = self._server.gateway.identified
        with (self._folder / "log.txt").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                env=environment, cwd=self._folder, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            async with asyncio.timeout(seconds):
                while self._server.gateway.identified == before or " ready" not in self.log:
                    if self._process.returncode is not None:
                        raise AssertionError(f"it ended: {self.log}")
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"it did not connect: {self.log}") from None

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stop it; its exit status."""
        if self._process is None:
            return 0
        process, self._process = self._process, None
        if process.returncode is None:
            process.send_signal(how)
        try:
            async with asyncio.timeout(12):
                return await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
            raise AssertionError(f"it did not stop: {self.log}") from None
