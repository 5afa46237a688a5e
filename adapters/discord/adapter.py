"""Discord as the composition root starts and stops it."""

import asyncio
import logging
import math
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

import aiohttp
import discord

from adapters.discord import endpoints
from adapters.discord.client import Client
from adapters.discord.roles import DiscordRoles
from adapters.discord.work import RequestsUnderWay
from adapters.intake import DoubleClicks
from bot.daily.leasing import LeaseLost, Leases
from bot.messages import CannotConnect, Handler, Messenger, NotReachable, Platform, RoleKeeper
from bot.settings import Settings
from bot.store import Store, StoreAway

log = logging.getLogger(__name__)

STAND_BY = 2.0  # seconds between two looks at whether another replica still listens
CONNECT_WITHIN = 60.0
FINISH_WITHIN = 6.5
DISCONNECT_WITHIN = 1.0
UNREACHABLE = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)


class DiscordAdapter:
    """bot.messages.Adapter for Discord: one application, any number of servers."""

    platform: Platform = "discord"

    def __init__(
        self,
        settings: Settings,
        companion: Handler,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._work = RequestsUnderWay()
        self._leases = Leases(store.leases, settings.lease_seconds)
        clicks = DoubleClicks(self._leases.is_first)
        self._client = Client(settings, companion, store, clock, self._work, clicks)
        self._running: asyncio.Task[None] | None = None
        self._connection: asyncio.Task[None] | None = None  # from the first time that we listen
        self._listens = False
        self._standing_by = asyncio.Event()
        self.messenger: Messenger = self._client.messenger
        self.roles: RoleKeeper | None = DiscordRoles(self._client)

    async def start(self) -> None:
        """Connect; raises CannotConnect with a sentence when Discord does not take the token."""
        endpoints.use(self._settings.discord_api_url)
        try:
            await self._client.login(self._settings.discord_token)
            self._running = asyncio.create_task(self._listen())
            self._running.add_done_callback(_ended)
            await self._connected(self._running)
        except discord.LoginFailure:
            await self._client.close()
            raise CannotConnect(
                "Discord does not take DISCORD_TOKEN. Make a new one under Bot in the developer "
                "portal; see docs/discord.md."
            ) from None
        except UNREACHABLE as error:
            await self._client.close()
            if isinstance(error, discord.HTTPException) and 400 <= error.status < 429:
                raise CannotConnect(
                    f"Discord says no ({error.status} {error.text}). `companion doctor` looks at "
                    "what it may lack; see docs/discord.md."
                ) from error
            raise NotReachable(
                f"Discord cannot be reached ({type(error).__name__}). Is the network up?"
            ) from error
        if self._client.connected.is_set():
            log.info("discord is connected as %s", self._client.user)
        else:
            log.info("discord: another replica listens; standing by, and posting when it is time")

    async def _listen(self) -> None:
        """Take what Discord tells, unless another replica does; then wait for its end.

        Everybody who is connected hears everything, so of one share of the servers one listens.
        """
        name = f"discord {self._settings.discord_shards or 'all'}"
        while True:
            try:
                async with self._leases.alone(name) as alone:
                    if alone:
                        await self._hear()
                        return
                await self._hang_up("another replica listens")
            except LeaseLost:
                self._work.first_responses.alone = False
                continue
            except StoreAway as away:
                log.info("nobody knows which replica listens to Discord: %s", away)
            self._standing_by.set()
            await self._wait_a_while()

    async def _hear(self) -> None:
        """Connect, and stay so until the adapter stops; a lost lease ends it at this end only.

        Whether to hang up is seen afterwards: if the database is away, perhaps nobody else listens.
        """
        first = self._work.first_responses
        first.alone = True
        first.elsewhere.clear()
        self._listens = True
        if self._connection is None:
            self._connection = asyncio.create_task(self._client.connect())
        else:
            for shard in self._client.shards.values():
                await shard.connect()
        await asyncio.shield(self._connection)

    async def _wait_a_while(self) -> None:
        """A moment before the lease is asked for again; shorter when somebody else answers."""
        first = self._work.first_responses
        with suppress(TimeoutError):
            async with asyncio.timeout(STAND_BY):
                await first.elsewhere.wait()
        if first.elsewhere.is_set():
            first.elsewhere.clear()
            await self._hang_up("another replica answers")

    async def _hang_up(self, why: str) -> None:
        """Hear nothing more; what is posted goes on."""
        if self._listens:
            log.warning("hanging up on Discord: %s", why)
        self._listens = False
        for shard in self._client.shards.values():
            await shard.disconnect()

    async def stop(self) -> None:
        """Take nothing new, finish what is in flight, disconnect."""
        self._work.closing = True
        await self._work.drain(FINISH_WITHIN)
        await self._client.people.flush()
        try:
            async with asyncio.timeout(DISCONNECT_WITHIN):
                await self._client.close()
        except TimeoutError:
            log.info("the connection did not close in time")
        tasks = {task for task in (self._running, self._connection) if task is not None}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=DISCONNECT_WITHIN)

    @property
    def healthy(self) -> bool:
        """Connected on every shard, or waiting to be; not only running."""
        if self._running is None or self._running.done() or self._work.closing:
            return False
        if not self._listens:
            return self._standing_by.is_set()
        shards = self._client.shards.values()
        return bool(shards) and not any(
            shard.is_closed() or math.isinf(shard.latency) for shard in shards
        )

    @property
    def busy(self) -> bool:
        """Whether something that people asked is still under way."""
        return self._work.running > 0

    async def _connected(self, running: "asyncio.Task[None]") -> None:
        """Wait for the first shard, for another replica's, or for what kept it from connecting."""
        connected = asyncio.create_task(self._client.connected.wait())
        standing_by = asyncio.create_task(self._standing_by.wait())
        try:
            await asyncio.wait(
                {connected, standing_by, running},
                timeout=CONNECT_WITHIN,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            connected.cancel()
            standing_by.cancel()
        if running.done():
            running.result()
        if not self._client.connected.is_set() and not self._standing_by.is_set():
            raise TimeoutError


def _ended(running: "asyncio.Task[None]") -> None:
    if not running.cancelled() and (error := running.exception()) is not None:
        log.error("the connection to Discord ended: %s", error)
