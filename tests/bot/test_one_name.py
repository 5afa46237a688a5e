"""What people read calls a thing by one name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OTHER_NAMES = re.compile(r"(?i)daily quiz|question\s+of\s+the\s+day")
STORED = re.compile(r'"daily quiz (?:set|off|paused)"')  # what audit logs have held ever since


@pytest.mark.parametrize("where", ["bot", "adapters", "jobs", "docs"])
def test_the_daily_question_is_called_so_everywhere(where: str) -> None:
    files = [*(ROOT / where).rglob("*.py"), *(ROOT / where).rglob("*.md"), ROOT / "README.md"]
    said = {file.name: STORED.sub("", file.read_text(encoding="utf-8")) for file in files}
    assert [name for name, text in said.items() if OTHER_NAMES.search(text)] == []
