"""Proofs of requests: each is good once, also when a whole crowd's come at a time."""

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.slack import proofs
from adapters.slack.proofs import UsedProofs
from adapters.slack.signatures import Proof
from bot.store import Store, StoreAway
from tests.conftest import NewDatabase
from tests.waiting import CEILING

NOW = datetime(2027, 3, 1, tzinfo=UTC)
CROWD = 250


class Counting(Store):
    """A store that counts its transactions, and can be away."""

    transactions = 0
    away = False
    loses_next = False  # the connection, when all is kept: it is done again

    def run(self, work, team=""):  # type: ignore[no-untyped-def]
        self.transactions += 1
        if self.away:
            raise StoreAway("the database is away")
        if self.loses_next:
            self.loses_next = False
            super().run(work, team)
        return super().run(work, team)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether proofs are told apart is what counts here, however busy the machine is."""
    monkeypatch.setattr(proofs, "PATIENCE", CEILING)


@pytest.fixture
async def store(new_database: NewDatabase) -> AsyncIterator[Counting]:
    """On a server: over a file there are no others to ask."""
    opened = Counting.open(new_database())
    assert isinstance(opened, Counting)
    yield opened
    opened.close()


def proof(number: int) -> Proof:
    return Proof("1", f"v0={number}")


async def test_of_a_crowd_each_is_new_once(store: Counting) -> None:
    used = UsedProofs(store, lambda: NOW)
    twice = [proof(number) for number in range(CROWD)] * 2
    new = await asyncio.gather(*map(used.is_new, twice))
    assert sum(new) == CROWD
    assert not any(await asyncio.gather(*map(used.is_new, twice)))


async def test_a_crowd_is_asked_about_together(store: Counting) -> None:
    used = UsedProofs(store, lambda: NOW)
    await asyncio.gather(*(used.is_new(proof(number)) for number in range(CROWD)))
    assert store.transactions < CROWD / 10


async def test_what_one_replica_has_seen_is_not_new_to_another(store: Counting) -> None:
    one, other = (UsedProofs(store, lambda: NOW) for _ in range(2))
    assert await one.is_new(proof(1))
    assert not await other.is_new(proof(1))


async def test_a_crowd_whose_commit_was_lost_is_taken_and_no_replay_of_it(store: Counting) -> None:
    proofs = UsedProofs(store, lambda: NOW)
    assert await proofs.is_new(proof(0))
    store.loses_next = True
    some = [proof(number) for number in range(20)]
    assert await asyncio.gather(*map(proofs.is_new, some)) == [False] + [True] * 19
    assert not any(await asyncio.gather(*map(proofs.is_new, some)))


async def test_while_the_store_is_away_requests_are_taken_and_later_told_apart_again(
    store: Counting,
) -> None:
    used = UsedProofs(store, lambda: NOW)
    store.away = True
    assert all(await asyncio.gather(*(used.is_new(proof(number)) for number in range(3))))
    store.away = False
    assert [await used.is_new(proof(4)), await used.is_new(proof(4))] == [True, False]


async def test_a_store_that_says_nothing_is_waited_for_so_long_and_no_longer(
    store: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proofs, "PATIENCE", 0.05)
    used, speaks = UsedProofs(store, lambda: NOW), threading.Event()
    monkeypatch.setattr(store, "run", lambda *_: speaks.wait(CEILING) and {})
    assert await used.is_new(proof(1))
    assert not speaks.is_set()
    speaks.set()


async def test_whoever_is_alone_over_a_file_asks_nobody(tmp_path: Path) -> None:
    with closing(Counting.open(tmp_path / "companion.db")) as opened:
        assert isinstance(opened, Counting)
        used = UsedProofs(opened, lambda: NOW)
        assert await used.is_new(Proof("1", "v0=a"))
        assert opened.transactions == 0
