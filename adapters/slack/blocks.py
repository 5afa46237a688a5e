"""Block Kit, piece by piece: each function makes one block and knows nothing of replies.

Text goes out as plain_text or as rich text elements, which Slack shows as they are: in them no
mention, link, ping or markup can come to life, whatever somebody wrote into a note.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from adapters.slack import limits
from adapters.slack.text import shorten
from bot.language import _
from bot.messages import Button
from bot.text import without_controls

Block = dict[str, Any]


def plain(text: str, limit: int) -> Block:
    """A plain_text object; `emoji` off, so that `:x:` in a note stays `:x:`."""
    return {
        "type": "plain_text",
        "text": shorten(without_controls(text).strip() or "–", limit),
        "emoji": False,
    }


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, limits.HEADER)}


def context(texts: Sequence[str]) -> Block:
    return {"type": "context", "elements": [plain(text, limits.CONTEXT_TEXT) for text in texts]}


def date_format() -> str:
    """As Slack fills it by the reader's own clock: "today at 8:00 AM"."""
    return _("{day} at {time}", day="{date_short_pretty}", time="{time}")


def context_until(lead: str, seconds: int, words: str) -> Block:
    """Small print that ends with a moment: the one place with markup, and nothing else in it."""
    shown = shorten(without_controls(words), limits.DATE_WORDS).translate(_IN_A_DATE)
    date = {"type": "mrkdwn", "text": f"<!date^{seconds}^{date_format()}|{shown or '–'}>"}
    return {"type": "context", "elements": [plain(lead, limits.CONTEXT_TEXT), date]}


_IN_A_DATE = str.maketrans(dict.fromkeys("<>|&\n", " "))


def date(seconds: int, words: str) -> Block:
    """A moment in rich text."""
    shown = shorten(without_controls(words), limits.DATE_WORDS) or "–"
    return {"type": "date", "timestamp": seconds, "format": date_format(), "fallback": shown}


def image(file: str, alt: str) -> Block:
    """A picture that Slack keeps already, under its id there."""
    said = shorten(without_controls(alt).strip() or "–", limits.ALTERNATIVE_TEXT)
    return {"type": "image", "slack_file": {"id": file}, "alt_text": said}


def run(text: str, bold: bool = False, italic: bool = False) -> Block:
    """A stretch of rich text in one style."""
    style = {name: True for name, on in (("bold", bold), ("italic", italic)) if on}
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def channel(identity: str) -> Block:
    """A channel by its name, which those may read who may see it; ids come from Slack alone."""
    known = identity if _CHANNEL.fullmatch(identity) else ""
    return {"type": "channel", "channel_id": known} if known else run("–")


_CHANNEL = re.compile(r"[CG][A-Z0-9]+")


USER = re.compile(r"[UW][A-Z0-9]+")


def user(identity: str) -> Block:
    """Somebody by their name, who is told of it; ids come from Slack alone."""
    return {"type": "user", "user_id": identity}


GROUP = re.compile(r"S[A-Z0-9]+")


def group(identity: str) -> Block:
    """Everybody in a user group, who are told of it."""
    return {"type": "usergroup", "usergroup_id": identity}


def section(runs: Iterable[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(runs)}


def preformatted(text: str) -> Block:
    """Code in a box, its blanks and lines as they are."""
    return {"type": "rich_text_preformatted", "elements": [run(text)]}


def bullets(sections: Iterable[Block]) -> Block:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(sections)}


def rich_text(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def button(button: Button, index: int) -> Block:
    """A button. The action travels in `value`; the action_id only has to differ in its block."""
    block: Block = {
        "type": "button",
        "action_id": f"act-{index}",
        "text": plain(button.label, limits.BUTTON_TEXT),
        "value": without_controls(str(button.action))[: limits.BUTTON_VALUE] or "-",
    }
    if button.tone != "plain":
        block["style"] = "primary" if button.tone == "main" else "danger"
    return block


def overflow(buttons: Sequence[Button], index: int) -> Block:
    """A menu behind three dots, for what is wanted seldom."""
    return {
        "type": "overflow",
        "action_id": f"act-{index}",
        "options": [
            {
                "text": plain(button.label, limits.OPTION_TEXT),
                "value": without_controls(str(button.action))[: limits.OPTION_VALUE] or "-",
            }
            for button in buttons
        ],
    }


def actions(buttons: Sequence[Button]) -> Block:
    """Buttons in a row; those that are wanted seldom stand in a menu at its end."""
    seldom = [b for b in buttons if b.seldom][: limits.OVERFLOW_OPTIONS]
    plainly = [b for b in buttons if b not in seldom]
    elements = [button(b, n) for n, b in enumerate(plainly, start=1)]
    if seldom:
        elements.append(overflow(seldom, len(elements) + 1))
    return {"type": "actions", "elements": elements}


def table(rows: Sequence[Sequence[str]], marked: int, figures: Collection[int] = ()) -> Block:
    """A table block: row *marked* (row 0 is the header) in bold, *figures* aligned to the right."""
    columns = max(map(len, rows), default=0)
    settings = [{"align": "right" if at in figures else "left"} for at in range(columns)]
    return {
        "type": "table",
        "column_settings": settings,
        "rows": [
            [_cell(cell, number == marked) for cell in row] for number, row in enumerate(rows)
        ],
    }


def _cell(text: str, marked: bool) -> Block:
    shown = text.strip() or "–"
    if not marked:
        return {"type": "raw_text", "text": shown}
    return rich_text(section([run(shown, bold=True)]))
