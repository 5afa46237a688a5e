"""Time zones as people look for them: by city, country, or an abbreviation that may mean several.

Countries and their zones come from the tables of the time zone database; `cities.txt` adds large
cities after which no zone is named.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

_SEASONS = (datetime(2027, 1, 15, tzinfo=UTC), datetime(2027, 7, 15, tzinfo=UTC))
MOST_CHOICES = 5
_DEFAULT = "UTC"  # each start reads it, and should read no table of all countries for it


def read(text: str) -> str | None:
    """A time zone by its name, its city, its country, or an abbreviation of one place's clock.

    >>> read("berlin"), read("India"), read("EST")
    ('Europe/Berlin', 'Asia/Kolkata', None)
    """
    if text == _DEFAULT:
        return text
    wanted = _folded(text)
    if choice(text):
        return None
    if found := _names().get(wanted) or _cities().get(wanted):
        return found
    called = _countries().get(wanted) or _abbreviations().get(text.strip().upper(), ())
    return next(iter(called), None)


def choice(text: str) -> tuple[str, ...]:
    """The zones among which a country or an abbreviation leaves the choice; () where it is clear.

    >>> choice("EST")[0], choice("Germany")
    ('America/New_York', ())
    """
    wanted = _folded(text)
    named = _names().get(wanted, "")
    if "/" in named or (named and (_changes(named) or named in ("UTC", "GMT"))):
        return ()
    meant = _abbreviations().get(text.strip().upper(), ()) or _countries().get(wanted, ())
    kinds = {tuple(_offsets(zone)): zone for zone in reversed(meant)}
    several = [zone for zone in meant if zone in kinds.values()]
    return tuple(several[:MOST_CHOICES]) if len(several) > 1 else ()


def suggest(typed: str, limit: int = 25) -> tuple[str, ...]:
    """Zones that somebody may mean while typing, the likeliest first."""
    wanted = _folded(typed)
    if not wanted:
        return tuple(sorted(_known(), key=lambda zone: (-_weight(zone), zone)))[:limit]
    exact = [*choice(typed), *filter(None, [read(typed)])]
    ranked = sorted(_matches(wanted), key=lambda match: (match[0], -_weight(match[1]), match[1]))
    found = [*exact, *(zone for _, zone in ranked)] or _near(wanted, limit)
    return tuple(dict.fromkeys(found))[:limit]


def _near(wanted: str, limit: int) -> list[str]:
    """With a slip of the finger."""
    spelled = {zone: _folded(zone) for zone in _known()}
    near = process.extract(wanted, spelled, scorer=fuzz.partial_ratio, limit=limit, score_cutoff=75)
    return [zone for _, _, zone in near]


def _matches(wanted: str) -> Iterator[tuple[int, str]]:
    """Zones that fit what was typed, 0 for best: by city, by country, by a part of the name."""
    for rank, names in enumerate((_names(), _cities())):
        fitting = (zone for name, zone in names.items() if name.startswith(wanted))
        yield from ((rank, zone) for zone in fitting if zone in _known())
    for country, zones in _countries().items():
        if country.startswith(wanted):
            yield from ((1, zone) for zone in zones)
    for zone in _known():
        if wanted in _folded(zone):
            yield 3, zone


def _folded(text: str) -> str:
    return " ".join(text.lower().replace("_", " ").split())


@cache
def _names() -> Mapping[str, str]:
    """Every zone by its name and by its city, small letters; today's names before older ones."""
    zones = sorted(z for z in available_timezones() if not z.startswith(("posix/", "right/")))
    names = {_folded(name): name for name in zones}
    for name in sorted(zones, key=lambda zone: zone not in _known()):
        if "/" in name:
            names.setdefault(_folded(name.rpartition("/")[2]), name)
    return names


@cache
def _known() -> Mapping[str, int]:
    """The zones of today, each with the number of countries that keep its time."""
    table = _table("zone1970.tab")
    alone = {row[2]: 1 for row in _table("zone.tab")}
    return alone | {row[2]: len(row[0].split(",")) for row in table} | {"UTC": 1}


@cache
def _cities() -> Mapping[str, str]:
    lines = (resources.files("bot") / "cities.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.partition(": ") for line in lines if not line.startswith("#"))
    return {_folded(city): zone for zone, _, cities in rows for city in cities.split(", ")}


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country, the likely ones first; else in the order of the database."""
    zones: dict[str, list[str]] = {}
    for code, _, zone, *_ in _table("zone.tab"):
        zones.setdefault(code, []).append(zone)
    found: dict[str, list[str]] = {}
    for code, name, *_ in _table("iso3166.tab"):
        for one in _called(name):
            found.setdefault(_folded(one), []).extend(zones.get(code, ()))
    return {name: _likely_first(dict.fromkeys(some)) for name, some in found.items()}


def _called(country: str) -> tuple[str, ...]:
    """Its name in the table and what people say: Britain (UK) is also Britain, and UK."""
    plain = re.sub(r" *\(.*\)", "", country)
    names = [name for _, name, *_ in _table("iso3166.tab")]
    alone = sum(name.startswith(plain) for name in names) == 1
    return tuple(dict.fromkeys((country, plain, *re.findall(r"\((\w+)\)", country * alone))))


def _likely_first(zones: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(zones, key=lambda zone: -_weight(zone)))


@cache
def _abbreviations() -> Mapping[str, tuple[str, ...]]:
    """What clocks are called today, EST or IST, and at which places; the likely ones first.

    The table may be newer than this machine's clocks, which are what a quiz goes by.
    """
    zones: dict[str, list[str]] = {}
    for _, _, zone, comment, *_ in _table("zonenow.tab"):
        told = {name for pair in re.findall(r"\(([A-Z/]+)\)", comment) for name in pair.split("/")}
        for name in told & _names_of_clock(zone):
            zones.setdefault(name, []).append(zone)
    return {name: _likely_first(some) for name, some in zones.items()}


def _names_of_clock(zone: str) -> set[str]:
    """What this machine calls the time there, summer and winter."""
    return {at.astimezone(ZoneInfo(zone)).tzname() or "" for at in _SEASONS}


@cache
def _table(name: str) -> tuple[tuple[str, ...], ...]:
    """A table of the time zone database."""
    text = (resources.files("tzdata.zoneinfo") / name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((*line.split("\t"), "", "") for line in lines)


@cache
def _large() -> Mapping[str, int]:
    return Counter(_cities().values())


def _weight(zone: str) -> int:
    """How many people may mean it, roughly: by its large cities and its countries."""
    return 2 * _large().get(zone, 0) + _known().get(zone, 0)


def _offsets(zone: str) -> Iterator[object]:
    return (at.astimezone(ZoneInfo(zone)).utcoffset() for at in _SEASONS)


def _changes(zone: str) -> bool:
    """Whether its clocks change with the seasons."""
    return len(set(_offsets(zone))) > 1
