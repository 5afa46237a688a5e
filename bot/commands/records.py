"""The commands as frozen records; printed, each is a line that reads as the same command again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from bot.schedule import DAY_NAMES, EVERY_DAY, WEEKDAYS

Period = Literal["week", "month", "all"]
Scope = Literal["channel", "workspace"]
Order = Literal["points", "accuracy"]
Reveal = Literal["now", "later"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for the notes."""

    query: str

    def __str__(self) -> str:
        return f"ask {self.query}"


@dataclass(frozen=True, slots=True)
class Compare:
    """Things side by side. Typed without separators they are `loose` words: "api gateway alb"."""

    things: tuple[str, ...]
    loose: bool = False

    def __str__(self) -> str:
        return "compare " + (" " if self.loose else " vs ").join(self.things)


@dataclass(frozen=True, slots=True)
class Quiz:
    """Questions now, for one person; without a count as many as are usual."""

    topic: str = ""
    count: int = 0

    def __str__(self) -> str:
        return _line("quiz", self.topic, str(self.count or ""))


@dataclass(frozen=True, slots=True)
class Review:
    """What is due for this person today."""

    def __str__(self) -> str:
        return "review"


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """The ranking."""

    period: Period = "month"
    scope: Scope = "channel"
    order: Order = "points"

    def __str__(self) -> str:
        return _line("leaderboard", self.period, self.scope, self.order.removeprefix("points"))


@dataclass(frozen=True, slots=True)
class ShowMe:
    """One's own figures."""

    def __str__(self) -> str:
        return "me"


@dataclass(frozen=True, slots=True)
class DailyShow:
    """When the daily quiz runs here."""

    def __str__(self) -> str:
        return "daily"


@dataclass(frozen=True, slots=True)
class DailySet:
    """Run it then; what is None stays as it is. Topics without commas are `loose` words."""

    at: time | None = None
    zone: str = ""
    weekdays: frozenset[int] | None = None
    topics: tuple[str, ...] = ()
    loose: bool = False

    def __str__(self) -> str:
        at = f"{self.at:%H:%M}" if self.at else ""
        days = "" if self.weekdays is None else print_days(self.weekdays)
        return _line("daily", at, self.zone, days, _topics_line(self.topics, self.loose))


@dataclass(frozen=True, slots=True)
class DailyOff:
    """No more daily quiz here."""

    def __str__(self) -> str:
        return "daily off"


@dataclass(frozen=True, slots=True)
class DailyNow:
    """A question for everybody here, at once."""

    def __str__(self) -> str:
        return "daily now"


@dataclass(frozen=True, slots=True)
class DailyPause:
    """No daily quiz until that day; it comes again on it."""

    until: date

    def __str__(self) -> str:
        return f"daily pause until {self.until:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class DailyResume:
    """End a pause."""

    def __str__(self) -> str:
        return "daily resume"


@dataclass(frozen=True, slots=True)
class DailyReveal:
    """Whether people see at once if they were right, or only when the question closes."""

    when: Reveal

    def __str__(self) -> str:
        return "daily reveal later" if self.when == "later" else "daily reveal at once"


@dataclass(frozen=True, slots=True)
class ListTopics:
    """What the notes have chapters on."""

    prefix: str = ""

    def __str__(self) -> str:
        return _line("topics", self.prefix)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Where the notes contradict one another."""

    topic: str = ""

    def __str__(self) -> str:
        return _line("conflicts", self.topic)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What people looked up in vain."""

    def __str__(self) -> str:
        return "gaps"


@dataclass(frozen=True, slots=True)
class PlanUntil:
    """Cover the notes by a date; without one, show how far the plan is."""

    by: date | None = None
    topics: tuple[str, ...] = ()
    loose: bool = False
    off: bool = False

    def __str__(self) -> str:
        if self.off:
            return "plan off"
        names = _topics_line(self.topics, self.loose)
        return _line("plan", f"{self.by:%Y-%m-%d}" if self.by else "", names)


@dataclass(frozen=True, slots=True)
class Help:
    """What one can type; `more` lists everything."""

    more: bool = False

    def __str__(self) -> str:
        return "help more" if self.more else "help"


@dataclass(frozen=True, slots=True)
class ExportMe:
    """Everything that is kept about this person, as a file."""

    def __str__(self) -> str:
        return "export me"


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Delete everything that is kept about this person, after asking back."""

    def __str__(self) -> str:
        return "forget me"


@dataclass(frozen=True, slots=True)
class Opt:
    """Leave the boards and recaps, or come back."""

    out: bool

    def __str__(self) -> str:
        return "opt out" if self.out else "opt in"


@dataclass(frozen=True, slots=True)
class OpenSettings:
    """One's own settings, as a form."""

    def __str__(self) -> str:
        return "settings"


@dataclass(frozen=True, slots=True)
class ShowReports:
    """Questions that people reported, for admins."""

    def __str__(self) -> str:
        return "reports"


@dataclass(frozen=True, slots=True)
class Misread:
    """Almost a command: what could not be read, and a line that would do ("daily 09:00 …")."""

    typed: str
    unread: str
    attempt: str

    def __str__(self) -> str:
        return self.typed


Command = (
    Ask
    | Compare
    | Quiz
    | Review
    | ShowBoard
    | ShowMe
    | DailyShow
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
    | Opt
    | OpenSettings
    | ShowReports
    | Misread
)


def print_days(days: frozenset[int]) -> str:
    """Days of the week as one types them."""
    if days in (EVERY_DAY, WEEKDAYS):
        return "daily" if days == EVERY_DAY else "weekdays"
    return ",".join(DAY_NAMES[day][:3].lower() for day in sorted(days))


def _line(*words: str) -> str:
    return " ".join(word for word in words if word)


def _topics_line(topics: Sequence[str], loose: bool) -> str:
    if not topics:
        return ""
    comma = "," if len(topics) == 1 and not loose else ""
    return "topics " + (" " if loose else ", ").join(topics) + comma
