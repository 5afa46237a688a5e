"""Tables whose columns are questions and answers: each row is a card, and stays in the notes."""

import re
from collections.abc import Iterator

from knowledge.model import Authored
from knowledge.reading.cards import card
from knowledge.reading.labels import ANSWER, QUESTION
from knowledge.reading.page import Page
from knowledge.reading.prose import readable
from knowledge.reading.tables import is_delimiter, split_row

_ASKED = re.compile(rf"\W*(?:q|{QUESTION})s?\W*", re.IGNORECASE)
_ANSWERED = re.compile(rf"\W*(?:a|{ANSWER})s?\W*", re.IGNORECASE)


def tables_that_ask(page: Page) -> Iterator[Authored]:
    """Every row of every table with a column of questions and one of answers."""
    number = 0
    while number + 1 < len(page.lines):
        columns = _columns(page, number)
        number += 1
        if columns is None:
            continue
        asked, answered = columns
        while page.free(number + 1) and "|" in page.lines[number + 1]:
            number += 1
            cells = split_row(page.lines[number])
            if len(cells) > max(columns):
                stem, answer = readable([cells[asked]]), readable([cells[answered]])
                if made := card(page, number, number, stem, answer):
                    yield made


def _columns(page: Page, number: int) -> tuple[int, int] | None:
    """Where the questions and where the answers stand, if a table with both begins here."""
    if "|" not in page.lines[number] or not (page.free(number) and page.free(number + 1)):
        return None
    heads = split_row(page.lines[number])
    asked = [place for place, head in enumerate(heads) if _ASKED.fullmatch(head)]
    answered = [place for place, head in enumerate(heads) if _ANSWERED.fullmatch(head)]
    if len(asked) != 1 or len(answered) != 1:
        return None
    return (asked[0], answered[0]) if is_delimiter(split_row(page.lines[number + 1])) else None
