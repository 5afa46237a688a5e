"""Versions of the tables: replicas that start together, and old ones beside new ones."""

import json
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.quiz import scoreboards
from bot.quiz.moderation import Moderation
from bot.quiz.outcomes import Answered
from bot.quiz.reviews import Reviews
from bot.quiz.rounds import QuizRounds
from bot.store import Store, StoreError, migrations
from bot.store.database import Scripts
from bot.store.records import Team, question_to_text, stamp
from bot.store.wordings import KnownWording
from knowledge.model import Question, Source
from tests import postgres
from tests.bot.state.world import (
    CHANNEL,
    MONDAY,
    RIGHT,
    TEAM,
    WRONG,
    World,
    noon,
    question,
    somebody,
)
from tests.waiting import CEILING

ADDITION = """
CREATE TABLE extra (name TEXT NOT NULL);
INSERT INTO extra (name) VALUES ('one; and two')
"""
MORE_COLUMNS = """
ALTER TABLE rounds ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE people ADD COLUMN mood TEXT NOT NULL DEFAULT '';
ALTER TABLE answers ADD COLUMN mood TEXT NOT NULL DEFAULT ''
"""
READ_OFTEN = 8  # from the sixth time on the driver prepares a statement
NEWEST = len(migrations.MIGRATIONS)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database without any table is, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/companion.db"
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.make()


def together(open_one: Callable[[int], Store], count: int = 6) -> None:
    """So many replicas start at the same moment, and each of them works."""
    with ThreadPoolExecutor(count) as pool:
        for number, store in enumerate(pool.map(open_one, range(count))):
            assert store.people.see(somebody(f"u{number}")).user == f"u{number}"
            store.close()


def versions(url: str) -> list[int]:
    with closing(Store.open(url)) as store:
        rows = store._database.rows("SELECT version FROM schema_version ORDER BY version")
    return [row["version"] for row in rows]


def test_replicas_that_start_together_make_the_tables_once(empty: str) -> None:
    together(lambda _: Store.open(empty))
    assert versions(empty) == list(range(1, NEWEST + 1))


def test_replicas_that_start_together_change_the_tables_once(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:8])
        Store.open(empty).close()
    together(lambda _: Store.open(empty))
    assert versions(empty) == list(range(1, NEWEST + 1))
    for copy in tmp_path.glob("*.before-*"):  # there is one of a file
        assert copy.name == "companion.db.before-9"
        with closing(sqlite3.connect(copy)) as raw:
            assert raw.execute("SELECT MAX(version) FROM schema_version").fetchone() == (8,)


def test_whoever_starts_while_the_tables_are_changed_waits_however_long_it_takes(
    postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large table takes minutes; a replica that starts meanwhile must not give up after ten."""
    from bot.store import connection
    from bot.store.postgres import PostgresDatabase

    limits = ("SET statement_timeout = '100ms'", "SET lock_timeout = '100ms'")
    monkeypatch.setattr(connection, "LIMITS", (*connection.LIMITS, *limits))
    url = postgres_server.make()
    begun, go_on = threading.Event(), threading.Event()

    def takes_long(queries: Scripts) -> None:
        queries.script(ADDITION)
        begun.set()
        assert go_on.wait(CEILING)
        queries.script("DROP TABLE extra")

    with closing(PostgresDatabase(url)) as first, ThreadPoolExecutor(2) as pool:
        changing = pool.submit(first.reshape, takes_long)
        assert begun.wait(CEILING)
        starting = pool.submit(Store.open, url)
        with pytest.raises(TimeoutError):
            starting.result(timeout=1.0)
        go_on.set()
        changing.result()
        starting.result(CEILING).close()
    assert versions(url) == list(range(1, NEWEST + 1))


def test_before_the_tables_of_a_file_change_a_copy_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copy = tmp_path / "companion.db", tmp_path / "companion.db.before-9"
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:8])
        Store.open(path).close()
        assert not copy.exists()
    Store.open(path).close()
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:8])
        Store.open(copy).close()  # it is what the older version wrote


def test_an_old_replica_goes_on_beside_a_new_one_whose_step_only_adds(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Store.open(empty)
    round = World(old).post()
    with monkeypatch.context() as future:
        future.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ADDITION))
        future.setattr(migrations, "EXPAND", migrations.EXPAND | {NEWEST + 1})
        new = Store.open(empty)
    assert [row["name"] for row in new._database.rows("SELECT name FROM extra")] == ["one; and two"]
    World(old).answer(round, "ann")
    World(new).answer(round, "bea")
    with closing(Store.open(empty)) as another_old_one:
        for user in ("ann", "bea"):
            assert another_old_one.people.find(TEAM, user)
    old.close()
    new.close()


def test_an_old_replica_goes_on_where_a_new_one_adds_columns_to_what_it_reads(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server refuses what was prepared for the columns of before; the old replica asks anew."""
    with closing(Store.open(empty)) as old:
        world = World(old)
        round = world.post()
        for _ in range(READ_OFTEN):
            world.store.rounds.get(round.id)
            old.run(lambda kept: kept.rounds.get(round.id), TEAM)
        with monkeypatch.context() as future:
            future.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, MORE_COLUMNS))
            future.setattr(migrations, "EXPAND", migrations.EXPAND | {NEWEST + 1})
            Store.open(empty).close()
        assert old.rounds.get(round.id) == round
        assert isinstance(world.answer(round, "ann"), Answered)
        assert old.run(lambda kept: kept.rounds.get(round.id), TEAM) == round


