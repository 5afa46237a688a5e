"""Questions that people wrote, from the note through the index to the answer."""

import json
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.questions import as_json

QUIZ = """\
# Knots: questions

### Which knot makes a loop that does not slip?
- [ ] Clove hitch
  > It grips a pole.
- [x] Bowline
  > It holds under load.
> Explanation: It is easy to untie afterwards.
> Source: sea/knots.md › Loops

### How many turns has a round turn?
A: two
Accept: 2

### Which knot is best?
- [ ] This one
- [ ] That one
"""
NOTE = "# Knots\n\nAliases: ropework, bends\n\n## Loops\n\n- A loop is closed.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notes = tmp_path / "notes"
    (notes / "sea").mkdir(parents=True)
    (notes / "sea" / "knots.questions.md").write_text(QUIZ, encoding="utf-8")
    (notes / "sea" / "knots.md").write_text(NOTE, encoding="utf-8")
    return notes


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Library:
    return Library.open([folder], tmp_path / "index")


def test_the_answer_is_told_and_its_question_leads_to_it(library: Library) -> None:
    for asked in (
        "Which knot makes a loop that does not slip?",
        "which knot makes a loop",
        "which knot makes a lop that does not slip",
    ):
        found = library.ask(asked)
        assert found.confident
        assert found.answers[0].best == "Bowline"
        assert found.answers[0].section[-1] == "Which knot makes a loop that does not slip?"
        assert (found.answers[0].sources[0].file, found.answers[0].sources[0].line) == (
            "sea/knots.questions.md", 3,
        )  # fmt: skip


def test_no_answer_has_a_wrong_option(library: Library) -> None:
    told = json.dumps([a.best for a in library.ask("clove hitch pole loop").answers])
    assert "Clove" not in told
    assert library.facts()
    assert all("Clove" not in fact.text for fact in library.facts())


def test_sources_are_what_the_question_cites_and_then_its_own_line(library: Library) -> None:
    choice, card = map(as_json, library.written())
    assert choice["sources"] == [
        {"file": "sea/knots.md", "line": 7},
        {"file": "sea/knots.questions.md", "line": 3},
    ]
    assert (choice["origin"], choice["bank"], choice["answers"]) == ("authored", False, [1])
    assert (card["accept"], card["options"]) == (["two", "2"], [])


def test_the_report_counts_them_and_names_the_broken_ones(library: Library) -> None:
    report = library.refresh()
    assert (report.choices, report.cards) == (1, 1)
    (broken,) = report.broken
    assert (broken.file, broken.line) == ("sea/knots.questions.md", 15)


def test_another_file_changed_keeps_them_as_they_are(folder: Path, library: Library) -> None:
    before = library.authored()
    (folder / "sea" / "more.md").write_text("# More\n\n- a fact\n", encoding="utf-8")
    assert library.refresh().read == ("sea/more.md",)
    assert library.authored() == before


def test_another_tag_reads_all_anew(folder: Path, tmp_path: Path) -> None:
    (folder / "cards.md").write_text("#cards\n\nPort of SSH::22\n", encoding="utf-8")
    for tag, count in (("#flashcards", 2), ("#cards", 3)):
        library = Library.open([folder], tmp_path / "index", flashcard_tag=tag)
        assert len(library.authored()) == count


def test_a_declared_alias_always_answers(library: Library) -> None:
    for alias in ("ropework", "bends"):
        assert library.ask(alias).confident
