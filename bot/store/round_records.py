"""A row of the table of rounds as a record, its question with it."""

from datetime import date

from bot.store.database import Row
from bot.store.records import Round, Team, moment, question_from_text
from bot.store.unreadable import ERRORS, leave_out


def readable(row: Row) -> Round | None:
    """A round for the clock; one that cannot be read is left out, and logged once."""
    try:
        return round_of(row)
    except ERRORS as error:
        leave_out(f"round {row['id']}", error)
        return None


def round_of(row: Row) -> Round:
    """A round as it is stored; it raises what reading it raises."""
    return Round(
        id=row["id"],
        team=Team(row["team"]),
        channel=row["channel"],
        kind=row["kind"],
        day=date.fromisoformat(row["day"]),
        question=question_from_text(row["snapshot"]),
        state=row["state"],
        opens=moment(row["opens"]),
        closes=moment(row["closes"]),
        reveal=row["reveal"],
        schedule=row["schedule"],
        message=row["message"],
        claimed_at=moment(row["claimed_at"]),
        closed_at=moment(row["closed_at"]) if row["closed_at"] else None,
        owner=row["owner"],
        series=row["series"],
        step=row["step"],
        steps=row["steps"],
        private=bool(row["private"]),
        void=row["void"],
    )
