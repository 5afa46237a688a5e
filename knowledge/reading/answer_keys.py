"""Answer keys: "Answers: 1. B 2. C …" at the end of a file or section, on lines or in a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.reading.labels import LETTER, QUESTION, SEVERAL_ANSWERS
from knowledge.reading.page import Page

_LETTERS = rf"{LETTER}(?:\s*[,/&+]\s*{LETTER}\b)*"
_TITLE = re.compile(
    rf"^[\s>#*_]*(?:answer ?keys?|(?:correct )?(?:{SEVERAL_ANSWERS})|keys?|solutions"
    r"|lösung(?:en|sschlüssel))[\s*_]*+(?:[:：][\s*_]*(?P<rest>.*))?$",
    re.IGNORECASE,
)
_TAGS = re.compile(r"</?(?:details|summary|p|b|br|div)\b[^<>]*>", re.IGNORECASE)
_ENTRY = re.compile(
    rf"(?<![\w.])(?:Q\s?)?(?P<number>\d{{1,3}})\s*+[.):=|–—-]{{0,2}}\s*+\(?(?P<letters>{_LETTERS})\)?"
    r"(?=$|[\s,;|.*])"
)
_WITH_REASON = re.compile(
    rf"^[\s>*_+-]*(?:Q\s?)?(?P<number>\d{{1,3}})\s*[.):]\s*[*_]*\(?(?P<letters>{_LETTERS})\)?[*_]*"
    r"\s*(?:[.):;]|\s[–—-]|\s?[–—])\s+(?P<why>\S.*)$"
)
_NOTHING = re.compile(r"^[\s|,;.:*_+>-]*$")
_HEADER = re.compile(r"^[\s>]*+\|?(?:[^|\d]*+\|)++[^|\d]*+$")
_FEWEST = 2  # answers: a single one is an answer line
_LONGEST_LINE = 4_000  # characters


@dataclass(slots=True)
class AnswerKey:
    """What a key says of the numbered questions above it, and the lines it stands on."""

    first: int
    last: int  # the first line after it
    letters: dict[int, str] = field(default_factory=dict)
    why: dict[int, str] = field(default_factory=dict)


def find_answer_keys(page: Page) -> list[AnswerKey]:
    """Every answer key of the page."""
    return list(page.each(_key_at))


def _key_at(page: Page, first: int) -> AnswerKey | None:
    line = page.lines[first]
    if "<" in line:
        line = _TAGS.sub("", line[:_LONGEST_LINE])
    title = _TITLE.match(line) if len(line) <= _LONGEST_LINE else None
    key = AnswerKey(first, first + 1)
    said = title["rest"] if title else line if _is_key(line) else None
    if (title is None and said is None) or (said and not _read(said, key)):
        return None
    number = first + 1
    while number < len(page.lines) and page.free(number) and not page.level[number]:
        line = page.lines[number]
        if not page.blank(number):
            if len(line) > _LONGEST_LINE or not _read(_TAGS.sub("", line), key):
                break
            key.last = number + 1
        number += 1
    return key if len(key.letters) >= _FEWEST else None


def _is_key(line: str) -> bool:
    """Whether a line without a title is a key: it has several numbers, each with its letter."""
    if len(line) > _LONGEST_LINE or len(_ENTRY.findall(line)) < _FEWEST:
        return False
    return bool(_NOTHING.match(_ENTRY.sub("", line)))


def _read(line: str, key: AnswerKey) -> bool:
    """Take down what a line answers; False if it is no line of a key."""
    reasoned = _WITH_REASON.match(line)
    if reasoned and not _ENTRY.search(reasoned["why"]):
        key.letters[int(reasoned["number"])] = reasoned["letters"]
        key.why[int(reasoned["number"])] = reasoned["why"].strip()
        return True
    entries = list(_ENTRY.finditer(line))
    if _NOTHING.match(_ENTRY.sub("", line)):
        key.letters.update((int(one["number"]), one["letters"]) for one in entries)
        return True
    return not key.letters and bool(_HEADER.match(line))


def key_for(
    keys: Sequence[AnswerKey], page: Page, stems: Sequence[tuple[int, int]]
) -> dict[int, tuple[AnswerKey, int]]:
    """For each question that a key answers, by its place in *stems*, the key and its number.

    *stems* are the first lines of the questions and of their options. A number that two questions
    above a key have says nothing of either.
    """
    answered: dict[int, tuple[AnswerKey, int]] = {}
    before = -1
    for key in keys:
        numbered: dict[int, list[int]] = {}
        for place, (first, options) in enumerate(stems):
            if before < options < key.first and (number := _number(page, first, options)):
                numbered.setdefault(number, []).append(place)
        answered |= {
            places[0]: (key, number)
            for number, places in numbered.items()
            if len(places) == 1 and number in key.letters
        }
        before = key.first
    return answered


_NUMBERED = re.compile(
    rf"^[\s>#*_]*(?:(?:q|{QUESTION}|aufgabe|exercise|nr|no)\b[\s.:#]*)?"
    r"(?P<number>\d{1,3})\b(?!\.\d)",
    re.IGNORECASE,
)


def _number(page: Page, first: int, options: int) -> int:
    """The number that a question has in its note; 0 if it has none."""
    found = (_NUMBERED.match(page.lines[line]) for line in range(first, options))
    return next((int(one["number"]) for one in found if one), 0)
