"""Building the index: beside the old one, then in its place in one step.

What is beside it begins as a copy of the old one, of which only those notes are changed that have
changed; what all of them yield together is made anew of numbers and counts, not of their text.
"""

import logging
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

import sqlite_utils

from knowledge.index.current import Progress, State, look, remember
from knowledge.index.entries import DAMAGED, NoteEntry, entry_of, known_entries
from knowledge.index.layout import StoredFacts, open_index
from knowledge.index.lock import only_builder
from knowledge.index.report import IndexReport, report_of
from knowledge.index.tables import (
    add_facts,
    complete,
    connection,
    create,
    replace_all,
    replace_topics,
)
from knowledge.index.update import IndexUpdate
from knowledge.index.versions import code_version
from knowledge.model import Fact, Topic
from knowledge.reading.decoding import DocumentBudget, is_document, read_text
from knowledge.reading.document import read_document

log = logging.getLogger(__name__)

_NO_ROOM = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})  # the disk, not the index
Step = Callable[[str], None]  # told before each step that matters; the crash test dies in it


def build(
    notes: Sequence[Path | str],
    index: Path,
    progress: Progress | None = None,
    step: Step = lambda _: None,
) -> IndexReport:
    """Build *index* from *notes*, keeping what an older one already has read."""
    index.parent.mkdir(parents=True, exist_ok=True)
    with only_builder(index):
        seen_at = time.time_ns()
        state = look(notes, index)
        report = build_state(state, index, progress, step)
        remember(state, index, seen_at)
        return report


def build_state(
    state: State, index: Path, progress: Progress | None = None, step: Step = lambda _: None
) -> IndexReport:
    old = known_entries(index, state.reader)
    try:
        return _build(state, index, old, progress, step)
    except DAMAGED as error:
        if not old or getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_ROOM:
            raise
        log.warning("The index is damaged (%s); all notes are read again.", error)
    return _build(state, index, {}, progress, step)


def _build(
    state: State,
    index: Path,
    old: Mapping[str, NoteEntry],
    progress: Progress | None,
    step: Step,
) -> IndexReport:
    """Build from what the *old* index knows and the notes that are others now."""
    started = time.perf_counter()
    entries: list[NoteEntry] = []
    problems = list(state.finds.problems)
    budget = DocumentBudget()
    total = len(state.finds.files) + 1
    for number, file in enumerate(state.finds.files):
        if progress is not None:
            progress(number, total, file.label)
        known = old.get(file.label)
        value = state.hashes[file.label]
        if known is None or known.hash != value or not value:
            text, problem = read_text(file, state.flashcard_tag, budget)
            if not text and (not is_document(file) or file.label in budget.waiting):
                problems.append(problem)
                continue
            # a document that failed is kept as an empty one: it is tried again when it changes
            document = read_document(text, file.label, state.flashcard_tag, file.bundled)
            known = entry_of(document, value, problem, known)
        entries.append(known)
        problems.extend(known.told())
    if progress is not None:
        progress(total - 1, total, "index")
    fingerprint = state.fingerprint
    if budget.waiting:  # so that the next look goes on
        fingerprint += f" without {len(budget.waiting)} documents"
    if all(entry.read for entry in entries):
        old = {}
    with _replacing(index, step, copied=bool(old)) as database:
        db = connection(database)
        if not old:
            create(database)
        update = IndexUpdate(db, old, entries)
        update.change_notes()
        update.place_facts()
        replace_all(db, "problems", ((problem,) for problem in problems))
        step("facts")
        if not old:
            complete(database)
        step("search")
        update.prepare_search()
        update.sign(state.reader, fingerprint)
    if progress is not None:
        progress(total, total, "done")
    read = tuple(entry.file for entry in entries if entry.read and entry.read.lines)
    with closing(open_index(index)) as db:
        seconds = time.perf_counter() - started
        return report_of(
            db, read=read, rebuilt=True, seconds=seconds, others=tuple(state.finds.others)
        )


def build_from(facts: Iterable[Fact], topics: Sequence[Topic], index: Path) -> None:
    """Build an index of ready *facts*, however many: they are streamed."""
    index.parent.mkdir(parents=True, exist_ok=True)
    with only_builder(index), _replacing(index, lambda _: None) as db:
        create(db)
        add_facts(connection(db), facts)
        replace_topics(connection(db), topics)
        complete(db)
        from knowledge.search import prepare

        prepare(connection(db), StoredFacts(connection(db)), topics)
        made = [("code", code_version()), ("fingerprint", f"given {code_version()}")]
        replace_all(connection(db), "meta", made)


class _replacing:
    """A database to fill, or to change if it is *copied* from the index as it is.

    On success it takes the place of *index*, else nothing happened.
    """

    def __init__(self, index: Path, step: Step, *, copied: bool = False) -> None:
        self._index = index
        self._copied = copied
        self._new = index.with_name(f"{index.name}.new")
        self._step = step

    def __enter__(self) -> sqlite_utils.Database:
        self._new.unlink(missing_ok=True)  # of a builder that died; we hold the lock
        if self._copied:
            shutil.copyfile(self._index, self._new)
        connection = sqlite3.connect(self._new)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE",
                       "cache_size=-65536", "temp_store=MEMORY"):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        self._db = sqlite_utils.Database(connection)
        return self._db

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        connection = self._db.conn
        assert connection is not None
        if kind is not None:
            connection.close()
            self._new.unlink(missing_ok=True)
            return
        connection.commit()
        connection.close()
        self._step("replace")
        with self._new.open("rb+") as file:
            os.fsync(file.fileno())
        self._new.replace(self._index)
        _sync_folder(self._index.parent)


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
