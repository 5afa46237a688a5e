"""Progress: on a terminal once it takes a while, and nowhere else."""

import io
from threading import Event

import pytest

from bot.cli import progress as showing
from bot.cli.progress import progress
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
