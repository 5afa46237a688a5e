"""What one replica knows of people's doings, another knows too."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core import THREADS, ThreadTopics
from bot.daily.leasing import Leases
from bot.messages import Place
from bot.store import Store, StoreAway
from tests.bot.state.conftest import Opener
from tests.bot.state.world import CHANNEL, MONDAY, TEAM, noon, somebody

NOW = noon(MONDAY)
THREAD = Place("slack", "T1", CHANNEL, thread="17.4")


@pytest.fixture
def stores(open_store: Opener) -> Iterator[tuple[Store, Store]]:
    with closing(open_store()) as one, closing(open_store()) as two:
        yield one, two


def test_what_a_thread_is_about_is_known_to_whoever_hears_it_next(
    stores: tuple[Store, Store],
) -> None:
    one, two = (ThreadTopics(store.values) for store in stores)
    one.remember(THREAD, "Lambda", NOW)
    assert two.topic_of(THREAD) == "Lambda"
    two.remember(THREAD, "SQS", NOW)
    assert one.topic_of(THREAD) == "SQS"
    for elsewhere in (replace(THREAD, thread="17.5"), replace(THREAD, workspace="T2")):
        assert one.topic_of(elsewhere) == ""
    assert stores[1].values.drop_before(THREADS, NOW + timedelta(days=1)) == 1
    two.remember(THREAD, "SQS", NOW)
    stores[0].personal.purge_team(TEAM)
    assert two.topic_of(THREAD) == ""


def test_while_the_database_is_away_a_thread_is_about_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = ThreadTopics(store.values)

    def away(*_arguments: object) -> None:
        raise StoreAway("It is away.")

    monkeypatch.setattr(store.values, "get", away)
    monkeypatch.setattr(store.values, "put", away)
    topics.remember(THREAD, "Lambda", NOW)
    assert topics.topic_of(THREAD) == ""


def test_a_form_that_was_refused_is_offered_again_by_any(stores: tuple[Store, Store]) -> None:
    one, two = stores
    one.drafts.keep(somebody(), "save", {"time": "25:00", "days": "mon"}, NOW)
    one.drafts.keep(somebody(), "save", {"time": "9 Uhr ☃"}, NOW)
    assert two.drafts.of(somebody(), "save") == {"time": "9 Uhr ☃"}
    assert two.drafts.of(somebody("ben"), "save") == two.drafts.of(somebody(), "other") == {}
    assert two.drafts.drop(somebody(), "save")
    assert one.drafts.of(somebody(), "save") == {}
    one.drafts.keep(somebody(), "save", {"time": "x"}, NOW)
    assert two.drafts.drop_before(NOW) == 0
    assert two.drafts.drop_before(NOW + timedelta(seconds=1)) == 1


async def test_of_the_same_at_every_replica_one_is_the_first(stores: tuple[Store, Store]) -> None:
    replicas = [Leases(store.leases) for store in stores]
    for turn in range(10):
        asked = [leases.is_first(f"click {turn}", 600.0) for leases in replicas * 3]
        assert sum(await asyncio.gather(*asked)) == 1
        heard = [
            leases.is_first(f"share {turn}", 600.0, event)
            for event in ("17", "18")
            for leases in replicas
        ]
        assert [await one for one in heard] == [True, True, False, False]
    assert await replicas[0].is_first("click again", -1.0)
    assert await replicas[1].is_first("click again", 600.0)  # it was too long ago


def test_whoever_took_it_without_hearing_so_may_ask_again(stores: tuple[Store, Store]) -> None:
    one, two = (store.leases for store in stores)
    assert one.take("x", "a", 600.0)
    assert one.take("x", "a", 600.0)
    assert not two.take("x", "b", 600.0)
    assert one.release("x", "a")
    assert two.take("x", "b", 600.0)
