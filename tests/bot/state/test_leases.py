"""Leases: one at a time, until they end by the database's own clock."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import cast

import pytest

from bot.daily.leasing import LeaseLost, Leases
from bot.store import Areas, Store
from bot.store.database import Database, Queries, Row, Value
from bot.store.leases import LeaseRows
from tests.waiting import CEILING, until

LONG = 600.0
TURNS = 300


def test_a_lease_is_one_owners_until_it_is_released(store: Store) -> None:
    leases = store.leases
    assert leases.take("post", "a", LONG)
    assert not leases.take("post", "b", LONG)
    assert leases.take("post", "a", LONG)  # it may not have heard that it has it
    assert leases.take("close", "b", LONG)
    assert (leases.held(), leases.held("post"), leases.held("c")) == (2, 1, 1)
    assert not leases.release("post", "b")
    assert leases.release("post", "a")
    assert leases.take("post", "b", LONG)


def test_a_lease_that_ended_is_anybodys_and_no_longer_its_owners(store: Store) -> None:
    leases = store.leases
    assert leases.take("post", "dead", -1)
    assert leases.held() == 0
    assert leases.take("post", "b", LONG)
    assert not leases.renew("post", "dead", LONG)
    assert not leases.release("post", "dead")
    assert not leases.take("post", "c", LONG)


def test_a_renewed_lease_goes_on(store: Store) -> None:
    assert store.leases.take("post", "a", -1)
    assert store.leases.renew("post", "a", LONG)
    assert not store.leases.take("post", "b", LONG)


def test_many_ask_at_once_and_one_gets_it(open_store: Callable[[], Store]) -> None:
    stores = [open_store() for _ in range(4)]
    with ThreadPoolExecutor(16) as pool:
        for turn in range(10):
            stores[0].leases.take(f"turn {turn}", "dead", -1 if turn % 2 else -LONG)

            def take(number: int, turn: int = turn) -> bool:
                return stores[number % 4].leases.take(f"turn {turn}", f"{number}", LONG)

            assert sum(pool.map(take, range(16))) == 1
    for store in stores:
        store.close()


def test_what_another_is_just_taking_is_not_waited_for(
    open_store: Callable[[], Store], database_url: str
) -> None:
    """The row is locked by a transaction that is open: whoever wants it too goes on at once."""
    if not database_url.startswith("postgresql"):
        pytest.skip("a file has one writer at a time, and no rows that are locked")
    one, two = open_store(), open_store()
    for name in ("post", "close"):
        assert one.leases.take(name, "dead", -2 * 3600)

    def takes_over(kept: Areas) -> bool:
        assert kept.leases.take("post", "a", LONG)
        refused = elsewhere.submit(two.leases.take, "post", "b", LONG).result(CEILING)
        others = elsewhere.submit(two.leases.drop_ended).result(CEILING)
        return not refused and others == 1

    with ThreadPoolExecutor(1) as elsewhere:
        assert one.run(takes_over)
    assert not two.leases.take("post", "b", LONG)
    one.close()
    two.close()


def taken_while_another_takes(one: Store, two: Store, name: str, first: str, second: str) -> bool:
    """Whether *two* gets a lease for its owner, who asks while the first one's row is locked."""
    waiting = "SELECT 1 AS one FROM pg_locks WHERE NOT granted"

    def takes(kept: Areas) -> "Future[bool]":
        assert kept.leases.take(name, first, LONG)
        asking = pool.submit(two.leases.take, name, second, LONG)
        while not (asking.done() or pool.submit(one._database.row, waiting).result(CEILING)):
            time.sleep(0.01)
        return asking

    with ThreadPoolExecutor(2) as pool:
        return one.run(takes).result(CEILING)


