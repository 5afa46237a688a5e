"""Text on its way into and out of Discord: cleaned, escaped, measured, cut into pieces."""

import re
from collections.abc import Iterator

from bot import text as text_

# What Discord reads as markup, a mention, a link or an emoji. Any of them may be preceded by a
# backslash, which is not shown.
_ANYWHERE = re.compile(r"[\\*_~`|\[\]<@]|:(?=//|[\w+~-]+:)")
_AT_LINE_START = re.compile(r"^([^\S\n]*+)([#>+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*+[0-9]++)([.)])", re.MULTILINE)


def escape(text: str) -> str:
    """Make *text* show as it is wherever Discord reads markdown."""
    escaped = _ANYWHERE.sub(lambda found: f"\\{found[0]}", text)
    escaped = _NUMBERED.sub(r"\1\\\2", escaped)
    return _AT_LINE_START.sub(r"\1\\\2", escaped)


def size(text: str) -> int:
    """How long *text* will be once it is escaped."""
    return text_.utf16(escape(text))


def pieces(text: str, limit: int) -> Iterator[str]:
    """Cut *text* into pieces that, escaped, are at most *limit*; joined, they are the text."""
    return text_.pieces(text, limit, size)


_FENCE = "```"
_ENDS_CODE = re.compile("(?<=``)`")
_APART = "\u200b`"  # a mark that ends no code: one of no width stands before it


def code_blocks(code: str, limit: int) -> Iterator[str]:
    """Code in blocks of at most *limit*, in which Discord reads nothing but their ends."""
    cut = text_.pieces(code, limit, lambda piece: text_.utf16(_block(piece)))
    return (_block(piece.strip("\n")) for piece in cut if piece.strip())


def _block(code: str) -> str:
    return f"{_FENCE}\n{_ENDS_CODE.sub(_APART, code)}\n{_FENCE}"


_NOTATION = re.compile(r"<(?:a?:(?P<emoji>\w+):\d+|[@#&!]+\d+|/(?P<command>[^:>]+):\d+|t:[^>]*)>")


def typed(text: str, bot_user: str = "") -> str:
    """What a person typed, on one line."""
    return " ".join(written(text, bot_user).split())


def written(text: str, bot_user: str = "") -> str:
    """What a person wrote: without the mention of the bot itself and Discord's notation."""
    if bot_user:
        text = re.sub(rf"<@!?{re.escape(bot_user)}>", " ", text)

    def plain(match: re.Match[str]) -> str:
        return match["emoji"] or match["command"] or " "

    return _NOTATION.sub(plain, text_.without_controls(text))


def mentions(text: str, bot_user: str) -> bool:
    """Whether the bot is addressed, not merely replied to."""
    return re.search(rf"<@!?{re.escape(bot_user)}>", text) is not None
