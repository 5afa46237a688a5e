"""Topics side by side: from the notes' own tables, else from facts about the same attribute."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.comparing.attributes import CENTRAL, attribute_of, importance, own_name
from knowledge.comparing.cells import GAP, Entries, cell, entries_of, home_of, in_short, label_of
from knowledge.comparing.subjects import ComparedSubject, Find, Things
from knowledge.comparing.tables import (
    NoteTable,
    beside,
    kinds_in,
    matter_of,
    names_in,
    several_in,
    tables_of,
)
from knowledge.model import Cell, Comparison, Fact, Topic

FEWEST, MOST = 2, 4
ADDED_ROWS = 4  # lined up from facts below a table that is there
LINED_UP_ROWS = 10  # where there is no table
IN_SHORT = "In short"

Row = tuple[str, tuple[Cell, ...]]


class Comparer:
    """Compares what one state of the notes says. Immutable once built."""

    def __init__(self, facts: Sequence[Fact], topics: Sequence[Topic], find: Find) -> None:
        self._tables = tables_of(facts)
        self._things = Things(facts, topics, self._tables, find)

    def compare(self, names: Sequence[str], *, loose: bool = False) -> Comparison:
        """Two to four things side by side. Loose names are words typed without separators.

        Loose words that are no names, but rather the words of a question, come to nothing at all.
        """
        if loose:
            names = self._things.split(names)
        things, unknown = self._things.find(names)
        shown = tuple(thing.name for thing in things)
        if not FEWEST <= len(things) <= MOST or unknown:
            near = dict.fromkeys(n for name in unknown for n in self._things.near(name))
            return Comparison(shown, (), tuple(unknown), tuple(near)[:4])
        return Comparison(shown, tuple(self._rows(things)))

    def _rows(self, things: Sequence[ComparedSubject]) -> list[Row]:
        entries = [entries_of(thing, self._key) for thing in things]
        read = self._readings(things)
        rows = self._from_tables([found for found in read if not found.matter], entries)
        rows += self._lined_up(things, entries, rows)
        rows += _asides([found for found in read if found.matter])
        short = tuple(in_short(thing, self._key) for thing in things)
        said = sum(bool(cell.text) for cell in short)
        known = all(thing.facts for thing in things)
        if said == len(short) or (said and known and not rows):
            rows.insert(0, (IN_SHORT, short))
        return rows

    def _key(self, name: str) -> str:
        return self._things.key(name)

    # ------------------------------------------------------------ tables

    def _readings(self, things: Sequence[ComparedSubject]) -> list["_Reading"]:
        """What the tables say of the things, those that know most of them first."""
        homes = {self._key(thing.topic or home_of(thing.facts)) for thing in things}

        def foreign(table: NoteTable) -> bool:
            return homes.isdisjoint(self._key(n) for label in table.path for n in names_in(label))

        read: list[_Reading] = []
        for table in sorted(self._tables, key=foreign):
            matter = matter_of(table) if foreign(table) else ""
            read += _read(table, things, self._key, matter)
        return sorted(read, key=lambda found: -found.sides)  # stable: their own tables first

    @staticmethod
    def _from_tables(read: Sequence["_Reading"], entries: Sequence[Entries]) -> list[Row]:
        """The rows of the tables that set at least two of the things against each other."""
        most = read[0].sides if read else 0
        rows: dict[str, list[Cell]] = {}
        titles: dict[str, str] = {}
        asides: set[str] = set()  # rows of tables that know fewer of the things
        for found in read:
            for title, cells in found.rows:
                key = own_name(title) or title.lower()
                if found.sides > 1:
                    if key not in rows and found.sides < most:
                        asides.add(key)
                    titles.setdefault(key, title)
                    rows.setdefault(key, [GAP] * len(entries))
                key = key if key in rows else _same_attribute(title, rows)
                if key:
                    kept = rows[key]
                    rows[key] = [
                        old if old.text else new for old, new in zip(kept, cells, strict=True)
                    ]
        complete = (
            (key, (titles[key], tuple(_filled(titles[key], cells, entries))))
            for key, cells in rows.items()
        )
        return [row for key, row in complete if key not in asides or _gaps(row) <= 1]

    # ------------------------------------------------------------ facts

    def _lined_up(
        self, things: Sequence[ComparedSubject], entries: Sequence[Entries], rows: Sequence[Row]
    ) -> list[Row]:
        """Facts of the same attribute, one row each; below a table only what it leaves out."""
        told = {attribute_of(title) or own_name(title) for title, _ in rows}
        both = [key for key in dict.fromkeys(k for e in entries for k in e) if key not in told]
        wanted = [key for key in both if sum(key in found for found in entries) > 1]
        if not rows:
            wanted += [key for key in CENTRAL if key in both and key not in wanted]
        wanted.sort(key=importance)
        lined = [
            (
                _title(key, entries),
                tuple(cell(found.get(key, ())) for found in entries),
            )
            for key in wanted
        ]
        telling = [
            row for row in lined if not (_one_fact(row[1]) or self._things.is_named(row[0], things))
        ]
        return telling[: ADDED_ROWS if rows else LINED_UP_ROWS]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table read for some things: how many of them it knows, and its rows for them."""

    sides: int
    rows: tuple[Row, ...]
    matter: str  # in what regard it sets them side by side; "" for in general


