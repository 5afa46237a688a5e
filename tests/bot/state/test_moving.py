"""From one kind of database to another and back: every row, once, however often it breaks off."""

import subprocess
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store import Store, StoreError, open_database
from bot.store.database import Database
from bot.store.moving import NOT_MOVED, move
from bot.store.records import Installation
from tests import postgres
from tests.bot.state.world import MONDAY, TEAM, World, noon, question, somebody
from tests.conftest import NewDatabase


def lived(path: Path) -> None:
    """A database in which every kind of thing has happened."""
    with closing(Store.open(path)) as store:
        world = World(store)
        for day in range(5):
            round = world.post(MONDAY + timedelta(days=day), question(f"q{day} “é”"))
            for user in ("ann", "ben", "zoë"):
                world.answer(round, user, choice=day % 2)
        world.rounds.abandon(
            world.rounds.claim(
                TEAM, "C9", MONDAY, question("gone"), noon(MONDAY), noon(MONDAY), noon(MONDAY)
            ).round.id
        )
        world.practise([question(f"p{n}") for n in range(3)], noon(MONDAY))
        world.moderation.report(somebody("ben"), 1, "wrong", "It’s 3 \N{SNOWMAN}", noon(MONDAY))
        world.miss("ann", "Glacier ☃", noon(MONDAY))
        store.personal.forget(somebody("zoë"), noon(MONDAY))
        store.installations.save(
            Installation("slack", "T1", {"bot_token": "xoxb"}, noon(MONDAY), "E1")
        )
        store.texts.keep(TEAM, "long " * 90, noon(MONDAY))


def everything(database: Database) -> dict[str, list[str]]:
    tables = database.reshape(lambda queries: queries.tables()) - NOT_MOVED
    return {
        table: sorted(repr(sorted(row.items())) for row in database.rows(f"SELECT * FROM {table}"))
        for table in tables
    }


