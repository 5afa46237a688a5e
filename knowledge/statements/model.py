"""The records of this room: one line of the notes as something said of somebody."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from knowledge.language.names import NameBook
from knowledge.language.quantities import Quantity
from knowledge.model import Fact


class StatementKind(StrEnum):
    """What sort of thing is said."""

    DEFINITION = "definition"
    FIGURE = "figure"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of one subject, with the fact that says it."""

    kind: StatementKind
    subject: str
    value: str
    fact: Fact
    attribute: str = ""
    qualifier: str = ""  # default, minimum, maximum … of a figure
    scope: str = ""  # "per function"
    holds: bool = True  # whether it is affirmed
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Things that stand together in the notes, each with its definition."""

    noun: str  # what one of them is called, such as "routing policy"; "" where nothing says it
    heading: str
    topic: str  # the topic that they are parts of; "" where they are topics themselves
    source: str  # list, sections, table, folder
    members: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Statements:
    """All that the notes say, taken apart once."""

    all: tuple[Statement, ...]
    families: tuple[Family, ...]
    book: NameBook
    facts: tuple[Fact, ...] = ()  # those that were read: neither code nor too long

    def of_kind(self, kind: StatementKind) -> Sequence[Statement]:
        """The statements of one kind, in the order of the notes."""
        return [one for one in self.all if one.kind is kind]
