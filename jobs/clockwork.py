"""The clock that turns everything: APScheduler fires, the store decides what is left to do.

Every few seconds one beat looks at what is due. Nothing is remembered here that matters: after a
crash, or beside a second replica, the store knows what was claimed, posted, closed and told.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.companion import Companion
from bot.settings import Settings
from bot.store import Store
from jobs.agenda import Agenda
from jobs.chores import Chore, Chores
from jobs.patience import Patience

log = logging.getLogger(__name__)
BEAT_SECONDS = 2.0
AT_ONCE = (
    16  # posts under way together: enough to hide latency, few enough to leave room for people
)
STOP_SECONDS = 8.0


class Clockwork:
    """Beats until it is stopped."""

    def __init__(
        self, companion: Companion, store: Store, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._clock = clock
        self._chores = Chores(companion, store, settings)
        self._agenda = Agenda()
        self._patience = Patience()
        self._under_way: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        self._places = asyncio.Semaphore(AT_ONCE)
        self._scheduler = AsyncIOScheduler()

    async def start(self) -> None:
        self._scheduler.add_job(
            self.beat, "interval", seconds=BEAT_SECONDS, max_instances=1, coalesce=True
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

    async def beat(self) -> None:
        """Look once at everything that may be due."""
        now = self._clock()
        try:
            chores = await asyncio.to_thread(self._look, now)
        except Exception:
            log.exception("could not look for what is due; trying again at the next beat")
            return
        for name, chore in chores:
            self._begin(name, chore, now)

    async def settle(self) -> None:
        """Wait until nothing is under way: for tests and simulations."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    def _look(self, now: datetime) -> list[Chore]:
        """Everything that may be done now; what cannot be looked at keeps nothing else from it."""
        found: list[Chore] = []
        for look in (self._posts, self._chores.unfinished):
            try:
                found.extend(look(now))  # what came before the trouble stays in the list
            except Exception:
                log.exception(
                    "a part of what is due could not be looked at; again at the next beat"
                )
        return found

    def _posts(self, now: datetime) -> Iterator[Chore]:
        self._agenda.update(self._chores.schedules(), now)
        return self._chores.posts(self._agenda.due(now), now)

    def _begin(self, name: str, chore: Callable[[], Awaitable[object]], now: datetime) -> None:
        """Start a chore, unless it is under way already or failed a moment ago."""
        if name in self._busy or not self._patience.may_try(name, now):
            return
        self._busy.add(name)
        task = asyncio.create_task(self._do(name, chore))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _do(self, name: str, chore: Callable[[], Awaitable[object]]) -> None:
        try:
            async with self._places:
                await chore()
            self._patience.succeeded(name)
        except Exception:
            wait = self._patience.failed(name, self._clock())
            log.exception("%s failed; trying again in %d s", name, wait.total_seconds())
        finally:
            self._busy.discard(name)
