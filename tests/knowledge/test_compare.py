"""Topics side by side, with small notes of another field than the bundled pack's."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from knowledge.comparing.attributes import attribute_of, own_name
from knowledge.comparing.comparer import Comparer
from knowledge.library import Library
from knowledge.model import Comparison

RIVERS = """# Rivers compared

| Property | Rhine | Danube (Donau) |
| --- | --- | --- |
| Length | 1,233 km | 2,850 km |
| Mouth | North Sea | Black Sea |
| Barges | up to 135 m | |
"""
RHINE = """# Rhine

Aliases: River Rhine, Rhein

The Rhine is the busiest waterway of western Europe.

## When to use
- Shipping coal from Rotterdam to Basel without lifting it over mountains.
## Limits
- **Draught**: at most 2.8 m at Kaub.
- **Toll**: none since 1868.
## Cost
- **Lock fee**: 5 EUR per passage.
"""
DANUBE = """# Danube

Aliases: Donau, River Danube

The Danube is the longest river of the European Union.

## Limits
- **Draught**: 2.5 m below Regensburg.
- **Barges**: convoys of nine.
"""
ELBE = """# Elbe

Aliases: River Elbe, Labe

The Elbe is tidal as far as Geesthacht.

## Limits
- **Maximum draught**: 1.6 m above Hamburg.
## Best for
- Carrying sand to building sites in Magdeburg.
"""
KINDS = """# Locks

Locks lift ships from one level of a river to another.

| Kind | Water used | Height |
| --- | --- | --- |
| Chamber lock | 5,000 m3 | 25 m |
| Ship lift | none | 100 m |

## Caisson lock

- **Caisson lock**: a sealed box that sinks with the ship inside.
- **Height**: 14 m.
"""

FERRIES = """# Ferry

Aliases: ticket retention

A Ferry carries people and cars over a river without a bridge.

## Pricing
- **Duration**: billed by the hour of waiting.
- **Crossing fee**: 3 EUR per car.
- The landing stage is shared with the rowing club.

## Ticket retention
- **Ticket retention**: tickets keep for a year.

## Speed and cost
- A rope saves the engine.

## Limits
- **Length**: at most 40 m.
- **Remember the draught**: know how draught and load belong together.
- **Rhine**: Basel has four of them.

## Night crossing
- **Purpose**: bringing home late guests.

### Night lamps
- **Draught**: 0.2 m for the lamp boat.

## Rope ferry
- Hangs on a rope above the water. Kinds of ropes:
- Needs no engine.

# Bridge

A Bridge carries a road over a river.

## Limits
- **Length**: up to 55 km.
- **Draught**: none.
- **Duration**: built for 100 years.
- **Rhine**: 300 of them.
- **Purpose**: crossing at any hour.

# Crossings

## Where to fish

| Place | Best for | Shade |
| --- | --- | --- |
| Ferry | nothing, the screw frightens fish | no |
| Bridge | pike | yes |
| Weir | trout | no |

# Locks compared for boats

## Kinds of locks

| Kind | Gates | Keeper |
| --- | --- | --- |
| Tidal | two pairs | yes |
| Upper Guard lock | one | no |
| Lower Guard lock | none | no |

