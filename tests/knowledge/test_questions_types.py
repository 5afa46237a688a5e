"""What each type of question needs: notes that yield it, and notes that do not."""

import pytest

from tests.knowledge.question_notes import COAST, keys, made, made_of, of_kind

# ------------------------------------------------------------ T1, T2: definitions

HARBOUR = """# Harbour
The harbour is a port for fishing boats.
## Crane types
- **Gantry crane**: straddles the quay on two rails.
- **Jib crane**: swings an arm around a fixed mast.
- **Floating crane**: lifts wrecks from a moored pontoon.
- **Derrick**: hoists sacks with a boom and two winches.
"""
DASHES = """# Garden
## Soil types
- Loam – mixes sand, silt and some humus in balance
- Clay – holds water and swells when wet
- Peat – consists of half-rotten moss from bogs
"""
NESTED = """# Music
- Clef types:
  - **Treble clef**: curls around the line of g for high voices.
  - **Bass clef**: marks the line of f with two dots.
  - **Alto clef**: centres c for violas and some trombones.
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (HARBOUR, {"Gantry crane", "Jib crane", "Floating crane", "Derrick"}),
        (DASHES, {"Loam", "Clay", "Peat"}),
        (NESTED, {"Treble clef", "Bass clef", "Alto clef"}),
        (COAST, {"Fresnel lens", "Arc lamp", "Oil burner", "Gas mantle"}),
    ],
)
def test_a_list_of_defined_things_yields_an_item_for_each(text: str, names: set[str]) -> None:
    result = made(text)
    asked = {question.subject for question in result.questions if question.kind in ("T1", "T2")}
    assert asked == names


def test_a_name_is_asked_for_with_its_kind_and_its_topic() -> None:
    stems = [question.stem for question in of_kind("T2", made(HARBOUR))]
    assert stems
    assert all(stem.startswith("Harbour: which crane type is described by “") for stem in stems)


def test_a_description_is_asked_for_without_its_name() -> None:
    for question in of_kind("T1", made(HARBOUR + DASHES)):
        name = question.subject.lower()
        assert not any(name in option.lower() for option in question.options)


@pytest.mark.parametrize(
    "text",
    [
        "# Harbour\n## Crane types\n- **Jib crane**: swings an arm around a mast.\n",  # alone
        "# Harbour\n## Crane types\n- **Jib**: arm.\n- **Gantry**: rails.\n- **Boom**: wood.\n",
        "# Harbour\n## Key features\n- **Fast**: it loads quickly.\n- **Cheap**: it costs little.\n"
        "- **Safe**: it breaks rarely.\n",
        "# Harbour\n## Notes\n- **Purpose**: lifting of heavy loads.\n"
        "- **Example**: a ship's boiler.\n"
        "- **Cost**: paid by the hour of work.\n",
    ],
)
def test_lone_bare_or_labelled_lines_yield_no_definition(text: str) -> None:
    result = made(text)
    assert not of_kind("T1", result)
    assert not of_kind("T2", result)


# ------------------------------------------------------------ T3, T4: figures

FIGURES = """# Reservoir
The reservoir is a lake behind a dam that feeds the town.
## Limits
- **Fill time**: default 3 days, maximum 14 days per season.
- **Pumps**: maximum 12 per station.
- **Sluice width**: minimum 250 mm.
"""


def test_a_default_and_a_maximum_are_two_questions() -> None:
    text = FIGURES.replace("Reservoir", "Cistern")
    result = made(text)
    figures = [question for question in result.questions if question.kind in ("T3", "T4")]
    assert len(figures) == 4
    stems = " ".join(question.stem for question in of_kind("T3", result))
    assert "maximum" in stems


def test_numbers_rise_and_keep_the_notation_of_the_key() -> None:
    questions = [q for q in of_kind("T3", made(FIGURES)) if "days" in q.options[0]]
    for question in questions:
        values = [int(option.split()[0]) for option in question.options]
        assert values == sorted(values)
        assert all(option.endswith(("day", "days")) for option in question.options)


def test_the_same_value_in_another_unit_is_neither_asked_twice_nor_left_in_the_stem() -> None:
    result = made(
        "# Kiln\nThe kiln is an oven for pots.\n- **Firing time**: maximum 120 min (2 h).\n"
    )
    (question,) = [q for q in result.questions if q.kind in ("T3", "T4")]
    assert "2 h" not in question.stem


@pytest.mark.parametrize(
    "text",
    [
        "# Kiln\nThe kiln is an oven.\n- **Shelves**: $40 per shelf.\n",  # a price
        "# Kiln\nThe kiln is an oven.\n- **Since**: built in 1987.\n",  # a year
        "# Kiln\nThe kiln is an oven.\n- It holds at most 20 pots.\n",  # whose?
        "# Kiln\nThe kiln is an oven.\n- **Heat**: maximum 900 s (2026; until 2025: 600 s).\n",
        "# Kiln\nThe kiln is an oven.\n- One of the pots broke.\n",
    ],
)
def test_prices_years_pronouns_and_changed_values_are_no_figures(text: str) -> None:
    result = made(text)
    assert not of_kind("T3", result)
    assert not of_kind("T4", result)


def test_true_or_false_items_have_two_options_and_state_one_value() -> None:
    text = "# Depot\nThe depot is a hall for parcels.\n## Limits\n" + "".join(
        f"- **Shelf {letter} load**: maximum {20 + number} kg.\n"
        for number, letter in enumerate("BCDFGHJKLMNPQRSTVWXZ")
    )
    statements = of_kind("T4", made(text))
    assert statements
    for question in statements:
        assert question.options == ("True", "False")
        assert question.stem.startswith("True or false? ")
    truths = {question.answer for question in statements}
    assert truths == {0, 1}


# ------------------------------------------------------------ T5: scenarios

SHIPS = (
    (
        "ships/ferry.md",
        "# Ferry\nFerry is a vessel that shuttles people across a strait.\n## When to use\n"
        "- Carrying commuters over the same water many times a day.\n",
    ),
    (
        "ships/tanker.md",
        "# Tanker\nTanker is a vessel that hauls liquids in large holds.\n## When to use\n"
        "- Moving crude from a desert field to a distant refinery.\n",
    ),
    (
        "ships/trawler.md",
        "# Trawler\nTrawler is a vessel that drags nets behind its stern.\n## When to use\n"
        "- Catching cod off the northern banks during winter.\n",
    ),
)


def test_a_scenario_asks_for_what_fits_it_among_siblings_with_uses() -> None:
    result = made_of(*SHIPS)
    assert keys("T5", result) == {"Ferry", "Tanker", "Trawler"}


@pytest.mark.parametrize(
    "line",
    [
        "- Running a ferry line between two islands.",  # names the answer
        "- Great for fun.",  # praise
        "- This is used for it.",  # points elsewhere
    ],
)
def test_scenarios_that_leak_praise_or_point_elsewhere_are_left_out(line: str) -> None:
    name, text = SHIPS[0]
    head = text.rsplit("\n", 2)[0]
    result = made_of((name, f"{head}\n{line}\n"), *SHIPS[1:])
    assert "Ferry" not in keys("T5", result)


# ------------------------------------------------------------ T7: tables

TABLE = """# Boats
## Compared
| Property | Canoe | Raft | Dinghy |
| --- | --- | --- | --- |
| Drive | single-bladed paddle | pole or current | two oars or a sail |
| Hull | bark over ribs | logs lashed side by side | planks on a keel |
| Seats | kneeling places | no fixed seats | two benches |
"""


def test_cells_of_a_row_are_told_apart() -> None:
    result = of_kind("T7", made(TABLE))
    assert result
    for question in result:
        assert question.stem.startswith("Boats: comparing ")
        assert len(question.options) == 3


@pytest.mark.parametrize(
    "text",
    [
        "# Boats\n| Canoe | Raft |\n| --- | --- |\n| bark | logs |\n",  # no row names
        "# Boats\n| Property | Canoe | Raft | Dinghy |\n| --- | --- | --- | --- |\n"
        "| Fast | yes | no | no |\n",
        "# Boats\n| Property | Canoe | Raft | Dinghy |\n| --- | --- | --- | --- |\n"
        "| Hull | light wood | light wood | light wood |\n"
        "| Crew | two paddlers | two paddlers | two paddlers |\n",
    ],
)
def test_tables_that_name_or_tell_little_yield_no_comparison(text: str) -> None:
    assert not of_kind("T7", made(text))


def test_two_columns_become_true_or_false() -> None:
    text = TABLE.replace(" | Dinghy", "").replace(" | two oars or a sail", "")
    text = text.replace(" | planks on a keel", "").replace(" | two benches", "")
    text = text.replace("| --- | --- | --- | --- |", "| --- | --- | --- |")
    result = made(text)
    assert not of_kind("T7", result)
    assert of_kind("T4", result)


# ------------------------------------------------------------ T8: gaps

TOOLS = """# Workshop
## Saw types
- **Jigsaw**: cuts curves with a short narrow blade.
- **Bandsaw**: runs an endless toothed loop over two wheels.
- **Hacksaw**: severs metal pipes with fine teeth.
- **Fretsaw**: pierces thin veneer with a wire-like blade.
## Practice
- A bowl blank turned from green oak needs a Bandsaw.
- Jigsaw blades snap when pushed hard.
"""


def test_a_sentence_that_leads_up_to_a_name_leaves_it_out() -> None:
    result = made(TOOLS)
    assert keys("T8", result) <= {"Bandsaw"}


@pytest.mark.parametrize(
    "line",
    [
        "- The Jigsaw, Bandsaw and Hacksaw are kept in the red cupboard.",
        "- It is stored beside the Bandsaw.",
        "- Bandsaw here.",
    ],
)
def test_lists_pronouns_and_scraps_leave_no_gap(line: str) -> None:
    text = TOOLS.split("## Practice", maxsplit=1)[0] + "## Practice\n" + line + "\n"
    assert not of_kind("T8", made(text))
