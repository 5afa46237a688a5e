"""Our own questions, written as notes, are read as the same questions."""

from pathlib import Path

import pytest

from bot.cli import export
from bot.settings import Settings
from knowledge.importing.markdown import items_as_markdown
from knowledge.importing.own import item_of_question
from knowledge.model import Question, Source
from knowledge.reading import read_document
from tests.command_line import status_of

NOTE = """# Tea

Tea is a drink made from leaves in hot water.

## Limits
- **Steeping**: default 3 min, maximum 10 min per cup.
- **Cooling**: default 5 min, maximum 20 min per cup.
- **Rinsing**: default 1 min, maximum 2 min per cup.

## Cards

Q: What is std&#58;:tea?
A: A *drink*
Accept: a brew; chai
Hint: hot
<!-- id: my-card -->

## Which two are teas?
- [x] green `a::b`
  > From leaves.
- [ ] 1. coffee
- [x] black
> Explanation: Both are of one plant.
> Tags: drink
<!-- id: my-choice -->
"""


def test_questions_as_notes_are_the_same_questions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tea.md").write_text(NOTE)
    settings = Settings(
        notes=(str(tmp_path / "tea.md"),), database_url=f"sqlite:///{tmp_path}/study.db"
    )
    assert status_of(export, ("questions", "--format", "md"), settings) == 0
    document = read_document(capsys.readouterr().out, "out.md")
    assert document.broken == ()
    found = {question.id: question for question in document.authored}
    for own in read_document(NOTE, "tea.md").authored:
        back = found[own.id]
        for part in ("kind", "stem", "options", "answers", "accept", "why", "answer", "hint",
                     "explanation", "tags"):  # fmt: skip
            assert getattr(back, part) == getattr(own, part), part


def test_a_made_question_reads_back_as_it_was() -> None:
    made = Question(
        "0a1b", "v1", "T3", "Green tea", "tea", "# How hot is *it*?\ndef f():\n    return 1;",
        ("60 °C", "- 80 °C\n  x = 1;", "<b>"), 1, "Answer: hot.", ("Too cold.", "", "[x] no"),
        (Source("tea.md", 7),), ("Tea",), hint="Q: boil?",
    )  # fmt: skip
    text = items_as_markdown([item_of_question(made)], "Questions", "#flashcards")
    (back,) = read_document(text, "out.md").authored
    assert (back.id, back.stem, back.options) == (made.id, made.stem, made.options)
    assert (back.answers, back.why) == ((1,), made.why_not)
    assert (back.explanation, back.hint) == (made.explanation, made.hint)


def test_scores_are_no_notes(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/study.db")
    assert status_of(export, ("questions", "--format", "xml"), settings) == 2
    assert status_of(export, ("scores", "--format", "md"), settings) == 2
