"""One note, read: its facts, its headings, and what became of every line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Authored, Broken, Fact, Skipped
from knowledge.reading.authoring import BANK_SUFFIX, Written, answers_of, find_written, placed
from knowledge.reading.blocks import HeadingBlock, read_blocks
from knowledge.reading.checking import take_checked
from knowledge.reading.decoding import most_lines
from knowledge.reading.facts import NoteReader
from knowledge.reading.files import FLASHCARD_TAG
from knowledge.reading.front_matter import Declared, read_front_matter
from knowledge.reading.inline import fold
from knowledge.reading.ledger import Ledger
from knowledge.reading.page import Page
from knowledge.reading.pieces import anchors_of
from knowledge.reading.repair import Repaired, mend, read_tags
from knowledge.reading.vaults import OtherName, other_names
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
    authored: tuple[Authored, ...] = ()  # the questions that people wrote
    broken: tuple[Broken, ...] = ()  # … and those that cannot be asked
    links: tuple[OtherName, ...] = ()  # "[[Lambda|FaaS]]": what is called otherwise in passing

    @property
    def fact_lines(self) -> int:
        return self.lines - len(self.skipped)


def read_document(
    text: str, file: str, flashcard_tag: str = FLASHCARD_TAG, bundled: bool = False
) -> Document:
    """Read Markdown *text*; total: no text is too broken."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode()  # half a character stands for nothing
    repaired = mend(text)
    written = _take_questions(repaired, file, flashcard_tag, bundled)
    read_tags(repaired)
    links = tuple(other_names(repaired.lines, repaired.code))
    checked = take_checked(repaired.lines, repaired.code)
    blocks, references, defined = read_blocks(repaired.lines)
    ledger = Ledger(file, repaired.lines)
    ledger.checked = checked
    ledger.fates.update(repaired.removed)
    ledger.fates.update((line, "link definition") for line in defined)
    for marked in (line for line in checked if not repaired.lines[line - 1].strip()):
        ledger.fates.setdefault(marked, "checked")
    reader = NoteReader(ledger, references)
    reader.most_apart = most_lines(len(text))
    reader.html_tables = repaired.tables
    reader.declared = read_front_matter(repaired.front)
    reader.anchors = anchors_of(repaired.lines, repaired.code)
    reader.begin(blocks)
    reader.walk(blocks)
    ledger.close_leads(0)
    originals = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if originals[-1] == "":
        originals.pop()
    links += tuple(_tagged(ledger.headings, reader.declared, flashcard_tag))
    authored = tuple(placed(written.questions, ledger.headings))
    return Document(
        file,
        tuple(_with_answers(ledger.facts, authored, written)),
        tuple(ledger.headings),
        tuple(_skipped(file, originals, ledger.fates)),
        len(originals),
        tuple(repaired.notes),
        authored,
        written.broken,
        links,
    )


def _tagged(
    headings: Sequence[HeadingBlock], declared: Declared, flashcard_tag: str
) -> Iterator[OtherName]:
    """The tags of a note as names of what it is about: who has one to itself is called so."""
    own = headings[:1]
    for tag in declared.tags if own else ():
        name = " ".join(tag.rsplit("/", 1)[-1].replace("_", "-").split("-"))
        if tag.split("/", 1)[0] != flashcard_tag.lstrip("#") and has_content(name):
            yield own[0].text, name


def _take_questions(repaired: Repaired, file: str, tag: str, bundled: bool) -> Written:
    """The questions that people wrote; their lines are taken out of the text."""
    page = Page(file, repaired.lines, repaired.code, repaired.ids, repaired.front)
    written = find_written(page, tag, bank=bundled and file.endswith(BANK_SUFFIX))
    for line, reason in written.taken.items():
        if repaired.lines[line - 1].strip():
            repaired.removed[line] = reason
        repaired.lines[line - 1] = ""
        repaired.code[line - 1] = False
    return written


def _with_answers(
    facts: Sequence[Fact], authored: Sequence[Authored], written: Written
) -> list[Fact]:
    """All facts in the order of the notes, the answers to questions among them."""
    answers = [
        fact
        for question in authored
        for fact in answers_of(question, taken=written.taken.get(question.line) == "question")
    ]
    return sorted((*facts, *answers), key=lambda fact: fact.line) if answers else list(facts)


def _skipped(file: str, lines: list[str], fates: dict[int, str]) -> Iterator[Skipped]:
    for number, line in enumerate(lines, 1):
        fate = fates.get(number)
        if fate is None:
            fate = "not understood" if has_content(line) else "markup" if line.strip() else "blank"
        if fate != "fact":
            yield Skipped(
                file,
                number,
                fate,
                fold(line)[:300] if line else "",
                content=fate == "not understood",
            )
