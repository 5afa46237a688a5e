"""The address of HTTP mode is public: what anybody may send to it, and what that may cost."""

import asyncio
import gzip
import logging
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.slack import http
from adapters.slack.adapter import SlackAdapter
from bot.store import Store
from bot.store.records import Installation
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import now
from tests.adapters.slack.hostile import Hostile, send_all
from tests.platforms.slack.server import SlackServer
from tests.waiting import CEILING

PROCESSOR_TIME = 0.2  # seconds, for any one request


async def test_two_thousand_hostile_requests_change_nothing_and_cost_little(
    slack: SlackServer,
    told: Told,
    store: Store,
    many: SlackAdapter,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    outcome = await send_all(many._settings.port, Hostile(1), 2_000)
    assert outcome.failed == []
    assert outcome.slowest < PROCESSOR_TIME, outcome.slowest_kind
    assert told.requests == []
    assert [record.message for record in caplog.records if record.exc_info] == []
    assert store.installations.all("slack") == ()


async def test_what_is_signed_and_makes_no_sense_is_refused_without_an_error_of_ours(
    slack: SlackServer, many: SlackAdapter, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.adapter.FINISH_WITHIN", 0.1)  # nobody reads those answers
    data = {"bot_token": slack.bot_token, "bot_user": "UBOT", "bot_id": "B1"}
    store.installations.save(Installation("slack", "T1", data, now()))
    outcome = await send_all(many._settings.port, Hostile(2, slack.signing_secret), 1_000)
    assert outcome.failed == []
    assert outcome.slowest < PROCESSOR_TIME, outcome.slowest_kind
    assert outcome.statuses[400] > 100


@pytest.mark.parametrize("path", ["/slack/events", "/slack/install", "/slack/oauth_redirect"])
async def test_a_body_in_a_charset_that_is_slow_to_read_is_never_read(
    slack: SlackServer, many: SlackAdapter, path: str
) -> None:
    """Punycode takes time with the square of its length: 400 KB of it took 4 s."""
    base = slack.delivery.events_url.removesuffix("/slack/events")
    body = b"a" * 200_000 + b"-" + b"a" * 200_000
    headers = {"Content-Type": "text/plain; charset=punycode", **slack.delivery.signed("other")}
    method = "POST" if path.endswith("events") else "GET"
    began = time.process_time()
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, base + path, data=body, headers=headers) as answer,
    ):
        assert answer.status < 500
    assert time.process_time() - began < 1


@pytest.mark.parametrize("charset", ["undefined", "x-nobody-knows", "utf-7", "idna"])
async def test_the_senders_charset_does_not_matter_to_what_is_signed(
    slack: SlackServer, many: SlackAdapter, charset: str
) -> None:
    body = '{"type": "url_verification", "challenge": "grün"}'
    headers = {
        "Content-Type": f"application/json; charset={charset}",
        **slack.delivery.signed(body),
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.delivery.events_url, data=body.encode(), headers=headers) as answer,
    ):
        assert (answer.status, await answer.json()) == (200, {"challenge": "grün"})


async def test_a_body_that_is_too_large_is_refused(slack: SlackServer, many: SlackAdapter) -> None:
    body = "a" * 1_100_000
    status, _ = await slack.delivery.post(body, slack.delivery.signed(body))
    assert status == 413


async def test_a_compressed_body_is_not_unpacked(slack: SlackServer, many: SlackAdapter) -> None:
    """It is signed as it comes: unpacked it would be too large, or signed wrongly."""
    body = gzip.compress(b"a" * 50_000_000)
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    headers |= slack.delivery.signed(body)
    async with (
        aiohttp.ClientSession() as session,
        session.post(slack.delivery.events_url, data=body, headers=headers) as answer,
    ):
        assert answer.status == 400


async def test_a_body_that_never_ends_is_not_waited_for(
    slack: SlackServer, many: SlackAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert http._SENT_WITHIN == 10
    monkeypatch.setattr(http, "_SENT_WITHIN", 0.2)

    async def drops() -> AsyncIterator[bytes]:
        while True:
            yield b"a"
            await asyncio.sleep(0.05)

    async with (
        asyncio.timeout(CEILING),
        aiohttp.ClientSession() as session,
        session.post(
            slack.delivery.events_url, data=drops(), headers=slack.delivery.signed("a")
        ) as answer,
    ):
        assert answer.status == 408
