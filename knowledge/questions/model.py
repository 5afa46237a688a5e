"""What stands between a statement and a question."""

from dataclasses import dataclass, field

from knowledge.language.names import fold, short_hash
from knowledge.model import Fact, Question, Rejected, Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """A wrong option, how near it is to the right one, and what it is instead."""

    text: str
    near: float = 0.0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its wrong options are chosen and the rules are applied."""

    kind: str
    claim: str  # what it asks, as a hash that outlives another wording
    value: str  # what a new version is recognised by
    subject: str
    stem: str
    key: str
    candidates: tuple[Candidate, ...]
    fact: Fact
    key_names: tuple[str, ...] = ()  # names whose words must not stand in the stem
    bar: float = 0  # how near the second wrong option has to be
    apart: bool = False  # whether each option stands under a heading or in a row of its own
    in_order: bool = False  # options keep the given order instead of being shuffled
    noun: str = ""  # what the stem asks for, whose words every option may have
    gloss: str = ""  # what the line says of the subject, where it is but a part of the line
    adds: tuple[str, ...] = ()  # what an explanation may tell beyond the line itself
    sources: tuple[Source, ...] = ()
    difficulty: float = 0.4
    spare: tuple[tuple[Candidate, ...], ...] = ()  # to offer where a question has the candidates
    aspect: str = ""  # of a figure: the default and the maximum of one are not both asked

    @property
    def id(self) -> str:
        return short_hash(self.claim, self.kind)


def claim_id(
    topic: str, subject: str, aspect: str, kind: str, qualifier: str = "", scope: str = ""
) -> str:
    """The name of what is asked: the same whatever the words and whatever the value."""
    about = f"{fold(topic)}/{fold(subject)}"
    return short_hash(about, fold(aspect), qualifier, fold(scope), kind)


@dataclass(slots=True)
class Made:
    """What the notes came to: questions to ask, and why others were not made."""

    questions: tuple[Question, ...] = ()
    rejected: tuple[Rejected, ...] = field(default=())


def number_in(seed: str, below: int) -> int:
    """A number from 0 to *below* - 1 that depends on *seed* alone."""
    return int(short_hash(seed), 16) % below
