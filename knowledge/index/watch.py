"""Notices that notes changed, by looking at their dates every few seconds."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.reading.files import find_files

LOG = logging.getLogger(__name__)
Signature = tuple[tuple[str, int, int], ...]


def signature(notes: Sequence[Path | str]) -> Signature:
    """Dates and sizes of all notes: cheap, and different after any edit."""
    result = []
    for file in find_files(notes).files:
        try:
            status = file.path.stat()
        except OSError:
            continue
        result.append((str(file.path), status.st_mtime_ns, status.st_size))
    return tuple(result)


class Watcher:
    """A thread that calls *changed* when it starts, whenever the notes changed, and while asked to.

    *unsettled* says that what is to be done does not hang on the notes alone: look at every turn.
    """

    def __init__(
        self,
        notes: Sequence[Path | str],
        changed: Callable[[], object],
        every: float = 2.0,
        unsettled: Callable[[], bool] = lambda: False,
    ) -> None:
        self._notes = notes
        self._changed = changed
        self._every = every
        self._unsettled = unsettled
        self._stopping = threading.Event()
        self._seen: Signature | None = None  # so the first look catches what changed before it
        self._thread = threading.Thread(target=self._run, name="notes", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                now = signature(self._notes)
                if now != self._seen or self._unsettled():
                    self._changed()
                    self._seen = now
            except Exception:  # the thread must outlive a bad moment; the next look tries again
                LOG.exception("The changed notes could not be read; trying again.")
