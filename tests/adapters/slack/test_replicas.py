"""Several replicas on one Slack, over one database: each thing is done by one of them."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from slack_sdk import signature

from adapters.slack import views, workspaces
from adapters.slack.adapter import SlackAdapter
from bot.messages import Place, PlaceGone, Prose, Reply, Request
from bot.settings import Settings
from bot.store import Store
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import (
    http_settings,
    install,
    many_settings,
    now,
    running,
    socket_settings,
)
from tests.adapters.slack.test_http import FORM, command_body
from tests.conftest import NewDatabase
from tests.platforms.process import free_port
from tests.platforms.slack.delivery import event_body
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message

HELLO = Reply((Prose("hello"),))


@asynccontextmanager
async def replica(settings: Settings, store: Store) -> AsyncIterator[tuple[SlackAdapter, Told]]:
    told = Told()
    async with running(settings, told, store) as adapter:
        yield adapter, told


@pytest.fixture
def stores(new_database: NewDatabase) -> tuple[Store, Store]:
    url = new_database()
    return Store.open(url), Store.open(url)


async def test_each_connection_takes_a_part_of_the_events(
    slack: SlackServer, stores: tuple[Store, Store]
) -> None:
    settings, one = socket_settings(slack), slack.member("U1")
    async with (
        replica(settings, stores[0]) as (_, first),
        replica(settings, stores[1]) as (_, other),
    ):
        await slack.connected(sockets=2)
        for number in range(10):
            assert (await one.command(f"s3 {number}", "C1")).ok
        await one.waits(lambda: len(one.replies("C1")) == 10)
        await asyncio.sleep(0.2)
    asked = [request.text for told in (first, other) for request in told.requests]
    assert sorted(asked) == [f"s3 {number}" for number in range(10)]
    assert len(first.requests) == len(other.requests) == 5


async def test_what_one_still_works_on_the_other_does_not_answer_again(
    slack: SlackServer, stores: tuple[Store, Store]
) -> None:
    """Slack delivers an event a second time, to the other connection."""
    settings, one = socket_settings(slack), slack.member("U1")
    async with (
        replica(settings, stores[0]) as (_, first),
        replica(settings, stores[1]) as (_, other),
    ):
        await slack.connected(sockets=2)
        first.delay = other.delay = 0.5
        asked = slack.world.store(Message("C1", slack.world.new_ts(), "U1", "<@UBOT> s3"))
        event = {
            "type": "app_mention", "user": "U1", "channel": "C1", "ts": asked.ts,
            "text": asked.text, "event_ts": asked.ts,
        }  # fmt: skip
        body = event_body(event, "T1", "EvTWICE", slack.world.now())
        await slack.delivery.send("events_api", body)
        await one.waits(lambda: first.requests or other.requests)
        await slack.delivery.send("events_api", body, retry=1, reason="http_timeout")
        await one.waits(lambda: len(first.requests) + len(other.requests) == 2)
        await one.reply("C1")
        await asyncio.sleep(1.0)
    assert len(one.replies("C1")) == 1


RETRY = {"X-Slack-Retry-Num": "1"}  # a header that nobody signs


async def test_a_request_that_one_took_the_other_refuses(
    slack: SlackServer, stores: tuple[Store, Store]
) -> None:
    ports = free_port(), free_port()
    settings = replace(
        socket_settings(slack), slack_app_token="", slack_signing_secret=slack.signing_secret
    )
    behind = [replace(settings, port=port) for port in ports]
    async with (
        replica(behind[0], stores[0]) as (_, first),
        replica(behind[1], stores[1]) as (_, other),
    ):
        body = command_body(slack)
        headers = FORM | slack.delivery.signed(body)
        answers = []
        sent = [(ports[0], {}), (ports[1], {}), (ports[1], RETRY), (ports[0], RETRY)]
        for port, claimed in sent:
            slack.serve_http(f"http://127.0.0.1:{port}/slack/events")
            answers.append((await slack.delivery.post(body, headers | claimed))[0])
        await slack.member("U1").reply("C1")
    assert answers == [200, 401, 401, 401]
    assert (len(first.requests), len(other.requests)) == (1, 0)


async def test_what_was_installed_and_removed_through_one_is_known_to_the_other(
    slack: SlackServer, stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workspaces, "TRUST", 0.1)
    here = Place("slack", "T1", "C1")
    settings = many_settings(slack)
    other_settings = replace(settings, port=free_port())
    async with (
        replica(settings, stores[0]) as (_, first),
        replica(other_settings, stores[1]) as (b, _),
    ):
        with pytest.raises(PlaceGone):
            await b.messenger.post(here, HELLO, "before")
        assert (await install(slack, "T1"))[0] == 200
        assert (await b.messenger.post(here, HELLO, "installed")).id
        await slack.deliver_event({"type": "app_uninstalled"})
        await slack.member("U1").waits(lambda: first.removed == ["T1"])
        await asyncio.sleep(0.2)
        with pytest.raises(PlaceGone):
            await b.messenger.post(here, HELLO, "removed")


async def test_two_clicks_that_two_connections_take_post_once(
    slack: SlackServer, stores: tuple[Store, Store]
) -> None:
    settings, one, two = socket_settings(slack), slack.member("U1"), slack.member("U2")
    async with (
        replica(settings, stores[0]) as (_, first),
        replica(settings, stores[1]) as (_, other),
    ):
        await slack.connected(sockets=2)
        await one.command("lambda limits", "C1")
        card = await one.reply("C1")
        for _ in range(2):
            assert (await one.clicks(card, "Share")).ok
        await two.reply("C1")
        await asyncio.sleep(0.3)
    asked = [request.action for told in (first, other) for request in told.requests]
    assert len([action for action in asked if action]) == 1
    assert len(two.replies("C1")) == 1


def _says(words: str, _request: Request) -> Reply:
    return Reply((Prose(words),))


async def test_a_home_that_another_replica_drew_is_drawn_again(
    slack: SlackServer, stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it shows comes back to what the first one drew: that is not what people see."""
    monkeypatch.setattr(views, "FRESH", 0.0)
    settings, one = socket_settings(slack), slack.member("U1")
    async with (
        replica(settings, stores[0]) as (_, first),
        replica(settings, stores[1]) as (_, other),
    ):
        await slack.connected(sockets=2)
        drawn = 0
        for words in ("nothing to do", "a question is open", "nothing to do"):
            for told in (first, other):
                told.answers["home"] = partial(_says, words)
            for _ in range(2):  # one after the other to each
                drawn += 1
                await one.opens_home()
                await one.waits(lambda: len(slack.called("views.publish")) == drawn)  # noqa: B023
            assert one.home and words in one.home.words


