"""Places in the notes that contradict one another: in a figure, or in a yes or no."""

from collections.abc import Iterable, Iterator, Sequence

from knowledge.claims import NameBook
from knowledge.conflicts.figures import find_differing, find_out_of_range, find_over_bound
from knowledge.conflicts.opposites import find_opposites
from knowledge.conflicts.pairs import disagreements
from knowledge.conflicts.sayings import read_sayings
from knowledge.language.catalogue import book_of
from knowledge.model import Conflict, Fact, FactKind, Topic

__all__ = ["conflicts_in", "disagreements", "disputed_places", "find_conflicts"]


def find_conflicts(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> list[Conflict]:
    """Contradictions in *facts*, in the order of the notes; each pair of places once."""
    return conflicts_in(facts, book_of(facts, topics))


def conflicts_in(facts: Sequence[Fact], book: NameBook) -> list[Conflict]:
    """The same, where the names are known already."""
    facts = [fact for fact in facts if fact.kind is not FactKind.ANSWER]
    found: dict[tuple[tuple[str, int], ...], Conflict] = {}
    for conflict in _all(facts, book):
        found.setdefault(tuple(sorted(_places(conflict))), conflict)
    return sorted(found.values(), key=lambda it: (it.a.file, it.a.line, it.b.file, it.b.line))


def _all(facts: Sequence[Fact], book: NameBook) -> Iterator[Conflict]:
    yield from find_differing(facts, book)
    yield from find_out_of_range(facts, book)
    yield from find_over_bound(facts, book)
    yield from find_opposites(facts, list(read_sayings(facts, book)), book)


def _places(conflict: Conflict) -> Iterator[tuple[str, int]]:
    yield conflict.a.file, conflict.a.line
    yield conflict.b.file, conflict.b.line


def disputed_places(conflicts: Iterable[Conflict]) -> frozenset[tuple[str, int]]:
    """The places that a conflict concerns, as (file, line)."""
    return frozenset(place for conflict in conflicts for place in _places(conflict))
