"""What anybody may send to the address of HTTP mode: 10,000 hostile requests, half of them signed.

Run by `python -m bench http`; `--requests N` sends another number, `--seed N` others.
The exit status is 1 if one was answered with an error of ours or took more than 0.2 s of processor
time, the sender's share included.
"""

import argparse
import asyncio
import logging
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.slack.adapter import SlackAdapter
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Installation
from tests.adapters.companion import Told
from tests.adapters.slack.hostile import Hostile, Outcome, send_all
from tests.platforms.process import free_port
from tests.platforms.slack.server import SlackServer

LIMIT = 0.2  # seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench http")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)  # refusals are logged, thousands of them
    outcomes = asyncio.run(_measure(asked.requests // 2, asked.seed))
    print("| requests | answered with | errors of ours | slowest |\n| --- | --- | --- | --- |")
    for name, outcome in outcomes.items():
        print(_row(name, outcome))
    bad = any(one.failed or one.slowest > LIMIT for one in outcomes.values())
    return int(bad)


def _row(name: str, outcome: Outcome) -> str:
    statuses = ", ".join(
        f"{count:,} × {status or 'nothing'}" for status, count in sorted(outcome.statuses.items())
    )
    slowest = f"{1_000 * outcome.slowest:.0f} ms ({outcome.slowest_kind})"
    return f"| {name} | {statuses} | {len(outcome.failed)} | {slowest} |"


async def _measure(count: int, seed: int) -> dict[str, Outcome]:
    with TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "companion.db")
        async with SlackServer(rate_limits=False) as slack:
            port = free_port()
            settings = Settings(
                slack_client_id=slack.client_id,
                slack_client_secret=slack.client_secret,
                slack_signing_secret=slack.signing_secret,
                slack_api_url=slack.url,
                port=port,
            )
            now = datetime.now(UTC)
            data = {"bot_token": slack.bot_token, "bot_user": "UBOT", "bot_id": "B1"}
            store.installations.save(Installation("slack", "T1", data, now))
            adapter = SlackAdapter(settings, Told(), store, lambda: datetime.now(UTC))
            await adapter.start()
            try:
                unsigned = await send_all(port, Hostile(seed), count)
                signed = await send_all(port, Hostile(seed, slack.signing_secret), count)
            finally:
                await adapter.stop()
        store.close()
    return {"unsigned": unsigned, "signed, but nonsense": signed}
