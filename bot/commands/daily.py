"""The `daily …` command: when the quiz runs here, in whatever order people type it."""

import re
from collections.abc import Sequence
from datetime import time
from typing import get_args

from bot import zones
from bot.commands.records import (
    Command,
    DailyForm,
    DailyForum,
    DailyNow,
    DailyOff,
    DailyPause,
    DailyPreview,
    DailyResume,
    DailyReveal,
    DailyRole,
    DailySet,
    DailyShow,
    DailySource,
    DrawnFrom,
    Honour,
    Misread,
)
from bot.commands.words import (
    asks,
    names_in,
    not_a_date,
    not_a_time,
    not_a_zone,
    print_days,
    read_date,
    several_zones,
)
from bot.language import _
from bot.schedule import WEEKDAYS, read_time, read_weekdays, read_zone, suggest_zones


def read_daily(words: Sequence[str], typed: str) -> Command | None:
    if not words:
        return DailyShow()
    first, rest = words[0].lower().strip(",:!."), list(words[1:])
    if first in _DAILY_WORDS and not rest:
        return _DAILY_WORDS[first]
    if first == "pause":
        return _pause(rest, typed)
    if first == "reveal":
        return _reveal(rest, typed)
    if first == "preview":
        return _preview(rest, typed)
    if first == "source":
        return _source(rest, typed)
    if first == "role":
        return _role(rest, typed)
    if first == "forum":
        return _forum(rest, typed)
    if first == "topics":
        names, loose = names_in(words)
        return DailySet(topics=names, loose=loose) if names else DailyShow()
    if first in ("at", "set", "on") and rest:
        return _schedule(rest, typed)
    return _schedule(words, typed)


_DAILY_WORDS: dict[str, Command] = {
    "show": DailyShow(),
    "set": DailyForm(),
    "off": DailyOff(),
    "stop": DailyOff(),
    "now": DailyNow(),
    "resume": DailyResume(),
    "unpause": DailyResume(),
}


def _forum(words: Sequence[str], typed: str) -> Command | None:
    """`daily forum 1234`: the number of a forum."""
    match words:
        case []:
            return DailyForum()
        case [number] if number.isdecimal():
            return DailyForum(number)
    why = _("a forum is chosen from the menu of /daily forum")
    return Misread(typed, " ".join(words), "daily set", why)


def _role(words: Sequence[str], typed: str) -> Command:
    """`daily role streak 1234`: for what, and the number of a role, the ID of a group or "off"."""
    said = [word.lower() for word in words]
    honour = next((one for one in get_args(Honour) if said[:1] == [one]), None)
    match said[1:] if honour else said:
        case []:
            return DailyRole(honour)
        case ["off"] if honour:
            return DailyRole(honour, off=True)
        case [role] if honour and (role.isdecimal() or _GROUP.fullmatch(role.upper())):
            return DailyRole(honour, role.upper())
    why = _(
        "Discord has a menu for roles in /daily role; Slack takes the ID of a user group, "
        "which begins with S0"
    )
    return Misread(typed, " ".join(words), "daily role streak off", why)


_GROUP = re.compile(r"S0[0-9A-Z]{6,}")  # of people, as Slack numbers them


def _pause(words: Sequence[str], typed: str) -> Command:
    rest = [word for word in words if word.lower() not in ("until", "till", "to")]
    until = read_date(" ".join(rest))
    if until is not None:
        return DailyPause(until)
    said = " ".join(rest)
    why = not_a_date(said) if said else _("the day is missing on which it comes again")
    return Misread(typed, said or "pause", "daily pause until 2027-01-07", why)


def _reveal(words: Sequence[str], typed: str) -> Command:
    when = " ".join(words).lower().strip(" .!")
    if when in ("later", "late", "at the end", "when closed"):
        return DailyReveal("later")
    if when in ("at once", "now", "once", "immediately"):
        return DailyReveal("now")
    why = _("verdicts come “at once” or “later”")
    return Misread(typed, when or "reveal", "daily reveal later", why)


def _preview(words: Sequence[str], typed: str) -> Command:
    said = " ".join(words).lower().strip(" .!")
    if said in ("on", "off"):
        return DailyPreview("on" if said == "on" else "off")
    return Misread(typed, said or "preview", "daily preview on", _("a preview is on or off"))


_SOURCES: dict[str, DrawnFrom] = {"any": "any", "all": "any", "written": "written", "bank": "bank"}


