"""Marks that say when a line was last checked: "… per function (checked 2026-11)".

A mark on a line of its own stands for the whole block below, as for each row of a table; one that
ends a paragraph, a list or code goes with what stands right above.
"""

import re
from collections.abc import Sequence

_CHECKED = re.compile(r"\s*\(checked (\d{4}-(?:0[1-9]|1[0-2]))\)")
_ALONE = re.compile(r"[\s>]*(?:(?:[-*+]|\d{1,9}[.)])\s*)?")  # may stand before it
_UNDERLINE = re.compile(r"\s*(?:=|[=*_-]{2,})\s*")  # or a rule: not dated


def take_checked(lines: list[str], code: Sequence[bool]) -> dict[int, str]:
    """The month in which each marked line was checked; the marks are taken out of *lines*."""
    months: dict[int, str] = {}
    block, begun = "", False  # the month of the block that we are in, or that comes next
    for number, line in enumerate(lines, 1):
        marked = "(checked " in line and not code[number - 1]
        mark = _CHECKED.search(line) if marked else None
        if mark:
            lines[number - 1] = line = _CHECKED.sub("", line)
            months[number] = mark[1]
        if mark and _ALONE.fullmatch(line):
            lines[number - 1] = ""
            above = _above(lines, code, number)
            months.update(dict.fromkeys(above, mark[1]))
            if not above:
                block, begun = mark[1], False
        elif line.strip():
            begun = True
            if block:
                months.setdefault(number, block)
        elif begun:
            block = ""
    return months


def _above(lines: Sequence[str], code: Sequence[bool], number: int) -> list[int]:
    """The lines right above a mark with a line of its own that it goes with: one, or all code."""
    above = lines[number - 2].strip(" \t>") if number > 1 else ""
    if not above or above.startswith("#") or _UNDERLINE.fullmatch(above):
        return []
    first = number - 1
    while code[first - 1] and first > 1 and code[first - 2]:
        first -= 1
    return [line for line in range(first, number) if lines[line - 1].strip()]
