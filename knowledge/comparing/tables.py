"""The tables of the notes put together again from their rows, to be read along either side."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.headings import bare
from knowledge.language.names import fold_words
from knowledge.model import Cell, Fact, FactKind

_BRACKETS = re.compile(r"^(.{1,60}?)\s*\(([^()]{1,60})\)\s*$")
_SEVERAL = re.compile(r"\s*(?:,|/|\band\b|\bor\b|&)\s*", re.IGNORECASE)
_COMPARED = re.compile(r"\s+(?:compared|comparison)$", re.IGNORECASE)
_COMPARING = frozenset(
    fold_words(
        "compared comparison comparing comparisons versus vs and or with by of the in to between "
        "difference overview summary table note service type option amazon aws other"
    )
)
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "?"})


@dataclass(frozen=True, slots=True)
class NoteTable:
    """A table with a header. `rows` are its first cells, `columns` its headers after the first."""

    topic: str
    path: tuple[str, ...]
    head: str  # what its rows are: the header of their names
    file: str
    line: int
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: dict[tuple[str, str], Cell]  # (row, column)

    @property
    def heading(self) -> str:
        return self.path[-1] if self.path else ""

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
    ((topic, _),) = Counter(row.topic for row in rows).most_common(1)  # a row may be on its own
    head = rows[0].cells[0][0]
    return NoteTable(topic, rows[0].path, head, file, line, tuple(columns), terms, cells)


def beside(told: Iterable[tuple[str, Cell]]) -> Cell:
    """The cells of several headers as one: what they all say, or what each of them says."""
    said = [(header, cell) for header, cell in told if cell.text]
    sources = tuple(dict.fromkeys(source for _, cell in said for source in cell.sources))
    texts = {cell.text for _, cell in said}
    if len(texts) > 1:
        return Cell("; ".join(f"{header}: {cell.text}" for header, cell in said), sources)
    return Cell("".join(texts), sources)


def matter_of(table: NoteTable) -> str:
    """In what regard a table sets things side by side; "" where it compares them in general.

    "SQS and SNS compared" does so in general, "Session stores compared" tells where to keep
    sessions: it calls S3 unsuitable, and that is no word on S3. A chapter that is nothing but the
    comparison compares in general, whatever it calls the things.
    """
    sides = (*table.columns, *table.rows, table.head)
    named = {word for side in sides for word in fold_words(side)}
    words = [w for w in re.findall(r"[^\W\d_]+", table.heading) if not (w.isupper() and len(w) < 5)]
    if len(table.path) < 2 or not set(fold_words(" ".join(words))) - named - _COMPARING:
        return ""
    return bare(_COMPARED.sub("", table.heading))


def kinds_in(table: NoteTable) -> frozenset[str]:
    """Words for what a table's things are: the last one of a longer name, or of the heading."""
    names = (table.heading, *table.columns, *table.rows)
    words = [fold_words(name) for name in names]
    return frozenset(found[-1] for found in words if len(found) > 1)


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
