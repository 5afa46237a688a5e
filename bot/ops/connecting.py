"""A platform, connected now or as soon as it can be reached: a network may come later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.messages import Adapter, CannotConnect, NotReachable, Platform

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds between two attempts; each wait doubles
Pause = Callable[[float], Awaitable[None]]


class PlatformLine:
    """One platform, whose adapter is made anew for every attempt."""

    def __init__(
        self,
        platform: Platform,
        make: Callable[[], Adapter],
        connected: Callable[[Adapter], None],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.platform = platform
        self._make = make
        self._connected = connected
        self._pause = pause
        self._adapter: Adapter | None = None
        self._trying: asyncio.Task[None] | None = None
        self.refused: asyncio.Future[CannotConnect] = asyncio.get_running_loop().create_future()

    async def start(self) -> None:
        """Connect; where nobody answers, go on trying beside everything else.

        Raises CannotConnect where the platform answers and says no.
        """
        try:
            await self._attempt()
        except NotReachable as error:
            self._tell(error, FIRST_WAIT)
            self._trying = asyncio.create_task(self._go_on_trying())

    async def stop(self) -> None:
        """Try no longer, and disconnect."""
        if self._trying is not None:
            self._trying.cancel()
            with suppress(asyncio.CancelledError):
                await self._trying
        if self._adapter is not None:
            await self._adapter.stop()

    def healthy(self) -> bool:
        return self._adapter is not None and self._adapter.healthy

    async def _attempt(self) -> None:
        adapter = self._make()
        await adapter.start()
        self._adapter = adapter
        self._connected(adapter)
        log.info("%s is connected", self.platform)

    async def _go_on_trying(self) -> None:
        wait = FIRST_WAIT
        while True:
            await self._pause(wait)
            wait = min(2 * wait, LONGEST_WAIT)
            try:
                await self._attempt()
            except NotReachable as error:
                self._tell(error, wait)
            except CannotConnect as error:
                self.refused.set_result(error)
                return
            else:
                return

    def _tell(self, error: NotReachable, wait: float) -> None:
        log.warning("%s: %s Trying again in %.0f s.", self.platform, error, wait)
