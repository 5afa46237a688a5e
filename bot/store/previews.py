"""Tomorrow's questions, as those who host a daily question were shown them."""

import json
from dataclasses import dataclass
from datetime import date

from bot.store.database import Queries, Row
from bot.store.records import Team
from bot.store.unreadable import ERRORS, leave_out


@dataclass(frozen=True, slots=True)
class DayPreview:
    """What was shown for a day of a channel."""

    question: str  # its id
    accepted: bool = False
    refused: tuple[str, ...] = ()  # ids that were shown for this day and not wanted
    told: bool = False  # it was delivered


class Previews:
    """One a day and channel: the schema settles which replica shows it."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def get(self, team: Team, channel: str, day: date) -> DayPreview | None:
        row = self._queries.row(
            "SELECT * FROM previews WHERE team = :team AND channel = :channel AND day = :day",
            team=team,
            channel=channel,
            day=day,
        )
        if row is None:
            return None
        return DayPreview(row["question"], bool(row["accepted"]), _refused(row), bool(row["told"]))

    def channels_of(self, team: Team, question: str, since: date) -> frozenset[str]:
        """The channels whose host was shown a question for a day from that one on."""
        rows = self._queries.rows(
            "SELECT DISTINCT channel FROM previews "
            "WHERE team = :team AND question = :question AND day >= :since",
            team=team,
            question=question,
            since=since,
        )
        return frozenset(row["channel"] for row in rows)

    def add(self, team: Team, channel: str, day: date, question: str) -> bool:
        """True for the one caller who shows the first question of a day."""
        return self._queries.add(
            "previews",
            "team, channel, day",
            team=team,
            channel=channel,
            day=day,
            question=question,
            accepted=False,
            refused="[]",
            told=False,
        )

    def put(self, team: Team, channel: str, day: date, preview: DayPreview) -> None:
        """What holds for the day from now on."""
        self._queries.change(
            """
            UPDATE previews SET question = :question, accepted = :accepted, refused = :refused,
                                told = :told
            WHERE team = :team AND channel = :channel AND day = :day
            """,
            team=team,
            channel=channel,
            day=day,
            question=preview.question,
            accepted=preview.accepted,
            refused=json.dumps(preview.refused),
            told=preview.told,
        )


def _refused(row: Row) -> tuple[str, ...]:
    try:
        return tuple(json.loads(row["refused"]))
    except ERRORS as error:
        leave_out(f"what was refused in {row['channel']} for {row['day']}", error)
        return ()