- **Tidal lock**: opens with the tide.
- **Guard lock**: keeps floods out.
"""


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("ferries")
    for number, text in enumerate(FERRIES.split("\n# ")):
        note = text if text.startswith("# ") else f"# {text}"
        (folder / f"{number}.md").write_text(note, encoding="utf-8")
    return Library.open((folder,), folder / "index")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rivers")
    notes = {"a": RIVERS, "b": RHINE, "c": DANUBE, "d": ELBE, "e": KINDS}
    for name, text in notes.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return Library.open((folder,), folder / "index")


def row(found: Comparison, attribute: str) -> Sequence[str]:
    return next([cell.text for cell in cells] for title, cells in found.rows if title == attribute)


def titles(found: Comparison) -> list[str]:
    return [title for title, _ in found.rows]


def test_the_notes_own_table_comes_first_even_from_another_file(library: Library) -> None:
    found = library.compare(["rhine", "danube"])
    assert found.topics == ("Rhine", "Danube")
    assert titles(found)[:3] == ["In short", "Length", "Mouth"]
    assert row(found, "Mouth") == ["North Sea", "Black Sea"]
    length = found.rows[1][1]
    assert [str(source) for cell in length for source in cell.sources] == ["a.md:5", "a.md:5"]


def test_the_order_of_the_names_is_the_order_of_the_cells(library: Library) -> None:
    assert row(library.compare(["danube", "rhine"]), "Mouth") == ["Black Sea", "North Sea"]


def test_a_hole_in_the_table_is_filled_from_the_facts(library: Library) -> None:
    assert row(library.compare(["rhine", "danube"]), "Barges") == ["up to 135 m", "convoys of nine"]


def test_what_the_table_leaves_out_is_lined_up_below_it(library: Library) -> None:
    found = library.compare(["rhine", "danube"])
    assert row(found, "Draught") == ["at most 2.8 m at Kaub", "2.5 m below Regensburg"]
    assert titles(found).index("Draught") > titles(found).index("Barges")


def test_without_a_table_facts_of_the_same_attribute_are_lined_up(library: Library) -> None:
    found = library.compare(["elbe", "rhine"])
    assert row(found, "In short")[0] == "The Elbe is tidal as far as Geesthacht."
    assert "Carrying sand" in row(found, "Best for")[0]
    assert "Shipping coal" in row(found, "Best for")[1]
    draught = next(title for title in titles(found) if "draught" in title.lower())
    assert row(found, draught) == ["1.6 m above Hamburg", "at most 2.8 m at Kaub"]


def test_a_gap_is_an_empty_cell_without_a_source(library: Library) -> None:
    found = library.compare(["elbe", "rhine"])
    price = next(cells for title, cells in found.rows if title == "Price")
    assert (price[0].text, price[0].sources) == ("", ())
    assert "5 EUR" in price[1].text


def test_every_cell_that_says_something_names_its_place(library: Library) -> None:
    found = library.compare(["rhine", "danube", "elbe"])
    assert found.rows
    for _, cells in found.rows:
        assert len(cells) == 3
        assert all(bool(cell.text) == bool(cell.sources) for cell in cells)


def test_rows_of_a_table_can_be_compared_though_they_are_no_topics(library: Library) -> None:
    found = library.compare(["chamber lock", "ship lift"])
    assert row(found, "Water used") == ["5,000 m3", "none"]
    assert row(found, "Height") == ["25 m", "100 m"]


def test_rows_of_a_topics_own_table_are_meant_though_one_is_an_alias_of_it(
    library: Library,
) -> None:
    assert library.compare(["locks", "ship lift"]).topics == ("Locks", "Ship lift")
    assert library.compare(["chamber", "ship lift"]).unknown == ("chamber",)


def test_a_section_of_a_topic_is_compared_as_itself(library: Library) -> None:
    found = library.compare(["caisson lock", "rhine"])
    assert found.topics == ("Caisson lock", "Rhine")
    assert row(found, "In short")[0] == "a sealed box that sinks with the ship inside."


def test_a_heading_fills_what_the_table_does_not_know(library: Library) -> None:
    found = library.compare(["chamber lock", "ship lift", "caisson lock"])
    assert row(found, "Height") == ["25 m", "100 m", "14 m"]


def test_names_in_brackets_of_a_header_count(library: Library) -> None:
    assert library.compare(["rhein", "donau"]).topics == ("Rhine", "Danube")


def test_words_without_separators_become_the_longest_known_names(library: Library) -> None:
    assert library.compare("river rhine vs ship lift".split(), loose=True).topics == (
        "Rhine",
        "Ship lift",
    )


def test_a_heading_that_lists_topics_does_not_make_one_name_of_them(tmp_path: Path) -> None:
    (tmp_path / "rhine.md").write_text(f"{RHINE}## Rhine, Danube\n- Both are long.\n", "utf-8")
    (tmp_path / "danube.md").write_text(DANUBE, "utf-8")
    (tmp_path / "elbe.md").write_text(ELBE, "utf-8")
    rivers = Library.open((tmp_path,), tmp_path / "index")
    found = rivers.compare("rhine danube elbe".split(), loose=True)
    rivers.close()
    assert found.topics == ("Rhine", "Danube", "Elbe")


@pytest.mark.parametrize("typed", ["rhine limits", "river width", "draught toll", "caisson lock"])
def test_loose_words_of_a_question_are_no_names(library: Library, typed: str) -> None:
    assert library.compare(typed.split(), loose=True).rows == ()


def test_a_stranger_among_loose_names_is_named(library: Library) -> None:
    assert library.compare(["rhine", "bananas"], loose=True).unknown == ("bananas",)


def test_a_stranger_is_named_and_nothing_is_compared(library: Library) -> None:
    found = library.compare(["rhine", "bananas"])
    assert (found.topics, found.rows, found.unknown) == (("Rhine",), (), ("bananas",))


def test_a_stranger_that_looks_like_a_topic_brings_a_suggestion(library: Library) -> None:
    found = library.compare(["rhine", "danuvvve"])
    assert found.topics == ("Rhine", "Danube") or found.suggestions == ("Danube",)


def test_two_names_of_one_thing_are_one_thing(library: Library) -> None:
    found = library.compare(["rhine", "river rhine"])
    assert (found.topics, found.rows) == (("Rhine",), ())


def test_more_than_four_are_not_compared(library: Library) -> None:
    names = ["rhine", "danube", "elbe", "chamber lock", "ship lift"]
    assert library.compare(names).rows == ()


@pytest.mark.parametrize("names", [[], [""], ["", " "], ["|", "—"], ["rhine", ""]])
def test_odd_names_are_no_reason_to_fail(library: Library, names: list[str]) -> None:
    assert library.compare(names).rows == ()


def test_notes_without_facts_have_nothing_to_compare() -> None:
    assert Comparer((), (), lambda name: None).compare(["a", "b"]).unknown == ("a", "b")


@pytest.mark.parametrize(
    ("label", "attribute"),
    [
        ("Message retention period", "Retention"),
        ("Maximum payload size", "Size"),
        ("Pricing", "Price"),
        ("Billed by", "Price"),
        ("When to use", "Best for"),
        ("Routes per HTTP API", ""),
        ("Price of storage", "Price"),
        ("Kubernetes", ""),
        ("Pricing model", "Price"),
        ("Payload, synchronous", "Size"),
        ("Security group", ""),
        ("Duration-based cookie", ""),
        ("Elastic Network Interface", ""),
    ],
)
def test_labels_name_attributes_in_many_words(label: str, attribute: str) -> None:
    assert attribute_of(label) == attribute


def test_a_label_without_a_known_attribute_is_compared_by_its_own_name() -> None:
    assert own_name("Maximum draught") == own_name("Draught") == "draught"


def test_what_holds_for_a_part_says_so_and_a_parts_purpose_is_not_the_wholes(
    ferries: Library,
) -> None:
    found = ferries.compare(["ferry", "bridge"])
    assert row(found, "Draught") == [
        "Night crossing › Night lamps: 0.2 m for the lamp boat",
        "none",
    ]
    assert all("late guests" not in cell.text for _, cells in found.rows for cell in cells)


def test_an_attribute_that_is_also_a_name_of_its_topic_is_still_an_attribute(
    ferries: Library,
) -> None:
    assert (
        row(ferries.compare(["ferry", "bridge"]), "Retention")[0]
        == "Ticket retention: tickets keep for a year"
    )


def test_only_what_speaks_of_money_is_a_price(ferries: Library) -> None:
    price, _ = row(ferries.compare(["ferry", "bridge"]), "Price")
    assert "3 EUR per car" in price
    assert "rowing club" not in price and "rope" not in price


def test_a_duration_under_a_price_is_no_duration(ferries: Library) -> None:
    found = ferries.compare(["ferry", "bridge"])
    assert row(found, "Duration") == ["", "built for 100 years"]


def test_advice_to_learners_and_names_of_topics_are_no_attributes(library: Library) -> None:
    notes = library.compare(["rhine", "danube"])
    assert not {"Rhine", "Danube"} & set(titles(notes))


def test_a_table_on_another_matter_comes_last_and_says_which(ferries: Library) -> None:
    found = ferries.compare(["ferry", "bridge"])
    assert titles(found)[-2:] == ["Where to fish: Best for", "Where to fish: Shade"]
    assert row(found, "Where to fish: Shade") == ["no", "yes"]
    assert "Best for" not in titles(found)


def test_a_header_may_leave_the_last_word_of_a_name_away(ferries: Library) -> None:
    found = ferries.compare(["tidal lock", "guard lock"])
    assert row(found, "Gates") == ["two pairs", "Upper Guard lock: one; Lower Guard lock: none"]
    assert row(found, "Keeper") == ["yes", "no"]


def test_a_topic_and_a_word_of_its_part_name_the_part(ferries: Library) -> None:
    assert ferries.compare(["ferry rope", "bridge"]).topics == ("Rope ferry", "Bridge")


def test_what_is_defined_nowhere_is_told_by_what_stands_first(ferries: Library) -> None:
    short = row(ferries.compare(["rope ferry", "bridge"]), "In short")
    assert short[0] == "Hangs on a rope above the water; Needs no engine"


def test_a_word_that_is_right_is_never_taken_for_an_error(ferries: Library) -> None:
    assert ferries.compare(["ferry lock", "bridge"]).unknown == ("ferry lock",)


@pytest.mark.parametrize(
    ("names", "attribute", "wrong"),
    [
        (["redis", "memcached"], "Replication", "ElastiCache"),
        (["reserved instances", "spot instances"], "Can be interrupted", ""),
        (["sqs standard", "sqs fifo"], "In short", "S3"),
    ],
)
def test_parts_of_the_bundled_topics_are_compared_as_such(
    bundled: Library, names: list[str], attribute: str, wrong: str
) -> None:
    found = bundled.compare(names)
    assert attribute in titles(found)
    assert not wrong or all(wrong not in topic for topic in found.topics)


def test_the_bundled_notes_compare_queue_and_topic(bundled: Library) -> None:
    found = bundled.compare(["sqs", "sns"])
    assert {"Retention", "Delivery"} <= set(titles(found))
    assert bundled.compare(["s3", "bananas"]).unknown == ("bananas",)
