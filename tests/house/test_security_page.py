"""What docs/security.md, scaling.md and questions.md name as a test exists where they say."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMES = re.compile(r"(?:def|class) (\w+)")
A_TEST = re.compile(r"tests/|…|test_|Test[A-Z]")


def names_in_files() -> dict[str, set[str]]:
    """The functions and classes of each file of tests, by its path."""
    return {
        str(file.relative_to(ROOT)): set(NAMES.findall(file.read_text(encoding="utf-8")))
        for file in (ROOT / "tests").rglob("test_*.py")
    }


def named_in(page: str) -> list[str]:
    """The tests that the last cells of a page's tables name, in whole or (…) in part."""
    text = (ROOT / "docs" / f"{page}.md").read_text(encoding="utf-8")
    cells = [line.rstrip("| ").rpartition("|")[2] for line in text.splitlines() if line[:1] == "|"]
    found = re.findall(r"`([^`]+)`", "\n".join(cells))
    return [one for one in found if A_TEST.match(one)]


def is_there(test: str, files: dict[str, set[str]]) -> bool:
    """Whether there is a test `tests/a/test_b.py::test_c`, `…::test_c`, `test_c` or `…c…`."""
    path, _, name = test.rpartition("::") if "::" in test else ("", "", test)
    if name.startswith("tests/"):
        return (ROOT / name).exists()
    if path.startswith("tests/"):
        return name in files.get(path, set())
    part = name.strip("…")
    known = set().union(*files.values()) | {Path(file).stem for file in files}
    return any(part in one for one in known) if part != name else name in known


@pytest.mark.parametrize(("page", "least"), [("security", 85), ("scaling", 40), ("questions", 80)])
def test_every_test_that_a_page_names_exists(page: str, least: int) -> None:
    files, named = names_in_files(), named_in(page)
    assert len(named) >= least
    assert [test for test in named if not is_there(test, files)] == []


def test_every_number_has_its_row_with_a_test() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| ")]
    numbered = {row[0]: row for row in rows if row[0].isdecimal() or row[0] == "exports"}
    assert set(numbered) == {*map(str, range(1, 21)), "exports"}
    for row in numbered.values():
        assert len(row) == 4 and all(row)
        assert any(A_TEST.match(one) for one in re.findall(r"`([^`]+)`", row[3])), row[0]
