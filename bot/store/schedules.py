"""When each channel has its daily question."""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import get_args

from bot.schedule import is_zone
from bot.store.database import Queries, Row
from bot.store.records import NEVER, QuestionSource, Schedule, Team, moment
from bot.store.unreadable import ERRORS


@dataclass(frozen=True, slots=True)
class UnreadableSchedule:
    """A schedule that cannot be followed, and why."""

    team: Team
    channel: str
    id: int
    wrong: str
    zone: str = ""  # that is not known here, where it is that


class Schedules:
    """One schedule a channel. They are switched off rather than deleted: rounds refer to them."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def put(self, schedule: Schedule) -> Schedule:
        """Keep *schedule* as its channel's, in place of the one before."""
        row = self._queries.put(
            "schedules",
            "team, channel",
            team=schedule.team,
            channel=schedule.channel,
            at=schedule.at,
            zone=schedule.zone,
            weekdays=",".join(str(day) for day in sorted(schedule.weekdays)),
            topics=json.dumps(schedule.topics, ensure_ascii=False),
            reveal=schedule.reveal,
            over_weekend=schedule.over_weekend,
            paused_until=schedule.paused_until or "",
            off=schedule.off,
            recap=schedule.recap,
            grace=int(schedule.grace.total_seconds() // 60),
            reason=schedule.reason,
            changed_at=schedule.changed_at or NEVER,
            preview=schedule.preview,
            source=schedule.source,
        )
        return _schedule(row)

    def get(self, team: Team, channel: str) -> Schedule | None:
        """A channel's schedule; None as well where it cannot be read, so that a new one helps."""
        row = self._queries.row(
            "SELECT * FROM schedules WHERE team = :team AND channel = :channel",
            team=team,
            channel=channel,
        )
        return _readable(row) if row else None

    def by_id(self, id: int) -> Schedule | None:
        row = self._queries.row("SELECT * FROM schedules WHERE id = :id", id=id)
        return _readable(row) if row else None

    def all(self) -> tuple[Schedule, ...]:
        """Every workspace's that can be read: for the clock, never for a reply."""
        rows = self._queries.rows("SELECT * FROM schedules ORDER BY id")
        return tuple(_schedule(row) for row in rows if not _wrong_with(row))

    def unreadable(self) -> tuple[UnreadableSchedule, ...]:
        """Those that are switched on and cannot be followed: whoever set them up should know."""
        rows = self._queries.rows("SELECT * FROM schedules WHERE off = 0 ORDER BY id")
        return tuple(
            UnreadableSchedule(Team(row["team"]), row["channel"], row["id"], *wrong)
            for row in rows
            if (wrong := _wrong_with(row))
        )

    def of(self, team: Team) -> tuple[Schedule, ...]:
        rows = self._queries.rows(
            "SELECT * FROM schedules WHERE team = :team ORDER BY channel", team=team
        )
        return tuple(found for row in rows if (found := _readable(row)))

    def pause(
        self, team: Team, channel: str, until: date | None, at: datetime, reason: str = ""
    ) -> bool:
        """Post nothing before *until*; None ends the pause."""
        return self._queries.wrote(
            """
            UPDATE schedules SET paused_until = :until, reason = :reason, changed_at = :at
            WHERE team = :team AND channel = :channel AND paused_until <> :until
            """,
            team=team,
            channel=channel,
            until=until or "",
            reason=reason,
            at=at,
        )

    def switch_off(self, team: Team, channel: str, at: datetime, reason: str = "") -> bool:
        """Post nothing any more. True for one caller, who may tell an admin why."""
        return self._queries.wrote(
            """
            UPDATE schedules SET off = 1, reason = :reason, changed_at = :at
            WHERE team = :team AND channel = :channel AND off = 0
            """,
            team=team,
            channel=channel,
            reason=reason,
            at=at,
        )

    def off_in(self, team: Team, at: datetime, reason: str) -> int:
        """Switch off everything in a workspace that removed the companion."""
        return self._queries.change(
            """
            UPDATE schedules SET off = 1, reason = :reason, changed_at = :at
            WHERE team = :team AND off = 0
            """,
            team=team,
            reason=reason,
            at=at,
        )


def _wrong_with(row: Row) -> tuple[str, str] | None:
    """What keeps a schedule from being followed, and a zone that does; None for nearly all."""
    try:
        schedule = _schedule(row)
    except ERRORS as error:
        return f"what is kept of it cannot be read: {error}", ""
    if is_zone(schedule.zone):
        return None
    return f"the time zone “{schedule.zone}” is not known here", schedule.zone


def _readable(row: Row) -> Schedule | None:
    """None for one that cannot be read, of which its host is told (`unreadable`)."""
    try:
        return _schedule(row)
    except ERRORS:
        return None


def _schedule(row: Row) -> Schedule:
    if row["source"] not in get_args(QuestionSource):
        raise ValueError(f"source {row['source']!r}")
    return Schedule(
        id=row["id"],
        team=Team(row["team"]),
        channel=row["channel"],
        at=time.fromisoformat(row["at"]),
        zone=row["zone"],
        weekdays=frozenset(int(day) for day in row["weekdays"].split(",") if day),
        topics=tuple(json.loads(row["topics"])),
        reveal=row["reveal"],
        over_weekend=bool(row["over_weekend"]),
        paused_until=date.fromisoformat(row["paused_until"]) if row["paused_until"] else None,
        off=bool(row["off"]),
        recap=bool(row["recap"]),
        grace=timedelta(minutes=row["grace"]),
        reason=row["reason"],
        changed_at=moment(row["changed_at"]) if row["changed_at"] else None,
        preview=bool(row["preview"]),
        source=row["source"],
    )