def test_those_who_ask_for_one_owner_at_once_are_told_the_same(
    open_store: Callable[[], Store], database_url: str
) -> None:
    """Three replicas hear of one event; one of them keeps the row locked while another asks."""
    if not database_url.startswith("postgresql"):
        pytest.skip("a file has one writer at a time, and no rows that are locked")
    one, two = open_store(), open_store()
    assert one.leases.take("share", "event", LONG)
    assert taken_while_another_takes(one, two, "share", "event", "event")
    assert not two.leases.take("share", "another event", LONG)
    one.close()
    two.close()


class Looked:
    """Passes statements on, and says when somebody has looked who has a lease."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.once = threading.Event()

    def __getattr__(self, name: str) -> object:
        return getattr(self._database, name)

    def row(self, sql: str, /, **values: Value) -> Row | None:
        found = self._database.row(sql, **values)
        self.once.set()
        return found


@pytest.mark.parametrize(
    ("owner", "alike"), [("event", True), ("another event", False)], ids=["one", "another"]
)
def test_who_finds_an_ended_lease_locked_is_told_for_whom_it_was_taken(
    open_store: Callable[[], Store], database_url: str, owner: str, alike: bool
) -> None:
    """It is nobody's as far as they can see; the one that takes it is not done yet."""
    if not database_url.startswith("postgresql"):
        pytest.skip("a file has one writer at a time, and no rows that are locked")
    one, two = open_store(), open_store()
    assert one.leases.take("share", "of before", -1)
    looked = Looked(two._database)

    def takes_over(kept: Areas) -> "Future[bool]":
        assert kept.leases.take("share", "event", LONG)
        asking = pool.submit(LeaseRows(cast(Queries, looked)).take, "share", owner, LONG)
        while not asking.done() and not looked.once.wait(0.01):
            pass
        return asking

    with ThreadPoolExecutor(1) as pool:
        assert one.run(takes_over).result(CEILING) is alike
    assert one.leases.renew("share", "event", LONG)
    one.close()
    two.close()


def test_all_who_ask_for_one_owner_at_the_end_of_anothers_are_told_the_same(
    open_store: Callable[[], Store],
) -> None:
    stores = [open_store() for _ in range(3)]
    together = threading.Barrier(len(stores))

    def take(store: Store) -> list[bool]:
        told = []
        for turn in range(TURNS):
            name = f"turn {turn}"
            if store is stores[0]:
                store.leases.take(name, "of before", -1)
            together.wait(CEILING)
            told.append(store.leases.take(name, "event", LONG))
        return told

    with ThreadPoolExecutor(len(stores)) as pool:
        assert list(pool.map(take, stores)) == [[True] * TURNS] * len(stores)
    for store in stores:
        store.close()


def test_what_its_owner_asks_for_again_is_not_given_back_once_another_has_it(
    open_store: Callable[[], Store], database_url: str
) -> None:
    """A lease ended, and while another takes it over whoever had it asks as well."""
    if not database_url.startswith("postgresql"):
        pytest.skip("a file has one writer at a time, and no rows that are locked")
    one, two = open_store(), open_store()
    assert two.leases.take("post", "who had it", -1)
    assert not taken_while_another_takes(one, two, "post", "another", "who had it")
    assert one.leases.renew("post", "another", LONG)
    one.close()
    two.close()


def test_what_nobody_came_back_for_is_forgotten(store: Store) -> None:
    store.leases.take("old", "a", -2 * 3600)
    store.leases.take("new", "a", -1)
    assert store.leases.drop_ended() == 1


async def test_work_is_alone_and_the_next_one_need_not_wait(store: Store) -> None:
    one, two = Leases(store.leases), Leases(store.leases)
    async with one.alone("post") as mine, two.alone("post") as theirs:
        assert (mine, theirs) == (True, False)
    async with two.alone("post") as mine:
        assert mine


