"""What is drawn from the table of commands: reference, help, completion."""

from pathlib import Path

import pytest

from bot.commands import Ask, Misread, Mistyped, command_words, follows_topic, parse
from bot.commands.options import CommandSpec
from bot.commands.reference import page
from bot.commands.table import TABLE
from bot.replies.help import everything
from bot.replies.voice import Voice

DOCS = Path(__file__).parents[2] / "docs"


def test_the_reference_is_what_the_table_says() -> None:
    written = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert written == page(), "`make reference` writes it anew"


def test_the_reference_says_that_hosts_may_write_questions() -> None:
    of_line = {part.partition("`")[0]: part for part in page().split("### `")}
    for line in ("question add", "question edit", "question list", "question"):
        assert "For hosts and admins, or whom `question writers` names." in of_line[line]
    assert "whoever invited the companion" in of_line["daily preview"]
    assert "For admins." in of_line["reports"]
    assert "For " not in of_line["quiz"].splitlines()[2]


@pytest.mark.parametrize("spec", TABLE, ids=lambda spec: spec.record.__name__)
def test_every_row_is_read_as_its_own_record(spec: CommandSpec) -> None:
    example = spec.example.format(one="s3", two="sqs")
    assert isinstance(parse(example or spec.line), spec.record)


def test_the_help_lists_every_example_of_the_table() -> None:
    said = str(everything(Voice(), ["S3", "SQS"]).parts)
    for spec in TABLE:
        assert spec.example.format(one="S3", two="SQS") in said


@pytest.mark.parametrize("line", command_words())
def test_a_line_that_completion_offers_is_read(line: str) -> None:
    assert not isinstance(parse(line), Ask | Mistyped)
    assert not isinstance(parse(line), Misread) or line in ("ask", "compare")


def test_a_topic_is_offered_after_the_commands_that_take_one() -> None:
    assert [word for word in command_words() if follows_topic(word)] == [
        "compare", "topics", "conflicts", "quiz",
    ]  # fmt: skip
