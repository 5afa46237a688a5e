"""Figures that differ: one subject, attribute, qualifier and scope, two values after conversion."""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations, combinations_with_replacement

from knowledge.conflicts.cases import same_case
from knowledge.conflicts.pairs import conflict
from knowledge.language.names import NameBook, fold
from knowledge.language.quantities import quantities, same
from knowledge.language.words import content
from knowledge.model import Conflict
from knowledge.statements import Statement, StatementKind, Statements

MOST_VALUES = 4  # of one attribute; more of them are a list of cases
MOST_PLACES = 6  # of one value that are told
MOST_ATTRIBUTES = 60  # of one subject that are held against one another in other words
FAR = 34  # characters behind its attribute a figure may be of something else
_SURE = ("default", "minimum", "maximum")
_UNFIT = re.compile(
    r"\b(?:e\.?g|example|for instance|such as|scenario|suppose|assume)\b|[$\\{}=?]", re.IGNORECASE
)
_SAYS_LITTLE = content(
    "data message period time limit size number value total amount maximum minimum default max min"
)
Words = frozenset[str]


def find_differing(statements: Statements) -> Iterator[Conflict]:
    """Pairs of places that give one figure differently."""
    groups: dict[Hashable, dict[Words, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for said in statements.of_kind(StatementKind.FIGURE):
        words = _measured(said)
        for qualifier in _ends(said) if words else ():
            groups[_key(said, qualifier, statements.book)][words].append(said)
    for key, attributes in groups.items():
        assert isinstance(key, tuple)
        for some, more in _comparable(attributes):
            yield from _differing(some, more, str(key[1]))


def _ends(said: Statement) -> Iterator[str]:
    """The ends that a figure stands for: a range has two; one of several stands for none."""
    quantity = said.quantity
    if quantity is None or quantity.start > FAR or not said.holds:
        return
    if not said.fact.cells and _UNFIT.search(said.fact.text):
        return
    if quantity.is_range:
        yield from ("minimum", "maximum")
    elif said.qualifier in _SURE:
        yield said.qualifier
    elif not said.qualifier and len(quantities(said.fact.text)) == 1 and quantity.unit:
        yield ""


def _key(said: Statement, qualifier: str, book: NameBook) -> Hashable:
    quantity = said.quantity
    assert quantity is not None
    scope = fold(said.scope)
    return book.key(said.subject), qualifier, scope, quantity.dimension, quantity.noun


def _measured(said: Statement) -> Words:
    """What is measured, without the words of the subject's name and those that say little."""
    words = content(said.attribute) - content(said.subject)
    return frozenset(words - _SAYS_LITTLE or words)


def _comparable(
    attributes: dict[Words, list[Statement]],
) -> Iterator[tuple[list[Statement], list[Statement]]]:
    """Groups that measure the same, one of them perhaps in more words."""
    if len(attributes) > MOST_ATTRIBUTES:
        yield from ((group, group) for group in attributes.values())
        return
    for (one, some), (other, more) in combinations_with_replacement(attributes.items(), 2):
        if one <= other or other <= one:
            yield some, more


def _differing(
    some: Sequence[Statement], more: Sequence[Statement], qualifier: str
) -> Iterator[Conflict]:
    if some is more and len(some) == 1:
        return
    values: dict[Hashable, list[Statement]] = defaultdict(list)
    for said in {id(said): said for said in (*some, *more)}.values():
        values[_end(said, qualifier)].append(said)
    if len(values) > MOST_VALUES:
        return
    for one, other in combinations(values.values(), 2):
        yield from _pairs(one, other, qualifier)


def _end(said: Statement, qualifier: str) -> Hashable:
    assert said.quantity is not None
    top = said.quantity.is_range and qualifier == "maximum"
    return said.quantity.high if top else said.quantity.value


def _pairs(
    some: Sequence[Statement], more: Sequence[Statement], qualifier: str
) -> Iterator[Conflict]:
    """Every place of the rarer value against those of the other that are about its case."""
    few, many = sorted((some, more), key=len)
    for one in few[:MOST_PLACES]:
        for other in many[:MOST_PLACES]:
            if _contradict(one, other):
                named = f"{qualifier} {one.attribute}".strip()
                sides = (one.fact, one.value), (other.fact, other.value)
                yield conflict(one.fact.topic, named, *sides, "high")


def _contradict(one: Statement, other: Statement) -> bool:
    assert one.quantity is not None
    assert other.quantity is not None
    ranges = one.quantity.is_range or other.quantity.is_range
    if one.fact.id == other.fact.id or (not ranges and same(one.quantity, other.quantity)):
        return False
    if (one.fact.file, one.fact.block) == (other.fact.file, other.fact.block):
        rows = one.fact.cells or other.fact.cells
        return not rows and fold(one.attribute) == fold(other.attribute)  # siblings are cases
    return same_case(one.fact, other.fact)
