"""The records of this package: what a note says about whom, in parts that can be compared."""

from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.language.names import NameBook, fold, short_hash
from knowledge.language.quantities import Quantity
from knowledge.model import Fact


class ClaimKind(StrEnum):
    """What sort of thing is claimed."""

    DEFINITION = "definition"
    ATTRIBUTE = "attribute"
    NUMBER = "number"
    USE_CASE = "use-case"
    MEMBER = "member"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said of one subject. Everything but `value` makes up its identity."""

    subject: str
    aspect: str
    value: str
    kind: ClaimKind
    fact: Fact
    topic: str
    qualifier: str = ""
    scope: str = ""  # "per function": part of the identity of a number
    category: str = ""
    quantity: Quantity | None = None

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What the claim is about, in a form that survives another wording of the value."""
        return (
            fold(self.topic) + "/" + fold(self.subject),
            fold(self.aspect),
            self.qualifier,
            fold(self.scope),
            self.kind.value,
        )

    @property
    def id(self) -> str:
        return short_hash(*self.identity)


@dataclass(frozen=True, slots=True)
class Member:
    """An entity in a group, with what the notes say of it there."""

    name: str
    gloss: str  # "" when it is only listed
    fact: Fact


@dataclass(frozen=True, slots=True)
class Group:
    """Entities that stand together in the notes: under one heading, in a list, table or folder."""

    kind: (
        str  # the singular noun they share, such as "routing policy"; "" when the heading has none
    )
    heading: str
    topic: str  # the topic they are parts of; "" when they are topics themselves
    members: tuple[Member, ...]
    source: str = "list"  # list, sections, table, enumeration, folder


@dataclass(frozen=True, slots=True)
class Claims:
    """All that was read from the notes."""

    claims: tuple[Claim, ...] = ()
    groups: tuple[Group, ...] = ()
    disputes: tuple[tuple[Claim, Claim], ...] = ()
    names: "NameBook" = field(default_factory=lambda: NameBook())
