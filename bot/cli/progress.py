"""What is being done, on standard error, once it takes a while; nothing in a pipe."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

Shown = Callable[[int, int, str], None]  # done, of how many, with which
PATIENCE = 0.4  # seconds before anything is shown: most things are done by then
_LONGEST = 30  # characters of a name


@contextmanager
def progress(what: str, stream: TextIO | None = None) -> Iterator[Shown]:
    """Say *what* is being done while it is; how far it is, is told by calling what this gives."""
    target = stream or sys.stderr
    line = _Line(what, target) if is_shown(target) else _Nothing()
    try:
        yield line
    finally:
        line.close()


def is_shown(target: TextIO) -> bool:
    """Whether a line that changes can be shown there."""
    return target.isatty() and os.environ.get("TERM") != "dumb"


class _Nothing:
    """For pipes, and terminals that cannot go back."""

    def __call__(self, done: int, total: int, name: str) -> None:
        """Shown nowhere."""

    def close(self) -> None:
        """There is nothing to take away."""


class _Line(_Nothing):
    """One line of a terminal, which goes away when all is done."""

    def __init__(self, what: str, target: TextIO) -> None:
        self._what = what
        self._target = target
        self._state = 0, 0, ""
        self._bar: Progress | None = None
        self._closed = False
        self._lock = Lock()
        self._timer = Timer(PATIENCE, self._appear)
        self._timer.daemon = True
        self._timer.start()

    def __call__(self, done: int, total: int, name: str) -> None:
        with self._lock:
            self._state = done, total, name
            if self._bar is not None:
                self._draw(self._bar)

    def close(self) -> None:
        self._timer.cancel()
        with self._lock:
            if self._bar is not None:
                self._bar.stop()
            self._closed = True

    def _appear(self) -> None:
        """Load what draws; nobody has waited for it."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = TextColumn("{task.description}"), BarColumn(24), TimeElapsedColumn()
        bar = Progress(*columns, console=Console(file=self._target), transient=True)
        with self._lock:
            if self._closed:
                return
            bar.add_task(self._what, total=None)
            bar.start()
            self._bar = bar
            self._draw(bar)

    def _draw(self, bar: "Progress") -> None:
        done, total, name = self._state
        told = f"{self._what} {_shortened(name)}".rstrip()
        bar.update(bar.task_ids[0], completed=done, total=total or None, description=told)


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST else f"…{name[1 - _LONGEST :]}"
