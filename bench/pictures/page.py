"""A conversation as a page: messages of one platform under one another, at any width."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

Look = Literal["slack", "discord"]
DESK = 680  # pixels
PHONE = 375

_STYLES = Path(__file__).with_name("styles")


@dataclass(frozen=True, slots=True)
class Said:
    """One message, or a form, as it stands in a conversation."""

    who: str
    at: str
    body: str  # HTML
    app: bool = False
    only_you: bool = False


def typed(text: str) -> str:
    """What a person wrote, as the body of a message."""
    return f'<div class="text">{escape(text)}</div>'


def note(text: str) -> str:
    """A line between messages: what happens there."""
    return f'<div class="note">{escape(text)}</div>'


def page(look: Look, said: Sequence[Said | str], width: int = DESK) -> str:
    """A whole HTML document that needs no other file."""
    style = (_STYLES / f"{look}.css").read_text(encoding="utf-8")
    messages = "\n".join(one if isinstance(one, str) else _message(one) for one in said)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width={width}">'
        f"<title>{look}</title>\n<style>\n{style}body {{ width: {width}px; }}\n</style></head>\n"
        f"<body>\n{messages}\n</body></html>\n"
    )


def _message(said: Said) -> str:
    badge = '<span class="badge">APP</span>' if said.app else ""
    private = '<div class="private">Only visible to you</div>' if said.only_you else ""
    kind = "message own" if said.only_you else "message"
    return (
        f'<div class="{kind}"><div class="face">{escape(said.who[:1].upper())}</div>'
        f'<div class="side">{private}<div class="by"><b>{escape(said.who)}</b>{badge}'
        f'<span class="at">{escape(said.at)}</span></div>{said.body}</div></div>'
    )
