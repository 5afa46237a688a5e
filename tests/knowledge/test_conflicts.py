"""Contradictions: what cannot both be right, what only looks so, and how it is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.conflicts import disagreements, find_conflicts
from knowledge.conflicts.sayings import find_denied
from knowledge.model import Conflict
from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble
from knowledge.statements import Statements, read_statements
from tests.effort import grows_evenly
from tests.knowledge.pack import Pack

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
        ("- The kiln is stateless.", "- The kiln is stateful."),
        ("- Lids are closed automatically.", "- Lids are closed manually."),
        ("- The kiln is not stateful.", "- The kiln is stateful."),
        # denied
        ("- Porcelain pots are not supported.", "- Porcelain pots are supported."),
        ("- Apprentices cannot open the lid.", "- Apprentices can open the lid."),
        ("- Glazed pots are unsupported in winter.", "- Glazed pots are supported in winter."),
    ],
)
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


def test_the_other_column_contradicts_nothing() -> None:
    table = "# Ovens\n| what | Kiln | Hearth |\n| --- | --- | --- |\n| Spare lids | yes | no |\n"
    assert conflicts(KILN + "- Support for spare lids of iron\n", table) == []


def test_three_lines_against_one_are_one_disagreement() -> None:
    texts = [f"{KILN}- **Firing time**: maximum {hours} h.\n" for hours in (8, 8, 12, 8)]
    found = conflicts(*texts)
    assert len(found) == 3
    (one,) = disagreements(found)
    assert [side.file for side in one.statements] == ["0.md", "1.md", "2.md", "3.md"]


def test_the_same_notes_give_the_same_contradictions() -> None:
    texts = [f"{KILN}- **Firing time**: maximum {n} h.\n" for n in range(4)]
    assert len(conflicts(*texts)) == 6
    assert conflicts(*texts) == conflicts(*texts)


def test_a_row_of_a_table_contradicts_its_neighbour_nowhere() -> None:
    table = "# Kiln\nThe kiln is an oven.\n| size | Load |\n| --- | --- |\n| small | 5 kg |\n"
    assert conflicts(table + "| large | 9 kg |\n") == []


def test_a_cell_contradicts_a_line() -> None:
    table = (
        "# Ovens\n| what | Kiln | Hearth |\n| --- | --- | --- |\n| Firing time | up to 7 h | – |\n"
    )
    (found,) = conflicts(KILN + "- **Firing time**: maximum 9 h.\n", table)
    assert {found.a.value, found.b.value} == {"9 h", "7 h"}
    assert found.b.text == "Firing time — Kiln: up to 7 h"


@pytest.mark.parametrize(
    ("one", "other"),
    [  # as other people's notes had them, every one a false alarm
        ("Is the container still running?", "No, the container is not running."),
        ("Remove the set but not the pods it created.", "The set created the pods."),
        ("Most of the images don't contain a kernel.", "In most cases, images contain a kernel."),
        ("$A,B$ are one bit long", "What if $A$ and $B$ are two bits long?"),
        ('Explain "persistent volumes".', 'Explain "ephemeral volumes".'),
        ("k scale rs web --replicas=5", "k scale rs web --replicas=1"),
        ("Bandwidth is typically 1 Gbps or 10 Gbps.", "Bandwidth from 50 Mbps up to 10 Gbps."),
    ],
)
def test_questions_orders_and_code_claim_nothing(one: str, other: str) -> None:
    assert conflicts(f"{KILN}- {one}\n", f"{KILN}- {other}\n") == []


def test_values_by_the_hundred_are_a_list_of_cases() -> None:
    lines = "".join(f"- **Firing time**: maximum {n} h.\n" for n in range(1, 400))
    assert conflicts(KILN + lines, KILN + lines) == []


@given(st.lists(st.text(max_size=80), max_size=6))
def test_no_text_whatever_raises(lines: list[str]) -> None:
    conflicts(KILN + "\n".join(f"- {line}" for line in lines))


def test_the_bundled_notes_contradict_themselves_nowhere(read_pack: Pack) -> None:
    notes = read_pack.notes
    assert find_conflicts(notes.facts, notes.topics) == []


def test_thousands_of_lines_that_deny_one_another_are_not_held_against_each_other() -> None:
    def denying(count: int) -> Statements:
        lines = (f"- Valve gate w{n} is {'not ' * (n % 2)}open\n" for n in range(count))
        notes = assemble([read_document(f"# Valves\n\n{''.join(lines)}", "valves.md")])
        return read_statements(notes.facts, notes.topics)

    few, many = denying(1_250), denying(5_000)
    assert grows_evenly(lambda: list(find_denied(few)), lambda: list(find_denied(many)))
