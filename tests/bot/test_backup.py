"""`companion backup`: a whole copy while others write, and a sentence where it cannot be."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.messages import Person
from bot.store import Store, moving
from bot.store.database import Database
from tests.conftest import NewDatabase

ADA = Person("terminal", "local", "ada", "Ada")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/companion.db")
    store = Store.open(tmp_path / "data" / "companion.db")
    store.people.see(ADA)
    store.close()
    return tmp_path


def test_a_backup_is_a_database_that_opens(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    running = Store.open(place / "data" / "companion.db")
    assert running.claim_instance()
    assert main(["backup", "copy.db"]) == 0
    running.close()
    assert "copy.db" in capsys.readouterr().out
    copy = Store.open(place / "copy.db")
    assert copy.people.profile(ADA).name == "Ada"
    copy.close()
    assert not list(place.glob("copy.db.partial"))


@pytest.mark.parametrize("when", ["people", "wordings", "comparing"])
def test_a_server_that_goes_away_in_the_middle_is_a_sentence(
    when: str, tmp_path: Path, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    url, copy = new_database(), tmp_path / "copy.db"
    monkeypatch.setenv("DATABASE_URL", url)
    copied = moving.move

    def drops(source: Database, target: Database) -> object:
        def told(line: str) -> None:
            if line.startswith(when):
                source.rows(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        return copied(source, target, told)

    monkeypatch.setattr(moving, "move", drops)
    assert main(["backup", str(copy)]) == 1
    told = capsys.readouterr()
    assert "went away in the middle" in told.err and told.err.count("\n") == 1 and not told.out
    assert not copy.exists()


def test_a_target_that_will_not_do_is_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "there.db").write_text("precious")
    for target, said in (
        ("data", "is a folder"),
        ("nowhere/copy.db", "there is no folder nowhere"),
        ("data/companion.db", "is the database itself"),
        ("there.db", "exists already"),
        (f"{'x' * 300}.db", "cannot be written"),
    ):
        assert main(["backup", target]) == 1
        told = capsys.readouterr()
        assert said in told.err and told.err.count("\n") == 1 and not told.out
    assert (place / "there.db").read_text() == "precious"
    assert main(["backup", "--force", "there.db"]) == 0


def test_without_a_database_there_is_nothing_to_copy(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///elsewhere/companion.db")
    assert main(["backup", "copy.db"]) == 1
    assert "there is no database at sqlite:///elsewhere/companion.db yet" in capsys.readouterr().err
    assert not (place / "elsewhere").exists() and not (place / "copy.db").exists()
