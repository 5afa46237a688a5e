"""The records that the rest of the project passes around: facts, answers, questions.

Plain text throughout: Markdown has been read away, nothing here is escaped for any platform.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Record = TypeVar("Record", bound=DataclassInstance)


class FactKind(StrEnum):
    """What a fact was in the notes."""

    BULLET = "bullet"
    SENTENCE = "sentence"
    ROW = "row"  # of a table
    CODE = "code"
    QUOTE = "quote"
    ANSWER = "answer"  # to a question that people wrote, which is the last of its parents


@dataclass(frozen=True, slots=True)
class Source:
    """Where in the notes something stands."""

    file: str  # relative to the folder of notes, with forward slashes
    line: int  # counted from 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the notes say, with everything it needs to be understood.

    `text` is the line itself; `parents` are the bullets it hangs under and `path` the headings,
    outermost first. A table row also keeps its `cells` as (column header, value) pairs.
    """

    id: str  # stable: from file, path, parents and text; a repeated line gets a counter
    text: str
    kind: FactKind
    topic: str  # the display name of the topic it belongs to
    path: tuple[str, ...]
    parents: tuple[str, ...]
    file: str
    line: int
    last_line: int
    term: str = ""  # what a definition defines: "**Term**: text", or the first cell of a row
    cells: tuple[tuple[str, str], ...] = ()
    block: int = 0  # line on which its list, table or paragraph begins: siblings share it
    checked: str = ""  # the month in which somebody last held it against its source: "2026-11"

    @property
    def source(self) -> Source:
        return Source(self.file, self.line)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A line that became no fact, and why."""

    file: str
    line: int
    reason: str  # "table of contents", "image", "TODO", "heading", "blank", "markup" …
    text: str = ""
    content: bool = False  # it carried content that was lost: the figure to keep under 1 %


@dataclass(frozen=True, slots=True)
class Topic:
    """Something the notes have a chapter on, under every name people use for it."""

    name: str
    aliases: tuple[str, ...] = ()
    facts: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One card: the best fact first, then the rest of its section."""

    topic: str
    section: tuple[str, ...]
    best: str  # at most 600 characters
    facts: tuple[str, ...]  # the card's other facts in the notes' order; with best at most 3,000
    sources: tuple[Source, ...]  # of the best fact, every note that says it
    score: float
    neighbours: int | None = None  # so many of `facts` bear on the best one; None: all are wanted


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up came to."""

    query: str
    confident: bool  # False: say that the notes have nothing, and offer the suggestions
    answers: tuple[Answer, ...]  # best first
    suggestions: tuple[str, ...] = ()  # nearest topics, as one would type them
    read_as: str = ""  # the query as it was understood, only when a word was changed
    related: tuple[str, ...] = ()  # follow-up queries worth a button: other headings of the topic
    sure: bool = True  # confident enough to be said in front of others
    spread: tuple[
        str, ...
    ] = ()  # topics that all have a part of this name, where nobody says whose


AnsweredBy = Literal["choice", "several", "typed", "card"]


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question: made from a fact by rules, or written by people."""

    id: str  # hash of fact identity and kind: survives rewording and re-indexing
    version: str  # hash of the value: a changed value is a new version
    kind: str  # "T1" … "T8"; of written ones how they are answered
    topic: str
    subject: str  # the entity asked about: never two in a row from one
    stem: str
    options: tuple[str, ...]
    answer: int  # index into options
    explanation: str
    why_not: tuple[str, ...]  # per option: what it is instead; "" where unknown
    sources: tuple[Source, ...]
    section: tuple[str, ...]  # heading path, for the link in the explanation
    difficulty: float = 0.5  # estimated share of people who get it wrong
    hint: str = ""  # "" where there is none
    origin: str = "generated"  # or "authored", "bank": written by people
    answers: tuple[int, ...] = ()  # every right option; () where `answer` is the only one
    accept: tuple[str, ...] = ()  # what counts as a typed answer; the first form is shown
    back: str = ""  # what the back of a card says
    tags: tuple[str, ...] = ()
    level: int = 0  # 1 to 3; 0 where nobody gave one
    checked: str = ""  # the month in which what it rests on was last checked; "" where unknown
    reworked: bool = False  # people edited what rules had made: its sources are still the fact's

    @property
    def written_at(self) -> Source | None:
        """Where in the notes somebody wrote it: the last of its sources, unless rules made it."""
        own = self.written and not self.reworked
        return self.sources[-1] if own and self.sources else None

    @property
    def rests_on(self) -> tuple[Source, ...]:
        """The notes behind its answer; where an author named none, where it was written."""
        return (self.sources[:-1] if self.written_at else ()) or self.sources

    @property
    def written(self) -> bool:
        """Whether people wrote it, rather than rules making it from a fact."""
        return self.origin != "generated"

    @property
    def rights(self) -> tuple[int, ...]:
        """Every right option."""
        return self.answers or ((self.answer,) if self.options else ())

    @property
    def right(self) -> str:
        """What the answer is, in words."""
        if self.options:
            return "; ".join(self.options[place] for place in self.rights)
        return self.accept[0] if self.accept else self.back

    @property
    def explained(self) -> str:
        """What is told afterwards: the back of a card that is not typed, and the explanation."""
        back = self.back if self.answered_by == "card" else ""
        return "\n".join(filter(None, (back, self.explanation)))

    @property
    def answered_by(self) -> AnsweredBy:
        """How one answers it."""
        if self.options:
            return "several" if len(self.rights) > 1 else "choice"
        return "typed" if self.accept else "card"


