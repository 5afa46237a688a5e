"""Marks that say when a line was last held against its source."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library
from knowledge.reading.checking import take_checked
from knowledge.reading.document import read_document


@pytest.mark.parametrize(
    ("line", "text", "month"),
    [
        ("- At most 5 keys. (checked 2026-11)", "At most 5 keys.", "2026-11"),
        ("- At most 5 keys (checked 2026-11).", "At most 5 keys.", "2026-11"),
        ("- **Keys**: at most 5 (checked 2026-01)", "Keys: at most 5", "2026-01"),
        ("- At most 5 keys (checked 2026-13)", "At most 5 keys (checked 2026-13)", ""),
        ("- At most 5 keys (checked often)", "At most 5 keys (checked often)", ""),
        ("- At most 5 keys (checked\n  2026-11)", "At most 5 keys (checked 2026-11)", ""),
    ],
)
def test_a_mark_is_kept_beside_the_fact_and_not_in_its_words(
    line: str, text: str, month: str
) -> None:
    (fact,) = read_document(f"# Locks\n\n{line}\n", "locks.md").facts
    assert (fact.text, fact.checked) == (text, month)


TABLE = """\
# Locks

## Figures

(checked 2026-10)

| Lock | Keys |
| --- | --- |
| Padlock | 5 |
| Bike lock | 3 (checked 2026-11) |

- A lock has pins.
"""


def test_a_mark_of_its_own_stands_for_each_row_of_the_table_below() -> None:
    document = read_document(TABLE, "locks.md")
    padlock, bike, pins = document.facts
    assert [fact.checked for fact in (padlock, bike, pins)] == ["2026-10", "2026-11", ""]
    assert [fact.cells for fact in (padlock, bike)] == [
        (("Lock", "Padlock"), ("Keys", "5")), (("Lock", "Bike lock"), ("Keys", "3")),
    ]  # fmt: skip
    assert [one.reason for one in document.skipped if one.line == 5] == ["checked"]


@pytest.mark.parametrize(
    ("note", "months"),
    [
        (
            "## Figures\n(checked 2026-11)\n- 5 keys\n- 3 doors\n\n- 7 pins\n",
            ["2026-11"] * 2 + [""],
        ),
        (
            "- A lock that has 5 keys is\n  one of many.\n  (checked 2026-11)\n- 3 doors\n",
            ["2026-11", ""],
        ),
        ("(checked 2026-11)\n\nA lock has 5 keys.\n", ["2026-11"]),
        ("- 5 keys\n\n(checked 2026-11)\n", [""]),
        ("(checked 2026-10)\n(checked 2026-11)\n- 5 keys\n- 3 doors\n", ["2026-11"] * 2),
        ("Figures\n=======\n(checked 2026-11)\n- 5 keys\n- 3 doors\n", ["2026-11"] * 2),
        ("```\nopen = 5\n\nshut = 3\n```\n(checked 2026-11)\n\n- 5 keys\n", ["2026-11", ""]),
        ("- 5 keys\n- 3 doors\n* (checked 2026-11)\n", ["", "2026-11"]),
        ("1. 5 keys\n2. (checked 2026-11)\n", ["2026-11"]),
        ("> (checked 2026-11)\n>\n> A lock has 5 keys.\n", ["2026-11"]),
        ("> A lock has 5 keys.\n> (checked 2026-11)\n", ["2026-11"]),
    ],
)
def test_a_mark_of_its_own_goes_with_the_line_above_else_with_the_block_below(
    note: str, months: list[str]
) -> None:
    document = read_document(f"# Locks\n\n{note}", "locks.md")
    assert [fact.checked for fact in document.facts] == months
    assert not any("checked" in fact.text for fact in document.facts)
    marks = {one.text: one.reason for one in document.skipped if one.reason == "checked"}
    assert len(marks) == len({line for line in note.splitlines() if "(checked" in line})
    assert all("(checked" in text for text in marks)


class Counted(list[str]):
    """Lines that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, place: Any) -> Any:
        self.looks += 1
        return super().__getitem__(place)


@pytest.mark.parametrize("piece", [["{}"], ["# a", "{}"], ["- a", "{}", "{}"]])
def test_marks_in_a_row_are_read_in_one_pass(piece: list[str]) -> None:
    lines = Counted(line.format("(checked 2026-11)") for line in piece * 600)
    take_checked(lines, [False] * len(lines))
    assert lines.looks <= 3 * len(lines)


def test_a_new_month_is_the_same_fact() -> None:
    one, other = (
        read_document(f"# Locks\n\n- At most 5 keys. (checked {month})\n", "locks.md").facts[0].id
        for month in ("2026-11", "2027-11")
    )
    assert one == other


def test_code_is_left_as_it_is() -> None:
    note = "# Locks\n\n```\nprint(5)  # (checked 2026-11)\n```\n"
    (fact,) = read_document(note, "locks.md").facts
    assert "(checked 2026-11)" in fact.text and not fact.checked


def test_a_question_knows_when_what_it_rests_on_was_checked(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    text = "# Locks\n\n## Limits\n- **Keys**: at most 5 keys for a lock. (checked 2026-11)\n"
    (notes / "locks.md").write_text(text, encoding="utf-8")
    quiz = "### How many keys may a lock have?\n- [x] 5 keys\n- [ ] 6 keys\n"
    (notes / "quiz.md").write_text(quiz + "> Source: locks.md › Limits\n", encoding="utf-8")
    library = Library.open([notes], tmp_path / "index")
    (question,) = library.authored()
    assert question.checked == "2026-11"
    assert [fact.checked for fact in library.facts("Locks")] == ["2026-11"]
