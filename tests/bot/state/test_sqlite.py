"""What is special to SQLite: files, versions, migrations."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Store, StoreError, migrations
from tests.bot.state.world import TEAM, World, somebody

ADDITION = """
CREATE TABLE extra (name TEXT NOT NULL);
INSERT INTO extra (name) SELECT name FROM people
"""


def test_an_older_database_opens_in_a_newer_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    path = tmp_path / "old.db"
    old = Store.open(path)
    before = len(migrations.MIGRATIONS)
    World(old).answer(World(old).post())
    old.close()
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ADDITION))
    newer = Store.open(path)
    assert newer.people.find(TEAM, "ann") is not None
    newer.close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT name FROM extra").fetchall() == [("Ann",)]
    made, brought = caplog.messages
    assert made.endswith(f"made, format {before}")
    assert brought.endswith(f"brought from format {before}, format {before + 1}")


def test_a_newer_database_is_refused_with_a_sentence_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.db"
    with monkeypatch.context() as future:
        future.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ADDITION))
        Store.open(path).close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version of the companion"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "half.db"
    Store.open(path).close()
    broken = "CREATE TABLE extra (name TEXT); INSERT INTO nowhere VALUES (1)"
    with monkeypatch.context() as future:
        future.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, broken))
        with pytest.raises(sqlite3.OperationalError):
            Store.open(path)
    again = Store.open(path)
    again.people.see(somebody())
    again.close()
    with closing(sqlite3.connect(path)) as raw:
        tables = {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}
    assert "extra" not in tables


def test_every_migration_can_be_taken_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "steps.db"
    whole = tmp_path / "whole.db"
    for version in range(1, len(migrations.MIGRATIONS) + 1):
        with pytest.MonkeyPatch.context() as past:
            past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:version])
            Store.open(path).close()
    Store.open(whole).close()
    assert _shape(path) == _shape(whole)


def _shape(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as raw:
        return set(raw.execute("SELECT name, COALESCE(sql, '') FROM sqlite_master"))


def test_a_file_that_is_no_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Not a database\n" * 100)
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(path)
    assert path.read_text().startswith("# Not a database")


def test_another_programs_database_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("CREATE TABLE songs (title TEXT)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)


def test_a_folder_that_cannot_be_made_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be opened"):
        Store.open(tmp_path / "file" / "companion.db")


@pytest.mark.parametrize("url", ["mysql://localhost/db", "sqlite://", "sqlite:///", "http:x://"])
def test_a_url_of_another_kind_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(StoreError, match="DATABASE_URL must look like"):
        Store.open(url)


def test_the_url_of_the_settings_names_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Store.open("sqlite:///data/companion.db").close()
    assert (tmp_path / "data" / "companion.db").exists()
    Store.open(f"sqlite:///{tmp_path}/absolute.db").close()
    assert (tmp_path / "absolute.db").exists()


def test_what_returned_survives_a_loss_of_power(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "companion.db")
    database = store._database
    row = database.insert("PRAGMA synchronous")
    assert row == {"synchronous": 2}  # FULL
    mode = database.row("PRAGMA journal_mode")
    assert mode == {"journal_mode": "wal"}
    store.close()


def test_the_schema_itself_refuses_an_answer_across_workspaces(tmp_path: Path) -> None:
    world = World(Store.open(tmp_path / "companion.db"))
    round = world.post()
    stranger = world.store.people.see(somebody("eve", "T2"))
    with pytest.raises(sqlite3.IntegrityError):
        world.store._database.change(
            "INSERT INTO hints (team, round, person, at) VALUES (:team, :round, :person, 'now')",
            team=TEAM,
            round=round.id,
            person=stranger.id,
        )
    world.store.close()


def test_an_answer_that_cannot_be_written_is_not_acknowledged(tmp_path: Path) -> None:
    world = World(Store.open(tmp_path / "companion.db"))
    round = world.post()
    database = world.store._database
    pages = database.row("PRAGMA page_count")
    assert pages
    database.insert(f"PRAGMA max_page_count = {pages['page_count']}")  # the disk is full
    acknowledged = set()
    with pytest.raises(sqlite3.OperationalError, match="full"):
        for n in range(1000):
            world.answer(round, f"u{n}")
            acknowledged.add(f"u{n}")
    database.insert("PRAGMA max_page_count = 100000")
    assert world.rounds.answered(round.id) == len(acknowledged)
    assert not world.answer(round, f"u{len(acknowledged)}").already  # and now there is room
    world.store.close()


def test_an_old_sqlite_is_refused_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 1))
    with pytest.raises(StoreError, match="or newer"):
        Store.open(tmp_path / "companion.db")
