"""The stock of questions: kept in a file, made anew when the notes change, never waited for."""

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.index.refresh import refresh
from knowledge.library import LibraryClosed
from knowledge.model import Fact
from knowledge.questions import Made, stock
from knowledge.questions.cache import last_made, load_made, save_made
from knowledge.questions.stock import Stock
from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble
from tests.knowledge.question_notes import COAST, made
from tests.waiting import CEILING

NOTES = assemble([read_document(COAST, "note.md")])


def facts() -> Sequence[Fact]:
    return NOTES.facts


def test_what_was_made_is_read_back_the_same(tmp_path: Path) -> None:
    first = Stock(tmp_path / "notes.db").made("one", facts, NOTES.topics)
    assert first.questions
    second = Stock(tmp_path / "notes.db").made("one", lambda: pytest.fail("read anew"), ())
    assert first == second


def test_changed_notes_are_asked_about_anew(tmp_path: Path) -> None:
    kept = Stock(tmp_path / "notes.db")
    kept.made("one", facts, NOTES.topics)
    assert kept.made("two", lambda: (), ()) == Made()


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


@pytest.fixture
def indexed(tmp_path: Path, impatient: None, monkeypatch: pytest.MonkeyPatch) -> Stock:
    """A stock for which no notes are small, so that another process makes the questions."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "note.md").write_text(COAST, encoding="utf-8")
    refresh((tmp_path / "notes",), tmp_path / "notes.db", None)
    monkeypatch.setattr(stock, "SMALL", 0)
    return Stock(tmp_path / "notes.db")


def test_another_process_makes_the_same(indexed: Stock) -> None:
    assert indexed.made("one", facts, NOTES.topics, wait=True) == made(COAST)


def test_while_new_ones_are_made_the_last_good_set_is_asked(indexed: Stock) -> None:
    before = indexed.made("one", facts, NOTES.topics, wait=True)
    assert indexed.made("two", facts, NOTES.topics) is before
    assert indexed.made("two", facts, NOTES.topics, wait=True) == before


def test_where_making_fails_the_last_good_set_stays(
    indexed: Stock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = indexed.made("one", facts, NOTES.topics, wait=True)
    monkeypatch.setattr(stock, "TIME_LIMIT", 0)
    assert indexed.made("two", facts, NOTES.topics, wait=True) == before
    assert "No new questions" in caplog.text


def test_nobody_waits_for_the_first_ones_either(indexed: Stock) -> None:
    assert indexed.made("one", facts, NOTES.topics) == Made()
    assert not indexed.has_some
    assert indexed.made("one", facts, NOTES.topics, wait=True) == made(COAST)
    assert indexed.has_some


class Slow:
    """Facts that cannot be read until somebody lets them."""

    def __init__(self) -> None:
        self.free = threading.Event()

    def __call__(self) -> Sequence[Fact]:
        assert self.free.wait(CEILING)
        return facts()


def test_nobody_waits_for_the_questions_of_small_notes(tmp_path: Path, impatient: None) -> None:
    assert len(facts()) < stock.SMALL
    kept, slow = Stock(tmp_path / "notes.db"), Slow()
    assert kept.made("one", slow, NOTES.topics) == Made()
    assert kept.made("one", slow, NOTES.topics) == Made(), "whoever asks next does not wait either"
    assert not kept.has_some
    slow.free.set()
    assert kept.made("one", slow, NOTES.topics, wait=True) == made(COAST)


def test_small_notes_that_changed_keep_their_last_good_set_meanwhile(
    tmp_path: Path, impatient: None
) -> None:
    kept, slow = Stock(tmp_path / "notes.db"), Slow()
    before = kept.made("one", facts, NOTES.topics, wait=True)
    assert kept.made("two", slow, NOTES.topics) is before
    slow.free.set()
    assert kept.made("two", slow, NOTES.topics, wait=True) == before


def test_what_was_made_too_late_is_not_asked_in_place_of_newer_questions(
    tmp_path: Path, impatient: None
) -> None:
    kept, slow = Stock(tmp_path / "notes.db"), Slow()
    kept.made("one", slow, NOTES.topics)
    late = kept._making["one"]
    assert kept.made("two", lambda: (), (), wait=True) == Made()
    slow.free.set()
    late.join()
    assert kept.made("two", lambda: (), ()) == Made()


def test_notes_that_cannot_be_read_leave_the_last_good_set(
    tmp_path: Path, impatient: None, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Stock(tmp_path / "notes.db")
    before = kept.made("one", facts, NOTES.topics, wait=True)

    def closed() -> Sequence[Fact]:
        raise LibraryClosed

    assert kept.made("two", closed, (), wait=True) == before
    assert "No new questions" in caplog.text
