"""What the rows of the table of commands are made of: phrases, options, choices, the row itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date, time
from typing import Literal, assert_never

from bot import zones
from bot.commands.records import Command
from bot.commands.traits import PLAIN, Right, Traits
from bot.commands.words import (
    none_of,
    not_a_date,
    not_a_time,
    not_a_zone,
    print_days,
    read_date,
    several_zones,
    wrong_count,
)
from bot.language import _, either, spoken
from bot.messages import Platform
from bot.schedule import read_time, read_weekdays, read_zone, suggest_zones

OptionKind = Literal[
    "text", "number", "flag", "choice", "date", "time", "zone", "days", "role", "forum"
]
Completion = Literal["", "query", "topic", "zone", "days"]
Read = Callable[[Sequence[str], str], Command | None]
Group = Literal["Look up", "Study", "As a team", "Yours"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """What menus say, in every language that they speak."""

    english: str
    german: str
    begins_with_noun: bool = False  # in German, which writes these with a capital anywhere

    @property
    def said(self) -> str:
        """In the language that is spoken."""
        return self.german if spoken() == "de" else self.english

    @property
    def going_on(self) -> str:
        """The same behind a dash."""
        if spoken() == "de" and self.begins_with_noun:
            return self.german
        return f"{self.said[:1].lower()}{self.said[1:]}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words: as the record has it, as one types it, as menus call it."""

    value: str
    typed: str
    shown: Phrase


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may follow a command. Menus name it, who types it only says it."""

    name: Phrase
    about: Phrase
    kind: OptionKind = "text"
    field: str = ""  # of the record; empty: named like the option
    place: int = -1  # within a field that holds several
    lead: str = ""  # the word before it when it is typed: "until", "topics"
    required: bool = False
    completes: Completion = ""
    choices: tuple[Choice, ...] = ()
    most: int = 0  # of a number

    @property
    def of(self) -> str:
        """The record's field."""
        return self.field or self.name.english

    def text(self, record: Command) -> str:
        """What a record has for it, in words; "" for what is as usual."""
        value = getattr(record, self.of)
        if self.place >= 0:
            return value[self.place] if self.place < len(value) else ""
        if value == _default(record, self.of):
            return ""
        match self.kind:
            case "flag":
                return self.lead
            case "choice":
                return next(one.shown.english for one in self.choices if one.value == value)
            case "date":
                assert isinstance(value, date)
                return value.isoformat()
            case "time":
                assert isinstance(value, time)
                return f"{value:%H:%M}"
            case "days":
                return print_days(value)
            case "text" | "number" | "zone" | "role" | "forum":
                return ", ".join(value) if isinstance(value, tuple) else str(value)
            case _:
                assert_never(self.kind)

    def wrong(self, text: str) -> str:
        """Why *text* cannot be this option; "" if it can."""
        match self.kind:
            case "text" | "flag":
                return ""
            case "number":
                return wrong_count(text, self.most)
            case "choice":
                return "" if self.chosen(text) else none_of(text, self._listed())
            case "date":
                return "" if read_date(text) else not_a_date(text)
            case "time":
                return "" if read_time(text) is not None else not_a_time(text)
            case "zone":
                return "" if read_zone(text) else _no_zone(text)
            case "role":
                return "" if text.isdecimal() else _("{word} is no role's number", word=text)
            case "forum":
                return "" if text.isdecimal() else _("{word} is no forum's number", word=text)
            case "days":
                if read_weekdays(text) is not None:
                    return ""
                return _("{word} are no days of the week", word=text)
            case _:
                assert_never(self.kind)

    def chosen(self, text: str) -> Choice | None:
        """The choice that *text* means, typed or as menus have it."""
        wanted = text.lower()
        for one in self.choices:
            if wanted in (one.typed, one.shown.english):
                return one
        return None

    def _listed(self) -> str:
        return either([one.typed for one in self.choices])

    def typed(self, text: str) -> str:
        """*text* as it is typed in a line."""
        if self.kind == "flag":
            return self.lead
        chosen = self.chosen(text)
        said = chosen.typed if chosen else text
        return f"{self.lead} {said}".strip()


def _default(record: Command, field: str) -> object:
    return next(one.default for one in fields(record) if one.name == field)


def _no_zone(text: str) -> str:
    """Why a text is no time zone: it means several, or none."""
    if several := zones.choice(text):
        return several_zones(text, several)
    if near := suggest_zones(text, 1):
        return _("{word} is not a time zone, {zone} is one", word=text, zone=near[0])
    return not_a_zone(text)


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """One row of the table."""

    record: type[Command]
    line: str  # what one types before the options: "daily pause"
    about: Phrase
    read: Read | None = None  # of the words after `words`; None where another row reads them
    words: tuple[str, ...] = ()  # what a line may begin with
    options: tuple[Option, ...] = ()
    group: Group = "Study"
    example: str = ""  # as help shows it; {one} and {two} are topics; "": help leaves it out
    first: bool = False  # on the first page of the help
    menu: str | None = ""  # the path in menus where it is not `line`; None: in no menu
    between: str = " "  # what stands between options when they are typed
    right: Right = ""
    only: Platform | None = None  # the one platform that has what it is about
    in_channels: bool = False  # it makes no sense in a direct message
    traits: Traits = PLAIN

    @property
    def path(self) -> str:
        """How menus call it."""
        return self.menu or self.line
