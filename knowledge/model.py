"""The records that the rest of the project passes around: facts, answers, questions.

Plain text throughout: Markdown has been read away, nothing here is escaped for any platform.
"""

from dataclasses import dataclass
from enum import StrEnum


class FactKind(StrEnum):
    """What a fact was in the notes."""

    BULLET = "bullet"
    SENTENCE = "sentence"
    ROW = "row"  # of a table
    CODE = "code"
    QUOTE = "quote"


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
    fact_ids: tuple[str, ...] = ()  # the best fact's first, then one for each of `facts`


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


@dataclass(frozen=True, slots=True)
class Question:
    """A quiz question made from a fact."""

    id: str  # hash of fact identity and kind: survives rewording and re-indexing
    version: str  # hash of the value: a changed value is a new version
    kind: str  # "T1" … "T8"
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


@dataclass(frozen=True, slots=True)
class Rejected:
    """A question that was not made, and the rule that stopped it."""

    code: str  # "R01" …
    file: str
    line: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
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
    a: Statement
    b: Statement
    severity: str  # "high", "medium", "low"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """All places of the notes that cannot be right together about one thing."""

    topic: str
    attribute: str
    statements: tuple[Statement, ...]  # in the order of the notes
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