def _read(
    table: NoteTable, things: Sequence[ComparedSubject], key: Callable[[str], str], matter: str
) -> Iterable[_Reading]:
    """The table along its columns, and along its rows, wherever it knows one of the things."""
    columns, rows = ([_places(t, table, side, key) for t in things] for side in (0, 1))
    if any(columns):
        told = (
            (row, tuple(beside((c, table.cell(row, c)) for c in place) for place in columns))
            for row in table.rows
        )
        yield _Reading(len({place for place in columns if place}), tuple(told), matter)
    if any(rows):
        told = (
            (column, tuple(beside((r, table.cell(r, column)) for r in place) for place in rows))
            for column in table.columns
        )
        yield _Reading(len({place for place in rows if place}), tuple(told), matter)


def _places(
    thing: ComparedSubject, table: NoteTable, side: int, key: Callable[[str], str]
) -> tuple[str, ...]:
    """The headers that stand for a thing, on one side of a table.

    One that names it beside others will do; in the notes on the thing also one that leaves its
    last word away ("Spot" of "Spot Instances"), or all that put a word before its name.
    """
    headers = (table.columns, table.rows)[side]
    for named in (names_in, several_in):
        for header in headers:
            if any(key(name) in thing.keys for name in named(header)):
                return (header,)
    if thing.topic or home_of(thing.facts) != table.topic:
        return ()
    kinds = kinds_in(table)
    for header in headers:
        for own in thing.keys:
            name, _, last = own.rpartition(" ")
            if last in kinds and name == key(header) != key(table.topic):
                return (header,)
    return tuple(header for header in headers if key(header).partition(" ")[2] in thing.keys)


def _filled(title: str, cells: Sequence[Cell], entries: Sequence[Entries]) -> list[Cell]:
    """Where a table is silent, what the notes say elsewhere about that attribute."""
    attribute = attribute_of(title) or own_name(title)
    return [
        told if told.text else cell(found.get(attribute, ()))
        for told, found in zip(cells, entries, strict=True)
    ]


def _asides(read: Sequence[_Reading]) -> list[Row]:
    """What tables on another matter say where they know all of the things, and tell them apart."""
    return [
        (f"{found.matter}: {title}", cells)
        for found in read
        for title, cells in found.rows
        if found.sides > 1
        and all(cell.text for cell in cells)
        and len({cell.text for cell in cells}) > 1
    ][:ADDED_ROWS]


def _same_attribute(title: str, rows: Iterable[str]) -> str:
    """The row that another table's *title* means."""
    attribute = attribute_of(title)
    return next((key for key in rows if attribute and attribute_of(key) == attribute), "")


def _one_fact(cells: Sequence[Cell]) -> bool:
    """Whether all sides say the same in the same place: it tells nothing apart."""
    return len({(cell.text, cell.sources) for cell in cells}) == 1


def _gaps(row: Row) -> int:
    return sum(not cell.text for cell in row[1])


def _title(key: str, entries: Sequence[Entries]) -> str:
    """An attribute with a name of its own is headed as the notes write it."""
    if importance(key) < importance("") or key in CENTRAL:
        return key
    first = next(found[key][0].fact for found in entries if key in found)
    return label_of(first) or key
