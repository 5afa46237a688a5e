"""T7: cells of a comparison; T4 where a table compares only two."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.claims.model import Claim, ClaimKind
from knowledge.language.headings import bare
from knowledge.language.quantities import only_quantity
from knowledge.language.words import content, is_name_like, is_plural, likeness, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.definitions import names_it
from knowledge.questions.draft import Candidate, Draft, Workshop, in_hash_order, number_in
from knowledge.questions.options import same_option
from knowledge.questions.rules import broken, leaks, perishable, unresolved, vague, withheld

_ASPECT = frozenset(
    """feature property aspect criteria criterion attribute characteristic parameter metric
    dimension category topic factor item point comparison detail question what""".split()
)


_SAYS_LITTLE = frozenset(
    """yes no n/a none - – ✓ ✗ low lower lowest high higher highest moderate medium large
    small limited standard supported unsupported optional required automatic manual full
    partial basic advanced minimal simple complex slow slower more less most least
    expensive cheap cheaper long short managed native available unlimited varies depends
    flexible strong weak""".split()
) | {"not applicable", "very low", "very high", "not supported", "more expensive", "less expensive"}


_TRIVIAL = re.compile(r"\b(?:community|ease|complexity|simplicity|popularity)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One cell, with the thing it says something of and the aspect it says it about."""

    thing: str
    aspect: str
    text: str
    fact: Fact


def drafts(shop: Workshop) -> Iterable[Draft]:
    """Drafts for every table of which rows and columns can be named."""
    tables: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in shop.facts:
        if fact.kind is FactKind.ROW:
            tables[(fact.file, fact.path, fact.block)].append(fact)
    for rows in tables.values():
        yield from _of_table(shop, rows)


def _of_table(shop: Workshop, rows: Sequence[Fact]) -> Iterable[Draft]:
    width = len(rows[0].cells)
    if (
        width < 3
        or len(rows) < 2
        or any(len(row.cells) != width or not row.cells[0][0] for row in rows)
    ):
        if width >= 2:
            shop.reject("R14", rows[0], "T7: no header, or rows of different length")
        return
    entries = _entries(shop, rows)
    by_aspect: dict[str, list[CellEntry]] = defaultdict(list)
    for entry in entries:
        by_aspect[entry.aspect].append(entry)
    things = list(dict.fromkeys(entry.thing for entry in entries))
    for aspect, cells in by_aspect.items():
        for entry in cells:
            yield from _of_cell(shop, aspect, entry, cells, things)


def _entries(shop: Workshop, rows: Sequence[Fact]) -> list[CellEntry]:
    """Cells read by column where the columns are the things compared, else by row."""
    first = rows[0].cells[0][0]
    headers = [header for header, _ in rows[0].cells[1:]]
    columns = sum(1 for header in headers if shop.is_name(header)) / len(headers)
    lines = sum(1 for row in rows if shop.is_name(row.term)) / len(rows)
    told = (
        bool(first)
        and bare(first).lower().split()[-1:]
        and bare(first).lower().split()[-1] in _ASPECT
    )
    by_column = (columns >= 0.5 and columns >= lines) or (bool(told) and lines < 0.5)
    found = []
    for row in rows:
        for header, text in row.cells[1:]:
            thing, aspect = (header, row.term) if by_column else (row.term, header)
            found.append(CellEntry(bare(thing), bare(aspect), text.strip(" ."), row))
    return found


def _of_cell(
    shop: Workshop, aspect: str, entry: CellEntry, cells: list[CellEntry], things: list[str]
) -> Iterable[Draft]:
    fault = _fault(shop, entry)
    if fault:
        shop.reject(fault, entry.fact, f"T7: {entry.aspect} / {entry.thing}: {entry.text}")
        return
    others = [
        cell for cell in cells
        if cell.thing != entry.thing
        and not _alike(cell.text, entry.text)
        and not _fault(shop, cell)
    ]  # fmt: skip
    if (
        any(_alike(cell.text, entry.text) for cell in cells if cell.thing != entry.thing)
        and len(cells) < 4
    ):
        return
    claim = Claim(entry.thing, aspect, entry.text, ClaimKind.CELL, entry.fact, entry.fact.topic)
    if len(things) >= 3 and len(others) >= 2:
        turn = number_in(f"{claim.identity}/row", 3)
        if turn < 2 or len(things) > 4:
            yield _which_cell(shop, claim, entry, others)
    elif (
        len(things) == 2
        and len(others) == 1
        and number_in(f"{claim.subject}/{aspect}/{entry.fact.topic}", 2)
        == (things.index(entry.thing))
    ):
        yield from _true_or_false(shop, claim, entry, others[0])


