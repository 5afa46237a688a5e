"""Figures that can be set against one another: whose, of what, which end, and how much.

Broader than the number claims that questions are made from: here a figure may also stand in a short
sentence without a term, and a range counts as its two ends.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from knowledge.claims.glosses import rest_of
from knowledge.claims.numbers import scope_after, split_property, without_history
from knowledge.conflicts.pairs import conflict
from knowledge.conflicts.stems import GENERAL, short_name_stems
from knowledge.conflicts.stems import stems as content
from knowledge.language.headings import bare, is_generic, remainder
from knowledge.language.names import NameBook, fold
from knowledge.language.quantities import Quantity, only_quantity, quantities, same
from knowledge.language.words import stem
from knowledge.model import Conflict, Fact, FactKind

_GENERAL = frozenset(
    stem(word)
    for word in (
        "data message messages period time limit limits size sizes number value total amount "
        "configurable configured default maximum minimum max min up range between per each every "
        "only approx around capacity space need fixed available seconds minutes hours days month "
        "months year years sec secs hour day minute second bytes key support supports supported "
        "soft hard adjustable increase increased set single item"
    ).split(" ")
)
_LIMIT = re.compile(
    r"\b(?:limits?|limitations?|quotas?|constraints?|max(?:imum)?)\b", re.IGNORECASE
)
_OPEN_ENDED = re.compile(r"(?:\bto|→|–|-|and)\s*$")
_CAN = re.compile(
    r"\b(?:can|may)\s(?:be |have |hold |carry |take |last |run )?(?:\w+\s){0,2}$", re.IGNORECASE
)
_PAIRS = 10_000  # of lines about one attribute; more of them are a list of cases
_TAIL = re.compile(r"\s(?:in|of|for|per|on|with|from|to|by)\s.*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_OPTION = re.compile(r"^[A-Z][\w-]*(?:\s[\w-]+)?\s\(([^()]+)\)$")
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
    core: frozenset[str] = frozenset()  # of its words those before any "in …", "of …"
    each: frozenset[str] = frozenset()  # "per region": what it counts anew for


def find_differing(facts: Sequence[Fact], book: NameBook) -> Iterator[Conflict]:
    """Pairs of places that give one figure differently."""
    groups: dict[tuple[str, ...], dict[frozenset[str], list[Figure]]] = defaultdict(dict)
    for figure in read_figures(facts, book):
        if figure.dimension == "count" and not (figure.noun and figure.qualifier):
            continue  # "4 copies to write", "3 copies to read": a bare count needs its clause
        key = (book.key(figure.topic), figure.dimension, figure.qualifier, figure.noun)
        groups[key].setdefault(figure.words, []).append(figure)
    for by_words in groups.values():
        for (words, some), (others, more) in combinations_with_replacement(by_words.items(), 2):
            if len(some) * len(more) <= _PAIRS and (words <= others or others <= words):
                yield from _differing(some, more)


def _differing(some: Sequence[Figure], more: Sequence[Figure]) -> Iterator[Conflict]:
    seen: set[frozenset[int]] = set()
    for one in some:
        for other in more:
            pair = frozenset((id(one), id(other)))
            if pair not in seen and _contradict(one, other):
                seen.add(pair)
                yield _conflict(one, other)


def find_out_of_range(facts: Sequence[Fact], book: NameBook) -> Iterator[Conflict]:
    """Values of a topic's parts that lie outside the range given for the topic as a whole."""
    ranges = [
        (topic, words, found, fact)
        for topic, words, found, fact in _cells(facts, book)
        if found.is_range
    ]
    for topic, words, span, fact in ranges:
        for part in facts:
            if part.topic != topic or part.kind is not FactKind.ROW or part.block == fact.block:
                continue
            for header, cell in part.cells[1:]:
                value = only_quantity(cell)
                if value is None or value.is_range or value.dimension != span.dimension:
                    continue
                if content(bare(header)) == words and not _within(value, span):
                    attribute = bare(header).lower()
                    yield conflict(
                        topic, attribute, (fact, span.text), (part, value.text), "medium"
                    )


def _cells(
    facts: Sequence[Fact], book: NameBook
) -> Iterator[tuple[str, frozenset[str], Quantity, Fact]]:
    """What a table says of topics: topic, attribute, quantity."""
    for fact in facts:
        for header, cell in fact.cells[1:] if fact.kind is FactKind.ROW else ():
            topic = book.find(bare(header))
            if topic in book.topics:
                for found in quantities(cell)[:1]:
                    yield topic or "", content(bare(fact.term)), found, fact


