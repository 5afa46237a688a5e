"""One connection to PostgreSQL: how it is set up, and how long it is waited for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import psycopg
from psycopg.abc import PQGen
from psycopg.adapt import Buffer, Loader
from psycopg.pq import TransactionStatus
from psycopg.rows import DictRow

from bot.store.database import Row, Scripts, Value, bound
from bot.store.dialect import (
    CLOCK,
    NEVER,
    NEVER_THERE,
    UNLOCKED,
    ahead,
    as_moments,
    reshaped,
    translated,
)

T = TypeVar("T")

SILENCE = 12.0  # seconds without an answer: longer than the server lets a statement take
# A network that goes silent is noticed within a quarter of a minute, a stuck statement too.
NETWORK = {
    "connect_timeout": "5",
    "keepalives_idle": "5",
    "keepalives_interval": "3",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "application_name": "study-companion",
}
LOCKS_OF_OTHERS = "SET lock_timeout = '10s'"
LIMITS = (
    "SET statement_timeout = '10s'",
    LOCKS_OF_OTHERS,
    "SET idle_in_transaction_session_timeout = '30s'",
    "SET default_transaction_isolation = 'read committed'",
    "SET synchronous_commit = on",  # a commit that returned survives a crash
    "SET timezone = 'UTC'",  # moments come back as they are kept everywhere
    "SET datestyle = 'ISO'",
)


class _Numbers(Loader):
    """NUMERIC, which sums and averages are, as SQLite hands it out: whole, or floating."""

    def load(self, data: Buffer) -> int | float:
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class _Moments(Loader):
    """A moment as SQLite has it: text, in UTC and to the microsecond; empty for NEVER."""

    def load(self, data: Buffer) -> str:
        text = bytes(data).decode()
        if text == NEVER:
            return ""
        fraction = text[20:].removesuffix("+00")
        return f"{text[:10]}T{text[11:19]}.{fraction:0<6}+00:00"


class Connection(psycopg.Connection[DictRow]):
    """A connection that is given up when nothing comes back over it.

    The server ends a statement that takes too long, and the network's own timers notice packets
    that nobody confirms. A proxy in between that is stuck, or a server that is frozen, confirms
    them all and says nothing.
    """

    patient = False  # set: what is asked for takes as long as it takes

    def settle(self) -> None:
        """Speak to the server as the rest of the store expects it."""
        self.adapters.register_loader("numeric", _Numbers)
        self.adapters.register_loader("timestamptz", _Moments)
        for limit in LIMITS:
            self.execute(cast(Any, limit))

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        if timeout is None and not self.patient:
            timeout = SILENCE
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()  # nobody knows what it is at, and asking would take as long
            raise


@contextmanager
def patiently(connection: Connection) -> Iterator[None]:
    """What takes long by its nature: no limit to a statement, nor to the server's silence."""
    connection.patient = True
    try:
        yield
    finally:
        connection.patient = False


class ServerQueries(Scripts):
    """Statements over one connection."""

    clock = CLOCK
    never = NEVER_THERE
    unlocked = UNLOCKED

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ahead(self, seconds: str) -> str:
        return ahead(seconds)

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        return self._run(sql, values).fetchall()

    def row(self, sql: str, /, **values: Value) -> Row | None:
        return self._run(sql, values).fetchone()

    def change(self, sql: str, /, **values: Value) -> int:
        return self._run(sql, values).rowcount

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        return self._run(sql, values).fetchone()

    def each(self, sql: str, values: Sequence[Mapping[str, Value]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(cast(Any, translated(sql)), [bound(one, NEVER) for one in values])

    def _run(self, sql: str, values: dict[str, Value]) -> psycopg.Cursor[DictRow]:
        return self._connection.execute(cast(Any, translated(sql)), bound(values, NEVER))

    def script(self, sql: str) -> None:
        self._connection.execute(cast(Any, reshaped(sql)))

    def moments(self, table: str, columns: Sequence[str], not_yet: Collection[str]) -> None:
        self.script(as_moments(table, columns, not_yet))

    def tables(self) -> frozenset[str]:
        rows = self.rows(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'"
        )
        return frozenset(row["table_name"] for row in rows)
