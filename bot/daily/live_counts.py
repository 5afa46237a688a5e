"""The count under an open question, kept up to date without a message for every answer.

Answers only mark a round. One worker a message writes what is true by then, at most every two
seconds, and does not stop before the last state has been written.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager

from bot.messages import MessageRef, Messenger, NotDelivered, PlaceGone, Platform, Reply
from bot.store import StoreAway

log = logging.getLogger(__name__)

EVERY = 2.0  # seconds between two updates of one message; Slack allows about one a second
PATIENCE = 60.0  # the longest pause after failures
FLUSH = 3.0  # seconds for everything that is left at shutdown

Now = tuple[MessageRef, Reply]
Look = Callable[[int], Awaitable[Now | None]]
Alone = Callable[[int], AbstractAsyncContextManager[bool]]


class LiveCounts:
    """Keeps the messages of open rounds true. Belongs to one event loop."""

    def __init__(
        self,
        messengers: Mapping[Platform, Messenger],
        look: Look,
        alone: Alone,
        every: float = EVERY,
    ) -> None:
        self._messengers = messengers
        self._look = look  # where a round's message is and what it should say; None: closed
        self._alone = alone  # whether nobody else is writing it: a count never hides a result
        self._every = every
        self._dirty: set[int] = set()
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._hurry = asyncio.Event()

    def touch(self, round_id: int) -> None:
        """The round's message no longer says what is true."""
        self._dirty.add(round_id)
        if round_id not in self._workers:
            self._workers[round_id] = asyncio.create_task(self._work(round_id))

    async def flush(self) -> None:
        """Write what is left, without the pauses; used at shutdown."""
        self._hurry.set()
        workers = list(self._workers.values())
        if workers:
            _, late = await asyncio.wait(workers, timeout=FLUSH)
            for worker in late:
                worker.cancel()
        self._hurry.clear()

    async def _work(self, round_id: int) -> None:
        failures = 0
        try:
            while round_id in self._dirty:
                self._dirty.discard(round_id)
                failures = 0 if await self._write(round_id) else failures + 1
                if failures:
                    self._dirty.add(round_id)
                    if self._hurry.is_set() and failures > 1:
                        return  # the next start shows the count anew with the first answer
                await self._rest(min(PATIENCE, self._every * 2**failures))
        finally:
            del self._workers[round_id]

    async def _rest(self, seconds: float) -> None:
        if self._hurry.is_set():
            return
        try:
            await asyncio.wait_for(self._hurry.wait(), seconds)
        except TimeoutError:
            return

    async def _write(self, round_id: int) -> bool:
        """Write the round's present state; False if it has to be tried again."""
        try:
            async with self._alone(round_id) as alone:
                return alone and await self._write_alone(round_id)
        except PlaceGone:
            log.info("round %d: its channel is gone, its count stays as it is", round_id)
            return True
        except (NotDelivered, StoreAway) as error:
            log.info("round %d: could not update the count, trying again: %s", round_id, error)
            return False
        except Exception:  # a worker that dies would leave the count wrong for good
            log.exception("round %d: could not update the count, trying again", round_id)
            return False

    async def _write_alone(self, round_id: int) -> bool:
        now = await self._look(round_id)
        if now is None:
            return True
        ref, reply = now
        messenger = self._messengers.get(ref.place.platform)
        if messenger is not None:
            await messenger.update(ref, reply)
        return True
