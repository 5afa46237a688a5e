"""What the notes claim: facts taken apart into subject, property, qualifier and value."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.claims.extract import cells, definitions, numbers, statements, uses
from knowledge.claims.groups import learn_members, read_groups
from knowledge.claims.model import Claim, ClaimKind, Claims, Group, Member
from knowledge.language.catalogue import book_of
from knowledge.language.names import NameBook, fold
from knowledge.language.quantities import same
from knowledge.model import Fact, Topic

__all__ = ["Claim", "ClaimKind", "Claims", "Group", "Member", "NameBook", "read_claims"]


def read_claims(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> Claims:
    """Everything that *facts* claim."""
    book = book_of(facts, topics)
    groups = read_groups(facts, book)
    learn_members(book, groups)
    found = [
        *definitions(groups),
        *numbers(facts, book),
        *uses(facts, book),
        *cells(facts),
        *statements(facts, book),
    ]
    return Claims(tuple(found), tuple(groups), tuple(_disputes(found)), book)


def _disputes(claims: Iterable[Claim]) -> Iterable[tuple[Claim, Claim]]:
    """Pairs with equal subject, property, qualifier and scope whose numbers differ."""
    families: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind is ClaimKind.NUMBER and claim.quantity is not None:
            key = (
                fold(claim.topic),
                *claim.identity[:3],
                claim.quantity.dimension,
                claim.quantity.noun,
            )
            families[key].append(claim)
    for family in families.values():
        for position, one in enumerate(family):
            for other in family[position + 1 :]:
                if _contradict(one, other):
                    yield one, other


def _contradict(one: Claim, other: Claim) -> bool:
    if one.quantity is None or other.quantity is None or same(one.quantity, other.quantity):
        return False
    if one.fact.id == other.fact.id:
        return False
    if fold(one.scope) != fold(other.scope) and one.scope and other.scope:
        return False
    return one.quantity.is_range == other.quantity.is_range
