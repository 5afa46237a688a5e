"""What a person said and what we say back, in no platform's words.

A Request comes in, a Reply goes out. Parts hold plain text: adapters escape it, cut it to their
platform's limits without losing any, and choose how it looks, never what it says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.language import ENGLISH, _, later, speaking, spoken
from bot.text import clean_name, letter, well_formed

Platform = Literal["slack", "discord", "terminal"]
ACTION_LENGTH = 100  # Discord's custom_id is the tightest place an action must fit into


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the companion, as the platform knows them."""

    platform: Platform
    workspace: str
    user: str
    name: str = ""  # how to show them; empty when the platform did not say
    zone: str = ""  # IANA name; empty when unknown
    may_administer: bool = False  # what the platform says; ADMINS is looked up by the core
    rights_told: bool = True  # False where it does not say what they may do
    counts: bool = True  # False for bots, guests and people of other workspaces
    language: str = ""  # as their platform names it; empty when it did not say

    def __post_init__(self) -> None:
        """A name comes from its person: no platform may let it turn the text around it."""
        object.__setattr__(self, "name", clean_name(self.name))


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens. `workspace` is part of every key that is stored."""

    platform: Platform
    workspace: str
    channel: str
    thread: str = ""
    private: bool = False  # a direct message

    @property
    def before_everybody(self) -> bool:
        """Whether somebody mentioned the bot there, and is answered where all can read it."""
        return bool(self.thread) and not self.private


@dataclass(frozen=True, slots=True)
class Action:
    """What a click means. Printed, it is at most 100 characters: `name|argument|argument`."""

    name: str
    arguments: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "|".join((self.name, *self.arguments))

    @classmethod
    def parse(cls, text: str) -> "Action":
        """Read a printed action; total, since anybody can forge one."""
        name, *arguments = well_formed(text).split("|")
        return cls(name, tuple(arguments))

    @property
    def fits(self) -> bool:
        return len(str(self)) <= ACTION_LENGTH


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a person did: typed `text`, or clicked `action` (with `fields` from a form)."""

    who: Person
    where: Place
    at: datetime  # when it happened by the platform's clock; aware
    text: str = ""
    action: Action | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    message: str = ""  # the id of the message that was clicked, if everybody there sees it
    # Channels of this workspace in which they may write; None where the platform has no such limit
    # or nobody needed to ask it.
    joined: frozenset[str] | None = None
    pictures: bool = False  # whether the answer can show some: drawing one in vain takes a while


# ---------------------------------------------------------------- parts of a reply


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph. `strong` is for the one line that matters most: an answer, a verdict."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code, each with its blanks: a block in letters of one width."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Short lines, each complete; a list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Few columns, short cells; platforms without tables draw it as lines."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: int = -1  # the row to set off: one's own


@dataclass(frozen=True, slots=True)
class Side:
    """One attribute compared: (name of the thing, what the notes say) for each."""

    attribute: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    share: float  # 0 to 1
    note: str = ""  # what stands behind the bar: "60 %", "12 of 20"
    mark: str = ""  # "✓" before the label


@dataclass(frozen=True, slots=True)
class Bars:
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Options:
    """A question's options in full, lettered A, B, C …; the buttons carry letters.

    `marks` stand before the letters once it is answered: what is right, what was picked. True and
    false need no letter.
    """

    items: tuple[str, ...]
    marks: tuple[str, ...] = ()
    lettered: bool = True

    def name(self, place: int) -> str:
        """What an option is called beside what it says."""
        return letter(place) if self.lettered else ""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where it stands in the notes, as `file:line`, after a few words ("3 notes agree")."""

    places: tuple[str, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    """Small print: a footer, a tip, a count."""

    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A line that ends with a moment, which platforms show to everybody by their own clock."""

    lead: str  # "7 answered · closes"
    at: datetime
    words: str  # for those who can't: "tomorrow 08:00 (Europe/Berlin)"
    small: bool = True  # in small print
    stays: bool = False  # it is read long afterwards: a date, and not how far away it is


@dataclass(frozen=True, slots=True)
class CommandTip:
    """A line to type, as the platform writes it, and what it is for."""

    line: str
    about: str

    def __str__(self) -> str:
        return f"{self.line} – {self.about}"


@dataclass(frozen=True, slots=True)
class CommandTips:
    """Lines to type; where a platform can, a click begins one."""

    tips: tuple[CommandTip, ...]


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A line about a channel, after its name, which the platform knows and leads there.

    *message* is one in it that the line is about: a platform may lead there by a button.
    """

    channel: str
    text: str
    message: "MessageRef | None" = None


@dataclass(frozen=True, slots=True)
class ChannelLines:
    lines: tuple[ChannelLine, ...]


@dataclass(frozen=True, slots=True)
class Called:
    """People who are named so that they hear of it: only those who asked for that."""

    users: tuple[str, ...]
    role: str = ""  # whoever has it is named with them


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart beside the words that say the same; left out where it cannot be shown."""

    name: str  # letters, digits and dashes: of its file, without the ending
    png: bytes = field(repr=False)
    alt: str  # what it says, for whoever does not see it
    kept: str = ""  # what a platform calls it that takes pictures before messages


