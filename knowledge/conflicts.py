"""Places in the notes that contradict one another about the same figure of the same thing."""

import re
from collections.abc import Iterable, Sequence

from knowledge.claims import Claim, read_claims
from knowledge.model import Conflict, Fact, Statement, Topic

_ABOUT_ANOTHER = re.compile(r"\b(?:before|until|formerly|previously|was|used to)\b", re.IGNORECASE)


def find_conflicts(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> list[Conflict]:
    """Contradictions in *facts*, in the order of the notes; each pair of statements once."""
    found: dict[tuple[str, str], Conflict] = {}
    for one, other in read_claims(facts, topics).disputes:
        first, second = sorted((one, other), key=lambda claim: (claim.fact.file, claim.fact.line))
        if _dated(first) or _dated(second):
            continue
        found.setdefault((first.fact.id, second.fact.id), _conflict(first, second))
    return list(found.values())


def _conflict(one: Claim, other: Claim) -> Conflict:
    attribute = f"{one.qualifier} {one.aspect}".strip()
    return Conflict(one.topic, attribute, _statement(one), _statement(other), _severity(one, other))


def _statement(claim: Claim) -> Statement:
    return Statement(claim.fact.text, claim.value, claim.fact.file, claim.fact.line)


def _severity(one: Claim, other: Claim) -> str:
    """High where a default, minimum or maximum is at stake, for these are asked and relied on."""
    return "high" if one.qualifier in ("default", "minimum", "maximum") else "medium"


def _dated(claim: Claim) -> bool:
    return bool(_ABOUT_ANOTHER.search(claim.fact.text))


def disputed_facts(conflicts: Iterable[Conflict]) -> frozenset[tuple[str, int]]:
    """The places that a conflict concerns, as (file, line)."""
    return frozenset(
        (side.file, side.line) for conflict in conflicts for side in (conflict.a, conflict.b)
    )
