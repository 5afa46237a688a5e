"""What is asked of a thing that the notes name: its own line, or that they have none."""

from pathlib import Path

import pytest

from knowledge.library import Library

from .searching import search_over


def test_the_memory_of_lambda_is_not_that_of_what_contains_its_name(bundled: Library) -> None:
    first = bundled.ask("lambda memory").answers[0]
    assert first.topic == "Lambda"
    assert "10,240 MB" in first.best


@pytest.mark.parametrize("typed", ["x x x", "x", "3 3 3"])
def test_a_single_sign_names_nothing(bundled: Library, typed: str) -> None:
    assert not bundled.ask(typed).confident


def test_a_single_sign_that_names_a_topic_is_answered(tmp_path: Path) -> None:
    search = search_over({"r.md": "# R\n\n- R is a language for statistics\n"}, tmp_path)
    assert search.ask("r").confident


def test_two_letters_without_a_vowel_are_read_by_the_word_beside_them(tmp_path: Path) -> None:
    notes = {"gate.md": "# Private Gateway\n\n- The private gateway opens from inside\n"}
    found = search_over(notes, tmp_path).ask("private gw")
    assert found.confident
    assert "opens" in found.answers[0].best
