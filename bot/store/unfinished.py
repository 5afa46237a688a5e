"""Rounds with which something is left to do, over all workspaces: for the clock."""

from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Queries
from bot.store.records import Round, Team
from bot.store.round_records import readable
from bot.store.rounds import SELECT


@dataclass(frozen=True, slots=True)
class UnreadableRound:
    """A round that cannot be read; what is needed to tell whose it is can be."""

    team: Team
    channel: str
    id: int


class UnfinishedRounds:
    """Daily rounds at whatever step they were left."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def unconfirmed(self) -> tuple[Round, ...]:
        return self._to_do("r.state = 'claimed' AND r.message = ''")

    def to_close(self, before: datetime) -> tuple[Round, ...]:
        """Rounds whose window ended before that moment; an answer proves that one was posted."""
        return self._to_do(
            "r.closes <= :before AND (r.state = 'posted' OR r.state = 'claimed' "
            "AND EXISTS (SELECT 1 FROM answers a WHERE a.round = r.id))",
            before=before,
        )

    def to_reveal(self) -> tuple[Round, ...]:
        return self._to_do("r.state = 'closed' AND r.message <> ''")

    def unseen(self, since: datetime) -> tuple[Round, ...]:
        """Rounds that closed since a moment and whose message nobody knows."""
        return self._to_do(
            "r.state = 'closed' AND r.message = '' AND r.closed_at >= :before", since
        )

    def to_correct(self) -> tuple[Round, ...]:
        """Revealed rounds that were voided without anybody being told."""
        return self._to_do("r.state = 'revealed' AND r.void <> '' AND r.void_told = 0")

    def unreadable(self, since: datetime) -> tuple[UnreadableRound, ...]:
        """Daily rounds under way that cannot be read: whoever set the quiz up should know."""
        rows = self._queries.rows(
            f"{SELECT} WHERE r.kind = 'daily' AND r.state <> 'revealed' AND r.opens >= :since "
            "ORDER BY r.id",
            since=since,
        )
        return tuple(
            UnreadableRound(Team(row["team"]), row["channel"], row["id"])
            for row in rows
            if readable(row) is None
        )

    def _to_do(self, condition: str, before: datetime | None = None) -> tuple[Round, ...]:
        values = {} if before is None else {"before": before}
        rows = self._queries.rows(
            f"{SELECT} WHERE r.kind = 'daily' AND {condition} ORDER BY r.closes, r.id", **values
        )
        return tuple(found for row in rows if (found := readable(row)))
