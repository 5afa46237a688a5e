"""The questions and cards that people wrote into a note, found before anything else is read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Authored, AuthoredKind, Broken, Fact, FactKind, Source, changed
from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.cards import headings_that_ask, take_folded, take_labelled, take_revealed
from knowledge.reading.choices import take_choices
from knowledge.reading.code_lines import flush
from knowledge.reading.files import FLASHCARD_TAG
from knowledge.reading.flashcards import take_flashcards
from knowledge.reading.front_matter import read_front_matter
from knowledge.reading.page import Page
from knowledge.reading.pieces import short_hash
from knowledge.reading.question_tables import tables_that_ask
from knowledge.reading.stems import spoken

BANK_SUFFIX = ".questions.md"
_LONGEST_PIECE = 560  # characters: with its question an answer of this length still fits a card
_LONGEST_LEAD = 200
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Written:
    """What people wrote to be asked, and which lines that took from the notes."""

    questions: tuple[Authored, ...]
    broken: tuple[Broken, ...]
    taken: dict[int, str]  # line, counted from 1 → why it is no note


def find_written(page: Page, tag: str = FLASHCARD_TAG, bank: bool = False) -> Written:
    """Every question of the page in any form, in the order of the page."""
    folded = take_folded(page)
    choices, broken = take_choices(page, tag)
    revealed = take_revealed(page)
    labelled = take_labelled(page)
    flashcards, empty = take_flashcards(page, tag)
    asking = (*headings_that_ask(page), *tables_that_ask(page))
    found = sorted(
        (*folded, *choices, *revealed, *labelled, *flashcards, *asking), key=lambda q: q.line
    )
    shared = tuple(t for t in read_front_matter(page.front).tags if t != tag.lstrip("#"))
    if bank or shared:
        found = [changed(one, bank=bank, tags=(*one.tags, *shared)) for one in found]
    return Written(
        tuple(found),
        tuple(sorted((*broken, *empty), key=lambda item: item.line)),
        {number + 1: reason for number, reason in page.taken.items()},
    )


def ids_of(questions: Sequence[Authored]) -> Iterator[str]:
    """The id of each question: its author's, or one made of its words."""
    counts: dict[str, int] = {}
    for question in questions:
        words = _NO_WORD.sub("", spoken(question.stem).casefold()) or flush(question.stem)
        identity = question.id or short_hash("authored", words)
        counts[identity] = counts.get(identity, 0) + 1
        number = counts[identity]
        yield identity if number == 1 else f"{identity}-{number}"


def placed(questions: Sequence[Authored], headings: Sequence[HeadingBlock]) -> Iterator[Authored]:
    """*questions*, in order, each with its id, the headings it stands under and its own place."""
    stack: list[HeadingBlock] = []
    remaining = list(reversed(headings))
    for question, identity in zip(questions, ids_of(questions), strict=True):
        while remaining and remaining[-1].line < question.line:
            heading = remaining.pop()
            while stack and stack[-1].level >= heading.level:
                stack.pop()
            stack.append(heading)
        path = tuple(heading.text for heading in stack)
        own = Source(question.file, question.line)
        yield changed(question, id=identity, path=path, sources=(own,))


# ---------------------------------------------------------------- what a look-up finds


def answers_of(question: Authored, taken: bool) -> Iterator[Fact]:
    """The answer as facts below its question, in pieces where it is long.

    Nothing for a question whose answer is part of the notes anyway: it was left where it stands,
    or it belongs to a bank and cites the notes beside it.
    """
    if not taken or (question.bank and question.cites):
        return
    lead = spoken(question.stem)[:_LONGEST_LEAD]
    pieces = list(_pieces(question))
    for number, piece in enumerate(pieces):
        yield Fact(
            id=short_hash(question.file, "answer", question.id, str(number)),
            text=piece,
            kind=FactKind.ANSWER,
            topic="",
            path=question.path,
            parents=(lead,),
            file=question.file,
            line=question.line,
            last_line=question.last_line,
            block=question.line,
        )


def _pieces(question: Authored) -> Iterator[str]:
    if question.kind is AuthoredKind.CHOICE:
        yield question.right
        yield from _cut(flush(question.explanation))
    else:
        yield from _cut(question.answer)
        yield from _cut(flush(question.explanation))


def _cut(text: str) -> Iterator[str]:
    """Text in pieces of whole lines, each as long as one answer may be."""
    piece = ""
    for line in text.split("\n"):
        line = line.rstrip()
        if piece and len(piece) + len(line) >= _LONGEST_PIECE:
            yield piece
            piece = ""
        piece = f"{piece}\n{line}" if piece else line
    if piece:
        yield piece
