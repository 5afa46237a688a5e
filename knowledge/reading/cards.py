"""Questions with an answer to look at: folded answers, Q: and A:, headings that ask."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Authored, AuthoredKind
from knowledge.reading.labels import ANSWER, ANSWERS, ASKS, SEVERAL_ANSWERS, TICK
from knowledge.reading.page import Page, heading_words
from knowledge.reading.prose import readable, readable_with_code
from knowledge.reading.remarks import label_of, read_remarks
from knowledge.reading.stems import is_asked, spoken, stem_above
from knowledge.reading.wording import (
    has_content,
    is_wholly_bold,
    sentences,
    without_bold_end,
    words_of,
)

_FOLD = re.compile(r"<(/?)details\b[^<>]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b[^<>]*>", re.IGNORECASE)
_SUMMARY_END = re.compile(r"</summary\s*>", re.IGNORECASE)
_NOT_ASKED = re.compile(
    rf"^\W*(?:show |see |click |view |the |reveal )*(?:{ANSWER}|{SEVERAL_ANSWERS}"
    r"|solutions?|hints?|explanations?|lösung|hinweis|details|more|output|example"
    r"|table of contents|contents)\b",
    re.IGNORECASE,
)
_QUESTION_LINE = re.compile(
    r"^[\s>]*(?:[-*+]\s+|\d{1,4}[.)]\s+)?(?:\*\*|__)?(?=\S)([^#|]{4,400}[?？])(?:\*\*|__)?\s*$"
)
_LETTER = re.compile(r"^\(?[A-Y][.):]\s+(?=\S)")
_REVEALS = re.compile(
    rf"^[\W_]*(?:(?:click|tap|here|to|for|show|see|view|reveal|open|check|get|the|my|zeige?)\s+)*"
    rf"(?:{ANSWER}|{SEVERAL_ANSWERS}|solutions?|lösung(?:en)?|reveal)\b[^?]*$",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^\s*(?:>\s?)+")
_CALLOUT = re.compile(r"^\s*(?:>\s*)+\[![\w |-]+\][+-]?\s*(\S.*)$")
_MOST_LINES_ASKED = 12
_LONGEST_TYPED = 40
_LONGEST_HEADING_ANSWER = 2500
_MOST_FOLDS_WITHOUT_QUESTION = 2  # of three, where the others ask


def card(
    page: Page,
    first: int,
    last: int,
    stem: str,
    answer: str,
    accept: Sequence[str] = (),
    **extra: object,
) -> Authored | None:
    """The card on these lines; None if either side of it says nothing."""
    if not has_content(stem) or not answer.strip():
        return None
    return Authored(
        id=page.id_of(first, last),
        kind=AuthoredKind.CARD,
        stem=stem,
        file=page.file,
        line=first + 1,
        last_line=last + 1,
        answer=answer,
        accept=tuple(accept) or typed_answers(answer),
        **extra,  # type: ignore[arg-type]
    )


def typed_answers(answer: str) -> tuple[str, ...]:
    """What counts when the answer is typed: the answer, if it is a name, number or command.

    >>> typed_answers("22"), typed_answers("It depends on what you want.")
    (('22',), ())
    """
    text = answer.strip()
    if len(text) > _LONGEST_TYPED or "\n" in text or len(sentences(text)) > 1:
        return ()
    bare = text.rstrip(".")
    is_statement = len(words_of(text)) > 4 and text[:1].isupper()
    return () if is_statement else (bare or text,)


# ---------------------------------------------------------------- folded away


@dataclass(frozen=True, slots=True)
class _Fold:
    """A <details> element: its lines and what stands in it."""

    first: int
    last: int
    summary: str
    body: str


def take_folded(page: Page) -> list[Authored]:
    """The questions whose answers are folded away.

    In a file where most folded texts are answers to questions, "Explain …" is asked, too.
    """
    folds = [fold for fold in _folds(page) if not _NOT_ASKED.match(fold.summary)]
    asking = [fold for fold in folds if is_asked(fold.summary)]
    if len(asking) * 3 >= len(folds) * _MOST_FOLDS_WITHOUT_QUESTION:
        asking = folds
    found = []
    for fold in asking:
        if any(number in page.taken for number in range(fold.first, fold.last + 1)):
            continue
        remarks = read_remarks(fold.body.split("\n"), otherwise="answer")
        stem = readable_with_code(fold.summary.split("\n"))
        made = card(page, fold.first, fold.last, stem, readable(fold.body.split("\n")),
                    hint=remarks.hint)  # fmt: skip
        if made is not None:
            page.take(range(fold.first, fold.last + 1), "question")
            found.append(made)
    return found


def take_revealed(page: Page) -> list[Authored]:
    """The questions with their answer folded away below them, under "Show answer"."""
    found = []
    for fold in _folds(page):
        if not _REVEALS.match(fold.summary) or not page.free(fold.first):
            continue
        stem = stem_above(page, fold.first)
        line = page.lines[stem.first]
        if not (stem.heading or is_asked(stem.text) or is_wholly_bold(line)):
            continue
        remarks = read_remarks(_unquoted(fold.body), otherwise="answer")
        made = card(page, stem.first, fold.last, spoken(stem.text), remarks.answer,
                    hint=remarks.hint, explanation=remarks.explanation)  # fmt: skip
        if made is not None:
            page.take(range(stem.first, fold.last + 1), "question")
            found.append(made)
    return found


def _unquoted(text: str) -> list[str]:
    return [_QUOTE.sub("", line) for line in text.split("\n")]


def _folds(page: Page) -> Iterator[_Fold]:
    """The outermost folded texts with a title."""
    opened: list[tuple[int, int]] = []  # line and place in it
    for number, line in enumerate(page.lines):
        if page.code[number] or "<" not in line or "details" not in line.lower():
            continue
        for tag in _FOLD.finditer(line):
            if not tag[1]:
                opened.append((number, tag.end()))
            elif opened:
                first, start = opened.pop()
                if not opened and (fold := _fold(page, first, start, number, tag.start())):
                    yield fold


def _fold(page: Page, first: int, start: int, last: int, end: int) -> _Fold | None:
    lines = page.lines[first : last + 1]
    lines[-1] = lines[-1][:end]
    lines[0] = lines[0][start:]
    text = "\n".join(lines)
    title = _SUMMARY.search(text)
    closes = _SUMMARY_END.search(text, title.end()) if title else None
    if title is None or closes is None:
        return None
    return _Fold(first, last, text[title.end() : closes.start()].strip(), text[closes.end() :])


# ---------------------------------------------------------------- Q: and A:


def take_labelled(page: Page) -> list[Authored]:
    """The questions written "Q: … A: …", and headings with a line "A: …" below."""
    found = []
    number = 0
    while number < len(page.lines):
        made = _labelled(page, number) if page.free(number) else None
        if made is None:
            number += 1
        else:
            found.append(made)
            page.take(range(made.line - 1, made.last_line), "question")
            number = made.last_line
    return found


def _labelled(page: Page, first: int) -> Authored | None:
    asks = ASKS.match(page.lines[first]) or _plainly_asked(page, first)
    if asks is None and not page.level[first]:
        return None
    number = first + 1
    while number < len(page.lines) and number - first <= _MOST_LINES_ASKED:
        if page.ends(number) or (not page.code[number] and ASKS.match(page.lines[number])):
            return None
        answers = None if page.code[number] else ANSWERS.match(page.lines[number])
        if answers:
            return _question_and_answer(page, first, number, asks, answers)
        number += 1
    return None


def _plainly_asked(page: Page, first: int) -> re.Match[str] | None:
    """A line without a label that asks, if the next one has the answer: "1. Which port?"."""
    asked = _QUESTION_LINE.match(page.lines[first])
    following = page.next_written(first + 1)
    if asked is None or not page.free(following) or following > first + 2:
        return None
    answers = ANSWERS.match(page.lines[following])
    return asked if answers and answers["said"].strip() else None


def _question_and_answer(
    page: Page, first: int, at: int, asks: re.Match[str] | None, answers: re.Match[str]
) -> Authored | None:
    words = asks[1] if asks else heading_words(page.lines[first])
    asked = "\n".join([words, *page.lines[first + 1 : at]])
    stem = readable_with_code(without_bold_end(asked).split("\n"))
    if asks is None and not is_asked(stem):
        return None
    said = without_bold_end(answers["said"])
    if answers["right"]:
        said = _LETTER.sub("", said)  # of options that are not there
    end = _end_of_answer(page, at, bool(said), whole=asks is None)
    remarks = read_remarks(page.lines[at + 1 : end], otherwise="answer" if asks else "explanation")
    text = readable([said, *remarks.texts.get("answer", ())])
    accept = (*typed_answers(text), *remarks.accept) if remarks.accept else ()
    return card(
        page, first, end - 1, stem, text, accept,
        hint=remarks.hint, explanation=remarks.explanation, cites=remarks.cites,
        tags=remarks.tags, level=remarks.level,
    )  # fmt: skip


def _end_of_answer(page: Page, at: int, begun: bool, whole: bool) -> int:
    """An answer ends with its paragraph; code, lists and labelled lines below still belong."""
    number = at + 1
    while number < len(page.lines) and not page.ends(number):
        line = page.lines[number]
        if not page.code[number] and (ASKS.match(line) or _plainly_asked(page, number)):
            break
        if page.blank(number):
            following = page.next_written(number)
            if following >= len(page.lines) or not (
                not begun or whole or _announces(page, number) or _belongs(page, following)
            ):
                break
        else:
            begun = True
        number += 1
    while page.blank(number - 1):
        number -= 1
    return number


def _announces(page: Page, number: int) -> bool:
    """Whether what stands right above a blank line says that more comes: "for three things:"."""
    return page.lines[number - 1].rstrip(" *_").endswith((":", "："))


def _belongs(page: Page, number: int) -> bool:
    line = page.lines[number]
    return page.code[number] or line[:1].isspace() or label_of(line) is not None


# ---------------------------------------------------------------- headings


def _asked_on(page: Page, number: int) -> tuple[str, int]:
    """The words of a heading or of a callout's title, and where what is below it ends."""
    if page.level[number]:
        return heading_words(page.lines[number]), page.section_end(number + 1)
    callout = None if page.code[number] else _CALLOUT.match(page.lines[number])
    if callout is None:
        return "", number
    end = number + 1
    while (
        end < len(page.lines)
        and page.lines[end].lstrip().startswith(">")
        and not _CALLOUT.match(page.lines[end])
    ):
        end += 1
    return callout[1], end


def headings_that_ask(page: Page) -> list[Authored]:
    """Headings and callouts that are questions, with what stands below: that stays in the notes.

    A list of boxes to tick that no question has taken is one of things to do, and no answer.
    """
    found = []
    for number in range(len(page.lines)):
        words, end = _asked_on(page, number)
        if not words.rstrip(" *_:").endswith(("?", "？")) or number in page.taken:
            continue
        body = page.lines[number + 1 : end]
        if any(map(TICK.match, body)):
            continue
        stem = readable([words])
        answer = readable(body)
        if len(words_of(stem)) < 3 or not 0 < len(answer) <= _LONGEST_HEADING_ANSWER:
            continue
        last = number + max((n for n, line in enumerate(body, 1) if line.strip()), default=0)
        made = card(page, number, last, stem, answer)
        if made is not None:
            found.append(made)
    return found