def test_values_of_before_go_with_their_workspace_too(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("discord-home:1", "discord-home:2", "slack-organization:T1", "slack-organization:T2")
    kept = dict(zip((*names, "commands"), ("G1", "G2", "E1", "E1", "hash"), strict=True))
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:11])
        with closing(Store.open(empty)) as old:
            for name, value in kept.items():
                old._database.change(
                    "INSERT INTO kept_values (name, value, at) VALUES (:name, :value, '')",
                    name=name,
                    value=value,
                )
    with closing(Store.open(empty)) as store:
        for gone in (Team("discord:G1"), Team("slack:T1")):
            assert store.personal.purge_team(gone) == 1
        assert set(store.values.under("")) == {"commands", *names[1::2]}


OLD_SCHEDULE = """
INSERT INTO schedules (team, channel, at, zone, weekdays, topics, reveal, over_weekend,
                       paused_until, off, recap, grace, reason, changed_at)
VALUES (:team, :channel, '09:00', 'UTC', '0,1,2,3,4', '[]', 'now', 0, '', 0, 1, 7200, '', :at)
"""
PARENTS = ("people", "rounds")  # which other tables point at
OF_WRITTEN_ONES = ("origin", "answers", "accept", "back", "tags", "level", "checked")


def play_by_the_tables_of_then(url: str, asked: Question) -> None:
    """A round with three answers, in a file: elsewhere the code of today cannot write into them."""
    opens = noon(MONDAY)
    with closing(Store.open(url)) as old:
        old._database.change(OLD_SCHEDULE, team=TEAM, channel=CHANNEL, at=stamp(opens))
        rounds = QuizRounds(old)
        closes = opens + timedelta(hours=23)
        claimed = rounds.claim(TEAM, CHANNEL, MONDAY, asked, opens, closes, opens)
        for user, choice in (("ann", WRONG), ("bea", RIGHT), ("cem", RIGHT)):
            at = opens + timedelta(minutes=1)
            outcome = rounds.answer(somebody(user), claimed.round.id, choice, at)
            assert isinstance(outcome, Answered)
        kept = json.loads(question_to_text(asked))
        text = json.dumps({name: kept[name] for name in kept if name not in OF_WRITTEN_ONES})
        old._database.change("UPDATE rounds SET snapshot = :text", text=text)


