"""What can be taken away or counted up: who was asked what, and how it went. Reads only.

Sealed answers are left out everywhere (bot/store/answers.py).
"""

from datetime import date

from bot.store.database import Queries, Row
from bot.store.records import Team
from bot.text import clean_name

# Everybody who plays; whoever left the boards is in the figures without their name.
_WHO = (
    "CASE WHEN p.opted_out = 1 THEN '' ELSE p.member END AS member, "
    "CASE WHEN p.opted_out = 1 THEN '' ELSE p.name END AS name"
)


def _clean(row: Row) -> Row:
    """A row whose name turns nothing around it, wherever it came from."""
    return {**row, "name": clean_name(row["name"])}


class FigureTables:
    """Queries over answers and rounds, for exports, coverage and plans."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def teams(self) -> tuple[Team, ...]:
        rows = self._queries.rows(
            "SELECT team FROM rounds UNION SELECT team FROM lookups ORDER BY team"
        )
        return tuple(Team(row["team"]) for row in rows)

    def asked(
        self, team: Team | None = None, channel: str | None = None, since: date = date.min
    ) -> dict[str, int]:
        """How many times each question was a channel's daily question."""
        rows = self._queries.rows(
            """
            SELECT question, COUNT(*) AS times FROM rounds
            WHERE kind = 'daily' AND day >= :since AND (:team = '' OR team = :team)
                AND (:channel = '' OR channel = :channel)
            GROUP BY question ORDER BY question
            """,
            team=team or "",
            channel=channel or "",
            since=since,
        )
        return {row["question"]: int(row["times"]) for row in rows}

    def known(
        self, team: Team | None = None, channel: str | None = None, since: date = date.min
    ) -> dict[str, tuple[int, int]]:
        """Each person's latest answer to each question: (how many, how many right)."""
        rows = self._queries.rows(
            """
            SELECT a.question, COUNT(*) AS people, SUM(a.correct) AS correct
            FROM unsealed a JOIN people p ON p.id = a.person
            WHERE p.counts = 1 AND a.void = 0 AND a.day >= :since
                AND (:team = '' OR a.team = :team) AND (:channel = '' OR a.channel = :channel)
                AND NOT EXISTS (
                    SELECT 1 FROM unsealed later WHERE later.person = a.person
                        AND later.question = a.question AND later.void = 0
                        AND (later.at > a.at OR (later.at = a.at AND later.id > a.id)))
            GROUP BY a.question ORDER BY a.question
            """,
            team=team or "",
            channel=channel or "",
            since=since,
        )
        return {row["question"]: (int(row["people"]), int(row["correct"])) for row in rows}

    def answers(self) -> list[Row]:
        """Every answer that its person has been told the verdict of, oldest first."""
        rows = self._queries.rows(
            f"""
            SELECT a.team AS workspace, a.channel, a.day, a.at, r.kind, {_WHO},
                   a.question, a.topic, a.picked, a.correct, a.points, a.hint, a.late, a.void
            FROM unsealed a JOIN rounds r ON r.id = a.round JOIN people p ON p.id = a.person
            ORDER BY a.at, a.id
            """
        )
        return list(map(_clean, rows))

    def scores(self) -> list[Row]:
        """What the boards add up, by workspace, channel, month and person."""
        rows = self._queries.rows(
            """
            SELECT a.team AS workspace, a.channel, SUBSTR(a.day, 1, 7) AS month, p.member, p.name,
                   SUM(a.points) AS points, SUM(a.daily * a.correct) AS correct,
                   SUM(a.daily) AS answered
            FROM unsealed a JOIN people p ON p.id = a.person
            WHERE p.counts = 1 AND p.opted_out = 0 AND a.late = 0 AND a.void = 0
            GROUP BY a.team, a.channel, SUBSTR(a.day, 1, 7), p.member, p.name
            HAVING SUM(a.points) > 0 OR SUM(a.daily) > 0
            ORDER BY a.team, a.channel, SUBSTR(a.day, 1, 7), SUM(a.points) DESC, p.member
            """
        )
        return list(map(_clean, rows))

    def audit(self) -> list[Row]:
        """What admins, and the companion by its rules, changed; oldest first."""
        return self._queries.rows(
            "SELECT team AS workspace, at, actor AS member, what, detail FROM audit ORDER BY id"
        )
