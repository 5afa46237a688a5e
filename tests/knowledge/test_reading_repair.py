"""Damage in notes: fences that never close, text decoded wrongly."""

import pytest

from knowledge.reading.document import read_document
from knowledge.reading.repair import mend, mend_encoding, read_tags


def test_a_fence_that_never_closes_does_not_swallow_the_notes() -> None:
    note = "\n".join(
        [
            "- Defined with:",
            "  ```yaml",
            "  Type: Custom::Name",
            "  Token: <ARN>",
            "",
            "  # Next Chapter",
            "",
            "---",
            "",
            "## Stacks",
            "- Created from templates.",
        ]
    )
    read = read_document(note, "note.md")
    assert read.facts[-1].text == "Created from templates."
    assert read.facts[-1].path == ("Next Chapter", "Stacks")
    assert read.facts[0].text == "Type: Custom::Name\nToken: <ARN>"
    assert "never closes" in read.notes[0]


def test_code_that_runs_to_the_end_stays_code() -> None:
    script = "\n".join(["```sh", "# set up", "", "aws configure", "", "# list", "aws s3 ls"])
    (fact,) = read_document(script, "note.md").facts
    assert fact.text.endswith("aws s3 ls")


def test_a_fence_that_closes_is_believed() -> None:
    note = "```\n# a\n\n## b\n\n- c\n```\n\n## Real\n\n- d\n"
    read = read_document(note, "note.md")
    assert [heading.text for heading in read.headings] == ["Real"]


def test_a_fence_closed_only_by_a_later_blocks_end_is_closed_where_notes_resume() -> None:
    note = "```yaml\na: 1\n\n## Chapter\n\n- fact\n- other\n\n```json\n[2]\n```\n\n- last\n"
    read = read_document(note, "note.md")
    assert [fact.text for fact in read.facts] == ["a: 1", "fact", "other", "[2]", "last"]


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("EC2 ‚Üí S3", "EC2 → S3"),
        ("\uf8ffüöÄ Go", "🚀 Go"),
        ("üöÄ Go", "🚀 Go"),
        ("‚ö° fast", "⚡ fast"),
        ("donâ€™t", "don’t"),
        ("â€œquotedâ€\x9d", "“quoted”"),
        ("cafÃ©", "café"),
    ],
)
def test_utf8_read_as_something_else_is_read_again(broken: str, mended: str) -> None:
    assert mend_encoding(broken) == mended


@pytest.mark.parametrize(
    "text", ["naïve café", "→ ✓ 🚀", "España, Übung, Ärger", "日本語", "≥ 3 µs", "« CAFÉ»"]
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert mend_encoding(text) == text


def test_no_line_moves() -> None:
    text = "---\na: b\n---\n<!-- x\ny -->\n```\n\n## z\n- a\n- b\n\n---\n<expand title='t'>\nend"
    mended = mend(text)
    read_tags(mended)
    assert len(mended.lines) == text.count("\n") + 1
