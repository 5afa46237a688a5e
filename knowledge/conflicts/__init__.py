"""Places in the notes that contradict one another: in a figure, or in a yes and a no."""

from collections.abc import Iterator, Sequence

from knowledge.conflicts.figures import find_differing
from knowledge.conflicts.pairs import disagreements
from knowledge.conflicts.sayings import find_denied
from knowledge.model import Conflict, Fact, Topic
from knowledge.statements import Statements, read_statements

__all__ = ["conflicting_facts", "conflicts_in", "disagreements", "find_conflicts"]


def find_conflicts(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> list[Conflict]:
    """Contradictions in *facts*, in the order of the notes; each pair of places once."""
    return conflicts_in(read_statements(facts, topics))


def conflicts_in(statements: Statements) -> list[Conflict]:
    """The same, where the statements have been read already."""
    found: dict[tuple[tuple[str, int], ...], Conflict] = {}
    for conflict in (*find_differing(statements), *find_denied(statements)):
        found.setdefault(tuple(sorted(_places(conflict))), conflict)
    return sorted(found.values(), key=lambda it: (it.a.file, it.a.line, it.b.file, it.b.line))


def conflicting_facts(statements: Statements) -> set[tuple[str, int]]:
    """The places of all facts that another one contradicts."""
    return {place for conflict in conflicts_in(statements) for place in _places(conflict)}


def _places(conflict: Conflict) -> Iterator[tuple[str, int]]:
    yield conflict.a.file, conflict.a.line
    yield conflict.b.file, conflict.b.line
