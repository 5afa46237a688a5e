"""One note, read: its facts, its headings, and what became of every line."""

from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Fact, Skipped
from knowledge.reading.blocks import HeadingBlock, read_blocks
from knowledge.reading.facts import NoteReader
from knowledge.reading.inline import fold
from knowledge.reading.pieces import PARSER
from knowledge.reading.repair import repair
from knowledge.reading.wording import has_content


@dataclass(frozen=True, slots=True)
class Document:
    """One note, read. Its facts have no topic yet: that takes all the notes together."""

    file: str
    facts: tuple[Fact, ...]
    headings: tuple[HeadingBlock, ...]
    skipped: tuple[Skipped, ...]
    lines: int
    notes: tuple[str, ...] = ()  # what was mended

    @property
    def fact_lines(self) -> int:
        return self.lines - len(self.skipped)


def read_document(text: str, file: str) -> Document:
    """Read Markdown *text*; total: no text is too broken."""
    repaired = repair(text)
    blocks, references, defined = read_blocks(PARSER, repaired.lines)
    reader = NoteReader(file, repaired.lines, references)
    reader.fates.update(repaired.removed)
    reader.fates.update((line, "link definition") for line in defined)
    reader.walk(blocks)
    reader.close_leads(0)
    originals = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if originals[-1] == "":
        originals.pop()
    return Document(
        file,
        tuple(reader.facts),
        tuple(reader.headings),
        tuple(_skipped(file, originals, reader.fates)),
        len(originals),
        tuple(repaired.notes),
    )


def _skipped(file: str, lines: list[str], fates: dict[int, str]) -> Iterator[Skipped]:
    for number, line in enumerate(lines, 1):
        fate = fates.get(number)
        if fate is None:
            fate = "not understood" if has_content(line) else "markup" if line.strip() else "blank"
        if fate != "fact":
            yield Skipped(file, number, fate, fold(line)[:300], content=fate == "not understood")
