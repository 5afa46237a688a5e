"""People, as far as they need to be known."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, TypeVar

from bot.messages import Person
from bot.store.database import Queries, Row
from bot.store.records import Profile, Team, team_of
from bot.store.unreadable import ERRORS, leave_out
from bot.text import clean_name

T = TypeVar("T")


class Members:
    """Names, zones and wishes. Who a person is, is (team, the platform's user id)."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def see(self, person: Person) -> Profile:
        """Keep what the platform says about *person* now; their wishes stay as they are."""
        row = self._queries.insert(
            """
            INSERT INTO people (team, member, name, zone, counts)
            VALUES (:team, :member, :name, :zone, :counts)
            ON CONFLICT (team, member) DO UPDATE SET
                name = CASE WHEN excluded.name = '' THEN people.name ELSE excluded.name END,
                zone = CASE WHEN excluded.zone = '' THEN people.zone ELSE excluded.zone END,
                counts = excluded.counts
            RETURNING *
            """,
            team=team_of(person),
            member=person.user,
            name=person.name,
            zone=person.zone,
            counts=person.counts,
        )
        assert row is not None
        return _profile(row)

    def profile(self, person: Person) -> Profile:
        """What is known of *person*; of a stranger, what the platform says."""
        return self.find(team_of(person), person.user) or Profile(
            team_of(person), person.user, person.name, person.zone, person.counts
        )

    def find(self, team: Team, user: str) -> Profile | None:
        row = self._queries.row(
            "SELECT * FROM people WHERE team = :team AND member = :member", team=team, member=user
        )
        return _profile(row) if row else None

    def by_id(self, id: int) -> Profile | None:
        row = self._queries.row("SELECT * FROM people WHERE id = :id", id=id)
        return _profile(row) if row else None

    def id_of(self, person: Person) -> int:
        """The key of somebody who was here before; 0, which nobody has, for a stranger."""
        found = self.find(team_of(person), person.user)
        return found.id if found else 0

    def set(
        self,
        person: Person,
        *,
        opted_out: bool | None = None,
        shows_streak: bool | None = None,
        reminder: time | str | None = "",
        zone: str | None = None,
    ) -> Profile:
        """Keep a person's wishes; what is not given stays. `reminder=None` ends the reminders."""
        self.see(person)
        row = self._queries.insert(
            """
            UPDATE people SET
                opted_out = COALESCE(:opted_out, opted_out),
                shows_streak = COALESCE(:shows_streak, shows_streak),
                reminder = COALESCE(:reminder, reminder),
                zone = COALESCE(:zone, zone)
            WHERE team = :team AND member = :member
            RETURNING *
            """,
            team=team_of(person),
            member=person.user,
            opted_out=opted_out,
            shows_streak=shows_streak,
            reminder=None if reminder == "" else (reminder or ""),
            zone=zone,
        )
        assert row is not None
        return _profile(row)

    def teams_of(self, platform: str, user: str) -> tuple[Team, ...]:
        """The workspaces of a platform in which somebody with that id was ever seen."""
        rows = self._queries.rows(
            "SELECT team FROM people WHERE member = :user AND SUBSTR(team, 1, :length) = :platform "
            "ORDER BY id",
            user=user,
            platform=f"{platform}:",
            length=len(platform) + 1,
        )
        return tuple(Team(row["team"]) for row in rows)

    def reminders(self) -> tuple[Profile, ...]:
        """Everybody who wants to be reminded of their reviews."""
        rows = self._queries.rows("SELECT * FROM people WHERE reminder > ''")
        return tuple(_profile(row) for row in rows)

    def reminded(self, person: Person, day: date) -> bool:
        """Note that *person* is being reminded on *day*; True for the one caller who may do it."""
        changed = self._queries.change(
            """
            UPDATE people SET reminded_on = :day
            WHERE team = :team AND member = :member
                AND (reminded_on < :day OR reminded_on > '9') -- what is no day at all
            """,
            team=team_of(person),
            member=person.user,
            day=day,
        )
        return changed == 1


def _profile(row: Row) -> Profile:
    values: dict[str, Any] = dict(row)
    return Profile(
        team=Team(values["team"]),
        user=values["member"],
        name=clean_name(values["name"]),
        zone=values["zone"],
        counts=bool(values["counts"]),
        opted_out=bool(values["opted_out"]),
        shows_streak=bool(values["shows_streak"]),
        reminder=_read(time.fromisoformat, row, "reminder"),
        reminded_on=_read(date.fromisoformat, row, "reminded_on"),
        id=values["id"],
    )


def _read(read: Callable[[str], T], row: Row, column: str) -> T | None:
    """What stands in a column, if anything that can be read does."""
    try:
        return read(row[column]) if row[column] else None
    except ERRORS as error:
        leave_out(f"{column} of person {row['id']}", error)
        return None
