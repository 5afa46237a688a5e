"""Goes through facts once and takes down what the index needs, in flat arrays.

A section here is anything facts stand under: a heading, or a bullet with bullets below it. Facts
come in the notes' order, so each section is one run of facts, and so is each file.
"""

import hashlib
import itertools
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.model import Fact, FactKind
from knowledge.search import aliases
from knowledge.search.agreeing import wording
from knowledge.search.columns import Gathered, Lists
from knowledge.search.everyday import STOP
from knowledge.search.measuring import ANSWERS, BEGINS, BOUNDS, DENIES, HAS_TERM, ROW, flags_of
from knowledge.search.measuring import stated as stated_in
from knowledge.search.words import measures, pieces, words

ROOT = -1
_ENOUGH_OF_TERM = 40
_LONG_TERM = 5
OWN, NEAREST, ABOVE, FAR = 1.0, 0.9, 0.7, 0.5  # what a word counts by where it stands
_SAYS_ENOUGH = 4  # words; a fact of fewer means something only under its heading
_NO_SIGN = re.compile(r"[^<>]+")


@dataclass(slots=True)
class _Section:
    """A heading (or a bullet that others hang under) with the run of facts below it."""

    title: str
    parent: int
    is_heading: bool
    start: int
    end: int = 0
    inherited: list[tuple[int, float]] = field(default_factory=list)


def _ints() -> "array[int]":
    return array("I")


@dataclass(slots=True)
class _Lists:
    """Short lists in the making, one after the other."""

    values: "array[int]"
    starts: "array[int]" = field(default_factory=lambda: array("Q", [0]))

    def add(self, values: Iterable[int]) -> None:
        self.values.extend(values)
        self.starts.append(len(self.values))

    def add_text(self, text: str) -> None:
        self.values.frombytes(text.encode("utf-8", "replace"))
        self.starts.append(len(self.values))

    def made(self) -> Lists:
        values = np.frombuffer(self.values, np.dtype(self.values.typecode))
        return Lists(values, np.frombuffer(self.starts, np.uint64))


@dataclass(slots=True)
class _Notebook:
    """Where everything is taken down: words by their place in `surfaces`, sections by theirs."""

    surfaces: dict[str, int] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    sections: list[_Section] = field(default_factory=list)
    tokens: _Lists = field(default_factory=lambda: _Lists(_ints()))
    tokens_beside: "array[int]" = field(default_factory=lambda: array("B"))
    section_of: "array[int]" = field(default_factory=_ints)
    topic_of: "array[int]" = field(default_factory=_ints)
    file_of: "array[int]" = field(default_factory=_ints)
    lines: "array[int]" = field(default_factory=_ints)
    term_sizes: "array[int]" = field(default_factory=_ints)
    flags: "array[int]" = field(default_factory=_ints)
    marks: "array[int]" = field(default_factory=lambda: array("Q"))
    stated: "array[int]" = field(default_factory=lambda: array("Q"))
    own: _Lists = field(default_factory=lambda: _Lists(_ints()))
    own_beside: "array[int]" = field(default_factory=lambda: array("B"))
    texts: _Lists = field(default_factory=lambda: _Lists(array("B")))
    terms: _Lists = field(default_factory=lambda: _Lists(array("B")))
    wordings: _Lists = field(default_factory=lambda: _Lists(array("B")))
    explained: _Lists = field(default_factory=lambda: _Lists(array("B")))
    unexplained: list[str] = field(default_factory=list)  # titles whose first fact is to come

    @property
    def count(self) -> int:
        return len(self.section_of)

    def noted(self, spelled: Sequence[str]) -> tuple[list[int], list[int]]:
        """The numbers of all words but stop words, and which have the next one right beside them:

        that is where a query may join or split them.
        """
        surfaces = self.surfaces
        own = [-1 if word in STOP else surfaces.setdefault(word, len(surfaces)) for word in spelled]
        pairs = itertools.pairwise((*own, -1))
        beside = [int(other >= 0) for one, other in pairs if one >= 0]
        return [number for number in own if number >= 0], beside

    def more(self, spelled: Sequence[str]) -> list[int]:
        return [self.surfaces.setdefault(word, len(self.surfaces)) for word in spelled]

    def made(self) -> Gathered:
        sections = self.sections
        inherited = _Lists(_ints())
        for section in sections:
            inherited.add(word for word, _ in section.inherited)
        return Gathered(
            surfaces=list(self.surfaces),
            topics=list(self.topics),
            files=list(self.files),
            section_of=np.frombuffer(self.section_of, np.uint32),
            topic_of=np.frombuffer(self.topic_of, np.uint32),
            file_of=np.frombuffer(self.file_of, np.uint32),
            lines=np.frombuffer(self.lines, np.uint32),
            term_sizes=np.frombuffer(self.term_sizes, np.uint32),
            flags=np.frombuffer(self.flags, np.uint32),
            marks=np.frombuffer(self.marks, np.uint64),
            stated=np.frombuffer(self.stated, np.uint64),
            own=self.own.made(),
            own_beside=np.frombuffer(self.own_beside, np.uint8),
            texts=self.texts.made(),
            terms=self.terms.made(),
            wordings=self.wordings.made(),
            explained=self.explained.made(),
            titles=[section.title for section in sections],
            parents=np.array([section.parent + 1 for section in sections], np.uint32),
            firsts=np.array([section.start for section in sections], np.uint32),
            ends=np.array([section.end for section in sections], np.uint32),
            headings=np.array([section.is_heading for section in sections], np.uint32),
            tokens=self.tokens.made(),
            tokens_beside=np.frombuffer(self.tokens_beside, np.uint8),
            inherited=inherited.made(),
            inherited_weights=np.array(
                [weight for section in sections for _, weight in section.inherited], np.float32
            ),
        )


