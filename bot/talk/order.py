"""One after the other: what one person says in one place is done in the order it came."""

import asyncio
from weakref import WeakValueDictionary


class InOrder:
    """Gives those who ask under one name a lock that they get in turn; belongs to one loop."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()

    def of(self, *name: str) -> asyncio.Lock:
        """The lock of that name, which is forgotten when nobody holds it or waits for it."""
        return self._locks.setdefault(name, asyncio.Lock())
