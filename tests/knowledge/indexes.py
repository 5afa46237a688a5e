"""Whether two indexes hold the same, however they came about."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

NUMBERS = {"n", "place", "rowid"}  # where rows stand; what they say and their order is compared
ORDERED = {
    "documents": "place", "facts": "n", "skipped": "n", "broken": "n", "authored": "n",
    "topics": "rowid", "aliases": "rowid", "problems": "rowid", "meta": "key",
    "search_blobs": "name, piece",
}  # fmt: skip


def contents(index: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but those of the full text, in order."""
    with closing(sqlite3.connect(f"{index.as_uri()}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row
        return {
            table: [
                {key: row[key] for key in row.keys() if key not in NUMBERS}  # noqa: SIM118
                for row in db.execute(f"SELECT * FROM {table} ORDER BY {order}")
            ]
            for table, order in ORDERED.items()
        }


def assert_same_index(index: Path, fresh: Path) -> None:
    """Both have the same rows in the same order, and *index* a full text that fits its facts."""
    have, want = contents(index), contents(fresh)
    for table in ORDERED:
        assert have[table] == want[table], table
    with closing(sqlite3.connect(":memory:")) as copy:
        with closing(sqlite3.connect(index)) as db:
            db.backup(copy)
        copy.execute("INSERT INTO facts_fts (facts_fts, rank) VALUES ('integrity-check', 1)")
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