Tone = Literal["plain", "main", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    label: str  # at most 75 characters are shown
    action: Action
    tone: Tone = "plain"
    seldom: bool = False  # behind three dots, where a platform has such a menu


@dataclass(frozen=True, slots=True)
class Buttons:
    """One row of things to click; in a terminal they are numbered."""

    buttons: tuple[Button, ...]
    answers: bool = False  # they answer a question: one for each option, or one for all


Part = (
    Heading
    | Prose
    | Code
    | Facts
    | Table
    | Side
    | Bars
    | Options
    | Sources
    | Hint
    | Moment
    | CommandTips
    | ChannelLines
    | Called
    | Picture
    | Buttons
)


@dataclass(frozen=True, slots=True)
class File:
    """Something to take away: an export."""

    name: str
    content: bytes
    title: str = ""


# ---------------------------------------------------------------- forms

FieldKind = Literal["text", "long", "choice", "choices", "time", "zone"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form asks for. `choices` are (value, label) pairs; values ≤ 75 characters."""

    name: str
    label: str
    kind: FieldKind = "text"
    value: str = ""  # what stands there already; several are separated by commas
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    hint: str = ""
    exactly: int = 0  # how many of the choices are wanted; 0: as many as one likes
    example: str = ""  # what one might type, shown while nothing stands there


@dataclass(frozen=True, slots=True)
class Form:
    """A modal. Submitted, it comes back as a Request with `action` and the `fields`."""

    title: str
    fields: tuple[Field, ...]
    action: Action
    submit: str = field(default_factory=lambda: _("Save"))
    about: ChannelLine | None = None  # the channel that it sets something up for


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say."""

    parts: tuple[Part, ...] = ()
    private: bool = True  # only the asker should see it; a direct message where one cannot whisper
    summary: str = ""  # one line of plain text: notifications, screen readers
    form: Form | None = None  # ask this instead of saying something
    files: tuple[File, ...] = ()
    thread: str = ""  # what a thread is called that begins with it
    replaces: bool = False  # take the place of the message that was clicked (private ones only)
    errors: Mapping[str, str] = field(default_factory=dict)  # of a submitted form, by field name
    language: str = field(default_factory=spoken)  # in which adapters say what they add to it


# ---------------------------------------------------------------- what the core needs of a platform


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that was posted, as its platform names it."""

    place: Place
    id: str


class PlaceGone(Exception):
    """The channel is archived or deleted, or the bot was removed from it: no use trying again.

    Its *why* is marked with `later`, and so are the rights in *lacking*; both, and the address of
    the channel, may be named in it.
    """

    def __init__(self, why: str = "", where: str = "", lacking: Sequence[str] = ()) -> None:
        super().__init__(why, where, lacking)
        self.why = why or later("the channel is gone")
        self.where = where
        self.lacking = lacking

    def __str__(self) -> str:
        with speaking(ENGLISH):
            return self.said()

    def said(self) -> str:
        """Why, in the language that is spoken."""
        why = _(self.why, where=self.where, lacking=", ".join(map(_, self.lacking)))
        return f"{why} ({self.where})" if self.where and "{where}" not in self.why else why


class NotPermitted(PlaceGone):
    """The channel is there, and the bot may not post in it: its text says where, and what helps."""


class NotDelivered(Exception):
    """The platform said no, or nothing, for now; the outcome may be unknown. Ask `find`."""


class CannotConnect(Exception):
    """An adapter cannot begin: a token is refused, a permission missing. Its text is for people."""


class NotReachable(CannotConnect):
    """Nobody answers, or answers that it cannot now: trying again later may help."""


class Messenger(Protocol):
    """A platform, for what nobody asked for at this moment: daily posts, reveals, reminders."""

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        """Post once; `key` marks the message so that `find` recognises it."""

    async def update(self, ref: MessageRef, reply: Reply) -> None: ...

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The message with this key, if it was posted after `since`."""

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        """A direct message; None where the person does not take them.

        With *since* it may have been sent from then on: it is looked for first.
        """

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        """Why nothing can be posted there, and what helps; "" as far as can be seen beforehand.

        A channel that is none of its workspace is one; so is any other channel for a *forum*.
        """


class RoleKeeper(Protocol):
    """A platform on which people have roles; both changes may be repeated.

    Raises NotPermitted where the bot may not, NotDelivered where the outcome is unknown.
    """

    def name(self, workspace: str, role: str) -> str:
        """What people call it; its number where that is not known."""

    async def hindrance(self, workspace: str, role: str, *, pinged: bool) -> str:
        """Why a role can't be given, or pinged, and what helps; "" as far as can be seen."""

    async def give(self, workspace: str, role: str, user: str) -> bool:
        """False where there is no such person any more, or no such role."""

    async def take(self, workspace: str, role: str, user: str) -> None: ...


class Adapter(Protocol):
    """A platform, as the composition root starts and stops it."""

    platform: Platform
    messenger: Messenger
    roles: RoleKeeper | None

    async def start(self) -> None:
        """Connect; return once requests are being served. Raises CannotConnect.

        An adapter that could not begin has let go of everything, and is not begun again.
        """

    async def stop(self) -> None:
        """Take nothing new, finish what is in flight (8 s at most), disconnect."""

    @property
    def healthy(self) -> bool: ...


class Handler(Protocol):
    """What an adapter is given: the companion."""

    async def handle(self, request: Request) -> Reply:
        """Answer; never raises, never leaks the text of an error."""

    def language(self, who: Person, where: Place) -> str:
        """In which an adapter says what is said before there is a Reply; at once."""

    async def bot_joined(self, where: Place, invited_by: str) -> None:
        """The bot was added to a channel; who invited it may administer there."""

    async def bot_left(self, where: Place) -> None:
        """The bot was removed from a channel, or the channel went away."""

    async def bot_removed(self, platform: Platform, workspace: str) -> None:
        """The app was uninstalled from a whole workspace."""

    async def complete(self, who: Person, where: Place, kind: str, typed: str) -> tuple[str, ...]:
        """Suggestions while typing; `kind` is "query", "topic" or "zone".

        An "example" is a question that the notes answer, before anything is typed.
        """
