"""The tables of the notes put together again from their rows, to be read along either side."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.claims.kinds import bare
from knowledge.model import Cell, Fact, FactKind

_BRACKETS = re.compile(r"^(.{1,60}?)\s*\(([^()]{1,60})\)\s*$")
_SEVERAL = re.compile(r"\s*(?:,|/|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "?"})


@dataclass(frozen=True, slots=True)
class NoteTable:
    """A table with a header. `rows` are its first cells, `columns` its headers after the first."""

    topic: str
    file: str
    line: int
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]  # (row, column)

    def cell(self, row: str, column: str) -> Cell:
        return self.cells.get((row, column), Cell(""))


def tables_of(facts: Iterable[Fact]) -> tuple[NoteTable, ...]:
    """Every table that has headers, in the order of the notes."""
    blocks: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind is FactKind.ROW and fact.cells and fact.term:
            blocks[fact.file, fact.block].append(fact)
    return tuple(
        _table(file, line, rows)
        for (file, line), rows in blocks.items()
        if all(header for row in rows for header, _ in row.cells[1:])
    )


def _table(file: str, line: int, rows: list[Fact]) -> NoteTable:
    cells: dict[tuple[str, str], Cell] = {}
    columns: dict[str, None] = {}
    for row in rows:
        for header, value in row.cells[1:]:
            columns[header] = None
            if value.strip().lower() not in _NOTHING:
                cells[row.term, header] = Cell(value.strip(), (row.source,))
    terms = tuple(dict.fromkeys(row.term for row in rows))
    return NoteTable(rows[0].topic, file, line, tuple(columns), terms, cells)


@lru_cache(maxsize=8192)
def names_in(header: str) -> tuple[str, ...]:
    """The names that a header carries: "Simple Queue Service (SQS)" is known by both."""
    text = header.strip(" :*_")
    found = _BRACKETS.match(text)
    if found:
        return (text, found[1], found[2])
    return (text, bare(text)) if bare(text) != text else (text,)


@lru_cache(maxsize=8192)
def several_in(header: str) -> tuple[str, ...]:
    """The names of a header that stands for more than one thing: "SQS and SNS"."""
    parts = tuple(part for part in _SEVERAL.split(bare(header)) if part)
    return parts if len(parts) > 1 else ()
