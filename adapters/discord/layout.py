"""Messages of Discord's newer components: one frame, in which an option stands beside its button.

They have no content and no embeds. Forty components fit into one, those within others counted, and
4,000 characters; what is more becomes a further message, or is shortened where a message changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import assert_never

from adapters.discord import limits
from adapters.discord.buttons import (
    CONTINUES,
    Payload,
    button_rows,
    drawn_button,
    picture_file,
)
from adapters.discord.draw import CommandIds, draw, option
from adapters.discord.text import escape
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
    Bar,
    Bars,
    Button,
    Buttons,
    Code,
    Facts,
    Hint,
    Options,
    Part,
    Picture,
    Prose,
)
from bot.text import shorten, utf16, without_controls

ROW, SECTION, TEXT, GALLERY, CONTAINER = 1, 9, 10, 12, 17  # Discord's numbers for components
_SHORTER = (1_000, 500, 250, 120, 60)  # characters of a text, where all has to fit
_PICKED = limits.LAYOUT_CHARACTERS // 2  # characters of an option beside its button
_MARKUP = 8  # characters that a title, small print or a field takes beside its words


def reads_better_laid_out(parts: Sequence[Part]) -> bool:
    """Whether options are picked by buttons that don't say them, and all fits into one message."""
    span = _picked(parts)
    if span is None:
        return False
    units = [*_units(parts, {}, span)]
    return isinstance(units[0], Title) and _fit(units)


def _fit(units: Sequence[Unit]) -> bool:
    """Whether one frame holds them all."""
    room = limits.LAYOUT_CHARACTERS - limits.LINK
    components = 1 + sum(map(_components, units))
    return components <= limits.COMPONENTS and sum(map(_characters, units)) <= room


def fitting(parts: Sequence[Part], commands: CommandIds) -> Sequence[Part]:
    """The parts, with long texts shortened as far as it takes for all to fit into one message.

    A message that changes stays one: a further one would come again with each change.
    """
    for most in _SHORTER:
        if _fit([*_units(parts, commands, _picked(parts))]):
            break
        parts = [_shortened(part, most) for part in parts]
    return parts


def _shortened(part: Part, most: int) -> Part:
    """The same part, none of whose texts is longer than that."""
    match part:
        case Prose(text) | Code(text) | Hint(text):
            return replace(part, text=shorten(text, most))
        case Options(items) | Facts(items):
            return replace(part, items=tuple(shorten(item, most) for item in items))
        case Bars(bars):
            return replace(part, bars=tuple(_shortened_bar(bar, most) for bar in bars))
        case _:
            return part


def _shortened_bar(bar: Bar, most: int) -> Bar:
    return replace(bar, label=shorten(bar.label, most), note=shorten(bar.note, most))


def layouts(
    parts: Sequence[Part], commands: CommandIds, colour: int, link: str
) -> Iterator[tuple[tuple[Payload, ...], tuple[Picture, ...]]]:
    """The components of each message that it takes, and the pictures that they show."""
    frames = [_Frame(link)]
    for unit in _units(parts, commands, _picked(parts)):
        if not frames[-1].takes(unit):
            frames.append(_Frame(""))
        frames[-1].add(unit)
    for frame in frames:
        if frame.inside:
            yield (frame.payload(colour),), tuple(frame.pictures)


def worded(container: Payload) -> Payload:
    """The same frame without its pictures."""
    inside = [one for one in container["components"] if one["type"] != GALLERY]
    return {**container, "components": inside or [_text(CONTINUES)]}


def _picked(parts: Sequence[Part]) -> tuple[int, int] | None:
    """Where options begin and the buttons that pick them end; None where they are no pairs."""
    for at, part in enumerate(parts):
        if isinstance(part, Options) and not part.marks:
            rows = [*takewhile(_answers, parts[at + 1 :])]
            if len(_pickers(rows)) == len(part.items) > 0:
                return at, at + 1 + len(rows)
    return None


def _answers(part: Part) -> bool:
    return isinstance(part, Buttons) and part.answers


def _pickers(rows: Sequence[Part]) -> list[Button]:
    return [button for row in rows if isinstance(row, Buttons) for button in row.buttons]


