"""A question that cites a heading is shown with the lines under it that carry its answer."""

from pathlib import Path

import pytest

from knowledge.library import Library

NOTE = """\
# Knots

Aliases: ropework

## Loops
- A loop is closed.
- A rope may be wet.

### Fixed ones
- **Bowline**: does not slip under load.
- A figure of eight jams.
- Untied with ease: whatever has not jammed.

| Knot | Eases off |
| --- | --- |
| Anglers loop | in cold water only |

## Bends
- A bowline joins no two ropes, a sheet bend does.
"""
QUESTION = """\
# Quiz

### {stem}
- [ ] A sheet bend
- [x] {key}
> Source: {cite}
"""


def cited(folder: Path, stem: str, key: str, cite: str = "knots.md › Loops") -> list[int]:
    notes = folder / "notes"
    notes.mkdir()
    (notes / "knots.md").write_text(NOTE, encoding="utf-8")
    text = QUESTION.format(stem=stem, key=key, cite=cite)
    (notes / "quiz.md").write_text(text, encoding="utf-8")
    (question,) = Library.open([notes], folder / "index").authored()
    *sources, own = question.sources
    assert (own.file, own.line) == ("quiz.md", 3)
    assert all(source.file == "knots.md" for source in sources)
    return [source.line for source in sources]


@pytest.mark.parametrize(
    ("stem", "key", "lines"),
    [
        ("Which knot holds a boat?", "The bowline", [10]),  # below a deeper heading
        ("What is wet?", "A rope that has jammed", [7, 11]),  # half of it here, half there
        ("Which loop slips under load?", "None", [10]),  # no word of the key: those of the stem
        ("Who paints?", "Nobody", [5]),  # nothing: the heading
        ("When does it ease off?", "In cold water", [16]),  # a row of a table
    ],
)
def test_the_lines_that_say_most_of_the_key(
    tmp_path: Path, stem: str, key: str, lines: list[int]
) -> None:
    assert cited(tmp_path, stem, key) == lines


def test_what_another_heading_says_is_not_cited(tmp_path: Path) -> None:
    assert cited(tmp_path, "What joins two ropes?", "A bowline", "knots.md › Bends") == [19]


def test_a_line_that_is_cited_by_its_number_stays(tmp_path: Path) -> None:
    assert cited(tmp_path, "Which knot holds a boat?", "The bowline", "knots.md:7") == [7]


def test_a_whole_note_is_cited_by_its_best_line(tmp_path: Path) -> None:
    assert cited(tmp_path, "Which knot joins no ropes?", "The bowline", "knots.md") == [19]
