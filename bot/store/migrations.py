"""Brings a database to the newest version, step by step, or says why that cannot be."""

import logging
from collections.abc import Callable

from bot.store.database import Database, Scripts, StoreError
from bot.store.first_step import FIRST
from bot.store.steps import (
    CALLOUTS,
    DRAFTS,
    LEASES,
    MARKS,
    NAMES,
    NEIGHBOURS,
    PLANS,
    REMINDED,
    REMOVALS,
    REWORKED,
    SEALED,
    VALUES_OF_TEAMS,
    WORTH,
    WRITTEN,
    as_moments,
)

log = logging.getLogger(__name__)

Step = str | Callable[[Scripts], None]
MIGRATIONS: tuple[Step, ...] = (
    FIRST, PLANS, REMOVALS, WORTH, NEIGHBOURS, SEALED, MARKS, NAMES, LEASES, WRITTEN, CALLOUTS,
    VALUES_OF_TEAMS, as_moments, DRAFTS, REWORKED, REMINDED,
)  # fmt: skip
# The steps that only add, so that an older version goes on working beside a newer one. What is no
# longer used is taken away by a later step, when no old version runs any more.
EXPAND: frozenset[int] = frozenset({9, 10, 11, 12, 14, 15, 16})


def migrate(database: Database) -> None:
    """Bring *database* to the newest version, or say why that cannot be.

    Several versions may start at once: whoever comes first does it, the others find it done.
    """
    version = database.reshape(lambda queries: _version(queries, database.name))
    if 0 < version < len(MIGRATIONS):
        database.keep_copy(version)
    if version < len(MIGRATIONS):
        database.reshape(lambda queries: _step(queries, database.name))
        what = f"brought from format {version}" if version else "made"
        log.info("database %s: %s, format %d", database.name, what, len(MIGRATIONS))


def _version(queries: Scripts, name: str) -> int:
    """The version of the database; 0 for an empty one. Refuses one that is not for us."""
    tables = queries.tables()
    if tables and "schema_version" not in tables:
        raise StoreError(f"{name} is a database of another program; choose another one.")
    if not tables:
        return 0
    version = _highest(queries, "schema_version")
    oldest = _highest(queries, "schema_oldest") if "schema_oldest" in tables else version
    if version > len(MIGRATIONS) and oldest > len(MIGRATIONS):
        raise StoreError(
            f"{name} was written by a newer version of the companion (its format is {version}, "
            f"this one knows {len(MIGRATIONS)}). Update the companion, or restore a backup."
        )
    return version


def _highest(queries: Scripts, table: str) -> int:
    row = queries.row(f"SELECT MAX(version) AS version FROM {table}")
    return (row and row["version"]) or 0


def _step(queries: Scripts, name: str) -> None:
    version = _version(queries, name)
    queries.script("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)")
    queries.script("CREATE TABLE IF NOT EXISTS schema_oldest (version INTEGER NOT NULL)")
    for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
        if isinstance(step, str):
            queries.script(step)
        else:
            step(queries)
        queries.change("INSERT INTO schema_version (version) VALUES (:number)", number=number)
        if number not in EXPAND:
            queries.change("INSERT INTO schema_oldest (version) VALUES (:number)", number=number)