def _units(
    parts: Sequence[Part], commands: CommandIds, span: tuple[int, int] | None
) -> Iterator[Unit]:
    if span is None:
        yield from draw(parts, commands)
        return
    begins, ends = span
    options, *rows = parts[begins:ends]
    assert isinstance(options, Options)
    yield from draw(parts[:begins], commands)
    for number, button in enumerate(_pickers(rows)):
        lines = [*option(options, number)]
        while len(lines) > 1 and utf16("\n".join(lines)) > _PICKED:
            yield Text(lines.pop(0))  # no more than the end of a long option stands beside it
        yield Pick("\n".join(lines), button)
    yield from draw(parts[ends:], commands)


def _components(unit: Unit) -> int:
    """How many of a message's components a unit takes at most."""
    match unit:
        case ButtonRow(buttons):
            return 1 + len(buttons)
        case Pick():
            return 3
        case _:
            return 1


def _characters(unit: Unit) -> int:
    """How many of a message's characters a unit takes at most."""
    match unit:
        case AboveTitle(text) | Foot(text):
            return utf16(escape(text)) + _MARKUP * (1 + text.count("\n"))
        case Pick(text, button):
            return utf16(text) + _MARKUP + _label(button)
        case ButtonRow(buttons):
            return sum(map(_label, buttons))
        case _:
            return weight(unit) + _MARKUP


def _label(button: Button) -> int:
    return min(utf16(button.label) + 1, limits.LABEL)


@dataclass(slots=True)
class _Frame:
    """A message while it is being filled."""

    link: str
    inside: list[Payload] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)  # custom_ids
    used: int = 1
    written: int = 0

    def takes(self, unit: Unit) -> bool:
        """Whether it fits; an empty frame takes everything, since units are small."""
        room = limits.LAYOUT_CHARACTERS - (limits.LINK if self.link else 0)
        needed = _components(unit) + bool(self.link)  # which takes a text where no title comes
        fits = self.used + needed <= limits.COMPONENTS
        return not self.inside or (fits and self.written + _characters(unit) <= room)

    def add(self, unit: Unit) -> None:
        self.used += _components(unit)
        self.written += _characters(unit)
        match unit:
            case AboveTitle(text) | Foot(text):
                self._write(_small(text))
            case Title(text):
                self._write(f"### {self._linked(text)}")
            case Text(text, apart):
                self._write(text, apart)
            case EmbedField(name, value):
                self._write(f"**{name}**\n{value}", apart=True)
            case Pick(text, button):
                section = {"type": SECTION, "components": [_text(text)]}
                self.inside.append(section | {"accessory": drawn_button(button, self.taken)})
            case ButtonRow():
                (row,) = button_rows([unit], self.taken)
                self.inside.append({"type": ROW, "components": list(row)})
            case Image(picture):
                self.inside.append({"type": GALLERY, "items": [self._shown(picture)]})
                self.pictures.append(picture)
            case _:
                assert_never(unit)

    def payload(self, colour: int) -> Payload:
        if self.link:  # there was no title to carry it
            self._write(f"-# {self._linked(CONTINUES)}")
        return {"type": CONTAINER, "accent_color": colour, "components": self.inside}

    def _write(self, text: str, apart: bool = False) -> None:
        """Text below text is one component."""
        if self.inside and self.inside[-1]["type"] == TEXT:
            gap = "\n\n" if apart else "\n"
            self.inside[-1] = _text(f"{self.inside[-1]['content']}{gap}{text}")
        else:
            self.inside.append(_text(text))

    def _linked(self, text: str) -> str:
        """The first title leads to the channel, and carries the mark of its message."""
        link, self.link = self.link, ""
        return f"[{text}]({link})" if link else text

    def _shown(self, picture: Picture) -> Payload:
        alt = shorten(without_controls(picture.alt), limits.ALTERNATIVE_TEXT)
        media = {"url": f"attachment://{picture_file(picture, len(self.pictures))}"}
        return {"media": media} | ({"description": alt} if alt else {})


def _text(content: str) -> Payload:
    return {"type": TEXT, "content": content}


def _small(text: str) -> str:
    lines = (line.strip() for line in escape(text).split("\n"))
    return "\n".join(f"-# {line}" for line in lines if line)
