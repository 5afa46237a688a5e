"""Things that must have an effect once."""

from datetime import datetime

from bot.store.database import Queries
from bot.store.records import Team


class Seen:
    """Things that must have an effect once: redelivered events, tips."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def first(self, team: Team, key: str, at: datetime) -> bool:
        """True for one caller a key, whatever happens at the same time."""
        return self._queries.add("seen", "team, key", team=team, key=key, at=at)

    def again(self, team: Team, key: str, at: datetime, since: datetime) -> bool:
        """True for one caller a key, and for one more when the last one was before *since*."""
        return self._queries.wrote(
            "INSERT INTO seen (team, key, at) VALUES (:team, :key, :at) "
            "ON CONFLICT (team, key) DO UPDATE SET at = excluded.at WHERE seen.at <= :since",
            team=team,
            key=key,
            at=at,
            since=since,
        )

    def drop_of(self, team: Team, before: datetime) -> int:
        """Forget what was seen of one kind before a moment."""
        return self._queries.change(
            "DELETE FROM seen WHERE team = :team AND at < :before", team=team, before=before
        )

    def drop_before(self, at: datetime) -> int:
        return self._queries.change("DELETE FROM seen WHERE at < :at", at=at)