def test_there_and_back_every_row_is_what_it_was(
    tmp_path: Path, new_database: NewDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    there, back, url = tmp_path / "there.db", tmp_path / "back.db", new_database()
    lived(there)
    assert main(["migrate", str(there), url]) == 0
    assert main(["migrate", url, str(back)]) == 0
    assert main(["migrate", url, f"sqlite:///{back}"]) == 0  # again: nothing is left to do
    assert "DIFFERS" not in capsys.readouterr().out
    with closing(open_database(there)) as first, closing(open_database(back)) as last:
        assert everything(first) == everything(last)
        assert first.counter("rounds") == last.counter("rounds")


def test_keys_go_on_counting_where_they_were(tmp_path: Path, new_database: NewDatabase) -> None:
    path, url = tmp_path / "there.db", new_database()
    lived(path)
    with closing(open_database(path)) as before:
        last = before.counter("rounds")
        with closing(open_database(url)) as after:
            move(before, after)
    with closing(Store.open(url)) as store:
        assert World(store).post(MONDAY + timedelta(days=30)).id == last + 1


def test_broken_off_it_goes_on_where_it_was(
    tmp_path: Path, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "there.db"
    lived(path)
    monkeypatch.setattr("bot.store.moving.AT_ONCE", 2)

    def stops(line: str) -> None:
        if line.startswith("cards: 2 "):
            raise KeyboardInterrupt

    with closing(open_database(path)) as source, closing(open_database(new_database())) as target:
        with pytest.raises(KeyboardInterrupt):
            move(source, target, stops)
        target.change("DELETE FROM cards WHERE question > 'p1'")  # as if it had come that far
        lines: list[str] = []
        found = move(source, target, lines.append)
        assert all(table.same for table in found)
        assert [line for line in lines if "rounds" in line] == ["rounds: 0 rows copied"]
        assert everything(source) == everything(target)


def test_a_half_moved_database_is_not_opened_until_the_move_is_finished(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    path = tmp_path / "there.db"
    lived(path)

    def stops(line: str) -> None:
        if line.startswith("answers"):
            raise KeyboardInterrupt

    with (
        closing(open_database(path)) as source,
        closing(open_database(database_url)) as target,
        pytest.raises(KeyboardInterrupt),
    ):
        move(source, target, stops)
    with pytest.raises(StoreError, match="companion migrate"):
        Store.open(database_url)
    assert main(["migrate", database_url, str(tmp_path / "further.db")]) == 1
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.chdir(tmp_path)
    main(["doctor"])
    told = capsys.readouterr()
    assert "there.db: a move was broken off" in told.err
    assert "a move was broken off" in told.out
    assert main(["migrate", str(path), database_url]) == 0
    Store.open(database_url).close()


def test_an_old_text_with_a_nul_arrives_without_it(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "there.db"
    lived(path)
    monkeypatch.setattr("bot.store.moving.AT_ONCE", 2)
    with closing(open_database(path)) as source:
        source.change("UPDATE people SET name = 'An' || CHAR(0) || 'n' WHERE member = 'ann'")
        for query in ("a' || CHAR(0) || 'b", "a' || CHAR(0) || 'c", "a", "aa", "ad"):
            source.change(
                "INSERT INTO lookups (person, team, query, times, last_at) "
                f"SELECT id, team, '{query}', 1, '2026-03-02T09:00:00.000000+00:00' "
                "FROM people WHERE member = 'ann'"
            )
    for _time in range(2):
        assert main(["migrate", str(path), database_url]) == 0
    with closing(open_database(database_url)) as target:
        assert target.row("SELECT name FROM people WHERE member = 'ann'") == {"name": "Ann"}
        queries = {row["query"] for row in target.rows("SELECT query FROM lookups")}
        assert queries >= {"ab", "ac", "a", "aa", "ad"}


def test_into_a_database_with_other_data_nothing_is_moved(
    tmp_path: Path, new_database: NewDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    path, url = tmp_path / "there.db", new_database()
    lived(path)
    with closing(Store.open(url)) as store:
        store.people.see(somebody("stranger"))
    with closing(open_database(path)) as source, closing(open_database(url)) as target:
        before = everything(target)
        with pytest.raises(StoreError, match="data of its own"):
            move(source, target)
        assert everything(target) == before
    assert main(["migrate", str(path), url]) == 1
    assert "data of its own" in capsys.readouterr().err


def test_what_changed_meanwhile_is_told(
    tmp_path: Path, new_database: NewDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    path, url = tmp_path / "there.db", new_database()
    lived(path)
    with closing(open_database(path)) as source, closing(open_database(url)) as target:

        def changes(line: str) -> None:
            if line.startswith("people"):
                target.change("UPDATE people SET name = 'Anna' WHERE member = 'ann'")

        found = {table.table: table for table in move(source, target, changes)}
    assert not found.pop("people").same
    assert found
    assert all(table.same for table in found.values())


def test_a_running_companion_is_not_moved_away_under_its_feet(
    tmp_path: Path, new_database: NewDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "there.db"
    lived(path)
    with closing(Store.open(path)) as running:
        assert running.claim_instance()
        assert main(["migrate", str(path), new_database()]) == 1
    assert "stop it first" in capsys.readouterr().err


def test_nothing_is_moved_from_or_into_a_server_on_which_a_companion_runs(
    tmp_path: Path, new_database: NewDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    path, url = tmp_path / "there.db", new_database()
    lived(path)
    running = Store.open(url)
    assert running.claim_instance()
    for ends in ((str(path), url), (url, str(tmp_path / "back.db"))):
        assert main(["migrate", *ends]) == 1
        assert "stop it first" in capsys.readouterr().err
    running.close()
    assert main(["migrate", str(path), url]) == 0


def test_a_lease_that_has_not_ended_is_a_companion_too(
    tmp_path: Path, new_database: NewDatabase, capsys: pytest.CaptureFixture[str]
) -> None:
    """One whose network is away comes back while its leases last, and goes on."""
    path, url = tmp_path / "there.db", new_database()
    lived(path)
    with closing(Store.open(url)) as store:
        assert store.leases.take("post", "somebody", 600)
    assert main(["migrate", str(path), url]) == 1
    assert "nothing is left after a minute" in capsys.readouterr().err
    with closing(Store.open(url)) as store:
        assert store.leases.renew("post", "somebody", -1)
    assert main(["migrate", str(path), url]) == 0


def test_broken_off_it_goes_on_however_its_source_is_named(
    tmp_path: Path, new_database: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "there.db"
    lived(path)
    monkeypatch.chdir(tmp_path)

    def stops(line: str) -> None:
        if line.startswith("cards"):
            raise KeyboardInterrupt

    with closing(open_database(new_database())) as target:
        with closing(open_database(path)) as source, pytest.raises(KeyboardInterrupt):
            move(source, target, stops)
        with closing(open_database(Path("there.db"))) as source:
            assert all(table.same for table in move(source, target))


def test_another_server_on_the_same_machine_is_another_source(new_database: NewDatabase) -> None:
    """Two that differ in nothing but their port hold different things."""
    with closing(open_database(new_database())) as database:
        assert ":5432/t" in database.place()
        assert ":5432" not in database.name


def test_a_source_that_is_not_there_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["migrate", str(tmp_path / "no.db"), str(tmp_path / "new.db")]) == 1
    assert "no database" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_servers_own_dump_fills_an_empty_database(
    tmp_path: Path, postgres_server: postgres.Server
) -> None:
    """The two commands that docs/operating.md advises."""
    dumps, restores = postgres.client("pg_dump"), postgres.client("pg_restore")
    if dumps is None or restores is None:
        pytest.skip("no pg_dump and pg_restore here: apt-get install postgresql-client")
    full, url, again = tmp_path / "full.db", postgres_server.make(), postgres_server.make()
    lived(full)
    assert main(["migrate", str(full), url]) == 0
    dump = tmp_path / "companion.dump"
    commands: tuple[list[str | Path], ...] = (
        [dumps, "-Fc", "-f", dump, url],
        [restores, "--no-owner", "-d", again, dump],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    with closing(open_database(url)) as original, closing(open_database(again)) as restored:
        assert everything(restored) == everything(original)
        last = original.counter("rounds")
    with closing(Store.open(again)) as store:
        assert World(store).post(MONDAY + timedelta(days=30)).id == last + 1


def test_a_backup_of_either_kind_fills_an_empty_database(database_url: str, tmp_path: Path) -> None:
    first = tmp_path / "first.db"
    lived(first)
    if not database_url.startswith("sqlite"):
        with closing(open_database(first)) as source, closing(open_database(database_url)) as full:
            move(source, full)
    else:
        database_url = str(first)
    copy, again = tmp_path / "copy.db", tmp_path / "again.db"
    with closing(Store.open(database_url)) as store:
        store.backup(copy)
    assert main(["migrate", str(copy), str(again)]) == 0
    with closing(open_database(again)) as restored, closing(open_database(first)) as original:
        assert everything(restored) == everything(original)
