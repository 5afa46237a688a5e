"""What readers marked as wrong, each as a small note: it must not come back."""

from fractions import Fraction

import pytest

from knowledge.language.quantities import quantities
from knowledge.questions.draft import in_hash_order
from knowledge.questions.ladder import ladder_of
from knowledge.questions.rules import is_common_ground, is_thin, leaks, wrong_length
from tests.knowledge.question_notes import COAST, codes, made, made_of, of_kind

LAST = len(COAST.splitlines()) + 1


@pytest.mark.parametrize(
    ("text", "value", "beside"),
    [
        ("512 MB", 512, 256),
        ("255 items", 255, 127),
        ("100 items", 100, 150),
        ("365 days", 365, 730),
    ],
)
def test_wrong_numbers_are_of_the_family_of_the_right_one(
    text: str, value: int, beside: int
) -> None:
    (quantity,) = quantities(text)
    ladder = ladder_of(quantity, Fraction(value))
    assert {value, beside} <= set(ladder)
    assert value != 512 or 300 not in ladder


def test_the_long_form_of_an_acronym_gives_it_away() -> None:
    assert leaks(("DMS", "Database Migration Service"), "development and test database migrations")
    assert leaks(("Document",), "DocumentDB for catalogs and profiles")
    assert not leaks(("DMS", "Database Migration Service"), "migration of a large database")


@pytest.mark.parametrize("gloss", ["WHERE (network, groups and sizes)", "Using lamps (identify)"])
def test_r11_brackets_alone_are_no_definition(gloss: str) -> None:
    assert wrong_length(gloss)


@pytest.mark.parametrize("gloss", ["Resource inventory and compliance", "Tower and lamp care"])
def test_r10_two_nouns_fit_too_much(gloss: str) -> None:
    assert is_thin(gloss, 4)
    assert not is_thin("Build and run lamps", 4)


@pytest.mark.parametrize("text", ["lamps where you pay for what you use", "expensive on long runs"])
def test_r04_what_all_can_say_of_themselves_is_no_question(text: str) -> None:
    assert is_common_ground(text)


@pytest.mark.parametrize(
    "gloss", ["similar to the arc lamp, but seldom seen.", "you turn a wheel to raise the lamp."]
)
def test_r10_a_remark_is_no_definition(gloss: str) -> None:
    result = made(f"{COAST}- **Carbide lamp**: {gloss}\n")
    assert "R10" in codes(result, LAST)


def test_what_is_said_of_the_topic_is_not_asked_of_its_part() -> None:
    result = made(f"{COAST}- **Lens room**: Lighthouse turns its lens with a heavy clockwork.\n")
    assert all(source.line != LAST for q in result.questions for source in q.sources)


TABLE = """# Boats

Boats is a page on small boats.

## Compared

| Boat | Hull | Ease of use |
| --- | --- | --- |
| Canoe | narrow hull of cedar strips | nearly effortless for two |
| Raft | logs lashed with wet rope | hard work against wind |
| Dinghy | inflated rubber tubes, flat floor | simple with an engine |
"""


def test_a_small_row_is_asked_once_and_names_its_topic() -> None:
    asked = of_kind("T7", made(TABLE))
    assert len([one for one in asked if "hull" in one.stem]) == 1
    assert all(one.stem.startswith("Boats: comparing ") for one in asked)


def test_a_row_of_taste_is_not_asked() -> None:
    assert not [one for one in made(TABLE).questions if "ease of use" in one.stem]


OVEN = (
    "# {title}\n\nKiln is an oven that hardens pots with great heat.\n\n"
    "## Figures\n- **{term}**: maximum 900 s.\n"
)


def test_one_figure_in_two_notes_is_one_question_that_cites_both() -> None:
    result = made_of(
        ("a.md", OVEN.format(title="Kiln", term="Timeout")),
        ("b.md", OVEN.format(title="Kiln", term="Firing timeout")),
    )
    (question,) = [one for one in result.questions if one.kind in ("T3", "T4")]
    assert {source.file for source in question.sources} == {"a.md", "b.md"}
    assert "b.md" in question.explanation


def test_figures_of_examples_are_not_asked() -> None:
    result = made(
        "# Kiln\nKiln is an oven for pots.\n"
        "- **Ramp**: rises in steps, such as 10 percent a minute.\n"
    )
    assert not of_kind("T3", result)


def test_a_comparison_is_no_place_of_a_figure() -> None:
    result = made(
        "# Kiln\nKiln is an oven for pots.\n\n## Kiln vs. stove\n"
        "- **Firing timeout**: maximum 900 s, unless a keeper waits longer.\n"
    )
    assert all("stove" not in one.stem for one in result.questions)


def test_one_more_name_moves_none_of_the_others() -> None:
    names = ["red", "green", "blue", "white"]
    ordered = in_hash_order("lamp", [*names, "amber"])
    assert [name for name in ordered if name != "amber"] == in_hash_order("lamp", names)


def test_no_minimum_is_offered_above_the_maximum_of_its_line() -> None:
    result = made(
        "# Kiln\nKiln is an oven for pots.\n"
        "- **Shelves**: minimum 1 shelf, maximum 3 shelves a kiln.\n"
    )
    assert all(
        not option.startswith(("4", "5", "6", "8"))
        for one in of_kind("T3", result)
        if "minimum ____" in one.stem
        for option in one.options
    )
