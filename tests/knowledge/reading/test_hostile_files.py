"""Files of every kind that nobody wrote by hand: four times as much takes four times as long."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from knowledge.reading.decoding import read_text
from knowledge.reading.document import read_document
from knowledge.reading.files import NoteFile
from knowledge.reading.notes import assemble, read_notes
from tests.effort import grows_evenly
from tests.knowledge.hostile import IN_LONG_LINES, KINDS, in_long_lines, write

SMALL, LARGE = 6_000, 24_000  # which takes some hundredths of a second
SHORT_LINES, LONG_LINES = 450, 1_800  # characters
LONG = 0.2  # seconds of processor time: what takes less does not grow faster than it should


@pytest.mark.parametrize("name", KINDS)
def test_what_a_file_costs_grows_as_it_does(name: str, tmp_path: Path) -> None:
    large = write(tmp_path, name, LARGE)
    small = cache(lambda: write(tmp_path, name, SMALL))  # seldom needed
    assert grows_evenly(lambda: read_notes([small()]), lambda: read_notes([large]), LONG)


@pytest.mark.parametrize(("before", "piece"), IN_LONG_LINES)
def test_what_a_line_costs_grows_as_it_does(before: str, piece: str, tmp_path: Path) -> None:
    def reading(length: int) -> Callable[[], object]:
        path = tmp_path / f"{length}.md"
        path.write_text(in_long_lines(before, piece, length)(length * 20))
        return lambda: read_notes([path])

    assert grows_evenly(reading(SHORT_LINES), reading(LONG_LINES), LONG)


@pytest.mark.parametrize(
    "data",
    [
        b"a\0b c\n" * 9_000, b"\xff\xfe" + b"\0" * 40_001,
        "été ".encode() + "été\n".encode("latin-1"), b"\xed\xa0\x80abc\n" * 900,
        b"\xfe\xff\xd8\0" * 900, Random(1).randbytes(40_000),
        b"", b"\n", b"\0", b"\xef\xbb\xbf", "\u202e\u2066\u200d\u0301".encode() * 9_000,
        "🎉👨‍👩‍👧‍👦שלום".encode() * 3_000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".md", ".mdx", ".txt", ".html", ".csv", ".tsv", ".ipynb"])
def test_no_bytes_are_too_broken(data: bytes, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    text, problem = read_text(NoteFile(path, path.name))
    assert text.strip() or problem
    read = read_document(text, path.name)
    assert all(fact.text.strip() for fact in read.facts)
    assemble([read])
