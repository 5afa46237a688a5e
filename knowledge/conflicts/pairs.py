"""Two facts that disagree, and all that disagree with one another, as everybody else knows them."""

from collections.abc import Sequence

from knowledge.model import Conflict, Disagreement, DisputedLine, Fact, FactKind

Place = tuple[str, int]


def conflict(
    topic: str, attribute: str, one: tuple[Fact, str], other: tuple[Fact, str], severity: str
) -> Conflict:
    """What *one* and *other* (a fact and its value) disagree on; the earlier place comes first."""
    first, second = sorted((one, other), key=lambda side: (side[0].file, side[0].line, side[1]))
    return Conflict(topic, attribute, _statement(*first), _statement(*second), severity)


def _statement(fact: Fact, value: str) -> DisputedLine:
    return DisputedLine(_line(fact, value), value, fact.file, fact.line)


def _line(fact: Fact, value: str) -> str:
    """The text of a fact; of a row only the cell that is meant, with what it is called."""
    for header, cell in fact.cells[1:] if fact.kind is FactKind.ROW else ():
        if value in cell:
            return f"{fact.term} — {header}: {cell}"
    return fact.text


def disagreements(conflicts: Sequence[Conflict]) -> list[Disagreement]:
    """Pairs that share a place told together: three lines against one are one disagreement."""
    group_of: dict[tuple[str, Place], list[Conflict]] = {}
    for pair in conflicts:
        ends = [(pair.topic, _place(side)) for side in (pair.a, pair.b)]
        joined = [pair]
        for group in {id(group_of[end]): group_of[end] for end in ends if end in group_of}.values():
            joined = [*group, *joined]
        for one in joined:
            group_of[one.topic, _place(one.a)] = group_of[one.topic, _place(one.b)] = joined
    groups = {id(group): group for group in group_of.values()}.values()
    return sorted(map(_disagreement, groups), key=lambda one: _place(one.statements[0]))


def _disagreement(group: Sequence[Conflict]) -> Disagreement:
    sides = {(side.file, side.line, side.told): side for one in group for side in (one.a, one.b)}
    statements = tuple(side for _, side in sorted(sides.items()))
    return Disagreement(group[0].topic, group[0].attribute, statements, group[0].severity)


def _place(side: DisputedLine) -> Place:
    return side.file, side.line
