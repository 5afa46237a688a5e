"""What the companion keeps for its own work: installations, deliveries, things seen, long texts."""

import hashlib
import json
from datetime import datetime

from bot.store.database import Queries, Row
from bot.store.records import Delivery, Installation, Team, moment, split_team
from bot.store.sealing import Seal


class Installations:
    """Workspaces that installed the app, with their tokens, which are sealed."""

    def __init__(self, queries: Queries, seal: Seal | None = None) -> None:
        self._queries = queries
        self._seal = seal or Seal()

    def save(self, installation: Installation) -> None:
        self._queries.change(
            """
            INSERT INTO installations (platform, workspace, enterprise, data, at)
            VALUES (:platform, :workspace, :enterprise, :data, :at)
            ON CONFLICT (platform, workspace, enterprise) DO UPDATE SET
                data = excluded.data, at = excluded.at
            """,
            platform=installation.platform,
            workspace=installation.workspace,
            enterprise=installation.enterprise,
            data=self._seal.sealed(json.dumps(dict(installation.data))),
            at=installation.at,
        )

    def get(self, platform: str, workspace: str, enterprise: str = "") -> Installation | None:
        row = self._queries.row(
            """
            SELECT * FROM installations WHERE platform = :platform AND workspace = :workspace
                AND enterprise = :enterprise
            """,
            platform=platform,
            workspace=workspace,
            enterprise=enterprise,
        )
        return self._read(row) if row else None

    def all(self, platform: str) -> tuple[Installation, ...]:
        rows = self._queries.rows(
            "SELECT * FROM installations WHERE platform = :platform "
            "ORDER BY at, workspace, enterprise",
            platform=platform,
        )
        return tuple(map(self._read, rows))

    def reseal(self) -> int:
        """Seal with the first key what is plain or was sealed with another; how many that were.

        Raises StoreError where none of the keys opens what is there.
        """
        rows = self._queries.rows("SELECT * FROM installations")
        stale = [row for row in rows if not self._seal.is_current(row["data"])]
        for row in stale:
            self.save(self._read(row))
        return len(stale)

    def _read(self, row: Row) -> Installation:
        platform, _ = split_team(Team(f"{row['platform']}:"))
        return Installation(
            platform=platform,
            workspace=row["workspace"],
            enterprise=row["enterprise"],
            data=json.loads(self._seal.opened(row["data"])),
            at=moment(row["at"]),
        )

    def remove(self, platform: str, workspace: str) -> int:
        return self._queries.change(
            "DELETE FROM installations WHERE platform = :platform AND workspace = :workspace",
            platform=platform,
            workspace=workspace,
        )


class Removals:
    """Workspaces that removed the app: their data is deleted unless they come back in time."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def note(self, team: Team, at: datetime) -> None:
        """Told again, the first time counts."""
        self._queries.change(
            "INSERT INTO removals (team, at) VALUES (:team, :at) ON CONFLICT (team) DO NOTHING",
            team=team,
            at=at,
        )

    def cancel(self, team: Team) -> bool:
        """They are back."""
        return self._queries.wrote("DELETE FROM removals WHERE team = :team", team=team)

    def before(self, at: datetime) -> tuple[Team, ...]:
        rows = self._queries.rows("SELECT team FROM removals WHERE at <= :at ORDER BY at", at=at)
        return tuple(Team(row["team"]) for row in rows)


class Values:
    """Single values of this whole instance, by name: a hash of commands, a state of OAuth."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def put(self, name: str, value: str, at: datetime) -> None:
        self._queries.change(
            """
            INSERT INTO kept_values (name, value, at) VALUES (:name, :value, :at)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at
            """,
            name=name,
            value=value,
            at=at,
        )

    def add(self, name: str, value: str, at: datetime) -> bool:
        """Keep a value under a name that nobody used yet; whether that was so."""
        return self._queries.wrote(
            "INSERT INTO kept_values (name, value, at) VALUES (:name, :value, :at) "
            "ON CONFLICT (name) DO NOTHING",
            name=name,
            value=value,
            at=at,
        )

    def under(self, prefix: str) -> dict[str, str]:
        """All values whose names begin with *prefix*, by the rest of their names."""
        rows = self._queries.rows(
            "SELECT name, value FROM kept_values "
            "WHERE SUBSTR(name, 1, :length) = :prefix ORDER BY name",
            prefix=prefix,
            length=len(prefix),
        )
        return {row["name"].removeprefix(prefix): row["value"] for row in rows}

    def get(self, name: str) -> str | None:
        row = self._queries.row("SELECT value FROM kept_values WHERE name = :name", name=name)
        return row["value"] if row else None

    def take(self, name: str) -> str | None:
        """Read a value that may be read once."""
        row = self._queries.insert(
            "DELETE FROM kept_values WHERE name = :name RETURNING value", name=name
        )
        return row["value"] if row else None

    def drop_before(self, prefix: str, at: datetime) -> int:
        """Forget what was put before *at* under names that begin with *prefix*."""
        return self._queries.change(
            "DELETE FROM kept_values WHERE SUBSTR(name, 1, :length) = :prefix AND at < :at",
            prefix=prefix,
            length=len(prefix),
            at=at,
        )


