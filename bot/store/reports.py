"""What people say is wrong with a question."""

from datetime import datetime

from bot.store.database import Queries, Row
from bot.store.records import (
    NEVER,
    StoredReport,
    Team,
    moment,
    person_in,
    question_from_text,
    question_to_text,
)
from knowledge.model import Question


class Reports:
    """What people say is wrong with a question: one report a person and version."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def add(
        self,
        team: Team,
        person: int,
        question: Question,
        reason: str,
        words: str,
        at: datetime,
        editor: bool,
        answered: bool,
        neighbours: str = "",
    ) -> bool:
        return self._queries.add(
            "reports",
            "team, question, version, person",
            team=team,
            question=question.id,
            version=question.version,
            person=person,
            reason=reason,
            words=words,
            at=at,
            editor=editor,
            answered=answered,
            snapshot=question_to_text(question),
            neighbours=neighbours,
        )

    def on(
        self, team: Team, question: str, version: str, since: datetime = NEVER
    ) -> list[StoredReport]:
        rows = self._queries.rows(
            """
            SELECT r.*, p.member, p.name FROM reports r JOIN people p ON p.id = r.person
            WHERE r.team = :team AND r.question = :question AND r.version = :version
                AND r.at > :since ORDER BY r.at, r.id
            """,
            team=team,
            question=question,
            version=version,
            since=since,
        )
        return list(map(report_of, rows))

    def unthanked(self) -> list[StoredReport]:
        """Reports of every workspace that nobody has been thanked for."""
        rows = self._queries.rows(
            f"""
            SELECT r.*, p.member, p.name FROM reports r JOIN people p ON p.id = r.person
            WHERE r.thanked_at = {self._queries.never} ORDER BY r.id
            """
        )
        return list(map(report_of, rows))

    def thanked(self, id: int, at: datetime) -> bool:
        return self._queries.wrote(
            "UPDATE reports SET thanked_at = :at "
            f"WHERE id = :id AND thanked_at = {self._queries.never}",
            id=id,
            at=at,
        )


def report_of(row: Row) -> StoredReport:
    """A row of reports, joined with its person, as a record."""
    return StoredReport(
        id=row["id"],
        who=person_in(Team(row["team"]), row["member"], row["name"]),
        question=question_from_text(row["snapshot"]),
        reason=row["reason"],
        words=row["words"],
        at=moment(row["at"]),
        editor=bool(row["editor"]),
        around=row["neighbours"],
    )
