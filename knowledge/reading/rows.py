"""From tables to facts: each row with the names of its columns, in bars or in tags."""

from knowledge.model import FactKind
from knowledge.reading import tables
from knowledge.reading.blocks import Block
from knowledge.reading.html_tables import HtmlTable
from knowledge.reading.ledger import Ledger
from knowledge.reading.pieces import INLINE
from knowledge.reading.wording import has_content

References = dict[str, object]


def take_table(
    ledger: Ledger, references: References, block: Block, parents: tuple[str, ...]
) -> None:
    """Take down the rows of a table with a header."""
    rows = [(row.line, tables.split_row(ledger.lines[row.line - 1])) for row in block.children]
    for number in range(block.line, block.last_line + 1):
        ledger.fates.setdefault(number, "markup")
    if rows:
        _take_rows(ledger, references, block, rows[0], rows[1:], parents)


def take_table_without_header(
    ledger: Ledger, references: References, block: Block, parents: tuple[str, ...]
) -> None:
    """Take down the rows of a paragraph that is a table all the same."""
    header, rows, delimiters = tables.rows_of(block.lines, block.line)
    ledger.fates.update(dict.fromkeys(delimiters, "markup"))
    _take_rows(ledger, references, block, header, rows, parents)


def _take_rows(
    ledger: Ledger,
    references: References,
    block: Block,
    header: tuple[int, list[str]],
    rows: list[tuple[int, list[str]]],
    parents: tuple[str, ...],
) -> None:
    names = [INLINE.plain(cell, references).rstrip("* ") for cell in header[1]]
    if header[0]:
        ledger.fates[header[0]] = "table header" if any(map(has_content, names)) else "markup"
    named_above = ""
    added = 0
    for number, raw in rows:
        cells = [INLINE.plain(cell, references) for cell in raw]
        if tables.is_delimiter(raw) or not any(map(has_content, cells)):
            ledger.fates[number] = "markup" if any(cells) else "empty row"
            continue
        row = tables.read_row(names, cells, named_above)
        named_above = row.term or named_above
        under = (*parents, row.under) if row.under else parents
        ledger.add(FactKind.ROW, row.text, under, number, number, block.line, row.term, row.cells)
        added += 1
    if not added and header[0] and any(map(has_content, names)):
        row = tables.read_row([], names, "")
        ledger.add(FactKind.ROW, row.text, parents, header[0], header[0], block.line, row.term)


def take_html_table(
    ledger: Ledger,
    references: References,
    table: HtmlTable,
    block: Block,
    parents: tuple[str, ...],
) -> None:
    """Take down a table of tags: as one of bars, but a row may stand on several lines."""
    rows = table.rows
    header = rows[0].cells if rows[0].is_header or len(rows) > 1 else ()
    names = [INLINE.plain(cell, references).rstrip("* ") for cell in header]
    ledger.fates.update(dict.fromkeys(range(table.line, table.last_line + 1), "markup"))
    named_above = ""
    for row in rows[1:] if header else rows:
        cells = [INLINE.plain(cell, references) for cell in row.cells]
        if not any(map(has_content, cells)):
            continue
        read = tables.read_row(names, cells, named_above)
        named_above = read.term or named_above
        under = (*parents, read.under) if read.under else parents
        ledger.add(
            FactKind.ROW, read.text, under, row.line, row.last_line, block.line,
            read.term, read.cells,
        )  # fmt: skip
        ledger.fates.update(dict.fromkeys(range(row.line, row.last_line + 1), "fact"))
    if header and len(rows) > 1:
        for number in range(rows[0].line, min(rows[0].last_line + 1, rows[1].line)):
            ledger.fates[number] = "table header"
