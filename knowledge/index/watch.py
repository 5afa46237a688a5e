"""Notices that notes changed: told by the system where it tells, and by looking now and then.

A look asks every file for its date, which takes half a second for ten thousand of them. Hence it
comes when the system says that something was written (watchfiles), and otherwise so seldom that
looking takes a hundredth of a core: shares of other machines tell nothing, nor does a system that
has no watches left.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.index.current import date_and_size
from knowledge.reading.files import file_identity, find_files, may_matter, root_of

LOG = logging.getLogger(__name__)
Signature = tuple[tuple[str, int, int], ...]
SHARE = 0.01  # of a core that looking may take while nothing changes
_LISTENS_EVERY = 100  # milliseconds; so long stopping takes
_ENDS_WITHIN = 1.0  # seconds
_LISTENS_FOR = 1000  # milliseconds after which silence means that listening has begun


def signature(notes: Sequence[Path | str]) -> Signature:
    """Dates and sizes of all notes: different after any edit."""
    return tuple((str(file.path), *date_and_size(file.path)) for file in find_files(notes).files)


class Watcher:
    """Calls *changed* when it starts, whenever the notes changed, and at every look while asked to.

    *every* is how long there is at least between two looks; *unsettled* says that what is to be
    done does not hang on the notes alone.
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
        self._stirred = threading.Event()  # something was written, or the end has come
        self._seen: Signature | None = None  # so the first look catches what changed before it
        self._looking = threading.Thread(target=self._run, name="notes", daemon=True)
        self._listening = threading.Thread(target=self._listen, name="notes-heard", daemon=True)

    def start(self) -> None:
        self._looking.start()
        self._listening.start()

    def stop(self) -> None:
        """End. Reading that is under way is hardly waited for: the old index stays if it ends."""
        self._stopping.set()
        self._stirred.set()
        for thread in (self._listening, self._looking):
            if thread.is_alive() and threading.current_thread() is not thread:
                thread.join(timeout=_ENDS_WITHIN)

    def _run(self) -> None:
        pause = self._every
        while not self._stopping.wait(self._every):
            self._stirred.wait(pause - self._every)
            if self._stopping.is_set():
                return
            self._stirred.clear()
            pause = max(self._every, self._look() / SHARE)

    def _look(self) -> float:
        """Look once, and say how much processor time looking took."""
        began = time.thread_time()
        took = 0.0
        try:
            now = signature(self._notes)
            took = time.thread_time() - began
            if now != self._seen or self._unsettled():
                self._changed()
                self._seen = now
        except Exception:  # the thread must outlive a bad moment; the next look tries again
            LOG.exception("The changed notes could not be read; trying again.")
        return took

    def _listen(self) -> None:
        """Hear of what is written, for as long as the system tells.

        Begins after the first look: a process that only answers a question is over by then.
        """
        if self._stopping.wait(self._every):
            return
        roots = [root_of(entry).absolute() for entry in self._notes]
        try:
            while not self._stopping.is_set():
                self._hear(roots)
        except Exception as error:  # of many kinds, one for each system
            LOG.info("Nothing tells of changed notes (%s); they are looked at now and then.", error)

    def _hear(self, roots: Sequence[Path]) -> None:
        """Listen until one of *roots* comes or goes: what was not there is not listened to."""
        from watchfiles import watch

        there = _identities(roots)
        listening = False
        for changes in watch(
            *roots,
            watch_filter=lambda _, path: may_matter(Path(path), roots),
            stop_event=self._stopping,
            debounce=_LISTENS_EVERY,
            step=_LISTENS_EVERY,
            force_polling=False,
            raise_interrupt=False,
            ignore_permission_denied=True,  # also of a root that is not there
            rust_timeout=_LISTENS_FOR,
            yield_on_timeout=True,
        ):
            if changes or not listening:  # what was written until now, nobody told of
                self._stirred.set()
            listening = True
            if _identities(roots) != there:
                self._stirred.set()
                return


def _identities(roots: Sequence[Path]) -> list[tuple[int, int]]:
    """Which file or folder each root is: one that was put in its place is another one."""
    return [file_identity(root) or (0, 0) for root in roots]
