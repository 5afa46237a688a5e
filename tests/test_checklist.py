"""The list of findings names tests that exist, and a state for each."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| ([SD]\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def _rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall((ROOT / "docs" / "checklist.md").read_text())


def test_every_finding_has_a_state() -> None:
    rows = _rows()
    assert len(rows) > 40
    assert {state.partition(":")[0] for _, _, state, _ in rows} <= {"before", "now", "open"}


def test_what_is_mended_is_held_by_a_test_that_exists() -> None:
    source = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    written = set(re.findall(r"def (test_\w+)", source))
    for number, _, state, held in _rows():
        named = set(re.findall(r"`(test_\w+)`", held))
        assert named <= written, f"{number}: {named - written}"
        assert named or state.startswith("open"), number
