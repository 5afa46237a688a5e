"""How the questions that people wrote lie in the index, and come back out of it."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from knowledge.model import Authored, AuthoredKind, Broken, Fact, FactKind, Source
from knowledge.reading.authoring import with_ids
from knowledge.reading.blocks import Heading
from knowledge.reading.citing import Places
from knowledge.reading.topics import Topics

_LISTS = ("path", "options", "answers", "why", "accept", "cites", "tags")


def record_of(question: Authored) -> str:
    """A question as one line of JSON."""
    text = json.dumps(asdict(question), ensure_ascii=False, separators=(",", ":"))
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


def broken_of(db: sqlite3.Connection, file: str | None = None) -> Iterator[Broken]:
    """What looks like a question and is none: of one file, or of all."""
    rows = db.execute(
        """
        SELECT file, line, reason, stem FROM broken
        WHERE :file IS NULL OR file = :file ORDER BY rowid
        """,
        {"file": file},
    )
    return (Broken(*row) for row in rows)


def authored_of_file(db: sqlite3.Connection, file: str) -> Iterator[Authored]:
    """The questions of one file as its note alone has them."""
    rows = db.execute("SELECT record FROM authored WHERE file = ? ORDER BY n", (file,))
    return (authored_of(record) for (record,) in rows)


def authored_rows(
    questions: Sequence[Authored], headings: Mapping[str, Sequence[Heading]], topics: Topics
) -> Iterator[tuple[int, str, str, str, str]]:
    """A row for each question of all notes: what it cites is looked up, its topic found."""
    places = Places(headings)
    for number, (question, own) in enumerate(
        zip(with_ids(questions), questions, strict=True), 1
    ):
        cited = places.cited(question)
        topic = _topic(question, places, cited, topics)
        kept = replace(own, sources=(*cited, Source(own.file, own.line)), topic=topic)
        yield number, question.id, question.file, topic, record_of(kept)


def _topic(
    question: Authored, places: Places, cited: Sequence[Source], topics: Topics
) -> str:
    """The topic of what a question cites, else of where it stands."""
    place = cited[0] if cited else Source(question.file, question.line)
    path = places.path_at(place) if cited else question.path
    fact = Fact("", question.right, FactKind.ANSWER, "", path, (), place.file, place.line, place.line)
    return topics.of(fact)
