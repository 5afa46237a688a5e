"""Everything of one database into another, row by row: moving house, and copies as a file.

Rows go in the order of their keys, some hundred in a transaction, so a copy that was broken off
goes on after the last row that arrived. Nothing is overwritten; counts and checksums of both sides
say at the end whether they hold the same.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.private import private_file
from bot.store.database import (
    Column,
    Database,
    Queries,
    Row,
    Scripts,
    StoreError,
    storable,
)
from bot.store.migrations import migrate
from bot.store.records import NEVER

# Others refer to these; the rest may come in any order.
FIRST = ("people", "schedules", "rounds")
NOT_MOVED = frozenset({"schema_version", "schema_oldest", "leases", "moving"})
AT_ONCE = 1000  # rows
HALF_MOVED = (
    "{} holds only a part of {}: a move was broken off. Run `companion migrate` with both again, "
    "or use an empty database."
)


@dataclass(frozen=True, slots=True)
class Moved:
    """How a table stands on both sides."""

    table: str
    rows: int
    arrived: int
    checksum: str
    there: str

    @property
    def same(self) -> bool:
        return (self.rows, self.checksum) == (self.arrived, self.there)


def move(
    source: Database, target: Database, told: Callable[[str], None] = lambda _line: None
) -> tuple[Moved, ...]:
    """Copy what is not there yet, then compare. Raises StoreError where other data is there."""
    return source.snapshot(partial(_move, source, target, told))


def _move(
    source: Database, target: Database, told: Callable[[str], None], there: Queries
) -> tuple[Moved, ...]:
    tables = _tables(source)
    if not _begun(source, target, tables):
        found = _compared(source, target, tables, there)
        if not all(table.same for table in found):
            raise StoreError(
                f"{target.name} holds data of its own. Move into an empty database, so that "
                "nothing gets mixed up."
            )
        return found
    for table in tables:
        _copy(source, target, table, there, told)
        target.set_counter(table, max(source.counter(table), target.counter(table)))
    told("comparing both")
    found = _compared(source, target, tables, there)
    if all(table.same for table in found):
        target.reshape(lambda queries: queries.script("DROP TABLE moving"))
    return found


def refuse_half_moved(database: Database) -> None:
    """Raise StoreError for a database into which a move is not finished."""

    def source(queries: Scripts) -> Row | None:
        return queries.row("SELECT source FROM moving") if "moving" in queries.tables() else None

    if row := database.reshape(source):
        raise StoreError(HALF_MOVED.format(database.name, row["source"]))


def _tables(database: Database) -> tuple[str, ...]:
    tables = database.reshape(lambda queries: queries.tables()) - NOT_MOVED
    return (*FIRST, *sorted(tables - set(FIRST)))


def _begun(source: Database, target: Database, tables: Sequence[str]) -> bool:
    """Whether this move may copy: into an empty database, or one that it began to fill."""

    def marked(queries: Scripts) -> bool:
        if "moving" in queries.tables():
            row = queries.row("SELECT source FROM moving")
            return row is not None and row["source"] == source.place()
        if any(queries.row(f"SELECT 1 FROM {table} LIMIT 1") for table in tables):
            return False
        queries.script("CREATE TABLE moving (source TEXT NOT NULL)")
        queries.change("INSERT INTO moving (source) VALUES (:source)", source=source.place())
        return True

    return target.reshape(marked)


def _copy(
    source: Database, target: Database, table: str, there: Queries, told: Callable[[str], None]
) -> None:
    columns = [column.name for column in source.columns(table)]
    moments = frozenset(column.name for column in target.columns(table) if column.moment)
    key = _key(source.columns(table))
    last = target.row(
        f"SELECT {', '.join(key)} FROM {table} "
        f"ORDER BY {', '.join(f'{name} DESC' for name in key)} LIMIT 1"
    )
    copied = 0
    told(f"{table}: 0 rows copied")
    for rows in _batches(there, table, key, last):
        rows = [_with_moments(row, moments) for row in rows]
        target.run(partial(_insert, table=table, columns=columns, rows=rows))
        copied += len(rows)
        told(f"{table}: {copied:,} rows copied")


def _with_moments(row: Row, moments: Set[str]) -> Row:
    """A row for a database whose moments are no text, and of which none is empty."""
    return row | {name: NEVER for name in moments if not row[name]}


def _key(columns: Sequence[Column]) -> list[str]:
    """The columns that a table's rows are known by, in order."""
    return [column.name for column in sorted(columns, key=lambda c: c.key) if column.key]


def _batches(
    queries: Queries, table: str, key: Sequence[str], after: Row | None = None
) -> Iterator[list[Row]]:
    """A table's rows in the order of their keys, from the first or from after one."""
    names = ", ".join(key)
    marks = ", ".join(f":after_{name}" for name in key)
    beyond = 0
    while True:
        where = f"WHERE ({names}) > ({marks})" if after else ""
        values = {f"after_{name}": after[name] for name in key} if after else {}
        rows = queries.rows(
            f"SELECT * FROM {table} {where} ORDER BY {names} LIMIT {AT_ONCE} OFFSET {beyond}",
            **values,
        )
        if rows:
            yield rows
        if len(rows) < AT_ONCE:
            return
        if any("\0" in str(rows[-1][name]) for name in key):
            beyond += len(
                rows
            )  # no statement takes such a text: count on from the last that it did
        else:
            after, beyond = rows[-1], 0


def _insert(queries: Queries, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    marks = ", ".join(f":{name}" for name in columns)
    queries.each(
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) ON CONFLICT DO NOTHING", rows
    )


def _compared(
    source: Database, target: Database, tables: Sequence[str], here: Queries
) -> tuple[Moved, ...]:
    ours = {table: _checksum(here, table, source.columns(table)) for table in tables}

    def of_target(there: Queries) -> dict[str, tuple[int, str]]:
        return {table: _checksum(there, table, source.columns(table)) for table in tables}

    theirs = target.snapshot(of_target)
    return tuple(
        Moved(table, ours[table][0], theirs[table][0], ours[table][1], theirs[table][1])
        for table in tables
    )


def _checksum(queries: Queries, table: str, columns: Sequence[Column]) -> tuple[int, str]:
    """How many rows a table has, and a number that changes with any of their values.

    Texts count as they are kept today: an old file may hold a NUL, also in a key, whose rows come
    in another order without it.
    """
    names = sorted(column.name for column in columns)
    total, count = 0, 0
    for rows in _batches(queries, table, _key(columns)):
        for row in rows:
            values = [storable(v) if isinstance(v, str) else v for v in map(row.get, names)]
            total += int.from_bytes(hashlib.sha256(json.dumps(values).encode()).digest()[:8])
        count += len(rows)
    return count, f"{total % 2**64:016x}"


def copy_to_file(source: Database, target: Path) -> None:
    """Write everything into a SQLite file, which another database can be filled from again."""
    from bot.store.sqlite import SqliteDatabase

    partial_file = target.with_name(target.name + ".partial")
    for beside in ("", "-wal", "-shm"):
        partial_file.with_name(partial_file.name + beside).unlink(missing_ok=True)
    private_file(partial_file)
    copy = SqliteDatabase(partial_file)
    try:
        migrate(copy)
        move(source, copy)
        copy.one_file()
    finally:
        copy.close()
    partial_file.replace(target)
