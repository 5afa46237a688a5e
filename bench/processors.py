"""Seconds of processors that were used: by a process, by a server with all its children, by all.

Read from /proc, so on Linux alone; elsewhere what cannot be known is no number, and told in words.
"""

import math
import os
from collections.abc import Iterator
from pathlib import Path

PROC = Path("/proc")


def told(seconds: float) -> str:
    """A figure of these, or that there is none."""
    return "not known" if math.isnan(seconds) else f"{seconds:.2f}"


def of_family(parent: int) -> float:
    """A process, its children that ended, and those that run."""
    return sum(_of_family(parent)) if PROC.is_dir() else math.nan


def of_process(number: int) -> float:
    """One process alone, while it runs."""
    try:
        return sum(_used(PROC / str(number) / "stat")[1:3])
    except OSError:
        return math.nan


def of_all() -> float:
    """Everything that ran on this machine."""
    place = PROC / "stat"
    if not place.exists():
        return math.nan
    user, nice, system, _idle, _waits, irq, softirq, *_ = map(
        int, place.read_text().split("\n")[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def _of_family(parent: int) -> Iterator[float]:
    for place in PROC.glob("[0-9]*/stat"):
        try:
            above, *used = _used(place)
        except OSError:
            continue  # it has just ended
        if int(place.parent.name) == parent:
            yield sum(used)
        elif above == parent:
            yield sum(used[:2])


def _used(place: Path) -> tuple[int, float, float, float, float]:
    """The parent, and seconds: its own, the system's for it; both of its children that ended."""
    told = place.read_text().rpartition(")")[2].split()
    a_second = os.sysconf("SC_CLK_TCK")
    user, system, ended_user, ended_system = (int(told[n]) / a_second for n in (11, 12, 13, 14))
    return int(told[1]), user, system, ended_user, ended_system
