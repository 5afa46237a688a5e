"""Who changed what."""

from datetime import datetime

from bot.messages import Person
from bot.store.database import Queries, Row
from bot.store.records import AuditEntry, Team, moment, team_of

WORDED = "question written"  # what an entry says about a question, new or changed
BY_AN_EDITOR = " by an editor"  # how an entry ends of what somebody did who may change questions


class Audit:
    """Changes by admins, and by the companion on its own."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def note(self, who: Person | Team, at: datetime, what: str, detail: str = "") -> None:
        """Keep that *who* did something; a team stands for the companion itself."""
        self._queries.add(
            "audit",
            "",
            team=team_of(who) if isinstance(who, Person) else who,
            at=at,
            actor=who.user if isinstance(who, Person) else "",
            what=what,
            detail=detail,
        )

    def latest(self, team: Team, limit: int = 50) -> tuple[AuditEntry, ...]:
        rows = self._queries.rows(
            "SELECT * FROM audit WHERE team = :team ORDER BY id DESC LIMIT :limit",
            team=team,
            limit=limit,
        )
        return tuple(
            AuditEntry(moment(row["at"]), row["actor"], row["what"], row["detail"]) for row in rows
        )

    def who_wrote(self, team: Team, question: str) -> str | None:
        """The last person who worded a question in chat, "" once they were forgotten; or None."""
        row = self._queries.row(
            """
            SELECT actor FROM audit WHERE team = :team AND what = :what AND detail = :question
            ORDER BY id DESC LIMIT 1
            """,
            team=team,
            what=WORDED,
            question=question,
        )
        return row["actor"] if row else None

    def who_set_up(self, team: Team, channel: str) -> str:
        """The last person who arranged the daily question of a channel; empty if nobody did."""
        row = self._set_up(team, channel)
        return row["actor"] if row else ""

    def editor_set_up(self, team: Team, channel: str) -> bool:
        """Whether that person was an editor then."""
        row = self._set_up(team, channel)
        return row is not None and row["what"].endswith(BY_AN_EDITOR)

    def _set_up(self, team: Team, channel: str) -> Row | None:
        return self._queries.row(
            """
            SELECT actor, what FROM audit WHERE team = :team AND actor <> ''
                AND SUBSTR(what, 1, 5) = 'daily' AND SUBSTR(detail, 1, :length) = :channel
            ORDER BY id DESC LIMIT 1
            """,
            team=team,
            channel=f"{channel}:",
            length=len(channel) + 1,
        )
