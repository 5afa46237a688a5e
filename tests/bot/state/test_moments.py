"""Moments: a type of their own where the database has one, and the same text out of both."""

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.store import Store, StoreError, migrations, open_database
from bot.store.database import Database
from bot.store.moving import FIRST, NOT_MOVED
from bot.store.records import NEVER, stamp
from bot.store.sqlite import SqliteDatabase
from tests import postgres
from tests.bot.state.conftest import Opener
from tests.bot.state.test_moving import everything, lived
from tests.bot.state.world import TEAM

AS_TEXT = 12  # the last version in which they were text everywhere
A_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00")


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """A SQLite database in which every kind of thing has happened."""
    path = tmp_path / "full.db"
    lived(path)
    return path


def test_a_moment_of_any_zone_comes_back_as_text_in_utc(open_store: Opener) -> None:
    zone = timezone(timedelta(hours=-9, minutes=-30))
    moments = [
        datetime(2027, 3, 1, 9, tzinfo=UTC),
        datetime(2027, 10, 31, 2, 30, 0, 120_000, tzinfo=zone),
        datetime(1999, 12, 31, 23, 59, 59, 999_999, tzinfo=zone),
        datetime(2027, 3, 1, 9, 0, 0, 1, tzinfo=UTC),
    ]
    with closing(open_store()) as store:
        for number, moment in enumerate(moments):
            assert store.seen.first(TEAM, f"{number}", moment)
        rows = store._database.rows("SELECT at FROM seen ORDER BY at")
        assert [row["at"] for row in rows] == sorted(map(stamp, moments))


def test_what_never_was_comes_before_everything_and_reads_as_nothing(open_store: Opener) -> None:
    with closing(open_store()) as store:
        store.seen.first(TEAM, "never", NEVER)
        store.seen.first(TEAM, "long ago", datetime(1, 1, 2, tzinfo=UTC))
        database = store._database
        rows = database.rows("SELECT key, at FROM seen ORDER BY at")
        assert [row["key"] for row in rows] == ["never", "long ago"]
        assert rows[0]["at"] == ""
        never = database.row(f"SELECT key FROM seen WHERE at = {database.never}")
        assert never == {"key": "never"}


def test_on_postgresql_every_moment_has_the_type_for_it(
    full: Path, postgres_server: postgres.Server
) -> None:
    """Also one in a table that somebody adds: what looks like a moment is one to the server."""
    with (
        closing(open_database(full)) as source,
        closing(open_database(postgres_server.make())) as database,
    ):
        for table in source.reshape(lambda queries: queries.tables()):
            typed = {column.name for column in database.columns(table) if column.moment}
            for row in source.rows(f"SELECT * FROM {table}"):
                looks = {n for n, v in row.items() if A_MOMENT.fullmatch(str(v))}
                assert looks <= typed, table
        kinds = database.rows(
            "SELECT DISTINCT data_type FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND column_name IN ('at', 'until') "
            "AND table_name <> 'schedules'"  # at which time of the day
        )
        assert kinds == [{"data_type": "timestamp with time zone"}]


def test_a_server_that_kept_them_as_text_is_brought_along(
    full: Path, postgres_server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_server.make()
    with monkeypatch.context() as past:
        past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:AS_TEXT])
        with closing(SqliteDatabase(full)) as source, closing(open_database(url)) as old:
            _filled(old, source)
    with closing(open_database(full)) as source, closing(open_database(url)) as now:
        assert everything(now) == everything(source)
        assert any(column.moment for column in now.columns("answers"))
    with closing(Store.open(url)) as store:
        assert [report.words for report in store.reports.unthanked()] == ["It’s 3 \N{SNOWMAN}"]
    monkeypatch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:AS_TEXT])
    with pytest.raises(StoreError, match="newer version of the companion"):
        Store.open(url)


def _filled(target: Database, source: Database) -> None:
    """Row by row as an old version wrote them: its moments were text, and empty at first."""
    tables = source.reshape(lambda queries: queries.tables()) - NOT_MOVED
    for table in (*FIRST, *sorted(tables - set(FIRST))):
        for row in source.rows(f"SELECT * FROM {table}"):
            marks = ", ".join(f":{name}" for name in row)
            target.change(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", **row)
