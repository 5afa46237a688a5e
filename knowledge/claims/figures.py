"""Figures that can be set against one another: whose, of what, which end, and how much.

Broader than the number claims that questions are made from: here a figure may also stand in a short
sentence without a term, and a range counts as its two ends.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from knowledge.claims.glosses import rest_of
from knowledge.claims.kinds import bare, is_generic, remainder
from knowledge.claims.model import NameBook, fold
from knowledge.claims.numbers import split_property, without_history
from knowledge.claims.words import content, stem
from knowledge.model import Fact, FactKind
from knowledge.quantities import Quantity, quantities

_GENERAL = frozenset(
    stem(word)
    for word in (
        "data message messages period time limit limits size sizes number value total amount "
        "configurable configured default maximum minimum max min up range between per each every "
        "only approx around need fixed available seconds minutes hours days month months year "
        "years sec secs hour day minute second bytes key support supports supported soft hard "
        "adjustable increase increased set single item"
    ).split(" ")
)
_LIMIT = re.compile(r"\b(?:limits?|quotas?|constraints?|max(?:imum)?)\b", re.IGNORECASE)
_OPEN_ENDED = re.compile(r"(?:\bto|→|–|-|and)\s*$")
_EXAMPLE = re.compile(
    r"\b(?:e\.?g|example|for instance|such as|scenario|suppose|imagine)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One end of one figure."""

    topic: str
    words: frozenset[str]  # what is measured, in stems
    attribute: str  # the same, to be shown
    qualifier: str  # default, minimum, maximum, or "" where the notes do not say
    value: Fraction
    dimension: str
    noun: str
    quantity: Quantity
    fact: Fact
    scope: frozenset[str] = frozenset()  # brackets and conditions that narrow it


def read_figures(facts: Sequence[Fact], book: NameBook) -> Iterable[Figure]:
    """Every figure of every short fact."""
    for fact in facts:
        if fact.kind is FactKind.ROW:
            yield from _of_row(fact, book)
        if fact.kind in (FactKind.CODE, FactKind.QUOTE, FactKind.ROW):
            continue
        text = without_history(fact.text)
        if len(text.split()) > 30 or _EXAMPLE.search(text):
            continue
        found = quantities(text)
        if found:
            yield from _of_fact(fact, text, found, book)


def _of_fact(fact: Fact, text: str, found: Sequence[Quantity], book: NameBook) -> Iterable[Figure]:
    name = bare(fact.term) if rest_of(fact.text, fact.term) else ""
    inherited = split_property(name)[1] if name else ""
    own = frozenset(word for alias in book.names_of(fact.topic) for word in content(alias))
    around = " ".join(bare(label) for label in (*fact.parents, *fact.path[-1:]))
    limit = bool(_LIMIT.search(around)) and not inherited
    for place, quantity in enumerate(found):
        if quantity.dimension in ("money", "port", "prefix", "percent") or not quantity.number:
            continue
        words = _measured(name, text, quantity, own)
        if not words:
            continue
        section = (content(_section(fact, own)) | content(" ".join(fact.parents))) - own - words
        shown = (split_property(name)[0] or name) if name else " ".join(sorted(words))
        for qualifier, value in _ends(text, found, place, inherited, limit):
            yield Figure(
                fact.topic, words, shown, qualifier, value, quantity.dimension,
                fold(quantity.noun), quantity, fact, frozenset(section),
            )  # fmt: skip


def _of_row(fact: Fact, book: NameBook) -> Iterable[Figure]:
    """The cells of a row, where the columns are topics: what the row says of each."""
    for header, cell in fact.cells[1:]:
        topic = book.find(bare(header))
        found = quantities(cell)
        if topic is None or topic not in book.topics or not found or not fact.term:
            continue
        own = frozenset(word for alias in book.names_of(topic) for word in content(alias))
        name = split_property(fact.term)[0] or fact.term
        words = _measured(fact.term, cell, found[0], own)
        inherited = split_property(fact.term)[1]
        for place, quantity in enumerate(found):
            for qualifier, value in _ends(cell, found, place, inherited, False) if words else ():
                yield Figure(
                    topic, words, name, qualifier, value, quantity.dimension,
                    fold(quantity.noun), quantity, fact,
                )  # fmt: skip


def _section(fact: Fact, own: frozenset[str]) -> str:
    labels = [bare(label) for label in (*fact.parents[-1:], *fact.path[-1:])]
    return " ".join(
        remainder(label) for label in labels if not is_generic(label) and content(label) - own
    )


def _measured(name: str, text: str, quantity: Quantity, own: frozenset[str]) -> frozenset[str]:
    """The telling words for what is measured: of the term, or of the clause around the number."""
    if name:
        words = content(split_property(name)[0] or name) | content(quantity.noun)
    else:
        before = re.split(r"[;.](?!\d)|\s[–—-]\s", text[: quantity.start])[-1]
        after = re.split(r"[;.,](?!\d)|\s[–—-]\s", text[quantity.end :])[0]
        words = content(_without_numbers(before)) | content(_without_numbers(after))
    telling = {word for word in words if word not in _GENERAL and not word.isdigit()} - own
    return frozenset(telling or ({word for word in words if not word.isdigit()} - own))


def _without_numbers(text: str) -> str:
    for quantity in reversed(quantities(text)):
        text = text[: quantity.start] + text[quantity.end :]
    return text


def _ends(
    text: str, found: Sequence[Quantity], place: int, inherited: str, limit: bool
) -> Iterable[tuple[str, Fraction]]:
    """The ends a quantity stands for: a range has two, "… to 365 days" is a maximum."""
    quantity = found[place]
    if quantity.high is not None:
        yield "minimum", quantity.value
        yield "maximum", quantity.high
        return
    if quantity.qualifier in ("default", "maximum", "minimum"):
        yield quantity.qualifier, quantity.value
        return
    if quantity.qualifier:
        return
    if place and _OPEN_ENDED.search(text[found[place - 1].end : quantity.start]):
        yield "maximum", quantity.value
        return
    if any(other.dimension == quantity.dimension for other in found if other is not quantity):
        return  # which of several is meant, the notes do not say
    yield inherited or ("maximum" if limit else ""), quantity.value
