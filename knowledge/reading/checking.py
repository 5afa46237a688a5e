"""Marks that say when a line was last checked: "… per function (checked 2026-11)".

A mark on a line of its own stands for the whole block below, as for each row of a table; one that
ends a paragraph or a list goes with the line above.
"""

import re
from collections.abc import Sequence

_CHECKED = re.compile(r"\s*\(checked (\d{4}-(?:0[1-9]|1[0-2]))\)")


def take_checked(lines: list[str], code: list[bool]) -> dict[int, str]:
    """The month in which each marked line was checked; the marks are taken out of *lines*."""
    months: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        if "(checked " in line and not code[number - 1] and (mark := _CHECKED.search(line)):
            lines[number - 1] = _CHECKED.sub("", line)
            months[number] = mark[1]
            if not lines[number - 1].strip():
                months.update(dict.fromkeys(_meant(lines, number), mark[1]))
    return months


def _meant(lines: Sequence[str], number: int) -> range:
    """The lines that a mark with a line of its own, which is empty now, stands for."""
    above = lines[number - 2].strip() if number > 1 else ""
    if above and not above.startswith("#"):
        return range(number - 1, number)
    below = number
    while below < len(lines) and not lines[below].strip():
        below += 1
    last = below
    while last < len(lines) and lines[last].strip():
        last += 1
    return range(below + 1, last + 1)
