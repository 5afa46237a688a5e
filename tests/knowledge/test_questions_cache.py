"""The stock of questions: kept in a file, made anew when the notes change, never waited for."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.index.refresh import refresh
from knowledge.questions import Made, stock
from knowledge.questions.cache import last_made, load_made, save_made
from knowledge.questions.stock import Stock, run_python
from tests.knowledge.question_notes import COAST, made
from tests.waiting import CEILING, wait_until

FEW = "# Kettle\n\n- **Volume**: maximum 2 l\n"  # of which nothing is asked


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    """The index of a note with a few dozen facts."""
    return index(tmp_path, COAST)


def index(folder: Path, note: str) -> Path:
    (folder / "notes").mkdir(exist_ok=True)
    (folder / "notes" / "note.md").write_text(note, encoding="utf-8")
    refresh((folder / "notes",), folder / "notes.db", None)
    return folder / "notes.db"


class Held(Stock):
    """A stock whose processes wait until somebody lets them."""

    def __init__(self, index: Path) -> None:
        super().__init__(index)
        self.free = threading.Event()
        self.begun: list[str] = []

    def _run(self, version: str) -> str:
        self.begun.append(version)
        assert self.free.wait(CEILING)
        return super()._run(version)


@pytest.fixture
def held(indexed: Path, impatient: None) -> Iterator[Held]:
    held = Held(indexed)
    yield held
    held.free.set()  # whoever waits still goes with the test


WAITS = """\
import atexit, pathlib, sys, time

if sys.orig_argv[-1] == "one":
    folder = pathlib.Path(__file__).parent
    (folder / "begun").touch()
    atexit.register((folder / "ended").touch)
    while not (folder / "may go on").exists():
        time.sleep(0.05)
"""


@pytest.fixture
def slow_one(
    tmp_path: Path, impatient: None, cold_starts: None, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Where the process for the first notes says that it began, and waits until it may go on."""
    folder = tmp_path / "startup"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WAITS, encoding="utf-8")
    monkeypatch.syspath_prepend(folder)
    return folder


def test_what_was_made_is_read_back_the_same(indexed: Path) -> None:
    first = Stock(indexed).made("one")
    assert first == made(COAST)
    indexed.unlink()
    assert Stock(indexed).made("one") == first, "and nothing is read anew"


def test_changed_notes_are_asked_about_anew(indexed: Path, tmp_path: Path) -> None:
    kept = Stock(indexed)
    assert kept.made("one").questions
    index(tmp_path, FEW)
    assert kept.made("two").questions == ()


@pytest.mark.parametrize("damage", ["", "{", '{"format": 99}\n', "half"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "q.questions"
    save_made(cache, "one", made(COAST))
    text = cache.read_text(encoding="utf-8")
    cache.write_text(text[: len(text) // 2] if damage == "half" else damage, encoding="utf-8")
    assert load_made(cache, "one") is None
    assert last_made(cache) is None


def test_nothing_temporary_stays_behind(tmp_path: Path) -> None:
    save_made(tmp_path / "q.questions", "one", made(COAST))
    assert [path.name for path in tmp_path.iterdir()] == ["q.questions"]


def test_few_facts_are_asked_about_by_another_process_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here nothing can be made at all."""
    monkeypatch.setattr("knowledge.questions.maker.make_questions", lambda *_: pytest.fail("here"))
    kept = Stock(index(tmp_path, FEW))
    assert kept.made("one") == load_made(tmp_path / "notes.questions", "one")
    assert [one.detail for one in kept.made("one").rejected] == ["T3: Volume"]


def test_nobody_waits_for_the_first_ones(held: Held) -> None:
    assert held.made("one") == Made()
    assert held.made("one") == Made(), "whoever asks next does not wait either"
    assert not held.has_some
    held.free.set()
    assert held.made("one", wait=True) == made(COAST)
    assert held.has_some


def test_while_new_ones_are_made_the_last_good_set_is_asked(
    held: Held, indexed: Path, tmp_path: Path
) -> None:
    held.free.set()
    before = held.made("one", wait=True)
    held.free.clear()
    index(tmp_path, FEW)
    assert held.made("two") is before
    restarted = Held(indexed)
    assert restarted.made("two") == before, "also after a restart"
    for one in (held, restarted):
        one.free.set()
    assert held.made("two", wait=True) == made(FEW)


def test_a_process_that_dawdles_is_ended_and_the_last_good_set_stays(
    indexed: Path,
    cold_starts: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kept = Held(indexed)
    kept.free.set()
    before = kept.made("one")
    begun = len(kept.begun)
    monkeypatch.setattr(stock, "TIME_LIMIT", 0.0)
    assert kept.made("two") is before
    assert "No new questions: making them failed (TimeoutExpired)" in caplog.text
    assert kept.begun[begun:] == ["two"], "and is not started again"


@pytest.mark.parametrize("spin", ["while True: pass", "import re; re.match('(a*)*b', 'a' * 99)"])
def test_a_program_that_never_ends_is_ended(spin: str) -> None:
    """Also inside one call of the interpreter, which no thread could be freed from."""
    with pytest.raises(subprocess.TimeoutExpired):
        run_python(("-c", spin), 0.5, lambda: True)


def test_a_program_that_nobody_needs_any_longer_is_ended() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        run_python(("-c", "while True: pass"), CEILING, lambda: False)


def test_a_process_that_hangs_makes_room_once_the_notes_have_changed(
    slow_one: Path,
    indexed: Path,
    monkeypatch: pytest.MonkeyPatch,
    logged: Callable[[], list[str]],
) -> None:
    assert stock.TIME_LIMIT > CEILING
    monkeypatch.setattr(stock, "OVERTIME", 0.0)
    kept = Stock(indexed)
    assert kept.made("one") == Made()
    wait_until((slow_one / "begun").exists)
    wait_until(lambda: kept.made("two") == made(COAST))
    assert logged() == [], "nothing failed"


def test_a_process_that_is_nearly_done_goes_on_although_the_notes_have_changed(
    slow_one: Path, indexed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stock, "OVERTIME", CEILING)
    kept = Stock(indexed)
    assert kept.made("one") == Made()
    wait_until((slow_one / "begun").exists)
    assert kept.made("two") == Made()
    (slow_one / "may go on").touch()
    assert kept.made("two", wait=True) == made(COAST)
    assert (slow_one / "ended").exists()


def test_an_index_that_cannot_be_read_leaves_the_last_good_set(
    indexed: Path, monkeypatch: pytest.MonkeyPatch, logged: Callable[[], list[str]]
) -> None:
    monkeypatch.setattr(stock, "PAUSE", 0.0)
    kept = Stock(indexed)
    before = kept.made("one")
    indexed.write_bytes(b"no index")
    assert kept.made("two") is before
    assert len(logged()) == stock.ATTEMPTS


def test_one_process_runs_at_a_time_and_none_for_notes_that_have_changed_again(
    held: Held,
) -> None:
    assert held.made("one") == Made()
    wait_until(lambda: held.begun == ["one"])
    for version in ("two", "three"):
        assert held.made(version) == Made()
    held.free.set()
    assert held.made("three", wait=True) == made(COAST)
    assert held.begun == ["one", "three"]
    assert held.made("three") == held.made("three", wait=True)
