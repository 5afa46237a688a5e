"""A million answers of 20,000 people in 500 workspaces, on SQLite and on PostgreSQL.

Run by `python -m bench answers [--answers N] [--clicks A_SECOND]`. A leaderboard, one's own page
and an answer must take less than 20 ms at the median, and no statement may read a whole table of
answers, rounds or people. Then clicks are offered for half a minute by four processes.
"""

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

from bench.state import _question
from bot.messages import Person
from bot.quiz import scoreboards
from bot.quiz.outcomes import Answered
from bot.quiz.rounds import QuizRounds
from bot.store import Areas, Store, StoreAway, open_database
from bot.store.database import Database, Queries, Row, Value
from bot.store.moving import move
from bot.store.records import Round, Schedule, Team, stamp
from tests import postgres

WORKSPACES = 500
PEOPLE = 40  # in each
FIRST_DAY = date(2027, 1, 4)
LIMIT = 0.020  # seconds, at the median
LARGE = ("answers", "rounds", "people", "cards", "reviews")
SMALL = 5000  # rows: one that has fewer may be read as a whole
SECONDS = 30
# Durable, as in earnest; the rest as the package comes.
SETTINGS = "-c max_connections=100 -c shared_buffers=256MB"
PROCESSES = 4
_NAMED = re.compile(r"\b(?:FROM|JOIN) (\w+) (\w+)\b")  # a table, and what a statement calls it
T = TypeVar("T")


class Noted:
    """Statements on their way to the database, remembered to ask it afterwards how it does them."""

    def __init__(self, queries: Queries, statements: dict[str, dict[str, Value]]) -> None:
        self._queries = queries
        self._statements = statements
        self.clock, self.never = queries.clock, queries.never
        self.ahead, self.unlocked = queries.ahead, queries.unlocked

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

    def wrote(self, sql: str, /, **values: Value) -> bool:
        return self.change(sql, **values) > 0


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


def team(number: int) -> Team:
    return Team(f"slack:T{number}")


def somebody(workspace: int, number: int) -> Person:
    return Person("slack", f"T{workspace}", f"u{number}", name=f"Person {number}")


# ---------------------------------------------------------------- filling it


def fill(database: Database, answers: int, workspaces: int = WORKSPACES) -> None:
    """Rounds that everybody answered, written without the companion's rules: they take longer."""
    days = answers // (workspaces * PEOPLE)
    draw = random.Random(1)
    for workspace in range(workspaces):
        database.run(partial(_workspace, workspace=workspace, days=days, draw=draw))


def _workspace(queries: Queries, workspace: int, days: int, draw: random.Random) -> None:
    kept = Areas(queries)
    schedule = kept.schedules.put(Schedule(team(workspace), "C1", clock(9), "UTC"))
    people = [kept.people.see(somebody(workspace, n)).id for n in range(PEOPLE)]
    for day in range(days):
        round = _round(workspace, day, schedule)
        added = kept.rounds.add(round, f"daily/C1/{round.day}")
        assert added is not None
        _answered(queries, added, people, draw)


def _round(workspace: int, day: int, schedule: Schedule) -> Round:
    local = FIRST_DAY + timedelta(days=day)
    opens = datetime.combine(local, clock(9), tzinfo=UTC)
    return Round(
        id=0,
        team=team(workspace),
        channel="C1",
        kind="daily",
        day=local,
        question=_question(day % 1000),
        state="revealed",
        opens=opens,
        closes=opens + timedelta(hours=23),
        schedule=schedule.id,
        message=f"m{day}",
        claimed_at=opens,
    )


