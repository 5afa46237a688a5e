"""From a Reply to Discord messages: pure, within every limit, and without losing a word.

What is too long for one embed becomes several, what is too long for one message becomes several
messages. Buttons stand below what they belong to: a message ends where their labels would repeat.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import assert_never

from adapters.discord import limits
from adapters.discord.buttons import CONTINUES, Payload, button_rows, picture_file
from adapters.discord.draw import CommandIds, draw
from adapters.discord.layout import layouts, worded
from adapters.discord.units import (
    AboveTitle,
    ButtonRow,
    EmbedField,
    Foot,
    Image,
    Pick,
    Text,
    Title,
    Unit,
    weight,
)
from bot.messages import (
    Bars,
    Buttons,
    Called,
    Options,
    Part,
    Picture,
    Prose,
    Reply,
    Side,
    Table,
)
from bot.text import utf16

ACCENT = 0x3B82C4
QUESTION = 0xE0A030
RESULT = 0x3C9A5F
BOARD = 0xB58A2E
SIDES = 0x7A5FC0


@dataclass(frozen=True, slots=True)
class DiscordMessage:
    """What every route for messages takes: embeds with rows of buttons below, or a layout.

    A layout is made of Discord's newer components. A message has it from its first day to its
    last, or never.
    """

    embeds: tuple[Payload, ...] = ()
    rows: tuple[tuple[Payload, ...], ...] = ()
    layout: tuple[Payload, ...] = ()
    called_role: int = 0  # whoever has it is named too
    called: tuple[int, ...] = ()  # people who are named above the embeds, and told of it
    pictures: tuple[Picture, ...] = ()  # files that its embeds show


def render(
    reply: Reply, link: str = "", commands: CommandIds | None = None, *, laid_out: bool = False
) -> tuple[DiscordMessage, ...]:
    """The messages that say *reply*, in order. A reply without words gives none.

    *link* goes behind the first title; the messenger finds its messages again by it. *laid_out*
    ones have a layout in place of embeds.
    """
    parts = reply.parts or ((Prose(reply.summary),) if reply.summary.strip() else ())
    colour = _colour(parts)
    if laid_out:
        made = layouts(parts, commands or {}, colour, link)
        return tuple(DiscordMessage(layout=one, pictures=shown) for one, shown in made)
    messages = [
        message
        for group in _groups(list(draw(parts, commands or {})))
        for message in _messages(group, colour)
    ]
    calls = [part for part in parts if isinstance(part, Called)]
    if messages and calls:
        ids = _numbers(user for part in calls for user in part.users)[: limits.CALLED]
        (role,) = _numbers(part.role for part in calls)[:1] or (0,)
        messages[0] = replace(messages[0], called=ids, called_role=role)
    if messages and link:
        messages[0] = linked(messages[0], link)
    return tuple(messages)


def linked(message: DiscordMessage, link: str) -> DiscordMessage:
    """The same message; its title leads somewhere."""
    first, *others = message.embeds
    return replace(message, embeds=({**first, "url": link}, *others))


def _numbers(identities: Iterable[str]) -> tuple[int, ...]:
    return tuple(int(one) for one in identities if one.isascii() and one.isdigit())


def without_pictures(message: DiscordMessage) -> DiscordMessage:
    """The same message in words alone."""
    if message.layout:
        return replace(message, layout=tuple(map(worded, message.layout)), pictures=())
    bare = [{k: v for k, v in embed.items() if k != "image"} for embed in message.embeds]
    shown = (one if one.keys() - _BARE else {**one, "description": CONTINUES} for one in bare)
    return replace(message, embeds=tuple(shown), pictures=())


_BARE = frozenset({"type", "color", "url"})  # of an embed without anything to see


def _colour(parts: Sequence[Part]) -> int:
    for part in parts:
        match part:
            case Options() | Buttons(answers=True):
                return QUESTION
            case Bars():
                return RESULT
            case Table():
                return BOARD
            case Side():
                return SIDES
            case _:
                continue
    return ACCENT


# ---------------------------------------------------------------- what goes into which message


@dataclass(slots=True)
class _Group:
    """Units that may share a message, with the rows below them."""

    units: list[Unit] = field(default_factory=list)
    rows: list[ButtonRow] = field(default_factory=list)

    @property
    def labels(self) -> set[str]:
        return {button.label for row in self.rows for button in row.buttons}

    def takes(self, other: "_Group") -> bool:
        """Whether *other* can stand below without a doubt which button is for what."""
        if not self.rows:
            return True
        used = sum(map(weight, self.units)) + sum(map(weight, other.units))
        return (
            len(self.rows) + len(other.rows) <= limits.ROWS
            and not self.labels & other.labels
            and used <= limits.MESSAGE_CHARACTERS
            and sum(isinstance(unit, Title) for unit in (*self.units, *other.units)) < 4
        )


def _groups(units: Sequence[Unit]) -> Iterator[_Group]:
    """Sections, each ending with its buttons, put together where that is clear."""
    group = _Group()
    for section in _sections(units):
        if not group.takes(section):
            yield group
            group = _Group()
        group.units += section.units
        group.rows += section.rows
    if group.units or group.rows:
        yield group


def _sections(units: Sequence[Unit]) -> Iterator[_Group]:
    section = _Group()
    for unit in units:
        if isinstance(unit, ButtonRow):
            section.rows.append(unit)
            continue
        if section.rows and not isinstance(unit, Foot):
            yield section
            section = _Group()
        section.units.append(unit)
    if section.units or section.rows:
        yield section


# ---------------------------------------------------------------- embeds


@dataclass(slots=True)
class _Embed:
    """An embed while it is being filled."""

    lead: str = ""
    title: str = ""
    text: str = ""
    fields: list[EmbedField] = field(default_factory=list)
    foot: str = ""
    picture: Picture | None = None

    def takes(self, unit: Unit) -> bool:
        match unit:
            case AboveTitle():
                return False
            case Title():
                return not (self.title or self.text or self.fields or self.foot)
            case Text(text):
                free = limits.EMBED_DESCRIPTION - utf16(self.text) - 2
                return not self.fields and not self.foot and utf16(text) <= free
            case EmbedField():
                return not self.foot and len(self.fields) < limits.EMBED_FIELDS
            case Foot(text):
                return utf16(self.foot) + utf16(text) < limits.EMBED_FOOTER
            case Image():
                return self.picture is None
            case ButtonRow() | Pick():
                return True
            case _:
                assert_never(unit)

    def add(self, unit: Unit) -> None:
        match unit:
            case AboveTitle(text):
                self.lead = text
            case Title(text):
                self.title = text
            case Text(text, apart):
                gap = ("\n\n" if apart else "\n") if self.text else ""
                self.text += gap + text
            case EmbedField():
                self.fields.append(unit)
            case Foot(text):
                self.foot += ("\n" if self.foot else "") + text
            case Image(picture):
                self.picture = picture
            case ButtonRow() | Pick():
                pass
            case _:
                assert_never(unit)

    def payload(self, colour: int) -> Payload:
        made: Payload = {"type": "rich", "color": colour}
        if self.lead:
            made["author"] = {"name": self.lead}
        if self.title:
            made["title"] = self.title
        if self.text:
            made["description"] = self.text
        if self.fields:
            made["fields"] = [
                {"name": one.name, "value": one.value, "inline": False} for one in self.fields
            ]
        if self.foot:
            made["footer"] = {"text": self.foot}
        return made


def _messages(group: _Group, colour: int) -> Iterator[DiscordMessage]:
    """One message if all fits; the buttons stand below the last."""
    bodies = [*_bodies(group.units)] or [[_Embed(text=CONTINUES)]]
    rows = list(group.rows)
    *others, last = [_message(body, colour) for body in bodies]
    yield from others
    yield replace(last, rows=button_rows(rows[: limits.ROWS]))
    for start in range(limits.ROWS, len(rows), limits.ROWS):
        more = _Embed(text=CONTINUES).payload(colour)
        yield DiscordMessage((more,), button_rows(rows[start : start + limits.ROWS]))


def _message(body: Sequence[_Embed], colour: int) -> DiscordMessage:
    embeds: list[Payload] = []
    pictures: list[Picture] = []
    for one in body:
        payload = one.payload(colour)
        if one.picture:
            file = picture_file(one.picture, len(pictures))
            payload["image"] = {"url": f"attachment://{file}"}
            pictures.append(one.picture)
        embeds.append(payload)
    return DiscordMessage(tuple(embeds), pictures=tuple(pictures))


def _bodies(units: Sequence[Unit]) -> Iterator[list[_Embed]]:
    body: list[_Embed] = []
    used = 0
    for unit in units:
        fits = bool(body) and body[-1].takes(unit)
        full = used + weight(unit) > limits.MESSAGE_CHARACTERS
        if body and (full or (not fits and len(body) == limits.EMBEDS)):
            yield body
            body, used, fits = [], 0, False
        if not fits:
            body.append(_Embed())
        body[-1].add(unit)
        used += weight(unit)
    if body:
        yield body
