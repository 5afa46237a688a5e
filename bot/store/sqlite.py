"""SQLite: the embedded default, one file, one writer at a time."""

import glob
import logging
import os
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from bot.private import private_file, private_folder, tighten
from bot.store.database import (
    Column,
    Database,
    Queries,
    Row,
    Scripts,
    StoreBusy,
    StoreError,
    Value,
    bound,
)

BUSY_SECONDS = 10.0  # until somebody is told that it cannot be done now
CACHE = 8000  # kilobytes a connection: the index behind a board of 200,000 answers
OLDEST_SQLITE = (3, 35)  # the first to know RETURNING
CLOCK = "strftime('%Y-%m-%dT%H:%M:%f000+00:00', 'now')"
NEVER = "''"
UNLOCKED = ""  # whoever writes has locked everything
WORDS = {"{id}": "INTEGER PRIMARY KEY AUTOINCREMENT", "{moment}": "TEXT", "{never}": NEVER}
BEFORE = ".before-"  # and a version: how the names of kept copies end
T = TypeVar("T")
log = logging.getLogger(__name__)


class _Connection(Scripts):
    """A connection that closes when the thread that read through it is gone."""

    clock = CLOCK
    never = NEVER
    unlocked = UNLOCKED

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

    def ahead(self, seconds: str) -> str:
        return _ahead(seconds)

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

    def each(self, sql: str, values: Sequence[Mapping[str, Value]]) -> None:
        self.raw.executemany(sql, map(bound, values))

    def script(self, sql: str) -> None:
        for word, meaning in WORDS.items():
            sql = sql.replace(word, meaning)
        for statement in _statements(sql):
            self.raw.execute(statement)

    def moments(self, table: str, columns: Sequence[str], not_yet: Collection[str]) -> None:
        """They stay text, whose order is the order of time."""

    def tables(self) -> frozenset[str]:
        rows = self.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        return frozenset(row["name"] for row in rows)


def _ahead(seconds: str) -> str:
    return f"{CLOCK[:-1]}, {seconds} || ' seconds')"


def _statements(script: str) -> Iterator[str]:
    """The statements of a script, found by SQLite itself: a semicolon may be part of one."""
    statement = ""
    for piece in script.split(";"):
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement:
        yield statement  # it never ended, and SQLite will say so


def _busy(error: sqlite3.OperationalError) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> Row:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


