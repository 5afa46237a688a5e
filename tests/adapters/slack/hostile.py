"""Requests that nobody should send to HTTP mode, thousands of them, and what became of each.

Every request goes over a connection of its own as raw bytes, so that lengths may lie and bodies
may end too soon. Processor time is that of the whole process, sender included: an upper bound.
"""

import asyncio
import base64
import gc
import gzip
import hashlib
import hmac
import json
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from tests.effort import no_collections

CHARSETS = (
    "utf-8", "utf-16", "utf-7", "utf-32-be", "latin-1", "punycode", "idna", "undefined", "rot13",
    "unicode_escape", "raw_unicode_escape", "hex", "zlib", "bz2", "base64", "uu", "quopri", "mbcs",
    "x-nobody-knows", "", "utf-8; charset=punycode", "'", "\xff", "../../etc/passwd", "a" * 500,
)  # fmt: skip
TYPES = (
    "application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/form-data",
    "multipart/form-data; boundary=x", "application/xml", "*/*", "", "a" * 300,
)  # fmt: skip
PATHS = ("/slack/events", "/slack/install", "/slack/oauth_redirect", "/", "/slack/%00")
METHODS = ("POST", "POST", "POST", "GET", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "NONSENSE")
ANYTHING: tuple[object, ...] = (
    None, True, -1, 1e308, "", "x", "\ud800", "\x00", [], {}, [[]], {"id": None}, {"type": []},
    "a" * 5_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as bytes, and a word for what is wrong with it."""

    kind: str
    data: bytes
    broken_off: bool = False


@dataclass
class Outcome:
    """What the requests were answered with, and the processor time of the slowest."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_kind: str = ""
    failed: list[str] = field(default_factory=list)  # kinds that were answered with 500 or above

    def note(self, kind: str, status: int, seconds: float) -> None:
        self.statuses[status] += 1
        if status >= 500:
            self.failed.append(kind)
        if seconds > self.slowest:
            self.slowest, self.slowest_kind = seconds, kind


class Hostile:
    """Makes requests from a seed; with a signing secret they are signed, whatever they say."""

    def __init__(self, seed: int, secret: str = "") -> None:
        self._random = random.Random(seed)
        self._secret = secret

    def request(self) -> Sent:
        pick = self._random
        path = PATHS[0] if self._secret or pick.random() < 0.6 else pick.choice(PATHS)
        method = "POST" if self._secret else pick.choice(METHODS)
        kind, body = self._body()
        headers = self._headers(body)
        line = f"{method} {path}{self._query()} HTTP/1.1\r\n".encode()
        told, sent, broken_off = self._lengths(body)
        head = b"".join(b"%s: %s\r\n" % pair for pair in (*headers, *told))
        return Sent(f"{method} {path} {kind}", line + head + b"\r\n" + sent, broken_off)

    def _body(self) -> tuple[str, bytes]:
        pick = self._random
        size = pick.choice((0, 1, 100, 3_000, 30_000))
        if pick.random() < 0.02:
            size = pick.choice((400_000, 1_100_000))
        makers = (
            ("punycode", lambda: b"a" * (size // 2) + b"-" + b"a" * (size // 2)),
            ("bytes", lambda: pick.randbytes(size)),
            ("deep list", lambda: b"[" * size),
            ("deep object", lambda: b'{"a":' * (size // 5)),
            ("deep payload", lambda: b"payload=" + quote_plus("[" * size).encode()),
            ("deep and closed", lambda: b'{"a":' + b"[" * size + b"]" * size + b"}"),
            ("a long number", lambda: b'{"type": ' + b"9" * size + b"}"),
            ("many fields", lambda: b"a&" * (size // 2)),
            ("many escapes", lambda: b"payload=" + b"%7B" * (size // 3)),
            ("an event", lambda: self._mutated(_EVENT, size)),
            ("a click", lambda: self._as_form(self._mutated(_CLICK, size))),
            ("a command", lambda: urlencode(self._changed(_COMMAND), errors="replace").encode()),
            ("no object", lambda: json.dumps(pick.choice(ANYTHING)).encode()),
            ("a payload that is none", lambda: self._as_form(json.dumps(pick.choice(ANYTHING)))),
        )
        name, make = pick.choice(makers)
        made = make()
        return name, made.encode() if isinstance(made, str) else made

    def _mutated(self, payload: dict[str, object], size: int) -> str:
        """A payload with some of its values replaced, perhaps cut short."""
        changed = self._changed(payload)
        if size > 3_000:
            changed["more"] = "x" * size
        text = json.dumps(changed)
        return text[: self._random.randrange(len(text))] if self._random.random() < 0.3 else text

    def _changed(self, payload: dict[str, object]) -> dict[str, object]:
        pick = self._random
        changed = dict(payload)
        for name, value in payload.items():
            if pick.random() < 0.15:
                changed[name] = pick.choice(ANYTHING)
            elif isinstance(value, dict):
                changed[name] = self._changed(value)
        changed["event_id"] = changed["trigger_id"] = f"{pick.random()}"
        return changed

    def _as_form(self, text: str) -> bytes:
        return urlencode({"payload": text}, errors="replace").encode()

    def _headers(self, body: bytes) -> list[tuple[bytes, bytes]]:
        pick = self._random
        kind = f"{pick.choice(TYPES)}; charset={pick.choice(CHARSETS)}"
        headers = {"Host": "x", "Content-Type": kind, "Connection": "close"}
        if pick.random() < 0.1:
            headers["Cookie"] = pick.choice(
                ("a=b;" * 1_000, "slack-app-oauth-state=x", '"' * 2_000)
            )
        if pick.random() < 0.1:
            headers["Accept-Encoding"] = "gzip;q=nan, ,,;;"
        if pick.random() < 0.1:
            headers["Content-Encoding"] = pick.choice(("gzip", "deflate", "br", "zstd", "no"))
        if pick.random() < 0.1:
            headers["X-Slack-Retry-Num"] = pick.choice(("1", "x", "-1", "9" * 400))
        headers |= self._proof(body)
        return [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]

    def _proof(self, body: bytes) -> dict[str, str]:
        pick = self._random
        stamp = str(int(time.time()))
        if not self._secret:
            stamp = pick.choice((stamp, stamp, stamp, "", "0", "-1", "9" * 11, "1e9", "\xb2"))
        secret = self._secret or "somebody else's"
        signed = f"v0:{stamp}:".encode("latin-1") + body
        digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
        signature = f"v0={digest}"
        if not self._secret:
            signature = pick.choice(
                (signature, signature, "", "v0=", "v0=" + "\xe9" * 64, "x" * 300)
            )
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature}

    def _query(self) -> str:
        pick = self._random
        if pick.random() < 0.7:
            return ""
        return pick.choice(
            ("?state=%ff&code=%00", "?error=%3Cscript%3E", "?" + "a=b&" * 900, "?state=x&code=y",
             "?code=" + "%" * 50, "?state=" + "[" * 500, "?team=%ED%A0%80")
        )  # fmt: skip

    def _lengths(self, body: bytes) -> tuple[list[tuple[bytes, bytes]], bytes, bool]:
        """How the length is told (truthfully, mostly), what is sent, and if it breaks off."""
        chance = self._random.random()
        length = b"Content-Length"
        if chance < 0.05:
            return [(length, b"%d" % (len(body) + 50))], body, True
        if chance < 0.07:
            return [(length, b"-5")], body, False
        if chance < 0.12:
            return [(b"Transfer-Encoding", b"chunked")], b"%x\r\n%s\r\n0\r\n\r\n" % (
                len(body) or 1, body or b"x",
            ), False  # fmt: skip
        if chance < 0.14:
            return [(b"Transfer-Encoding", b"chunked")], b"zz\r\n" + body, False
        if chance < 0.16:
            packed = gzip.compress(b"a" * 3_000_000)
            told = [(length, b"%d" % len(packed)), (b"Content-Encoding", b"gzip")]
            return told, packed, False
        return [(length, b"%d" % len(body))], body, False


async def send_all(port: int, hostile: Hostile, count: int) -> Outcome:
    """Send that many, one after the other."""
    outcome = Outcome()
    gc.collect()
    with no_collections():
        for number in range(count):
            sent = hostile.request()
            began = time.process_time()
            status = await _answered(port, sent)
            outcome.note(sent.kind, status, time.process_time() - began)
            if number % 200 == 0:
                gc.collect()
    return outcome


async def _answered(port: int, sent: Sent) -> int:
    """The status of the answer; 0 when the connection was closed without one."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    first = b""
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        writer.write(sent.data)
        if sent.broken_off:
            writer.write_eof()
        await writer.drain()
    with suppress(ConnectionError):
        first = await reader.readline()
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    words = first.split()
    return int(words[1]) if len(words) > 1 and words[1].isdigit() else 0


_EVENT: dict[str, object] = {
    "type": "event_callback", "team_id": "T1", "api_app_id": "A1", "enterprise_id": None,
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "is_enterprise_install": False}],
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1700000000.000100",
              "text": "<@UBOT> s3", "event_ts": "1700000000.000100", "team": "T1"},
}  # fmt: skip
_CLICK: dict[str, object] = {
    "type": "block_actions", "team": {"id": "T1", "domain": "x"}, "user": {"id": "U1", "name": "a"},
    "api_app_id": "A1", "channel": {"id": "C1", "name": "c"}, "response_url": "http://127.0.0.1:9/",
    "container": {"type": "message", "message_ts": "1700000000.000100", "channel_id": "C1"},
    "message": {"ts": "1700000000.000100", "text": "x"}, "is_enterprise_install": False,
    "actions": [{"type": "button", "action_id": "a", "block_id": "b", "value": "more|1"}],
}  # fmt: skip
_COMMAND: dict[str, object] = {
    "team_id": "T1", "channel_id": "C1", "channel_name": "c", "user_id": "U1", "user_name": "a",
    "command": "/aws", "text": "s3", "api_app_id": "A1", "response_url": "http://127.0.0.1:9/",
    "token": base64.b64encode(b"unused").decode(),
}  # fmt: skip
