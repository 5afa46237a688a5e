"""What something costs, told so that a machine busy with other things says the same."""

import gc
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TRIES = 5
QUIET = 0.036  # seconds of processor time that `ordinary_work` takes where nothing else runs
EARNEST = 0.4  # seconds of processor time: what takes less says nothing about how it grows


@contextmanager
def no_collections() -> Iterator[None]:
    """Keep the collector, which goes over all that other tests left, out of what is measured."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def effort(work: Callable[[], object]) -> float:
    """The seconds of processor time that the work takes once."""
    with no_collections():
        started = time.process_time()
        work()
        return time.process_time() - started


def ordinary_work() -> int:
    """Words, numbers and dictionaries, as reading notes needs them."""
    found: dict[str, list[int]] = {}
    for number in range(12_000):
        for word in re.findall(r"\w+", f"- **Thing {number}**: maximum {number * 7} GB"):
            found.setdefault(word.casefold(), []).append(number)
    return sum(map(len, found.values()))


def slowness() -> float:
    """How many times longer work takes now than where nothing else runs.

    Cores that share their memory and caches with other work spend more processor time on the same.
    """
    return max(1.0, min(effort(ordinary_work) for _ in range(3)) / QUIET)


def takes_at_most(seconds: float, work: Callable[[], object]) -> bool:
    """Whether it does within one of a few tries: what is too slow is too slow each time."""
    return any(effort(work) <= seconds for _ in range(TRIES))


def is_even(small: float, large: float) -> bool:
    """Four times as much takes about four times as long; by the square it takes sixteen."""
    return large < 8 * small


def grows_evenly(
    small: Callable[[], object], large: Callable[[], object], earnest: float = EARNEST
) -> bool:
    """Whether what is four times as much takes as much longer, where it takes long at all."""

    def evenly() -> bool:
        most = effort(large)
        return most < earnest or is_even(effort(small), most)

    return any(evenly() for _ in range(TRIES))