def _which_cell(shop: Workshop, claim: Claim, entry: CellEntry, others: list[CellEntry]) -> Draft:
    rival = _rival(entry.thing, others)
    do = "do" if _is_several(shop, entry.thing) else "does"
    opening = f"{_where(shop, entry, rival)}comparing {rival} and {entry.thing}, "
    return Draft(
        kind="T7",
        claim=claim.id,
        value=" ".join(sorted(content(entry.text))),
        topic=entry.fact.topic,
        subject=entry.thing,
        stem=f"{upper_first(opening)}what {do} {entry.thing} have for “{lowered(entry.aspect)}”?",
        key=upper_first(entry.text),
        candidates=tuple(
            Candidate(upper_first(cell.text), why_not=f"That is {cell.thing}.") for cell in others
        ),
        fact=entry.fact,
        row=f"{entry.fact.file}/{entry.fact.block}/{entry.aspect}" if len(others) < 3 else "",
    )  # fmt: skip


def _is_several(shop: Workshop, thing: str) -> bool:
    return is_plural(thing.split()[-1]) and not (shop.is_topic(thing) or shop.is_name(thing))


def _where(shop: Workshop, entry: CellEntry, rival: str) -> str:
    """The topic in front, unless the things compared are topics themselves."""
    topic = shop.topic_shown(entry.fact.topic)
    if not topic or any(shop.is_topic(one) or shop.is_name(one) for one in (entry.thing, rival)):
        return ""
    return "" if names_it(entry.thing, shop.book.names_of(topic)) else f"{topic}: "


def _rival(thing: str, others: list[CellEntry]) -> str:
    return in_hash_order(f"{thing}/{others[0].aspect}", [other.thing for other in others])[0]


def _true_or_false(
    shop: Workshop, claim: Claim, entry: CellEntry, other: CellEntry
) -> Iterable[Draft]:
    true = number_in(f"{claim.id}/truth", 2) == 0
    said = entry.text if true else other.text
    names = (*shop.book.names_of(entry.thing), *shop.book.names_of(other.thing))
    if leaks(names, said):
        shop.reject("R03", entry.fact, f"T4: {said}")
        return
    aspect = lowered(entry.aspect)
    have = "have" if _is_several(shop, entry.thing) else "has"
    opening = f"{_where(shop, entry, other.thing)}compared with {other.thing}, {entry.thing} {have}"
    yield Draft(
        kind="T4",
        claim=claim.id,
        value=" ".join(sorted(content(entry.text))),
        topic=entry.fact.topic,
        subject=entry.thing,
        stem=f"True or false? {upper_first(opening)} for “{aspect}”: “{upper_first(said)}”.",
        key="True" if true else "False", candidates=(), fact=entry.fact, difficulty=0.35,
    )  # fmt: skip


def lowered(aspect: str) -> str:
    """A row's name within a sentence: "Use Case" → "use case", "Max IOPS" → "max IOPS"."""
    parts = aspect.split()
    if any(is_name_like(word) for word in parts[1:]):
        return aspect
    return " ".join(word if is_name_like(word) else word.lower() for word in parts)


def _fault(shop: Workshop, entry: CellEntry) -> str:
    text = entry.text
    if withheld(text):
        return "R20"
    if not text or not entry.aspect or not entry.thing:
        return "R14"
    if "," in entry.thing or shop.names_several(entry.thing):
        return "R12"
    if unresolved(text):
        return "R02"
    if vague(text) or entry.aspect.lower() in (
        "description",
        "definition",
        "meaning",
        "best for",
        "note",
        "notes",
        "key difference",
        "summary",
        "remark",
    ):
        return "R10"
    if perishable(text):
        return "R21"
    if len(text) > 120:
        return "R19"
    if (
        text.lower() in _SAYS_LITTLE
        or " ".join(_beside(text, entry.aspect)) in _SAYS_LITTLE
        or re.fullmatch(r"[a-z-]+(?:er|est|ly|weight)", text, re.IGNORECASE)
        or (len(text) < 3 and not text.isdigit())
        or (len(text.split()) == 1 and "/" in text)
    ):
        return "R10"
    if _TRIVIAL.search(entry.aspect):
        return "R09"
    if leaks((entry.thing,), text) or leaks(shop.book.names_of(entry.thing), text):
        return "R03"
    return "R15" if broken(text) else ""


def _beside(text: str, aspect: str) -> list[str]:
    """The words that a cell adds to the name of its row: "Low latency" of a latency is "low"."""
    told = content(aspect)
    return [word for word in text.lower().split() if not content(word) & told]


def _alike(one: str, other: str) -> bool:
    if only_quantity(one) is not None and only_quantity(other) is not None:
        return same_option(one, other)
    return (
        likeness(one, other) >= 0.7
        or content(one) <= content(other)
        or content(other) <= content(one)
    )
