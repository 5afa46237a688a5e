"""The commands as frozen records: what somebody wants, in no platform's words."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

Period = Literal["week", "month", "all"]
Scope = Literal["channel", "workspace"]
Order = Literal["points", "accuracy"]
Reveal = Literal["now", "later"]
Switch = Literal["on", "off"]
DrawnFrom = Literal["any", "written", "bank"]
Honour = Literal["streak", "winner", "ping"]
Writers = Literal["admins", "hosts", "everyone"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the notes."""

    query: str


@dataclass(frozen=True, slots=True)
class Compare:
    """Things side by side. Typed without separators they are `loose` words: "api gateway alb"."""

    things: tuple[str, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions now, for one person; without a count as many as are usual."""

    topic: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class EndQuiz:
    """No more questions of the quiz that is under way."""


@dataclass(frozen=True, slots=True)
class Review:
    """What is due for this person today."""


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """The ranking."""

    period: Period = "month"
    scope: Scope = "channel"
    order: Order = "points"


@dataclass(frozen=True, slots=True)
class ShowMe:
    """One's own figures."""


@dataclass(frozen=True, slots=True)
class DailyShow:
    """When the daily question runs here."""


@dataclass(frozen=True, slots=True)
class DailyForm:
    """The schedule of the daily question as a form."""


@dataclass(frozen=True, slots=True)
class DailyForum:
    """The same form for a forum, in which each day's question is a post of its own."""

    forum: str = ""


@dataclass(frozen=True, slots=True)
class DailySet:
    """Run it then; what is None stays as it is. Topics without commas are `loose` words."""

    at: time | None = None
    zone: str = ""
    weekdays: frozenset[int] | None = None
    topics: tuple[str, ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class DailyOff:
    """No more daily question here."""


@dataclass(frozen=True, slots=True)
class DailyNow:
    """A question for everybody here, at once."""


@dataclass(frozen=True, slots=True)
class DailyPause:
    """No daily question until that day; it comes again on it."""

    until: date


@dataclass(frozen=True, slots=True)
class DailyResume:
    """End a pause."""


@dataclass(frozen=True, slots=True)
class DailyReveal:
    """Whether people see at once if they were right, or only when the question closes."""

    when: Reveal


@dataclass(frozen=True, slots=True)
class ListTopics:
    """What the notes have chapters on."""

    prefix: str = ""


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Where the notes contradict one another."""

    topic: str = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """What people looked up in vain."""


@dataclass(frozen=True, slots=True)
class PlanUntil:
    """Cover the notes by a date; without one, show how far the plan is."""

    by: date | None = None
    topics: tuple[str, ...] = ()
    loose: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Help:
    """What one can type; `more` lists everything."""

    more: bool = False


@dataclass(frozen=True, slots=True)
class ExportMe:
    """Everything that is kept about this person, as a file."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Delete everything that is kept about this person, after asking back."""


@dataclass(frozen=True, slots=True)
class OptOut:
    """Leave the boards and recaps."""


@dataclass(frozen=True, slots=True)
class OptIn:
    """Come back to the boards and recaps."""


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a workspace: which it is, or which it shall be."""

    wanted: str = ""


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """One's own settings, as a form."""


@dataclass(frozen=True, slots=True)
class ShowReports:
    """Questions that people reported, for admins."""


@dataclass(frozen=True, slots=True)
class QuestionAdd:
    """Write a question, in a form."""


@dataclass(frozen=True, slots=True)
class QuestionEdit:
    """Change a question, in a form."""

    id: str


@dataclass(frozen=True, slots=True)
class QuestionList:
    """The questions that were written in chat."""


@dataclass(frozen=True, slots=True)
class QuestionShow:
    """What is known about one question."""

    id: str


@dataclass(frozen=True, slots=True)
class QuestionWriters:
    """Who may write questions in a workspace: who it is, or who it shall be."""

    who: Writers | None = None


@dataclass(frozen=True, slots=True)
class DailyPreview:
    """Whether the host sees tomorrow's question before."""

    state: Switch


@dataclass(frozen=True, slots=True)
class DailySource:
    """What the daily question may be drawn from."""

    source: DrawnFrom


@dataclass(frozen=True, slots=True)
class DailyRole:
    """A role for people who have earned it, or who are pinged; without one, which there are."""

    honour: Honour | None = None
    role: str = ""
    off: bool = False


@dataclass(frozen=True, slots=True)
class Misread:
    """Almost a command: what could not be read and why, and a line that would do."""

    typed: str
    unread: str
    attempt: str
    why: str = ""  # "25:99 is not a time"; empty where there is nothing more to say


@dataclass(frozen=True, slots=True)
class Mistyped:
    """No command, but typed like one: the line that was meant, or "" for a slash and a word that
    is near none."""

    typed: str
    meant: str = ""


Command = (
    Ask
    | Compare
    | Quiz
    | EndQuiz
    | Review
    | ShowBoard
    | ShowMe
    | DailyShow
    | DailyForm
    | DailySet
    | DailyOff
    | DailyNow
    | DailyPause
    | DailyResume
    | DailyReveal
    | ListTopics
    | Conflicts
    | Gaps
    | PlanUntil
    | Help
    | ExportMe
    | ForgetMe
    | OptOut
    | OptIn
    | Language
    | OpenSettings
    | ShowReports
    | QuestionAdd
    | QuestionEdit
    | QuestionList
    | QuestionShow
    | QuestionWriters
    | DailyPreview
    | DailySource
    | DailyRole
    | DailyForum
    | Misread
    | Mistyped
)
