"""Many who ask the same at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.quiz.shared_reads import SharedReads


def test_many_at_once_are_answered_by_two_runs_at_most() -> None:
    go_on = threading.Event()
    runs: list[str] = []
    came: list[str] = []

    def read(key: str) -> int:
        runs.append(key)
        number = runs.count(key)
        go_on.wait()
        return number

    shared = SharedReads(read)

    def asks(key: str) -> int:
        came.append(key)
        return shared(key)

    with ThreadPoolExecutor(40) as pool:
        first = pool.submit(shared, "a")
        while not runs:
            pass
        others = [pool.submit(asks, "a") for _ in range(38)]
        while len(came) < 38:  # they come while the first one runs
            pass
        other = pool.submit(shared, "b")
        go_on.set()
        assert first.result() == 1
        assert all(one.result() > 1 for one in others), "read after it was asked for"
        assert other.result() >= 1
    assert runs.count("a") <= 10, "one for all of them, and for stragglers"
    assert runs.count("b") == 1


def test_what_one_has_done_is_in_what_one_reads_next() -> None:
    kept: list[int] = []
    shared = SharedReads(lambda: len(kept))

    def write_and_read(number: int) -> bool:
        kept.append(number)
        return shared() > 0 and shared() >= 1

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(write_and_read, range(200)))
    assert shared() == 200


def test_everybody_is_told_what_went_wrong_and_the_next_one_tries_again() -> None:
    tries = []

    def read() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise OSError("away")
        return len(tries)

    shared = SharedReads(read)
    with pytest.raises(OSError, match="away"):
        shared()
    assert shared() == 2
