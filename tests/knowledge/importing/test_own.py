"""Our own questions, written as notes, are read as the same questions."""

from pathlib import Path

import pytest

from bot.cli import export
from bot.settings import Settings
from knowledge.importing.items import ImportedOption, Item
from knowledge.importing.markdown import blocks_of, items_as_markdown
from knowledge.importing.own import item_of_question
from knowledge.model import Question, Source
from knowledge.reading.document import read_document
from knowledge.reading.prose import readable_with_code
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


@pytest.mark.parametrize(
    "stem",
    [
        "Look:\n```\ncode();\n```\nWhich one?",
        "Look:\n```\n\n# no heading\n---\ncode();\n```\nWhich one?",
        "A firm has x.\n\nWhich one is best?\n\nAssume y holds.",
        "One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n\nWhich?\n\nSix.",
        "A store runs.\n- it has a\n- it has b\nWhich fits?",
        "A store runs.\n\n1. it has a\n2. it has b\n\nWhich fits?",
        "A store runs\n> as they say\nuntil it ends",
    ],
)
@pytest.mark.parametrize("above", ["", "A text.\n\n## Which is it?\n- [x] a\n- [ ] b\n\n"])
def test_a_stem_that_asks_further_down_is_read_back_whole(stem: str, above: str) -> None:
    options = (ImportedOption("yes", True), ImportedOption("no", False))
    items = [Item("s-1", stem, options), Item("s-2", stem, options)]
    text = above + "\n".join(blocks_of(items))
    found = {question.id: question for question in read_document(text, "out.md").authored}
    for identity in ("s-1", "s-2"):
        assert found[identity].stem == readable_with_code(stem.split("\n"))
        assert found[identity].options == ("yes", "no")


def test_a_scenario_of_the_notes_leaves_a_card_in_it_to_itself() -> None:
    text = "# T\n\n## Scenario\n\nQ: How hot?\nA: 80 °C\n\nWhich tea?\n- [x] green\n- [ ] black\n"
    assert [question.stem for question in read_document(text, "out.md").authored] == [
        "How hot?",
        "Which tea?",
    ]


def test_scores_are_no_notes(tmp_path: Path) -> None:
    settings = Settings(database_url=f"sqlite:///{tmp_path}/study.db")
    assert status_of(export, ("questions", "--format", "xml"), settings) == 2
    assert status_of(export, ("scores", "--format", "md"), settings) == 2
