"""Which schedules are due: kept in memory, so that ten thousand cost nothing between posts.

The store stays the judge of whether a post still has to be made; this only says when to ask it.
"""

import heapq
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest

from bot.schedule import latest_post, next_posts, quiz_day, window
from bot.store.records import Schedule

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DuePost:
    """One post that is to be made, or was missed for too long."""

    schedule: Schedule
    day: date
    opens: datetime
    closes: datetime
    late: timedelta

    @property
    def missed(self) -> bool:
        """Too late even for the grace period: it is skipped, and that is logged."""
        return self.late > self.schedule.grace


class Agenda:
    """The next post of every schedule, soonest first."""

    def __init__(self) -> None:
        self._schedules: dict[int, Schedule] = {}
        self._entries: dict[int, int] = {}  # the number of each schedule's valid entry
        self._heap: list[tuple[datetime, int, int]] = []  # due, number, schedule
        self._count = 0

    def update(self, schedules: Iterable[Schedule], now: datetime) -> None:
        """Take over what was added, changed or removed since the last time."""
        present = {schedule.id: schedule for schedule in schedules if not schedule.off}
        changed = [new for key, new in present.items() if self._schedules.get(key) != new]
        self._schedules = present
        self._entries = {key: n for key, n in self._entries.items() if key in present}
        for schedule in changed:
            try:
                self._enter(schedule, _first_due(schedule, now))
            except (ValueError, KeyError, OverflowError):  # one is left out, none of the others
                log.exception("schedule %s cannot be followed", schedule.id)

    def due(self, now: datetime) -> list[DuePost]:
        """Everything due by now, workspaces taking turns; each schedule at most once.

        Of several posts that were missed only the latest counts: never a burst.
        """
        found: list[DuePost] = []
        while self._heap and self._heap[0][0] <= now:
            _, number, key = heapq.heappop(self._heap)
            if self._entries.get(key) != number:
                continue  # an entry from before a change
            schedule = self._schedules[key]
            latest = latest_post(schedule.timing, now)
            if latest is not None:
                found.append(_due(schedule, latest, now))
            self._enter(schedule, _following(schedule, now))
        return _taking_turns(found)

    def _enter(self, schedule: Schedule, moment: datetime | None) -> None:
        self._count += 1
        self._entries[schedule.id] = self._count  # whatever was entered before is void
        if moment is not None:
            heapq.heappush(self._heap, (moment, self._count, schedule.id))


def _first_due(schedule: Schedule, now: datetime) -> datetime | None:
    """The latest missed post, unless the schedule was only made afterwards; else the next one."""
    latest = latest_post(schedule.timing, now)
    if latest is not None and (schedule.changed_at is None or latest > schedule.changed_at):
        return latest.astimezone(UTC)
    return _following(schedule, now)


def _following(schedule: Schedule, now: datetime) -> datetime | None:
    upcoming = next_posts(schedule.timing, now, count=1)
    return upcoming[0].astimezone(UTC) if upcoming else None


def _due(schedule: Schedule, moment: datetime, now: datetime) -> DuePost:
    day = quiz_day(schedule.timing, moment)
    opens, closes = window(schedule.timing, day)
    return DuePost(schedule, day, opens, closes, late=now - moment)


def _taking_turns(found: list[DuePost]) -> list[DuePost]:
    """One of each workspace, then the second of each: a large one does not hold up the small."""
    by_team: dict[str, list[DuePost]] = {}
    for due in sorted(found, key=lambda due: (due.opens, due.schedule.id)):
        by_team.setdefault(due.schedule.team, []).append(due)
    rounds = zip_longest(*by_team.values())
    return [due for turn in rounds for due in turn if due is not None]
