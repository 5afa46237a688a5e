"""Who is doing what: work that one replica has taken on, until a moment by the database's clock."""

from bot.store.database import Queries, Value


class LeaseRows:
    """A name is somebody's until their lease ends; then it is anybody's.

    The primary key settles who was first, and the row's lock who takes over what has ended: whoever
    finds it locked goes on to something else, since another is taking or renewing it just now. What
    is the owner's own is waited for. All moments are the database's: replicas' clocks may differ by
    minutes.
    """

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def take(self, name: str, owner: str, seconds: float) -> bool:
        """Whether *name* was free, or the owner's already, and is now the owner's.

        Somebody may have taken it without hearing of it: the connection was lost meanwhile. Several
        may ask for one owner, as replicas do that hear of the same event: each is told the same.
        """
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
