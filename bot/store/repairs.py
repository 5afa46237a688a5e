"""Questions whose notes were mended: which are held or reported, and their coming back."""

from datetime import datetime

from bot.store.database import Queries
from bot.store.items import item_of
from bot.store.records import ItemState, StoredReport, Team, question_to_text
from bot.store.reports import report_of
from knowledge.model import Question


class PendingRepairs:
    """What waits for the notes to change."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def held(self) -> list[ItemState]:
        """The held questions of every workspace."""
        rows = self._queries.rows(
            "SELECT * FROM items WHERE state = 'held' ORDER BY since, team, question"
        )
        return list(map(item_of, rows))

    def reported(self, team: Team) -> list[StoredReport]:
        """Reports that held nothing and that nobody has seen to yet, the oldest first."""
        rows = self._queries.rows(
            f"""
            SELECT r.*, p.member, p.name FROM reports r JOIN people p ON p.id = r.person
            WHERE r.team = :team AND r.thanked_at = {self._queries.never} AND NOT EXISTS (
                SELECT 1 FROM items i WHERE i.team = r.team AND i.question = r.question
                    AND i.version = r.version AND i.since >= r.at)
            ORDER BY r.at, r.id
            """,
            team=team,
        )
        return list(map(report_of, rows))

    def found_right(self, team: Team, question: Question, at: datetime, actor: str) -> bool:
        """An editor looked at what was reported: only later reports count again."""
        return self._queries.wrote(
            """
            INSERT INTO items (team, question, version, state, reason, since, actor, snapshot)
            VALUES (:team, :question, :version, 'sound', 'hand', :at, :actor, :snapshot)
            ON CONFLICT (team, question, version) DO UPDATE SET
                since = excluded.since, actor = excluded.actor, reason = excluded.reason
            WHERE items.state = 'sound'
            """,
            team=team,
            question=question.id,
            version=question.version,
            at=at,
            actor=actor,
            snapshot=question_to_text(question),
        )

    def back(self, team: Team, question: Question, at: datetime) -> bool:
        """A held question whose wording was mended is asked again; what it cost stays undone."""
        return self._queries.wrote(
            """
            UPDATE items SET state = 'sound', reason = 'mended', since = :at, actor = '',
                             snapshot = :snapshot
            WHERE team = :team AND question = :question AND version = :version AND state = 'held'
            """,
            team=team,
            question=question.id,
            version=question.version,
            at=at,
            snapshot=question_to_text(question),
        )
