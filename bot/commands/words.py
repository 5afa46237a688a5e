"""What several commands read alike: clean lines, dates, lists of topics, signs of a question."""

import re
from collections.abc import Sequence
from datetime import date


def clean(text: str) -> str:
    """Without what nobody can have meant to type: control characters, surrounding blanks."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


_IN_QUESTIONS = frozenset(
    "a an and are as at because between by can can't could did do does doesn't for from had"
    " has have how if in into is isn't it its many much of on or should than that the their"
    " there these they this to using versus vs was were what when where which while who why"
    " will with without would you your".split()
)


def asks(words: Sequence[str]) -> bool:
    """Whether what follows a command word reads like the rest of a question."""
    return bool(words) and (words[0].lower() in _IN_QUESTIONS or words[-1].endswith("?"))


def distinct(things: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for thing in things:
        if stripped := thing.strip(" ,;"):
            kept.setdefault(stripped.lower(), stripped)
    return tuple(kept.values())


def read_date(text: str) -> date | None:
    """A day as year-month-day, the only order that everybody reads alike.

    >>> read_date("2027-03-01")
    datetime.date(2027, 3, 1)
    """
    match = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text.strip(" .,"))
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None


def names_in(words: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Topics as typed: apart where there are commas, else loose words."""
    words = words[1:] if words and words[0].lower() == "topics" else words
    rest = " ".join(words)
    if "," in rest:
        return distinct(rest.split(",")), False
    loose = distinct(words)
    return loose, bool(loose)
