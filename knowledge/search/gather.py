"""Goes through the facts once and takes down what the index needs, in flat arrays.

A section here is anything facts stand under: a heading, or a bullet with bullets below it. Facts
come in the notes' order, so each section is one run of facts.
"""

import itertools
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.model import Fact, FactKind
from knowledge.search.everyday import STOP
from knowledge.search.measuring import ANSWERS, BEGINS, HAS_TERM, ROW, flags_of
from knowledge.search.words import measures, pieces, words

ROOT = -1
_ENOUGH_OF_TERM = 40
_LONG_TERM, _MOST_TERMS = 5, 50_000
IN_QUESTION = 0.5  # a question is told at length: its words count less than those of notes
OWN, NEAREST, ABOVE, FAR = 1.0, 0.9, 0.7, 0.5  # what a word counts by where it stands


@dataclass(slots=True)
class Section:
    """A heading (or a bullet that others hang under) with the run of facts below it."""

    title: str
    parent: int
    depth: int
    is_heading: bool
    topic: str
    tokens: list[int]
    start: int
    end: int = 0
    inherited: list[tuple[int, float]] = field(default_factory=list)


@dataclass(slots=True)
class Gathered:
    """All facts as numbers: words by their place in `surfaces`, sections by theirs."""

    surfaces: dict[str, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)
    topics: dict[str, int] = field(default_factory=dict)
    terms: dict[str, None] = field(default_factory=dict)
    files: dict[str, int] = field(default_factory=dict)
    texts: bytearray = field(default_factory=bytearray)
    text_starts: "array[int]" = field(default_factory=lambda: array("Q", [0]))
    own: "array[int]" = field(default_factory=lambda: array("I"))
    own_starts: "array[int]" = field(default_factory=lambda: array("Q", [0]))
    post_facts: "array[int]" = field(default_factory=lambda: array("I"))
    post_words: "array[int]" = field(default_factory=lambda: array("I"))
    post_weights: "array[float]" = field(default_factory=lambda: array("f"))
    pairs: "array[int]" = field(default_factory=lambda: array("Q"))
    section_of: "array[int]" = field(default_factory=lambda: array("I"))
    topic_of: "array[int]" = field(default_factory=lambda: array("I"))
    file_of: "array[int]" = field(default_factory=lambda: array("I"))
    lines: "array[int]" = field(default_factory=lambda: array("I"))
    term_sizes: "array[int]" = field(default_factory=lambda: array("I"))
    flags: "array[int]" = field(default_factory=lambda: array("I"))

    @property
    def count(self) -> int:
        return len(self.section_of)

    def forget_postings(self) -> None:
        """Give back the memory of what has been written."""
        self.post_facts, self.post_words = array("I"), array("I")
        self.post_weights = array("f")

    def text(self, number: int) -> bytes:
        start, end = self.text_starts[number], self.text_starts[number + 1]
        return bytes(self.texts[start:end])

    def word(self, surface: str) -> int:
        return self.surfaces.setdefault(surface, len(self.surfaces))


def gather(facts: Iterable[Fact]) -> Gathered:
    """Take down *facts*, which come in the notes' order."""
    gathered = Gathered()
    trail: list[int] = []  # the sections that are open, outermost first
    previous = ""
    for fact in facts:
        if fact.file != previous:
            trail, previous = [], fact.file
        trail = _enter(gathered, trail, fact)
        _take(gathered, trail[-1] if trail else ROOT, fact)
    return gathered


def _enter(gathered: Gathered, trail: list[int], fact: Fact) -> list[int]:
    """The trail to *fact*: what it shares with the one before stays open, the rest is new."""
    headings = fact.path or (fact.topic or fact.file,)
    titles = headings + fact.parents
    kept = 0
    while kept < min(len(trail), len(titles)):
        section = gathered.sections[trail[kept]]
        if section.title != titles[kept] or section.is_heading != (kept < len(headings)):
            break
        kept += 1
    trail = trail[:kept]
    for depth in range(kept, len(titles)):
        trail.append(_open(gathered, trail, titles[depth], depth < len(headings), fact.topic))
    return trail


def _open(gathered: Gathered, trail: list[int], title: str, is_heading: bool, topic: str) -> int:
    parent = trail[-1] if trail else ROOT
    spelled = words(title)
    tokens = _noted(gathered, spelled)
    section = Section(title, parent, len(trail), is_heading, topic, tokens, gathered.count)
    above = gathered.sections[parent].inherited if trail else []
    weighed = [(word, ABOVE if weight == NEAREST else weight * 0.8) for word, weight in above]
    names_topic = set(words(topic)) <= set(spelled)
    nearest = FAR if not trail and is_heading and not names_topic else NEAREST
    section.inherited = weighed + [(word, nearest) for word in tokens]
    gathered.sections.append(section)
    return len(gathered.sections) - 1


def _take(gathered: Gathered, section: int, fact: Fact) -> None:
    number = gathered.count
    text = _readable(fact)
    role = _role(gathered, section, fact)
    said = f"{fact.parents[-1]} {text}" if role & BEGINS else text  # read with its question
    own = _noted(gathered, words(said))
    own += [gathered.word(piece) for piece in pieces(said) if piece not in STOP]
    own += [gathered.word(measure) for measure in measures(said)]
    gathered.own.extend(own)
    gathered.own_starts.append(len(gathered.own))
    inherited = gathered.sections[section].inherited if section >= 0 else []
    gathered.post_facts.extend([number] * (len(own) + len(inherited)))
    gathered.post_words.extend(own)
    gathered.post_words.extend([word for word, _ in inherited])
    counts = IN_QUESTION if role & ANSWERS else 1.0
    gathered.post_weights.extend([OWN * counts] * len(own))
    gathered.post_weights.extend([weight * counts for _, weight in inherited])
    gathered.section_of.append(max(section, 0))
    gathered.topic_of.append(gathered.topics.setdefault(fact.topic, len(gathered.topics)))
    gathered.file_of.append(gathered.files.setdefault(fact.file, len(gathered.files)))
    gathered.lines.append(fact.line)
    starts = bool(fact.term) and text.startswith(fact.term[:_ENOUGH_OF_TERM])
    term = [word for word in words(fact.term) if word not in STOP] if starts else []
    gathered.term_sizes.append(len(term))
    if 1 < len(term) < _LONG_TERM and len(gathered.terms) < _MOST_TERMS:
        gathered.terms[fact.term] = None
    gathered.flags.append(flags_of(text) | role)
    gathered.texts += text.encode("utf-8", "replace")
    gathered.text_starts.append(len(gathered.texts))
    while section >= 0:
        gathered.sections[section].end = number + 1
        section = gathered.sections[section].parent


def _role(gathered: Gathered, section: int, fact: Fact) -> int:
    """The bits that say what part a fact plays in its section."""
    role = (HAS_TERM if fact.term else 0) | (ROW if fact.kind is FactKind.ROW else 0)
    if fact.kind is FactKind.ANSWER:
        number = len(gathered.flags)
        goes_on = number > gathered.sections[section].start and gathered.lines[-1] == fact.line
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


def _noted(gathered: Gathered, spelled: list[str]) -> list[int]:
    """The numbers of all words but stop words, and, taken down, which of them stand side by side:

    that is where a query may join or split them.
    """
    surfaces = gathered.surfaces
    own = [-1 if word in STOP else surfaces.setdefault(word, len(surfaces)) for word in spelled]
    gathered.pairs.extend(
        [one << 32 | other for one, other in itertools.pairwise(own) if one >= 0 <= other]
    )
    return [number for number in own if number >= 0]
