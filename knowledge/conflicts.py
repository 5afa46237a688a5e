"""Places in the notes that contradict one another about the same figure of the same thing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.claims import NameBook
from knowledge.claims.catalogue import book_of
from knowledge.claims.figures import Figure, read_figures
from knowledge.claims.words import coverage
from knowledge.model import Conflict, Fact, Statement, Topic
from knowledge.quantities import same


def find_conflicts(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> list[Conflict]:
    """Contradictions in *facts*, in the order of the notes; each pair of statements once."""
    return conflicts_in(facts, book_of(facts, topics))


def conflicts_in(facts: Sequence[Fact], book: NameBook) -> list[Conflict]:
    """The same, where the names are known already."""
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in read_figures(facts, book):
        groups[(book.key(figure.topic), figure.dimension, figure.qualifier)].append(figure)
    found: dict[tuple[str, str], Conflict] = {}
    for figures in groups.values():
        for place, one in enumerate(figures):
            for other in figures[place + 1 :]:
                if _contradict(one, other):
                    first, second = sorted(
                        (one, other), key=lambda it: (it.fact.file, it.fact.line)
                    )
                    found.setdefault((first.fact.id, second.fact.id), _conflict(first, second))
    return sorted(found.values(), key=lambda it: (it.a.file, it.a.line, it.b.file, it.b.line))


def _contradict(one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same and differ."""
    if one.fact.id == other.fact.id or one.value == other.value:
        return False
    if same(one.quantity, other.quantity) or one.noun != other.noun:
        return False
    if one.dimension == "count" and not (one.noun and one.qualifier):
        return False  # "4 copies to write", "3 copies to read": a bare count needs its clause
    if not one.qualifier and not (one.fact.term and other.fact.term):
        return False  # neither says which end it is, nor of what
    alike = min(coverage(one.words, other.words), coverage(other.words, one.words))
    return alike > 0.99 and _same_scope(one, other)


def _same_scope(one: Figure, other: Figure) -> bool:
    """Whether nothing in headings or parents says that the two are about different cases."""
    if one.fact.file == other.fact.file and one.fact.block == other.fact.block:
        return False  # one list rarely contradicts itself: its lines are about different cases
    left, right = one.scope - other.words, other.scope - one.words
    if not left or not right:
        return True
    return left <= right or right <= left


def _conflict(one: Figure, other: Figure) -> Conflict:
    attribute = f"{one.qualifier} {one.attribute}".strip()
    severity = "high" if one.qualifier else "medium"
    return Conflict(one.topic, attribute, _statement(one), _statement(other), severity)


def _statement(figure: Figure) -> Statement:
    fact = figure.fact
    return Statement(fact.text, figure.quantity.text, fact.file, fact.line)


def disputed_places(conflicts: Iterable[Conflict]) -> frozenset[tuple[str, int]]:
    """The places that a conflict concerns, as (file, line)."""
    return frozenset(
        (side.file, side.line) for conflict in conflicts for side in (conflict.a, conflict.b)
    )
