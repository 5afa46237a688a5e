"""The question that a list of options or an answer belongs to: what stands right above it."""

import re
from dataclasses import dataclass

from knowledge.reading.labels import QUESTION, is_answered
from knowledge.reading.page import Page, heading_words
from knowledge.reading.prose import readable, readable_with_code
from knowledge.reading.wording import is_wholly_bold

_LABELLED = re.compile(
    rf"^\W*+(?:q|{QUESTION}|exercise|aufgabe|nr|no|#)?[\s.:#]*+\d{{1,4}}\b"
    rf"|^\W*+(?:q|{QUESTION})\b\s*[:.)]|^\W*+p\d{{1,4}}[.)]",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    rf"^\W*+(?:(?:q|p|{QUESTION})\W{{0,3}})?(?:\d{{1,4}}\s*[.):]+|\d{{1,4}}\s*$)\s*"
    rf"|^\W*+(?:q|{QUESTION})\s*+(?:\d{{1,4}})?\s*+[:.)]+\s*"
    rf"|^\W*+(?:{QUESTION})\s*+(?:no|nr|n°|number|#)?[\s.:#]*+\d{{1,4}}\s*[.):–—-]*\s+",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"\n\W*(?:answer )?(?:options?|choices?|answers|optionen|antworten|antwortmöglichkeiten|choix"
    r"|opciones|opções|opzioni)\W*$",
    re.IGNORECASE,
)  # a line that only says that options follow
_CALLED = re.compile(rf"^\W*+(?:q\s?\d|(?:{QUESTION})\b)", re.IGNORECASE)
_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,4}[.)])\s+\S")
SCENARIO = "Scenario"  # the heading of a question that asks further down; no word of it
_SHORTEST = 3  # characters that may be left of a question
_MOST_PARAGRAPHS = 4  # from a question down to its options
_TEXT = re.compile(r"^\s*(?:[^\W_]|[\[(\"'“‘*_`¿0-9])")


@dataclass(frozen=True, slots=True)
class Stem:
    """A question as written, from its first line on; *heading* if it begins with one."""

    text: str
    first: int
    heading: bool


def is_asked(text: str) -> bool:
    """Whether words are put as a question, or numbered like one.

    >>> is_asked("Q12. Pick one"), is_asked("Groceries"), is_asked("Which one? (Choose two.)")
    (True, False, True)
    """
    return asks(text) or is_numbered(text)


def asks(text: str) -> bool:
    """Whether words are put as a question, with its mark or a gap."""
    return "?" in text or "？" in text or "___" in text


def is_numbered(text: str) -> bool:
    """Whether words have a number or label as questions have."""
    return bool(_LABELLED.match(text))


def is_labelled(text: str) -> bool:
    """Whether words are called a question, with a number or without: "Question 7"."""
    return bool(_CALLED.match(text))


def spoken(stem: str) -> str:
    """A question as one would say it: on one line, without the number it has in its note.

    >>> spoken("Q12. Which port does SSH use?")
    'Which port does SSH use?'
    """
    text = " ".join(stem.split())
    shorter = _NUMBER.sub("", text, count=1).strip()
    return shorter if len(shorter) > _SHORTEST else text


def unnumbered(stem: str) -> str:
    """A question without the number and the title that it has in its note, its lines kept.

    >>> unnumbered("Question 7 | Ports\\nWhich port does SSH use?"), unnumbered("Q2. Which port?")
    ('Which port does SSH use?', 'Which port?')
    """
    title, _, rest = stem.partition("\n")
    if rest and asks(rest) and not asks(title) and is_numbered(title):
        return rest
    shorter = _NUMBER.sub("", stem, count=1)
    return shorter if len(shorter) > _SHORTEST else stem


def stem_above(page: Page, first: int) -> Stem:
    """The stem of the options that begin on line *first*."""
    found = _stem_above(page, first)
    return Stem(_OPTIONS.sub("", found.text), found.first, found.heading)


def _stem_above(page: Page, first: int) -> Stem:
    begin = first
    while begin > 0 and not page.ends(begin - 1):
        begin -= 1
    head = begin - 1
    between = [n for n in range(begin, first) if not page.blank(n)]
    if head >= 0 and page.level[head] and head not in page.taken:
        title = heading_words(page.lines[head])
        if not between or is_asked(title):
            return Stem(readable_with_code([title, *(page.lines[n] for n in between)]), head, True)
        if title == SCENARIO and not _holds_a_card(page, begin, first):
            return Stem(readable_with_code(page.lines[n] for n in between), head, True)
    return _last_paragraph(page, begin, first)


def _holds_a_card(page: Page, begin: int, first: int) -> bool:
    return is_answered(page.lines[begin:first]) or any(n in page.cards for n in range(begin, first))


def _last_paragraph(page: Page, begin: int, first: int) -> Stem:
    """The nearest question above, else the nearest text, with the code and pictures below it.

    A question that has its answer already is none of these options.
    """
    start = first
    nearest = -1  # where the nearest text begins
    paragraphs = 0
    number = first - 1
    while number >= begin and paragraphs < _MOST_PARAGRAPHS:
        if page.code[number]:
            start = number
        elif not page.blank(number):
            start = _paragraph_start(page, begin, number)
            text = page.lines[start : number + 1]
            if is_answered(text) or (nearest >= 0 and start in page.cards):
                start = first
                break
            if any(map(_TEXT.match, text)):
                paragraphs += 1
                nearest = nearest if nearest >= 0 else start
                if is_asked(readable(text)):
                    nearest = start
                    break
            number = start
        number -= 1
    start = nearest if nearest >= 0 else start
    whole = readable_with_code(page.lines[start:first])
    return Stem(whole, _title_above(page, begin, start), False)


def _title_above(page: Page, begin: int, start: int) -> int:
    """Where a question begins that has a title of its own: "**Question 1 (easy) – Scales**"."""
    above = start - 1
    while above > begin and page.blank(above):
        above -= 1
    if above < begin or above == start - 1 or not page.free(above):
        return start
    line = page.lines[above]
    alone = above == begin or page.blank(above - 1)
    return above if alone and is_wholly_bold(line) and is_numbered(readable([line])) else start


def _paragraph_start(page: Page, begin: int, number: int) -> int:
    while number > begin and not page.blank(number - 1) and not page.code[number - 1]:
        if _ITEM.match(page.lines[number]):
            break
        number -= 1
    return number
