"""Clicks at a rate: each that was sent is accounted for, and so is each that was not."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import web

from bench import processors, rated
from bench.rated import percentiles
from tests.platforms.slack.delivery import form_of, signed

SECRET = "secret"


@asynccontextmanager
async def replica(refuses: str = "") -> AsyncIterator[tuple[str, list[str]]]:
    """Takes what is signed, except from one; its address, and what came."""
    came: list[str] = []

    async def take(request: web.Request) -> web.Response:
        body = await request.text()
        stamp = float(request.headers["X-Slack-Request-Timestamp"])
        assert (
            request.headers["X-Slack-Signature"]
            == (signed(body, SECRET, stamp)["X-Slack-Signature"])
        )
        came.append(body)
        return web.Response(status=503 if refuses and refuses in body else 200)

    app = web.Application()
    app.router.add_post("/slack/events", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events", came
    await runner.cleanup()


def clicks(count: int) -> list[tuple[str, str]]:
    return [(f"U{number}", form_of({"user": f"member-{number}."})) for number in range(count)]


async def test_every_click_is_sent_to_one_replica_and_what_came_of_it_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rated, "GIVEN_UP", 1000)  # however busy the machine is
    async with replica(refuses="member-4.") as (one, at_one), replica() as (two, at_two):
        began = time.time()
        sent = await rated.Sender(200, 0.1, SECRET, [one, two]).send(clicks(20))
        ended = time.time()
    assert (len(at_one), len(at_two)) == (10, 10)
    refused = {name for name, (_, ok) in sent.acks.items() if not ok}
    assert refused == {"U4"}
    assert sent.unsent == 0
    assert len(sent.acks) == len(sent.due) == 20
    assert all(began - 1 <= due <= ended for due in sent.due.values())
    assert sent.due["U19"] - sent.due["U0"] == pytest.approx(19 / 200, abs=0.05)


async def test_what_nobody_got_to_is_told_as_never_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rated, "GIVEN_UP", -1)  # the time is over before the first one
    async with replica() as (one, came):
        sent = await rated.Sender(200, 0.1, SECRET, [one]).send(clicks(20))
    assert (sent.unsent, sent.acks, came) == (20, {}, [])


@pytest.mark.skipif(not Path("/proc/stat").exists(), reason="what is used is read from /proc")
def test_processors_are_counted_for_one_process_and_for_its_family() -> None:
    while time.process_time() < 0.05:
        pass
    own = time.process_time()
    alone, family = processors.of_process(os.getpid()), processors.of_family(os.getpid())
    assert alone == pytest.approx(own, abs=0.5)
    assert processors.of_all() > alone
    assert family >= alone - 0.1


def test_what_was_never_sent_or_never_came_is_later_than_everything() -> None:
    came = [float(number) for number in range(100, 0, -1)]
    assert percentiles(came, 100) == "51.00 s, 96.00 s, 100.00 s"
    assert percentiles(came, 105) == "53.00 s, 100.00 s, never"
    assert percentiles(came, 201) == "never, never, never"
    assert percentiles([], 0) == "never, never, never"
