"""One thing to do, under a name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do, by one replica at a time. It looks again at what is left when it begins."""

    name: str
    work: Callable[[], Awaitable[object]]
    done: Callable[[], bool] = _never  # a glance beforehand: whether others have done it
