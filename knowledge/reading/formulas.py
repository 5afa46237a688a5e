"""LaTeX in text, kept as it was written: to Markdown its signs would be emphasis and escapes."""

import re
from collections.abc import Callable

_FORMULA = re.compile(
    r"(?<![\\$])\$\$(?=\S)[^$\n]{1,2000}?\$\$"
    r"|(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,600}?(?<=[^\s\\$])\$(?![\d$])"
    r"|\\\((?=\S)[^\n]{1,600}?\\\)|\\\[(?=\S)[^\n]{1,2000}?\\\]"
)
_SIGNS = re.compile(r"[\\^_{}=<>*]|^\$\$?\s*[^\W\d_]{1,2}\s*\$")
_MARK = "\ue100{}\ue101"
_MARKED = re.compile("\ue100(\\d+)\ue101")
_ALONE = re.compile(r"^(?P<before>[\s>]*(?:[-*+]\s+)?)\$\$\s*$")
_LONGEST_BLOCK = 60  # lines


def set_aside(text: str) -> tuple[str, Callable[[str], str]]:
    """*text* with a mark for each formula, and what puts the formulas back."""
    if "$" not in text and "\\(" not in text and "\\[" not in text:
        return text, _same
    kept: list[str] = []

    def mark(found: re.Match[str]) -> str:
        if not _SIGNS.search(found.group()):
            return found.group()  # two prices
        kept.append(found.group())
        return _MARK.format(len(kept) - 1)

    marked = _FORMULA.sub(mark, text.replace("\ue100", "").replace("\ue101", ""))

    def put_back(read: str) -> str:
        return _MARKED.sub(lambda found: kept[int(found[1])], read)

    return (marked, put_back) if kept else (text, _same)


def _same(read: str) -> str:
    return read


def fence_blocks(lines: list[str], code: list[bool]) -> None:
    """Formulas on lines of their own, between two lines "$$", become blocks of code."""
    number = 0
    while number < len(lines):
        opens = None if code[number] else _ALONE.match(lines[number])
        end = _end(lines, number, code) if opens else -1
        if opens is None or end < 0:
            number += 1
            continue
        before = opens["before"]
        lines[number] = f"{before}```math"
        lines[end] = re.sub(r"[-*+]", " ", before) + "```"
        for at in range(number, end + 1):
            code[at] = True
        number = end + 1


def _end(lines: list[str], start: int, code: list[bool]) -> int:
    """The line that ends the formula; -1 if it does not end soon."""
    for number in range(start + 1, min(start + _LONGEST_BLOCK, len(lines))):
        if code[number] or lines[number].lstrip().startswith("#"):
            return -1
        if _ALONE.match(lines[number]):
            return number
    return -1
