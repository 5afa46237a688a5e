"""The records that the store keeps and hands out, and the keys under which it keeps them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple, NewType, cast

from bot.messages import Person, Place, Platform
from bot.schedule import EVERY_DAY, Timing
from knowledge.model import Question, Source

Team = NewType("Team", str)  # "slack:T024BE7LD": platform and workspace, part of every key
RevealMode = Literal["now", "later"]
QuestionSource = Literal["any", "written", "bank"]
Grade = Literal["again", "hard", "good", "easy"]  # how well somebody knew a card
RoundKind = Literal["daily", "practice", "review"]
ItemStateName = Literal["held", "retired", "sound"]
RoundState = Literal["claimed", "posted", "closed", "revealed"]
LATE_GRACE = timedelta(minutes=2)  # a click may travel this long and still be in time


def team_of(whose: Person | Place) -> Team:
    return Team(f"{whose.platform}:{whose.workspace}")


def split_team(team: Team) -> tuple[Platform, str]:
    """The platform and the workspace of a key."""
    platform, _, workspace = team.partition(":")
    return cast(Platform, platform), workspace


def place_in(team: Team, channel: str) -> Place:
    platform, workspace = split_team(team)
    return Place(platform, workspace, channel)


def person_in(team: Team, user: str, name: str = "", zone: str = "") -> Person:
    platform, workspace = split_team(team)
    return Person(platform, workspace, user, name, zone)


def stamp(at: datetime) -> str:
    """A moment as text whose order is the order of time."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: every moment here must have one")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


# What has not happened yet, where a moment is kept: before every moment there is.
NEVER = datetime.min.replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment_if_any(text: str) -> datetime | None:
    return moment(text) if text else None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept about a person besides their answers."""

    team: Team
    user: str
    name: str = ""
    zone: str = ""
    counts: bool = True  # False for bots and guests: they may play, boards leave them out
    opted_out: bool = False
    shows_streak: bool = False
    reminder: time | None = None  # by their own clock
    reminded_on: date | None = None
    id: int = 0

    @property
    def person(self) -> Person:
        platform, workspace = split_team(self.team)
        return Person(platform, workspace, self.user, self.name, self.zone, counts=self.counts)

    def was_reminded(self, day: date) -> bool:
        return self.reminded_on is not None and self.reminded_on >= day


@dataclass(frozen=True, slots=True)
class Schedule:
    """A channel's daily question."""

    team: Team
    channel: str
    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY
    topics: tuple[str, ...] = ()
    reveal: RevealMode = "now"
    over_weekend: bool = False
    paused_until: date | None = None  # the first day on which it is posted again
    off: bool = False
    recap: bool = False
    grace: timedelta = timedelta(hours=2)
    reason: str = ""  # why it was switched off or paused
    changed_at: datetime | None = None
    preview: bool = False  # whoever set it up sees tomorrow's question before
    source: QuestionSource = "any"  # what the daily question may be drawn from
    id: int = 0

    @property
    def timing(self) -> Timing:
        return Timing(self.at, self.zone, self.weekdays, self.paused_until, self.over_weekend)

    @property
    def place(self) -> Place:
        return place_in(self.team, self.channel)


