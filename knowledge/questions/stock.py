"""The questions of the notes as they are now; while new ones are made, the last good set."""

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from knowledge.model import Fact, Topic
from knowledge.questions.cache import last_made, load_made, save_made
from knowledge.questions.maker import make_questions
from knowledge.questions.model import Made

log = logging.getLogger(__name__)

SMALL = 200  # facts; asking about so few is no work for a process of its own
TIME_LIMIT = 300  # seconds for that process
ATTEMPTS = 3  # for each state of the notes, where it died
PAUSE = 5.0  # seconds before the next one
NOTHING = Made()


class Stock:
    """Questions made from one index. Nobody waits for new ones but who says so.

    Meanwhile those made last are asked; before the first time there are none.
    """

    patient = False  # whether everybody waits, as a program does that asks once and ends

    def __init__(self, index: Path) -> None:
        self._index = index
        self._cache = index.with_suffix(".questions")
        self._lock = threading.Lock()
        self._making: dict[str, threading.Thread] = {}
        self._made: dict[str, Made] = {}
        self._last: Made | None = None  # of earlier notes, perhaps of an earlier process

    def made(
        self,
        version: str,
        facts: Callable[[], Sequence[Fact]],
        topics: Sequence[Topic],
        *,
        wait: bool = False,
    ) -> Made:
        """The questions of the notes' *version*, or those of an earlier one while they are made."""
        with self._lock:
            if version in self._made:
                return self._made[version]
            thread = self._making.get(version)
            if thread is None:
                if self._load(version):
                    return self._made[version]
                thread = self._start(version, facts, topics)
        if wait or self.patient:
            thread.join()
        return self._made.get(version) or self._last or NOTHING

    @property
    def has_some(self) -> bool:
        """Whether there are questions, if perhaps those of earlier notes."""
        return bool(self._made) or self._last is not None

    def _load(self, version: str) -> bool:
        found = load_made(self._cache, version)
        if found is not None:
            self._made, self._last = {version: found}, found
        return found is not None

    def _start(
        self, version: str, facts: Callable[[], Sequence[Fact]], topics: Sequence[Topic]
    ) -> threading.Thread:
        self._last = self._last or last_made(self._cache)
        thread = threading.Thread(target=self._make, args=(version, facts, topics), daemon=True)
        self._making = {version: thread}
        thread.start()
        return thread

    def _make(
        self, version: str, facts: Callable[[], Sequence[Fact]], topics: Sequence[Topic]
    ) -> None:
        """Make them, here where there is little to ask about; where that fails the old ones stay.

        Whatever is wrong with the notes, or if they were closed meanwhile: nobody is there to
        catch it.
        """
        try:
            if len(facts()) > SMALL:
                self._elsewhere(version)
                return
            made = make_questions(facts(), topics)
            save_made(self._cache, version, made)
            if version in self._making:
                self._made, self._last = {version: made}, made
        except Exception as error:
            log.warning("No new questions: making them failed (%s).", type(error).__name__)
            self._give_up(version)

    def _give_up(self, version: str) -> None:
        """The old ones stay, unless the notes have changed again meanwhile."""
        if version in self._making:
            self._made = {version: self._last or NOTHING}

    def _elsewhere(self, version: str) -> None:
        """Let another process make the questions; where it fails or dawdles, the old ones stay.

        One that died may have been killed for another's sake: it is started again.
        """
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE)
            failed = self._run(version)
            if failed is None and self._load(version):
                return
            log.warning("No new questions: making them failed (%s).", failed or "nothing came")
            if failed == subprocess.TimeoutExpired.__name__:
                break
        self._give_up(version)

    def _run(self, version: str) -> str | None:
        """Make them once; what went wrong, if anything did."""
        command = [sys.executable, "-m", __name__, str(self._index), str(self._cache), version]
        paths = os.pathsep.join(path for path in sys.path if path)
        try:
            subprocess.run(  # noqa: S603 - our own module, our own files
                command, check=True, timeout=TIME_LIMIT, env=os.environ | {"PYTHONPATH": paths}
            )
        except (OSError, subprocess.SubprocessError) as error:
            return type(error).__name__
        return None


def main(index: Path, cache: Path, version: str) -> None:
    """Make the questions of an index and write them beside it."""
    from knowledge.index.layout import facts_of, open_index, topics_of

    gc.disable()  # nothing that is made goes in circles, and the process ends with it
    db = open_index(index)
    save_made(cache, version, make_questions(tuple(facts_of(db)), topics_of(db)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
