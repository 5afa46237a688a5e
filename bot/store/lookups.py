"""What people looked up in vain."""

from datetime import datetime

from bot.store.database import Queries
from bot.store.records import Gap, Team


class Lookups:
    """What people looked up in vain: the gaps in the notes."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def missed(self, who: int, team: Team, query: str, at: datetime) -> None:
        """Keep that somebody found nothing; spelling and case of the query make no difference."""
        self._queries.change(
            """
            INSERT INTO lookups (team, query, person, times, last_at)
            VALUES (:team, :query, :person, 1, :at)
            ON CONFLICT (team, query, person) DO UPDATE SET
                times = lookups.times + 1, last_at = excluded.last_at
            """,
            team=team,
            query=" ".join(query.casefold().split())[:200],
            person=who,
            at=at,
        )

    def gaps(self, team: Team, limit: int = 20) -> tuple[Gap, ...]:
        """The most wanted first: by how many people, then by how often.

        What only one person asked stays theirs: it may say more about them than about the notes.
        """
        rows = self._queries.rows(
            """
            SELECT query, COUNT(*) AS people, SUM(times) AS times
            FROM lookups WHERE team = :team GROUP BY query HAVING COUNT(*) >= 2
            ORDER BY COUNT(*) DESC, SUM(times) DESC, query LIMIT :limit
            """,
            team=team,
            limit=limit,
        )
        return tuple(Gap(row["query"], row["people"], int(row["times"])) for row in rows)

    def drop_before(self, at: datetime) -> int:
        """Let go of what nobody has looked for since a moment."""
        return self._queries.change("DELETE FROM lookups WHERE last_at < :at", at=at)

    def solved(self, team: Team, query: str) -> bool:
        """Forget a gap that the notes have filled."""
        return self._queries.wrote(
            "DELETE FROM lookups WHERE team = :team AND query = :query",
            team=team,
            query=" ".join(query.casefold().split())[:200],
        )