@dataclass(frozen=True, slots=True)
class Round:
    """A question that was put to a channel, or to one person.

    It keeps the question as it was asked: notes may change or go while people still answer.
    """

    id: int
    team: Team
    channel: str
    kind: RoundKind
    day: date  # the quiz day it belongs to, local to the channel
    question: Question
    state: RoundState
    opens: datetime
    closes: datetime
    reveal: RevealMode = "now"
    schedule: int | None = None
    message: str = ""  # what the platform calls the message; empty before it is confirmed
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    owner: str = ""  # whose practice it is
    series: str = ""
    step: int = 1
    steps: int = 1
    private: bool = False
    void: str = ""  # why it does not count; empty when it does

    @property
    def place(self) -> Place:
        return place_in(self.team, self.channel)

    @property
    def closed(self) -> bool:
        return self.state in ("closed", "revealed")

    @property
    def changeable(self) -> bool:
        return self.kind == "daily" and self.reveal == "later" and not self.closed

    def in_time(self, at: datetime) -> bool:
        """Whether a click of that moment is in time; practice has all the time in the world."""
        if self.kind != "daily":
            return True
        if self.closed_at and self.closed_at < self.closes:  # by hand: the solution is out
            return at <= self.closed_at
        return at <= self.closes + LATE_GRACE


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One person's answer to one round, as it stands in the store."""

    round: int
    person: int
    choice: int
    at: datetime
    correct: bool
    points: int
    hint: bool
    late: bool
    fast: bool
    void: bool
    first: bool  # the person's first attempt at this version of the question
    picked: str = ""  # the same in words: of the option, of several, or what was typed
    id: int = 0


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace that installed the app; `data` holds its tokens and is never logged."""

    platform: Platform
    workspace: str
    data: Mapping[str, str] = field(repr=False)
    at: datetime
    enterprise: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something people looked up in vain."""

    query: str
    people: int
    times: int


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at: datetime
    actor: str  # a user id; empty when it was the companion itself
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something to be posted once: a recap, a reminder, a line of correction."""

    team: Team
    key: str
    new: bool  # this caller is the one to post it
    message: str  # empty until it is confirmed
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredCard:
    """A person's card for a question, as FSRS left it."""

    question: str
    version: str
    topic: str
    state: int
    step: int | None
    stability: float | None
    difficulty: float | None
    due: datetime
    last_review: datetime | None


@dataclass(frozen=True, slots=True)
class StoredReview:
    """One review of a card; `before` is what the card was, as text."""

    at: datetime
    before: str


@dataclass(frozen=True, slots=True)
class ItemState:
    """A question that was held, retired or found sound, and by whom."""

    team: Team
    question: Question  # as it was then
    state: ItemStateName
    reason: str
    since: datetime
    actor: str  # a user id; empty when statistics or reports did it
    reports: int = 0  # how many people reported it


@dataclass(frozen=True, slots=True)
class StoredReport:
    """What somebody said is wrong with a question."""

    id: int
    who: Person
    question: Question  # as it was then
    reason: str
    words: str
    at: datetime
    editor: bool  # whoever said it keeps the notes
    around: str  # the lines around the one it rests on, as text


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """First attempts at one version of a question."""

    question: str
    version: str
    people: int
    correct: int


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """Answers on one topic."""

    topic: str
    answered: int
    correct: int


@dataclass(frozen=True, slots=True)
class AskedBefore:
    """What a channel was asked on a day."""

    day: date
    question: str
    topic: str
    subject: str
    form: str


@dataclass(frozen=True, slots=True)
class AnswerTotals:
    """What one person's answers add up to; `answered` and `right` are of daily questions."""

    points: int
    answered: int
    right: int


class MemberTotals(NamedTuple):
    """One line of a board before it is ranked: a board makes as many as there are players."""

    person: int
    user: str
    name: str
    shows_streak: bool
    points: int
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What there is between a person and a question before they answer it."""

    hint: bool  # they took the hint of this round
    editor: bool  # they wrote or edited the question
    met: bool  # they answered this version of it before


@dataclass(frozen=True, slots=True)
class StoredQuizDay:
    """A daily round of a channel, with one person's answer where there is one."""

    day: date
    closes: datetime
    state: RoundState
    posted: bool  # its message was confirmed
    void: bool
    voided_at: datetime | None
    answered_at: datetime | None
    late: bool


def question_to_text(question: Question) -> str:
    return json.dumps(asdict(question), ensure_ascii=False, separators=(",", ":"))


def question_from_text(text: str) -> Question:
    """What a newer release adds to a question an older one leaves out, and goes on beside it."""
    raw = _known(Question, json.loads(text))
    return Question(
        **raw
        | {
            "options": tuple(raw["options"]),
            "why_not": tuple(raw["why_not"]),
            "section": tuple(raw["section"]),
            "answers": tuple(raw.get("answers", ())),
            "accept": tuple(raw.get("accept", ())),
            "tags": tuple(raw.get("tags", ())),
            "sources": tuple(Source(**_known(Source, source)) for source in raw["sources"]),
        }
    )


def _known(kind: type[Question | Source], raw: dict[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in raw.items() if name in names}
