"""What several commands read alike: dates, lists of topics, signs of a question."""

import re
from collections.abc import Sequence
from datetime import date

from bot.language import _
from bot.schedule import DAY_NAMES, EVERY_DAY, WEEKDAYS

_IN_QUESTIONS = frozenset(
    "a an and are as at because between by can can't could did do does doesn't for from had"
    " has have how if in into is isn't it its many much of on or should than that the their"
    " there these they this to using versus vs was were what when where which while who why"
    " will with without would you your".split()
)


def asks(words: Sequence[str]) -> bool:
    """Whether what follows a command word reads like the rest of a question."""
    return bool(words) and (words[0].lower() in _IN_QUESTIONS or words[-1].endswith("?"))


_DIFFERENCE = re.compile(
    r"(?:what(?:'s| is| are) )?(?:the )?differences? between (.+) and (.+)", re.IGNORECASE
)


def told_apart(query: str) -> tuple[str, ...]:
    """The two things that somebody asks the difference of; () for any other question."""
    asked = _DIFFERENCE.fullmatch(query.strip(" ?"))
    return asked.groups() if asked else ()


def distinct(things: Sequence[str]) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for thing in things:
        if stripped := thing.strip(" ,;"):
            kept.setdefault(stripped.lower(), stripped)
    return tuple(kept.values())


def read_date(text: str) -> date | None:
    """A day as year-month-day or with the month as a word: what everybody reads alike.

    >>> read_date("2027-03-01") == read_date("1 March 2027") == read_date("Mar 1st, 2027")
    True
    """
    line = text.strip(" .,")
    if match := _IN_FIGURES.fullmatch(line):
        year, month, day = map(int, match.groups())
    elif match := _DAY_FIRST.fullmatch(line) or _MONTH_FIRST.fullmatch(line):
        year, day = int(match["year"]), int(match["day"])
        month = _month(match["month"])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """The month by its name or the beginning of it; 0 for other words."""
    named = [month.startswith(word.lower()) for month in _MONTHS]
    return named.index(True) + 1 if True in named else 0


_IN_FIGURES = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY, _MONTH = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|\.)?", r"(?P<month>[A-Za-z]{3,9})\.?"
_DAY_FIRST = re.compile(rf"{_DAY} (?:of )?{_MONTH},? (?P<year>[0-9]{{4}})")
_MONTH_FIRST = re.compile(rf"{_MONTH} {_DAY},? (?P<year>[0-9]{{4}})")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip


def date_first(words: Sequence[str]) -> tuple[date | None, Sequence[str]]:
    """The day that a line begins with, and the words after it."""
    for length in (1, 3, 4):
        if day := read_date(" ".join(words[:length])):
            return day, words[length:]
    return None, words


_CALENDAR = frozenset({"today", "tomorrow", "tonight", *_MONTHS, *(n.lower() for n in DAY_NAMES)})


def begins_a_date(words: Sequence[str]) -> bool:
    """Whether words that are no day were meant as one: 1.3.2027, tomorrow, Friday."""
    return words[0][:1].isdigit() or words[0].lower().strip(".,") in _CALENDAR


def not_a_date(text: str) -> str:
    """Why a day could not be read."""
    return _("{word} is not a date that everybody reads alike", word=text)


def not_a_time(text: str) -> str:
    """Why a time could not be read."""
    return _("{word} is not a time", word=text)


def not_a_zone(text: str) -> str:
    """Why a time zone could not be read."""
    return _("{word} is not a time zone", word=text)


def several_zones(text: str, meant: Sequence[str]) -> str:
    """Why a country or an abbreviation is no time zone yet."""
    return _("{word} has several time zones: {zones}", word=text, zones=", ".join(meant))


def none_of(text: str, known: str) -> str:
    """Why a choice could not be read."""
    return _("{word} is none of {choices}", word=text, choices=known)


def names_in(words: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    """Topics as typed: apart where there are commas, else loose words."""
    words = words[1:] if words and words[0].lower() == "topics" else words
    rest = " ".join(words)
    if "," in rest:
        return distinct(rest.split(",")), False
    loose = distinct(words)
    return loose, bool(loose)


_NUMBER = re.compile(r"[-+−]?[0-9]+(?P<rest>[.,][0-9]+)?")


def is_number(text: str) -> bool:
    """Whether a word was meant as a number, of whatever kind."""
    return _NUMBER.fullmatch(text) is not None


def wrong_count(text: str, most: int) -> str:
    """Why *text* is no number of things from 1 to *most*; "" if it is one.

    >>> wrong_count("5", 20), wrong_count("0", 20), wrong_count("2.5", 20)
    ('', '0 is too few, at least 1', '2.5 is not a whole number')
    """
    number = _NUMBER.fullmatch(text)
    if number is None:
        return _("{word} is not a number", word=text)
    if number["rest"]:
        return _("{word} is not a whole number", word=text)
    size = int(text.lstrip("+-−0")[:9] or 0)
    if size < 1 or text[0] in "-−":
        return _("{word} is too few, at least 1", word=text)
    return _("{word} is too many, at most {most}", word=text, most=most) if size > most else ""


def print_days(days: frozenset[int]) -> str:
    """Days of the week as one types them."""
    if days in (EVERY_DAY, WEEKDAYS):
        return "daily" if days == EVERY_DAY else "weekdays"
    return ",".join(DAY_NAMES[day][:3].lower() for day in sorted(days))
