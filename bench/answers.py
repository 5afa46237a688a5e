"""A million answers of 20,000 people in 500 workspaces, on SQLite and on PostgreSQL.

Run by `python -m bench answers [--answers N] [--clicks A_SECOND]`. A leaderboard, one's own page
and an answer must take less than 20 ms at the median, and no statement may read a whole table of
answers, rounds or people. Then clicks are offered for half a minute by four processes.
"""

import argparse
import random
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any, TypeVar, cast

from bench.offered import HEAD, offer
from bench.peopled import PEOPLE, WORKSPACES, fill, posted, somebody, team
from bot.quiz import scoreboards
from bot.quiz.rounds import QuizRounds
from bot.store import Store, open_database
from bot.store.database import Database, Queries, Row, Value
from bot.store.moving import move
from tests import postgres

LIMIT = 0.020  # seconds, at the median
LARGE = ("answers", "rounds", "people", "cards", "reviews")
SMALL = 5000  # rows: one that has fewer may be read as a whole
# Durable, as in earnest; the rest as the package comes.
SETTINGS = "-c max_connections=100 -c shared_buffers=256MB"
_NAMED = re.compile(r"\b(?:FROM|JOIN) (\w+) (\w+)\b")  # a table, and what a statement calls it
T = TypeVar("T")


class Noted(Queries):
    """Statements on their way to the database, remembered to ask it afterwards how it does them."""

    def __init__(self, queries: Queries, statements: dict[str, dict[str, Value]]) -> None:
        self._queries = queries
        self._statements = statements
        self.clock, self.never = queries.clock, queries.never
        self.unlocked = queries.unlocked

    def ahead(self, seconds: str) -> str:
        return self._queries.ahead(seconds)

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        self._statements[sql] = values
        return self._queries.rows(sql, **values)

    def row(self, sql: str, /, **values: Value) -> Row | None:
        self._statements[sql] = values
        return self._queries.row(sql, **values)

    def change(self, sql: str, /, **values: Value) -> int:
        self._statements[sql] = values
        return self._queries.change(sql, **values)

    def insert(self, sql: str, /, **values: Value) -> Row | None:
        self._statements[sql] = values
        return self._queries.insert(sql, **values)

    def each(self, sql: str, values: Sequence[Mapping[str, Value]]) -> None:
        self._queries.each(sql, values)


class NotedDatabase(Noted):
    """The same for a whole database."""

    def __init__(self, database: Database) -> None:
        self.statements: dict[str, dict[str, Value]] = {}
        super().__init__(database, self.statements)
        self.database = database
        self.shared = database.shared

    def run(self, work: Callable[[Queries], T], team: str = "") -> T:
        return self.database.run(lambda queries: work(Noted(queries, self.statements)), team)

    def close(self) -> None:
        self.database.close()

    def whole_tables(self, least: int = 0) -> list[str]:
        """The statements that read a large table, or an index of one, from one end to the other.

        A server reads one of a few pages faster so; those of *least* rows and more are looked at.
        """
        large = [table for table in LARGE if self._rows_in(table) >= least]
        return [
            f"{table} in {' '.join(sql.split())[:90]}"
            for sql, values in self.statements.items()
            for table in self._read_whole(sql, values)
            if table in large
        ]

    def _rows_in(self, table: str) -> int:
        row = self.database.row(f"SELECT COUNT(*) AS n FROM {table}")
        return row["n"] if row else 0

    def _read_whole(self, sql: str, values: dict[str, Value]) -> Iterator[str]:
        """The tables in a plan of which every row is looked at."""
        if self.shared:
            for row in self.database.rows(f"EXPLAIN (FORMAT JSON) {sql}", **values):
                yield from _without_key(row["QUERY PLAN"][0]["Plan"])
            return
        names = {alias: table for table, alias in _NAMED.findall(sql)}
        for row in self.database.rows(f"EXPLAIN QUERY PLAN {sql}", **values):
            kind, name, *_ = row["detail"].split()
            if kind == "SCAN":
                yield names.get(name, name)


