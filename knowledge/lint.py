"""Holds notes against the plain form of docs/notes.md: what would make a better fact.

Advice, never a condition: notes of any form are read.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from knowledge.conflicts import find_conflicts
from knowledge.lint_questions import lint_questions
from knowledge.model import Fact, FactKind, Source, Topic
from knowledge.reading.authoring import BANK_SUFFIX
from knowledge.reading.citing import CitedPlaces
from knowledge.reading.decoding import read_text
from knowledge.reading.files import find_files
from knowledge.reading.notes import Notes, read_notes
from knowledge.reading.page import HEADING, heading_words
from knowledge.reading.tables import is_delimiter, split_row

LONGEST_BULLET = 240
SHORTEST_GLOSS, LONGEST_GLOSS = 4, 30  # words

_PRONOUN = re.compile(r"(it|its|they|their|these|those|this|that|he|she)\b", re.IGNORECASE)
# A bullet that opens with one of these says what something does, and not what does it.
_BARE_VERB = re.compile(
    r"(is|are|was|were|has|have|had|does|can|cannot|may|must|will|supports|allows|enables"
    r"|provides|offers|requires|needs|works|lets|gives|contains|consists|includes)\b",
    re.IGNORECASE,
)
_ALIASES = re.compile(r"\s*Aliases:\s*(.*)", re.IGNORECASE)
# Headings over what may be another figure next year.
_CHANGING = re.compile(r"\b(limits?|quotas?|prices?|pricing|status)\b", re.IGNORECASE)
# What says whether something can still be had, and what it costs: wherever it stands.
_STATUS = re.compile(
    r"\b(?:new customers|existing customers only|discontinued|maintenance (?:mode|only)"
    r"|end of (?:support|life|sale)"
    r"|(?:support|sales) (?:has |have )?end(?:s|ed)|(?:has |have )?ended (?:on|in|its support) "
    r"|ends on \d|has ended\b|closed for good"
    r"|no longer (?:offered|available|sold|supported))",
    re.IGNORECASE,
)
_PRICE = re.compile(r"[$€£]\s?\d")
_FIGURE = re.compile(r"(?<!\w)\d")  # none is the 3 of "S3"
# A figure that somebody set: "maximum 900 s", "at most once every 60 s", "default 300, raisable".
_CEILING = re.compile(
    r"\b(?:maximum\b[^.;]{0,60}?"
    r"|(?:at most|up to|no more than|limited to) (?:about |(?:once )?every )?)"
    r"(?<!\w)(?!(?:19|20)\d\d\b)\d|\b(?:raisable|adjustable)\b",
    re.IGNORECASE,
)
_ROW = re.compile(r"\s*\|.*\|\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Advice:
    """One place in the notes that could be better."""

    file: str
    line: int
    rule: str
    text: str


def lint(
    notes: Sequence[str | Path], today: date | None = None, read: Notes | None = None
) -> tuple[Advice, ...]:
    """All advice on *notes*, in the order of the files.

    `today` says which checks are old, `read` how they were read where that has been done.
    """
    read = read or read_notes(notes)
    found = list(_problems(read))
    found += [
        Advice(line.file, line.line, "lost", f"{line.reason}: {line.text}")
        for line in read.skipped
        if line.content
    ]
    texts = {
        file.label: text.splitlines()
        for file in find_files(notes).files
        if not file.label.endswith(BANK_SUFFIX)  # questions alone: no topic, no aliases
        and (text := read_text(file)[0])
    }
    for file, lines in texts.items():
        found += _form(file, lines)
        found += _tables(file, lines)
    found += _aliases(texts)
    facts = [fact for fact in read.facts if fact.kind is not FactKind.ANSWER]
    for fact in facts:
        found += _fact(fact)
    found += _duplicates(facts)
    found += _unchecked(facts, today or datetime.now(UTC).date())
    found += _contradictions(facts, read.topics)
    found += _questions(read)
    return tuple(sorted(found))


# ---------------------------------------------------------------- a file


def _problems(read: Notes) -> Iterator[Advice]:
    """What was said while reading: of files that gave nothing, and of those that were read."""
    files = {document.file for document in read.documents}
    for problem in read.problems:
        rule = "reading" if problem.partition(": ")[0] in files else "unreadable"
        yield Advice("", 0, rule, problem)


def _form(file: str, lines: Sequence[str]) -> Iterator[Advice]:
    titles = [n for n, line in _prose(lines) if (m := HEADING.match(line)) and len(m[1]) == 1]
    if not titles:
        yield Advice(file, 1, "title", "no title: begin with one `# Full name`")
    for line in titles[1:]:
        yield Advice(file, line, "title", "a second title: one file, one topic")
    aliases = [n for n, line in _prose(lines) if _ALIASES.fullmatch(line)]
    if not aliases:
        yield Advice(file, titles[0] if titles else 1, "aliases", "no line `Aliases: a, b, c`")
        return
    yield from _gloss(file, lines, aliases[0])


def _gloss(file: str, lines: Sequence[str], aliases: int) -> Iterator[Advice]:
    """The sentence after the aliases defines the topic."""
    after = ((n, line) for n, line in enumerate(lines[aliases:], aliases + 1) if line.strip())
    number, text = next(after, (aliases, "#"))
    if text.startswith(("#", "-", "*", "|")):
        yield Advice(file, number, "gloss", "no sentence after the aliases says what it is")
    elif not SHORTEST_GLOSS <= len(text.split()) <= LONGEST_GLOSS:
        yield Advice(file, number, "gloss", f"{len(text.split())} words: 6 to 25 are best")


def _prose(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Numbered lines outside code fences."""
    fenced = False
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            yield number, line


