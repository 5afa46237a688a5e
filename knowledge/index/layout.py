"""What stands where in the index, and how a fact becomes a row and back."""

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from knowledge.index.written import authored_of
from knowledge.model import Authored, Broken, Fact, FactKind, Skipped, Topic

# order matters: fact_of_row takes a row with these columns
COLUMNS = (
    "id", "text", "kind", "topic", "path", "parents",
    "file", "line", "last_line", "term", "cells", "block", "checked",
)  # fmt: skip
_NUMBERS = ("line", "last_line", "block")
SELECT_FACTS = f"SELECT {', '.join(COLUMNS)} FROM facts"

TABLES: dict[str, dict[str, type]] = {
    "documents": {
        "file": str,
        "place": int,  # in the notes' order; what is read of a note is numbered after it
        "hash": str,
        "lines": int,
        "facts": int,
        "fact_lines": int,
        "headings": str,
        "reasons": str,  # how many lines were skipped for what reason
        "problems": str,
        "links": str,  # what links call the notes they lead to
    },
    # in the notes' order, as elsewhere
    "facts": {"n": int} | {name: int if name in _NUMBERS else str for name in COLUMNS},
    "skipped": {"n": int, "file": str, "line": int, "reason": str, "text": str, "content": int},
    "authored": {
        "n": int,
        "id": str,  # unlike any other's; the record keeps the one that its note gives it
        "file": str,
        "topic": str,
        "record": str,
    },
    "broken": {"n": int, "file": str, "line": int, "reason": str, "stem": str},
    "topics": {"name": str, "facts": int},
    "aliases": {"topic": str, "alias": str},
    "problems": {"problem": str},
    "meta": {"key": str, "value": str},
}
KEYLESS = frozenset({"aliases", "problems"})  # the others have their first column for a key
SEARCHED = ("text", "path", "parents", "term")


def open_index(path: Path) -> sqlite3.Connection:
    """Open for reading. The file never changes, it is only ever replaced, so nothing is locked."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def row_of_fact(fact: Fact) -> tuple[Any, ...]:
    return (
        fact.id,
        fact.text,
        fact.kind.value,
        fact.topic,
        _packed(fact.path),
        _packed(fact.parents),
        fact.file,
        fact.line,
        fact.last_line,
        fact.term,
        _packed(fact.cells),
        fact.block,
        fact.checked,
    )


def fact_of_row(row: tuple[Any, ...]) -> Fact:
    """The fact in a row of COLUMNS."""
    identity, text, kind, topic, path, parents, file, line, last_line, term, cells, *rest = row
    return Fact(
        identity,
        text,
        FactKind(kind),
        topic,
        _strings(path),
        _strings(parents),
        file,
        line,
        last_line,
        term,
        tuple((name, cell) for name, cell in json.loads(cells)) if cells != "[]" else (),
        *rest,
    )


class StoredFacts:
    """All facts of an index in the notes' order; can be iterated again and again."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __iter__(self) -> Iterator[Fact]:
        return map(fact_of_row, self._db.execute(f"{SELECT_FACTS} ORDER BY n"))

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM facts").fetchone()[0])


def facts_of(db: sqlite3.Connection) -> StoredFacts:
    return StoredFacts(db)


def facts_where(db: sqlite3.Connection, column: str, value: str) -> tuple[Fact, ...]:
    assert column in COLUMNS
    rows = db.execute(f"{SELECT_FACTS} WHERE {column} = ? ORDER BY n", (value,))
    return tuple(map(fact_of_row, rows))


def skipped_of(db: sqlite3.Connection) -> Iterator[Skipped]:
    """The lines that became no fact, in the order of the notes."""
    rows = db.execute("SELECT file, line, reason, text, content FROM skipped ORDER BY n")
    for name, line, reason, text, content in rows:
        yield Skipped(name, line, reason, text, bool(content))


def authored_in(db: sqlite3.Connection) -> tuple[Authored, ...]:
    """Every question that people wrote, in the order of the notes."""
    rows = db.execute("SELECT id, topic, record FROM authored ORDER BY n")
    return tuple(authored_of(record, identity, topic) for identity, topic, record in rows)


def broken_in(db: sqlite3.Connection) -> tuple[Broken, ...]:
    """Every question that cannot be asked, in the order of the notes."""
    rows = db.execute("SELECT file, line, reason, stem FROM broken ORDER BY n")
    return tuple(Broken(*row) for row in rows)


def topics_of(db: sqlite3.Connection) -> tuple[Topic, ...]:
    aliases: dict[str, list[str]] = {}
    for topic, alias in db.execute("SELECT topic, alias FROM aliases ORDER BY rowid"):
        aliases.setdefault(topic, []).append(alias)
    rows = db.execute("SELECT name, facts FROM topics ORDER BY rowid")
    return tuple(Topic(name, tuple(aliases.get(name, ())), facts) for name, facts in rows)


def meta_of(db: sqlite3.Connection, key: str) -> str:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


_PACKER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


@lru_cache(1 << 16)
def _packed(values: tuple[object, ...]) -> str:
    """As JSON; siblings share headings and bullets, so these are written once."""
    return _PACKER.encode(values) if values else "[]"


@lru_cache(1 << 17)
def _strings(packed: str) -> tuple[str, ...]:
    """Siblings share their path: read and keep it once."""
    return tuple(json.loads(packed))
