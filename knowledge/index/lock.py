"""One builder at a time, across processes and threads; a crash releases the lock."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, wait: bool) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, wait: bool) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@contextmanager
def only_builder(index: Path) -> Iterator[bool]:
    """Keep others from building *index*; whether somebody else was, and had to be waited for."""
    with index.with_name(index.name + ".lock").open("a") as file:
        waited = False
        try:
            _lock(file.fileno(), wait=False)
        except OSError:
            _lock(file.fileno(), wait=True)
            waited = True
        yield waited