def _tables(file: str, lines: Sequence[str]) -> Iterator[Advice]:
    """Rows that do not fit their header, empty cells, tables without a header."""
    width = 0
    before = ""
    for number, line in _prose(lines):
        if not _ROW.match(line):
            width = 0
        elif is_delimiter(split_row(line)):
            width = len(split_row(before))
        elif width:
            yield from _row(file, number, line, width)
        elif not _ROW.match(before) and not _header_follows(lines, number):
            yield Advice(file, number, "table", "a table without a header row")
        before = line


def _header_follows(lines: Sequence[str], number: int) -> bool:
    return number < len(lines) and is_delimiter(split_row(lines[number]))


def _row(file: str, number: int, line: str, width: int) -> Iterator[Advice]:
    cells = split_row(line)
    if len(cells) != width:
        yield Advice(file, number, "table", f"{len(cells)} cells under {width} headers")
    elif not all(cells):
        yield Advice(file, number, "table", "an empty cell: write what is meant, or none")


def _aliases(texts: dict[str, list[str]]) -> Iterator[Advice]:
    """A name that would lead to two topics, or to none."""
    owners: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for file, lines in texts.items():
        for number, line in _prose(lines):
            heading, aliases = HEADING.match(line), _ALIASES.fullmatch(line)
            if heading and len(heading[1]) == 1:
                name = heading_words(line)
                owners[_folded(name)].append((file, number, name))
            for alias in aliases[1].split(",") if aliases else ():
                if alias.strip(" ."):
                    owners[_folded(alias)].append((file, number, alias.strip()))
                else:
                    yield Advice(file, number, "aliases", "an empty alias")
    for named in owners.values():
        first = named[0]
        for file, number, name in named[1:]:
            if file != first[0]:
                yield Advice(file, number, "aliases", f"{name!r} also names {first[0]}:{first[1]}")


# ---------------------------------------------------------------- a fact


def _fact(fact: Fact) -> Iterator[Advice]:
    if fact.kind is not FactKind.BULLET:
        return
    if len(fact.text) > LONGEST_BULLET:
        yield _about(fact, "long", f"{len(fact.text)} characters: one fact a bullet, please")
    if _PRONOUN.match(fact.text):
        yield _about(fact, "pronoun", f"what is meant by {fact.text.split()[0]!r}?")
    elif _BARE_VERB.match(fact.text) and not (fact.term or fact.parents):
        yield _about(fact, "subject", f"who or what {fact.text.split()[0].lower()!r}?")


def _about(fact: Fact, rule: str, text: str) -> Advice:
    return Advice(fact.file, fact.line, rule, text)


def _unchecked(facts: Sequence[Fact], today: date) -> Iterator[Advice]:
    """Ceilings and other figures, prices and states that nobody checked, or not for a year.

    Only in notes that use the mark at all: to most it would be a burden.
    """
    if not any(fact.checked for fact in facts):
        return
    last_year = f"{today.year - 1}-{today.month:02}"
    for fact in facts:
        if fact.checked:
            if fact.checked < last_year:
                yield _about(fact, "checked", f"last checked {fact.checked}: still true?")
        elif what := may_change(fact):
            yield _about(fact, "checked", f"{what} may change: (checked YYYY-MM)")


def may_change(fact: Fact) -> str:
    """What of a fact may be otherwise next year; "" if nothing is known to."""
    if fact.kind in (FactKind.CODE, FactKind.QUOTE):
        return ""
    if _PRICE.search(fact.text):
        return "a price"
    if _STATUS.search(fact.text):
        return "a status"
    figure = _FIGURE.search(fact.text)
    if figure and _CEILING.search(fact.text):
        return "a ceiling"
    below = fact.path[1:] or fact.path  # the title of a note may well be "Service Quotas"
    return "a figure" if figure and any(map(_CHANGING.search, below)) else ""


def _duplicates(facts: Sequence[Fact]) -> Iterator[Advice]:
    """The same said twice about the same thing."""
    seen: dict[tuple[str, tuple[str, ...], str], Fact] = {}
    for fact in facts:
        if fact.kind in (FactKind.CODE, FactKind.ANSWER) or len(fact.text) < 12:
            continue
        first = seen.setdefault((fact.topic, fact.parents, _folded(fact.text)), fact)
        if first is not fact:
            yield _about(fact, "duplicate", f"stands in {first.source} already")


def _contradictions(facts: Sequence[Fact], topics: Sequence[Topic]) -> Iterator[Advice]:
    for conflict in find_conflicts(facts, topics):
        a, b = conflict.a, conflict.b
        yield Advice(
            a.file,
            a.line,
            "contradiction",
            f"{conflict.attribute}: {a.value} here, {b.value} in {b.file}:{b.line}",
        )


def _questions(read: Notes) -> Iterator[Advice]:
    """What is to be looked at in the questions that people wrote."""
    places = CitedPlaces({document.file: document.headings for document in read.documents})
    questions = [
        replace(one, sources=(*(p.source for p in places.cited(one)), Source(one.file, one.line)))
        for document in read.documents
        for one in document.authored
    ]
    broken = [one for document in read.documents for one in document.broken]
    yield from (Advice(*finding) for finding in lint_questions(questions, broken))


def _folded(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
