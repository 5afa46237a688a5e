"""Contradictions: what cannot both be right, what only looks so, and how it is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.conflicts import disagreements, find_conflicts
from knowledge.model import Conflict
from knowledge.reading import assemble, read_document, read_notes

KILN = "# Kiln\nThe kiln is an oven for pots.\n"


def conflicts(*texts: str) -> list[Conflict]:
    notes = assemble([read_document(text, f"{n}.md") for n, text in enumerate(texts)])
    return find_conflicts(notes.facts, notes.topics)


def test_two_maxima_of_one_thing_contradict_across_files() -> None:
    (found,) = conflicts(
        KILN + "- **Firing time**: maximum 8 h.\n", KILN + "- **Firing time**: up to 12 h.\n"
    )
    assert (found.topic, found.a.value, found.b.value) == ("Kiln", "8 h", "12 h")
    assert (found.a.file, found.b.file) == ("0.md", "1.md")
    assert found.severity == "high"


def test_a_range_contradicts_by_its_end() -> None:
    (found,) = conflicts(
        KILN + "- Data retention: 24 hours (default) to 365 days\n",
        KILN + "- **Retention period**: up to 7 days.\n",
    )
    assert {found.a.value, found.b.value} == {"365 days", "7 days"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- **Load**: maximum 900 s.", "- **Load**: maximum 15 min."),  # the same
        ("- **Load**: default 5 kg.", "- **Load**: maximum 9 kg."),  # another qualifier
        ("- **Load**: maximum 5 kg.", "- **Draught**: maximum 9 kg."),  # another property
        ("- **Load**: maximum 5 kg.", "- **Load**: maximum 9 pots."),  # another dimension
        ("- **Load**: maximum 9 kg (until 2024: 5 kg).", "- **Load**: maximum 9 kg."),  # history
        ("## Small\n- **Load**: maximum 5 kg.", "## Large\n- **Load**: maximum 9 kg."),  # tiers
        ("- For example a load of 5 kg.", "- For example a load of 9 kg."),
    ],
)
def test_figures_that_only_look_alike_are_no_contradiction(one: str, other: str) -> None:
    assert conflicts(f"{KILN}{one}\n", f"{KILN}{other}\n") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # opposite words
        ("- The kiln is stateless.", "- The kiln is a stateful oven."),
        ("- Lids are closed automatically.", "- Lids are closed manually."),
        ("- Clay: near real-time drying", "- Clay: real-time drying"),
        ("- Glaze on a pot is deleted when the fire is terminated.",
         "- Glaze on a pot persists after the fire is terminated."),
        ("- Drying of pots is free.", "- Drying of pots is charged."),
        ("- At-least-once delivery of pots", "- Best-effort delivery of pots"),
        # denied
        ("- Porcelain pots are not supported.", "- Porcelain pots are supported."),
        ("- Apprentices cannot open the lid.", "- Apprentices can open the lid."),
        ("- Tongs are meant for masters, not humans.", "- Tongs serve masters or users."),
        # one and several
        ("- A lid can only be attached to one kiln at a time.",
         "- A lid can be attached to multiple kilns."),
        # one side allows only what the other denies
        ("- The kiln only has allow rules.", "- Used to allow or deny pots."),
        # from where
        ("- Coal is accepted only from trusted yards.", "- Coal must come from anywhere."),
    ],
)  # fmt: skip
def test_statements_that_cannot_both_be_true_are_told(one: str, other: str) -> None:
    found = conflicts(f"{KILN}{one}\n", f"{KILN}{other}\n")
    assert [(pair.a.file, pair.b.file) for pair in found] == [("0.md", "1.md")]
    assert found[0].topic == "Kiln"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # other parts, editions, cases
        ("## Small kiln\n- Lids close automatically.", "## Large kiln\n- Lids close manually."),
        ("- **Read door**: asynchronous drying", "- **Main door**: synchronous drying"),
        # conditions, exceptions, possibilities, advice
        ("- If it rains, lids are closed manually.", "- Lids are closed automatically."),
        ("- Lids are closed manually unless it rains.", "- Lids are closed automatically."),
        ("- Lids can be closed manually.", "- Lids are closed automatically."),
        ("- Never open the lid at night.", "- Open the lid at night."),
        # both poles in one breath say neither
        ("- Lids are closed automatically or manually.", "- Lids are closed manually."),
        # other matters
        ("- Lids are closed automatically.", "- Coal is weighed manually."),
        ("- The kiln works without manual help.", "- The kiln works automatically."),
        ("- One or many lids cover it.", "- Multiple lids cover it."),
    ],
)  # fmt: skip
def test_what_only_looks_opposite_is_not(one: str, other: str) -> None:
    assert conflicts(f"{KILN}{one}\n", f"{KILN}{other}\n") == []


def test_neighbours_in_one_list_are_cases_not_contradictions() -> None:
    assert (
        conflicts(KILN + "- Small lids close automatically.\n- Small lids close manually.\n") == []
    )


def test_a_cell_that_says_no_contradicts_a_line_that_says_yes() -> None:
    table = "# Ovens\n| what | Kiln | Hearth |\n| --- | --- | --- |\n| Spare lids | no | yes |\n"
    (found,) = conflicts(KILN + "- Support for spare lids of iron\n", table)
    assert (found.topic, found.attribute) == ("Kiln", "Spare lids")
    assert found.b.text == "Spare lids — Kiln: no"


def test_the_other_column_contradicts_nothing() -> None:
    table = "# Ovens\n| what | Kiln | Hearth |\n| --- | --- | --- |\n| Spare lids | yes | no |\n"
    assert conflicts(KILN + "- Support for spare lids of iron\n", table) == []


def test_a_part_outside_the_range_of_the_whole_is_told() -> None:
    whole = (
        "# Kiln\nThe kiln is an oven.\n# Hearth\nThe hearth is a fire.\n## Both\n"
        "| what | Kiln | Hearth |\n| --- | --- | --- |\n| Purity | 99.9% - 99.99% | 95% |\n"
    )
    part = (
        KILN + "## Sizes\n| size | Purity |\n| --- | --- |\n| small | 99.5% |\n| big | 99.95% |\n"
    )
    (found,) = conflicts(whole, part)
    assert {found.a.value, found.b.value} == {"99.9% - 99.99%", "99.5%"}


def test_an_option_may_not_take_longer_than_is_promised_for_all() -> None:
    promised = KILN + "- **Night Deep Firing**: done within 12 hours\n"
    listed = KILN + "- Night Deep Firing:\n  - Quick (10 hours)\n  - Slow (48 hours)\n"
    (found,) = conflicts(promised, listed)
    assert {found.a.value, found.b.value} == {"12 hours", "48 hours"}


def test_three_lines_against_one_are_one_disagreement() -> None:
    texts = [f"{KILN}- **Firing time**: maximum {hours} h.\n" for hours in (8, 8, 12, 8)]
    found = conflicts(*texts)
    assert len(found) == 3
    (one,) = disagreements(found)
    assert [side.file for side in one.statements] == ["0.md", "1.md", "2.md", "3.md"]


def test_the_same_notes_give_the_same_contradictions() -> None:
    texts = [f"{KILN}- **Firing time**: maximum {n} h.\n- Lids close manually.\n" for n in range(5)]
    texts.append(f"{KILN}- Lids close automatically.\n")
    assert len(conflicts(*texts)) == 15
    assert conflicts(*texts) == conflicts(*texts)


def test_like_lines_by_the_thousand_are_not_held_against_one_another() -> None:
    few, many = (_seconds_for_like_lines(count) for count in (100, 1800))
    assert many < 80 * few  # 18 times as many lines; pairs of all with all would take 324 times


def _seconds_for_like_lines(count: int) -> float:
    lines = "".join(
        f"\n\n- Pot {n} is not closed manually by hand, at most {n} s\n" for n in range(count)
    )
    began = time.process_time()
    conflicts(KILN + lines, KILN + lines.replace("not closed", "closed"))
    return time.process_time() - began


@given(st.lists(st.text(max_size=80), max_size=6))
def test_no_text_whatever_raises(lines: list[str]) -> None:
    conflicts(KILN + "\n".join(f"- {line}" for line in lines))


def test_the_bundled_notes_contradict_themselves_nowhere() -> None:
    notes = read_notes(["bundled"])
    assert find_conflicts(notes.facts, notes.topics) == []
