"""Text on its way into and out of Discord: cleaned, escaped, measured, cut into pieces."""

import re
import unicodedata
from collections.abc import Iterator

CONTINUED = "…"
_BREAKS = ("\n\n", "\n", ". ", "; ", ", ", " ")

# What Discord reads as markup, a mention, a link or an emoji. Any of them may be preceded by a
# backslash, which is not shown.
_ANYWHERE = re.compile(r"[\\*_~`|\[\]<@]|:(?=//|[\w+~-]+:)")
_AT_LINE_START = re.compile(r"^(\s*)([#>+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\s*[0-9]+)([.)])", re.MULTILINE)


def escape(text: str) -> str:
    """Make *text* show as it is wherever Discord reads markdown."""
    escaped = _ANYWHERE.sub(r"\\\g<0>", text)
    escaped = _NUMBERED.sub(r"\1\\\2", escaped)
    return _AT_LINE_START.sub(r"\1\\\2", escaped)


def unescape(text: str) -> str:
    """What a person sees of escaped text."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


def clean(text: str) -> str:
    """Drop what no chat can show: control characters, halves of characters."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text.replace("\r\n", "\n")))


def _shown(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cc", "Cn", "Co"} else character


def length(text: str) -> int:
    """UTF-16 units, the strictest way in which Discord may count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def size(text: str) -> int:
    """How long *text* will be once it is escaped."""
    return length(escape(text))


def shorten(text: str, limit: int) -> str:
    """At most *limit* long, unescaped; where something is missing an ellipsis says so."""
    if length(text) <= limit:
        return text
    kept = text[: limit - 1]
    while length(kept) > limit - 1:
        kept = kept[:-1]
    return kept.rstrip() + CONTINUED


def pieces(text: str, limit: int) -> Iterator[str]:
    """Cut *text* into pieces that, escaped, are at most *limit*; joined, they are the text."""
    while size(text) > limit:
        end = _break(text, _fits(text, limit))
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def _fits(text: str, limit: int) -> int:
    """How many characters of *text* stay within *limit* once escaped; at least one."""
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _break(text: str, end: int) -> int:
    """The best place to cut at or before *end*: after a paragraph, a line, a sentence, a word."""
    for mark in _BREAKS:
        found = text.rfind(mark, end // 2, end)
        if found > 0:
            return found + len(mark)
    return end


_NOTATION = re.compile(r"<(?:a?:(?P<emoji>\w+):\d+|[@#&!]+\d+|/(?P<command>[^:>]+):\d+|t:[^>]*)>")


def typed(text: str, bot_user: str = "") -> str:
    """What a person typed: without the mention of the bot itself and Discord's notation."""
    if bot_user:
        text = re.sub(rf"<@!?{re.escape(bot_user)}>", " ", text)

    def plain(match: re.Match[str]) -> str:
        return match["emoji"] or match["command"] or " "

    return " ".join(_NOTATION.sub(plain, clean(text)).split())


def mentions(text: str, bot_user: str) -> bool:
    """Whether the bot is addressed, not merely replied to."""
    return re.search(rf"<@!?{re.escape(bot_user)}>", text) is not None
