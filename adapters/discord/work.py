"""What requests share: room to be worked on, and memories of what was seen already."""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine
from typing import Any

from adapters.discord import limits

log = logging.getLogger(__name__)

_SENSIBLE = 10.0


class Work:
    """Requests under way: how many, and how many of them at a time."""

    def __init__(self) -> None:
        self.room = asyncio.Semaphore(limits.AT_ONCE)
        self.callbacks = asyncio.Semaphore(limits.CALLBACKS)
        self.closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Begin *work*; an exception in it is logged and ends there."""
        task = asyncio.create_task(self._guarded(work, what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def running(self) -> int:
        return len(self._tasks)

    @property
    def crowded(self) -> bool:
        """Whether so many wait that each should be told at once."""
        return len(self._tasks) > limits.CROWD

    async def drain(self, seconds: float) -> int:
        """Wait for what runs; how many had to be given up."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        left = list(self._tasks)
        for task in left:
            task.cancel()
        if left:
            await asyncio.gather(*left, return_exceptions=True)
            log.warning("%d requests were not finished in time", len(left))
        return len(left)

    async def _guarded(self, work: Coroutine[Any, Any, None], what: str) -> None:
        try:
            await work
        except Exception:
            log.exception("%s failed", what)


class Lag:
    """How old events are when they arrive, by two clocks that may differ.

    The quickest of the latest events is taken to have needed no time at all.
    """

    def __init__(self) -> None:
        self._differences: deque[float] = deque(maxlen=50)

    def of(self, happened: float, now: float) -> float:
        """Seconds that are gone already; 0 where the clocks make no sense."""
        difference = now - happened
        self._differences.append(difference)
        late = difference - min(self._differences)
        return late if late < _SENSIBLE else 0.0


class Once:
    """Remembers keys for a while and says whether one is new."""

    def __init__(self, most: int = 50_000) -> None:
        self._seen: OrderedDict[object, None] = OrderedDict()
        self._most = most

    def first(self, key: object) -> bool:
        """True for the first caller with this key: resumed sessions repeat events."""
        if key in self._seen:
            return False
        self._seen[key] = None
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True


class Recent:
    """Recognises what is done twice within a few seconds: a double click."""

    def __init__(self, within: float = 5.0) -> None:
        self._last: OrderedDict[object, float] = OrderedDict()
        self._within = within

    def first(self, key: object, now: float) -> bool:
        """True unless the same was done a moment ago."""
        before = self._last.get(key)
        self._last[key] = now
        self._last.move_to_end(key)
        while len(self._last) > 10_000:
            self._last.popitem(last=False)
        return before is None or now - before > self._within


class Shared:
    """Suggestions for a while: many people begin their questions with the same letters."""

    def __init__(self, seconds: float = 30.0, most: int = 1_000) -> None:
        self._kept: OrderedDict[object, tuple[float, asyncio.Task[tuple[str, ...]]]] = OrderedDict()
        self._seconds = seconds
        self._most = most

    async def get(
        self, key: object, find: Callable[[], Coroutine[Any, Any, tuple[str, ...]]]
    ) -> tuple[str, ...]:
        """What was found for *key* a moment ago, or is being found just now."""
        now = asyncio.get_running_loop().time()
        made, task = self._kept.get(key, (-self._seconds, None))
        if task is None or now - made >= self._seconds or _failed(task):
            task = asyncio.create_task(find())
            self._kept[key] = (now, task)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return await asyncio.shield(task)


def _failed(task: "asyncio.Task[tuple[str, ...]]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


class Pace:
    """Gives turns at an even rate, after a first few at once."""

    def __init__(self, a_second: float, at_once: int) -> None:
        self._gap = 1 / a_second
        self._ahead = at_once * self._gap
        self._next = 0.0

    async def turn(self) -> None:
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - self._ahead) + self._gap
        if self._next > now:
            await asyncio.sleep(self._next - now)
