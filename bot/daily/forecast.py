"""What would be posted when: the days ahead, played through on a copy of the database."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.quiz.rounds import QuizRounds
from bot.quiz.selection import Selection
from bot.schedule import next_posts, quiz_day, window
from bot.store import Store
from bot.store.records import Schedule
from knowledge.model import Question


@dataclass(frozen=True, slots=True)
class Planned:
    """One post to come."""

    at: datetime  # in the schedule's zone
    schedule: Schedule
    question: Question | None  # None: the notes yield nothing to ask


def upcoming(
    store: Store, schedule: Schedule, now: datetime, count: int = 3
) -> tuple[datetime, ...]:
    """The next posts of a schedule; a day whose question was asked already has had its own."""
    posts = next_posts(schedule.timing, now, count + 1)
    free = (at for at in posts if not _was_asked(store, schedule, at))
    return tuple(islice(free, count))


def _was_asked(store: Store, schedule: Schedule, at: datetime) -> bool:
    day = quiz_day(schedule.timing, at)
    return store.rounds.daily(schedule.team, schedule.channel, day) is not None


def forecast(
    store: Store, questions: Sequence[Question], now: datetime, days: int, seed: int = 0
) -> Iterator[Planned]:
    """Every post of the coming *days*, in order, if nobody answers and nothing changes.

    The copy makes the choice of each day see the days before it, as it will in truth.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "forecast.db"
        store.backup(copy)
        with closing(Store.open(copy)) as trial:
            yield from _play(trial, questions, now, days, str(seed))


def _play(
    trial: Store, questions: Sequence[Question], now: datetime, days: int, seed: str
) -> Iterator[Planned]:
    selection, rounds = Selection(trial), QuizRounds(trial)
    active = [schedule for schedule in trial.schedules.all() if not schedule.off]
    for at, schedule in _posts(active, now, now + timedelta(days=days)):
        if _was_asked(trial, schedule, at):
            continue
        day = quiz_day(schedule.timing, at)
        question = selection.for_channel(
            schedule.team,
            schedule.channel,
            questions,
            day,
            topics=schedule.topics,
            seed=seed,
            source=schedule.source,
        )
        yield Planned(at, schedule, question)
        if question is not None:
            opens, closes = window(schedule.timing, day)
            team, channel = schedule.team, schedule.channel
            claim = rounds.claim(
                team, channel, day, question, opens, closes, opens, schedule=schedule
            )
            rounds.confirm(claim.round.id, "forecast")


def _posts(
    schedules: Sequence[Schedule], now: datetime, until: datetime
) -> Iterator[tuple[datetime, Schedule]]:
    """The posts of all schedules, soonest first."""
    streams = (_stream(number, schedule, now, until) for number, schedule in enumerate(schedules))
    for _, number, at in merge(*streams):
        yield at, schedules[number]


def _stream(
    number: int, schedule: Schedule, now: datetime, until: datetime
) -> Iterator[tuple[datetime, int, datetime]]:
    moment = now
    while following := next_posts(schedule.timing, moment, count=1):
        (at,) = following
        moment = at.astimezone(UTC)
        if moment > until:
            return
        yield moment, number, at
