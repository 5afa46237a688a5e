"""Questions, answers and scores as tables for other programs: CSV that is safe to open, JSON."""

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from knowledge.model import Question

Format = Literal["csv", "json"]
Value = str | int | float | bool | None | tuple[str, ...]
Record = Mapping[str, Value]

QUESTION_COLUMNS = (
    "id", "version", "kind", "topic", "stem", "options", "answer", "explanation", "sources",
    "difficulty",
)  # fmt: skip
ANSWER_COLUMNS = (
    "workspace", "channel", "day", "at", "kind", "member", "name", "question", "topic", "picked",
    "correct", "points", "hint", "late", "void",
)  # fmt: skip
SCORE_COLUMNS = (
    "workspace", "channel", "month", "member", "name", "points", "correct", "answered",
)  # fmt: skip
AUDIT_COLUMNS = ("workspace", "at", "member", "what", "detail")
# A spreadsheet runs what begins like this, whatever stands in the quotes around it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What begins a cell within one, by another separator; "- " begins a line of a list.
_CELL_WITHIN = re.compile(r'(?<=[;\t\n])(["\s]*)(?=[=+@＝＋－＠]|-(?! ))')


def question_records(questions: Iterable[Question]) -> list[Record]:
    """Questions as rows; options and sources are several, and stay so in JSON."""
    return [
        {
            "id": question.id,
            "version": question.version,
            "kind": question.kind,
            "topic": question.topic,
            "stem": question.stem,
            "options": question.options,
            "answer": question.right,
            "explanation": question.explanation,
            "sources": tuple(map(str, question.sources)),
            "difficulty": question.difficulty,
        }
        for question in questions
    ]


def table(records: Iterable[Record], columns: Sequence[str], format: Format) -> str:
    """The records in one of the formats, always with the same columns in the same order."""
    rows = [{column: record.get(column) for column in columns} for record in records]
    if format == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue()


def without_formulas(value: Value) -> Value:
    """Text that a spreadsheet shows instead of running; numbers stay numbers, several are barred.

    >>> without_formulas("=1+1"), without_formulas(-3), without_formulas(("S3", "EBS"))
    ("'=1+1", -3, 'S3 | EBS')
    """
    if isinstance(value, tuple):
        value = " | ".join(value)
    if isinstance(value, str) and _begins(value).startswith(_FORMULA):
        return f"'{value}"
    return value


def _begins(text: str) -> str:
    """The text from what a reader sees first: spaces and invisible marks hide no formula.

    Tabs and ends of lines at the very front stay, since programs trip over those as well.
    """
    if text.startswith(_FORMULA):
        return text
    return next(
        (text[at:] for at, one in enumerate(text) if one.isprintable() and not one.isspace()), ""
    )


def _cell(value: Value) -> Value:
    """A value as it is written.

    The csv module does not quote a lone carriage return. Where a list is separated by semicolons,
    as in German, a spreadsheet begins a cell within our quotes: nothing runs there either.
    """
    safe = without_formulas(value)
    if not isinstance(safe, str):
        return safe
    return _CELL_WITHIN.sub(r"\1'", safe.replace("\r\n", "\n").replace("\r", "\n"))
