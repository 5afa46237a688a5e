"""Text on its way to a chat: cleaned, measured and cut, for platforms that each count differently.

A platform's adapter says how long its text gets (`size`: escaped, in whatever unit it counts).
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence

CONTINUED = "…"
_BREAKS = ("\n\n", "\n", ". ", "; ", ", ", " ")

Size = Callable[[str], int]


def without_controls(text: str) -> str:
    """Drop what no chat can show: control characters, halves of characters."""
    if text.isprintable():
        return text
    return "".join(map(_shown, text.replace("\r\n", "\n")))


def well_formed(text: str) -> str:
    """Without halves of characters, which no file, database or hash takes.

    >>> well_formed("next \\ud800")
    'next ?'
    """
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


# They turn the direction of whatever stands beside them in a line.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_name(name: str) -> str:
    """A name as it may stand in a line of ours: in one line, and without what turns its order.

    >>> clean_name("\u202eadmin\nAnn ")
    'admin Ann'
    """
    if name.isascii() and name.isprintable():
        return name.strip()
    return " ".join("".join(c for c in without_controls(name) if c not in TURNING).split())


def one_line(text: str) -> str:
    """A line as somebody typed it, without what nobody can have meant: control characters, line
    breaks, blanks around it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _shown(character: str) -> str:
    if character in "\n\t" or character.isprintable():
        return character
    category = unicodedata.category(character)
    if category == "Cs":
        return "\ufffd"
    return "" if category in {"Cc", "Cn", "Co"} else character


def utf16(text: str) -> int:
    """UTF-16 units, the strictest way in which a platform may count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int, size: Size = utf16) -> str:
    """At most *limit* long; where something is missing an ellipsis says so."""
    if size(text) <= limit:
        return text
    return text[: longest_prefix(text, limit - size(CONTINUED), size)].rstrip() + CONTINUED


def pieces(text: str, limit: int, size: Size = utf16) -> Iterator[str]:
    """Cut *text* into pieces of at most *limit*; joined, they are the text again."""
    while len(text) > limit or size(text) > limit:  # no character counts for less than one
        end = best_break(text, longest_prefix(text, limit, size))
        yield text[:end]
        text = text[end:]
    if text:
        yield text


def longest_prefix(text: str, limit: int, size: Size = utf16) -> int:
    """How many characters of *text* stay within *limit*; at least one."""
    low, high = 1, max(1, min(len(text), limit))
    if size(text[:high]) <= limit:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if size(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def best_break(text: str, end: int) -> int:
    """The best place to cut at or before *end*: after a paragraph, a line, a sentence, a word."""
    for mark in _BREAKS:
        found = text.rfind(mark, end // 2, end)
        if found > 0:
            return found + len(mark)
    return end


def letter(index: int) -> str:
    """A, B, C … for an option; numbers after Z."""
    return chr(ord("A") + index) if index < 26 else str(index + 1)


def full_cells(share: float, cells: int) -> int:
    """How many cells of a bar are full; shares that cannot be count as the nearest that can."""
    return round(min(max(share, 0.0), 1.0) * cells) if share == share else 0


def figure_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns that hold figures, which stand to the right: "180", "7", "18 of 20", "60 %"."""
    columns = max(map(len, rows), default=0)
    cells = {at: [row[at] for row in rows if at < len(row) and row[at]] for at in range(columns)}
    return frozenset(at for at, some in cells.items() if any(some) and all(map(_figure, some)))


def _figure(cell: str) -> bool:
    return cell[:1].isdigit() or cell == "…"
