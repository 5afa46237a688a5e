"""docs/writing-questions.md: every form that it shows is read as it says."""

import re
from pathlib import Path

import pytest

from bot.commands import Ask, Misread, parse
from bot.quiz.writing import (
    LONGEST_OPTION,
    LONGEST_STEM,
    LONGEST_WHY,
    MOST_OPTIONS,
    WrittenForm,
    form_of,
)
from knowledge.library import Library
from knowledge.model import Question
from knowledge.reading.option_forms import MOST
from tests.bot.test_writing_questions import read

PAGE = (Path(__file__).parents[2] / "docs" / "writing-questions.md").read_text(encoding="utf-8")
NOTES = [text for _fence, text in re.findall(r"(`{3,})markdown\n(.*?)\1", PAGE, re.DOTALL)]
FORMS = re.findall(r"```form\n(.*?)\n\n(.*?)```", PAGE, re.DOTALL)
# The questions of each example of notes: how they are answered, what is right, what else counts.
READ: list[list[tuple[str, str, tuple[str, ...]]]] = [
    [("choice", "FIFO", ())],
    [("choice", "It is seen again after a while", ())],
    [],  # things to do
    [("several", "Versioning; Object Lock", ())],
    [("choice", "Amazon RDS", ())],
    [("several", "Amazon S3; Amazon EFS", ())],
    [("choice", "0 and 1", ())],
    [("typed", "Amazon SQS", ("Simple Queue Service",))],
    [("typed", "443", ())],
    [("card", "The sender goes on while the receiver is away, and the receiver works off what has "
      "come meanwhile.", ())],
    [("card", "It works the message off.\nThen it deletes it, or the message comes again.", ())],
    [("typed", "Names into addresses", ())],
    [("card", "What could not be processed is kept there, out of the way of the other messages, "
      "until somebody has looked at it.", ())],
    [("typed", "443", ())],
    [("typed", "22", ()), ("typed", "Port of SSH", ())],
    [("card", "The time for which a message that somebody has received is hidden from all others.",
      ())],
    [("typed", "53", ()), ("card", "Which port does DNS use?", ())],
    [("typed", "4 days", ())],
    [("typed", "24 hours", ())],
    [("choice", "Messages that could not be processed", ())],
]  # fmt: skip


def test_each_form_of_the_notes_is_the_question_that_the_page_says(tmp_path: Path) -> None:
    for number, text in enumerate(NOTES):
        (tmp_path / f"q{number}.md").write_text(f"# Queues {number}\n\n{text}", encoding="utf-8")
    cited = "# SQS\n\n## Visibility timeout\n\nA message in work is hidden for 30 seconds.\n"
    (tmp_path / "sqs.md").write_text(cited, encoding="utf-8")
    library = Library.open([str(tmp_path)], tmp_path / "index")
    found: dict[str, list[Question]] = {f"q{number}.md": [] for number in range(len(NOTES))}
    for question in library.written():
        assert question.written_at
        found[question.written_at.file].append(question)
    library.close()
    assert [
        [(one.answered_by, one.right, one.accept[1:]) for one in questions]
        for questions in found.values()
    ] == READ
    examples = [questions[0] for questions in found.values() if questions]
    first, plain, coded, lines = (examples[number] for number in (0, 1, 5, 9))
    assert (first.hint, first.level, first.tags) == (
        "First in, first out.", 1, ("saa", "scenario"),
    )  # fmt: skip
    assert first.why_not[0].startswith("It delivers")
    assert plain.explanation == "A message is hidden while somebody works on it, and no longer."
    assert (plain.hint, plain.sources[0].file) == ("Nobody deleted it.", "sqs.md")
    assert plain.why_not[0] == "Nobody but the worker deletes it."
    assert coded.stem == "What does this print?\n    for n in range(2):\n        print(n)"
    assert coded.options[::2] == ("1 and 2", "a curve that begins at two")
    assert re.sub(r"\n {2}", "\n", coded.options[3]).strip() == "while True:\n    print(0)"
    assert lines.stem == "What does a worker do with each message,\nand in which order?"
    gaps = [one.stem for one in examples if "____" in one.stem]
    assert gaps == [
        "SQS keeps messages for ____ unless told otherwise.",
        "Kinesis keeps records for ____ unless told otherwise.",
    ]
    assert examples[-1].id == "dead-letters"


def test_each_form_of_the_chat_is_read_as_the_page_says() -> None:
    read_as = [
        (one.answered_by, one.right, one.accept, one.origin)
        for one in (read(WrittenForm(stem, options)) for stem, options in FORMS)
    ]
    assert read_as == [
        ("choice", "14 days", (), "authored"),
        ("several", "Amazon SQS; Amazon Kinesis", (), "authored"),
        ("typed", "AWS Lambda", ("AWS Lambda", "Lambda"), "authored"),
        ("card", "The sender goes on while the receiver is away.", (), "authored"),
    ]


def test_what_a_form_takes_is_what_the_page_says() -> None:
    (said,) = re.findall(r"A form takes [^.]*\.", PAGE)
    limits = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", said)]
    assert limits == [LONGEST_STEM, MOST_OPTIONS, LONGEST_OPTION, LONGEST_WHY, MOST]


def test_each_command_of_the_page_is_one() -> None:
    for line in re.findall(r"`((?:question|daily|quiz|plan) [^`]*)`", PAGE):
        assert not isinstance(parse(line), Ask | Misread), line


@pytest.mark.parametrize("stem_and_options", FORMS)
def test_a_question_goes_into_its_form_and_comes_out_the_same(
    stem_and_options: tuple[str, str],
) -> None:
    question = read(WrittenForm(*stem_and_options, topic="SQS"))
    assert read(form_of(question)) == question
