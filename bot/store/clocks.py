"""The time that all replicas over one database go by, whatever their machines say."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
FAR = timedelta(seconds=5)  # apart: somebody should look after that machine's clock


class SharedClock:
    """A machine's own clock, set right by the database's.

    The moment that the database tells lies between asking and being told. As long as what is known
    already fits in there it stays as it is: a slow answer moves no time.
    """

    def __init__(self, own: Clock, shared: Clock) -> None:
        self._own = own
        self._shared = shared
        self._behind = timedelta(0)  # what our own clock lacks
        self._told = False

    def __call__(self) -> datetime:
        return self._own() + self._behind

    @property
    def skew(self) -> float:
        """By how many seconds our own clock is ahead."""
        return -self._behind.total_seconds()

    def compare(self) -> None:
        """Ask the database; from then on its time is ours."""
        asked = self._own()
        there = self._shared()
        told = self._own()
        self._behind = min(max(self._behind, there - told), there - asked)
        if abs(self._behind) < FAR:
            self._told = False
        elif not self._told:
            self._told = True
            log.warning(
                "this machine's clock is %.0f s away from the database's, whose time it is",
                self.skew,
            )
