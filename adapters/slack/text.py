"""Text on its way into and out of Slack: cleaned, escaped, measured, cut into pieces."""

import re
from collections.abc import Collection, Iterator, Sequence

from bot import text as text_
from bot.language import _

_TOKEN = re.compile(r"<([^<>]*)>")
_OWN = "▸ "  # before one's own row
_WIDEST = 60  # letters of one width in a line that is read as one


def escape(text: str) -> str:
    """Make *text* harmless in mrkdwn: no mention, link or ping can be formed without `<`."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Undo what Slack does to typed text; leaves raw text alone."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def size(text: str) -> int:
    """How long Slack may find this, however it counts."""
    return text_.utf16(escape(text))


def shorten(text: str, limit: int) -> str:
    """At most *limit* long; where something is missing an ellipsis says so."""
    return text_.shorten(text, limit, size)


def pieces(text: str, limit: int) -> Iterator[str]:
    """Cut *text* into pieces of at most *limit*; joined, they are the text again."""
    return text_.pieces(text, limit, size)


def typed(text: str, bot_user: str = "") -> str:
    """What a person typed, on one line."""
    return " ".join(written(text, bot_user).split())


def written(text: str, bot_user: str = "") -> str:
    """What a person wrote, from what Slack made of it: without the mention of the bot itself."""

    def plain(match: re.Match[str]) -> str:
        target, _, label = match[1].partition("|")
        if bot_user and target == f"@{bot_user}":
            return " "
        if target.startswith("!"):
            return label or "@" + target[1:].split("^")[0]
        if target[:1] in {"@", "#"}:
            return target[0] + label.lstrip("@#") if label else target
        return label or target

    return unescape(_TOKEN.sub(plain, text_.without_controls(text)))


def announced(text: str, limit: int) -> str:
    """*text* up to *limit*; what does not fit is announced, not dropped in silence."""
    if size(text) <= limit:
        return text
    more = f"\n{text_.CONTINUED} " + _("(continues in the message)")
    return (
        text[
            : text_.best_break(text, text_.longest_prefix(text, limit - size(more), size))
        ].rstrip()
        + more
    )


def aligned(rows: Sequence[Sequence[str]], figures: Collection[int], own: int) -> str:
    """Rows in letters of one width, where no table may stand: figures in columns, then words.

    "" where there are no figures, or a line would be too wide. Words come last, for nobody knows
    how wide the letters of a name are.
    """
    widths = {at: max(len(row[at]) for row in rows if at < len(row)) for at in sorted(figures)}
    lines = []
    for number, row in enumerate(rows):
        cells = [(row[at] if at < len(row) else "").rjust(width) for at, width in widths.items()]
        words = [" ".join(cell.split()) for at, cell in enumerate(row) if at not in figures]
        lead = _OWN if number == own else " " * len(_OWN)
        lines.append("  ".join((*cells, lead + "  ".join(filter(None, words)))).rstrip())
    return "\n".join(lines) if figures and max(map(len, lines)) <= _WIDEST else ""