def written_anew(file: Path, url: str) -> None:
    """Every row of a file's tables in those of PostgreSQL, with the statements of SQL alone."""
    with closing(sqlite3.connect(file)) as raw, closing(Store.open(url)) as old:
        raw.row_factory = sqlite3.Row
        tables = [
            row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        own = {name for name in tables if name.startswith(("sqlite_", "schema_"))}
        for table in sorted(set(tables) - own, key=lambda name: (name not in PARENTS, name)):
            rows = [dict(row) for row in raw.execute(f"SELECT * FROM {table}")]
            for row in rows:
                columns, values = ", ".join(row), ", ".join(f":{name}" for name in row)
                old._database.change(f"INSERT INTO {table} ({columns}) VALUES ({values})", **row)
            if rows and "id" in rows[0]:
                last = f"pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table})"
                old._database.rows(f"SELECT setval({last})")


def test_what_was_played_before_questions_could_be_written_is_all_there(
    empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "old.db"
    url = f"sqlite:///{file}" if empty.startswith("sqlite") else empty
    asked, opens = question("q1"), noon(MONDAY)
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:9])
        play_by_the_tables_of_then(f"sqlite:///{file}", asked)
        if url == empty:
            written_anew(file, url)
    with closing(Store.open(url)) as store:
        round = QuizRounds(store).on(TEAM, CHANNEL, MONDAY)
        assert round is not None
        assert (round.question, round.opens) == (asked, opens)
        figures = Moderation(store).statistics(TEAM, asked)
        assert (figures.answers, figures.right) == (3, 2)
        due = Reviews(store).due(somebody("ann"), opens + timedelta(days=2))
        assert [card.question for card in due.cards] == ["q1"]
        goal = scoreboards.board(store, TEAM, MONDAY, channel=CHANNEL, period="all")
        assert {row.user: row.points for row in goal.rows} == {"ann": 0, "bea": 10, "cem": 10}
        schedule = store.schedules.get(TEAM, CHANNEL)
        assert schedule is not None
        assert (schedule.preview, schedule.source) == (False, "any")
        assert schedule.changed_at == opens
        world = World(store)
        later = world.post(MONDAY + timedelta(days=1), question("q2"))
        assert later.id > round.id
        assert isinstance(world.answer(later, "ann"), Answered)


def test_what_was_edited_before_the_mark_rests_on_all_its_notes_again(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What rules had made is marked, and nothing that people wrote in notes or in chat."""
    notes = (Source("sqs.md", 3), Source("s3.md", 7))
    edited = replace(question("made"), origin="authored", sources=notes, stem='"reworked":?')
    kept = {name: replace(edited, id=name) for name in ("made", "noted", "moved")}
    kept["w-1"] = replace(edited, id="w-1", sources=())
    noon = datetime(2026, 11, 30, 12, tzinfo=UTC)
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:14])
        with closing(Store.open(empty)) as old:
            moved = KnownWording("new words", "moved", "s3.md", "?")
            noted = KnownWording("noted", "noted", "s3.md", "?")
            old.run(lambda areas: areas.wordings.add([noted, moved], noon))
            for one in kept.values():
                old.team_questions.put(Team(TEAM), one, "ann", noon)
            mark = ',"reworked":false}'  # which they did not have
            for row in old._database.rows("SELECT question, snapshot FROM team_questions"):
                assert row["snapshot"].endswith(mark)
                old._database.change(
                    "UPDATE team_questions SET snapshot = :then WHERE question = :question",
                    then=f"{row['snapshot'].removesuffix(mark)}}}",
                    question=row["question"],
                )
    with closing(Store.open(empty)) as store:
        now = {one.question.id: one.question for one in store.team_questions.of(Team(TEAM))}
        assert now == kept | {"made": replace(edited, reworked=True)}
        assert now["made"].rests_on == notes
        assert now["noted"].written_at == notes[-1]
        store.team_questions.put(Team(TEAM), kept["made"], "ann", noon)
    with closing(Store.open(empty)) as again:
        unmarked = again.team_questions.get(Team(TEAM), "made")
        assert unmarked
        assert not unmarked.question.reworked, "what is kept now says so itself"


def test_an_old_version_does_not_start_where_something_was_taken_away(
    empty: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as future:
        future.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ADDITION))
        Store.open(empty).close()
    with pytest.raises(StoreError, match="newer version of the companion"):
        Store.open(empty)
