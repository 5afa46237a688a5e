"""From the local Slack to the app: over its socket or as signed HTTP, with a stopwatch."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from tests.platforms.patience import ACKNOWLEDGE
from tests.platforms.slack.world import Json


@dataclass(frozen=True)
class Ack:
    """One delivery and how the app took it."""

    kind: str  # slash_commands | interactive | events_api
    seconds: float
    ok: bool
    payload: Json = field(default_factory=dict)
    status: int = 0


class Delivery:
    """Chooses the way and measures it."""

    def __init__(self, signing_secret: str, now: Callable[[], float]) -> None:
        self.signing_secret = signing_secret
        self._now = now  # by which requests are signed
        self.events_url = ""  # set: signed HTTP instead of sockets
        self.balanced: list[str] = []  # several such, each of which gets a part
        self.acks: list[Ack] = []
        self.patience = ACKNOWLEDGE
        self.sockets: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._turn = 0
        self._envelopes = 0
        self._session: aiohttp.ClientSession | None = None

    async def stop(self) -> None:
        await self.close_sockets()
        if self._session is not None:
            await self._session.close()

    async def send(
        self, kind: str, payload: Json, retry: int = 0, reason: str = "", carries: bool = False
    ) -> Ack:
        """Deliver once and wait for the acknowledgement, three seconds at most."""
        started = time.monotonic()
        status, answer = 0, None
        with contextlib.suppress(TimeoutError, aiohttp.ClientError, ConnectionError):
            async with asyncio.timeout(self.patience):
                if self.events_url:
                    status, answer = await self._by_http(kind, payload, retry, reason)
                else:
                    answer = await self._by_socket(kind, payload, retry, reason, carries)
        ok = answer is not None and status in (0, 200)
        ack = Ack(kind, time.monotonic() - started, ok, answer or {}, status)
        self.acks.append(ack)
        return ack

    async def _by_socket(
        self, kind: str, payload: Json, retry: int, reason: str, carries: bool
    ) -> Json | None:
        """To one of the connections, in turn."""
        open_ones = [socket for socket in self.sockets if not socket.closed]
        if not open_ones:
            return None
        self._turn += 1
        self._envelopes += 1
        envelope = f"envelope-{self._envelopes}"
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = waiting
        message: Json = {
            "envelope_id": envelope, "type": kind, "payload": payload,
            "accepts_response_payload": carries,
        }  # fmt: skip
        if kind == "events_api":
            message |= {"retry_attempt": retry, "retry_reason": reason}
        try:
            await open_ones[self._turn % len(open_ones)].send_str(json.dumps(message))
            return await waiting
        finally:
            self._waiting.pop(envelope, None)

    def answered(self, message: Json) -> None:
        waiting = self._waiting.get(str(message.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or {})

    async def _by_http(
        self, kind: str, payload: Json, retry: int, reason: str
    ) -> tuple[int, Json | None]:
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "slash_commands":
            body, content = urlencode(payload), "application/x-www-form-urlencoded"
        else:
            body = form_of(payload)
            content = "application/x-www-form-urlencoded"
        headers = self.signed(body) | {"Content-Type": content}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        status, text = await self.post(body, headers)
        if status != 200:
            return status, None
        return status, json.loads(text) if text.startswith("{") else {"text": text} if text else {}

    async def post(self, body: str, headers: dict[str, str]) -> tuple[int, str]:
        """Raw, for requests that are no good."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100))
        self._turn += 1
        urls = self.balanced or [self.events_url]
        async with self._session.post(
            urls[self._turn % len(urls)], data=body, headers=headers
        ) as answer:
            return answer.status, await answer.text()

    def signed(
        self, body: str | bytes, at: float | None = None, secret: str = ""
    ) -> dict[str, str]:
        return signed(body, secret or self.signing_secret, self._now() if at is None else at)

    async def tell_sockets(self, message: Json) -> None:
        for socket in self.sockets:
            if not socket.closed:
                await socket.send_str(json.dumps(message))

    async def close_sockets(self) -> None:
        for socket in list(self.sockets):
            with contextlib.suppress(ConnectionError, RuntimeError):
                await socket.close()
        self.sockets.clear()

    def percentile(self, share: float, kind: str = "") -> float:
        """Seconds within which *share* of the deliveries were acknowledged."""
        times = sorted(ack.seconds for ack in self.acks if not kind or ack.kind == kind)
        return times[min(len(times) - 1, int(len(times) * share))] if times else 0.0


def form_of(payload: Json) -> str:
    """The body of a click or of a form that was submitted."""
    return urlencode({"payload": json.dumps(payload)})


def signed(body: str | bytes, secret: str, at: float | None = None) -> dict[str, str]:
    """The headers by which a request is known to come from Slack."""
    stamp = str(int(time.time() if at is None else at))
    sent = body if isinstance(body, bytes) else body.encode()
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + sent, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def event_body(
    event: Json, team: str, event_id: str, at: float, organization: str = "", **more: Any
) -> Json:
    """The envelope of an event, as the Events API sends it."""
    granted = {
        "enterprise_id": organization or None, "team_id": team,
        "is_enterprise_install": bool(organization), "is_bot": True,
    }  # fmt: skip
    return {
        "token": "unused", "team_id": team, "api_app_id": "A1", "event": event,
        "type": "event_callback", "event_id": event_id, "event_time": int(at),
        "enterprise_id": organization or None, "authorizations": [granted], **more,
    }  # fmt: skip
