"""The server goes away, restarts, or is too slow: nothing acknowledged is lost, and it heals."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest

from bot.companion import Companion
from bot.messages import Action, Person, Place, Prose, Reply, Request
from bot.settings import Settings
from bot.store import Areas, Store, StoreAway
from tests import postgres
from tests.bot.state.world import TEAM, World, somebody
from tests.jobs.world import FewNotes
from tests.waiting import wait_until

NOW = datetime(2027, 3, 1, 9, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """A server of these tests' own, which they stop and start; it keeps what was committed."""
    if not postgres.available():
        pytest.skip(postgres.HOW_TO_GET_IT)
    with postgres.server("-c max_connections=50") as running:
        yield running


@pytest.fixture
def url(server: postgres.Server) -> str:
    return server.make()


def test_what_was_acknowledged_survives_restarts_under_load(
    server: postgres.Server, url: str
) -> None:
    store = Store.open(url)
    world = World(store)
    round = world.post()
    acknowledged: set[str] = set()
    stop = threading.Event()

    def answer(thread: int) -> None:
        for number in range(100_000):
            if stop.is_set():
                return
            user = f"u{thread}-{number}"
            try:
                world.answer(round, user)
            except StoreAway:
                continue  # they were told to try again
            acknowledged.add(user)

    def goes_on() -> None:
        enough = len(acknowledged) + 20
        wait_until(lambda: len(acknowledged) >= enough)

    with ThreadPoolExecutor(6) as pool:
        working = [pool.submit(answer, thread) for thread in range(6)]
        for _ in range(3):
            goes_on()
            server.restart()
        wait_until(store.is_there)
        goes_on()
        stop.set()
        for one in working:
            one.result()
    stored = {profile for profile in acknowledged if store.people.find(TEAM, profile)}
    assert stored == acknowledged
    assert world.rounds.answered(round.id) >= len(acknowledged)
    store.close()


def words(reply: Reply) -> str:
    return " ".join(part.text for part in reply.parts if isinstance(part, Prose))


async def test_while_the_server_is_away_people_are_told_and_look_ups_go_on(
    server: postgres.Server, url: str, tmp_path: Path
) -> None:
    store = Store.open(url)
    world = World(store)
    round = world.post()
    companion = Companion(
        library=cast(Any, FewNotes()),
        store=store,
        settings=Settings(database_url=url, data_folder=str(tmp_path)),
        clock=lambda: NOW,
        messengers={},
    )
    ann, here = Person("slack", "T1", "ann", "Ann"), Place("slack", "T1", "C1")
    click = Request(ann, here, NOW, action=Action("answer", (str(round.id), "1")))
    server.stop("immediate")
    try:
        told = await companion.handle(click)
        assert "try again in a moment" in words(told)
        assert "try again" not in words(await companion.handle(Request(ann, here, NOW, "help")))
    finally:
        server.start()
    wait_until(store.is_there)
    await companion.handle(click)
    assert world.rounds.answered(round.id) == 1
    await companion.close()
    store.close()


def test_nobody_waits_long_for_a_server_that_is_known_to_be_away(
    server: postgres.Server, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first one finds out, the others are told at once."""
    from bot.store import postgres as driver
    from bot.store.connection import Connection
    from bot.store.postgres import GLANCE, PostgresDatabase

    store = Store.open(url)
    database = store._database
    assert isinstance(database, PostgresDatabase)
    assert GLANCE < driver.FREE_CONNECTION == 3.0
    monkeypatch.setattr(driver, "FREE_CONNECTION", 0.3)
    waited: list[float] = []
    taken = database._pool.getconn

    def getconn(timeout: float) -> Connection:
        waited.append(timeout)
        return taken(timeout)

    monkeypatch.setattr(database._pool, "getconn", getconn)
    server.stop("immediate")
    try:
        with pytest.raises(StoreAway):
            store.people.see(somebody())
        assert waited[-1] == 0.3
        waited.clear()
        for _ in range(20):
            with pytest.raises(StoreAway):
                store.people.see(somebody())
        assert waited == [GLANCE] * 20
    finally:
        server.start()
    wait_until(store.is_there)
    assert store.people.see(somebody()).user == "ann"
    store.close()


def test_when_all_connections_are_in_use_somebody_is_told_to_try_again(url: str) -> None:
    from bot.store.postgres import PostgresDatabase

    Store.open(url).close()
    with closing(PostgresDatabase(url, connections=2)) as database:
        store = Store(database)
        gate, busy = threading.Event(), threading.Barrier(3)

        def holds(kept: Areas) -> None:
            kept.people.find(TEAM, "ann")
            busy.wait()
            gate.wait()

        with ThreadPoolExecutor(2) as pool:
            held = [pool.submit(store.run, holds) for _ in range(2)]
            busy.wait()
            with pytest.raises(StoreAway, match="too busy"):
                store.people.find(TEAM, "ann")
            gate.set()
            for one in held:
                one.result()
        assert store.people.find(TEAM, "ann") is None


def test_a_statement_that_takes_too_long_is_given_up_and_the_next_one_works(url: str) -> None:
    store = Store.open(url)

    def slow(kept: Areas) -> None:
        kept.people.see(somebody())
        queries = kept.people._queries
        queries.row("SELECT set_config('statement_timeout', '50', true) AS limit")
        queries.row("SELECT pg_sleep(10)")

    with pytest.raises(StoreAway, match="too busy"):
        store.run(slow, TEAM)
    assert store.people.find(TEAM, "ann") is None
    assert store.people.see(somebody()).user == "ann"
    store.close()


def test_a_server_that_is_not_there_is_a_sentence_without_the_password(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.store.postgres.FIRST_CONNECTION", 0.5)
    with pytest.raises(Exception, match="cannot be reached") as refused:
        Store.open("postgresql://me:secret@127.0.0.1:1/companion")
    assert "secret" not in str(refused.value)
    assert "refused" in str(refused.value), "why is in the sentence"
    assert caplog.messages == [], "and the library does not tell it besides, once a try"
