"""The notes one by one, as an index has them: what is needed of each for all of them together."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from knowledge.index.layout import meta_of, open_index
from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.document import Document
from knowledge.reading.vaults import OtherName

# What an index raises that somebody else has written into.
DAMAGED = (sqlite3.Error, ValueError, TypeError, LookupError)


@dataclass(frozen=True, slots=True)
class NoteEntry:
    """A note that the index has, or that was read just now."""

    file: str
    hash: str
    headings: tuple[HeadingBlock, ...]
    links: tuple[OtherName, ...]
    problems: tuple[str, ...]  # what is the matter with the file, then what was mended
    place: int = 0  # in the index; 0: it has none yet
    read: Document | None = None  # what was read just now

    def told(self) -> Iterator[str]:
        """The problems as people read them."""
        if self.problems[0]:
            yield self.problems[0]
        for note in self.problems[1:]:
            yield f"{self.file}: {note}."


def entry_of(document: Document, value: str, problem: str, before: NoteEntry | None) -> NoteEntry:
    """A note that was read; it keeps the place that it had *before*."""
    return NoteEntry(
        document.file,
        value,
        document.headings,
        document.links,
        (problem, *document.notes),
        before.place if before else 0,
        document,
    )


def known_entries(index: Path, reader: str) -> dict[str, NoteEntry]:
    """The notes of the index as it is, if this very code made it."""
    if not index.exists():
        return {}
    try:
        with closing(open_index(index)) as db:
            if meta_of(db, "code") != reader:
                return {}
            return {entry.file: entry for entry in _read_back(db)}
    except DAMAGED:
        return {}  # damaged: all is read again


def _read_back(db: sqlite3.Connection) -> Iterator[NoteEntry]:
    """All notes; each column of JSON is read in one go, which takes half the time."""
    rows = db.execute("SELECT file, hash, place, headings, links, problems FROM documents")
    files, hashes, places, *written = zip(*rows, strict=True)
    headings, links, problems = (json.loads(f"[{','.join(column)}]") for column in written)
    notes = zip(files, hashes, places, headings, links, problems, strict=True)
    for file, value, place, own, led_to, matters in notes:
        yield NoteEntry(
            file,
            value,
            tuple(HeadingBlock(a, b, c, tuple(d)) for a, b, c, d in own),
            tuple((target, name) for target, name in led_to),
            tuple(matters),
            place,
        )
