"""The questions of the notes as they are now; while new ones are made, the last good set."""

import gc
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from knowledge.questions.cache import last_made, load_made, save_made
from knowledge.questions.model import Made

log = logging.getLogger(__name__)

TIME_LIMIT = 300  # seconds for one process
ATTEMPTS = 3  # for each state of the notes, where it died
PAUSE = 5.0  # seconds before the next one
# Seconds until one is ended that works on notes which have changed since: it may be nearly done,
# and of notes that change all the time some have to be asked about.
OVERTIME = 20.0
LOOK = 0.2  # seconds between two looks whether it is needed
NOTHING = Made()


def run_python(words: Sequence[str], seconds: float, needed: Callable[[], bool]) -> None:
    """`python WORDS` to its end. Raises OSError or SubprocessError where it fails or dawdles.

    It is ended as well as soon as nobody needs it any longer.
    """
    paths = os.pathsep.join(path for path in sys.path if path)
    ends = time.monotonic() + seconds
    with subprocess.Popen(  # noqa: S603 - our own module, our own files
        [sys.executable, *words], env=os.environ | {"PYTHONPATH": paths}
    ) as program:
        try:
            while program.poll() is None:
                if time.monotonic() >= ends or not needed():
                    raise subprocess.TimeoutExpired(program.args, seconds)
                with suppress(subprocess.TimeoutExpired):
                    program.wait(LOOK)
        finally:
            program.kill()
    if program.returncode:
        raise subprocess.CalledProcessError(program.returncode, program.args)


class Stock:
    """Questions made from one index, by a process of their own, one at a time.

    One whose notes have changed meanwhile makes room for the next one, after a while at the latest.
    Nobody waits for new ones but who says so. Meanwhile those made last are asked; before the first
    time there are none. Whatever is wrong with the notes harms no more than that process.
    """

    patient = False  # whether everybody waits, as a program does that asks once and ends

    def __init__(self, index: Path) -> None:
        self._index = index
        self._cache = index.with_suffix(".questions")
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._making: dict[str, threading.Thread] = {}
        self._made: dict[str, Made] = {}
        self._last: Made | None = None  # of earlier notes, perhaps of an earlier process

    def made(self, version: str, *, wait: bool = False) -> Made:
        """The questions of the notes' *version*, or those of an earlier one while they are made."""
        with self._lock:
            if version in self._made:
                return self._made[version]
            thread = self._making.get(version)
            if thread is None:
                found = load_made(self._cache, version)
                if found is not None:
                    self._made, self._last = {version: found}, found
                    return found
                thread = self._start(version)
        if wait or self.patient:
            thread.join()
        return self._made.get(version) or self._last or NOTHING

    @property
    def has_some(self) -> bool:
        """Whether there are questions, if perhaps those of earlier notes."""
        return bool(self._made) or self._last is not None

    def _start(self, version: str) -> threading.Thread:
        self._last = self._last or last_made(self._cache)
        thread = threading.Thread(target=self._make, args=(version,), daemon=True)
        self._making = {version: thread}
        thread.start()
        return thread

    def _make(self, version: str) -> None:
        """Make them when it is their turn, unless the notes have changed again by then."""
        with self._turn:
            found = self._tried(version)
            with self._lock:
                self._last = found or self._last
                if version in self._making:
                    self._made = {version: self._last or NOTHING}

    def _tried(self, version: str) -> Made | None:
        """What a process made; None where it fails or dawdles, or is needed no longer.

        One that died may have been killed for another's sake: it is started again.
        """
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE)
            if version not in self._making:
                return None
            failed = self._run(version)
            found = None if failed else load_made(self._cache, version)
            if found is not None or version not in self._making:
                return found
            log.warning("No new questions: making them failed (%s).", failed or "nothing came")
            if failed == subprocess.TimeoutExpired.__name__:
                break
        return None

    def _run(self, version: str) -> str:
        """Make them once; what went wrong, if anything did."""
        words = ("-m", __name__, str(self._index), str(self._cache), version)
        overtime = time.monotonic() + OVERTIME

        def needed() -> bool:
            return version in self._making or time.monotonic() < overtime

        try:
            run_python(words, TIME_LIMIT, needed)
        except (OSError, subprocess.SubprocessError) as error:
            return type(error).__name__
        return ""


def main(index: Path, cache: Path, version: str) -> None:
    """Make the questions of an index and write them beside it."""
    from knowledge.index.layout import facts_of, open_index, topics_of
    from knowledge.questions.maker import make_questions

    gc.disable()  # nothing that is made goes in circles, and the process ends with it
    db = open_index(index)
    save_made(cache, version, make_questions(tuple(facts_of(db)), topics_of(db)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
