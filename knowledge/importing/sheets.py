"""CSV and TSV: what Quizlet and Kotoba export, and any table with a question and an answer."""

import re
from collections.abc import Iterator, Sequence

from knowledge.importing.items import Imported, ImportedOption, Item, item_id
from knowledge.reading.decoding import decode
from knowledge.reading.escaping import escaped_lines
from knowledge.reading.sheets import columns_of, delimiter_of, rows_of

_SEVERAL = re.compile(r"\s*,\s*")


def import_sheet(content: bytes, name: str) -> Imported:
    """A card of every row. Without a header that says otherwise: question first, then answer."""
    text, _ = decode(content, name)
    result = Imported()
    deck = result.deck(name)
    for line, item in _items(text, name):
        if item is None:
            result.problems.append(f"{name}:{line}: has no question or no answer.")
        else:
            deck.items.append(item)
    return result


def _items(text: str, name: str) -> Iterator[tuple[int, Item | None]]:
    rows = list(rows_of(text, delimiter_of(text)))
    columns = columns_of(rows[0][1]) if rows else {}
    if "question" not in columns or "answer" not in columns:
        columns = {"question": 0, "answer": 1}
    else:
        rows = rows[1:]
    for line, cells in rows:
        if any(cell.strip() for cell in cells):
            yield line, _item(name, cells, columns)


def _item(name: str, cells: Sequence[str], columns: dict[str, int]) -> Item | None:
    found = {what: cells[place].strip() for what, place in columns.items() if place < len(cells)}
    stem = escaped_lines(found.get("question", ""))
    answer = escaped_lines(found.get("answer", ""))
    if not stem or not answer:
        return None
    options = _options(found)
    identity = found.get("id", "") or found["question"]
    accept: tuple[str, ...] = ()
    if "answers" in columns:  # Kotoba writes all that count into one cell
        answer, *others = map(escaped_lines, _SEVERAL.split(found["answer"]))
        accept = tuple(other for other in others if other)
    explanation = escaped_lines(found.get("explanation", ""))
    tags = tuple(re.findall(r"[\w/-]+", found.get("tags", "")))
    return Item(
        item_id("sheet", name, identity), stem, options, "" if options else answer, accept,
        hint=escaped_lines(found.get("hint", "")), explanation=explanation, tags=tags,
    )  # fmt: skip


def _options(found: dict[str, str]) -> tuple[ImportedOption, ...]:
    """The options of a row of our own export, one of which is the answer."""
    options = [option for option in found.get("options", "").split(" | ") if option]
    if len(options) < 2 or found["answer"] not in options:
        return ()
    return tuple(
        ImportedOption(escaped_lines(option), option == found["answer"]) for option in options
    )
