"""From tables to facts: each row with the names of its columns, in bars or in tags."""

from collections.abc import Sequence

from knowledge.model import FactKind
from knowledge.reading import tables
from knowledge.reading.blocks import Block
from knowledge.reading.html_tables import HtmlTable
from knowledge.reading.ledger import Ledger
from knowledge.reading.pieces import INLINE
from knowledge.reading.wording import has_content

References = dict[str, object]
_Row = tuple[int, int, Sequence[str]]  # its first and last line, and its cells
_NO_HEADER: _Row = (0, 0, ())


def take_table(
    ledger: Ledger, references: References, block: Block, parents: tuple[str, ...]
) -> None:
    """Take down the rows of a table with a header."""
    numbers = (row.line for row in block.children)
    rows = [(number, number, tables.split_row(ledger.lines[number - 1])) for number in numbers]
    ledger.note(block, "markup")
    if rows:
        _take_rows(ledger, references, block, rows[0], rows[1:], parents)


def take_table_without_header(
    ledger: Ledger, references: References, block: Block, parents: tuple[str, ...]
) -> None:
    """Take down the rows of a paragraph that is a table all the same."""
    (head, names), rows, delimiters = tables.rows_of(block.lines, block.line)
    ledger.fates.update(dict.fromkeys(delimiters, "markup"))
    numbered = [(number, number, cells) for number, cells in rows]
    _take_rows(ledger, references, block, (head, head, names), numbered, parents)


def take_html_table(
    ledger: Ledger,
    references: References,
    table: HtmlTable,
    block: Block,
    parents: tuple[str, ...],
) -> None:
    """Take down a table of tags: as one of bars, but a row may stand on several lines."""
    rows: list[_Row] = [(row.line, row.last_line, row.cells) for row in table.rows]
    ledger.fates.update(dict.fromkeys(range(table.line, table.last_line + 1), "markup"))
    header = _NO_HEADER
    if len(rows) > 1:
        (first, last, names), *rows = rows
        header = first, max(first, min(last, rows[0][0] - 1)), names
    elif table.rows[0].is_header:
        header, rows = rows[0], []
    _take_rows(ledger, references, block, header, rows, parents)


def _take_rows(
    ledger: Ledger,
    references: References,
    block: Block,
    header: _Row,
    rows: Sequence[_Row],
    parents: tuple[str, ...],
) -> None:
    head, head_ends, titles = header
    names = [INLINE.plain(cell, references).rstrip("* ") for cell in titles]
    is_named = any(map(has_content, names))
    if head:
        said = "table header" if is_named else "markup"
        ledger.fates.update(dict.fromkeys(range(head, head_ends + 1), said))
    named_above = ""
    added = 0
    for first, last, raw in rows:
        cells = [INLINE.plain(cell, references) for cell in raw]
        if tables.is_delimiter(raw) or not any(map(has_content, cells)):
            if ledger.fates.get(first, "markup") == "markup" and not any(cells):
                ledger.fates[first] = "empty row"  # unless another row stands there too
            continue
        row = tables.read_row(names, cells, named_above)
        named_above = row.term or named_above
        under = (*parents, row.under) if row.under else parents
        ledger.add(FactKind.ROW, row.text, under, first, last, block.line, row.term, row.cells)
        for number in range(first, last + 1):
            ledger.fates[number] = "fact"
        added += 1
    if not added and is_named:
        row = tables.read_row([], names, "")
        ledger.add(FactKind.ROW, row.text, parents, head, head_ends, block.line, row.term)
