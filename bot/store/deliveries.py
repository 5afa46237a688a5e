"""Messages that must be posted once besides the daily question."""

from datetime import datetime

from bot.store.database import Queries, Row
from bot.store.records import Delivery, Team, moment


class Deliveries:
    """Messages that must be posted once besides the daily question: claimed, then confirmed."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def drop_before(self, at: datetime) -> int:
        """Let go of what was posted before a moment: nobody posts that again."""
        return self._queries.change("DELETE FROM deliveries WHERE at < :at", at=at)

    def claim(self, team: Team, key: str, at: datetime) -> Delivery:
        """Make a delivery one's own; `new` says whether it was nobody's."""
        new = self._queries.add(
            "deliveries",
            "team, key",
            team=team,
            key=key,
            at=at,
        )
        row = self._queries.row(
            "SELECT * FROM deliveries WHERE team = :team AND key = :key", team=team, key=key
        )
        return _delivery(row, new) if row else Delivery(team, key, new, "", at)

    def is_made(self, team: Team, key: str) -> bool:
        """Whether it was claimed and confirmed."""
        row = self._queries.row(
            "SELECT 1 AS there FROM deliveries WHERE team = :team AND key = :key AND message <> ''",
            team=team,
            key=key,
        )
        return row is not None

    def confirm(self, team: Team, key: str, message: str) -> bool:
        return self._queries.wrote(
            "UPDATE deliveries SET message = :message "
            "WHERE team = :team AND key = :key AND message = ''",
            team=team,
            key=key,
            message=message,
        )


def _delivery(row: Row, new: bool) -> Delivery:
    return Delivery(Team(row["team"]), row["key"], new, row["message"], moment(row["at"]))
