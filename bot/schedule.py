"""When a daily question is due: wall-clock arithmetic, without storage or a clock of its own.

A schedule is a local time on some weekdays in a time zone. A time that the clocks skip means the
next minute that exists; one that occurs twice means the first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from bot import zones
from bot.language import ENGLISH, _, later, listed, speaking

EVERY_DAY = frozenset(range(7))
WEEKDAYS = frozenset(range(5))
WEEKEND = frozenset((5, 6))
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LOOK_BACK = timedelta(days=14)  # the longest a missed post is looked for
LONGEST_WINDOW = timedelta(hours=24)
BREATHER = timedelta(hours=1)  # between a question's end and the next question


@dataclass(frozen=True, slots=True)
class Timing:
    """When a channel's quiz is posted."""

    at: time
    zone: str
    weekdays: frozenset[int] = EVERY_DAY  # Monday is 0
    paused_until: date | None = None  # the first day on which it is posted again
    over_weekend: bool = False  # a question stays open until the next one, however far


def post_at(timing: Timing, day: date) -> datetime:
    """The moment, in UTC, of the post on that local day."""
    zone = ZoneInfo(timing.zone)
    local = datetime.combine(day, timing.at, tzinfo=zone)  # fold=0: the first of two
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    return _end_of_gap(moment, zone)


def _end_of_gap(moment: datetime, zone: ZoneInfo) -> datetime:
    """The first valid minute after the gap that swallowed a local time.

    Read with the offset from before the change, *moment* lies past the change by as much as the
    wished time lay past the gap's beginning: the change itself is found by halving.
    """
    early, late = moment - timedelta(hours=30), moment
    before = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).utcoffset() == before:
            early = middle
        else:
            late = middle
    return late.replace(microsecond=0)


def known_zone(name: str, otherwise: str = "UTC") -> str:
    """A zone that this machine's tables know: *name*, or the other where they don't.

    Zones come from platforms and from older tables; one that is unknown here must stop nothing.

    >>> known_zone("Mars/Base"), known_zone("Europe/Berlin"), known_zone("")
    ('UTC', 'Europe/Berlin', 'UTC')
    """
    return name if name and is_zone(name) else otherwise


@cache
def is_zone(name: str) -> bool:
    """Whether this machine's tables know a zone of that name."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # KeyError: ZoneInfoNotFoundError
        return False
    return True


def posts_on(timing: Timing, day: date) -> bool:
    """Whether there is a quiz on that local day."""
    resumed = timing.paused_until is None or day >= timing.paused_until
    return resumed and day.weekday() in timing.weekdays


def next_posts(timing: Timing, now: datetime, count: int = 3) -> tuple[datetime, ...]:
    """The next posts strictly after *now*, in the schedule's own zone."""
    zone = ZoneInfo(timing.zone)
    found: list[datetime] = []
    for day in _days_from(_first_day(timing, now)):
        if len(found) == count:
            break
        if posts_on(timing, day) and (moment := post_at(timing, day)) > now:
            found.append(moment.astimezone(zone))
    return tuple(found)


def _first_day(timing: Timing, now: datetime) -> date:
    """Yesterday, or the day a pause ends: a zone may skip a whole day, so begin a little early."""
    yesterday = quiz_day(timing, now) - timedelta(days=1)
    return max(yesterday, timing.paused_until or yesterday)


def _days_from(day: date) -> Iterator[date]:
    """That day and those after it; a schedule without weekdays never posts, so a year is enough."""
    for offset in range(366):
        if day > date.max - timedelta(days=offset + 1):
            return
        yield day + timedelta(days=offset)


def latest_post(timing: Timing, now: datetime) -> datetime | None:
    """The newest post that was due at *now* or before, if there was one lately."""
    zone = ZoneInfo(timing.zone)
    day = quiz_day(timing, now) + timedelta(days=1)
    for offset in range(LOOK_BACK.days + 2):
        candidate = day - timedelta(days=offset)
        if posts_on(timing, candidate) and (moment := post_at(timing, candidate)) <= now:
            return moment.astimezone(zone)
    return None


