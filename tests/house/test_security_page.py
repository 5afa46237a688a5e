"""docs/security.md names a test for everything that it says: each of them exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_test_that_the_page_names_exists() -> None:
    page = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+|Test\w+)(?:…)?`", page))
    assert len(named) > 30
    files = list((ROOT / "tests").rglob("test_*.py"))
    known = {file.stem for file in files}
    for file in files:
        known |= set(re.findall(r"(?:def|class) (\w+)", file.read_text(encoding="utf-8")))
    missing = {name for name in named if not any(one.startswith(name) for one in known)}
    assert missing == set()
