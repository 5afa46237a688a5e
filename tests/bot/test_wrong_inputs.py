"""Wrong inputs to `companion`: each is answered with a sentence that says what to do.

The sentences are those of docs/troubleshooting.md, which lists them all.
"""

import io
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store import Store

PAGE = Path(__file__).parents[2] / "docs" / "troubleshooting.md"
NOTE = "# Kettle\n\nA kettle boils water.\n\n## Limits\n- **Volume**: maximum 2 l per kettle.\n"


@dataclass(frozen=True)
class Wrong:
    """An input that cannot be, what is said of it, and what one is told to do."""

    line: str
    says: str  # as docs/troubleshooting.md has it
    dotenv: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    status: int = 2


WRONG = (
    # arguments
    Wrong("chatt", "there is no command 'chatt'. Did you mean chat?"),
    Wrong("--versio", "there is no option '--versio'. Did you mean --version?"),
    Wrong("frobnicate", "`companion --help` lists them."),
    Wrong("ask --limt=3 kettle", "no option or place for --limt=3. Did you mean --limit?"),
    Wrong("ask --limit 0 kettle", "--limit takes a number from 1 to 50, not 0."),
    Wrong("ask --limit many kettle", "--limit: invalid int value: 'many'."),
    Wrong("ask", "nothing was asked. Give a QUERY, or write one to standard input."),
    Wrong("ask --batch nowhere.txt", "cannot read nowhere.txt: No such file or directory."),
    Wrong("compare sqs", "two to four things go side by side. Try: companion compare sqs sns"),
    Wrong("questions --topic Zeppelin", "no topic “Zeppelin”. `companion ask` finds the name."),
    Wrong("export", "WHAT is missing. `companion export --help` says what there is."),
    Wrong("export questions --format xml", "cannot be 'xml': it is one of 'csv', 'json', 'md'."),
    Wrong("schedule simulate --days 0", "--days: a number from 1 to 366, please."),
    Wrong("completion tcsh", "cannot be 'tcsh': it is one of 'bash', 'zsh', 'fish'."),
    Wrong("run", "no tokens are set, so there is nothing to run. `companion chat` opens"),
    # files
    Wrong("ask --notes nowhere kettle", "there is no nowhere. --notes takes files, folders or"),
    Wrong("chat --notes nowhere", "there is no nowhere. --notes takes files, folders or"),
    Wrong("ask --notes photo.md kettle", "photo.md: is binary, not text.", status=1),
    Wrong("ask kettle", "Set NOTES, or name others with --notes.", dotenv="NOTES=gone\n", status=1),
    Wrong("import photo.png --to notes", "Say which with --kind (anki, csv, gift,", status=1),
    Wrong("import gone.apkg --to notes", "gone.apkg: there is no such file.", status=1),
    Wrong("backup copy.db", "`companion settings` says where it is looked for.", status=1),
    Wrong("backup notes", "notes is a folder; name a file in it, such as", status=1),
    Wrong("migrate gone.db new.db", "there is no database at gone.db. FROM is a file or a URL.",
          status=1),
    # settings
    Wrong("ask kettle", ".env:2: TIMEZONE 'Atlantis' is no time zone I know; Europe/Berlin would",
          dotenv="COMMAND=k8s\nTIMEZONE=Atlantis\n"),
    Wrong("ask kettle", ".env:1: this line does not read NAME=value.", dotenv="hello there\n"),
    Wrong("ask kettle", "2 things in the settings cannot be used:",
          dotenv="PORT=http\nLOG_LEVEL=loud\n"),
    Wrong("ask kettle", "no setting SLACK_BOT_TOKN: did you mean SLACK_BOT_TOKEN?",
          dotenv="NOTES=notes\nSLACK_BOT_TOKN=xoxb-1\n", status=0),
    Wrong("run", "SLACK_BOT_TOKEN needs SLACK_APP_TOKEN beside it (Socket Mode)",
          dotenv="SLACK_BOT_TOKEN=xoxb-1\n"),
    Wrong("run", "SECRET_KEY needs at least 32 characters; this makes one:",
          dotenv="SECRET_KEY=short\n"),
    # databases
    Wrong("export scores", "DATABASE_URL must read sqlite:///PATH or postgresql://",
          environment={"DATABASE_URL": "mysql://me:geheim@db/study"}),
    Wrong("export scores", "is a folder; name a file in it, such as",
          environment={"DATABASE_URL": "sqlite:///notes"}),
    Wrong("export scores", "cannot be opened: file is not a database. Set DATABASE_URL to another",
          environment={"DATABASE_URL": "sqlite:///photo.md"}),
    Wrong("export scores", "is a database of another program; choose another one.",
          environment={"DATABASE_URL": "sqlite:///garden.db"}),
    Wrong("export scores", "Update the companion, or restore a backup.",
          environment={"DATABASE_URL": "sqlite:///future.db"}),
    Wrong("chat", "cannot be used: Not a directory.", environment={"DATA_DIR": "photo.md/data"},
          status=1),
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with notes and with files that are none."""
    monkeypatch.chdir(tmp_path)
    for name in ("NOTES", "DATABASE_URL", "DATA_DIR", "SLACK_BOT_TOKEN", "DISCORD_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "kettle.md").write_text(NOTE)
    for name in ("photo.md", "photo.png"):
        (tmp_path / name).write_bytes(bytes(range(256)) * 4)
    with closing(sqlite3.connect("garden.db")) as garden:
        garden.execute("CREATE TABLE plants (name TEXT)")
        garden.commit()
    Store.open(tmp_path / "future.db").close()
    with closing(sqlite3.connect("future.db")) as future:
        for table in ("schema_version", "schema_oldest"):
            future.execute(f"INSERT INTO {table} (version) VALUES (99999)")
        future.commit()
    return tmp_path


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.line}: {wrong.says[:25]}")
def test_a_wrong_input_is_answered_with_what_to_do(
    wrong: Wrong, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / ".env").write_text(wrong.dotenv or "NOTES=notes\n")
    for name, value in {"NOTES": "", **wrong.environment}.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(wrong.line.split()) == wrong.status
    told = capsys.readouterr().err
    assert wrong.says in told
    assert "Traceback" not in told and "geheim" not in told
    assert all(line.startswith(("companion: ", "! ", "  ")) for line in told.splitlines())


def test_the_page_lists_every_sentence() -> None:
    page = re.sub(r"\s+", " ", PAGE.read_text(encoding="utf-8"))
    assert [wrong.says for wrong in WRONG if wrong.says not in page] == []
