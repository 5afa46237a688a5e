"""Rows of tables, with headers or without, ragged or not."""

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from knowledge.reading.wording import has_content

_DELIMITER = re.compile(r"^\s*:?-+:?\s*$")
_PIECES = re.compile(r"`+|\\\||\\|\||[^`\\|]+")
_PREFIX = re.compile(r"^[\s>]*(?:(?:[-*+]|\d{1,3}[.)])\s+(?=\|))?")


NumberedRow = tuple[int, list[str]]  # the line and its cells


class TableRow(NamedTuple):
    """One row: what it is about, and its cells under their headers."""

    text: str
    term: str
    cells: tuple[tuple[str, str], ...]
    under: str = ""  # the first column's header, where the row itself names nothing


def split_row(line: str) -> list[str]:
    """The cells of a line; bars that are escaped or inside code do not divide."""
    line = _PREFIX.sub("", line).strip()
    if line.startswith("|"):
        line = line[1:]
    if "`" not in line and "\\" not in line:
        cells = line.split("|")
    else:
        cells = _split_beside_code(_PIECES.findall(line))
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


def _split_beside_code(pieces: list[str]) -> list[str]:
    """The cells that these pieces make; backticks that nothing closes are no code."""
    longest = [0]  # of the runs of backticks behind each piece, from the last piece on
    for piece in reversed(pieces):
        longest.append(max(longest[-1], len(piece) if piece[0] == "`" else 0))
    longest.pop()
    cells: list[list[str]] = [[]]
    ticks = 0
    for piece in pieces:
        behind = longest.pop()
        if piece[0] == "`":
            if ticks == 0 and behind >= len(piece):
                ticks = len(piece)
            elif len(piece) == ticks:
                ticks = 0
            cells[-1].append(piece)
        elif piece == "|" and not ticks:
            cells.append([])
        else:
            cells[-1].append("|" if piece == "\\|" else piece)
    return ["".join(cell) for cell in cells]


def is_delimiter(cells: Sequence[str]) -> bool:
    return bool(cells) and "-" in cells[0] and all(map(_DELIMITER.match, cells))


def is_headerless(lines: Sequence[str]) -> bool:
    """Lines that are a table to the eye but not to Markdown: no header, or a ragged one."""
    written = [line.strip() for line in lines if line.strip()]
    if not written:
        return False
    barred = [line.startswith("|") and line.count("|") >= 2 for line in written]
    if len(written) == 1:
        return barred[0] and written[0].endswith("|") and written[0].count("|") >= 3
    if all(barred):
        return True
    counts = {line.count("|") for line in written}
    return (
        len(counts) == 1
        and counts.pop() >= 1
        and any(is_delimiter(split_row(line)) for line in written)
    )


def rows_of(
    lines: Sequence[str], first_line: int
) -> tuple[NumberedRow, list[NumberedRow], list[int]]:
    """The header, the rows and the lines between them of a table that Markdown takes for text.

    The header is line 0 without cells where there is none.
    """
    split = [(number, split_row(line)) for number, line in enumerate(lines, first_line)]
    delimiters = [number for number, cells in split if is_delimiter(cells)]
    rows = [(number, cells) for number, cells in split if number not in delimiters]
    if rows and first_line + 1 in delimiters:  # a header, but with another number of columns
        return rows[0], rows[1:], delimiters
    return (0, []), rows, delimiters


def read_row(names: Sequence[str], cells: Sequence[str], named_above: str) -> TableRow:
    """One row as a fact.

    An empty first cell means the row above goes on (merged cells), or, at the top of the table,
    that the first header speaks for all rows.
    """
    pairs = list(zip_longest(names[: len(cells)], cells, fillvalue=""))
    filled = tuple([pair for pair in pairs if pair[1]])
    first = cells[0] if cells else ""
    rest = filled[1:] if first else filled
    under = ""
    term = first if has_content(first) else ""
    if not term:
        term = named_above
        if not named_above and names:
            under = names[0]
    return TableRow(_worded(term, rest, len(pairs), bool(first)), term, filled, under)


def _worded(term: str, rest: Sequence[tuple[str, str]], columns: int, own: bool) -> str:
    if not rest:
        return term
    if columns == 2:
        name, cell = rest[0]
        if term:
            return f"{term}: {cell}"
        return f"{name}: {cell}" if name and own else cell
    values = "; ".join(f"{name}: {cell}" if name else cell for name, cell in rest)
    return f"{term} — {values}" if term else values
