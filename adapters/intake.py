"""What every adapter does with requests: work in the background, nothing twice, and not too fast.

An answer is waited for a moment; when it is slow, people are told so, and then it is shown.
"""

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from bot.actions import opener_of, traits_of
from bot.language import _
from bot.messages import Action, Button, Buttons, Form, Prose, Reply
from bot.ops.tracing import traced

log = logging.getLogger(__name__)

T = TypeVar("T")
Rate = tuple[float, int]  # seconds between calls, calls that may come at once


class BackgroundWork:
    """Runs coroutines in the background; an exception in one is logged and ends there."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self.closing = False

    def start(self, work: Coroutine[Any, Any, None], what: str) -> None:
        """Begin *work*; *what* names it in the log."""
        task = asyncio.create_task(self._guarded(work, what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def running(self) -> int:
        return len(self._tasks)

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
        with traced():
            try:
                await work
            except Exception:
                log.exception("%s failed", what)
            finally:
                work.close()


class Crowd:
    """Those who wait for an acknowledgement: while they are many, other work lets them go first.

    People are shown an error where they are not acknowledged in time; what their clicks lead to
    they can wait for. Nothing is held for long, since what a click opens has to open soon.
    """

    def __init__(self, many: int = 10, held: float = 1.5) -> None:
        self.many = many
        self.held = held  # seconds at most
        self._waiting = 0
        self._thinned = asyncio.Event()

    @contextmanager
    def waits(self) -> Iterator[None]:
        """One more waits meanwhile."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1
            if self._waiting <= self.many:
                self._thinned.set()

    async def goes_first(self) -> None:
        """Wait until only few wait, or for as long as anything is held."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.held):
                while self._waiting > self.many:
                    self._thinned.clear()
                    await self._thinned.wait()


def offered(form: Form) -> Reply:
    """The form where it cannot be opened at once, with a button that opens it."""
    opener = opener_of(form.action)
    return Reply((Prose(form.title), Buttons((Button(_("Open the form"), opener, "main"),))))


async def told_when_slow(
    answer: Awaitable[T], patience: float, say_so: Callable[[], Awaitable[object]]
) -> T:
    """The answer; after *patience* seconds people are first told that it takes a while."""
    work = asyncio.ensure_future(answer)
    await asyncio.wait({work}, timeout=patience)
    if not work.done():
        await say_so()
    return await work


class Deduplicator:
    """Remembers keys for a while and says whether one is new."""

    def __init__(self, most: int = 50_000) -> None:
        self._seen: OrderedDict[object, None] = OrderedDict()
        self._most = most

    def first(self, key: object) -> bool:
        """True for the first caller with this key; things without a key are always new."""
        if not key:
            return True
        if key in self._seen:
            return False
        self._seen[key] = None
        while len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True


class DoubleClicks:
    """Recognises a second click, within seconds, on what everybody would then see twice.

    The second may come to another replica: *first* asks them all. While nobody can tell, each
    still knows its own.
    """

    def __init__(
        self, first: Callable[[str, float, str], Awaitable[bool]], within: float = 5.0
    ) -> None:
        self._last: OrderedDict[object, float] = OrderedDict()
        self._first = first
        self._within = within

    async def is_second(self, action: Action | None, *where: object, click: str = "") -> bool:
        """Whether this person (a part of *where*) shared the same thing there a moment ago.

        Several replicas may hear the same *click*: each of them is told that it is the first, since
        the platform lets only one of them answer. Without it only one replica is told so.
        """
        if action is None or not traits_of("", action).shares:
            return False
        key = hashlib.sha256(repr((str(action), *where)).encode()).hexdigest()[:32]
        if self.repeats(key, asyncio.get_running_loop().time()):
            return True
        return not await self._first(f"click {key}", self._within, click)

    def repeats(self, key: object, now: float) -> bool:
        """Whether the same was done a moment ago."""
        before = self._last.get(key)
        self._last[key] = now
        self._last.move_to_end(key)
        while len(self._last) > 10_000:
            self._last.popitem(last=False)
        return before is not None and now - before <= self._within


class CallRate:
    """Spreads calls out: some at once, then one every so often, each key for itself."""

    def __init__(self) -> None:
        self._free_at: dict[str, float] = {}

    def delay(self, key: str, rate: Rate) -> float:
        """Take a turn; how long to wait before it."""
        interval, burst = rate
        now = asyncio.get_running_loop().time()
        if len(self._free_at) > 10_000:
            self._free_at = {k: at for k, at in self._free_at.items() if at > now}
        turn = max(self._free_at.get(key, 0.0), now)
        self._free_at[key] = turn + interval
        return max(0.0, turn - now - interval * (burst - 1))

    def ready(self, key: str, rate: Rate) -> bool:
        """Take a turn only if it is free now."""
        interval, burst = rate
        now = asyncio.get_running_loop().time()
        turn = max(self._free_at.get(key, 0.0), now)
        if turn - now > interval * (burst - 1):
            return False
        self._free_at[key] = turn + interval
        return True

    async def turn(self, key: str, rate: Rate) -> None:
        wait = self.delay(key, rate)
        if wait > 0:
            await asyncio.sleep(wait)