def _answered(queries: Queries, round: Round, people: Sequence[int], draw: random.Random) -> None:
    marks: list[str] = []
    values: dict[str, str | int] = {}
    for n, person in enumerate(people):
        choice = 1 if draw.random() < 0.7 else 0
        at = stamp(round.opens + timedelta(minutes=n))
        values |= {f"p{n}": person, f"c{n}": choice, f"a{n}": at}
        marks.append(
            f"(:team, :round, :p{n}, 'C1', 1, :day, :question, '1', :topic, :c{n}, 'x', :a{n}, "
            f":c{n}, 10 * :c{n}, 0, 0, 0, 1, 0)"
        )
    queries.change(
        "INSERT INTO answers (team, round, person, channel, daily, day, question, version, topic, "
        "choice, picked, at, correct, points, hint, late, fast, first, void) VALUES "
        + ", ".join(marks),
        team=round.team,
        round=round.id,
        day=round.day,
        question=round.question.id,
        topic=round.question.topic,
        **values,
    )


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


def posted(store: Store, workspace: int, day: date) -> Round:
    schedule = store.schedules.get(team(workspace), "C1")
    assert schedule is not None
    number = (day - FIRST_DAY).days
    round = replace(_round(workspace, number, schedule), state="posted")
    slot = f"daily/C1/{round.day}"
    added = store.rounds.add(round, slot) or store.rounds.daily(team(workspace), "C1", day)
    assert added is not None
    return added


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


# ---------------------------------------------------------------- clicks


def offer(url: str, a_second: int) -> None:
    """Clicks come at their own pace, whether the ones before were answered or not."""
    share = a_second // PROCESSES
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "bench.answers", "--worker", url, str(number), str(share)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(PROCESSES)
    ]
    told = [json.loads(worker.communicate()[0]) for worker in workers]
    took = sorted(seconds for one in told for seconds in one["took"])
    within = sum(one["within"] for one in told)
    p50, p95, p99 = (took[int(len(took) * part)] for part in (0.5, 0.95, 0.99))
    print(
        f"| {a_second:,} | {within / SECONDS:,.0f} | {p50 * 1000:,.0f} ms | {p95 * 1000:,.0f} ms | "
        f"{p99 * 1000:,.0f} ms | {sum(one['failed'] for one in told)} |",
        flush=True,
    )


def work(url: str, number: int, a_second: int) -> None:
    """One process: its share of the clicks, each person once a round."""
    store, draw = Store.open(url), random.Random(time.time())
    rounds = QuizRounds(store)
    first = store.rounds.latest(team(number), "C1")
    assert first is not None
    day = first.day + timedelta(days=draw.randrange(1, 2000))
    mine = range(number, WORKSPACES, PROCESSES)
    today = {(w, n): posted(store, w, day + timedelta(days=n)) for w in mine for n in range(4)}
    clicks = [(key, person) for key in today for person in range(PEOPLE)]
    draw.shuffle(clicks)
    took: list[float] = []
    failed = 0
    began = time.perf_counter() + 1.0

    def click(place: int) -> None:
        nonlocal failed
        (workspace, n), person = clicks[place % len(clicks)]
        due = began + place / a_second
        time.sleep(max(0.0, due - time.perf_counter()))
        if time.perf_counter() > began + 3 * SECONDS:
            return
        round = today[workspace, n]
        when = round.opens + timedelta(minutes=5)
        try:
            outcome = rounds.answer(somebody(workspace, person), round.id, 1, when)
            assert isinstance(outcome, Answered)
        except StoreAway:
            failed += 1
        took.append(time.perf_counter() - due)
        done.append(time.perf_counter())

    done: list[float] = []
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(click, range(a_second * SECONDS)))
    within = sum(moment < began + SECONDS for moment in done)
    print(json.dumps({"took": took, "within": within, "failed": failed}))
    store.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--clicks", type=int, nargs="*", default=[100, 400, 2000])
    parser.add_argument("--worker", nargs=3, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.worker:
        url, number, a_second = wanted.worker
        work(url, int(number), int(a_second))
        return 0
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
        print("\n| clicks a second offered | answered | p50 | p95 | p99 | told to try again |")
        print("| --- | --- | --- | --- | --- | --- |")
        for a_second in wanted.clicks:
            offer(url, a_second)
    return int(not (same and all(good)))


if __name__ == "__main__":
    raise SystemExit(main())
