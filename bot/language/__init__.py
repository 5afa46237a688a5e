"""The language in which people are answered: English as the code has it, others by a catalog.

A sentence stands in the code in English, within `_`, `plural` or `later`. `make translations`
collects them into bot/language/<language>/LC_MESSAGES/companion.po, where they are said in others.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Final

ENGLISH: Final = "en"
LANGUAGES: Final = {ENGLISH: "English", "de": "Deutsch"}
CATALOGS: Final = Path(__file__).parent
DOMAIN: Final = "companion"

_speaking: ContextVar[str] = ContextVar("language", default=ENGLISH)


def _(text: str, /, **values: object) -> str:
    """A sentence in the language that is spoken, with its values put in."""
    said = _catalog(_speaking.get()).gettext(text)
    return said.format(**values) if values else said


def plural(one: str, many: str, number: int, /, **values: object) -> str:
    """A sentence that depends on a number, which it has as {number}."""
    said = _catalog(_speaking.get()).ngettext(one, many, number)
    return said.format(number=figure(number), **values)


def later(text: str) -> str:
    """Mark a sentence that stands in a table: whoever takes it out says it with `_`."""
    return text


def figure(number: int) -> str:
    """A whole number with its thousands apart.

    >>> figure(12000)
    '12,000'
    """
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if _speaking.get() == "de" else grouped


def listed(words: Sequence[str]) -> str:
    """Words in a row as one says them.

    >>> listed(["SQS", "SNS", "Kinesis"])
    'SQS, SNS and Kinesis'
    """
    if len(words) < 2:
        return "".join(words)
    return _("{several} and {last}", several=", ".join(words[:-1]), last=words[-1])


def either(words: Sequence[str]) -> str:
    """Words of which one is meant.

    >>> either(["SQS", "SNS"])
    'SQS or SNS'
    """
    if len(words) < 2:
        return "".join(words)
    return _("{several} or {last}", several=", ".join(words[:-1]), last=words[-1])


def spoken() -> str:
    """The language that is being spoken."""
    return _speaking.get()


def known(language: str) -> str:
    """The language that a platform's name for one means; "" if there is no catalog of it.

    >>> known("de-AT"), known("en-GB"), known("fr")
    ('de', 'en', '')
    """
    short = language.replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else ""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Say everything in that language meanwhile, threads that copy this context included."""
    before = _speaking.set(known(language) or ENGLISH)
    try:
        yield
    finally:
        _speaking.reset(before)


@cache
def _catalog(language: str) -> NullTranslations:
    if language == ENGLISH:
        return NullTranslations()
    return translation(DOMAIN, CATALOGS, [language])
