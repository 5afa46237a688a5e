"""Texts too long for a button."""

import hashlib
from datetime import datetime

from bot.store.database import Queries, storable
from bot.store.records import Team


class Texts:
    """Texts too long for a button: the button carries the key."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def keep(self, team: Team, text: str, at: datetime) -> str:
        text = storable(text)
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        self._queries.change(
            """
            INSERT INTO texts (team, key, body, at) VALUES (:team, :key, :body, :at)
            ON CONFLICT (team, key) DO UPDATE SET at = excluded.at
            """,
            team=team,
            key=key,
            body=text,
            at=at,
        )
        return key

    def get(self, team: Team, key: str) -> str | None:
        row = self._queries.row(
            "SELECT body FROM texts WHERE team = :team AND key = :key", team=team, key=key
        )
        return row["body"] if row else None

    def drop_before(self, at: datetime) -> int:
        return self._queries.change("DELETE FROM texts WHERE at < :at", at=at)
