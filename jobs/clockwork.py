"""The clock that turns everything: APScheduler fires, the store decides what is left to do.

Every few seconds one beat looks at what is due. Nothing is remembered here that matters: after a
crash, or beside a second replica, the store knows what was claimed, posted, closed and told.
"""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.companion import Companion
from bot.messages import NotDelivered
from bot.settings import Settings
from bot.store import Store, StoreAway
from bot.store.clocks import SharedClock
from jobs.agenda import Agenda
from jobs.chore import Chore
from jobs.chores import Chores
from jobs.patience import Patience

log = logging.getLogger(__name__)
BEAT_SECONDS = 2.0
AT_ONCE = (
    16  # posts under way together: enough to hide latency, few enough to leave room for people
)
STOP_SECONDS = 8.0


class Clockwork:
    """Beats until it is stopped."""

    def __init__(self, companion: Companion, store: Store, settings: Settings) -> None:
        self._clock = companion.clock
        self._chores = Chores(companion, store, settings)
        self._agenda = Agenda()
        self._patience = Patience()
        self._under_way: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        self._leases = companion.leases
        self._late = timedelta(0)
        self._beaten = time.monotonic()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._scheduler = AsyncIOScheduler()

    async def start(self) -> None:
        self._scheduler.add_job(
            self._beats,
            "interval",
            seconds=BEAT_SECONDS,
            max_instances=1,
            coalesce=True,
        )
        self._scheduler.start()
        await self.beat()

    async def stop(self) -> None:
        """Begin nothing new; what is under way may finish."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=STOP_SECONDS)
            for task in late:  # each step can be repeated: the next start goes on from the store
                task.cancel()

    async def _beats(self) -> None:
        """A beat that ends with the clock: the scheduler would log it as an error."""
        with suppress(asyncio.CancelledError):
            await self.beat()

    async def beat(self) -> None:
        """Look once at everything that may be due."""
        try:
            now, chores = await asyncio.to_thread(self._look)
        except StoreAway as away:
            log.warning("could not look for what is due: %s", away)
            return
        except Exception:
            log.exception("could not look for what is due; trying again at the next beat")
            return
        self._beaten = time.monotonic()
        self._late = max((now - post for post in self._chores.waiting()), default=timedelta(0))
        for chore in chores:
            self._begin(chore, now)

    def silence_now(self) -> float:
        """Seconds since it last looked at what is due."""
        return time.monotonic() - self._beaten

    def lag_now(self) -> float:
        """By how many seconds the post that waits longest is late."""
        return self._late.total_seconds()

    def depth_now(self) -> int:
        """How many chores are under way or wait for their turn."""
        return len(self._busy)

    async def settle(self) -> None:
        """Wait until nothing is under way: for tests and simulations."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def skew_now(self) -> float:
        """By how many seconds this machine's clock is ahead of the one that replicas share."""
        return self._clock.skew if isinstance(self._clock, SharedClock) else 0.0

    def _look(self) -> tuple[datetime, list[Chore]]:
        """The moment, and everything that may be done at it.

        What cannot be looked at keeps nothing else from it.
        """
        if isinstance(self._clock, SharedClock):
            self._clock.compare()
        now, found = self._clock(), list[Chore]()
        for look in (self._posts, self._chores.unfinished):
            try:
                found.extend(look(now))  # what came before the trouble stays in the list
            except StoreAway:
                raise  # nothing else can be looked at either
            except Exception:
                log.exception(
                    "a part of what is due could not be looked at; again at the next beat"
                )
        return now, found

    def _posts(self, now: datetime) -> Iterator[Chore]:
        self._agenda.update(self._chores.schedules(), now)
        return self._chores.posts(self._agenda.due(now), now)

    def _begin(self, chore: Chore, now: datetime) -> None:
        """Start a chore, unless it is under way already or failed a moment ago."""
        if chore.name in self._busy or not self._patience.may_try(chore.name, now):
            return
        self._busy.add(chore.name)
        task = asyncio.create_task(self._do(chore))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _do(self, chore: Chore) -> None:
        try:
            async with self._places:
                await self._do_alone(chore)
            self._patience.succeeded(chore.name)
        except Exception as error:
            wait = self._patience.failed(chore.name, self._clock())
            expected = isinstance(error, StoreAway | NotDelivered)
            log.warning(
                "%s failed; trying again in %d s%s",
                chore.name,
                wait.total_seconds(),
                f": {error}" if expected else "",
                exc_info=not expected,
            )
        finally:
            self._busy.discard(chore.name)

    async def _do_alone(self, chore: Chore) -> None:
        """Unless another replica has done it meanwhile, or is doing it."""
        if await asyncio.to_thread(chore.done):
            return
        async with self._leases.alone(chore.name) as alone:
            if alone:
                await chore.work()