def _within(value: Quantity, span: Quantity) -> bool:
    return span.value <= value.value <= (span.high or span.value)


def _contradict(one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same and differ."""
    if one.fact.id == other.fact.id or one.value == other.value:
        return False
    if same(one.quantity, other.quantity):
        return False
    if one.dimension == "count" and one.each != other.each:
        return False
    if not one.qualifier and not (one.fact.term and other.fact.term):
        return False  # neither says which end it is, nor of what
    return _same_attribute(one, other) and _same_scope(one, other)


def _same_attribute(one: Figure, other: Figure) -> bool:
    """Whether the same is measured, though one says it in more words: "/tmp storage", "disk
    capacity in the function's container (/tmp)"."""
    shared = one.words & other.words
    if one.words == other.words:
        return True
    longer = one if shared == other.words else other
    return len(shared) > 1 and shared in (one.words, other.words) and longer.core <= shared


def _same_scope(one: Figure, other: Figure) -> bool:
    """Whether nothing in headings or parents says that the two are about different cases."""
    if one.fact.file == other.fact.file and one.fact.block == other.fact.block:
        return False  # one list rarely contradicts itself: its lines are about different cases
    left, right = one.scope - other.words, other.scope - one.words
    if not left or not right:
        return True
    return left <= right or right <= left


def _conflict(one: Figure, other: Figure) -> Conflict:
    return conflict(
        one.topic,
        f"{one.qualifier} {one.attribute}".strip(),
        (one.fact, one.quantity.text),
        (other.fact, other.quantity.text),
        "high" if one.qualifier else "medium",
    )


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
    name = fact.term if rest_of(fact.text, fact.term) else ""
    inherited = split_property(name)[1] if name else ""
    own = short_name_stems(fact.topic, book)
    around = " ".join(bare(label) for label in (*fact.parents, *fact.path[-1:]))
    limit = bool(_LIMIT.search(around)) and not inherited
    for place, quantity in enumerate(found):
        if quantity.dimension in ("money", "port", "prefix", "percent") or not quantity.number:
            continue
        words = _measured(name, text, quantity, own)
        if not words:
            continue
        core = words & content(_TAIL.sub("", _BRACKETS.sub("", name))) if name else words
        each = content(scope_after(text, quantity))
        section = (
            (content(_section(fact, own)) | content(" ".join(fact.parents))) - own - words - GENERAL
        )
        shown = (split_property(name)[0] or name) if name else _as_written(text, words)
        for qualifier, value in _ends(text, found, place, inherited, limit):
            yield Figure(
                fact.topic, words, shown, qualifier, value, quantity.dimension,
                fold(quantity.noun), quantity, fact, frozenset(section), core, each,
            )  # fmt: skip


def _of_row(fact: Fact, book: NameBook) -> Iterable[Figure]:
    """The cells of a row, where the columns are topics: what the row says of each."""
    for header, cell in fact.cells[1:]:
        topic = book.find(bare(header))
        found = quantities(cell)
        if topic is None or topic not in book.topics or not found or not fact.term:
            continue
        own = short_name_stems(topic, book)
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


def _as_written(text: str, telling: frozenset[str]) -> str:
    """The words of *text* that tell what is measured."""
    return " ".join(word for word in re.findall(r"[\w/-]+", text) if content(word) & telling)


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
    yield (
        inherited or ("maximum" if limit or _CAN.search(text[: quantity.start]) else ""),
        quantity.value,
    )


def find_over_bound(facts: Sequence[Fact], book: NameBook) -> Iterator[Conflict]:
    """Options that take longer or more than is promised for what they are options of."""
    options = [(fact, found) for fact in facts if (found := _option(fact)) is not None]
    for fact in facts:
        bounds = quantities(fact.text) if fact.term else ()
        if len(bounds) != 1:
            continue
        bound, named = bounds[0], content(fact.term) - short_name_stems(fact.topic, book)
        if bound.qualifier not in ("below", "maximum") or bound.is_range or len(named) < 2:
            continue
        for option, quantity in options:
            if option.topic == fact.topic and named <= content(option.parents[-1]):
                most = quantity.high or quantity.value
                if quantity.dimension == bound.dimension and most > bound.value:
                    yield conflict(
                        fact.topic, fact.term, (fact, bound.text), (option, quantity.text), "medium"
                    )


def _option(fact: Fact) -> Quantity | None:
    """The quantity of a bullet that is only a name with it in brackets: "Bulk (48 hours)"."""
    found = _OPTION.match(fact.text) if fact.parents else None
    return only_quantity(found[1]) if found else None
