"""Text on its way into and out of Slack: cleaned, escaped, measured, cut into pieces."""

import re
import unicodedata
from collections.abc import Iterator

CONTINUED = "…"
_TOKEN = re.compile(r"<([^<>]*)>")
_BREAKS = ("\n\n", "\n", ". ", "; ", ", ", " ")


def escape(text: str) -> str:
    """Make *text* harmless in mrkdwn: no mention, link or ping can be formed without `<`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo what Slack does to typed text; leaves raw text alone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str) -> str:
    """Drop what no chat can show: control characters, halves of characters."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text.replace("\r\n", "\n"))


def _shown(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cc", "Cn", "Co"} else character


def size(text: str) -> int:
    """How long Slack may find this, however it counts."""
    return len(escape(text).encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """At most *limit* long; where something is missing an ellipsis says so."""
    if size(text) <= limit:
        return text
    end = _fits(text, limit - size(CONTINUED))
    return text[:end].rstrip() + CONTINUED


def pieces(text: str, limit: int) -> Iterator[str]:
    """Cut *text* into pieces of at most *limit*; joined, they are the text again."""
    while size(text) > limit:
        end = _break(text, _fits(text, limit))
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def _fits(text: str, limit: int) -> int:
    """How many characters of *text* stay within *limit*; at least one."""
    used = 0
    for index, character in enumerate(text):
        used += size(character)
        if used > limit:
            return max(index, 1)
    return len(text)


def _break(text: str, end: int) -> int:
    """The best place to cut at or before *end*: after a paragraph, a line, a sentence, a word."""
    for mark in _BREAKS:
        found = text.rfind(mark, end // 2, end)
        if found > 0:
            return found + len(mark)
    return end


def typed(text: str, bot_user: str = "") -> str:
    """What a person typed, from what Slack made of it: without the mention of the bot itself."""

    def plain(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if bot_user and target == f"@{bot_user}":
            return " "
        if target.startswith("!"):
            return label or "@" + target[1:].split("^")[0]
        if target[:1] in {"@", "#"}:
            return target[0] + label.lstrip("@#") if label else target
        return label or target

    return " ".join(unescape(_TOKEN.sub(plain, clean(text))).split())


def announced(text: str, limit: int) -> str:
    """*text* up to *limit*; what does not fit is announced, not dropped in silence."""
    if size(text) <= limit:
        return text
    more = f"\n{CONTINUED} (continues in the message)"
    return text[: _break(text, _fits(text, limit - size(more)))].rstrip() + more