def gather(facts: Iterable[Fact]) -> Gathered:
    """Take down *facts*, which come in the notes' order."""
    book = _Notebook()
    trail: list[int] = []  # the sections that are open, outermost first
    previous = ""
    for fact in facts:
        if fact.file != previous:
            trail, previous = [], fact.file
        trail = _enter(book, trail, fact)
        _take(book, trail[-1] if trail else ROOT, fact)
    return book.made()


def _enter(book: _Notebook, trail: list[int], fact: Fact) -> list[int]:
    """The trail to *fact*: what it shares with the one before stays open, the rest is new."""
    headings = fact.path or (fact.topic or fact.file,)
    titles = headings + fact.parents
    kept = 0
    while kept < min(len(trail), len(titles)):
        section = book.sections[trail[kept]]
        if section.title != titles[kept] or section.is_heading != (kept < len(headings)):
            break
        kept += 1
    trail = trail[:kept]
    for depth in range(kept, len(titles)):
        trail.append(_open(book, trail, titles[depth], depth < len(headings), fact.topic))
    return trail


def _open(book: _Notebook, trail: list[int], title: str, is_heading: bool, topic: str) -> int:
    parent = trail[-1] if trail else ROOT
    spelled = words(title)
    tokens, beside = book.noted(spelled)
    book.tokens.add(tokens)
    book.tokens_beside.extend(beside)
    above = book.sections[parent].inherited if trail else []
    weighed = [(word, ABOVE if weight == NEAREST else weight * 0.8) for word, weight in above]
    names_topic = set(words(topic)) <= set(spelled)
    nearest = FAR if not trail and is_heading and not names_topic else NEAREST
    inherited = weighed + [(word, nearest) for word in tokens]
    book.sections.append(_Section(title, parent, is_heading, book.count, inherited=inherited))
    book.unexplained.append(title)
    return len(book.sections) - 1


def _take(book: _Notebook, section: int, fact: Fact) -> None:
    number = book.count
    text = _readable(fact)
    role = _role(book, section, fact)
    flags = flags_of(text) | role
    said = f"{fact.parents[-1]} {text}" if role & BEGINS else text  # read with its question
    spelled = words(said)
    within = [piece for piece in pieces(said) if piece not in STOP] + measures(said)
    own, beside = book.noted(spelled)
    own += book.more(within)
    book.own.add(own)
    book.own_beside.extend(beside + [0] * len(within))
    book.section_of.append(max(section, 0))
    book.topic_of.append(book.topics.setdefault(fact.topic, len(book.topics)))
    book.file_of.append(book.files.setdefault(fact.file, len(book.files)))
    book.lines.append(fact.line)
    starts = bool(fact.term) and text.startswith(fact.term[:_ENOUGH_OF_TERM])
    term = [word for word in words(fact.term) if word not in STOP] if starts else []
    book.term_sizes.append(len(term))
    book.terms.add_text(fact.term if 1 < len(term) < _LONG_TERM else "")
    book.flags.append(flags)
    book.texts.add_text(text)
    figures = stated_in(text, flags)
    book.stated.append(figures)
    book.wordings.add_text(wording(text, *_above(book, section)) if figures else "")
    meaning = [word for word in spelled if word not in STOP] + within
    title = book.sections[section].title if section >= 0 else ""
    book.marks.append(_mark(meaning, text, fact.topic, flags, title))
    explained = sorted(aliases.mine((*book.unexplained, text)))
    book.explained.add_text("\n".join(aliases.as_text(*pair) for pair in explained))
    book.unexplained.clear()
    while section >= 0:
        book.sections[section].end = number + 1
        section = book.sections[section].parent


def _above(book: _Notebook, section: int) -> tuple[list[str], list[str]]:
    """The bullets and the headings down to a section, the nearest first."""
    bullets: list[str] = []
    headings: list[str] = []
    while section >= 0:
        here = book.sections[section]
        (headings if here.is_heading else bullets).append(here.title)
        section = here.parent
    return bullets, headings


def _mark(meaning: Sequence[str], text: str, topic: str, flags: int, title: str) -> int:
    """Alike for facts that say the same about the same topic."""
    mark = hashlib.blake2b((" ".join(meaning) or text).encode("utf-8", "replace"), digest_size=8)
    signs = _NO_SIGN.sub("", text)
    mark.update(f"\0{topic}\0{flags & (DENIES | BOUNDS)}\0{signs}".encode("utf-8", "replace"))
    if len(meaning) < _SAYS_ENOUGH or flags & ANSWERS:  # too short to mean anything by itself
        mark.update(" ".join(sorted(aliases.phrase(title))).encode("utf-8", "replace"))
    return int.from_bytes(mark.digest(), "little")


def _role(book: _Notebook, section: int, fact: Fact) -> int:
    """The bits that say what part a fact plays in its section."""
    role = (HAS_TERM if fact.term else 0) | (ROW if fact.kind is FactKind.ROW else 0)
    if fact.kind is FactKind.ANSWER:
        goes_on = book.count > book.sections[section].start and book.lines[-1] == fact.line
        role |= ANSWERS | (0 if goes_on else BEGINS)
    return role


def _readable(fact: Fact) -> str:
    """The fact's text without what no screen shows; code and answers keep their lines."""
    shown = fact.text
    if not shown.replace("\n", "").isprintable():
        shown = "".join(c if c.isprintable() or c == "\n" else " " for c in shown)
    if fact.kind in (FactKind.CODE, FactKind.ANSWER):
        return "\n".join(line.rstrip() for line in shown.split("\n") if line.strip())
    return " ".join(shown.split())
