"""Two facts that disagree, and all that disagree with one another, as everybody else knows them."""

from collections.abc import Sequence

from knowledge.model import Conflict, Disagreement, Fact, FactKind, Statement


def conflict(
    topic: str, attribute: str, one: tuple[Fact, str], other: tuple[Fact, str], severity: str
) -> Conflict:
    """What *one* and *other* (a fact and its value) disagree on; the earlier place comes first."""
    first, second = sorted((one, other), key=lambda side: (side[0].file, side[0].line, side[1]))
    return Conflict(topic, attribute, _statement(*first), _statement(*second), severity)


def _statement(fact: Fact, value: str) -> Statement:
    return Statement(_line(fact, value), value, fact.file, fact.line)


def _line(fact: Fact, value: str) -> str:
    """The text of a fact; of a row only the cell that is meant, with what it is called."""
    for header, cell in fact.cells[1:] if fact.kind is FactKind.ROW else ():
        if value in cell:
            return f"{fact.term} — {header}: {cell}"
    return fact.text


def disagreements(conflicts: Sequence[Conflict]) -> list[Disagreement]:
    """Pairs that share a place told together: three lines against one are one disagreement."""
    groups: list[list[Conflict]] = []
    for pair in conflicts:
        joined = [group for group in groups if _meet(group, pair)]
        merged = [earlier for group in joined for earlier in group] + [pair]
        groups = [*(group for group in groups if group not in joined), merged]
    return sorted(map(_disagreement, groups), key=lambda one: _place(one.statements[0]))


def _meet(group: Sequence[Conflict], pair: Conflict) -> bool:
    """Whether *pair* goes on with what *group* disagrees on."""
    places = {_place(side) for one in group for side in (one.a, one.b)}
    return group[0].topic == pair.topic and bool(places & {_place(pair.a), _place(pair.b)})


def _disagreement(group: Sequence[Conflict]) -> Disagreement:
    sides = {(side.file, side.line, side.told): side for one in group for side in (one.a, one.b)}
    statements = tuple(side for _, side in sorted(sides.items()))
    return Disagreement(group[0].topic, group[0].attribute, statements, group[0].severity)


def _place(side: Statement) -> tuple[str, int]:
    return side.file, side.line
