"""What the notes say clause by clause: of whom, in which case, and what they affirm or deny."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from knowledge.conflicts.assertions import Assertion, assertions
from knowledge.conflicts.clauses import claims_something, clauses
from knowledge.conflicts.poles import pole_texts, without_poles
from knowledge.conflicts.stems import (
    GENERAL,
    NARROWS_NOTHING,
    name_stems,
    short_name_stems,
    stems,
)
from knowledge.language.headings import bare, is_generic, is_label
from knowledge.language.names import NameBook, fold_words
from knowledge.language.words import is_name_like
from knowledge.model import Fact, FactKind

_CONTRAST = re.compile(
    r"\b(?:for|to|by|from)\s(?P<so>(?:[\w-]+\s){0,2}[\w-]+),\s+not\s+[\w\s-]+\.?$", re.IGNORECASE
)
_PLAIN_NO = re.compile(
    r"^(?:no|none|not (?:natively |directly |yet )?(?:supported|available|possible))\.?$",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r",|/|&|\b(?:and|vs|versus|or)\b", re.IGNORECASE
)  # topics that are two things
_NAME = 8  # words; a longer label is a sentence
_SUBJECT = 5  # first words of a line that may name whom it is about


@dataclass(frozen=True, slots=True)
class Saying:
    """One clause."""

    fact: Fact
    topic: str  # key of the topic that it stands under, or of its column
    about: frozenset[str]  # keys of all the topics that it speaks of
    text: str
    labels: frozenset[str]  # stems of what narrows it: term, parent bullets, heading, column
    claims: tuple[Assertion, ...]
    words: frozenset[str]  # its telling stems, the topic's names and the poles left out
    contrast: str = ""  # "for services, not humans": service
    raw: frozenset[str] = field(init=False)  # all its stems
    told: frozenset[str] = field(init=False)  # its words and labels
    all_words: frozenset[str] = field(init=False)  # these and the stems of its poles

    def __post_init__(self) -> None:
        told = self.words | self.labels
        object.__setattr__(self, "raw", stems(self.text))
        object.__setattr__(self, "told", told)
        object.__setattr__(self, "all_words", told | _pole_stems(self.text))


def read_sayings(facts: Sequence[Fact], book: NameBook) -> Iterator[Saying]:
    """Every clause of every line and cell that speaks of one topic."""
    for fact in facts:
        if fact.kind is FactKind.ROW and fact.cells:
            yield from _of_row(fact, book)
        elif fact.kind is not FactKind.CODE and not _SEVERAL.search(fact.topic):
            yield from _of_line(fact, book)


def _of_line(fact: Fact, book: NameBook) -> Iterator[Saying]:
    topic = book.key(fact.topic)
    begin = " ".join(fact.text.split()[:_SUBJECT])
    about = frozenset({topic} | _named(fact.term, book) | _named(begin, book))
    own = name_stems(topic, book)
    labels = _labels(fact, topic, about, book) - own - NARROWS_NOTHING
    contrast = _CONTRAST.search(fact.text)
    for clause in clauses(fact.text):
        saying = _saying(fact, topic, about, clause, labels, own, fact.text)
        if contrast and clause.lower().startswith("not "):
            saying = replace(saying, contrast=fold_words(contrast["so"])[-1])
        yield saying


def _labels(fact: Fact, topic: str, about: frozenset[str], book: NameBook) -> frozenset[str]:
    """The stems of all that a line stands under, up to the topic's own heading."""
    above = (*reversed(fact.parents), *reversed(fact.path))
    remarks = not above or is_generic(bare(above[0])) or topic in book.mentioned(above[0])
    labels: frozenset[str] = frozenset()
    for label in above if remarks and is_label(fact.term) else (fact.term, *above):
        labels |= stems(bare(_name(label)))
        if book.mentioned(label) & about:
            break
    return labels


def _name(label: str) -> str:
    """A label; of one that is a whole sentence how it begins, which is whom it is about."""
    words = label.split()
    return label if len(words) <= _NAME else " ".join(words[:_SUBJECT])


def _named(text: str, book: NameBook) -> set[str]:
    """The topics that *text* names, unless by a common word: "Backup", "Config"."""
    found = book.mentioned(text)
    folded = f" {' '.join(fold_words(text))} " if found else ""
    return {
        key
        for key in found
        for alias in book.names_of(book.find(key) or key)
        if (" " in alias or is_name_like(alias)) and f" {' '.join(fold_words(alias))} " in folded
    }


def _of_row(fact: Fact, book: NameBook) -> Iterator[Saying]:
    """The cells of a row, each under its row's and its column's name."""
    name = fact.cells[0][1]
    for header, cell in fact.cells[1:]:
        about = frozenset((book.mentioned(header) or book.mentioned(name)) - book.prefixes)
        about = about or frozenset({book.key(fact.topic)})
        topic = min(about)
        if len(about) > 1 or _SEVERAL.search(topic):
            continue
        own = short_name_stems(topic, book)
        labels = (stems(name) | stems(header)) - own
        for clause in clauses(cell):
            saying = _saying(fact, topic, about, clause, labels - NARROWS_NOTHING, own, cell)
            yield _no(saying, labels, stems(name) - own) if _PLAIN_NO.match(clause) else saying


def _no(saying: Saying, labels: frozenset[str], attribute: frozenset[str]) -> Saying:
    """A cell that says only "no": it denies what its row is called."""
    denied = tuple(Assertion("has", word, False, labels - GENERAL) for word in attribute - GENERAL)
    return replace(saying, words=attribute, claims=denied)


def _saying(
    fact: Fact,
    topic: str,
    about: frozenset[str],
    clause: str,
    labels: frozenset[str],
    own: frozenset[str],
    text: str,
) -> Saying:
    claimed = clause.lower() != fact.term.lower() and claims_something(clause)
    claims = tuple(assertions(clause, own, text)) if claimed else ()
    words = stems(without_poles(clause)) - own
    return Saying(fact, topic, about, clause, _besides(labels, _pole_stems(clause)), claims, words)


def _besides(labels: frozenset[str], poles: frozenset[str]) -> frozenset[str]:
    """The labels that do not merely say the pole again: "Persistent storage: data persists"."""
    return frozenset(label for label in labels if not any(map(label.startswith, poles)))


def _pole_stems(text: str) -> frozenset[str]:
    return frozenset(word for pole in pole_texts(text) for word in stems(pole))


def parts_of_topics(facts: Iterable[Fact], book: NameBook) -> dict[str, set[str]]:
    """For each topic the words that name its parts and editions: "Shield Advanced"."""
    found: dict[str, set[str]] = defaultdict(set)
    for label in {label for fact in facts for label in (*fact.path, *fact.parents, fact.term)}:
        if len(label.split()) <= _NAME:
            about = book.mentioned(label)
            named = frozenset(word for topic in about for word in name_stems(topic, book))
            for topic in about:
                found[topic] |= stems(label) - named - GENERAL
    return found
