"""The example of docs/importing.md is what happens."""

import re
from pathlib import Path
from textwrap import dedent

from bot.cli import importing
from bot.settings import Settings
from tests.command_line import status_of

PAGE = (Path(__file__).parents[3] / "docs" / "importing.md").read_text(encoding="utf-8")


def test_the_example_of_the_page(tmp_path: Path) -> None:
    _, quiz, result = (dedent(block) for block in re.findall(r"(?:^    .*\n)+", PAGE, re.MULTILINE))
    (tmp_path / "quiz.txt").write_text(quiz)
    words = (str(tmp_path / "quiz.txt"), "--to", str(tmp_path / "notes"))
    assert status_of(importing, words, Settings()) == 0
    assert result in (tmp_path / "notes" / "quiz.md").read_text(encoding="utf-8")
