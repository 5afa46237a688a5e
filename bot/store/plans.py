"""Exam plans: by which day a channel wants to have covered what."""

import json
from dataclasses import dataclass
from datetime import date

from bot.store.database import Queries, Row
from bot.store.records import Team


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """One channel's plan."""

    team: Team
    channel: str
    ends: date  # the day of the exam: the last question comes before it
    began: date
    topics: tuple[str, ...] = ()  # display names; none means all


class ExamPlans:
    """One plan a channel; a new one takes the place of the old."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def get(self, team: Team, channel: str) -> ExamPlan | None:
        row = self._queries.row(
            "SELECT * FROM plans WHERE team = :team AND channel = :channel",
            team=team,
            channel=channel,
        )
        return _plan(row) if row else None

    def put(self, plan: ExamPlan) -> None:
        self._queries.put(
            "plans",
            "team, channel",
            team=plan.team,
            channel=plan.channel,
            ends=plan.ends,
            began=plan.began,
            topics=json.dumps(plan.topics, ensure_ascii=False),
        )

    def remove(self, team: Team, channel: str) -> bool:
        """Whether there was one."""
        return self._queries.wrote(
            "DELETE FROM plans WHERE team = :team AND channel = :channel",
            team=team,
            channel=channel,
        )


def _plan(row: Row) -> ExamPlan:
    return ExamPlan(
        Team(row["team"]),
        row["channel"],
        date.fromisoformat(row["ends"]),
        date.fromisoformat(row["began"]),
        tuple(json.loads(row["topics"])),
    )
