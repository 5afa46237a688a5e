"""Queries for a whole list, the card that answers them, and what is no answer."""

from pathlib import Path

import pytest

from knowledge.search import Search

from .searching import search_over

NOTES = {
    "files.md": """# FSx

- FSx runs file systems

## FSx for Windows

- Windows shares over SMB

## FSx for Lustre

- Lustre for fast computing

## FSx Deployment Options

- Scratch: cheap
- Persistent: copied
""",
    "edge.md": """# Edge

## Edge Functions and Edge Workers

- Edge Functions: light
- Edge Workers: heavy
""",
    "exam.md": """# Edge

## Edge Functions vs Edge Workers

- Runtime: Functions JavaScript, Workers Python
- Memory: Functions 2 MB, Workers 10 GB
""",
}


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return search_over(NOTES, tmp_path_factory.mktemp("lists"))


def card(search: Search, typed: str) -> str:
    found = search.ask(typed)
    assert found.confident
    return "\n".join((found.answers[0].best, *found.answers[0].facts))


@pytest.mark.parametrize("typed", ["fsx types", "fsx flavours", "kinds of fsx"])
def test_a_short_list_goes_on_with_what_it_is_part_of(notes: Search, typed: str) -> None:
    shown = card(notes, typed)
    assert "Windows" in shown
    assert "Lustre" in shown


@pytest.mark.parametrize(
    "typed", ["edge functions vs edge workers", "how do edge functions differ from edge workers"]
)
def test_a_comparison_takes_in_what_other_notes_compare(notes: Search, typed: str) -> None:
    shown = card(notes, typed)
    assert "light" in shown
    assert "JavaScript" in shown


def test_how_many_a_list_has_need_not_be_said(tmp_path: Path) -> None:
    notes = {"a.md": "# Cloud\n\n## Module 5\n\n- Snapshots of disks\n\n## Service Models\n\n"}
    notes["a.md"] += "- SaaS: software\n- PaaS: platform\n- IaaS: machines\n"
    assert "SaaS" in card(search_over(notes, tmp_path), "the 3 cloud service models")


def test_what_no_notes_compare_is_shown_side_by_side(tmp_path: Path) -> None:
    notes = {
        "a.md": "# Crow\n\n- A crow is a black bird\n\n# Plane\n\n- A plane flies by engine\n",
        "b.md": "# Plane\n\n## What it is\n\n- A plane is a machine\n",
    }
    shown = card(search_over(notes, tmp_path), "crow vs plane")
    assert "black bird" in shown
    assert "engine" in shown


def test_a_list_does_not_go_on_with_other_topics(tmp_path: Path) -> None:
    notes = {"a.md": "# Birds\n\n# Crow\n\n## Crow Types\n\n- Hooded\n\n# Plane\n\n- Jet engine\n"}
    assert "Jet" not in card(search_over(notes, tmp_path), "crow types")


def test_a_maximum_without_any_number_is_refused(tmp_path: Path) -> None:
    search = search_over({"a.md": "# Vault\n\n- A vault keeps each secret encrypted\n"}, tmp_path)
    assert search.ask("vault secret encrypted").confident
    assert not search.ask("maximum size of a secret in the vault").confident


def test_a_bound_of_which_no_line_says_how_much_is_refused(tmp_path: Path) -> None:
    notes = {"a.md": "# Crow\n\n- A crow indexes documents by meaning\n- Crows are paid by query\n"}
    search = search_over(notes, tmp_path)
    assert search.ask("crow documents index").confident
    assert not search.ask("crow documents per index limit").confident


def test_a_bound_may_be_asked_for_in_other_words(tmp_path: Path) -> None:
    notes = {"a.md": "# Dax\n\n- Pricing: by node and hour\n- Scaling: from 3 to 10 nodes\n"}
    search = search_over(notes, tmp_path)
    for typed in ("dax nodes at most", "dax fewest nodes"):
        assert "3 to 10" in search.ask(typed).answers[0].best


def test_the_section_of_the_very_name_comes_before_who_mentions_it(tmp_path: Path) -> None:
    notes = {
        "a.md": "# Gateway\n\n## Crow Gateway\n\n- Native access to the Crow Windows File Server\n",
        "b.md": "# Crow\n\n## Crow Windows File Server\n\n- Speaks SMB\n- Stands in two zones\n",
    }
    assert "SMB" in search_over(notes, tmp_path).ask("crow windows file server").answers[0].best


def test_no_two_answers_begin_with_the_same_lines(tmp_path: Path) -> None:
    notes = "# Files\n\n## Kinds\n\n- Scratch file system\n  - no copies\n  - cheap\n  - fast\n"
    answers = search_over({"a.md": notes}, tmp_path).ask("scratch file system").answers
    assert len({answer.best for answer in answers}) == len(answers)
