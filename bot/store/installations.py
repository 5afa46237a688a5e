"""Workspaces that installed the app, with their tokens."""

import json

from bot.store.database import Queries, Row
from bot.store.records import Installation, Team, moment, split_team


class Installations:
    """Workspaces that installed the app, with their tokens."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

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
            data=json.dumps(dict(installation.data)),
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
        return _installation(row) if row else None

    def all(self, platform: str) -> tuple[Installation, ...]:
        rows = self._queries.rows(
            "SELECT * FROM installations WHERE platform = :platform "
            "ORDER BY at, workspace, enterprise",
            platform=platform,
        )
        return tuple(map(_installation, rows))

    def remove(self, platform: str, workspace: str) -> int:
        return self._queries.change(
            "DELETE FROM installations WHERE platform = :platform AND workspace = :workspace",
            platform=platform,
            workspace=workspace,
        )


def _installation(row: Row) -> Installation:
    platform, _ = split_team(Team(f"{row['platform']}:"))
    return Installation(
        platform=platform,
        workspace=row["workspace"],
        enterprise=row["enterprise"],
        data=json.loads(row["data"]),
        at=moment(row["at"]),
    )
