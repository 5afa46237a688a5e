"""Tables written as HTML, found in the lines of a note and replaced by a mark."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_OPEN = re.compile(r"<table\b[^<>]*>", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)
_ROW = re.compile(r"<tr\b[^<>]*>([^<]*+(?:<(?!tr\b|/tr|/table)[^<]*+)*+)", re.IGNORECASE)
_CELL = re.compile(
    r"<t([hd])\b[^<>]*>([^<]*+(?:<(?!t[hdr]\b|/t[hdr]\b|/table)[^<]*+)*+)", re.IGNORECASE
)
_LONGEST = 2000  # lines
_MARK = "\ue200{}\ue201"
_MARKED = re.compile("^\\s*\ue200(\\d{1,6})\ue201\\s*$")


class HtmlRow(NamedTuple):
    """One row with its lines, counted from 1, and its cells as Markdown."""

    line: int
    last_line: int
    cells: tuple[str, ...]
    is_header: bool


@dataclass(slots=True)
class HtmlTable:
    """A table and the lines it stands on."""

    line: int
    last_line: int
    rows: list[HtmlRow] = field(default_factory=list)


def take_html_tables(lines: list[str], code: list[bool]) -> list[HtmlTable]:
    """Every HTML table; a mark stands on its first line in its place, the others are empty."""
    found: list[HtmlTable] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        opens = None if code[number] or "<" not in line else _found(_OPEN, "<table", line)
        last = _last_line(lines, number, code) if opens else -1
        table = _read(lines, number, last) if last >= 0 else None
        if opens is None or table is None:
            number += 1
            continue
        before = line[: opens.start()]
        for at in range(number, last + 1):
            lines[at] = ""
        prefix = before if not before.strip(" \t>") else ""
        lines[number] = prefix + _MARK.format(len(found))
        found.append(table)
        number = last + 1
    return found


def table_at(content: str, found: list[HtmlTable]) -> HtmlTable | None:
    """The table that a mark stands for."""
    mark = _MARKED.match(content)
    place = int(mark[1]) if mark else len(found)
    return found[place] if place < len(found) else None


def _last_line(lines: list[str], start: int, code: list[bool]) -> int:
    for number in range(start, min(start + _LONGEST, len(lines))):
        if code[number]:
            return -1
        if _found(_CLOSE, "</table", lines[number]):
            return number
        if number > start and _found(_OPEN, "<table", lines[number]):
            return -1
    return -1


def _found(tag: re.Pattern[str], begins: str, line: str) -> re.Match[str] | None:
    """Where a tag stands; most lines have none, which is sooner seen without an expression."""
    return tag.search(line) if begins in line.lower() else None


def _read(lines: list[str], first: int, last: int) -> HtmlTable | None:
    text = "\n".join(lines[first : last + 1])
    table = HtmlTable(first + 1, last + 1)
    line, at = first + 1, 0
    for row in _ROW.finditer(text):
        began, inside = row.start(), row[1]
        line += text.count("\n", at, began)
        at = began
        cells = _CELL.findall(inside)
        if cells:
            ends = began + len(row[0].rstrip())
            last_line = min(line + text.count("\n", began, ends), table.last_line)
            header = all(kind in "hH" for kind, _ in cells)
            said = tuple([" ".join(cell.split()) for _, cell in cells])
            table.rows.append(HtmlRow(line, last_line, said, header))
    return table if table.rows else None
