"""What all messages share: how commands, numbers, days and buttons are put."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVarTuple
from zoneinfo import ZoneInfo

from bot.actions import ActionKind
from bot.commands import DailyShow, in_menus, parse
from bot.messages import (
    Action,
    Button,
    Buttons,
    Moment,
    Part,
    Platform,
    Prose,
    Reply,
    Sources,
    Tone,
)
from knowledge.model import Question, Source

LABEL = 75  # characters of a button that every platform shows
LONGEST_NAME = 28  # characters of a person's name
ROW = 5  # buttons in one row, everywhere
GUEST = "You play along as a guest: for no points, and in no count of answers."


_ADMINS: dict[Platform, str] = {
    "slack": "workspace admins, or whoever invited me to this channel,",
    "discord": "people who may manage this server",
    "terminal": "admins",
}


Fit = Callable[[Action], Action]  # makes an action fit on a button, whatever it carries
Ts = TypeVarTuple("Ts")


def as_it_is(action: Action) -> Action:
    """For actions whose arguments are short."""
    return action


@dataclass(frozen=True, slots=True)
class Voice:
    """How to speak to one person in one place."""

    platform: Platform = "terminal"
    command: str = "aws"
    fit: Fit = as_it_is
    may_share: bool = True  # there is somebody to share with who has not read it anyway
    shows_charts: bool = True  # drawing one takes a while, and is in vain where nobody sees it

    def line(self, typed: str) -> str:
        """What to type there to say *typed*."""
        if self.platform == "slack":
            return f"/{self.command} {typed}"
        if self.platform == "discord":
            command = parse(typed)
            # Who may not manage a server sees no /daily there, and may ask for it all the same.
            hidden = isinstance(command, DailyShow)
            return f"/{self.command} query:{typed}" if hidden else in_menus(command, self.command)
        return typed

    @property
    def everybody(self) -> str:
        """What people call all the channels together."""
        return "server" if self.platform == "discord" else "workspace"

    @property
    def admins(self) -> str:
        """Who may decide for everybody in a channel."""
        return _ADMINS[self.platform]

    def button(
        self,
        label: str,
        kind: ActionKind[*Ts],
        /,
        *arguments: *Ts,
        main: bool = False,
        danger: bool = False,
        seldom: bool = False,
    ) -> Button:
        """A button whose label and action fit everywhere."""
        tone: Tone = "danger" if danger else "main" if main else "plain"
        return Button(ellipsized(label, LABEL), self.fit(kind(*arguments)), tone, seldom)


def sentence(text: str, *buttons: Button, private: bool = True) -> Reply:
    """One sentence, perhaps with something to click."""
    parts: tuple[Part, ...] = (Prose(text), *rows(buttons))
    return Reply(parts, private=private, summary=first_line(text))


def rows(buttons: Iterable[Button]) -> tuple[Buttons, ...]:
    """Buttons in rows that fit; the same thing is offered once."""
    unique = tuple({str(button.action): button for button in buttons}.values())
    return tuple(Buttons(unique[at : at + ROW]) for at in range(0, len(unique), ROW))


def first_line(text: str, limit: int = 150) -> str:
    """The one line for notifications."""
    return ellipsized(" ".join(text.split()), limit)


def ellipsized(text: str, limit: int) -> str:
    """At most *limit* characters, with an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rstrip(" ,;:.-–") + "…"


def called(name: str) -> str:
    """A person's name, with room for figures beside it."""
    return ellipsized(name, LONGEST_NAME) or "somebody"


def count(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count(1, "day"), count(3, "day")
    ('1 day', '3 days')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words in a row as one says them.

    >>> listed(["SQS", "SNS", "Kinesis"])
    'SQS, SNS and Kinesis'
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def percent(share: float) -> str:
    """A share as people read it."""
    return f"{round(share * 100)} %"


def weekday(day: date) -> str:
    """The day's name, independent of the machine's language."""
    return _DAYS[day.weekday()]


def month(day: date) -> str:
    """The month's name."""
    return _MONTHS[day.month - 1]


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_name(day: date, today: date) -> str:
    """A day seen from today: today, tomorrow, Friday, 3 March, 3 March 2027."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[away + 1]
    if 1 < away < 7:
        return weekday(day)
    return f"{day.day} {month(day)}" + ("" if day.year == today.year else f" {day.year}")


def moment(lead: str, at: datetime, now: datetime, zone: str, *, small: bool = True) -> Moment:
    """A line that ends with a moment; in words it is by the channel's clock, with its zone."""
    local, here = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    words = f"{day_name(local.date(), here.date())} {local:%H:%M} ({zone})"
    return Moment(lead, at, words, small)


def in_how_long(due: datetime, now: datetime) -> str:
    """How far away a review is: "in 10 minutes", "tomorrow", "in 12 days"."""
    left = due - now
    if left < timedelta(minutes=90):
        return f"in {count(max(1, round(left.total_seconds() / 60)), 'minute')}"
    if left < timedelta(hours=20):
        return f"in {count(round(left.total_seconds() / 3600), 'hour')}"
    days = max(1, round(left / timedelta(days=1)))
    return "tomorrow" if days == 1 else f"in {count(days, 'day')}"


def places(sources: Iterable[Source]) -> tuple[str, ...]:
    """Where things stand, each place once."""
    return tuple(dict.fromkeys(str(source) for source in sources))


def stands(question: Question) -> Sources:
    """Where a question's answer stands, and when somebody last checked it."""
    year, _, number = question.checked.partition("-")
    lead = f"checked {_MONTHS[int(number) - 1]} {year}" if number else ""
    return Sources(places(question.sources), lead)


def full_stop(text: str) -> str:
    """A line of the notes as a sentence that others can follow; "… (where it stands)" is one."""
    stripped = text.rstrip()
    done = stripped.endswith((".", "!", "?", "…", ":")) or (stripped[-1:] == ")" and ". (" in text)
    return stripped if done else stripped + "."
