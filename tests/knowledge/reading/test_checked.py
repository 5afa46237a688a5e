"""Marks that say when a line was last held against its source."""

from pathlib import Path

import pytest

from knowledge.library import Library
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