def quiz_day(timing: Timing, moment: datetime) -> date:
    """The local date of a moment: a post belongs to (schedule, this date)."""
    return moment.astimezone(ZoneInfo(timing.zone)).date()


def window(timing: Timing, day: date) -> tuple[datetime, datetime]:
    """When the question of that day opens and closes, in UTC; the same for everybody."""
    opens = post_at(timing, day)
    following = next_posts(timing, opens, count=1)
    longest = opens + LONGEST_WINDOW
    if not following:
        return opens, longest
    before_next = following[0].astimezone(UTC) - BREATHER
    return opens, before_next if timing.over_weekend else min(before_next, longest)


# ---------------------------------------------------------------- reading what people type

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)


def read_time(text: str) -> time | None:
    """A time of day: 9, 9am, 09:00, 9.30, noon.

    >>> read_time("9:30 pm")
    datetime.time(21, 30)
    """
    words = text.strip().lower()
    if words in ("noon", "midnight"):
        return time(12 if words == "noon" else 0)
    match = _TIME.fullmatch(words)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


_DAY_SETS = {
    "daily": EVERY_DAY,
    "everyday": EVERY_DAY,
    "every day": EVERY_DAY,
    "weekdays": WEEKDAYS,
    "workdays": WEEKDAYS,
    "weekend": WEEKEND,
    "weekends": WEEKEND,
}


def _day_number(word: str) -> int | None:
    for number, name in enumerate(DAY_NAMES):
        if len(word) >= 2 and name.lower().startswith(word.removesuffix("s") or "?"):
            return number
    return None


_RANGE = re.compile(r"\s*(?:[-–—]|\b(?:to|through|thru|till|until)\b)\s*")


def read_weekdays(text: str) -> frozenset[int] | None:
    """Days of the week: weekdays, daily, mon-fri, sun to thu, "tue, thu".

    >>> sorted(read_weekdays("fri-mon"))
    [0, 4, 5, 6]
    """
    words = text.strip().lower()
    if words in _DAY_SETS:
        return _DAY_SETS[words]
    days: set[int] = set()
    for piece in re.split(r"(?:[,\s+&]|\band\b)+", _RANGE.sub("-", words)):
        first, _, last = piece.partition("-")
        start, end = _day_number(first), _day_number(last or first)
        if start is None or end is None:
            return None
        days.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return frozenset(days)


def read_zone(text: str) -> str | None:
    """A time zone by its name, its city or its country; None where none or several are meant.

    >>> read_zone("berlin"), read_zone("India")
    ('Europe/Berlin', 'Asia/Kolkata')
    """
    return zones.read(text)


def suggest_zones(typed: str, limit: int = 25) -> tuple[str, ...]:
    """Zones that somebody may mean while typing, the likeliest first."""
    return zones.suggest(typed, limit)


_EACH = (
    later("Mondays"), later("Tuesdays"), later("Wednesdays"), later("Thursdays"), later("Fridays"),
    later("Saturdays"), later("Sundays"),
)  # fmt: skip


def describe(timing: Timing) -> str:
    """The schedule in words: "weekdays at 09:00 (Europe/Berlin)"."""
    return _(
        "{days} at {time} ({zone})",
        days=describe_days(timing.weekdays),
        time=f"{timing.at:%H:%M}",
        zone=timing.zone,
    )


def noted(timing: Timing) -> str:
    """The schedule in words that are the same whoever speaks: for what is kept."""
    with speaking(ENGLISH):
        return describe(timing)


def describe_days(days: frozenset[int]) -> str:
    """Days of the week in words.

    >>> describe_days(frozenset({1, 3}))
    'Tuesdays and Thursdays'
    """
    if days in (EVERY_DAY, WEEKDAYS):
        return _("every day") if days == EVERY_DAY else _("weekdays")
    return listed([_(_EACH[day]) for day in sorted(days)]) or _("never")
