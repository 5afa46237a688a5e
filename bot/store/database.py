"""The seam to the database: what the rest of the store needs of a driver, and SQLite's.

Statements name their values (`:team`) and use only what SQLite and PostgreSQL share. Everything
here may be called from any thread.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from time import monotonic as time_now
from typing import Any, Protocol

import sqlite_utils

from bot.private import private_file, private_folder, tighten
from bot.store.records import stamp

BUSY_SECONDS = 10.0
CACHE = 8000  # kilobytes a connection: the index behind a board of 200,000 answers
OLDEST_SQLITE = (3, 35)  # the first to know RETURNING
Row = dict[str, Any]
Value = str | int | float | bool | datetime | date | time | None


class StoreError(Exception):
    """The store cannot be used; the message is a sentence for whoever runs the companion."""


class StoreBusy(sqlite3.OperationalError):
    """Somebody else held the database for too long: nothing was written, try again."""


class Queries(Protocol):
    """Statements, each complete on its own or all in one transaction."""

    def rows(self, sql: str, /, **values: Value) -> list[Row]: ...

    def row(self, sql: str, /, **values: Value) -> Row | None: ...

    def change(self, sql: str, /, **values: Value) -> int:
        """Run a statement that writes; how many rows it touched."""

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        """Run a statement that writes and returns a row, if it wrote one."""

    def wrote(self, sql: str, /, **values: Value) -> bool:
        """Run a statement that writes; whether it found anything to do."""
        return self.change(sql, **values) > 0


class Database(Queries, Protocol):
    """A driver. Outside a transaction each writing statement is durable when it returns."""

    def transaction(self) -> AbstractContextManager[Queries]: ...

    def backup(self, target: Path) -> None: ...

    def wipe(self) -> None:
        """Leave no copy of what was overwritten, where a database keeps one beside it."""

    def claim_instance(self) -> bool: ...

    def close(self) -> None: ...


def bound(values: dict[str, Value]) -> dict[str, str | int | float | None]:
    """Values as both databases take them: moments and days as text that sorts, flags as 0 and 1."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Value) -> str | int | float | None:
    match value:
        case bool():
            return int(value)
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case _:
            return value


class _Connection(Queries):
    """A connection that closes when the thread that read through it is gone."""

    def __init__(self, path: Path, *, reads_only: bool) -> None:
        self.raw = sqlite3.connect(
            path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        self.raw.row_factory = _as_dict
        self.raw.execute("PRAGMA foreign_keys = ON")
        self.raw.execute("PRAGMA synchronous = FULL")  # a commit that returned survives a crash
        self.raw.execute(f"PRAGMA cache_size = -{CACHE}")
        self.raw.execute("PRAGMA secure_delete = ON")  # what was overwritten is gone
        if reads_only:
            self.raw.execute("PRAGMA query_only = ON")

    def __del__(self) -> None:
        if hasattr(self, "raw"):
            self.raw.close()

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        return self.raw.execute(sql, bound(values)).fetchall()

    def row(self, sql: str, /, **values: Value) -> Row | None:
        found: Row | None = self.raw.execute(sql, bound(values)).fetchone()
        return found

    def change(self, sql: str, /, **values: Value) -> int:
        return self.raw.execute(sql, bound(values)).rowcount

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        rows = self.raw.execute(sql, bound(values)).fetchall()  # all: or it stays unfinished
        return rows[0] if rows else None


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


class SqliteDatabase(Database):
    """One connection that writes, behind a lock, and one a thread that reads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._readers: weakref.WeakSet[_Connection] = weakref.WeakSet()
        self._readers_lock = threading.Lock()
        self._lock = threading.RLock()
        self._writing = False
        self._instance: sqlite3.Connection | None = None
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise StoreError(
                f"This Python has SQLite {sqlite3.sqlite_version}; the companion needs "
                f"{'.'.join(map(str, OLDEST_SQLITE))} or newer."
            )
        try:
            private_folder(path.parent)
            private_file(path)  # its -wal and -shm are made with the same rights
            for beside in ("-wal", "-shm"):
                tighten(path.with_name(path.name + beside))
            with closing(sqlite_utils.Database(path)) as database:
                database.enable_wal()  # readers do not wait for the writer, nor it for them
                self.tables = frozenset(database.table_names())
            self._connection = _Connection(path, reads_only=False)
        except (sqlite3.DatabaseError, OSError) as error:
            raise StoreError(f"The database {path} cannot be opened: {error}.") from error

    @contextmanager
    def transaction(self) -> Iterator[Queries]:
        """All or nothing; raises StoreBusy when it could not even begin in BUSY_SECONDS.

        Who waits for the lock uses up the same time: twenty writers behind a database that is
        locked wait no longer than one.
        """
        until = time_now() + BUSY_SECONDS
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise StoreBusy("locked by another thread that writes")
        try:
            if self._writing:
                raise RuntimeError("a transaction is open on this thread: use its areas instead")
            self._writing = True
            try:
                self._begin(until)
                yield self._connection
                self._connection.raw.execute("COMMIT")
            except BaseException:
                if self._connection.raw.in_transaction:
                    self._connection.raw.execute("ROLLBACK")
                raise
            finally:
                self._writing = False
        finally:
            self._lock.release()

    def _begin(self, until: float) -> None:
        left = max(0.0, until - time_now())
        self._connection.raw.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
        try:
            self._connection.raw.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                raise StoreBusy(str(error)) from error
            raise

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        return self._reader.rows(sql, **values)

    def row(self, sql: str, /, **values: Value) -> Row | None:
        return self._reader.row(sql, **values)

    def change(self, sql: str, /, **values: Value) -> int:
        with self.transaction() as queries:
            return queries.change(sql, **values)

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        with self.transaction() as queries:
            return queries.insert(sql, **values)

    @property
    def _reader(self) -> _Connection:
        reader: _Connection | None = getattr(self._local, "reader", None)
        if reader is None:
            reader = _Connection(self._path, reads_only=True)
            self._local.reader = reader
            with self._readers_lock:
                self._readers.add(reader)
        return reader

    def backup(self, target: Path) -> None:
        """Copy everything into *target* while others read and write."""
        partial = target.with_name(target.name + ".partial")
        partial.unlink(missing_ok=True)
        private_file(partial)
        copy = sqlite3.connect(partial)
        try:
            self._reader.raw.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried away
        finally:
            copy.close()
        partial.replace(target)

    def wipe(self) -> None:
        self._connection.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def claim_instance(self) -> bool:
        """Whether this process is now the only one on this file.

        A lock held by a process that was killed is gone with it, which a file with a process
        number in it would not be; SQLite knows how to lock on every system.
        """
        if self._instance is not None:
            return True
        running = self._path.with_name(self._path.name + ".running")
        private_file(running)
        guard = sqlite3.connect(
            running,
            timeout=0,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            guard.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            guard.close()
            return False
        self._instance = guard
        return True

    def close(self) -> None:
        with self._lock, self._readers_lock:
            for reader in list(self._readers):
                reader.raw.close()
            if self._instance is not None:
                self._instance.close()
                self._instance = None
            self._connection.raw.close()
