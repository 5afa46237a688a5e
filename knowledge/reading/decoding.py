"""What text stands in a file, whatever its kind and encoding, and how much of it is read."""

import time
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from knowledge.reading.files import DOCUMENTS, FLASHCARD_TAG, MARKDOWN, NoteFile, why_unreadable

LARGEST = 20_000_000  # bytes: a book has about one million
FEWEST_LINES = 15_000  # so many are read of every file; of a large one as many as its size allows
SIZE_OF_LINE = 64  # bytes, at least, on average: a line takes time however little stands on it
DOCUMENT_SECONDS = 300  # for all documents of one run; what is left is read in the next one
MOST_LINES = 100_000  # of one note; each may be a fact, and twenty megabytes hold millions
MOST_ALIKE = 200  # equal lines in a row: more of them say nothing more


@dataclass(slots=True)
class DocumentBudget:
    """How long the documents of one run may still take, and which of them have to wait."""

    seconds: float = DOCUMENT_SECONDS
    waiting: set[str] = field(default_factory=set)  # labels


def read_text(
    file: NoteFile, tag: str = FLASHCARD_TAG, budget: DocumentBudget | None = None
) -> tuple[str, str]:
    """The Markdown of a file and, where something is the matter, what it is, in sentences.

    A text that could not be read at all is empty. *tag* marks cards; *budget* is that of a run.
    """
    try:
        size = file.path.stat().st_size
        if size <= LARGEST:
            data = _beginning_of(file.path)
            size = len(data)
    except OSError as error:
        return "", f"{file.label}: cannot be read ({why_unreadable(error)})."
    if size > LARGEST:
        limit = LARGEST // 1_000_000
        what = f"is {size / 1_000_000:.0f} MB; a note may have {limit} MB"
        return "", f"{file.label}: {what}. Split it."
    if is_document(file):
        text, problem = _of_document(data, file, budget or DocumentBudget())
        size = len(text)
    else:
        text, problem = _as_markdown(data, file, tag)
    text, cut = _first_lines(text, most_lines(size), file.label)
    return text, " ".join(filter(None, (problem, cut)))


def _beginning_of(path: Path) -> bytes:
    """The bytes of a file, of one that grows meanwhile no more than show that it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def is_document(file: NoteFile) -> bool:
    """Whether it takes another program to read this file."""
    return file.path.suffix.lower() in DOCUMENTS


def _of_document(data: bytes, file: NoteFile, budget: DocumentBudget) -> tuple[str, str]:
    from knowledge.reading.converting import document  # only who has such files waits for it

    if budget.seconds <= 0:
        budget.waiting.add(file.label)
        why = f"documents may take {DOCUMENT_SECONDS} s in one run"
        return "", f"{file.label}: was not read yet; {why}. `companion index` goes on with it."
    began = time.monotonic()
    text, trouble = document(data, file.path.suffix.lower())
    budget.seconds -= time.monotonic() - began
    return text, f"{file.label}: {trouble}" if trouble else ""


def most_lines(size: int) -> int:
    """So many lines of a file of this size are read.

    Reading takes its time for every line, so that a megabyte of lines with a letter each would
    take half a minute.
    """
    return min(MOST_LINES, max(FEWEST_LINES, size // SIZE_OF_LINE))


def _first_lines(text: str, most: int, label: str) -> tuple[str, str]:
    """The first lines of *text*, and what to say of the others.

    An empty line takes an eighth of the time of a written one.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, alike = _without_repeats(lines)
    told = f"{label}: {alike}" if alike else ""
    spent = 0
    for number, line in enumerate(lines if len(lines) > most else ()):
        spent += 8 if line else 1
        if spent > most * 8:
            cut = "\n".join(lines[:number])
            if not any(map(str.strip, lines[number:])):
                return cut, told
            what = f"has very many short lines; what follows line {number:,} was not read"
            return cut, f"{label}: {what}. Split the file."
    return "\n".join(lines), told


def _without_repeats(lines: list[str]) -> tuple[list[str], str]:
    """The lines, empty where they go on to say the same, and where that begins."""
    if len(lines) - len(set(lines)) - lines.count("") <= MOST_ALIKE:
        return lines, ""
    kept: list[str] = []
    before, times, first, end = "", 0, 0, 0
    for line, run in groupby(lines):
        length = sum(1 for _ in run)
        times, before = (times if line in ("", before) else 0), line or before
        new = min(length, max(0, MOST_ALIKE - times)) if line else 0
        if line and new < length:
            first = first or len(kept) + new + 1
        kept += [line] * new + [""] * (length - new)
        times += length if line else 0
        end = len(kept) - length + new if new else end
    if not first:
        return lines, ""
    what = f"the same line stands there again and again; from line {first:,} on it was left out"
    return kept[:end], f"{what}."


def _as_markdown(data: bytes, file: NoteFile, tag: str) -> tuple[str, str]:
    """Markdown as it is; of other kinds of files what they become."""
    suffix = file.path.suffix.lower()
    text, problem = decode(data, file.label)
    if suffix not in MARKDOWN and text:
        from knowledge.reading.converting import converted, not_taken_along

        problem = problem or not_taken_along(text, suffix, file.label)
        title = Path(file.label).stem
        text = converted(text, suffix, tag, title, most_lines(len(data)))
        if not text.strip():
            return "", f"{file.label}: has no text, or is no sound {suffix} file."
    return text, problem


def decode(data: bytes, label: str) -> tuple[str, str]:
    """Bytes as text: UTF-8, UTF-16 with its mark, or Windows-1252; binary data is no text."""
    text, problem = _decoded(data, label)
    return (text, problem) if problem or text.strip() else ("", f"{label}: is empty.")


def _decoded(data: bytes, label: str) -> tuple[str, str]:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    if _is_binary(data):
        return "", f"{label}: is binary, not text."
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
        return text, f"{label}: is not UTF-8; read as Windows-1252."


def _is_binary(data: bytes) -> bool:
    """A lone stray NUL happens in text; many of them, or many control characters, do not."""
    sample = data[:65536]
    strange = sum(sample.count(code) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return data.count(0, 0, 65536) > 1 and strange > len(sample) // 100
