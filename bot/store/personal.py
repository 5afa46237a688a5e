"""A person's data: all of it to take away, and none of it left behind."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.messages import Person
from bot.store.database import Queries, Row
from bot.store.items import EVIDENCE
from bot.store.marks import Marks, of_author, of_item, of_round
from bot.store.people import Members
from bot.store.records import Profile, Team, team_of

T = TypeVar("T")


class Together(Protocol):
    """Does something in one transaction: its own, or the one that is open."""

    def __call__(self, work: Callable[[Queries], T], team: str) -> T: ...


# Everything that hangs on a person, in an order that foreign keys allow.
OF_PERSON = ("reviews", "hints", "cards", "answers", "reports", "editors", "lookups", "callouts")
OF_TEAM = (
    *OF_PERSON,
    "rounds",
    "schedules",
    "people",
    "items",
    "tallies",
    "inviters",
    "audit",
    "deliveries",
    "seen",
    "texts",
    "plans",
    "removals",
    "team_questions",
    "previews",
    "marks",
    "drafts",
    "kept_values",
)


class Personal:
    """Export and deletion, each in one transaction: `together` opens it, or joins the one open."""

    def __init__(self, together: Together) -> None:
        self._together = together

    def export(self, who: Person) -> dict[str, Any]:
        """Everything that is kept about *who*, ready for JSON."""
        return self._together(lambda queries: _Data(queries).export(who), team_of(who))

    def forget(self, who: Person, at: datetime) -> int:
        """Delete everything about *who*; how many rows that was.

        What they picked stays in the questions' statistics as a number without a name; that an
        admin changed something stays in the audit log, without saying who. For a while, marks that
        name nobody keep them from answering and from being counted a second time, and from points
        for what they wrote.
        """
        return self._together(lambda queries: _Data(queries).forget(who, at), team_of(who))

    def purge_team(self, team: Team) -> int:
        """Delete everything of a workspace; how many rows that was."""

        def purged(queries: Queries) -> int:
            return sum(
                queries.change(f"DELETE FROM {table} WHERE team = :team", team=team)
                for table in OF_TEAM
            )

        return self._together(purged, team)


class _Data:
    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def export(self, who: Person) -> dict[str, Any]:
        profile = Members(self._queries).find(team_of(who), who.user)
        if profile is None:
            return {"person": None}
        return {
            "person": {
                "platform": who.platform,
                "workspace": who.workspace,
                "user": profile.user,
                "name": profile.name,
                "zone": profile.zone,
                "opted_out": profile.opted_out,
                "shows_streak": profile.shows_streak,
                "reminder": profile.reminder.strftime("%H:%M") if profile.reminder else None,
            },
            "answers": self._of(
                "SELECT a.at, a.day, a.channel, r.kind, a.question, a.topic, a.picked, "
                "CASE WHEN a.sealed = 0 THEN a.correct END AS correct, "
                "CASE WHEN a.sealed = 0 THEN a.points END AS points, "
                "a.hint, a.late, a.void FROM answers a JOIN rounds r ON r.id = a.round "
                "WHERE a.person = :person ORDER BY a.at, a.id",
                profile.id,
            ),
            "cards": self._of(
                "SELECT question, topic, due, stability, difficulty, last_review FROM cards "
                "WHERE person = :person ORDER BY due, question",
                profile.id,
            ),
            "reviews": self._of(
                "SELECT question, at, rating FROM reviews WHERE person = :person ORDER BY at, id",
                profile.id,
            ),
            "reports": self._of(
                "SELECT question, reason, words, at FROM reports "
                "WHERE person = :person ORDER BY id",
                profile.id,
            ),
            "lookups": self._of(
                "SELECT query, times, last_at FROM lookups WHERE person = :person ORDER BY query",
                profile.id,
            ),
            "named_in": self._of(
                "SELECT channel, at FROM callouts WHERE person = :person ORDER BY channel",
                profile.id,
            ),
            "questions_written": self._by(
                profile,
                "SELECT question, snapshot, at FROM team_questions "
                "WHERE team = :team AND author = :member ORDER BY at",
            ),
            "drafts": self._by(
                profile,
                "SELECT form, fields, at FROM drafts "
                "WHERE team = :team AND member = :member ORDER BY form",
            ),
            "invited_to": self._by(
                profile,
                "SELECT channel, at FROM inviters "
                "WHERE team = :team AND member = :member ORDER BY channel",
            ),
            "changes": self._by(
                profile,
                "SELECT at, what, detail FROM audit "
                "WHERE team = :team AND actor = :member ORDER BY id",
            ),
        }

    def _of(self, sql: str, person: int) -> list[Row]:
        return self._queries.rows(sql, person=person)

    def _by(self, profile: Profile, sql: str) -> list[Row]:
        """What is kept under the name that somebody has in the workspace."""
        return self._queries.rows(sql, team=profile.team, member=profile.user)

    def forget(self, who: Person, at: datetime) -> int:
        drafts = self._queries.change(
            "DELETE FROM drafts WHERE team = :team AND member = :member",
            team=team_of(who),
            member=who.user,
        )
        profile = Members(self._queries).find(team_of(who), who.user)
        if profile is None:
            return drafts
        self._tally(profile.id)
        self._mark(profile, at)
        deleted = drafts + sum(
            self._queries.change(f"DELETE FROM {table} WHERE person = :id", id=profile.id)
            for table in (*OF_PERSON, "rounds")
        )
        deleted += self._queries.change(
            "DELETE FROM inviters WHERE team = :team AND member = :member",
            team=profile.team,
            member=profile.user,
        )
        for table in ("deliveries", "seen"):  # what they were told, and when they shared
            self._queries.change(
                f"DELETE FROM {table} WHERE team = :team AND key LIKE :theirs",
                team=profile.team,
                theirs=f"% {profile.user}",
            )
        for table in ("audit", "items"):
            self._queries.change(
                f"UPDATE {table} SET actor = '' WHERE team = :team AND actor = :member",
                team=profile.team,
                member=profile.user,
            )
        self._queries.change(
            "UPDATE team_questions SET author = '' WHERE team = :team AND author = :member",
            team=profile.team,
            member=profile.user,
        )
        return deleted + self._queries.change("DELETE FROM people WHERE id = :id", id=profile.id)

    def _mark(self, profile: Profile, at: datetime) -> None:
        """Leave marks for open questions they had a part in, what they answered and wrote."""
        marks = Marks(self._queries)
        for row in self._of(
            "SELECT id FROM rounds WHERE kind = 'daily' AND state IN ('claimed', 'posted') "
            "AND (EXISTS (SELECT 1 FROM answers WHERE round = rounds.id AND person = :person) "
            "OR EXISTS (SELECT 1 FROM hints WHERE round = rounds.id AND person = :person))",
            profile.id,
        ):
            marks.leave(profile.team, profile.user, of_round(row["id"]), at)
        for row in self._of(
            "SELECT DISTINCT question, version FROM unsealed WHERE person = :person", profile.id
        ):
            thing = of_item(row["question"], row["version"])
            marks.leave(profile.team, profile.user, thing, at)
        for row in self._of("SELECT question FROM editors WHERE person = :person", profile.id):
            marks.leave(profile.team, profile.user, of_author(row["question"]), at)

    def _tally(self, person: int) -> None:
        self._queries.change(
            f"""
            INSERT INTO tallies (team, question, version, picked, correct, people)
            SELECT a.team, a.question, a.version, a.picked, MAX(a.correct), COUNT(*)
            FROM unsealed a JOIN people p ON p.id = a.person
            WHERE a.person = :person AND {EVIDENCE}
            GROUP BY a.team, a.question, a.version, a.picked
            ON CONFLICT (team, question, version, picked)
            DO UPDATE SET people = tallies.people + excluded.people
            """,
            person=person,
        )
