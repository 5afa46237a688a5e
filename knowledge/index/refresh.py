"""Bring the index up to date with the notes, if it is not."""

import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from knowledge.index.current import Progress, date_and_size, is_current, look, remember
from knowledge.index.layout import open_index
from knowledge.index.lock import only_builder
from knowledge.index.report import IndexReport, report_of
from knowledge.reading.files import FLASHCARD_TAG, file_identity


def refresh(
    notes: Sequence[Path | str],
    index: Path,
    progress: Progress | None = None,
    flashcard_tag: str = FLASHCARD_TAG,
) -> IndexReport:
    """Bring *index* up to date with *notes*, if it is not, and say what was done."""
    started = time.perf_counter()
    index.parent.mkdir(parents=True, exist_ok=True)
    before, seen_at = _stamp(index), time.time_ns()
    state = look(notes, index, flashcard_tag)
    if not is_current(state, index):
        with only_builder(index):
            if _stamp(index) != before:  # built since the look, maybe of newer notes than it saw
                seen_at = time.time_ns()
                state = look(notes, index, flashcard_tag)
            if not is_current(state, index):
                from knowledge.index.builder import build_state

                report = build_state(state, index, progress)
                remember(state, index, seen_at)
                return report
    remember(state, index, seen_at)
    with closing(open_index(index)) as db:
        return report_of(
            db, seconds=time.perf_counter() - started, others=tuple(state.finds.others)
        )


def _stamp(index: Path) -> tuple[object, ...]:
    """Which file the index is: whoever builds it puts another one in its place."""
    return file_identity(index), date_and_size(index)