def _without_key(plan: Mapping[str, Any]) -> Iterator[str]:
    """The tables that a node of a plan, or one below it, does not look into by a key."""
    by_key = "Index Cond" in plan or plan["Node Type"] in ("Bitmap Heap Scan", "ModifyTable")
    if "Relation Name" in plan and not by_key:
        yield plan["Relation Name"]
    for below in plan.get("Plans", ()):
        yield from _without_key(below)


# ---------------------------------------------------------------- measuring


def measure(noted: NotedDatabase, name: str) -> bool:
    store = Store(cast(Database, noted))
    rounds, draw = QuizRounds(store), random.Random(2)
    last = store.rounds.latest(team(0), "C1")
    assert last is not None
    at = datetime.combine(last.day, clock(12), tzinfo=UTC)
    today = [posted(store, workspace, last.day + timedelta(days=1)) for workspace in range(200)]
    fresh = iter(random.Random(3).sample([(w, n) for w in range(200) for n in range(PEOPLE)], 600))

    def board(period: scoreboards.Period) -> object:
        where = team(draw.randrange(WORKSPACES))
        return scoreboards.board(store, where, last.day, channel="C1", period=period, at=at)

    def me() -> object:
        who = somebody(draw.randrange(WORKSPACES), draw.randrange(PEOPLE))
        return scoreboards.me(store, who, last.day, at)

    def answer() -> object:
        workspace, number = next(fresh)
        round = today[workspace]
        when = round.opens + timedelta(minutes=5)
        return rounds.answer(somebody(workspace, number), round.id, 1, when)

    good = [
        _row(name, "leaderboard, this month", lambda: board("month"), 300),
        _row(name, "leaderboard, all time", lambda: board("all"), 300),
        _row(name, "me", me, 300),
        _row(name, "an answer, durable", answer, 300),
    ]
    noted.database.run(lambda queries: queries.change("ANALYZE"))
    for whole in (found := noted.whole_tables(SMALL)):
        print(f"{name}: READS A WHOLE TABLE: {whole}")
    return all(good) and not found


def _row(name: str, what: str, call: Callable[[], object], times: int) -> bool:
    call()
    took = sorted(_seconds(call) for _ in range(times))
    median, p99 = statistics.median(took), took[int(times * 0.99)]
    print(f"| {name} | {what} | {median * 1000:.1f} ms | {p99 * 1000:.1f} ms |", flush=True)
    return median < LIMIT


def _seconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--clicks", type=int, nargs="*", default=[100, 400, 2000])
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, postgres.server(SETTINGS) as server:
        file, url = Path(folder) / "companion.db", server.make()
        with closing(open_database(file)) as sqlite, closing(open_database(url)) as postgresql:
            began = time.perf_counter()
            fill(sqlite, wanted.answers)
            filled = time.perf_counter() - began
            same = all(table.same for table in move(sqlite, postgresql))
            moved = time.perf_counter() - began - filled
            postgresql.run(lambda queries: queries.change("ANALYZE"))
            print(
                f"{wanted.answers:,} answers written in {filled:.0f} s, moved to PostgreSQL and "
                f"compared in {moved:.0f} s: {'the same' if same else 'DIFFERENT'}.\n"
            )
            print("| database | what | median | p99 |\n| --- | --- | --- | --- |")
            good = [
                measure(NotedDatabase(sqlite), "SQLite"),
                measure(NotedDatabase(postgresql), "PostgreSQL"),
            ]
        print(f"\n{HEAD}\n{'| --- ' * HEAD.count(' | ')}| --- |")
        for a_second in wanted.clicks:
            offer(url, server.postmaster, a_second)
    return int(not (same and all(good)))


if __name__ == "__main__":
    raise SystemExit(main())
