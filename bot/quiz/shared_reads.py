"""Many who ask the same at once are answered by one query, and never with something old."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

TURNS = 16  # different questions that are asked at the same time


class SharedReads(Generic[P, T]):
    """Wraps a function that only reads, for many threads.

    Whoever asks while it runs waits for the next run, together with everybody who came meanwhile:
    each answer was read after its question was asked, so what one has just done is in it.
    """

    def __init__(self, read: Callable[P, T]) -> None:
        self._read = read
        self._next: dict[object, Future[T]] = {}
        self._lock = Lock()
        self._turns = tuple(Lock() for _ in range(TURNS))

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (args, tuple(sorted(kwargs.items())))
        with self._lock:
            result = self._next.get(key)
            leads = result is None
            if result is None:
                result = self._next[key] = Future()
        if leads:
            with self._turns[hash(key) % TURNS]:
                with self._lock:
                    del self._next[key]  # from here on somebody new waits for the next run
                self._run(result, *args, **kwargs)
        return result.result()

    def _run(self, result: Future[T], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            result.set_result(self._read(*args, **kwargs))
        except BaseException as error:  # everybody who waits is told
            result.set_exception(error)