async def test_behind_a_load_balancer_it_makes_no_difference_who_gets_a_request(
    slack: SlackServer, stores: tuple[Store, Store]
) -> None:
    ports, one = (free_port(), free_port()), slack.member("U1")
    settings = replace(
        socket_settings(slack), slack_app_token="", slack_signing_secret=slack.signing_secret
    )
    behind = [replace(settings, port=port) for port in ports]
    async with (
        replica(behind[0], stores[0]) as (_, first),
        replica(behind[1], stores[1]) as (_, other),
    ):
        for number in range(6):
            slack.serve_http(f"http://127.0.0.1:{ports[number % 2]}/slack/events")
            assert (await one.command(f"s3 {number}", "C1")).ok
        await one.waits(lambda: len(one.replies("C1")) == 6)
        for number, card in enumerate(one.replies("C1")):
            slack.serve_http(f"http://127.0.0.1:{ports[(number + 1) % 2]}/slack/events")
            assert (await one.clicks(card, "More")).ok
        await one.waits(lambda: len(first.requests) == len(other.requests) == 6)


@pytest.mark.parametrize("minutes", [-6, -5, -2, 2, 5, 6])
async def test_a_machine_whose_clock_is_minutes_away_takes_what_is_signed_now_and_nothing_older(
    slack: SlackServer,
    told: Told,
    stores: tuple[Store, Store],
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
) -> None:
    """From its first second on, by the database's clock; the whole machine's is moved."""
    true, ahead = time.time, timedelta(minutes=minutes)
    for held in (time, signature):  # the library keeps the function under its own name
        monkeypatch.setattr(held, "time", lambda: true() + ahead.total_seconds())

    def own() -> datetime:
        return now() + ahead

    body = command_body(slack)
    async with running(http_settings(slack), told, stores[0], stores[0].clock_over(own)):
        fresh, *old = (
            FORM | slack.delivery.signed(body, at=true() - age) for age in (0, 60, 299, 301)
        )
        assert (await slack.delivery.post(body, fresh))[0] == 200
        for headers in (fresh, *old):
            assert (await slack.delivery.post(body, headers))[0] == 401
    assert [request.text for request in told.requests] == ["s3"]
