"""The adapter, connected to the local Slack in both modes, and what it is connected with."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest

from adapters.slack.adapter import SlackAdapter
from adapters.slack.messenger import SlackMessenger
from adapters.slack.workspaces import Workspaces
from bot.settings import Settings
from bot.store import Store
from tests.adapters.companion import Told
from tests.databases import new_file
from tests.platforms.process import free_port
from tests.platforms.slack.server import SlackServer


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        server.world.add_user("U1", "a", admin=True)
        server.world.add_user("U2", "b")
        server.world.add_channel("C1", ("U1", "U2"))
        yield server


@pytest.fixture
def two(slack: SlackServer) -> SlackServer:
    """A second workspace beside T1."""
    slack.world.add_team("T2", "UBOT2", "B2", "xoxb-second-token")
    slack.world.add_user("V1", "v", team="T2")
    slack.world.add_channel("C2", ("V1",), team="T2")
    return slack


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(new_file(tmp_path / "companion.db"))


def socket_settings(slack: SlackServer) -> Settings:
    return Settings(
        slack_bot_token=slack.bot_token,
        slack_app_token=slack.app_token,
        slack_api_url=slack.url,
    )


def http_settings(slack: SlackServer) -> Settings:
    port = free_port()
    slack.serve_http(f"http://127.0.0.1:{port}/slack/events")
    return replace(
        socket_settings(slack),
        slack_app_token="",
        slack_signing_secret=slack.signing_secret,
        port=port,
    )


def many_settings(slack: SlackServer) -> Settings:
    """Several workspaces, each of which installs the app itself."""
    return replace(
        http_settings(slack),
        slack_bot_token="",
        slack_client_id=slack.client_id,
        slack_client_secret=slack.client_secret,
    )


async def install(slack: SlackServer, team: str, state: str = "") -> tuple[int, str]:
    """Go through the pages as a browser would; how the last one looks."""
    base = slack.delivery.events_url.removesuffix("/slack/events")
    async with aiohttp.ClientSession() as browser:
        async with browser.get(f"{base}/slack/install") as page:
            html = await page.text()
            cookie = page.headers["Set-Cookie"].split(";")[0]
        start = html.index("https://slack.com/oauth/v2/authorize")
        link = html[start : html.index('"', start)].replace("&amp;", "&")
        asked = parse_qs(urlsplit(link).query)
        assert asked["client_id"] == [slack.client_id]
        assert "chat:write" in asked["scope"][0]
        if state:
            cookie = f"{cookie.split('=')[0]}={state}"
        query = urlencode({"code": slack.oauth_code(team), "state": state or asked["state"][0]})
        headers = {"Cookie": cookie}
        async with browser.get(f"{base}/slack/oauth_redirect?{query}", headers=headers) as end:
            return end.status, await end.text()


@asynccontextmanager
async def running(
    settings: Settings, told: Told, store: Store, clock: Callable[[], datetime] = now
) -> AsyncIterator[SlackAdapter]:
    """An adapter from its start to its end."""
    made = SlackAdapter(settings, told, store, clock)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()


@pytest.fixture(params=["socket", "http"])
async def adapter(
    request: pytest.FixtureRequest, slack: SlackServer, told: Told, store: Store
) -> AsyncIterator[SlackAdapter]:
    """Connected in Socket Mode and in HTTP mode: every test runs in both."""
    settings = socket_settings(slack) if request.param == "socket" else http_settings(slack)
    async with running(settings, told, store) as made:
        yield made
    assert slack.world.pings == []


@pytest.fixture
async def connected(slack: SlackServer, told: Told, store: Store) -> AsyncIterator[SlackAdapter]:
    """In Socket Mode only, where the transport makes no difference."""
    async with running(socket_settings(slack), told, store) as made:
        await slack.connected()
        yield made
    assert slack.world.pings == []


@pytest.fixture
async def many(slack: SlackServer, told: Told, store: Store) -> AsyncIterator[SlackAdapter]:
    """HTTP mode with the pages for installing."""
    async with running(many_settings(slack), told, store) as made:
        yield made


class NoInstallations:
    """One workspace, whose token is in the settings."""

    def find(self, team: str, enterprise: str) -> None:
        return None

    def teams(self) -> tuple[str, ...]:
        return ()


@pytest.fixture
async def messenger(slack: SlackServer) -> AsyncIterator[SlackMessenger]:
    """What posts by the clock, without anything around it."""
    workspaces = Workspaces(slack.url, NoInstallations())
    await workspaces.start(slack.bot_token)
    yield SlackMessenger(workspaces)
    await workspaces.stop()


@pytest.fixture
def since() -> datetime:
    """A moment ago."""
    return now() - timedelta(seconds=5)
