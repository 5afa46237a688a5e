"""Where secrets could leak: the database, the files around it, the log, an error on the screen."""

import logging
import os
import shutil
import stat
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.ops.logs import _AsJson, _Lines, set_up
from bot.ops.masking import HIDDEN, Mask
from bot.settings import Settings, SettingsError, load_settings
from bot.store import Store, StoreError, migrations
from bot.store.records import Installation
from tests.platforms.process import carried_out
from tests.waiting import CEILING

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
TOKEN = "xoxb-very-secret-token-of-a-workspace"
ONE, TWO = (
    "one key of more than thirty-two characters",
    "two keys of more than thirty-two characters",
)
NOTE = "# Kettle\n\n## Limits\n- **Volume**: maximum 2 l per kettle.\n"


def installed(store: Store) -> None:
    store.installations.save(Installation("slack", "T1", {"bot_token": TOKEN}, NOW))


def token_in(store: Store) -> str:
    found = store.installations.get("slack", "T1")
    return found.data["bot_token"] if found else ""


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir() if file.is_file())


class TestTokensInTheStore:
    def test_with_a_key_they_are_not_in_the_files(self, tmp_path: Path) -> None:
        store = Store.open(tmp_path / "kept.db", [ONE])
        installed(store)
        assert token_in(store) == TOKEN
        assert TOKEN.encode() not in on_disk(tmp_path)

    def test_plain_ones_are_moved_over_and_leave_no_copy(self, tmp_path: Path) -> None:
        before = Store.open(tmp_path / "kept.db")
        installed(before)
        before.close()
        assert TOKEN.encode() in on_disk(tmp_path)
        after = Store.open(tmp_path / "kept.db", [ONE])
        assert after.seal_tokens() == 1
        assert after.seal_tokens() == 0
        assert TOKEN.encode() not in on_disk(tmp_path)
        assert token_in(after) == TOKEN

    def test_copies_from_before_an_update_hold_no_plain_ones_either(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The update that brings the key changes the tables, and so did one before it."""
        path = tmp_path / "kept [1].db"
        (tmp_path / "kept [1].db.before-2").write_text("no database")
        for known in (11, 14, len(migrations.MIGRATIONS)):
            with monkeypatch.context() as past:
                past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:known])
                store = Store.open(path, [ONE] if known > 14 else ())
                if known == 11:
                    installed(store)
                if known > 14:
                    assert store.seal_tokens() == 1
                store.close()
        assert TOKEN.encode() not in on_disk(tmp_path)
        for version in (11, 14):  # and whoever goes back has them
            with monkeypatch.context() as past:
                past.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:version])
                copy = tmp_path / f"kept [1].db.before-{version + 1}"
                with closing(Store.open(copy, [ONE])) as before:
                    assert token_in(before) == TOKEN

    def test_a_key_is_changed_by_putting_another_in_front(self, tmp_path: Path) -> None:
        store = Store.open(tmp_path / "kept.db", [ONE])
        installed(store)
        store.close()
        both = Store.open(tmp_path / "kept.db", [TWO, ONE])
        assert token_in(both) == TOKEN
        assert both.seal_tokens() == 1
        both.close()
        assert token_in(Store.open(tmp_path / "kept.db", [TWO])) == TOKEN
        with pytest.raises(StoreError, match="SECRET_KEY is not the key"):
            token_in(Store.open(tmp_path / "kept.db", [ONE]))

    @pytest.mark.parametrize("keys", [(), (TWO,)])
    def test_without_the_right_key_it_says_so_and_changes_nothing(
        self, tmp_path: Path, keys: tuple[str, ...]
    ) -> None:
        store = Store.open(tmp_path / "kept.db", [ONE])
        installed(store)
        store.close()
        wrong = Store.open(tmp_path / "kept.db", keys)
        with pytest.raises(StoreError, match="SECRET_KEY"):
            wrong.seal_tokens()
        wrong.close()
        assert token_in(Store.open(tmp_path / "kept.db", [ONE])) == TOKEN

    def test_the_companion_does_not_start_with_the_wrong_key(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        store = Store.open(tmp_path / "data" / "companion.db", [ONE])
        installed(store)
        store.close()
        (tmp_path / "kettle.md").write_text(NOTE)
        monkeypatch.chdir(tmp_path)
        for name, value in (
            ("NOTES", "kettle.md"),
            ("DATABASE_URL", "sqlite:///data/companion.db"),
            ("DISCORD_TOKEN", "x"),
            ("SECRET_KEY", TWO),
        ):
            monkeypatch.setenv(name, value)
        assert main(["run"]) == 2
        assert capsys.readouterr().err.startswith("companion: The database holds encrypted")

    def test_a_short_key_is_refused(self) -> None:
        with pytest.raises(SettingsError, match="SECRET_KEY needs at least 32"):
            load_settings({"SECRET_KEY": "short"}, Path("nowhere"))
        assert load_settings({"SECRET_KEY": f"{ONE}, {TWO}"}, Path("nowhere")).secret_keys == (
            ONE,
            TWO,
        )


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of Unix")
class TestFiles:
    @pytest.fixture
    def place(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("DATABASE_URL", "sqlite:///data/companion.db")
        (tmp_path / "kettle.md").write_text(NOTE)
        monkeypatch.setenv("NOTES", "kettle.md")
        return tmp_path

    @staticmethod
    def open_to_others(folder: Path) -> list[str]:
        found = [folder, *folder.rglob("*")]
        return [str(one) for one in found if stat.S_IMODE(one.stat().st_mode) & 0o077]

    def test_the_database_and_what_lies_beside_it_are_private(self, place: Path) -> None:
        old = os.umask(0o022)
        try:
            store = Store.open("sqlite:///data/deep/companion.db")
            assert store.claim_instance()
            installed(store)
            store.backup(place / "data" / "copy.db")
        finally:
            os.umask(old)
        assert len(list((place / "data" / "deep").iterdir())) >= 3
        assert self.open_to_others(place / "data") == []

    def test_an_older_database_is_closed_to_others(self, place: Path) -> None:
        path = place / "old.db"
        Store.open(path).close()
        path.chmod(0o644)
        Store.open(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_the_doctor_names_a_database_that_others_can_read(
        self, place: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Store.open("sqlite:///data/companion.db").close()
        main(["doctor"])
        assert "other users" not in capsys.readouterr().out
        (place / "data").chmod(0o755)
        (place / "data" / "companion.db").chmod(0o644)
        main(["doctor"])
        assert "other users of this machine can read" in capsys.readouterr().out

    @pytest.mark.parametrize(
        "words",
        [
            ["ask", "kettle"],
            ["export", "answers", "--output", "data/answers.csv"],
            ["export", "questions", "--format", "json", "--output", "data/questions.json"],
            ["backup", "data/copy.db"],
        ],
    )
    def test_whatever_a_command_writes_is_private(self, place: Path, words: list[str]) -> None:
        Store.open("sqlite:///data/companion.db").close()
        old = os.umask(0o022)
        try:
            assert main(words) == 0
            assert os.umask(0o022) == 0o022, "the process that called gets its own back"
        finally:
            os.umask(old)
        assert self.open_to_others(place / "data") == []

    def test_a_pipe_that_others_may_use_stays_as_it_is(self, place: Path) -> None:
        Store.open("sqlite:///data/companion.db").close()
        before = Path("/dev/null").stat().st_mode
        assert main(["export", "answers", "--output", "/dev/null"]) == 0
        assert Path("/dev/null").stat().st_mode == before

    @pytest.mark.parametrize("form", ["text", "json"])
    def test_the_log_is_private_also_after_it_was_rolled_over(self, place: Path, form: str) -> None:
        with real_log(place / "logs" / "chat.log", log_format=form):
            for _ in range(1_100):
                logging.getLogger("test").warning("x" * 1_000)
        files = sorted(file.name for file in (place / "logs").iterdir())
        assert files == ["chat.log", "chat.log.1"]
        assert self.open_to_others(place / "logs") == []


@contextmanager
def real_log(file: Path, **changes: Any) -> Iterator[None]:
    """The log as it is set up for a chat, which writes into a file; afterwards what was before."""
    root, old = logging.getLogger(), os.umask(0o022)
    handlers, level = root.handlers[:], root.level
    root.handlers = []
    try:
        set_up(replace(Settings(), **changes), file)
        yield
    finally:
        for one in root.handlers:
            one.close()
        root.handlers = handlers
        root.setLevel(level)
        os.umask(old)


SECRETS = [
    "xoxb-1234-abcd",
    "xoxe.xoxb-1-Mi0yLTExMTExMTEx",
    "xoxe-1-My0xLTExMTExMTExMTE",
    "xapp-1-A1-2-abcdef",
    "Bearer abcdefgh",
    "Basic MS4yOnNlY3JldA==",
    "wss://wss-primary.slack.com/link/?ticket=12ab-34cd&app_id=x",
    "https://hooks.slack.com/commands/T1/123/abcDEF",
    "'response_url': 'http://127.0.0.1:1/hooks/h7'",
    '{"client_secret": "abcdef0123"}',
    "client_secret=abcdef0123",
    "/interactions/123456789012345678/aW50ZXJhY3Rpb246abc/callback",
    "/webhooks/123456789012345678/abcdef.ghi-jkl_mno/messages/@original",
    "postgresql://me:pa55word@db.example/study",
    "postgresql://db.example/study?user=me&password=pa55word",
    "password=pa55word host=db",
    "/slack/oauth_redirect?code=123.456.abc&state=xyz",
]


@pytest.mark.parametrize("text", SECRETS)
def test_nothing_secret_reaches_a_log_line(text: str) -> None:
    shown = Mask().hide(f"calling {text} now")
    assert HIDDEN in shown
    assert not leaked(shown)
    assert shown.startswith("calling ")


def leaked(shown: str) -> list[str]:
    secrets = ("1234-abcd", "Mi0yLTEx", "My0xLTEx", "A1-2-abc", "abcdefgh", "MS4yOnNl", "12ab",
               "abcDEF", "hooks/h7", "aW50", "pa55word", "123.456", "xyz", ONE)  # fmt: skip
    return [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_secret_reaches_the_file_of_a_log_in_whatever_way(
    tmp_path: Path, form: str
) -> None:
    """Through the real logging: in messages, in arguments, in tracebacks, and from libraries."""
    file = tmp_path / "chat.log"
    texts = [*SECRETS, ONE]
    with real_log(file, log_format=form, secret_keys=(ONE,)):
        for text in texts:
            logging.getLogger("bot.any").info(f"calling {text} now")
            logging.getLogger("aiohttp.client").warning("%s answered %s", text, {"was": text})
            try:
                raise ValueError(text) from KeyError(text)
            except ValueError:
                logging.getLogger("discord.http").exception("failed")
            warnings.warn(f"of {text}", stacklevel=1)
    shown = file.read_text("utf-8")
    assert shown.count("failed") == len(texts)
    assert shown.count(HIDDEN) >= 4 * len(texts)
    assert not leaked(shown)


def test_what_the_settings_keep_secret_is_hidden_whatever_it_looks_like() -> None:
    settings = Settings(
        slack_signing_secret="0a1b2c3d4e",
        secret_keys=(ONE,),
        database_url="postgresql://me:horse battery@db/study",
    )
    line = f"a {settings.slack_signing_secret} b {ONE} c horse battery d"
    assert Mask.of(settings).hide(line) == f"a {HIDDEN} b {HIDDEN} c {HIDDEN} d"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("host=h password='two words' dbname=x", f"host=h password={HIDDEN} dbname=x"),
        ("host=h password = 'two words' dbname=x", f"host=h password = {HIDDEN} dbname=x"),
        (r"password='it\'s two' dbname=x", f"password={HIDDEN} dbname=x"),
        (r"'password=\'two words\' dbname=x'", f"'password={HIDDEN} dbname=x'"),
        ('password="two words" dbname=x', f"password={HIDDEN} dbname=x"),
        ("password='cut two\nwords", f"password={HIDDEN}\nwords"),
        ("login='1', password='sh h', x=2", f"login='1', password={HIDDEN}, x=2"),
        ("PGPASSWORD=two words", f"PGPASSWORD={HIDDEN} words"),
        (r'{"password": "two \"words\""}', f'{{"password": "{HIDDEN}"}}'),
        ("postgresql://u:p/ss@host/db", f"postgresql://u:{HIDDEN}@host/db"),
        ("postgresql://u:p@ss@host/db", f"postgresql://u:{HIDDEN}@host/db"),
        ("postgresql://u:p:s?s#@w/@host/db", f"postgresql://u:{HIDDEN}@host/db"),
        ("postgresql://me@corp:pw@host/db", f"postgresql://me@corp:{HIDDEN}@host/db"),
    ],
)
def test_a_password_is_hidden_whole_whatever_is_in_it(text: str, shown: str) -> None:
    assert Mask().hide(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:5000/api",
        "lambda token bucket: 5",
        "the secret is out",
        "code 404 in C1",
        "https://a.b/c?d=e",
    ],
)
def test_ordinary_words_stay_readable(text: str) -> None:
    assert Mask().hide(text) == text


def record(message: str, error: Exception | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("test", logging.ERROR, __file__, 1, message, (), info)


FORGED = "2026-03-02 09:00:00,000 INFO    companion: all is well"


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_no_text_forges_a_line_not_even_in_a_traceback(line_end: str) -> None:
    error = ValueError(f"no topic {line_end}{FORGED}\x1b[2J{line_end}xoxb-1-secret")
    shown = _Lines(Mask()).format(record(f"failed{line_end}{FORGED}", error))
    assert FORGED not in shown.splitlines()
    assert all(line.startswith("    | ") for line in shown.splitlines()[1:])
    assert "\x1b" not in shown and "xoxb" not in shown
    machine = _AsJson(Mask()).format(record(f"failed{line_end}{FORGED}", error))
    assert len(machine.splitlines()) == 1 and "xoxb" not in machine


@pytest.mark.skipif(os.name != "posix", reason="the size of files is limited as Unix does it")
class TestASentenceInsteadOfATraceback:
    """In processes of their own: no file may grow beyond a few kilobytes, as on a full disk."""

    @pytest.mark.process
    @pytest.mark.parametrize("words", [["ask", "kettle"], ["index"], ["chat"], ["run"]])
    def test_a_full_disk(self, tmp_path: Path, words: list[str]) -> None:
        told = self.ran(tmp_path, words, limit=8_192)
        assert "Traceback" not in told.stderr
        assert told.returncode != 0
        assert told.stderr.startswith("companion: ") and told.stderr.count("\n") == 1

    @pytest.mark.process
    @pytest.mark.parametrize("words", [["ask", "kettle"], ["index"], ["chat"], ["run"]])
    def test_a_file_system_that_is_full(self, full: Path, words: list[str]) -> None:
        told = self.ran(full, words)
        assert "Traceback" not in told.stderr
        assert told.returncode != 0
        assert told.stderr.startswith("companion: ") and told.stderr.count("\n") == 1

    @pytest.mark.process
    @pytest.mark.parametrize("words", [["chat"], ["run"]])
    def test_a_folder_that_may_not_be_written(self, read_only: Path, words: list[str]) -> None:
        told = self.ran(read_only, words)
        assert told.returncode != 0
        assert told.stderr.startswith("companion: ") and told.stderr.count("\n") == 1
        assert "Read-only file system" in told.stderr

    @pytest.mark.process
    def test_what_only_reads_needs_no_folder_to_write_in(self, read_only: Path) -> None:
        told = self.ran(read_only, ["ask", "kettle"])
        assert (told.returncode, told.stderr) == (0, "")
        assert "maximum 2 l" in told.stdout

    @pytest.fixture
    def small(self, tmp_path: Path) -> Iterator[Path]:
        """A file system of its own, of one megabyte, with a note in it."""
        place, mount = tmp_path / "small", shutil.which("mount")
        place.mkdir()
        command = [mount or "", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
        if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no right to mount a file system of a megabyte, which root has")
        try:
            (place / "kettle.md").write_text(NOTE)
            yield place
        finally:
            subprocess.run(["umount", str(place)], check=True)

    @pytest.fixture
    def read_only(self, small: Path) -> Path:
        """A folder with a note in which nobody may write, root neither."""
        subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
        return small

    @pytest.fixture
    def full(self, small: Path) -> Path:
        """A file system that was filled up to the last byte after a note was written."""
        with suppress(OSError), (small / "rest").open("wb", buffering=0) as rest:
            while True:
                rest.write(b"x" * 512)
        return small

    @pytest.mark.process
    def test_a_folder_that_is_none(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("a file where a folder should be")
        told = self.ran(tmp_path, ["chat"])
        assert "Traceback" not in told.stderr
        assert told.stderr.startswith("companion: ") and told.stderr.count("\n") == 1

    @pytest.mark.process
    def test_a_dotenv_that_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes("COMMAND=größe\n".encode("latin-1"))
        told = self.ran(tmp_path, ["ask", "kettle"])
        assert told.stderr == "companion: .env is not UTF-8 text; save it as UTF-8 and try again.\n"

    def test_a_dotenv_with_a_byte_order_mark_is_read(self, tmp_path: Path) -> None:
        (tmp_path / ".env").write_bytes(b"\xef\xbb\xbfCOMMAND=k8s\n")
        assert load_settings({}, tmp_path / ".env").command == "k8s"

    @staticmethod
    def ran(folder: Path, words: list[str], limit: int = 0) -> "subprocess.CompletedProcess[str]":
        if not (folder / "kettle.md").exists():
            (folder / "kettle.md").write_text(NOTE)
        starting = (
            "import resource, sys\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\n"
            "from bot.__main__ import main\n"
            f"sys.exit(main({words!r}))"
        )
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "NOTES": "kettle.md",
                       "COMPANION_HOME": ".",
                       "DISCORD_TOKEN": "x", "PYTHONDONTWRITEBYTECODE": "1"}  # fmt: skip
        if not limit:
            done = carried_out(tuple(words), folder, environment)
            told, complained = done.stdout.decode(), done.stderr.decode()
            return subprocess.CompletedProcess(done.args, done.returncode, told, complained)
        return subprocess.run(
            [sys.executable, "-c", starting], cwd=folder, env=environment, input="", text=True,
            capture_output=True, timeout=CEILING, check=False,
        )  # fmt: skip
