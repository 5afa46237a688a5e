"""From a Reply to Discord messages: pure, within every limit, and without losing a word.

What is too long for one embed becomes several, what is too long for one message becomes several
messages. Buttons stand below what they belong to: a message ends where their labels would repeat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

from adapters.discord import limits
from adapters.discord.draw import (
    AboveTitle,
    ButtonRow,
    CommandIds,
    EmbedField,
    Foot,
    Image,
    Text,
    Title,
    Unit,
    draw,
    weight,
)
from bot.messages import (
    Bars,
    Button,
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
from bot.text import shorten, utf16, without_controls

Payload = dict[str, Any]

ACCENT = 0x3B82C4
QUESTION = 0xE0A030
RESULT = 0x3C9A5F
BOARD = 0xB58A2E
SIDES = 0x7A5FC0

_STYLES = {"plain": 2, "main": 1, "danger": 4}
LINK = "link"  # an action of the adapter's own: leads to an address of Discord
_INVISIBLE = "\u2060"  # makes two buttons with the same meaning two ids; taken off again


@dataclass(frozen=True, slots=True)
class DiscordMessage:
    """What every route for messages takes; never without an embed."""

    embeds: tuple[Payload, ...]
    rows: tuple[tuple[Payload, ...], ...] = ()
    called: tuple[int, ...] = ()  # people who are named above the embeds, and told of it
    pictures: tuple[Picture, ...] = ()  # files that its embeds show


def render(
    reply: Reply, link: str = "", commands: CommandIds | None = None
) -> tuple[DiscordMessage, ...]:
    """The messages that say *reply*, in order. A reply without words gives none.

    *link* goes behind the first title; the messenger finds its messages again by it.
    """
    parts = reply.parts or ((Prose(reply.summary),) if reply.summary.strip() else ())
    colour = _colour(parts)
    messages = [
        message
        for group in _groups(list(draw(parts, commands or {})))
        for message in _messages(group, colour)
    ]
    called = [user for part in parts if isinstance(part, Called) for user in part.users]
    if messages and called:
        ids = tuple(int(user) for user in called if user.isascii() and user.isdigit())
        messages[0] = replace(messages[0], called=ids[: limits.CALLED])
    if messages and link:
        first, *others = messages[0].embeds
        messages[0] = replace(messages[0], embeds=({**first, "url": link}, *others))
    return tuple(messages)


def picture_file(picture: Picture, number: int) -> str:
    """What the file of a message's picture is called: its embed names it so."""
    return f"{picture.name}-{number}.png"


def without_pictures(message: DiscordMessage) -> DiscordMessage:
    """The same message in words alone."""
    worded = [{k: v for k, v in embed.items() if k != "image"} for embed in message.embeds]
    shown = (one if one.keys() - _BARE else {**one, "description": CONTINUES} for one in worded)
    return replace(message, embeds=tuple(shown), pictures=())


_BARE = frozenset({"type", "color", "url"})  # of an embed without anything to see


def printed_action(custom_id: str) -> str:
    """The printed action behind a custom_id."""
    return custom_id.rstrip(_INVISIBLE)


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
            case ButtonRow():
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
            case ButtonRow():
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
    yield replace(last, rows=_buttons(rows[: limits.ROWS]))
    for start in range(limits.ROWS, len(rows), limits.ROWS):
        more = _Embed(text=CONTINUES).payload(colour)
        yield DiscordMessage((more,), _buttons(rows[start : start + limits.ROWS]))


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


CONTINUES = "…"  # a message of buttons alone needs something to see


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


# ---------------------------------------------------------------- buttons


def _buttons(rows: Sequence[ButtonRow]) -> tuple[tuple[Payload, ...], ...]:
    taken: set[str] = set()
    return tuple(tuple(_button(button, taken) for button in row.buttons) for row in rows)


def _button(button: Button, taken: set[str]) -> Payload:
    """A button; one whose action cannot travel is shown, but cannot be clicked."""
    label = shorten(without_controls(button.label).strip() or "–", limits.LABEL)
    if button.action.name == LINK and button.action.arguments[:1]:
        return {"type": 2, "style": 5, "label": label, "url": button.action.arguments[0]}
    printed = str(button.action)
    usable = bool(without_controls(printed).strip()) and utf16(printed) <= limits.CUSTOM_ID
    identity = printed if usable else f"-{len(taken)}"
    while identity in taken:
        identity += _INVISIBLE
    if utf16(identity) > limits.CUSTOM_ID:
        usable, identity = False, f"-{len(taken)}"
    taken.add(identity)
    made: Payload = {
        "type": 2,
        "style": _STYLES[button.tone],
        "label": label,
        "custom_id": identity,
    }
    return made if usable else {**made, "disabled": True}
