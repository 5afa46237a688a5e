"""What happened in a workspace besides the quiz: who changed what, who invited the companion,
what was looked up in vain."""

from datetime import datetime

from bot.messages import Person, Place
from bot.store.database import Queries
from bot.store.records import AuditEntry, Gap, Team, moment, team_of


class Audit:
    """Changes by admins, and by the companion on its own."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def note(self, who: Person | Team, at: datetime, what: str, detail: str = "") -> None:
        """Keep that *who* did something; a team stands for the companion itself."""
        self._queries.change(
            """
            INSERT INTO audit (team, at, actor, what, detail)
            VALUES (:team, :at, :actor, :what, :detail)
            """,
            team=team_of(who) if isinstance(who, Person) else who,
            at=at,
            actor=who.user if isinstance(who, Person) else "",
            what=what,
            detail=detail,
        )

    def latest(self, team: Team, limit: int = 50) -> tuple[AuditEntry, ...]:
        rows = self._queries.rows(
            "SELECT * FROM audit WHERE team = :team ORDER BY id DESC LIMIT :limit",
            team=team,
            limit=limit,
        )
        return tuple(
            AuditEntry(moment(row["at"]), row["actor"], row["what"], row["detail"]) for row in rows
        )

    def who_set_up(self, team: Team, channel: str) -> str:
        """The last person who arranged the daily quiz of a channel; empty if nobody did."""
        row = self._queries.row(
            """
            SELECT actor FROM audit WHERE team = :team AND actor <> ''
                AND SUBSTR(what, 1, 5) = 'daily' AND SUBSTR(detail, 1, :length) = :channel
            ORDER BY id DESC LIMIT 1
            """,
            team=team,
            channel=f"{channel}:",
            length=len(channel) + 1,
        )
        return row["actor"] if row else ""


class Inviters:
    """Who brought the companion into a channel may administer it there."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def add(self, where: Place, user: str, at: datetime) -> None:
        self._queries.change(
            """
            INSERT INTO inviters (team, channel, member, at)
            VALUES (:team, :channel, :member, :at)
            ON CONFLICT (team, channel, member) DO NOTHING
            """,
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

    def remove(self, where: Place) -> None:
        """The companion left the channel: the next one to invite it counts."""
        self._queries.change(
            "DELETE FROM inviters WHERE team = :team AND channel = :channel",
            team=team_of(where),
            channel=where.channel,
        )


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
        """The most wanted first: by how many people, then by how often."""
        rows = self._queries.rows(
            """
            SELECT query, COUNT(*) AS people, SUM(times) AS times, MAX(last_at) AS last_at
            FROM lookups WHERE team = :team GROUP BY query
            ORDER BY COUNT(*) DESC, SUM(times) DESC, query LIMIT :limit
            """,
            team=team,
            limit=limit,
        )
        return tuple(
            Gap(row["query"], row["people"], int(row["times"]), moment(row["last_at"]))
            for row in rows
        )

    def solved(self, team: Team, query: str) -> bool:
        """The notes know it now."""
        return self._queries.wrote(
            "DELETE FROM lookups WHERE team = :team AND query = :query",
            team=team,
            query=" ".join(query.casefold().split())[:200],
        )
