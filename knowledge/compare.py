"""Topics side by side: from the notes' own tables, else from facts about the same attribute."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from knowledge.attributes import CENTRAL, attribute_of, importance, own_name
from knowledge.claims.extract import is_use_label
from knowledge.claims.glosses import rest_of
from knowledge.claims.kinds import bare, is_generic
from knowledge.claims.model import fold
from knowledge.claims.numbers import named_measure, without_history
from knowledge.model import Cell, Comparison, Fact, FactKind, Topic
from knowledge.quantities import quantities
from knowledge.tables import NoteTable, names_in, several_in, tables_of
from knowledge.things import Find, Thing, Things

FEWEST, MOST = 2, 4
FACTS_IN_CELL = 2
LONGEST_CELL = 300
ADDED_ROWS = 4  # lined up from facts below a table that is there
LINED_UP_ROWS = 10  # where there is no table
IN_SHORT = "In short"
GAP = Cell("")

Row = tuple[str, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One thing the notes say of somebody, under an attribute."""

    strength: int  # 0 a term of that very name, 1 another name for it, 2 only the heading says so
    distance: int  # headings between the thing's own and the fact: it may be about a part of it
    order: int
    text: str
    fact: Fact


Entries = dict[str, list[_Entry]]


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
        entries = [_entries(thing) for thing in things]
        rows = self._from_tables(things, entries)
        rows += self._lined_up(entries, rows)
        short = tuple(_in_short(thing, self._key) for thing in things)
        said = sum(bool(cell.text) for cell in short)
        if said == len(short) or (said and not rows):
            rows.insert(0, (IN_SHORT, short))
        return Comparison(shown, tuple(rows))

    # ------------------------------------------------------------ tables

    def _from_tables(self, things: Sequence[Thing], entries: Sequence[Entries]) -> list[Row]:
        """The rows of the tables that set at least two of the things against each other."""
        own = {thing.topic for thing in things if thing.topic}
        tables = sorted(self._tables, key=lambda table: table.topic not in own)
        read = [found for table in tables for found in _readings(table, things, self._key)]
        read.sort(key=lambda found: -found.sides)  # stable: their own tables first among equals
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
                    rows.setdefault(key, [GAP] * len(things))
                key = key if key in rows else _same_attribute(title, rows)
                if key:
                    kept = rows[key]
                    rows[key] = [
                        old if old.text else new for old, new in zip(kept, cells, strict=True)
                    ]
        complete = (
            (key, (titles[key], tuple(self._filled(titles[key], cells, entries))))
            for key, cells in rows.items()
        )
        return [row for key, row in complete if key not in asides or _gaps(row) <= 1]

    def _key(self, name: str) -> str:
        return self._things.key(name)

    @staticmethod
    def _filled(title: str, cells: Sequence[Cell], entries: Sequence[Entries]) -> list[Cell]:
        """Where a table is silent, what the notes say elsewhere about that attribute."""
        attribute = attribute_of(title) or own_name(title)
        return [
            cell if cell.text else _cell(found.get(attribute, ()))
            for cell, found in zip(cells, entries, strict=True)
        ]

    # ------------------------------------------------------------ facts

    @staticmethod
    def _lined_up(entries: Sequence[Entries], rows: Sequence[Row]) -> list[Row]:
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
                tuple(_cell(found.get(key, ())) for found in entries),
            )
            for key in wanted[: ADDED_ROWS if rows else LINED_UP_ROWS]
        ]
        return [row for row in lined if not _one_fact(row[1])]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table read for some things: how many of them it knows, and its rows for them."""

    sides: int
    rows: tuple[Row, ...]


def _readings(
    table: NoteTable, things: Sequence[Thing], key: Callable[[str], str]
) -> Iterable[_Reading]:
    """The table along its columns, and along its rows, wherever it knows one of the things."""
    columns = [_place(thing, table.columns, key) for thing in things]
    if any(columns):
        yield _Reading(
            len(set(filter(None, columns))),
            tuple(
                (row, tuple(table.cell(row, column) if column else GAP for column in columns))
                for row in table.rows
            ),
        )
    places = [_place(thing, table.rows, key) for thing in things]
    if any(places):
        yield _Reading(
            len(set(filter(None, places))),
            tuple(
                (column, tuple(table.cell(row, column) if row else GAP for row in places))
                for column in table.columns
            ),
        )


def _place(thing: Thing, headers: Sequence[str], key: Callable[[str], str]) -> str:
    """The header that names the thing; one that names it beside others will do."""
    for header in headers:
        if any(key(name) in thing.keys for name in names_in(header)):
            return header
    for header in headers:
        if any(key(name) in thing.keys for name in several_in(header)):
            return header
    return ""


def _same_attribute(title: str, rows: Iterable[str]) -> str:
    """The row that another table's *title* means."""
    attribute = attribute_of(title)
    return next((key for key in rows if attribute and attribute_of(key) == attribute), "")


def _one_fact(cells: Sequence[Cell]) -> bool:
    """Whether all sides say the same in the same place: it tells nothing apart."""
    return len({(cell.text, cell.sources) for cell in cells}) == 1


