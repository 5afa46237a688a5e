"""Who is doing what: work that one replica has taken on, until a moment by the database's clock."""

import time

from bot.store.database import Queries, Value

LOOKS = 50  # at a lease that nobody has and that cannot be had, until somebody else has it for sure
BETWEEN = 0.01  # seconds between two of them: for as long a row is locked by who takes it


class LeaseRows:
    """A name is somebody's until their lease ends; then it is anybody's.

    The primary key settles who was first, and the row's lock who takes over what has ended: whoever
    finds it locked does not wait in line, since another is taking or renewing it just now. For whom
    is known a moment later, and looked at then. What is the owner's own is waited for. All moments
    are the database's: replicas' clocks may differ by minutes.
    """

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def take(self, name: str, owner: str, seconds: float) -> bool:
        """Whether *name* was free, or the owner's already, and is now the owner's.

        Somebody may have taken it without hearing of it: the connection was lost meanwhile. Several
        may ask for one owner, as replicas do that hear of the same event: each is told the same.
        """
        for look in range(LOOKS):
            if look:
                time.sleep(BETWEEN)
            if self._took(name, owner, seconds):
                return True
            if self._is_anothers(name, owner):
                return False
        return False

    def _took(self, name: str, owner: str, seconds: float) -> bool:
        """Take it if it can be had now: not where somebody has the row locked, if only to look."""
        values: dict[str, Value] = {"name": name, "owner": owner, "seconds": seconds}
        until = self._queries.ahead(":seconds")
        return self._queries.wrote(
            f"INSERT INTO leases (name, owner, until) SELECT :name, :owner, {until} "
            "WHERE NOT EXISTS (SELECT 1 FROM leases WHERE name = :name) "
            "ON CONFLICT (name) DO NOTHING",
            **values,
        ) or self._queries.wrote(
            f"""
            UPDATE leases SET owner = :owner, until = {until}
            WHERE name = :name AND (owner = :owner OR name = (
                SELECT name FROM leases WHERE name = :name AND until <= {self._queries.clock}
                {self._queries.unlocked}))
            """,
            **values,
        )

    def _is_anothers(self, name: str, owner: str) -> bool:
        """Whether somebody else has it; if not, it was let go of or is being taken just now."""
        return bool(
            self._queries.row(
                "SELECT 1 AS one FROM leases WHERE name = :name AND owner <> :owner "
                f"AND until > {self._queries.clock}",
                name=name,
                owner=owner,
            )
        )

    def renew(self, name: str, owner: str, seconds: float) -> bool:
        """Whether it is still the owner's, and now for as long again."""
        return self._queries.wrote(
            f"UPDATE leases SET until = {self._queries.ahead(':seconds')} "
            "WHERE name = :name AND owner = :owner",
            name=name,
            owner=owner,
            seconds=seconds,
        )

    def release(self, name: str, owner: str) -> bool:
        """Done with it: the next one need not wait for the end."""
        return self._queries.wrote(
            "DELETE FROM leases WHERE name = :name AND owner = :owner", name=name, owner=owner
        )

    def held(self, beginning: str = "") -> int:
        """How much is under way, of what has a name that begins so."""
        row = self._queries.row(
            "SELECT COUNT(*) AS held FROM leases "
            f"WHERE until > {self._queries.clock} AND name LIKE :beginning",
            beginning=f"{beginning}%",
        )
        return row["held"] if row else 0

    def drop_ended(self) -> int:
        """Forget what nobody came back for."""
        return self._queries.change(
            "DELETE FROM leases WHERE name IN (SELECT name FROM leases "
            f"WHERE until < {self._queries.ahead('-3600')} {self._queries.unlocked})"
        )

    def drop_all(self) -> int:
        """Nobody else is there: whatever was under way was left by a process that died."""
        return self._queries.change("DELETE FROM leases")