class AuthoredKind(StrEnum):
    """How a question that people wrote is answered."""

    CHOICE = "choice"  # by choosing one or several options
    CARD = "card"  # by looking at the answer, or by typing one that `accept` holds


@dataclass(frozen=True, slots=True)
class Authored:
    """A question that somebody wrote into the notes, kept as it was written."""

    id: str  # the one its author gave it, else a hash of its words
    kind: AuthoredKind
    stem: str  # with its code set off by four blanks, as `explanation` is
    file: str
    line: int
    last_line: int
    path: tuple[str, ...] = ()  # the headings it stands under
    topic: str = ""
    options: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()  # every right option
    why: tuple[str, ...] = ()  # for each option a sentence why it is right or wrong, or ""
    accept: tuple[str, ...] = ()  # what counts as the typed answer to a card
    answer: str = ""  # what the back of a card says
    hint: str = ""
    explanation: str = ""
    cites: tuple[str, ...] = ()  # "note.md › Heading", "note.md:12" or an address, as written
    sources: tuple[Source, ...] = ()  # the lines that are cited, then its own
    tags: tuple[str, ...] = ()
    level: int = 0  # 1 to 3; 0 where the author gave none
    bank: bool = False  # it belongs to the bank of the bundled notes
    checked: str = ""  # the month in which what it cites was last checked

    @property
    def right(self) -> str:
        """What the answer is, in words."""
        return "; ".join(self.options[place] for place in self.answers) or self.answer


@dataclass(frozen=True, slots=True)
class Broken:
    """What looks like a question but cannot be asked, and why."""

    file: str
    line: int
    reason: str
    stem: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A question that was not made, and the rule that stopped it."""

    code: str  # "R01" …
    file: str
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """One side of a contradiction."""

    text: str
    value: str
    file: str
    line: int

    @property
    def told(self) -> str:
        """The line, under its value where that stands in a heading or bullet above it."""
        return self.text if self.value in self.text else f"{self.value}: {self.text}"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places in the notes that cannot both be right."""

    topic: str
    attribute: str
    a: DisputedLine
    b: DisputedLine
    severity: str  # "high", "medium", "low"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """All places of the notes that cannot be right together about one thing."""

    topic: str
    attribute: str
    statements: tuple[DisputedLine, ...]  # in the order of the notes
    severity: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One topic's entry in a comparison; empty text means the notes do not say."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two to four topics side by side."""

    topics: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]  # (attribute, one cell a topic)
    unknown: tuple[str, ...] = ()  # what was asked for and is no topic of the notes
    suggestions: tuple[str, ...] = ()


@cache
def _readable(kind: "type[DataclassInstance]") -> tuple[dict[str, int], Callable[[Any], Any]]:
    """The place of each field, and what reads them all at once."""
    names = [one.name for one in fields(kind)]
    return {name: place for place, name in enumerate(names)}, attrgetter(*names)


def changed(record: "Record", **changes: Any) -> "Record":
    """As `dataclasses.replace`, in a third of the time: a large note has thousands of records."""
    places, read = _readable(type(record))
    values = list(read(record))
    for name, value in changes.items():
        values[places[name]] = value
    return type(record)(*values)
