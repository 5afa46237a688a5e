"""Calls that a platform asked to wait: all of their kind, and everybody together."""

import asyncio
from math import inf

_BETWEEN = 0.05  # seconds between two calls that waited: a crowd would be refused again


class Shut(Exception):
    """A gate that stays closed for longer than anybody waits."""


class Gates:
    """One gate a method. Whoever is told to wait closes it for everybody."""

    def __init__(self, patience: float = inf) -> None:
        self._patience = patience  # seconds that are waited for
        self._opens: dict[str, float] = {}
        self._next: dict[str, float] = {}

    def close(self, method: str, seconds: float) -> None:
        """Nothing of this kind for so long; a longer wait that was asked for before still holds."""
        self._opens[method] = max(self._opens.get(method, 0.0), _now() + seconds)

    async def passing(self, method: str) -> None:
        """Wait until the gate is open, also when it is closed again meanwhile; not for too long."""
        while (wait := self._opens.get(method, 0.0) - _now()) > 0:
            if wait > self._patience:
                raise Shut(method)
            await asyncio.sleep(wait)
            await asyncio.sleep(self._turn(method))

    def _turn(self, method: str) -> float:
        """How long to wait behind those who waited as well."""
        turn = max(self._next.get(method, 0.0), _now())
        self._next[method] = turn + _BETWEEN
        return turn - _now()


def _now() -> float:
    return asyncio.get_running_loop().time()
