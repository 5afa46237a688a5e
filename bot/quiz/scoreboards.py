"""Points, ranks and progress: queries over stored answers, never counters.

What an answer is worth was settled when it was given (judging.py); here it is added up. Only
people who may be seen are, through one view in the database: bots, guests and whoever opted out
are on no board, in no recap, in no team goal.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.messages import Person
from bot.quiz.reviews import Reviews
from bot.quiz.streaks import QuizDay, Streak, streak
from bot.schedule import known_zone
from bot.store import Store
from bot.store.answers import ALWAYS
from bot.store.records import LATE_GRACE, MemberTotals, StoredQuizDay, Team, team_of

Period = Literal["week", "month", "all"]
Order = Literal["points", "accuracy"]
ReadTotals = Callable[[Team, str | None, date, date], list[MemberTotals]]
ENOUGH_FOR_ACCURACY = 10  # answers
SMALL_CROWD = 3  # players; fewer are no ranking
GOALS: dict[Period, int] = {"week": 50, "month": 200, "all": 1000}  # points, again and again
ENOUGH_FOR_WEAKNESS = 5  # answers in a topic
WEAK = 0.7
POINTS_A_QUESTION = 10
Z = 1.96  # 95 %


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One player's line."""

    rank: int
    user: str
    name: str
    points: int
    right: int  # of the daily questions
    answered: int
    accuracy: float  # lower Wilson bound; 0 below ten answers
    to_next: int = 0  # points to the next rank above; 0 at the top
    next_rank: int = 0

    @property
    def answers_to_next(self) -> int:
        """Right answers to a daily question that would do."""
        return -(-self.to_next // POINTS_A_QUESTION)


@dataclass(frozen=True, slots=True)
class Goal:
    """What fewer than three players work towards together, instead of against each other."""

    points: int
    target: int
    right: int
    answered: int
    players: int

    @property
    def share(self) -> float:
        return self.points / self.target


@dataclass(frozen=True, slots=True)
class Board:
    period: Period
    order: Order
    channel: str | None  # None: the whole workspace
    first: date | None  # quiz days; None: since ever
    last: date | None
    rows: tuple[BoardRow, ...] = ()
    around: tuple[BoardRow, ...] = ()  # the caller between two neighbours, when further down
    own: BoardRow | None = None
    players: int = 0
    at_the_top: int = 0  # how many share the first place; 0 while nobody has a point
    goal: Goal | None = None  # in place of rows
    streaks: tuple[tuple[str, int], ...] = ()  # of others on the board who want theirs shown
    hidden: bool = False  # the caller opted out
    taken_back: int = 0  # answers to what does not count any more, where nobody is on the board

    @property
    def empty(self) -> bool:
        return self.players == 0


@dataclass(frozen=True, slots=True)
class TopicAccuracy:
    topic: str
    right: int
    answered: int

    @property
    def share(self) -> float:
        return self.right / self.answered


@dataclass(frozen=True, slots=True)
class Me:
    """A person's own page."""

    period: Period
    points: int
    right: int
    answered: int
    total_points: int
    total_answered: int
    streak: Streak
    topics: tuple[TopicAccuracy, ...]  # most answered first
    weak: tuple[TopicAccuracy, ...]  # weakest first; only with enough answers to say so
    due: int  # reviews


def today(store: Store, team: Team, channel: str, at: datetime, zone: str = "UTC") -> date:
    """The date in the channel's zone; `zone` where it has no schedule."""
    schedule = store.schedules.get(team, channel)
    return at.astimezone(ZoneInfo(known_zone(schedule.zone if schedule else zone))).date()


def days_of(period: Period, day: date) -> tuple[date, date]:
    """The first and the last quiz day of the period that *day* lies in."""
    match period:
        case "week":
            monday = day - timedelta(days=day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            first = day.replace(day=1)
            return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        case "all":
            return ALWAYS


def board(
    store: Store,
    team: Team,
    day: date,
    *,
    channel: str | None,
    period: Period = "month",
    caller: str = "",
    order: Order = "points",
    top: int = 10,
    at: datetime | None = None,
    totals_of: ReadTotals | None = None,
) -> Board:
    """The ranking of a channel, or with no channel of the workspace, as *caller* may see it.

    `at` adds the streaks of those who show them; `totals_of` reads in another way than alone.
    """
    first, last = days_of(period, day)
    totals = (totals_of or store.answers.totals)(team, channel, first, last)
    profile = store.people.find(team, caller)
    frame = Board(
        period=period,
        order=order,
        channel=channel,
        first=None if period == "all" else first,
        last=None if period == "all" else last,
        players=len(totals),
        hidden=profile is not None and profile.opted_out,
    )
    if not totals:
        return replace(frame, taken_back=store.answers.taken_back(team, channel, first, last))
    if len(totals) < SMALL_CROWD:
        return replace(frame, goal=_goal(totals, period))
    ranked = _ranked(totals, order)
    place = next((i for i, (_, total) in enumerate(ranked) if total.user == caller), None)
    shown = range(min(top, len(ranked)))
    near = range(0)
    if place is not None and place not in shown:
        near = range(max(place - 1, len(shown)), min(place + 2, len(ranked)))
    others = [ranked[i][1] for i in (*shown, *near) if i != place]
    return replace(
        frame,
        at_the_top=sum(rank == 1 and _worth(total, order) > 0 for rank, total in ranked),
        rows=tuple(_row(ranked, i) for i in shown),
        around=tuple(_row(ranked, i) for i in near),
        own=None if place is None else _row(ranked, place),
        streaks=_streaks(store, team, channel, others, at) if at else (),
    )


def _ranked(totals: Sequence[MemberTotals], order: Order) -> list[tuple[int, MemberTotals]]:
    """Best first with ranks 1-2-2-4; within a rank by name, never by who was first."""
    if order == "accuracy":
        totals = [total for total in totals if total.answered >= ENOUGH_FOR_ACCURACY]
    worth = {total.person: _worth(total, order) for total in totals}
    in_order = sorted(
        totals, key=lambda total: (-worth[total.person], total.name.casefold(), total.user)
    )
    ranked: list[tuple[int, MemberTotals]] = []
    for position, total in enumerate(in_order, start=1):
        same = ranked and worth[ranked[-1][1].person] == worth[total.person]
        ranked.append((ranked[-1][0] if same else position, total))
    return ranked


def _worth(total: MemberTotals, order: Order) -> float:
    return total.points if order == "points" else wilson(total.right, total.answered)


def _row(ranked: Sequence[tuple[int, MemberTotals]], place: int) -> BoardRow:
    rank, total = ranked[place]
    enough = total.answered >= ENOUGH_FOR_ACCURACY
    above = ranked[rank - 2] if rank > 1 else None  # the last one of the rank before
    return BoardRow(
        rank=rank,
        user=total.user,
        name=total.name,
        points=total.points,
        right=total.right,
        answered=total.answered,
        accuracy=wilson(total.right, total.answered) if enough else 0.0,
        to_next=max(0, above[1].points - total.points) if above else 0,
        next_rank=above[0] if above else 0,
    )


def _goal(totals: Sequence[MemberTotals], period: Period) -> Goal:
    points = sum(total.points for total in totals)
    step = GOALS[period]
    return Goal(
        points=points,
        target=step * (points // step + 1),
        right=sum(total.right for total in totals),
        answered=sum(total.answered for total in totals),
        players=len(totals),
    )


def wilson(right: int, answered: int) -> float:
    """The lower bound of what the accuracy may be: 1 of 1 does not beat 45 of 50."""
    if answered == 0:
        return 0.0
    share = right / answered
    spread = Z * math.sqrt(share * (1 - share) / answered + Z * Z / (4 * answered * answered))
    return max(0.0, (share + Z * Z / (2 * answered) - spread) / (1 + Z * Z / answered))


# ---------------------------------------------------------------- streaks


def streak_of(
    store: Store, team: Team, user: str, at: datetime, channel: str | None = None
) -> Streak:
    """A person's streak in a channel; without one, the longest they have anywhere."""
    profile = store.people.find(team, user)
    return streak_of_person(store, team, profile.id, at, channel) if profile else Streak()


def streak_of_person(
    store: Store, team: Team, person: int, at: datetime, channel: str | None
) -> Streak:
    """The same for somebody whose number is known."""
    found = [
        streak(quiz_day for stored in days if (quiz_day := _quiz_day(stored, at)))
        for days in store.answers.quiz_days(team, person, channel).values()
    ]
    return max(found, key=lambda one: (one.days, one.best), default=Streak())


def _quiz_day(stored: StoredQuizDay, at: datetime) -> QuizDay | None:
    """A round as a day of somebody's streak; None for one that nobody saw."""
    in_time = stored.answered_at is not None and not stored.late
    if stored.state == "claimed" and not stored.posted and not in_time:
        return None
    running = stored.state in ("claimed", "posted") and at <= stored.closes + LATE_GRACE
    counts = in_time and not _after_the_void(stored)
    return QuizDay(day=stored.day, answered=counts, void=stored.void, open=running)


def _after_the_void(stored: StoredQuizDay) -> bool:
    """Whether somebody answered a question that had been taken back already."""
    if not stored.void or stored.answered_at is None:
        return False
    return stored.voided_at is None or stored.answered_at > stored.voided_at


def _streaks(
    store: Store, team: Team, channel: str | None, people: Sequence[MemberTotals], at: datetime
) -> tuple[tuple[str, int], ...]:
    named = [
        (total.name, streak_of_person(store, team, total.person, at, channel).days)
        for total in people
        if total.shows_streak
    ]
    return tuple(sorted((n for n in named if n[1] > 0), key=lambda n: (-n[1], n[0].casefold())))


def streaks_worth_naming(
    store: Store, team: Team, channel: str, day: date, at: datetime, at_least: int = 5
) -> tuple[tuple[str, int], ...]:
    """Names and streaks for a recap: of this month's players who want theirs shown."""
    first, last = days_of("month", day)
    people = [
        total for total in store.answers.totals(team, channel, first, last) if total.shows_streak
    ]
    return tuple(
        named for named in _streaks(store, team, channel, people, at) if named[1] >= at_least
    )


def on_a_streak(
    store: Store, team: Team, first: date, last: date, at: datetime, at_least: int
) -> frozenset[str]:
    """Who has a streak of so many days somewhere and wants theirs shown, of those who played."""
    return frozenset(
        total.user
        for total in store.answers.totals(team, None, first, last)
        if total.shows_streak
        and streak_of_person(store, team, total.person, at, None).days >= at_least
    )


# ---------------------------------------------------------------- one's own page


def me(
    store: Store,
    who: Person,
    day: date,
    at: datetime,
    *,
    channel: str | None = None,
    period: Period = "month",
    zone: str = "UTC",
    versions: Mapping[str, str] | None = None,
) -> Me:
    """What *who* has reached; without a channel, in the whole workspace.

    `zone` and `versions` are those of Reviews.due: what is due by them is what `review` brings.
    """
    team, person = team_of(who), store.people.id_of(who)
    now = store.answers.own_totals(person, channel, *days_of(period, day))
    ever = store.answers.own_totals(person, channel, *ALWAYS)
    topics = [
        TopicAccuracy(one.topic, one.correct, one.answered)
        for one in store.answers.topics_of(person)
    ]
    return Me(
        period=period,
        points=now.points,
        right=now.right,
        answered=now.answered,
        total_points=ever.points,
        total_answered=ever.answered,
        streak=streak_of_person(store, team, person, at, channel),
        topics=tuple(sorted(topics, key=lambda t: (-t.answered, t.topic))),
        weak=weak_topics(topics),
        due=Reviews(store).count(who, at, versions, zone),
    )


def weak_topics(topics: Sequence[TopicAccuracy]) -> tuple[TopicAccuracy, ...]:
    """The weakest first; a topic with few answers is not called weak."""
    weak = [t for t in topics if t.answered >= ENOUGH_FOR_WEAKNESS and t.share < WEAK]
    return tuple(sorted(weak, key=lambda t: (t.share, -t.answered, t.topic)))
