"""Single values by name: of this whole instance, or about one workspace."""

from datetime import datetime, timedelta

from bot.store.database import Queries
from bot.store.records import Team

WHOLE_INSTANCE = Team("")
OAUTH_STATES = "slack-oauth-state:"  # how the names begin of states that came back
STATES_LIVE = timedelta(minutes=10)


class Values:
    """Single values by name: a hash of commands, a state of OAuth.

    What is about one workspace names it, and goes when the workspace goes.
    """

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def put(self, name: str, value: str, at: datetime, team: Team = WHOLE_INSTANCE) -> None:
        self._queries.put(
            "kept_values",
            "name",
            team=team,
            name=name,
            value=value,
            at=at,
        )

    def add(self, name: str, value: str, at: datetime, team: Team = WHOLE_INSTANCE) -> bool:
        """Keep a value under a name that nobody used yet; whether that was so."""
        return self._queries.add(
            "kept_values",
            "name",
            team=team,
            name=name,
            value=value,
            at=at,
        )

    def under(self, prefix: str) -> dict[str, str]:
        """All values whose names begin with *prefix*, by the rest of their names."""
        rows = self._queries.rows(
            "SELECT name, value FROM kept_values "
            "WHERE SUBSTR(name, 1, :length) = :prefix ORDER BY name",
            prefix=prefix,
            length=len(prefix),
        )
        return {row["name"].removeprefix(prefix): row["value"] for row in rows}

    def get(self, name: str) -> str | None:
        row = self._queries.row("SELECT value FROM kept_values WHERE name = :name", name=name)
        return row["value"] if row else None

    def take(self, name: str) -> str | None:
        """Read a value that may be read once."""
        row = self._queries.insert(
            "DELETE FROM kept_values WHERE name = :name RETURNING value", name=name
        )
        return row["value"] if row else None

    def drop_before(self, prefix: str, at: datetime) -> int:
        """Forget what was put before *at* under names that begin with *prefix*."""
        return self._queries.change(
            "DELETE FROM kept_values WHERE SUBSTR(name, 1, :length) = :prefix AND at < :at",
            prefix=prefix,
            length=len(prefix),
            at=at,
        )

    def keep_newest(self, prefix: str, most: int) -> int:
        """Forget all but so many of what was put last under names that begin with *prefix*."""
        return self._queries.change(
            """
            DELETE FROM kept_values WHERE name IN (
                SELECT name FROM kept_values WHERE SUBSTR(name, 1, :length) = :prefix
                ORDER BY at DESC, name LIMIT 1000000 OFFSET :most)
            """,
            prefix=prefix,
            length=len(prefix),
            most=most,
        )
