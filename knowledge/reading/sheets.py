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
_SILENT = frozenset({"tags", "id"})  # what nobody looks up
_OPTION = re.compile(r"(?:option|choice|antwort|opción|choix)?[ _]*([a-h]|[1-8])", re.IGNORECASE)
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


def _options_of(header: Sequence[str]) -> dict[str, int]:
    """The columns of options by their letters or numbers: "Option A", "b", "choice 3"."""
    other = set(columns_of(header).values())  # "Q" and "A" are none
    found = ((_OPTION.fullmatch(cell.strip()), place) for place, cell in enumerate(header))
    options = {option[1].casefold(): place for option, place in found if option}
    return options if len(options) > 1 and other.isdisjoint(options.values()) else {}


def columns_left_out(text: str) -> tuple[str, ...]:
    """The names of columns of which a card says nothing: it has but two sides."""
    rows = rows_of(text, delimiter_of(text))
    _, header = next(rows, (0, []))
    columns = columns_of(header)
    if not columns.keys() >= _CARD_FORM or "options" in columns:
        return ()
    said = {columns[kind] for kind in (_CARD_FORM | _SILENT) & columns.keys()}
    said |= set(_options_of(header).values())
    filled = {place for _, row in rows for place, cell in enumerate(row) if cell.strip()}
    others = enumerate(header)
    return tuple(" ".join(name.split()) for n, name in others if n in filled - said and name)


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
        options = _options_of(rows[0][1])
        lines[rows[0][0] - 1] = f"# {escaped(title)} #{tag.lstrip('#')}"
        for number, row in rows[1:]:
            lines[number - 1] = _card(_told(row, columns, options), columns)
    else:
        _fill_tables(lines, rows)
    return "\n".join(lines).rstrip("\n") + "\n"


def _told(row: list[str], columns: dict[str, int], options: dict[str, int]) -> list[str]:
    """A row whose answer says what is right, where it names the column that does."""
    place = columns["answer"]
    letter = row[place].strip(" .()").casefold() if place < len(row) else ""
    right = options.get(letter, len(row))
    return [*row[:place], row[right], *row[place + 1 :]] if right < len(row) else row


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
