"""What comments and pages name exists: nobody is sent to a file that is not there."""

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("architecture.md", "glossary.md", "commands.md")
IN_A_PAGE = re.compile(r"(?:bot|adapters|jobs|knowledge)/[\w/.]+\b")
IN_CODE = re.compile(r"\b[\w/]+\.(?:py|md)\b")
SOURCES = sorted(
    file for package in ("bot", "adapters", "jobs") for file in (ROOT / package).rglob("*.py")
)
LIBRARIES = {"discord.py"}
NAMES = (
    LIBRARIES
    | {file.name for file in ROOT.rglob("*.py")}
    | {file.name for file in ROOT.rglob("*.md")}
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_only_files_that_exist(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    for path in IN_A_PAGE.findall(text):
        assert (ROOT / path.rstrip("/.")).exists(), path


def said_in(file: Path) -> Iterator[str]:
    """Comments and docstrings."""
    source = file.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or token.string.startswith('"""'):
            yield token.string


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_comment_names_only_files_that_exist(file: Path) -> None:
    for text in said_in(file):
        for path in IN_CODE.findall(text):
            assert Path(path).name in NAMES, path