def _source(words: Sequence[str], typed: str) -> Command:
    said = " ".join(words).lower().strip(" .!")
    if said in _SOURCES:
        return DailySource(_SOURCES[said])
    return Misread(typed, said or "source", "daily source written", _("written, bank or any"))


_Piece = time | frozenset[int] | str


def _schedule(words: Sequence[str], typed: str) -> Command | None:
    """A time, a zone and days in any order, then topics.

    Words that are none of these are topics only after a time, a zone or days: without any of them
    the line is a question ("daily sending quota").
    """
    found, rest = _pieces(words)
    if not found:
        return _almost_schedule(words, typed)
    if rest and (why := _which_zone(rest) or _what_is_wrong(rest[0])):
        return Misread(typed, " ".join(words), _attempt(words), why)
    if asking := [word for word in rest if asks([word])]:
        why = _("{word} is no topic", word=asking[0])
        return Misread(typed, " ".join(words), _attempt(words), why) if len(found) > 1 else None
    names, loose = names_in(rest)
    return DailySet(
        at=next((piece for piece in found if isinstance(piece, time)), None),
        zone=next((piece for piece in found if isinstance(piece, str)), ""),
        weekdays=next((piece for piece in found if isinstance(piece, frozenset)), None),
        topics=names,
        loose=loose,
    )


def _pieces(words: Sequence[str]) -> tuple[list[_Piece], list[str]]:
    """At most one time, one zone and one set of days, and the words after them."""
    found: list[_Piece] = []
    rest = list(words)
    while rest:
        size, piece = _longest(rest)
        if piece is None or any(type(piece) is type(earlier) for earlier in found):
            break
        found.append(piece)
        rest = rest[size:]
    return found, rest


def _longest(words: Sequence[str]) -> tuple[int, _Piece | None]:
    """How many words the next piece takes, and what it is."""
    for size in range(min(7, len(words)), 0, -1):
        text = " ".join(words[:size]).strip(",")
        for read in (read_time, read_weekdays, read_zone):
            piece = read(text)
            if piece is not None:
                return size, piece
    return 0, None


_CLOCK = re.compile(r"[0-9]++(?:[:.h][0-9]*+)?\s*+(am|pm)?,?$", re.IGNORECASE)
_ZONE = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_/]+,?$")
_OFFSET = re.compile(r"(utc|gmt)?[+-][0-9]{1,2}(:?[0-9]{2})?,?$", re.IGNORECASE)  # knows no summer


def _what_is_wrong(word: str) -> str:
    """Why a word that looks like a time or a zone is neither; "" for other words."""
    said = word.strip(",")
    if _CLOCK.match(word):
        second = read_time(said) is not None
        return _("{word} is a second time", word=said) if second else not_a_time(said)
    if re.match(_ZONE.pattern, word, re.IGNORECASE):
        second = read_zone(said) is not None
        return _("{word} is a second time zone", word=said) if second else not_a_zone(said)
    return _("{word} knows no summer time, a place does", word=said) if _OFFSET.match(word) else ""


def _which_zone(words: Sequence[str]) -> str:
    """That a country or an abbreviation means several zones, and which; "" where none does."""
    for size in range(min(4, len(words)), 0, -1):
        said = " ".join(words[:size]).strip(",")
        if meant := zones.choice(said):
            return several_zones(said, meant)
    return ""


def _almost_schedule(words: Sequence[str], typed: str) -> Command | None:
    """Nothing could be read; if it looks like a time or a zone, say which line would do."""
    if _CLOCK.match(words[0]) or _ZONE.match(words[0]):
        return Misread(typed, " ".join(words), _attempt(words), _what_is_wrong(words[0]))
    return None


def _attempt(words: Sequence[str]) -> str:
    """The schedule that these words may mean."""
    at, zone, guess, days = time(9), "", "", WEEKDAYS
    for word in (word.strip(",") for word in words):
        if (hour := read_time(word)) is not None:
            at = hour
        elif (some := read_weekdays(word)) is not None:
            days = some
        elif (exact := read_zone(word)) is not None:
            zone = exact
        elif meant := zones.choice(word):
            zone = meant[0]
        elif len(word) > 3 and word[:1].isalpha() and not (asks([word]) or _OFFSET.match(word)):
            guess = guess or next(iter(suggest_zones(word, 1)), "")
    return f"daily {at:%H:%M} {zone or guess or 'Europe/Berlin'} {print_days(days)}"
