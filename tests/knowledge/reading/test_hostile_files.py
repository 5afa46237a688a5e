"""Files of every kind that nobody wrote by hand: four times as much takes four times as long."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from knowledge.reading import NoteFile, assemble, read_document, read_text
from tests.effort import grows_evenly

SMALL, LARGE = 25_000, 100_000
MARKS = "*_`[]()<>!#|~=$^{}\\-+.:?&% \n\naA1"


def again(piece: str, head: str = "") -> Callable[[int], str]:
    return lambda size: head + piece * (size // len(piece))


def nested(opens: str, inside: str, closes: str) -> Callable[[int], str]:
    def text(size: int) -> str:
        deep = size // (len(opens) + len(closes))
        return opens * deep + inside + closes * deep

    return text


def of_any(alphabet: str) -> Callable[[int], str]:
    return lambda size: "".join(Random(7).choices(alphabet, k=size))


FILES = {
    "bullets in a row.md": again("- " * 30 + "a\n"),
    "numbers in a row.md": again("1. - " * 12 + "a\n"),
    "quotes of bullets in a row.md": again("> - " * 15 + "a\n"),
    "one wide table.md": lambda size: (
        "|a" * (size // 20)
        + "|\n"
        + "|-" * (size // 20)
        + "|\n"
        + ("|c" * (size // 20) + "|\n") * 8
    ),
    "one cell.md": lambda size: f"|a|b|\n|-|-|\n|{'word ' * (size // 5)}|`x|\n",
    "backticks in cells.md": lambda size: (
        "|a|b|\n|-|-|\n|" + "".join("`" * (n % 300) + " |" for n in range(size // 150)) + "\n"
    ),
    "one paragraph.txt": again("The fox is quick and\nso is the dog. It was late.\n"),
    "marks.md": of_any(MARKS),
    "bold lines.md": again("- **Limit**: default **15** min, `x`\n"),
    "open formulas.md": again("$$ a_1\nb\n"),
    "options on a line.md": again("A. x B. y C. z\nAnswer: D\n\n"),
    "marked lists.md": again("What is it?\n\n" + "- a\n" * 11 + "- b ✅\n\n"),
    "one marked list.md": again("- a ✅\n", "What is it?\n\n"),
    "one numbered list.md": again("1. a\n", "What is it?\n\n"),
    "broken tags.mdx": again("<a <b {/* <!-- <c "),
    "lists in lists.html": nested("<ul><li>", "a", "</li></ul>"),
    "lists in lists with words.html": again("<ul><li>word "),
    "tables in tables.html": again("<table><tr><td>"),
    "tags.html": of_any('<>/abp ul"=&;![]*`\n'),
    "backslashes.html": again("\\"),
    "backslashes.csv": again("\\" * 30 + "," + "\\" * 30 + "\n", "a,b\n"),
    "brackets.csv": again("[" * 30 + "," + "[x]" * 10 + "\n", "a,b\n"),
    "one cell.csv": lambda size: f"a,b\n{'word ' * (size // 5)},c\n",
    "one row.csv": again("a,"),
    "an open quote.csv": again("c,d\n", 'a,b\n"'),
    "brackets.ipynb": again("["),
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_costs_grows_as_it_does(name: str, tmp_path: Path) -> None:
    def reading(size: int) -> Callable[[], object]:
        path = tmp_path / str(size) / name
        path.parent.mkdir()
        path.write_text(FILES[name](size), encoding="utf-8")

        def read() -> object:
            text, _ = read_text(NoteFile(path, name))
            return assemble([read_document(text, name)])

        return read

    assert grows_evenly(reading(SMALL), reading(LARGE))


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
