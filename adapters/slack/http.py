"""HTTP mode: what Slack sends to our address, verified, and the pages for installing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

import aiohttp
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.intake import Crowd
from adapters.slack.signatures import Proof, Signatures

log = logging.getLogger(__name__)

EVENTS_PATH = "/slack/events"
INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"
_BODY = 1024 * 1024  # the largest thing that Slack sends is a form of some ten thousand characters
_FIELDS = 200  # of a form: a command has about fifteen, an interaction one
_SENT_WITHIN = 10.0  # seconds in which a body has to be here
_WAITING = 2_048  # connections to accept; the usual 128 makes the others try again a second later
# What reading a signed body that Slack would never send can end in.
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether an error of the web server is one of ours: bad HTTP is the sender's alone."""
    error = record.exc_info[1] if record.exc_info else None
    return not isinstance(error, HttpProcessingError)


_wire_log = logging.getLogger("adapters.slack.wire")
_wire_log.addFilter(_is_ours)


IsNew = Callable[[Proof], Awaitable[bool]]


async def _always(_proof: Proof) -> bool:
    return True


class Front:
    """The web server of HTTP mode."""

    def __init__(
        self,
        app: AsyncApp,
        signing_secret: str,
        closing: Callable[[], bool],
        clock: Callable[[], datetime],
        oauth: AsyncOAuthFlow | None = None,
        is_new: IsNew = _always,
        crowd: Crowd | None = None,
    ) -> None:
        self._app = app
        self._crowd = crowd or Crowd()
        self._is_new = is_new
        self._oauth = oauth
        self._closing = closing
        self._signatures = Signatures(signing_secret, clock)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int, host: str = "0.0.0.0") -> None:  # noqa: S104  # Slack must reach it
        site = web.Application(client_max_size=_BODY)
        site.router.add_post(EVENTS_PATH, self._events)
        if self._oauth is not None:
            site.router.add_get(INSTALL_PATH, self._install)
            site.router.add_get(REDIRECT_PATH, self._redirect)
        # Slack does not compress, and a small compressed body can hide a large one.
        self._runner = web.AppRunner(
            site, access_log=None, shutdown_timeout=2, auto_decompress=False, logger=_wire_log
        )
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
        """Slack's one way in."""
        if self._closing():
            return web.Response(status=503, text="shutting down")
        with self._crowd.waits():
            return await self._taken(request)

    async def _taken(self, request: web.Request) -> web.Response:
        """A request is verified as bytes first, and only then read."""
        proof = Proof.of(request.headers)
        if not self._signatures.may_be_good(proof):
            return _refused(request, 401, "invalid signature or timestamp")
        try:
            async with asyncio.timeout(_SENT_WITHIN):
                body = await request.read()
        except TimeoutError:
            return _refused(request, 408, "too slow")
        except ConnectionError:  # it broke off, and nobody waits for this answer
            return _refused(request, 400, "incomplete")
        if not self._signatures.is_good(proof, body):
            return web.Response(status=401, text="invalid signature")
        # Slack's own retries say so and pass: what they carry has ids that every replica knows by
        # then. Only events are tried again; nobody has signed the header.
        retried = "X-Slack-Retry-Num" in request.headers and body.startswith(b"{")
        if not retried and (self._signatures.is_used(proof) or not await self._is_new(proof)):
            log.warning("a replayed request was refused")
            return web.Response(status=401, text="already received")
        return await self._dispatched(request, body)

    async def _dispatched(self, request: web.Request, body: bytes) -> web.Response:
        """Hand a verified request to the library. What it cannot read is the sender's fault."""
        try:
            if not body.startswith(b"{") and body.count(b"&") > _FIELDS:
                raise ValueError("too many fields")
            asked = _bolt_request(request, body.decode())
            return await to_aiohttp_response(await self._app.async_dispatch(asked))
        except _UNREADABLE as error:
            log.warning("a signed request could not be read: %s", type(error).__name__)
            return web.Response(status=400, text="not readable")

    async def _install(self, request: web.Request) -> web.Response:
        assert self._oauth is not None
        return await _page(self._oauth.handle_installation, request)

    async def _redirect(self, request: web.Request) -> web.Response:
        assert self._oauth is not None
        return await _page(self._oauth.handle_callback, request)


async def _page(
    handle: Callable[[AsyncBoltRequest], Awaitable[BoltResponse]], request: web.Request
) -> web.Response:
    """A page for the browser of whoever installs; a body has no business here and stays unread."""
    try:
        return await to_aiohttp_response(await handle(_bolt_request(request, "")))
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        log.warning("slack did not answer an installation: %s", type(error).__name__)
        return web.Response(status=502, text="Slack does not answer. Please try again.")
    except _UNREADABLE as error:
        log.warning("an installation page could not be asked for: %s", type(error).__name__)
        return web.Response(status=400, text="not readable")


def _bolt_request(request: web.Request, body: str) -> AsyncBoltRequest:
    """The request as the library takes it; it never sees the sender's charset."""
    headers: dict[str, str | list[str]] = dict(request.headers)
    asked = AsyncBoltRequest(body=body, query=request.query_string, headers=headers)  # type: ignore[arg-type]
    if not isinstance(asked.body, dict):
        raise TypeError("not an object")
    return asked


def _refused(request: web.Request, status: int, why: str) -> web.Response:
    """Refuse without reading the body: the connection ends, since the body stands in its way."""
    answer = web.Response(status=status, text=why)
    if request.can_read_body:
        answer.force_close()
    return answer
