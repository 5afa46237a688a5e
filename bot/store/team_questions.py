"""Questions that people write in chat, each in its workspace."""

from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Queries, Row
from bot.store.records import Team, moment, question_from_text, question_to_text
from knowledge.model import Question


@dataclass(frozen=True, slots=True)
class TeamQuestion:
    """A question with who wrote it there."""

    question: Question
    author: str  # a user id; empty once they were forgotten
    at: datetime


class TeamQuestions:
    """One that has the id of a question of the notes stands in its place."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def put(self, team: Team, question: Question, author: str, at: datetime) -> None:
        """Keep a question, in place of an earlier wording of it."""
        self._queries.change(
            """
            INSERT INTO team_questions (team, question, snapshot, author, at)
            VALUES (:team, :question, :snapshot, :author, :at)
            ON CONFLICT (team, question) DO UPDATE SET
                snapshot = excluded.snapshot, at = excluded.at
            """,
            team=team,
            question=question.id,
            snapshot=question_to_text(question),
            author=author,
            at=at,
        )

    def get(self, team: Team, question: str) -> TeamQuestion | None:
        row = self._queries.row(
            "SELECT * FROM team_questions WHERE team = :team AND question = :question",
            team=team,
            question=question,
        )
        return _team_question(row) if row else None

    def newest(self) -> str:
        """When one was written or changed last, in any workspace."""
        row = self._queries.row("SELECT MAX(at) AS newest FROM team_questions")
        return (row and row["newest"]) or ""

    def of(self, team: Team) -> tuple[TeamQuestion, ...]:
        """All of a workspace, the oldest first."""
        rows = self._queries.rows(
            "SELECT * FROM team_questions WHERE team = :team ORDER BY at, question", team=team
        )
        return tuple(map(_team_question, rows))


def _team_question(row: Row) -> TeamQuestion:
    return TeamQuestion(question_from_text(row["snapshot"]), row["author"], moment(row["at"]))
