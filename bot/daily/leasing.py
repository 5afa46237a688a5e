"""What this replica has taken on: held while it works on it, let go when it is done or lost.

A replica that dies lets go by doing nothing: its leases end, and another one goes on. One that
cannot reach the database any more stops what it does before somebody else may begin it.
"""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import date
from itertools import count

from bot.messages import NotDelivered
from bot.store import StoreAway
from bot.store.leases import LeaseRows
from bot.store.records import Team

log = logging.getLogger(__name__)

LEASE_SECONDS = 45.0  # another replica takes over within a minute
SAFE = 0.8  # the share of a lease after which whoever could not renew it stops
GLANCE = 1.0  # seconds for which a click waits to be told whether it is the first
LOOK_AGAIN = 0.2  # seconds between two tries to take what somebody else has


class LeaseLost(NotDelivered):
    """Somebody else may be doing it by now."""


class Leases:
    """Takes on work by name, for one replica."""

    def __init__(self, rows: LeaseRows, seconds: float = LEASE_SECONDS) -> None:
        self._rows = rows
        self._seconds = seconds
        self._numbers = count(1)
        self.replica = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"

    @asynccontextmanager
    async def alone(self, name: str, patience: float = 0.0) -> AsyncIterator[bool]:
        """Whether what follows is ours alone to do; it ends with LeaseLost if it no longer is.

        With *patience* it waits so many seconds for whoever is doing it now.
        """
        owner = f"{self.replica}/{next(self._numbers)}"
        since = await self._taken(name, owner, patience)
        if since is None:
            yield False
            return
        work = asyncio.current_task()
        assert work is not None
        keeper = asyncio.create_task(self._keep(name, owner, work, since))
        try:
            yield True
        except asyncio.CancelledError:
            if not keeper.done() or keeper.cancelled():
                raise
            work.uncancel()
            raise LeaseLost(f"{name}: the lease was lost") from None
        finally:
            keeper.cancel()
            await self._release(name, owner)

    @asynccontextmanager
    async def alone_if_known(self, name: str, patience: float = 0.0) -> AsyncIterator[bool]:
        """The same for what is better done twice than not at all: yes while the store is away."""
        async with AsyncExitStack() as stack:
            try:
                mine = await stack.enter_async_context(self.alone(name, patience))
            except StoreAway:
                mine = True
            yield mine

    async def is_first(self, name: str, seconds: float, event: str = "") -> bool:
        """Whether nobody did this within so many seconds, by the database's clock.

        Every replica that hears of the same *event* is told the same. Yes while the store is away
        or slow: who asks wants to go on.
        """
        owner = event or f"{self.replica}/{next(self._numbers)}"
        try:
            async with asyncio.timeout(GLANCE):
                return await asyncio.to_thread(self._rows.take, name, owner, seconds)
        except (StoreAway, TimeoutError):
            return True

    async def _taken(self, name: str, owner: str, patience: float) -> float | None:
        """From when on it is ours, at the latest; None if it does not become ours."""
        deadline = time.monotonic() + patience
        try:
            while True:
                asked = time.monotonic()
                if await _whole(self._rows.take, name, owner, self._seconds):
                    return asked
                if time.monotonic() >= deadline:
                    return None
                await asyncio.sleep(LOOK_AGAIN)
        except asyncio.CancelledError:  # it may just have become ours
            await self._release(name, owner)
            raise

    async def _keep(
        self, name: str, owner: str, work: "asyncio.Task[object]", since: float
    ) -> None:
        """Renew the lease while the work goes on; end the work when that is not possible.

        A database that says nothing is waited for no longer than the lease is ours for sure.
        """
        until = since + self._seconds * SAFE
        while (left := until - time.monotonic()) > 0:
            await asyncio.sleep(min(self._seconds / 4, left))
            with suppress(StoreAway, TimeoutError):
                asked = time.monotonic()
                async with asyncio.timeout(max(until - asked, 0.0)):
                    if not await asyncio.to_thread(self._rows.renew, name, owner, self._seconds):
                        break
                until = asked + self._seconds * SAFE
        log.warning("%s: the lease was lost, leaving it to others", name)
        work.cancel()

    async def _release(self, name: str, owner: str) -> None:
        try:
            await _whole(self._rows.release, name, owner)
        except StoreAway:
            log.info("%s: not released, its lease ends by itself", name)


async def _whole(function: Callable[..., bool], *args: object) -> bool:
    """Run it in a thread, to its end even when whoever waits for it is cancelled meanwhile.

    A cancelled wait would take back what no thread has begun yet: a lease that is not released
    keeps everybody waiting until it ends.
    """
    work = asyncio.ensure_future(asyncio.to_thread(function, *args))
    try:
        return await asyncio.shield(work)
    except asyncio.CancelledError:
        await asyncio.wait({work})
        raise


def post_of(team: Team, channel: str, day: date) -> str:
    """The name for posting the question of a day."""
    return f"post {team} {channel} {day}"


def message_of(round_id: int) -> str:
    """The name for writing a round's message: its count, its result."""
    return f"message {round_id}"
