"""Who wants to be named when a channel's daily question comes."""

from datetime import datetime

from bot.messages import Person
from bot.store.database import Queries
from bot.store.records import Team, team_of


class Callouts:
    """People who asked for it themselves, channel by channel."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def add(self, who: Person, person: int, channel: str, at: datetime) -> bool:
        """Name *who*, whose number is *person*, from now on; False if they were on the list."""
        return self._queries.add(
            "callouts",
            "team, channel, person",
            team=team_of(who),
            channel=channel,
            person=person,
            at=at,
        )

    def remove(self, who: Person, person: int, channel: str) -> bool:
        return self._queries.wrote(
            "DELETE FROM callouts WHERE team = :team AND channel = :channel AND person = :person",
            team=team_of(who),
            channel=channel,
            person=person,
        )

    def has(self, person: int, channel: str) -> bool:
        """Whether they are named there."""
        row = self._queries.row(
            "SELECT 1 AS there FROM callouts WHERE person = :person AND channel = :channel",
            person=person,
            channel=channel,
        )
        return row is not None

    def of(self, team: Team, channel: str) -> tuple[str, ...]:
        """The users to name, those who asked first before the others."""
        rows = self._queries.rows(
            "SELECT p.member FROM callouts c JOIN people p ON p.id = c.person "
            "WHERE c.team = :team AND c.channel = :channel ORDER BY c.at, p.member",
            team=team,
            channel=channel,
        )
        return tuple(row["member"] for row in rows)