async def only_thread() -> tuple[threading.Event, "asyncio.Task[bool]"]:
    """The loop has one thread from now on, which is busy until the event is set."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    busy, free = threading.Event(), threading.Event()

    def hold() -> bool:
        busy.set()
        return free.wait(CEILING)

    holding = asyncio.create_task(asyncio.to_thread(hold))
    await until(busy.is_set)
    return free, holding


async def let_go(
    leases: Leases, stopped: "asyncio.Task[None]", holding: "asyncio.Task[bool]"
) -> bool:
    """Whether the lease is free once everything has ended, and ended as it should."""
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert await holding, "the thread was busy until it was told"
    async with leases.alone("listening") as mine:
        return mine


async def test_whoever_is_stopped_on_a_busy_machine_lets_go(store: Store) -> None:
    """No thread is free to release the lease at the moment of the stop."""
    one, two = Leases(store.leases), Leases(store.leases)
    listens, stopped = asyncio.Event(), asyncio.Event()

    async def listen() -> None:
        async with one.alone("listening") as mine:
            assert mine
            listens.set()
            await stopped.wait()

    listening = asyncio.create_task(listen())
    await until(listens.is_set)
    assert store.leases.held() == 1
    free, holding = await only_thread()
    stopped.set()
    await asyncio.sleep(0)  # it ends by itself, and is cancelled while it lets go
    listening.cancel()
    await asyncio.sleep(0.05)
    free.set()
    assert await let_go(two, listening, holding)


async def test_whoever_is_stopped_while_asking_keeps_nothing(store: Store) -> None:
    one, two = Leases(store.leases), Leases(store.leases)
    free, holding = await only_thread()

    async def listen() -> None:
        async with one.alone("listening"):
            raise AssertionError("it was stopped before")

    listening = asyncio.create_task(listen())
    await asyncio.sleep(0.05)
    listening.cancel()
    await asyncio.sleep(0.05)
    free.set()
    assert await let_go(two, listening, holding)


async def test_whoever_has_patience_waits(store: Store) -> None:
    leases = Leases(store.leases)
    order: list[str] = []

    async def first() -> None:
        async with leases.alone("message"):
            await asyncio.sleep(0.3)
            order.append("first")

    async def second() -> None:
        async with leases.alone("message", patience=30) as mine:
            assert mine
            order.append("second")

    await asyncio.gather(first(), second())
    assert order == ["first", "second"]


async def test_a_lease_is_renewed_while_the_work_goes_on(store: Store) -> None:
    one, two = Leases(store.leases, seconds=8.0), Leases(store.leases, seconds=8.0)
    ends: set[str] = set()
    async with one.alone("post"):
        while len(ends) < 3:  # renewed twice; one that is not renewed ends by LeaseLost
            async with two.alone("post") as mine:
                assert not mine
            lease = store._database.row("SELECT until FROM leases")
            assert lease is not None
            ends.add(lease["until"])
            await asyncio.sleep(0.1)


async def test_work_ends_when_somebody_else_has_taken_over(store: Store) -> None:
    leases = Leases(store.leases, seconds=0.4)
    went_on = False
    with pytest.raises(LeaseLost):
        async with leases.alone("post"):
            store._database.change("UPDATE leases SET owner = 'another'")
            await asyncio.sleep(CEILING)
            went_on = True
    assert not went_on
    assert store._database.row("SELECT owner FROM leases") == {"owner": "another"}


async def test_a_database_that_says_nothing_is_not_waited_for_longer_than_the_lease(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    leases = Leases(store.leases, seconds=0.4)
    speaks = threading.Event()
    renew = store.leases.renew

    def silent(*arguments: object) -> bool:
        speaks.wait(CEILING)
        return renew(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(store.leases, "renew", silent)
    with pytest.raises(LeaseLost):
        async with leases.alone("post"):
            await asyncio.sleep(CEILING)
            speaks.set()
    assert not speaks.is_set()
    speaks.set()


async def test_being_told_to_stop_is_not_the_loss_of_a_lease(store: Store) -> None:
    leases = Leases(store.leases)
    begun = asyncio.Event()

    async def work() -> None:
        async with leases.alone("post"):
            begun.set()
            await asyncio.sleep(CEILING)

    task = asyncio.create_task(work())
    await until(begun.is_set)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert store.leases.held() == 0
