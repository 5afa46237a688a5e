"""The notes that the reading was built for, where they are at hand."""

from pathlib import Path

import pytest

from knowledge.reading.notes import Notes, read_notes

NOTES = Path(__file__).parents[3] / "shared" / "notes"

pytestmark = pytest.mark.skipif(not NOTES.is_dir(), reason="the shared notes are not here")


@pytest.fixture(scope="module")
def notes() -> Notes:
    return read_notes([NOTES])


def test_under_one_percent_of_the_content_is_lost(notes: Notes) -> None:
    for document in notes.documents:
        lost = sum(line.content for line in document.skipped)
        assert lost < 0.01 * document.fact_lines


def test_each_note_yields_about_what_it_holds(notes: Notes) -> None:
    for document in notes.documents:
        assert document.fact_lines > 0.35 * document.lines


def test_topics_are_names_rather_than_headlines(notes: Notes) -> None:
    known = {topic.name for topic in notes.topics}
    known |= {alias for topic in notes.topics for alias in topic.aliases}
    assert {"EC2", "S3", "SQS", "SNS", "Lambda", "IAM", "VPC", "Elastic Compute Cloud"} <= known
    large = sum(topic.facts for topic in notes.topics if len(topic.name.split()) <= 4)
    assert large > 0.9 * len(notes.facts)


def test_no_heading_is_garbled(notes: Notes) -> None:
    for fact in notes.facts:
        assert not any("√" in heading or "‚" in heading for heading in fact.path)
