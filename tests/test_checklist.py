"""The list of findings names tests that exist, and a state for each."""

import re
from pathlib import Path

import pytest

from jobs.chores import KEPT_AFTER_REMOVAL, MARKS_KEPT

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| ([SDE]\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def _rows() -> list[tuple[str, str, str, str]]:
    return ROW.findall((ROOT / "docs" / "checklist.md").read_text())


def test_every_finding_has_a_state() -> None:
    rows = _rows()
    assert len(rows) > 55
    assert {state.partition(":")[0] for _, _, state, _ in rows} <= {"before", "now", "open"}


def _tests() -> set[str]:
    source = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    return set(re.findall(r"def (test_\w+)", source))


@pytest.mark.parametrize("page", ["bundled-notes.md", "promises.md"])
def test_what_is_promised_is_shown_by_tests_that_exist(page: str) -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs" / page).read_text()))
    assert len(named) > 20
    assert named <= _tests(), named - _tests()


def test_what_is_mended_is_held_by_a_test_that_exists() -> None:
    written = _tests()
    for number, _, state, held in _rows():
        named = set(re.findall(r"`(test_\w+)`", held))
        assert named <= written, f"{number}: {named - written}"
        assert named or state.startswith("open"), number


def test_the_texts_for_a_listing_name_what_the_software_does() -> None:
    privacy = (ROOT / "docs" / "privacy.md").read_text()
    kept_after_removal = f"deleted after {KEPT_AFTER_REMOVAL.days} days"
    assert kept_after_removal in privacy and f"for {MARKS_KEPT.days} days" in privacy
    for command in ("export me", "forget me", "opt out"):
        assert f"`{command}`" in privacy
    assert "[" in (ROOT / "docs" / "terms.md").read_text(), "to be filled in by whoever runs it"
