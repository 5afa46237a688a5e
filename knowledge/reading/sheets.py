"""Tables of comma- or tab-separated values, as cards or as a table of the same lines."""

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from itertools import islice

from knowledge.reading.escaping import escaped, escaped_start
from knowledge.reading.labels import ANSWER, QUESTION
from knowledge.reading.wording import has_content

_KINDS = {
    "question": "front questions term word stem prompt vorderseite begriff "
    + QUESTION.replace("|", " "),
    "answer": "back answers definition meaning rückseite bedeutung " + ANSWER.replace("|", " "),
    "answers": "answers",
    "explanation": "explanation comment comments extra notes erklärung",
    "hint": "hint hints",
    "tags": "tags tag",
    "options": "options choices",
    "id": "id guid",
}
_KINDS_OF = {
    word: [kind for kind, words in _KINDS.items() if word in words.split()]
    for word in " ".join(_KINDS.values()).split()
}
_CARD_FORM = frozenset({"question", "answer"})
_MOST_ROWS = 1_000  # of one table; more become further tables with the same header
_LONGEST_CELL = 1_000_000
_BREAK = re.compile(r"\s+")
csv.field_size_limit(_LONGEST_CELL)


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what, as far as the header's words say it."""
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        for kind in _KINDS_OF.get(cell.strip().strip("\ufeff#").casefold(), ()):
            found.setdefault(kind, place)
    return found


def delimiter_of(text: str) -> str:
    """What stands between the cells: whatever the first line has most of."""
    first = text.lstrip().partition("\n")[0][:10_000]
    return max("\t,;|", key=first.count) if any(mark in first for mark in "\t,;|") else ","


def rows_of(text: str, delimiter: str, most: int = sys.maxsize) -> Iterator[tuple[int, list[str]]]:
    """The first rows, each with its first line; a table with broken quotes is read line by line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
        rows, begins = [], 1
        for row in islice(reader, most):
            rows.append((begins, row))
            begins = reader.line_num + 1
    except csv.Error:
        rows = [(number, line.split(delimiter)) for number, line in enumerate(lines[:most], 1)]
    return iter([(line, row) for line, row in rows if row and any(map(str.strip, row))])


def markdown_of_sheet(text: str, tag: str, title: str, most: int = sys.maxsize) -> str:
    """Markdown with each row on the line where it stands; more than *most* rows are not wanted."""
    rows = list(rows_of(text, delimiter_of(text), most + 1))
    if not rows:
        return ""
    lines = [""] * (rows[-1][0] + 1)
    columns = columns_of(rows[0][1])
    if columns.keys() >= _CARD_FORM and "options" not in columns:
        lines[rows[0][0] - 1] = f"# {escaped(title)} #{tag.lstrip('#')}"
        for number, row in rows[1:]:
            lines[number - 1] = _card(row, columns)
    else:
        _fill_tables(lines, rows)
    return "\n".join(lines).rstrip("\n") + "\n"


def _card(row: list[str], columns: dict[str, int]) -> str:
    cells = [
        escaped_start(escaped(_BREAK.sub(" ", row[columns[side]]).strip()))
        for side in ("question", "answer")
        if columns[side] < len(row)
    ]
    return " :: ".join(cells) if len(cells) == 2 and all(cells) else ""


def _fill_tables(lines: list[str], rows: list[tuple[int, list[str]]]) -> None:
    header = _row(rows[0][1], "th")
    for start in range(0, len(rows), _MOST_ROWS):
        part = rows[start : start + _MOST_ROWS]
        for number, row in part:
            lines[number - 1] = _row(row, "td") if any(map(has_content, row)) else ""
        first, last = part[0][0] - 1, part[-1][0] - 1
        lines[first] = f"<table>{header}{lines[first] if start else ''}"
        lines[last] += "</table>"


def _row(cells: Sequence[str], kind: str) -> str:
    inside = f"</{kind}><{kind}>".join(escaped(" ".join(cell.split())) for cell in cells)
    return f"<tr><{kind}>{inside}</{kind}></tr>"
