"""Whatever stands in a note, reading it neither fails nor takes long nor makes things up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.model import FactKind
from knowledge.reading.document import read_document
from knowledge.reading.notes import assemble
from knowledge.reading.repair import mend_encoding

# pieces that mean something to Markdown, and some that only look as if
PIECES = [
    "# ", "## ", "- ", "  - ", "1. ", "> ", "> [!NOTE]\n", "|", "|---|---|\n", "---\n", "***",
    "```", "~~~", "`", "**", "__", "*", "_", "[", "](", ")", "![", "<", ">", "<b>", "</b>",
    "<expand title='x'>", "<!--", "-->", "{/*", "*/}", ":::", "!!! note", "===\n", ": ", "Term: ",
    "\n", "\n\n", "\t", "    ", "\\", "word", "Two words", "A.", "e.g. ", "EC2 (Elastic Cloud)",
    "‚Üí", "🚀", "\u202e", "\u0000", "\u000b", "\u2028", "Aliases: a, b", "TODO", "é", "עברית",
    "• ", "[x](#y)", "[[a|b]]", "~~", "==", "[^1]", "&amp;", "\r", "\r\n",
]  # fmt: skip
NOTES = st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=60).map("".join)


def letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def is_within(needle: str, haystack: str) -> bool:
    """Do the letters stand in the text, in order, with markup between them at most?"""
    rest = iter(letters(haystack))
    return all(char in rest for char in letters(needle))


@given(NOTES)
@settings(max_examples=300)
def test_any_text_is_read_and_every_line_accounted_for(text: str) -> None:
    read = read_document(text, "any.md")
    covered = {line.line for line in read.skipped}
    for fact in read.facts:
        covered.update(range(fact.line, fact.last_line + 1))
        assert 1 <= fact.line <= fact.last_line <= read.lines
        assert all(line == line.rstrip() and line for line in fact.text.split("\n"))
        assert fact.text
    assert covered == set(range(1, read.lines + 1))
    assert len({fact.id for fact in read.facts}) == len(read.facts)
    assemble([read])


@given(NOTES)
@settings(max_examples=300)
def test_every_fact_leads_to_lines_that_hold_its_text(text: str) -> None:
    text = text.replace("&", "and")  # entities are spelled otherwise than they read
    source = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = mend_encoding(source).split("\n")
    for fact in read_document(text, "any.md").facts:
        place = "\n".join(lines[fact.line - 1 : fact.last_line])
        if fact.kind is FactKind.ROW:
            assert all(is_within(cell, place) for _, cell in fact.cells)
        else:
            assert is_within(fact.text, place)


@pytest.mark.parametrize("blank", ["\u000b", "\u000c", " ", "\u00a0", "\u2028", "\u200b", "\ufeff"])
def test_a_line_of_odd_white_space_is_blank(blank: str) -> None:
    (fact,) = read_document(f"{blank}\rword", "any.md").facts
    assert (fact.line, fact.last_line) == (2, 2)


@given(NOTES)
@settings(max_examples=50)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert read_document(text, "a.md") == read_document(text, "a.md")


@given(st.text())
@settings(max_examples=200)
def test_sound_text_keeps_every_line_when_mended(text: str) -> None:
    assert mend_encoding(text).count("\n") == text.count("\n")
