"""What notes declare: links with other words, tags and titles are names to look things up by."""

from pathlib import Path

import pytest

from knowledge.library import Library

NOTES = {
    "jobs.md": "Small jobs run on [[aws/Lambda|FaaS]], see [[Lambda|here]] and [[Queue|Line 1]].\n",
    "more.md": "Some call [[Zebra crossing|Line 1]] so. `[[Lambda|NoName]]`\n",
    "Lambda.md": "Runs code without servers.\n",
    "Queue.md": "# Queue\n\nKeeps what waits.\n",
    "z1.md": "---\ntitle: Zebra crossing\ntags: [traffic-law, exam]\n---\n- Cars stop.\n",
    "z2.md": "---\ntags:\n  - exam\n  - road/signals\n---\n\n- Green means go.\n",
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    notes = tmp_path / "notes"
    notes.mkdir()
    for name, text in NOTES.items():
        (notes / name).write_text(text, encoding="utf-8")
    return Library.open([notes], tmp_path / "index")


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("FaaS", "Runs code without servers."),
        ("traffic law", "Cars stop."),
        ("zebra crossing", "Cars stop."),
        ("signals", "Green means go."),
    ],
)
def test_the_name_leads_to_the_note(library: Library, asked: str, answer: str) -> None:
    found = library.ask(asked)
    assert found.confident
    assert found.answers[0].best == answer


def test_words_that_are_no_name_or_mean_two_notes_name_nothing(library: Library) -> None:
    names = {alias for topic in library.topics() for alias in topic.aliases}
    assert {"FaaS", "traffic law", "signals"} <= names
    assert not names & {"here", "Line 1", "NoName", "exam"}


def test_they_stay_when_another_note_changes(library: Library, tmp_path: Path) -> None:
    before = library.topics()
    (tmp_path / "notes" / "jobs2.md").write_text("- Jobs end.\n", encoding="utf-8")
    assert library.refresh().read == ("jobs2.md",)
    assert set(before) < set(library.topics())