class Texts:
    """Texts too long for a button: the button carries the key."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def keep(self, team: Team, text: str, at: datetime) -> str:
        key = hashlib.sha256(text.encode()).hexdigest()[:16]
        self._queries.change(
            """
            INSERT INTO texts (team, key, body, at) VALUES (:team, :key, :body, :at)
            ON CONFLICT (team, key) DO UPDATE SET at = excluded.at
            """,
            team=team,
            key=key,
            body=text,
            at=at,
        )
        return key

    def get(self, team: Team, key: str) -> str | None:
        row = self._queries.row(
            "SELECT body FROM texts WHERE team = :team AND key = :key", team=team, key=key
        )
        return row["body"] if row else None

    def drop_before(self, at: datetime) -> int:
        return self._queries.change("DELETE FROM texts WHERE at < :at", at=at)


class Seen:
    """Things that must have an effect once: redelivered events, tips."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def first(self, team: Team, key: str, at: datetime) -> bool:
        """True for one caller a key, whatever happens at the same time."""
        return self._queries.wrote(
            "INSERT INTO seen (team, key, at) VALUES (:team, :key, :at) "
            "ON CONFLICT (team, key) DO NOTHING",
            team=team,
            key=key,
            at=at,
        )

    def drop_before(self, at: datetime) -> int:
        return self._queries.change("DELETE FROM seen WHERE at < :at", at=at)


class Deliveries:
    """Messages that must be posted once besides the daily question: claimed, then confirmed."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def claim(self, team: Team, key: str, at: datetime) -> Delivery:
        """Make a delivery one's own; `new` says whether it was nobody's."""
        new = self._queries.wrote(
            "INSERT INTO deliveries (team, key, at) VALUES (:team, :key, :at) "
            "ON CONFLICT (team, key) DO NOTHING",
            team=team,
            key=key,
            at=at,
        )
        row = self._queries.row(
            "SELECT * FROM deliveries WHERE team = :team AND key = :key", team=team, key=key
        )
        return _delivery(row, new) if row else Delivery(team, key, new, "", at)

    def confirm(self, team: Team, key: str, message: str) -> bool:
        return self._queries.wrote(
            "UPDATE deliveries SET message = :message "
            "WHERE team = :team AND key = :key AND message = ''",
            team=team,
            key=key,
            message=message,
        )

    def release(self, team: Team, key: str) -> bool:
        """It was not posted and may be claimed again."""
        return self._queries.wrote(
            "DELETE FROM deliveries WHERE team = :team AND key = :key AND message = ''",
            team=team,
            key=key,
        )

    def open(self) -> tuple[Delivery, ...]:
        """Claimed and not confirmed, over all workspaces: to be looked into after a restart."""
        rows = self._queries.rows("SELECT * FROM deliveries WHERE message = '' ORDER BY at, key")
        return tuple(_delivery(row, new=False) for row in rows)


def _delivery(row: Row, new: bool) -> Delivery:
    return Delivery(Team(row["team"]), row["key"], new, row["message"], moment(row["at"]))
