"""Workspaces that removed the app."""

from datetime import datetime

from bot.store.database import Queries
from bot.store.records import Team


class Removals:
    """Workspaces that removed the app: their data is deleted unless they come back in time."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def note(self, team: Team, at: datetime) -> None:
        """Note when a workspace removed the app; of several times the first counts."""
        self._queries.add(
            "removals",
            "team",
            team=team,
            at=at,
        )

    def cancel(self, team: Team) -> bool:
        """Forget that a workspace removed the app: it uses it again."""
        return self._queries.wrote("DELETE FROM removals WHERE team = :team", team=team)

    def noted(self, team: Team) -> bool:
        return None is not self._queries.row("SELECT 1 FROM removals WHERE team = :team", team=team)

    def before(self, at: datetime) -> tuple[Team, ...]:
        rows = self._queries.rows("SELECT team FROM removals WHERE at <= :at ORDER BY at", at=at)
        return tuple(Team(row["team"]) for row in rows)
