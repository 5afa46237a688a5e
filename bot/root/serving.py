"""`companion run`: the platforms and the clock, from the start to the last count."""

import asyncio
import logging
import platform
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from bot.root.parts import NAME, Clock, adapters_for, joined, read_notes, tell_notes
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.companion import Companion
    from bot.messages import Adapter, Platform
    from bot.ops.connecting import PlatformLine
    from bot.ops.metrics import Metrics
    from bot.store import Store
    from jobs.clockwork import Clockwork
    from knowledge.index.report import IndexReport

log = logging.getLogger("companion")
SILENCE = 60.0  # seconds without a beat after which the clock is taken to stand still


async def serve(
    settings: Settings, clock: Clock | None = None, step: Callable[[str], None] | None = None
) -> int:
    """Run the platforms and the clockwork until the process is told to stop.

    `step` hears of every step of a post before it is taken: the crash tests die there.
    """
    from bot.messages import CannotConnect
    from bot.ops.metrics import Metrics
    from jobs.clockwork import Clockwork

    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with joined(settings, clock) as (companion, store), AsyncExitStack() as stack:
        if not store.claim_instance():
            raise SettingsError(
                f"another companion is already running on {settings.shown_database}; "
                "stop it first, or give this one a DATABASE_URL of its own."
            )
        _seal_tokens(store)
        if step is not None:
            companion.posting.step = step
        adapters = adapters_for(settings, companion, store)
        _tell_what_there_is(settings, store, await read_notes(companion))
        metrics = Metrics() if settings.health_port is not None else None
        connections = _connections(companion, adapters, metrics)
        for connection in connections:
            stack.push_async_callback(connection.stop)
            try:
                await connection.start()
            except CannotConnect as error:
                raise SettingsError(f"{connection.platform}: {error}") from error
        # Stopped in the opposite order: no new posts, then the last counts, then the connections.
        stack.push_async_callback(companion.live.flush)
        clockwork = Clockwork(companion, store, settings)
        await clockwork.start()
        stack.push_async_callback(clockwork.stop)
        if metrics is not None:
            await _watched(stack, settings, companion, store, connections, clockwork, metrics)
        log.info("ready")
        companion.warm_up_soon()
        await _until(stopping, connections)
        log.info("stopping")
    return 0


def _tell_what_there_is(settings: Settings, store: "Store", notes: "IndexReport") -> None:
    """The first lines of the log: what runs here, over what."""
    log.info("Study Companion %s, Python %s", version(NAME), platform.python_version())
    tell_notes(settings, notes)
    for place in settings.missing_notes:
        log.warning("NOTES names %s, which is not there", place)
    log.info("database: %s", settings.shown_database)
    schedules = store.schedules.all()
    on = sum(not schedule.off for schedule in schedules)
    log.info("daily questions: %d, %d of them off", len(schedules), len(schedules) - on)


def _connections(
    companion: "Companion",
    adapters: "Mapping[Platform, Callable[[], Adapter]]",
    metrics: "Metrics | None",
) -> "list[PlatformLine]":
    """The platforms, not yet connected; what is posted goes through those that are."""
    from bot.ops.connecting import PlatformLine

    def connected(adapter: "Adapter") -> None:
        messenger = adapter.messenger
        companion.messengers[adapter.platform] = (
            metrics.over(adapter.platform, messenger) if metrics else messenger
        )
        if adapter.roles is not None:
            companion.posting.keepers[adapter.platform] = adapter.roles

    return [PlatformLine(name, make, connected) for name, make in adapters.items()]


async def _until(stopping: asyncio.Event, connections: "Sequence[PlatformLine]") -> None:
    """Wait for the end; a platform that says no when it is reached at last is one."""
    asked = asyncio.create_task(stopping.wait())
    refusals = {connection.refused: connection.platform for connection in connections}
    waited: set[asyncio.Future[Any]] = {asked, *refusals}
    done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    for refused, name in refusals.items():
        if refused in done:
            raise SettingsError(f"{name}: {refused.result()}")


async def _watched(
    stack: AsyncExitStack,
    settings: Settings,
    companion: "Companion",
    store: "Store",
    connections: "Sequence[PlatformLine]",
    clockwork: "Clockwork",
    metrics: "Metrics",
) -> None:
    """Tell whoever asks how the parts are, and count what they do."""
    from bot.ops.health import Health

    index = companion.core.library.index
    companion.heard = metrics.heard
    listener = metrics.listener()
    logging.getLogger().addHandler(listener)
    stack.callback(logging.getLogger().removeHandler, listener)
    for name, what, read in (
        (
            "clock_silence_seconds",
            "Since the clock last looked at what is due",
            clockwork.silence_now,
        ),
        ("clock_lag_seconds", "By how much the latest due post is late", clockwork.lag_now),
        ("clock_skew_seconds", "By how much this machine's clock is ahead", clockwork.skew_now),
        ("chores_waiting", "Chores under way or waiting for their turn", clockwork.depth_now),
        ("requests_waiting", "Requests that wait for a thread", companion.waiting),
        ("index_age_seconds", "Since the index of the notes was made", partial(_age, index)),
        ("database_connections", "Connections to the database", lambda: store.pool[0]),
        ("database_connections_in_use", "Connections in use", lambda: store.pool[1]),
        ("database_waiting", "Callers that wait for a connection", lambda: store.pool[2]),
    ):
        metrics.gauge(name, what, read)
    checks: dict[str, Callable[[], bool]] = {
        **{str(one.platform): one.healthy for one in connections},
        "database": store.is_there,
        "index": index.exists,
        "clock": lambda: clockwork.silence_now() < SILENCE,
    }
    figures = {"index_age_seconds": partial(_age, index)}
    health = Health(settings.health_port or 0, checks, metrics, settings.health_host, figures)
    try:
        await health.start()
    except OSError as error:
        raise SettingsError(
            f"HEALTH_PORT {settings.health_port} cannot be listened on "
            f"({error.strerror or error}). Set another one, or stop what listens there."
        ) from error
    stack.push_async_callback(health.stop)


def _age(index: "Path") -> float:
    return time.time() - index.stat().st_mtime if index.exists() else float("nan")


def _seal_tokens(store: "Store") -> None:
    """Encrypt what the settings' first key did not; a sentence where the key is the wrong one."""
    from bot.store import StoreError

    try:
        sealed = store.seal_tokens()
    except StoreError as error:
        raise SettingsError(str(error)) from error
    if sealed:
        log.info("the tokens of %d installations were encrypted anew", sealed)
