"""Marks of what somebody who was forgotten had answered or written: without a name, for a while.

Without them, forgetting would be a way to answer a question twice, to count in its statistics as
often as one likes, and to earn points with a question of one's own. A mark is a keyed hash of one
person and one thing, so that two marks of one person cannot be told to be of one person.
"""

import hashlib
import hmac
import secrets
from datetime import datetime

from bot.store.database import Queries
from bot.store.records import Team

KEY = "marks-key"  # among the values of this instance; made with the first mark


class Marks:
    """Who must not count twice, as hashes that nobody can read a name from."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def leave(self, team: Team, member: str, thing: str, at: datetime) -> None:
        """Mark that a member had a part in a thing: a round, or a question."""
        self._queries.add(
            "marks",
            "team, mark",
            team=team,
            mark=_mark(self._key() or self._new_key(at), team, member, thing),
            at=at,
        )

    def among(self, team: Team, member: str, *things: str) -> frozenset[str]:
        """Those of these things that the member was marked for."""
        key = self._key()
        if not key:
            return frozenset()
        by_mark = {_mark(key, team, member, thing): thing for thing in things}
        names = {f"mark{place}": mark for place, mark in enumerate(by_mark)}
        rows = self._queries.rows(
            "SELECT mark FROM marks WHERE team = :team "
            f"AND mark IN ({', '.join(f':{name}' for name in names)})",
            team=team,
            **names,
        )
        return frozenset(by_mark[row["mark"]] for row in rows)

    def drop_before(self, at: datetime) -> int:
        """Let go of the marks that were left before a moment."""
        return self._queries.change("DELETE FROM marks WHERE at < :at", at=at)

    def _key(self) -> str:
        row = self._queries.row("SELECT value FROM kept_values WHERE name = :name", name=KEY)
        return row["value"] if row else ""

    def _new_key(self, at: datetime) -> str:
        self._queries.add(
            "kept_values",
            "name",
            name=KEY,
            value=secrets.token_hex(32),
            at=at,
        )
        return self._key()


def of_round(round: int) -> str:
    """The thing that a round is."""
    return f"round/{round}"


def of_item(question: str, version: str) -> str:
    """The thing that one version of a question is."""
    return f"item/{question}/{version}"


def of_author(question: str) -> str:
    """The thing that having written or edited a question is."""
    return f"author/{question}"


def _mark(key: str, team: Team, member: str, thing: str) -> str:
    told = "\0".join((team, member, thing))
    return hmac.new(key.encode(), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
