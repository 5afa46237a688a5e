"""PostgreSQL: any number of replicas over one database.

The same statements as for SQLite, as dialect.py puts them. docs/decisions/ says why.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from bot.store.connection import LOCKS_OF_OTHERS, NETWORK, Connection, ServerQueries, patiently
from bot.store.database import (
    Column,
    Database,
    Queries,
    Row,
    Scripts,
    StoreAway,
    StoreError,
    Value,
)
from bot.store.dialect import CLOCK, NEVER_THERE, UNLOCKED, ahead

T = TypeVar("T")

CONNECTIONS = 10
FIRST_CONNECTION = 10.0  # seconds that a start waits for the server
FREE_CONNECTION = 3.0  # seconds that a caller waits for a connection
PATIENCE = 4.0  # seconds for which something is repeated before somebody is told to try again
GLANCE = 0.05  # the same while the server is known to be away
CLOSING = 2.0  # seconds in which a connection that was closed disappears from the server
ATTEMPTS = 12  # of a transaction that the server wants repeated
SHAPE_LOCK = 0x5C0_0001  # whoever changes the tables
# The server asks to do it again.
CLASHES = (errors.SerializationFailure, errors.DeadlockDetected)
# A newer version has added a column to what this connection has prepared a statement for.
RESHAPED = errors.FeatureNotSupported
# It will not get better by doing it again at once.
OVERLOADED = (errors.QueryCanceled, errors.LockNotAvailable, errors.TooManyConnections, PoolTimeout)
UNUSABLE = (errors.ReadOnlySqlTransaction, errors.IdleInTransactionSessionTimeout)
LOST = (psycopg.OperationalError, psycopg.InterfaceError, *UNUSABLE)


class _Reasons(logging.Filter):
    """Keeps what the library says of failed attempts: it is told once, in our sentence."""

    last = ""

    def filter(self, record: logging.LogRecord) -> bool:
        first_line = record.getMessage().split("\n")[0]
        self.last = f" ({first_line.rpartition('failed: ')[2]})"
        return False


class PostgresDatabase(Database):
    """A pool of connections, and the patience to go on when the server was away."""

    clock = CLOCK
    never = NEVER_THERE
    unlocked = UNLOCKED
    shared = True

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        try:
            parameters = conninfo_to_dict(url)
        except psycopg.Error:
            raise StoreError(
                "DATABASE_URL must look like postgresql://user:password@host/database."
            ) from None
        self.name = _shown(parameters)
        self._local = threading.local()
        self._away = False
        self._in_use = 0
        self._counting = threading.Lock()
        self._pids: set[int] = set()  # what the server calls the connections of this pool
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            make_conninfo("", **(NETWORK | {name: str(v) for name, v in parameters.items()})),
            connection_class=Connection,
            kwargs={"autocommit": True, "row_factory": dict_row},
            min_size=1,
            max_size=connections,
            timeout=FREE_CONNECTION,
            reconnect_timeout=10.0,  # then it begins anew, without ever longer pauses
            configure=self._configure,
            open=False,
            name="database",
        )
        reasons = _Reasons()
        pool_log = logging.getLogger("psycopg.pool")
        pool_log.addFilter(reasons)
        try:
            self._pool.open(wait=True, timeout=FIRST_CONNECTION)
        except PoolTimeout:
            self._pool.close(timeout=1.0)
            raise StoreError(
                f"The database {self.name} cannot be reached{reasons.last}. Is the server up, and "
                "are the user, the password and the database of DATABASE_URL right?"
            ) from None
        finally:
            pool_log.removeFilter(reasons)

    def _configure(self, connection: Connection) -> None:
        self._pids.add(connection.info.backend_pid)
        connection.settle()

    # ------------------------------------------------------------ transactions

    def run(self, work: Callable[[Queries], T], team: str = "") -> T:
        def transaction(connection: Connection) -> T:
            with connection.transaction():
                queries = ServerQueries(connection)
                if team:  # each statement after this one sees what others did before it
                    queries.row("SELECT pg_advisory_xact_lock(hashtextextended(:t, 0))", t=team)
                return work(queries)

        return self._alone(transaction)

    def reshape(self, work: Callable[[Scripts], T]) -> T:
        def transaction(connection: Connection) -> T:
            with patiently(connection), connection.transaction():
                queries = ServerQueries(connection)
                queries.change("SET LOCAL statement_timeout = 0")  # an index takes its time
                queries.change("SET LOCAL lock_timeout = 0")  # so may whoever is at it before us
                queries.row("SELECT pg_advisory_xact_lock(:lock)", lock=SHAPE_LOCK)
                queries.change(LOCKS_OF_OTHERS.replace("SET", "SET LOCAL"))
                return work(queries)

        return self._alone(transaction)

    def snapshot(self, work: Callable[[Queries], T]) -> T:
        try:
            return self._snapshot(work)
        except LOST as error:
            raise StoreAway(f"The database {self.name} went away in the middle.") from error

    def _snapshot(self, work: Callable[[Queries], T]) -> T:
        with (
            self._pool.connection() as connection,
            patiently(connection),
            connection.transaction(),
        ):
            queries = ServerQueries(connection)
            queries.change("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            queries.change("SET LOCAL statement_timeout = 0")
            queries.change("SET LOCAL idle_in_transaction_session_timeout = 0")
            return work(queries)

    def _alone(self, transaction: Callable[[Connection], T]) -> T:
        """One transaction a thread: another within it would wait for itself."""
        if getattr(self._local, "writing", False):
            raise RuntimeError("a transaction is open on this thread: use its areas instead")
        self._local.writing = True
        try:
            return self._repeated(transaction)
        finally:
            self._local.writing = False

    def _repeated(self, work: Callable[[Connection], T]) -> T:
        """Do *work*, again where the server asks for it or the connection was lost.

        A connection may be lost while it commits. What was kept then is found by the repetition,
        which is harmless: the schema, not care in the code, says what may be there only once.
        """
        deadline = time.monotonic() + PATIENCE
        attempt = 0
        while True:
            attempt += 1
            try:
                with self._connection() as connection:
                    return work(connection)
            except CLASHES as error:
                if attempt >= ATTEMPTS:
                    raise StoreAway("Too many want to change the same thing.") from error
            except RESHAPED:
                if attempt >= ATTEMPTS:
                    raise
                self._pool.drain()  # a new connection has prepared nothing
            except OVERLOADED as error:
                raise StoreAway(f"The database {self.name} is too busy.") from error
            except LOST as error:
                self._pool.drain()  # what happened to one happened to all that are idle
                if time.monotonic() >= deadline:
                    raise StoreAway(f"The database {self.name} is away.") from error
            time.sleep(random.uniform(0.2, 1.0) * min(0.4, 0.01 * 2**attempt))

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        connection = self._taken()
        try:
            yield connection
        except UNUSABLE:
            connection.close()  # it leads to a server that takes nothing any more
            raise
        finally:
            self._count(-1)
            self._pool.putconn(connection)

    def _taken(self) -> Connection:
        """A connection of the pool. While the server is away nobody waits for one."""
        try:
            connection = self._pool.getconn(GLANCE if self._away else FREE_CONNECTION)
        except PoolTimeout:
            if self._in_use:
                raise
            self._away = True
            raise StoreAway(f"The database {self.name} is away.") from None
        self._away = False
        self._count(+1)
        return connection

    def _count(self, change: int) -> None:
        with self._counting:
            self._in_use += change

    # ------------------------------------------------------------ single statements

    def ahead(self, seconds: str) -> str:
        return ahead(seconds)

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        return self._repeated(lambda connection: ServerQueries(connection).rows(sql, **values))

    def row(self, sql: str, /, **values: Value) -> Row | None:
        return self._repeated(lambda connection: ServerQueries(connection).row(sql, **values))

    def change(self, sql: str, /, **values: Value) -> int:
        self._refuse_within()
        return self._repeated(lambda connection: ServerQueries(connection).change(sql, **values))

    def each(self, sql: str, values: Sequence[Mapping[str, Value]]) -> None:
        self.run(lambda queries: queries.each(sql, values))

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        self._refuse_within()
        return self._repeated(lambda connection: ServerQueries(connection).insert(sql, **values))

    def _refuse_within(self) -> None:
        if getattr(self._local, "writing", False):
            raise RuntimeError("a transaction is open on this thread: use its areas instead")

    # ------------------------------------------------------------ the whole of it

    def columns(self, table: str) -> tuple[Column, ...]:
        rows = self.rows(
            """
            SELECT a.attname AS name, COALESCE((
                SELECT k.place
                FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (number, place)
                WHERE i.indrelid = a.attrelid AND i.indisprimary AND k.number = a.attnum
            ), 0) AS key,
                a.atttypid = CAST('timestamptz' AS regtype) AS moment
            FROM pg_attribute a
            WHERE a.attrelid = to_regclass(:table) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """,
            table=table,
        )
        return tuple(Column(row["name"], row["key"], row["moment"]) for row in rows)

    def counter(self, table: str) -> int:
        sequence = self._sequence(table)
        if not sequence:
            return 0
        row = self.row(f"SELECT last_value, is_called FROM {sequence}")
        return int(row["last_value"]) if row and row["is_called"] else 0

    def set_counter(self, table: str, last: int) -> None:
        sequence = self._sequence(table)
        if sequence and last:
            self.row("SELECT setval(:sequence, :last)", sequence=sequence, last=last)

    def _sequence(self, table: str) -> str:
        if not any(column.name == "id" for column in self.columns(table)):
            return ""
        row = self.row("SELECT pg_get_serial_sequence(:table, 'id') AS name", table=table)
        return (row and row["name"]) or ""

    def backup(self, target: Path) -> None:
        from bot.store.moving import copy_to_file

        copy_to_file(self, target)

    def pool(self) -> tuple[int, int, int]:
        told = self._pool.get_stats()
        return told.get("pool_size", 0), self._in_use, told.get("requests_waiting", 0)

    def keep_copy(self, version: int) -> None:
        """A server has its own ways (docs/scaling.md); a copy of it may not fit on this disk."""

    def in_copies(self, work: Callable[[Queries], None]) -> None:
        """There are none."""

    def wipe(self) -> None:
        """Old rows are overwritten by the server's own vacuum."""

    def claim_instance(self) -> bool:
        """Any number of processes may run: what each does it leases."""
        return True

    def claim_alone(self) -> bool:
        """Whether nobody else of ours has a connection or a lease; one that just closed may end."""
        ends = time.monotonic() + CLOSING
        while self._others():
            if time.monotonic() >= ends:
                return False
            time.sleep(0.1)
        return True

    def _others(self) -> int:
        row = self.row(
            "SELECT (SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND application_name = :ours AND pid <> ALL(CAST(:mine AS integer[]))) "
            f"+ (SELECT COUNT(*) FROM leases WHERE until > {self.clock}) AS others",
            ours=NETWORK["application_name"],
            mine="{" + ",".join(map(str, self._pids)) + "}",
        )
        return row["others"] if row else 0

    def place(self) -> str:
        with self._connection() as connection:
            found = connection.info
            return f"postgresql://{found.host}:{found.port}/{found.dbname}"

    def close(self) -> None:
        self._pool.close()


def _shown(parameters: dict[str, Any]) -> str:
    host = parameters.get("host") or parameters.get("hostaddr") or "localhost"
    return f"postgresql://{host}/{parameters.get('dbname') or ''}"
