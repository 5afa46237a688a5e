"""T7: a cell of a table, where its header has a sentence that a person would say."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.language.headings import bare
from knowledge.language.names import fold
from knowledge.language.words import likeness, lower_first, upper_first
from knowledge.model import Fact, FactKind
from knowledge.questions.definitions import is_thing, shown
from knowledge.questions.known import Known
from knowledge.questions.model import Candidate, Draft, claim_id
from knowledge.questions.phrasing import form_of
from knowledge.questions.rules import echoes, text_fault

_SENTENCES = (
    (re.compile(r"(?:primary |main |typical |common )?uses?(?: ?cases?)?$|best for$", re.I),
     "Which of these is typically used for {value}?", ("piece", "doing", "thing")),
    (re.compile(r"(?:choose|use) when$|when to (?:choose|use)$", re.I),
     "Which of these would you choose when {value}?", ("sentence",)),
)  # fmt: skip
# A list whose members begin with capitals, what something is instead of what it is for.
_RAW = re.compile(
    r",? (?-i:[A-Z][a-z]+) (?-i:[a-z])|, (?-i:[A-Z][a-z])|^\w+s for\b"
    r"|\b(?:tool|service|platform|system) for\b|^\w*(?:uses?|used)\b",
    re.IGNORECASE,
)
Entry = tuple[str, str, Fact]  # of whom, what the cell says, and its row


def drafts(known: Known) -> Iterator[Draft]:
    """A draft for each cell under a header, or in a row, that a sentence was written for."""
    tables: dict[tuple[str, int], list[Fact]] = defaultdict(list)
    for fact in known.facts:
        if fact.kind is FactKind.ROW and known.tongues.get(fact.file) == "en":
            tables[fact.file, fact.block].append(fact)
    for rows in tables.values():
        for pattern, sentence, forms in _SENTENCES:
            for entries in _attributes(rows, pattern):
                yield from _of_attribute(known, entries, sentence, forms)


def _attributes(rows: Sequence[Fact], pattern: re.Pattern[str]) -> Iterator[list[Entry]]:
    """What each thing of a table has for an attribute, be it a column or a row."""
    headers = dict.fromkeys(header for row in rows for header, _ in row.cells[1:])
    for wanted in headers:
        if pattern.match(wanted):
            yield [(row.term, dict(row.cells).get(wanted, ""), row) for row in rows]
    for row in rows:
        if pattern.match(bare(row.term)):
            yield [(header, value, row) for header, value in row.cells[1:]]


def _of_attribute(
    known: Known, entries: Sequence[Entry], sentence: str, forms: Sequence[str]
) -> Iterator[Draft]:
    told = [(bare(name), value.rstrip(" ."), row) for name, value, row in entries if value]
    if len(told) < 3 or not all(is_thing(known, name) for name, _, _ in told):
        return
    for name, value, row in told:
        names = known.book.names_of(name)
        fault = text_fault(value) or ("R03" if echoes(names, value) else "")
        raw = _RAW.search(value) or value.count(",") > 2
        if fault or raw or len(value.split()) < 2 or form_of(value) not in forms:
            known.reject(fault or "R11", row, f"T7: {name}: {value}")
            continue
        yield Draft(
            kind="T7", claim=claim_id(row.topic, name, sentence, "cell"), value=fold(name),
            subject=name, stem=sentence.format(value=lower_first(value)), key=shown(name),
            candidates=_rivals(known, name, value, told), fact=row, key_names=names, gloss=value,
        )  # fmt: skip


def _rivals(known: Known, name: str, value: str, told: Sequence[Entry]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(shown(other), known.near(name, other), upper_first(said))
        for other, said, _ in told
        if other != name and likeness(said, value) < 0.5 and known.says(other, value) < 0.5
    )
