"""Progress: on a terminal once it takes a while, and nowhere else."""

import io
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from bot.__main__ import main
from bot.cli import progress as showing
from bot.cli.progress import progress
from bot.store import Store
from tests.waiting import CEILING


class Screen(io.StringIO):
    """A terminal that is remembered; it tells when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(showing, "PATIENCE", 0.0)
    return Screen()


def test_what_takes_a_while_is_told_and_taken_away(screen: Screen) -> None:
    with progress("reading", screen) as shown:
        shown(3, 9, "a/folder/with/a/long/name/and/another/kettle.md")
        assert screen.written.wait(CEILING)
        shown(4, 9, "teapot.md")
    told = screen.getvalue()
    assert "reading" in told
    assert "kettle.md" in told or "teapot.md" in told
    assert told.rstrip().endswith("\x1b[2K"), "the line is cleared at the end"


def test_what_is_quick_says_nothing(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(showing, "PATIENCE", 3600.0)
    with progress("reading", screen) as shown:
        shown(1, 2, "kettle.md")
    assert screen.getvalue() == ""


def test_a_dumb_terminal_and_a_pipe_see_nothing(
    screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    pipe = io.StringIO()
    for target in (screen, pipe):
        with progress("reading", target) as shown:
            shown(1, 2, "kettle.md")
    assert screen.getvalue() == pipe.getvalue() == ""


# ---------------------------------------------------------------- who tells it

NOTE = "# Kettle\n\nA kettle boils water.\n\n## Limits\n- **Volume**: maximum 2 l per kettle.\n"
TOLD = (
    ("ask kettle", "reading"),
    ("index", "reading"),
    ("notes lint", "reading"),
    ("questions", "making questions"),
    ("questions --rejected", "making questions"),
    ("conflicts", "comparing what the notes say"),
    ("import cards.csv --to notes", "importing cards.csv"),
    ("export anki deck.apkg", "writing the deck"),
    ("doctor", "reading"),
    ("doctor", "checking the database"),
    ("backup copy.db", "copying"),
    ("migrate data/companion.db new.db", "migrating: comparing both"),
)


class AtOnce:
    """A clock by which everything takes long enough to be told."""

    daemon = True

    def __init__(self, _seconds: float, appear: Callable[[], None]) -> None:
        self.start = appear

    def cancel(self) -> None:
        """It has come already."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own: a note, cards, a database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NOTES", "notes")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///data/companion.db")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "kettle.md").write_text(NOTE)
    (tmp_path / "cards.csv").write_text("What boils water?,A kettle\n")
    assert main(shlex.split("import cards.csv --to notes")) == 0
    Store.open(tmp_path / "data" / "companion.db").close()
    return tmp_path


@pytest.mark.parametrize(("line", "what"), TOLD)
def test_what_may_take_long_is_told_on_standard_error(
    line: str, what: str, place: Path, screen: Screen,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(showing, "Timer", AtOnce)
    monkeypatch.setattr(sys, "stderr", screen)
    main(shlex.split(line))
    assert what in screen.getvalue()
    assert what not in capsys.readouterr().out


@pytest.mark.parametrize("line", dict(TOLD))
def test_in_a_pipe_it_is_not_told(
    line: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(showing, "Timer", AtOnce)
    main(shlex.split(line))
    assert capsys.readouterr().err == ""
