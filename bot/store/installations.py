"""Workspaces that installed the app, with their tokens."""

import json
from contextlib import suppress

from bot.store.database import Queries, Row, StoreError
from bot.store.records import Installation, Team, moment, split_team
from bot.store.sealing import Seal


class Installations:
    """Workspaces that installed the app, with their tokens, which are sealed."""

    def __init__(self, queries: Queries, seal: Seal | None = None) -> None:
        self._queries = queries
        self._seal = seal or Seal()

    def save(self, installation: Installation) -> None:
        self._queries.put(
            "installations",
            "platform, workspace, enterprise",
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

    def reseal_copy(self) -> None:
        """The same in a copy of an older shape; what was sealed with a key that is gone stays."""
        for row in self._queries.rows("SELECT DISTINCT data FROM installations"):
            kept = row["data"]
            with suppress(StoreError):
                if not self._seal.is_current(kept):
                    self._queries.change(
                        "UPDATE installations SET data = :sealed WHERE data = :kept",
                        sealed=self._seal.sealed(self._seal.opened(kept)),
                        kept=kept,
                    )

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
