"""What all messages share: how commands, numbers, days and buttons are put."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from textwrap import dedent
from typing import TypeVarTuple
from zoneinfo import ZoneInfo

from bot.actions import ActionKind
from bot.commands import DailyShow, in_menus, parse
from bot.language import ENGLISH, _, later, plural, spoken
from bot.messages import (
    Action,
    Button,
    Buttons,
    ChannelLine,
    Code,
    Moment,
    Part,
    Platform,
    Prose,
    Reply,
    Sources,
    Tone,
)
from knowledge.model import Question, Source
from knowledge.reading.code_lines import runs

LABEL = 75  # characters of a button that every platform shows
LONGEST_NAME = 28  # characters of a person's name
ROW = 5  # buttons in one row, everywhere
# What is reviewed: the same words wherever that is told.
WHAT_COMES_BACK = later(
    "What you answer comes back in your reviews: soon if you missed it, later if you knew it."
)
GUEST = later("You play along as a guest: for no points, and in no count of answers.")


_ADMINS: dict[Platform, str] = {
    "slack": later("workspace admins, or whoever invited me to this channel,"),
    "discord": later("people with the permission Manage Server"),
    "terminal": later("admins"),
}


Fit = Callable[[Action], Action]  # makes an action fit on a button, whatever it carries
Ts = TypeVarTuple("Ts")


def as_it_is(action: Action) -> Action:
    """For actions whose arguments are short."""
    return action


def quoted(text: str) -> str:
    """Words of somebody's, in the quotation marks of the language."""
    return _("“{text}”", text=text)


@dataclass(frozen=True, slots=True)
class Voice:
    """How to speak to one person in one place."""

    platform: Platform = "terminal"
    command: str = "aws"
    fit: Fit = as_it_is
    may_share: bool = True  # there is somebody to share with who has not read it anyway
    shows_charts: bool = True  # drawing one takes a while, and is in vain where nobody sees it
    manages: bool = False  # one person reads it, whose menus have all commands

    def line(self, typed: str) -> str:
        """What to type there to say *typed*."""
        if self.platform == "slack":
            return f"/{self.command} {typed}"
        if self.platform == "discord":
            command = parse(typed)
            # Who may not manage a server sees no /daily there, and may ask for it all the same.
            hidden = isinstance(command, DailyShow) and not self.manages
            return f"/{self.command} query:{typed}" if hidden else in_menus(command, self.command)
        return typed

    @property
    def everybody(self) -> str:
        """What people call all the channels together."""
        return _("server") if self.platform == "discord" else _("workspace")

    @property
    def admins(self) -> str:
        """Who may decide for everybody in a channel."""
        return _(_ADMINS[self.platform])

    @property
    def editors(self) -> str:
        """Who may decide about what belongs to the workspace, wherever they are."""
        return _("admins")

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


def meant(channel: str) -> ChannelLine:
    """Names the channel that something is about, to somebody who may be elsewhere."""
    return ChannelLine(channel, _("is where it is posted."))


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


def in_full(text: str, *, strong: bool = False) -> tuple[Part, ...]:
    """A text as people wrote it: its words as paragraphs, its code in blocks."""
    return tuple(
        Code(dedent(part)) if is_code else Prose(part, strong) for part, is_code in runs(text)
    )


def explained(text: str) -> tuple[Part, ...]:
    """The same of what explains something: where words end it they end with a full stop."""
    *parts, last = in_full(text)
    return (*parts, Prose(full_stop(last.text)) if isinstance(last, Prose) else last)


def called(name: str) -> str:
    """A person's name, with room for figures beside it."""
    return ellipsized(name, LONGEST_NAME) or _("somebody")


def out_of(some: int, everything: int) -> str:
    """How many of how many.

    >>> out_of(12, 20)
    '12 of 20'
    """
    return _("{some} of {everything}", some=some, everything=everything)


def page_of(page: int, pages: int) -> str:
    """Which of several pages is shown; the first is 0."""
    return _("Page {page} of {pages}", page=page + 1, pages=pages)


def percent(share: float) -> str:
    """A share as people read it; German has a blank before the sign."""
    return f"{round(share * 100)}{'' if spoken() == ENGLISH else ' '}%"


def weekday(day: date) -> str:
    """The day's name, independent of the machine's language."""
    return _(_DAYS[day.weekday()])


def month(day: date) -> str:
    """The month's name."""
    return _(_MONTHS[day.month - 1])


_DAYS = (
    later("Monday"), later("Tuesday"), later("Wednesday"), later("Thursday"), later("Friday"),
    later("Saturday"), later("Sunday"),
)  # fmt: skip
_MONTHS = (
    later("January"), later("February"), later("March"), later("April"), later("May"),
    later("June"), later("July"), later("August"), later("September"), later("October"),
    later("November"), later("December"),
)  # fmt: skip


def day_name(day: date, today: date) -> str:
    """A day seen from today: today, tomorrow, Friday, 3 March, 3 March 2027."""
    away = (day - today).days
    if away in (-1, 0, 1):
        return (_("yesterday"), _("today"), _("tomorrow"))[away + 1]
    if 1 < away < 7:
        return weekday(day)
    if day.year == today.year:
        return _("{day} {month}", day=day.day, month=month(day))
    return _("{day} {month} {year}", day=day.day, month=month(day), year=day.year)


def moment(lead: str, at: datetime, now: datetime, zone: str, *, small: bool = True) -> Moment:
    """A line that ends with a moment; in words it is by the channel's clock, with its zone."""
    local, here = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    day, time = day_name(local.date(), here.date()), f"{local:%H:%M}"
    return Moment(lead, at, _("{day} at {time} ({zone})", day=day, time=time, zone=zone), small)


def in_how_long(due: datetime, now: datetime) -> str:
    """How far away a review is: "in 10 minutes", "tomorrow", "in 12 days"."""
    return in_time(due - now)


def in_time(left: timedelta) -> str:
    """The same of a time from now."""
    if left < timedelta(minutes=90):
        minutes = max(1, round(left.total_seconds() / 60))
        return plural("in {number} minute", "in {number} minutes", minutes)
    if left < timedelta(hours=20):
        hours = round(left.total_seconds() / 3600)
        return plural("in {number} hour", "in {number} hours", hours)
    days = max(1, round(left / timedelta(days=1)))
    return _("tomorrow") if days == 1 else plural("in {number} day", "in {number} days", days)


def places(sources: Iterable[Source]) -> tuple[str, ...]:
    """Where things stand, each place once."""
    return tuple(dict.fromkeys(str(source) for source in sources))


def stands(question: Question) -> Sources:
    """Where a question's answer stands, and when somebody last checked it; or who says so."""
    if not question.sources:
        return Sources((), _("Written by your team"))
    year, _dash, number = question.checked.partition("-")
    checked = number and _("checked {month} {year}", month=_(_MONTHS[int(number) - 1]), year=year)
    return Sources(places(question.rests_on), checked)


def full_stop(text: str) -> str:
    """A line of the notes as a sentence that others can follow; "… (where it stands)" is one."""
    stripped = text.rstrip()
    done = stripped.endswith((".", "!", "?", "…", ":")) or (stripped[-1:] == ")" and ". (" in text)
    return stripped if done else stripped + "."
