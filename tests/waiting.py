"""Waiting until something is so, for as long as a machine busy with other things may need."""

import asyncio
import time
from collections.abc import Awaitable, Callable

CEILING = 120.0  # seconds, after which a test gives up
PAUSE = 0.005  # between two looks


async def until(
    so: Callable[[], object], doing: Callable[[], Awaitable[object]] | None = None
) -> None:
    """Wait until something is so, doing something again and again if that is what it takes."""
    ends = time.monotonic() + CEILING
    while not so():
        assert time.monotonic() < ends, f"still not so after {CEILING:g} seconds"
        if doing is not None:
            await doing()
        await asyncio.sleep(PAUSE)


def wait_until(so: Callable[[], object]) -> None:
    """The same where threads do the work."""
    ends = time.monotonic() + CEILING
    while not so():
        assert time.monotonic() < ends, f"still not so after {CEILING:g} seconds"
        time.sleep(PAUSE)
