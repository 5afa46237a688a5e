"""Workspaces full of people who answered every day, for measurements and tests."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import partial

from bench.state import _question
from bot.messages import Person
from bot.store import Areas, Store
from bot.store.database import Database, Queries
from bot.store.records import Round, Schedule, Team, stamp

WORKSPACES = 500
PEOPLE = 40  # in each
FIRST_DAY = date(2027, 1, 4)


def team(number: int) -> Team:
    return Team(f"slack:T{number}")


def somebody(workspace: int, number: int) -> Person:
    return Person("slack", f"T{workspace}", f"u{number}", name=f"Person {number}")


def fill(database: Database, answers: int, workspaces: int = WORKSPACES) -> None:
    """Rounds that everybody answered, written without the companion's rules: they take longer."""
    days = answers // (workspaces * PEOPLE)
    draw = random.Random(1)
    for workspace in range(workspaces):
        database.run(partial(_workspace, workspace=workspace, days=days, draw=draw))


def _workspace(queries: Queries, workspace: int, days: int, draw: random.Random) -> None:
    kept = Areas(queries)
    schedule = kept.schedules.put(Schedule(team(workspace), "C1", clock(9), "UTC"))
    people = [kept.people.see(somebody(workspace, n)).id for n in range(PEOPLE)]
    for day in range(days):
        round = _round(workspace, day, schedule)
        added = kept.rounds.add(round, f"daily/C1/{round.day}")
        assert added is not None
        _answered(queries, added, people, draw)


def _round(workspace: int, day: int, schedule: Schedule) -> Round:
    local = FIRST_DAY + timedelta(days=day)
    opens = datetime.combine(local, clock(9), tzinfo=UTC)
    return Round(
        id=0,
        team=team(workspace),
        channel="C1",
        kind="daily",
        day=local,
        question=_question(day % 1000),
        state="revealed",
        opens=opens,
        closes=opens + timedelta(hours=23),
        schedule=schedule.id,
        message=f"m{day}",
        claimed_at=opens,
    )


def _answered(queries: Queries, round: Round, people: Sequence[int], draw: random.Random) -> None:
    marks: list[str] = []
    values: dict[str, str | int] = {}
    for n, person in enumerate(people):
        choice = 1 if draw.random() < 0.7 else 0
        at = stamp(round.opens + timedelta(minutes=n))
        values |= {f"p{n}": person, f"c{n}": choice, f"a{n}": at}
        marks.append(
            f"(:team, :round, :p{n}, 'C1', 1, :day, :question, '1', :topic, :c{n}, 'x', :a{n}, "
            f":c{n}, 10 * :c{n}, 0, 0, 0, 1, 0)"
        )
    queries.change(
        "INSERT INTO answers (team, round, person, channel, daily, day, question, version, topic, "
        "choice, picked, at, correct, points, hint, late, fast, first, void) VALUES "
        + ", ".join(marks),
        team=round.team,
        round=round.id,
        day=round.day,
        question=round.question.id,
        topic=round.question.topic,
        **values,
    )


def posted(store: Store, workspace: int, day: date) -> Round:
    schedule = store.schedules.get(team(workspace), "C1")
    assert schedule is not None
    number = (day - FIRST_DAY).days
    round = replace(_round(workspace, number, schedule), state="posted")
    slot = f"daily/C1/{round.day}"
    added = store.rounds.add(round, slot) or store.rounds.daily(team(workspace), "C1", day)
    assert added is not None
    return added
