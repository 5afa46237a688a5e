"""One builder at a time, across processes and threads; a crash releases the lock."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)


@contextmanager
def only_builder(index: Path) -> Iterator[None]:
    """Keep others from building *index*; who is building it is waited for."""
    with index.with_name(index.name + ".lock").open("a") as file:
        _lock(file.fileno())
        yield
