"""The bundled notes as they were read, and the questions made of them: once for all workers."""

import fcntl
import pickle
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from knowledge.questions import make_questions
from knowledge.questions.model import Made
from knowledge.reading.notes import Notes, read_notes

T = TypeVar("T")


def _once(kept: Path, make: Callable[[], T]) -> T:
    """What was made by whichever worker needed it first."""
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
    found: T = pickle.loads(kept.read_bytes())
    return found


class Pack:
    """Read, and asked about, when somebody wants it."""

    def __init__(self, place: Path) -> None:
        place.mkdir(exist_ok=True)
        self._place = place

    @cached_property
    def notes(self) -> Notes:
        return _once(self._place / "notes", lambda: read_notes(["bundled"]))

    @cached_property
    def questions(self) -> Made:
        notes = self.notes
        return _once(self._place / "questions", lambda: make_questions(notes.facts, notes.topics))
