"""Who brought the companion into which channel."""

from datetime import datetime

from bot.messages import Person, Place
from bot.store.database import Queries
from bot.store.records import team_of


class Inviters:
    """Who brought the companion into a channel may administer it there."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def add(self, where: Place, user: str, at: datetime) -> None:
        self._queries.add(
            "inviters",
            "team, channel, member",
            team=team_of(where),
            channel=where.channel,
            member=user,
            at=at,
        )

    def is_inviter(self, who: Person, channel: str) -> bool:
        return None is not self._queries.row(
            "SELECT 1 FROM inviters WHERE team = :team AND channel = :channel AND member = :member",
            team=team_of(who),
            channel=channel,
            member=who.user,
        )

    def channels_of(self, who: Person) -> frozenset[str]:
        """Where somebody brought the companion in."""
        rows = self._queries.rows(
            "SELECT channel FROM inviters WHERE team = :team AND member = :member",
            team=team_of(who),
            member=who.user,
        )
        return frozenset(row["channel"] for row in rows)

    def remove(self, where: Place) -> None:
        """The companion left the channel: the next one to invite it counts."""
        self._queries.change(
            "DELETE FROM inviters WHERE team = :team AND channel = :channel",
            team=team_of(where),
            channel=where.channel,
        )
