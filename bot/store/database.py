"""The seam to the database: what the rest of the store needs of a driver.

Statements name their values (`:team`) and use only what SQLite and PostgreSQL share. Everything
here may be called from any thread.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bot.store.records import NEVER, stamp

T = TypeVar("T")
Row = dict[str, Any]
Value = str | int | float | bool | datetime | date | time | None
Plain = str | int | float | None


class StoreError(Exception):
    """The store cannot be used; the message is a sentence for whoever runs the companion."""


class StoreAway(StoreError):
    """The store cannot be used just now: nothing was kept, and a moment later it may work."""


class StoreBusy(StoreAway):
    """Somebody else held the database for too long: nothing was written, try again."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `key` says at which place it stands in the primary key, if it does.

    `moment` says that the database has a type of its own for it; it is handed out as text.
    """

    name: str
    key: int = 0
    moment: bool = False


class Queries(Protocol):
    """Statements, each complete on its own or all in one transaction."""

    clock: str  # an expression for the moment by the database's own clock: all replicas share it
    never: str  # an expression for NEVER, as a column of moments holds it
    unlocked: str  # the end of a query for rows: locks them, and leaves out what others have locked

    def ahead(self, seconds: str) -> str:
        """An expression for the moment that is so many seconds (an expression) after `clock`."""

    def rows(self, sql: str, /, **values: Value) -> list[Row]: ...

    def row(self, sql: str, /, **values: Value) -> Row | None: ...

    def change(self, sql: str, /, **values: Value) -> int:
        """Run a statement that writes; how many rows it touched."""

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        """Run a statement that writes and returns a row, if it wrote one."""

    def each(self, sql: str, values: Sequence[Mapping[str, Value]]) -> None:
        """Run a statement that writes once for each of these, quicker than one by one."""

    def wrote(self, sql: str, /, **values: Value) -> bool:
        """Run a statement that writes; whether it found anything to do."""
        return self.change(sql, **values) > 0

    def add(self, table: str, key: str, /, **values: Value) -> bool:
        """Write a row; whether there was none with its *key* (columns; "" stands for any key)."""
        clash = f"({key})" if key else ""
        return self.wrote(f"{_inserting(table, values)} ON CONFLICT {clash} DO NOTHING", **values)

    def put(self, table: str, key: str, /, **values: Value) -> Row:
        """Write a row, in place of the one with its *key*; the row as it is then."""
        rest = (name for name in values if name not in key.split(", "))
        changes = ", ".join(f"{name} = excluded.{name}" for name in rest)
        row = self.insert(
            f"{_inserting(table, values)} ON CONFLICT ({key}) DO UPDATE SET {changes} RETURNING *",
            **values,
        )
        assert row is not None
        return row


class Scripts(Queries, Protocol):
    """A transaction in which the database's own shape may be changed, by one caller at a time."""

    def script(self, sql: str) -> None:
        """Run several statements, which may define tables."""

    def tables(self) -> frozenset[str]: ...

    def moments(self, table: str, columns: Sequence[str], not_yet: Collection[str]) -> None:
        """Give columns that hold moments as text the type which moments have in this database.

        Those among them that say *not_yet* where nothing else is said go on doing so.
        """


class Database(Queries, Protocol):
    """A driver. Outside a transaction each writing statement is durable when it returns."""

    name: str  # as it may be shown: without a password
    shared: bool  # whether several replicas may serve over it

    def run(self, work: Callable[[Queries], T], team: str = "") -> T:
        """Do *work* in one transaction: all of it or nothing, durable when this returns.

        Those of one *team* come one after the other, whoever asks. The work is repeated where
        the database asks for that, so it must do nothing but talk to the database. Raises
        StoreAway when that does not help.
        """

    def reshape(self, work: Callable[[Scripts], T]) -> T:
        """Do *work* on the shape of the database, alone among all who want to."""

    def snapshot(self, work: Callable[[Queries], T]) -> T:
        """Read everything as it is at one moment, while others go on writing."""

    def columns(self, table: str) -> tuple[Column, ...]: ...

    def counter(self, table: str) -> int:
        """The last key that a table counted up to; 0 for one that does not count."""

    def set_counter(self, table: str, last: int) -> None:
        """Count on from there, so that no key is given out twice."""

    def backup(self, target: Path) -> None:
        """Copy everything into a SQLite file, as it is at one moment."""

    def pool(self) -> tuple[int, int, int]:
        """Connections there are, those in use, and how many wait for one."""

    def keep_copy(self, version: int) -> None:
        """Before a change of the shape, keep a copy of what has the shape *version*."""

    def in_copies(self, work: Callable[[Queries], None]) -> None:
        """Do *work* in each of those copies, where a database keeps them beside it."""

    def wipe(self) -> None:
        """Leave no copy of what was overwritten, where a database keeps one beside it."""

    def claim_instance(self) -> bool: ...

    def claim_alone(self) -> bool:
        """Whether no other process of ours is at work on it, as far as the database knows."""

    def place(self) -> str:
        """Where it is: the same for one database, however somebody named it."""

    def close(self) -> None: ...


def _inserting(table: str, columns: Iterable[str]) -> str:
    marks = ", ".join(f":{name}" for name in columns)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"


def bound(values: Mapping[str, Value], never: str = "") -> dict[str, Plain]:
    """Values as both databases take them: moments and days as text that sorts, flags as 0 and 1.

    *never* is what NEVER is called there.
    """
    return {name: _plain(value, never) for name, value in values.items()}


def _plain(value: Value, never: str) -> Plain:
    match value:
        case str():
            return storable(value)
        case bool():
            return int(value)
        case datetime():
            return stamp(value) if value != NEVER else never
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case _:
            return value


def storable(text: str) -> str:
    """Text without what no database keeps: NUL, and halves of characters."""
    if text.isascii():
        return text.replace("\0", "") if "\0" in text else text
    return text.replace("\0", "").encode("utf-8", "replace").decode()