def _gaps(row: Row) -> int:
    return sum(not cell.text for cell in row[1])


# ---------------------------------------------------------------- facts lined up


def _entries(thing: Thing) -> Entries:
    """What the notes say of a thing, by attribute."""
    found: Entries = {}
    for order, fact in enumerate(thing.facts):
        if fact.kind in (FactKind.ROW, FactKind.CODE):
            continue
        distance = _distance(fact, thing)
        label, text = _labelled(fact)
        own, attribute = own_name(label) if label else "", attribute_of(label) if label else ""
        if own and not _names_thing(label, thing):
            key = attribute or own
            strength = 0 if own == own_name(key) else 1
            said = text if strength == 0 or not attribute else f"{bare(label)}: {text}"
            found.setdefault(key, []).append(_Entry(strength, distance, order, said, fact))
        if not attribute and (section := _section_attribute(fact, thing)):
            found.setdefault(section, []).append(_Entry(2, distance, order, fact.text, fact))
    return found


def _labelled(fact: Fact) -> tuple[str, str]:
    """What a fact calls its attribute, and what it says of it."""
    if fact.term:
        return fact.term, rest_of(fact.text, fact.term) or fact.text
    if quantities(fact.text):
        named = named_measure(without_history(fact.text))
        if named is not None and attribute_of(named[0]):
            return named[0], fact.text
    return "", fact.text


def _names_thing(label: str, thing: Thing) -> bool:
    return fold(bare(label)) == fold(thing.name)


def _section_attribute(fact: Fact, thing: Thing) -> str:
    """What the nearest heading or parent bullet says its facts are about."""
    for label in (*reversed(fact.parents), *reversed(fact.path)):
        if _names_thing(label, thing):
            return ""
        if is_use_label(label):
            return "Best for"
        if attribute_of(label) == "Price":
            return "Price"
    return ""


def _distance(fact: Fact, thing: Thing) -> int:
    """How many headings of something else lie between the thing and the fact."""
    between = 0
    for label in (*reversed(fact.parents), *reversed(fact.path)):
        if _names_thing(label, thing):
            return between
        between += not (is_generic(label) or attribute_of(label))
    return between


def _cell(entries: Sequence[_Entry]) -> Cell:
    """The plainest of what there is, with figures before words; never cut within a fact."""
    if not entries:
        return GAP
    best = min(entry.strength for entry in entries)
    chosen = sorted(
        (entry for entry in entries if entry.strength == best),
        key=lambda e: (e.distance, not quantities(e.text), len(e.text) > 120, e.order),
    )
    kept: list[_Entry] = []
    for entry in chosen:
        full = len(kept) >= FACTS_IN_CELL
        if full or (kept and sum(len(k.text) for k in kept) + len(entry.text) > LONGEST_CELL):
            break
        kept.append(entry)
    kept.sort(key=lambda entry: entry.order)
    text = "; ".join(entry.text.rstrip(" .;") for entry in kept)
    return Cell(text, tuple(dict.fromkeys(entry.fact.source for entry in kept)))


def _title(key: str, entries: Sequence[Entries]) -> str:
    """An attribute with a name of its own is headed as the notes write it."""
    if importance(key) < importance("") or key in CENTRAL:
        return key
    first = next(found[key][0].fact for found in entries if key in found)
    return bare(_labelled(first)[0]) or key


def _in_short(thing: Thing, key: Callable[[str], str]) -> Cell:
    """What it is: of a topic the first sentence that says so, of a part its definition."""
    prose = [f for f in thing.facts if f.kind in (FactKind.SENTENCE, FactKind.BULLET)]
    own = key(thing.name)
    defined = [fact for fact in prose if fact.term and key(bare(fact.term)) == own]
    said = [fact for fact in prose if not fact.term and _says_what(fact.text, thing, key)]
    others = [fact for fact in prose if fact.kind is FactKind.SENTENCE]
    order = (said, defined, others) if thing.topic else (defined, said, others)
    first = next(chain.from_iterable(order), None)
    if first is None:
        return GAP
    text = rest_of(first.text, first.term) if first.term else ""
    return Cell(text or first.text, (first.source,))


def _says_what(text: str, thing: Thing, key: Callable[[str], str]) -> bool:
    """Whether a sentence reads "X is a …" or "X does …"; a common noun is no X."""
    words = _IN_BRACKETS.sub("", text).split()
    for length in range(min(6, len(words) - 2), 0, -1):
        named = [word for word in words[:length] if word.lower() not in _ARTICLES]
        if named and named[0] != named[0].lower() and key(" ".join(named)) in thing.keys:
            verb, after = words[length], words[length + 1].lower()
            if verb in ("is", "are"):
                return after in _ARTICLES
            return verb.islower() and verb.endswith("s") and not {verb, after} & _VERBS
    return False


_ARTICLES = frozenset({"a", "an", "the", "one"})
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
# Before one of these "names" was no verb: "S3 names must be unique"; and "does" only negates.
_VERBS = frozenset(
    "is are was were does has have had can could may might must should will need do".split()
)
