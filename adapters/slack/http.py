"""HTTP mode: what Slack sends to our address, verified, and the pages for installing."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_sdk.signature import SignatureVerifier

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_BODY = 4 * 1024 * 1024
_WAITING = 2_048  # connections to accept; the usual 128 makes the others try again a second later
_REPLAYABLE = 310.0  # signatures are good for five minutes


class Front:
    """The web server of HTTP mode."""

    def __init__(
        self,
        app: AsyncApp,
        signing_secret: str,
        closing: Callable[[], bool],
        oauth: AsyncOAuthFlow | None = None,
    ) -> None:
        self._app = app
        self._oauth = oauth
        self._closing = closing
        self._verifier = SignatureVerifier(signing_secret)
        self._used: OrderedDict[str, float] = OrderedDict()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int, host: str = "0.0.0.0") -> None:  # noqa: S104  # Slack must reach it
        site = web.Application(client_max_size=_BODY)
        site.router.add_post(EVENTS_PATH, self._events)
        if self._oauth is not None:
            site.router.add_get(INSTALL_PATH, self._install)
            site.router.add_get(REDIRECT_PATH, self._redirect)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port, backlog=_WAITING).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    @property
    def listening(self) -> bool:
        return self._runner is not None and bool(self._runner.addresses)

    async def _events(self, request: web.Request) -> web.Response:
        """Slack's one way in. The library checks the signature; here replays are refused."""
        if self._closing():
            return web.Response(status=503, text="shutting down")
        try:
            body = await request.text()
        except UnicodeDecodeError:
            return web.Response(status=400, text="not UTF-8")
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if timestamp and not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
            return web.Response(status=401, text="invalid timestamp")
        if self._is_replay(request, body, timestamp):
            log.warning("a replayed request was refused")
            return web.Response(status=401, text="already received")
        return await to_aiohttp_response(
            await self._app.async_dispatch(await to_bolt_request(request))
        )

    def _is_replay(self, request: web.Request, body: str, timestamp: str) -> bool:
        """The same signed request again. Slack's own retries say so and pass: events have ids."""
        signature = request.headers.get("X-Slack-Signature", "")
        if not timestamp or not self._verifier.is_valid(body, timestamp, signature):
            return False  # the library refuses it
        now = asyncio.get_running_loop().time()
        while self._used and next(iter(self._used.values())) < now:
            self._used.popitem(last=False)
        if signature in self._used:
            return "X-Slack-Retry-Num" not in request.headers
        self._used[signature] = now + _REPLAYABLE
        return False

    async def _install(self, request: web.Request) -> web.Response:
        assert self._oauth is not None
        answer = await self._oauth.handle_installation(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    async def _redirect(self, request: web.Request) -> web.Response:
        assert self._oauth is not None
        answer = await self._oauth.handle_callback(await to_bolt_request(request))
        return await to_aiohttp_response(answer)
