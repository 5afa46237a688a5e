"""What requests share: room to be worked on, and memories of what was seen already."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakValueDictionary

from adapters import intake
from adapters.discord import limits

_SENSIBLE = 10.0


class FirstResponses:
    """The way to first responses: some at a time, and others first when it is unclear whose it is.

    While the database is away no replica knows whether another one listens as well. Whoever goes
    on listening then lets the others answer first, and notices when one does.
    """

    def __init__(self) -> None:
        self.alone = True  # nobody else hears what this replica hears
        self.elsewhere = asyncio.Event()  # somebody else was quicker
        self._places = asyncio.Semaphore(limits.CALLBACKS)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        await self.hesitate()
        async with self._places:
            yield

    async def hesitate(self) -> None:
        if not self.alone:
            await asyncio.sleep(limits.HESITATION)


class Ticket:
    """One of several things that are done in the order in which they came."""

    def __init__(self, before: "Ticket | None" = None) -> None:
        self._before = before
        self._over = asyncio.Event()

    async def comes(self) -> None:
        """Wait until what came before is done."""
        if self._before is not None:
            await self._before._over.wait()
            self._before = None

    def over(self) -> None:
        """Let the next one begin."""
        self._over.set()


class RequestsUnderWay(intake.BackgroundWork):
    """Requests under way: how many, and how many of them at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.room = asyncio.Semaphore(limits.AT_ONCE)
        self.first_responses = FirstResponses()
        self._turns: WeakValueDictionary[tuple[int, int], Ticket] = WeakValueDictionary()
        # Whatever has no such deadline waits while any first response is on its way.
        self.unacknowledged = intake.Crowd(many=0, held=limits.FIRST_RESPONSE)

    def turn(self, place: int, person: int) -> Ticket:
        """The turn of what somebody typed just now, however slow its acknowledgement is."""
        mine = Ticket(self._turns.get((place, person)))
        self._turns[place, person] = mine
        return mine

    @property
    def crowded(self) -> bool:
        """Whether so many wait that each should be told at once."""
        return self.running > limits.CROWD


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
