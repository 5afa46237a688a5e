"""Building the index: beside the old one, then in its place in one step."""

import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import sqlite_utils

from knowledge.index.current import Progress, State, look, remember
from knowledge.index.layout import (
    PRIMARY_KEYS,
    SEARCHED,
    SELECT_FACTS,
    TABLES,
    StoredFacts,
    fact_of_row,
    open_index,
    row_of_fact,
    skipped_of,
    storable,
)
from knowledge.index.lock import only_builder
from knowledge.index.placing import authored_rows
from knowledge.index.report import IndexReport, report_of
from knowledge.index.versions import code_version
from knowledge.index.written import authored_of_notes, broken_of
from knowledge.model import Authored, Broken, Fact, FactKind, Skipped, Topic
from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.document import Document, read_document
from knowledge.reading.files import DocumentBudget, is_document, read_text
from knowledge.reading.mining import find_topics
from knowledge.reading.topics import list_topics, with_topics

_BATCH = 5000
Step = Callable[[str], None]  # told before each step that matters; the crash test dies in it


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document with its hash and the sentence on what is the matter with it."""

    document: Document
    hash: str
    problem: str


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
    started = time.perf_counter()
    old = _old_documents(index, state.reader)
    entries: list[_Entry] = []
    problems = list(state.finds.problems)
    read = []
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
            if text:
                read.append(file.label)
            # a document that failed is kept as an empty one: it is tried again when it changes
            document = read_document(text, file.label, state.flashcard_tag, file.bundled)
            known = _Entry(document, value, problem)
        entries.append(known)
        problems.extend(_problems_of(known))
    if progress is not None:
        progress(total - 1, total, "index")
    fingerprint = state.fingerprint
    if budget.waiting:  # so that the next look goes on
        fingerprint += f" without {len(budget.waiting)} documents"
    _write(entries, problems, (fingerprint, state.reader), index, step)
    if progress is not None:
        progress(total, total, "done")
    with closing(open_index(index)) as db:
        seconds = time.perf_counter() - started
        return report_of(
            db, read=tuple(read), rebuilt=True, seconds=seconds, others=tuple(state.finds.others)
        )


def build_from(facts: Iterable[Fact], topics: Sequence[Topic], index: Path) -> None:
    """Build an index of ready *facts*, however many: they are streamed."""
    index.parent.mkdir(parents=True, exist_ok=True)
    with only_builder(index), _replacing(index, lambda _: None) as db:
        _create(db)
        _insert_facts(db, facts)
        _insert_topics(db, topics)
        _finish(db, topics, f"given {code_version()}", code_version())


# ---------------------------------------------------------------- what was read before


def _old_documents(index: Path, reader: str) -> dict[str, _Entry]:
    """The documents of the index as it is, if this very code made it."""
    if not index.exists():
        return {}
    try:
        with closing(open_index(index)) as db:
            made_by = db.execute("SELECT value FROM meta WHERE key = 'code'").fetchone()
            if made_by != (reader,):
                return {}
            return {entry.document.file: entry for entry in _read_back(db)}
    except (sqlite3.Error, ValueError, TypeError, KeyError):
        return {}  # damaged: all is read again


def _read_back(db: sqlite3.Connection) -> Iterator[_Entry]:
    """All documents; each table is gone through once, however many documents there are."""
    facts = _by_file(map(fact_of_row, db.execute(f"{SELECT_FACTS} ORDER BY n")))
    skipped = _by_file(skipped_of(db))
    authored = _by_file(authored_of_notes(db))
    broken = _by_file(broken_of(db))
    rows = db.execute("SELECT file, hash, lines, headings, problems, links FROM documents")
    for file, value, lines, headings, problems, links in rows:
        problem, *notes = json.loads(problems)
        document = Document(
            file,
            tuple(facts.get(file, ())),
            tuple(HeadingBlock(a, b, c, tuple(d)) for a, b, c, d in json.loads(headings)),
            tuple(skipped.get(file, ())),
            lines,
            tuple(notes),
            tuple(authored.get(file, ())),
            tuple(broken.get(file, ())),
            tuple((target, name) for target, name in json.loads(links)),
        )
        yield _Entry(document, value, problem)


_OfFile = TypeVar("_OfFile", Fact, Skipped, Authored, Broken)


def _by_file(items: Iterable[_OfFile]) -> dict[str, list[_OfFile]]:
    found: dict[str, list[_OfFile]] = {}
    for item in items:
        found.setdefault(item.file, []).append(item)
    return found


def _problems_of(entry: _Entry) -> Iterator[str]:
    if entry.problem:
        yield entry.problem
    for note in entry.document.notes:
        yield f"{entry.document.file}: {note}."


# ---------------------------------------------------------------- writing


def _write(
    entries: Sequence[_Entry], problems: Sequence[str], made: tuple[str, str], index: Path,
    step: Step,
) -> None:  # fmt: skip
    """Write all; *made* is from what and by whom."""
    documents = [entry.document for entry in entries]
    bare = [fact for document in documents for fact in document.facts]
    headings = {document.file: document.headings for document in documents}
    links = [link for document in documents for link in document.links]
    topics = find_topics(headings, [f for f in bare if f.kind is not FactKind.ANSWER], links)
    written = [question for document in documents for question in document.authored]
    questions = list(authored_rows(written, headings, topics, bare))
    about = {(q.file, q.line): row[3] for q, row in zip(written, questions, strict=True)}
    facts = list(_with_topics_of(about, with_topics(topics, bare)))
    listed = list_topics(topics, Counter(fact.topic for fact in facts))
    with _replacing(index, step) as db:
        _create(db)
        _insert(db, "documents", map(_document_row, entries))
        _insert_facts(db, facts)
        step("facts")
        lines = (line for document in documents for line in document.skipped)
        _insert(db, "skipped", map(_skipped_row, lines))
        _insert(db, "authored", questions)
        broken = (item for document in documents for item in document.broken)
        _insert(db, "broken", map(_broken_row, broken))
        _insert(db, "problems", ((storable(problem),) for problem in problems))
        _insert_topics(db, listed)
        step("search")
        _finish(db, listed, *made)


def _with_topics_of(about: Mapping[tuple[str, int], str], facts: Iterable[Fact]) -> Iterator[Fact]:
    """*facts*; those that answer a question are about what it is about."""
    for fact in facts:
        if fact.kind is FactKind.ANSWER:
            yield replace(fact, topic=about[fact.file, fact.line])
        else:
            yield fact


class _replacing:
    """A database to fill; on success it takes the place of *index*, else nothing happened."""

    def __init__(self, index: Path, step: Step) -> None:
        self._index = index
        self._new = index.with_name(f"{index.name}.new")
        self._step = step

    def __enter__(self) -> sqlite_utils.Database:
        self._new.unlink(missing_ok=True)  # of a builder that died; we hold the lock
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


def _create(db: sqlite_utils.Database) -> None:
    for name, columns in TABLES.items():
        db.table(name).create(columns, pk=PRIMARY_KEYS.get(name))
    _connection(db).execute("BEGIN")


def _insert(db: sqlite_utils.Database, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(TABLES[table]))
    statement = f"INSERT INTO {table} VALUES ({marks})"
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        _connection(db).executemany(statement, batch)


def _insert_facts(db: sqlite_utils.Database, facts: Iterable[Fact]) -> None:
    _insert(db, "facts", ((n, *row_of_fact(fact)) for n, fact in enumerate(facts, 1)))


def _insert_topics(db: sqlite_utils.Database, topics: Sequence[Topic]) -> None:
    _insert(db, "topics", ((storable(topic.name), topic.facts) for topic in topics))
    _insert(
        db,
        "aliases",
        ((storable(topic.name), storable(alias)) for topic in topics for alias in topic.aliases),
    )


def _finish(
    db: sqlite_utils.Database, topics: Sequence[Topic], fingerprint: str, reader: str
) -> None:
    """Indexes, full text, and what searching needs; then who made it from what."""
    from knowledge.search import prepare

    connection = _connection(db)
    connection.commit()
    facts = db.table("facts")
    facts.create_index(["id"])
    facts.create_index(["topic"])
    facts.create_index(["file"])
    facts.enable_fts(SEARCHED, tokenize="porter unicode61")
    prepare(connection, StoredFacts(connection), topics)
    _insert(db, "meta", [("code", reader), ("fingerprint", fingerprint)])


def _connection(db: sqlite_utils.Database) -> sqlite3.Connection:
    assert db.conn is not None
    return db.conn


def _document_row(entry: _Entry) -> tuple[Any, ...]:
    document = entry.document
    reasons = Counter(line.reason for line in document.skipped)
    headings = [[h.level, h.text, h.line, h.aliases] for h in document.headings]
    return (
        document.file,
        entry.hash,
        document.lines,
        len(document.facts),
        document.fact_lines,
        storable(json.dumps(headings, ensure_ascii=False)),
        json.dumps(dict(sorted(reasons.items()))),
        storable(json.dumps([entry.problem, *document.notes], ensure_ascii=False)),
        storable(json.dumps(document.links, ensure_ascii=False)),
    )


def _skipped_row(line: Skipped) -> tuple[Any, ...]:
    return storable(line.file), line.line, line.reason, storable(line.text), int(line.content)


def _broken_row(item: Broken) -> tuple[Any, ...]:
    return storable(item.file), item.line, storable(item.reason), storable(item.stem)
