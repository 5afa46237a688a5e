"""Questions kept in a file: made once, made again when the notes change, never trusted blindly."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.model import Fact
from knowledge.questions import load_or_make
from knowledge.reading import assemble, read_document
from tests.knowledge.question_notes import COAST

NOTES = assemble([read_document(COAST, "note.md")])


class Counted:
    """Facts that know how often they were asked for."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Sequence[Fact]:
        self.times += 1
        return NOTES.facts


def test_what_was_made_is_read_back_the_same(tmp_path: Path) -> None:
    facts = Counted()
    first = load_or_make(facts, NOTES.topics, tmp_path / "q.jsonl", "one")
    second = load_or_make(facts, NOTES.topics, tmp_path / "q.jsonl", "one")
    assert first == second
    assert first.questions
    assert facts.times == 1


def test_changed_notes_are_read_anew(tmp_path: Path) -> None:
    facts = Counted()
    load_or_make(facts, NOTES.topics, tmp_path / "q.jsonl", "one")
    load_or_make(facts, NOTES.topics, tmp_path / "q.jsonl", "two")
    assert facts.times == 2


@pytest.mark.parametrize("damage", ["", "{", '{"format": 99}\n', "half"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    cache = tmp_path / "q.jsonl"
    whole = load_or_make(NOTES.facts, NOTES.topics, cache, "one")
    text = cache.read_text(encoding="utf-8")
    cache.write_text(text[: len(text) // 2] if damage == "half" else damage, encoding="utf-8")
    assert load_or_make(NOTES.facts, NOTES.topics, cache, "one") == whole


def test_nothing_temporary_stays_behind(tmp_path: Path) -> None:
    load_or_make(NOTES.facts, NOTES.topics, tmp_path / "q.jsonl", "one")
    assert [path.name for path in tmp_path.iterdir()] == ["q.jsonl"]
