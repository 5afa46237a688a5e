"""The real application as a process, connected to the local Slack."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType

from tests.platforms.process import Running, free_port
from tests.platforms.slack.server import SlackServer

NOTES = Path(__file__).parent / "notes"


def settings_for(slack: SlackServer, mode: str) -> dict[str, str]:
    """Tokens for Socket Mode or HTTP mode; the server is told which."""
    tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.url}
    if mode == "socket":
        return tokens | {"SLACK_APP_TOKEN": slack.app_token}
    port = free_port()
    slack.serve_http(f"http://127.0.0.1:{port}/slack/events")
    return tokens | {"SLACK_SIGNING_SECRET": slack.signing_secret, "PORT": str(port)}


@asynccontextmanager
async def running(
    slack: SlackServer,
    folder: Path,
    mode: str,
    notes: Path = NOTES,
    more: Mapping[str, str] = MappingProxyType({}),
) -> AsyncIterator[Running]:
    companion = Running(folder, notes, settings_for(slack, mode) | dict(more))
    await companion.start()
    try:
        yield companion
    finally:
        await companion.stop()
    assert slack.world.pings == []
    assert "Traceback" not in companion.log, companion.log
    assert "xoxb-" not in companion.log and "xapp-" not in companion.log
