"""Marks that say when a line was last checked: "… per function (checked 2026-11)"."""

import re

_CHECKED = re.compile(r"\s*\(checked (\d{4}-(?:0[1-9]|1[0-2]))\)")


def take_checked(lines: list[str], code: list[bool]) -> dict[int, str]:
    """The month in which each marked line was checked; the marks are taken out of *lines*."""
    months: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        if "(checked " in line and not code[number - 1] and (mark := _CHECKED.search(line)):
            months[number] = mark[1]
            lines[number - 1] = _CHECKED.sub("", line)
    return months