class SqliteDatabase(Database):
    """One connection that writes, behind a lock, and one a thread that reads."""

    clock = CLOCK
    never = NEVER
    unlocked = UNLOCKED
    shared = False

    def __init__(self, path: Path) -> None:
        self.name = str(path)
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
            with closing(sqlite3.connect(path)) as raw:
                # Readers do not wait for the writer, nor it for them.
                raw.execute("PRAGMA journal_mode = WAL")
            self._connection = _Connection(path, reads_only=False)
        except IsADirectoryError:
            raise StoreError(
                f"The database {path} is a folder; name a file in it, such as {path / 'study.db'}."
            ) from None
        except (sqlite3.DatabaseError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise StoreError(
                f"The database {path} cannot be opened: {reason}. Set DATABASE_URL to another "
                "file, or restore a backup."
            ) from error

    # ------------------------------------------------------------ writing

    def run(self, work: Callable[[Queries], T], team: str = "") -> T:
        del team  # there is one writer for all of them
        return self._repeated(work)

    def reshape(self, work: Callable[[Scripts], T]) -> T:
        return self._repeated(work)

    def _repeated(self, work: Callable[[_Connection], T]) -> T:
        """Do *work*; while another process is writing, again and again for a while.

        Who waits for the lock uses up the same time: twenty writers behind a database that is
        locked wait no longer than one.
        """
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                with self._transaction(deadline) as connection:
                    return work(connection)
            except sqlite3.OperationalError as error:
                if not _busy(error):
                    raise
                if time.monotonic() >= deadline:
                    raise StoreBusy(f"Another program keeps {self.name} locked.") from error

    @contextmanager
    def _transaction(self, deadline: float) -> Iterator[_Connection]:
        if not self._lock.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise StoreBusy(f"Too many are waiting to write to {self.name}.")
        try:
            if self._writing:
                raise RuntimeError("a transaction is open on this thread: use its areas instead")
            self._writing = True
            try:
                yield from self._begun(deadline)
            finally:
                self._writing = False
        finally:
            self._lock.release()

    def _begun(self, deadline: float) -> Iterator[_Connection]:
        raw = self._connection.raw
        left = max(0.0, deadline - time.monotonic())
        raw.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
        try:
            raw.execute("BEGIN IMMEDIATE")
            yield self._connection
            raw.execute("COMMIT")
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            raise

    def change(self, sql: str, /, **values: Value) -> int:
        return self._repeated(lambda queries: queries.change(sql, **values))

    def each(self, sql: str, values: Sequence[Mapping[str, Value]]) -> None:
        self._repeated(lambda queries: queries.each(sql, values))

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        return self._repeated(lambda queries: queries.insert(sql, **values))

    # ------------------------------------------------------------ reading

    def ahead(self, seconds: str) -> str:
        return _ahead(seconds)

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        return self._reader.rows(sql, **values)

    def row(self, sql: str, /, **values: Value) -> Row | None:
        return self._reader.row(sql, **values)

    def snapshot(self, work: Callable[[Queries], T]) -> T:
        connection = _Connection(self._path, reads_only=True)
        connection.raw.execute("BEGIN")
        try:
            return work(connection)
        finally:
            connection.raw.close()

    def columns(self, table: str) -> tuple[Column, ...]:
        rows = self.rows(f"PRAGMA table_info({table})")
        return tuple(Column(row["name"], row["pk"]) for row in rows)

    def counter(self, table: str) -> int:
        if self.row("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'") is None:
            return 0
        row = self.row("SELECT seq FROM sqlite_sequence WHERE name = :table", table=table)
        return int(row["seq"]) if row else 0

    def set_counter(self, table: str, last: int) -> None:
        def counted(queries: Queries) -> None:
            update = "UPDATE sqlite_sequence SET seq = :last WHERE name = :table"
            insert = "INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)"
            if not queries.wrote(update, table=table, last=last):
                queries.change(insert, table=table, last=last)

        self._repeated(counted)

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
        self._copy(target, target.with_name(f"{target.name}.partial"))

    def _copy(self, target: Path, partial: Path, version: int = 0) -> None:
        """Copy into *target* by way of *partial*; with a *version* only if it is still of that."""
        partial.unlink(missing_ok=True)
        private_file(partial)
        copy = sqlite3.connect(partial)
        try:
            self._reader.raw.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, to be carried away
            wanted = not version or version == _version_in(copy)
        finally:
            copy.close()
        if wanted:
            partial.replace(target)
        else:
            partial.unlink()

    def pool(self) -> tuple[int, int, int]:
        return 1 + len(self._readers), int(self._writing), 0

    def keep_copy(self, version: int) -> None:
        """Another process may be doing the same, or may have changed the tables by now."""
        target = self._path.with_name(f"{self._path.name}{BEFORE}{version + 1}")
        own = f"{target.name}.{os.getpid()}-{threading.get_ident()}.partial"
        self._copy(target, target.with_name(own), version)

    def in_copies(self, work: Callable[[Queries], None]) -> None:
        """A copy that is none, or may not be written to, is no reason not to start."""
        for copy in self._path.parent.glob(f"{glob.escape(self._path.name)}{BEFORE}*[0-9]"):
            try:
                connection = _Connection(copy, reads_only=False)
                with closing(connection.raw) as raw, raw:
                    raw.execute("PRAGMA journal_mode = MEMORY")  # no file with what was there
                    raw.execute("BEGIN IMMEDIATE")
                    work(connection)
            except sqlite3.Error as error:
                log.warning("tokens in %s are left as they are: %s", copy, error)

    def one_file(self) -> None:
        """Put everything into the file itself, so that it can be carried away alone."""
        for reader in list(self._readers):
            reader.raw.close()
        self._connection.raw.execute("PRAGMA journal_mode = DELETE")

    def wipe(self) -> None:
        self._connection.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def claim_alone(self) -> bool:
        return self.claim_instance()

    def place(self) -> str:
        return str(self._path.resolve())

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


def _version_in(copy: sqlite3.Connection) -> int:
    (version,) = copy.execute("SELECT MAX(version) FROM schema_version").fetchone()
    return int(version)
