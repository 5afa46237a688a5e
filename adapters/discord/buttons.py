"""Buttons as Discord takes them, each with a custom_id of its own that says what it does."""

from collections.abc import Sequence
from typing import Any

from adapters.discord import limits
from adapters.discord.draw import LINK
from adapters.discord.units import ButtonRow
from bot.messages import Button, Picture
from bot.text import shorten, utf16, without_controls

Payload = dict[str, Any]

CONTINUES = "…"  # a message of buttons alone needs something to see
_STYLES = {"plain": 2, "main": 1, "danger": 4}
_INVISIBLE = "\u2060"  # makes two buttons with the same meaning two ids; taken off again


def printed_action(custom_id: str) -> str:
    """The printed action behind a custom_id."""
    return custom_id.rstrip(_INVISIBLE)


def picture_file(picture: Picture, number: int) -> str:
    """What the file of a message's picture is called, by which the message shows it."""
    return f"{picture.name}-{number}.png"


def button_rows(
    rows: Sequence[ButtonRow], taken: set[str] | None = None
) -> tuple[tuple[Payload, ...], ...]:
    """Rows of buttons; *taken* are the custom_ids that their message has already."""
    taken = set() if taken is None else taken
    return tuple(tuple(drawn_button(button, taken) for button in row.buttons) for row in rows)


def drawn_button(button: Button, taken: set[str]) -> Payload:
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
