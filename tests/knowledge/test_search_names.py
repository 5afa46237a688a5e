"""What is asked of a thing that the notes name: its own line, or that they have none."""

from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.search import Search

from .searching import search_over

NOTES = {
    "crow.md": """# Crow

- A crow is a black bird
- A crow uses tools, a crow plans, and a crow remembers faces
- A crow looks after its young for years
- Where one crow gathers other crows gather
- A crow mates for life

## Limits

- Weight: minimum 300 g, maximum 600 g per grown bird of either sex, in summer and in winter

## Pricing

- A tame crow is billed per visit
""",
    "plane.md": """# Crow Plane

## Limits

- Crow Plane weight: as the crow, 40 kg of freight included
""",
    "gate.md": """# Private Gateway

- The private gateway opens from inside
""",
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(NOTES, tmp_path_factory.mktemp("names"))


def test_a_line_that_has_all_is_found_behind_lines_that_repeat_the_name(notes: Search) -> None:
    assert "300 g" in notes.ask("crow weight").answers[0].best


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


def test_what_costs_money_is_no_figure_where_a_bound_is_asked_for(notes: Search) -> None:
    assert not notes.ask("maximum visits per crow account").confident


@pytest.mark.parametrize("typed", ["lightsail cheapest bundle price"])
def test_a_figure_that_no_line_has_is_not_answered(bundled: Library, typed: str) -> None:
    assert not bundled.ask(typed).confident


def test_a_line_with_the_words_as_they_were_typed_comes_first(tmp_path: Path) -> None:
    notes = "# Store\n\n- Fetched items: three hours\n- Retrieved items: ten hours\n"
    search = search_over({"a.md": notes}, tmp_path)
    assert "ten" in search.ask("store items retrieved").answers[0].best
    assert "three" in search.ask("store items fetched").answers[0].best


def test_two_letters_without_a_vowel_are_read_by_the_word_beside_them(notes: Search) -> None:
    found = notes.ask("private gw")
    assert found.confident
    assert "opens" in found.answers[0].best
