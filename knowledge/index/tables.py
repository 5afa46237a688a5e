"""Puts what was read of notes into the tables of an index, and takes it out again.

What belongs to a note is numbered from its place on, so that a note is changed by rows of its own.
Places lie apart: a new note goes between two others; all move only where there is no room left.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any

import sqlite_utils

from knowledge.index.entries import NoteEntry
from knowledge.index.layout import (
    KEYLESS,
    SEARCHED,
    SELECT_FACTS,
    TABLES,
    fact_of_row,
    row_of_fact,
)
from knowledge.model import Fact, Topic

APART = 1 << 18  # places between two notes at first
_ROWS = 22  # bits: a note of so many lines would be far too large to be read
_OF_NOTES = ("facts", "skipped", "broken")  # tables whose rows are numbered so
_BATCH = 5000
_WORDS = ", ".join(SEARCHED)


def places_for(known: Sequence[int]) -> list[int]:
    """Places for notes in this order, of which some have one (0: it has none).

    They keep it, unless others do not fit between them: then each gets a new one.

    >>> places_for([8, 0, 16, 0]) == [8, 12, 16, 16 + APART]
    True
    """
    places: list[int] = []
    low = 0
    for is_new, run in groupby(known, key=lambda place: place == 0):
        some = list(run)
        if not is_new:
            places += some
        else:
            after = known[len(places) + len(some) :]
            high = after[0] if after else low + APART * (len(some) + 1)
            places += [low + (high - low) * n // (len(some) + 1) for n in range(1, len(some) + 1)]
        low = places[-1]
    if any(one >= other for one, other in zip([0, *places], places, strict=False)):
        return [APART * number for number in range(1, len(known) + 1)]
    return places


def create(db: sqlite_utils.Database) -> None:
    for name, columns in TABLES.items():
        db.table(name).create(columns, pk=None if name in KEYLESS else next(iter(columns)))
    connection(db).execute("BEGIN")


def complete(db: sqlite_utils.Database) -> None:
    """What makes finding facts quick, once the first ones are there."""
    connection(db).commit()
    facts = db.table("facts")
    facts.create_index(["id"])
    facts.create_index(["topic"])
    facts.create_index(["file"])
    facts.enable_fts(SEARCHED, tokenize="porter unicode61")


def insert(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ", ".join("?" * len(TABLES[table]))
    statement = f"INSERT INTO {table} VALUES ({marks})"
    rows = iter(rows)
    while batch := list(islice(rows, _BATCH)):
        db.executemany(statement, batch)


def replace_all(db: sqlite3.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Fill a small table anew."""
    db.execute(f"DELETE FROM {table}")
    insert(db, table, rows)


def add_document(db: sqlite3.Connection, entry: NoteEntry, place: int) -> None:
    """All of a note that was read but its facts, whose topics come later."""
    document = entry.read
    assert document is not None
    reasons = Counter(line.reason for line in document.skipped)
    headings = [[h.level, h.text, h.line, h.aliases] for h in document.headings]
    row = (
        document.file,
        place,
        entry.hash,
        document.lines,
        len(document.facts),
        document.fact_lines,
        json.dumps(headings, ensure_ascii=False),
        json.dumps(dict(sorted(reasons.items()))),
        json.dumps(entry.problems, ensure_ascii=False),
        json.dumps(document.links, ensure_ascii=False),
    )
    insert(db, "documents", [row])
    skipped = (
        (n, line.file, line.line, line.reason, line.text, int(line.content))
        for n, line in enumerate(document.skipped, place << _ROWS)
    )
    insert(db, "skipped", skipped)
    broken = (
        (n, item.file, item.line, item.reason, item.stem)
        for n, item in enumerate(document.broken, place << _ROWS)
    )
    insert(db, "broken", broken)


def add_facts(db: sqlite3.Connection, facts: Iterable[Fact], place: int = 0) -> None:
    """The facts of the note at *place*, or all there are."""
    insert(db, "facts", ((n, *row_of_fact(f)) for n, f in enumerate(facts, (place << _ROWS) + 1)))


def add_to_full_text(db: sqlite3.Connection, place: int) -> None:
    db.execute(
        f"INSERT INTO facts_fts (rowid, {_WORDS}) SELECT n, {_WORDS} FROM facts WHERE {_OF_PLACE}",
        _rows_of(place),
    )


def facts_at(db: sqlite3.Connection, place: int) -> Iterator[Fact]:
    """The facts of the note at a place."""
    return map(
        fact_of_row, db.execute(f"{SELECT_FACTS} WHERE {_OF_PLACE} ORDER BY n", _rows_of(place))
    )


def take_out(db: sqlite3.Connection, place: int) -> None:
    """Everything of the note at a place."""
    rows = _rows_of(place)
    db.execute(
        f"""
        INSERT INTO facts_fts (facts_fts, rowid, {_WORDS})
        SELECT 'delete', n, {_WORDS} FROM facts WHERE {_OF_PLACE}
        """,
        rows,
    )
    for table in _OF_NOTES:
        db.execute(f"DELETE FROM {table} WHERE {_OF_PLACE}", rows)
    db.execute("DELETE FROM documents WHERE place = ?", (place,))


def move(db: sqlite3.Connection, places: Sequence[tuple[int, int]]) -> None:
    """Give all notes new places; each pair is (before, now)."""
    db.execute("CREATE TEMP TABLE moved (before INTEGER PRIMARY KEY, now INTEGER)")
    db.executemany("INSERT INTO moved VALUES (?, ?)", places)
    for table in _OF_NOTES:
        db.execute(
            f"""
            UPDATE {table} SET n = -((n & {(1 << _ROWS) - 1})
                | ((SELECT now FROM moved WHERE before = (n >> {_ROWS})) << {_ROWS}))
            """
        )
        db.execute(f"UPDATE {table} SET n = -n")
    db.execute("UPDATE documents SET place = (SELECT now FROM moved WHERE before = place)")
    db.execute("DROP TABLE moved")
    db.execute("INSERT INTO facts_fts (facts_fts) VALUES ('rebuild')")


def replace_topics(db: sqlite3.Connection, topics: Sequence[Topic]) -> None:
    replace_all(db, "topics", ((topic.name, topic.facts) for topic in topics))
    names = ((t.name, alias) for t in topics for alias in t.aliases)
    replace_all(db, "aliases", names)


_OF_PLACE = "n BETWEEN ? AND ?"


def _rows_of(place: int) -> tuple[int, int]:
    return place << _ROWS, (place + 1 << _ROWS) - 1


def connection(db: sqlite_utils.Database) -> sqlite3.Connection:
    assert db.conn is not None
    return db.conn
