"""What a Reply is drawn with: pieces of text, fields, footers, rows of buttons, each a unit."""

from dataclasses import dataclass
from typing import assert_never

from bot.messages import (
    Button,
    Picture,
)
from bot.text import utf16


@dataclass(frozen=True, slots=True)
class AboveTitle:
    """A line above the title, in which Discord reads no markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Title:
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    apart: bool = False  # a blank line before it


@dataclass(frozen=True, slots=True)
class EmbedField:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Foot:
    text: str


@dataclass(frozen=True, slots=True)
class ButtonRow:
    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Pick:
    """An option with the button that picks it; only where a message is laid out."""

    text: str
    button: Button


@dataclass(frozen=True, slots=True)
class Image:
    picture: Picture


Unit = AboveTitle | Title | Text | EmbedField | Foot | Image | ButtonRow | Pick


def weight(unit: Unit) -> int:
    """How many characters of a message's allowance a unit takes."""
    match unit:
        case AboveTitle(text) | Title(text) | Foot(text):
            return utf16(text)
        case Text(text) | Pick(text):
            return utf16(text) + 2
        case EmbedField(name, value):
            return utf16(name) + utf16(value)
        case Image() | ButtonRow():
            return 0
        case _:
            assert_never(unit)
