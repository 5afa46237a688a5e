"""How the questions that people wrote lie in the index, and come back out of it."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from knowledge.model import Authored, AuthoredKind, Source

_NAMES = tuple(column.name for column in fields(Authored))
_LISTS = ("path", "options", "answers", "why", "accept", "cites", "tags")


def record_of(question: Authored) -> str:
    """A question as one line of JSON."""
    values = {name: getattr(question, name) for name in _NAMES}
    values["sources"] = [{"file": s.file, "line": s.line} for s in question.sources]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def authored_of(record: str, identity: str = "", topic: str = "") -> Authored:
    """The question in a record, under the id and topic that all notes together gave it."""
    values: dict[str, Any] = json.loads(record)
    values |= {name: tuple(values[name]) for name in _LISTS}
    values["kind"] = AuthoredKind(values["kind"])
    values["sources"] = tuple(Source(**source) for source in values["sources"])
    values["id"] = identity or values["id"]
    values["topic"] = topic or values["topic"]
    return Authored(**values)


def authored_of_notes(db: sqlite3.Connection) -> Iterator[Authored]:
    """The questions that people wrote, each as its note alone has it."""
    rows = db.execute("SELECT record FROM authored ORDER BY n")
    return (authored_of(record) for (record,) in rows)
