"""Files that are no Markdown as Markdown: pages, tables, notebooks, and documents of offices.

Documents go through pandoc and pypdf, each in a process of its own that is stopped when it takes
too long: a broken document costs its own reading and nothing else.
"""

import json
import re
import sys
from hashlib import blake2b
from typing import Any

from knowledge.reading.html_pages import markdown_of_html
from knowledge.reading.running import ProgramBounds, ProgramOutcome, run_within
from knowledge.reading.sheets import columns_left_out, markdown_of_sheet

_PANDOC = {
    ".docx": "docx", ".pptx": "pptx", ".rst": "rst", ".adoc": "asciidoc", ".org": "org",
}  # fmt: skip
_AS = "gfm+definition_lists"
_DEFINITION = ":   "  # as pandoc writes it, below an empty line
_FENCE = re.compile(r"`{3,}|~{3,}")
_OPTION = re.compile(r"\s*(?:(?:[-*+]|\d{1,3}[.)]) +\[[ xX]\]|\(?[A-Za-z][.)]) ")
_SECONDS = 60
_LARGEST_TEXT = 20_000_000  # bytes of what a document becomes
_MEMORY = 1 << 30  # bytes
_HEAP = 700 << 20  # of pandoc, which takes half as much again
_OUT_OF_MEMORY = 251  # pandoc's status
_MOST_FAILED = 10_000
_failed: dict[bytes, str] = {}  # digest of a document → what is the matter with it


def converted(text: str, suffix: str, tag: str, title: str, most: int) -> str:
    """The text of a file of this kind as Markdown; total. More lines than *most* are not wanted."""
    if suffix in (".html", ".htm"):
        return markdown_of_html(text, most)
    if suffix in (".csv", ".tsv"):
        return markdown_of_sheet(text, tag, title, most)
    if suffix == ".ipynb":
        return _notebook(text)
    return text


def not_taken_along(text: str, suffix: str, label: str) -> str:
    """What a file of this kind holds and its Markdown does not, as a sentence; or ""."""
    left_out = columns_left_out(text) if suffix in (".csv", ".tsv") else ()
    if not left_out:
        return ""
    which = ", ".join(f"“{name[:40]}”" for name in left_out[:8])
    return (
        f"{label}: its rows are cards, whose other columns are not read: {which}. "
        "`companion import` takes explanations along."
    )


def document(data: bytes, suffix: str) -> tuple[str, str]:
    """The Markdown of a document and, if there is none, why: the end of a sentence.

    One that failed is not tried again as long as it stays the same: it might take a minute each
    time that any other note changes.
    """
    key = blake2b(data, digest_size=16, salt=suffix.encode()).digest()
    if key in _failed:
        return "", _failed[key]
    text, trouble = _document(data, suffix)
    if trouble and len(_failed) < _MOST_FAILED:
        _failed[key] = trouble
    return text, trouble


def _document(data: bytes, suffix: str) -> tuple[str, str]:
    memory = 0 if suffix in _PANDOC else _MEMORY  # pandoc is told its own, and reserves far more
    try:
        done = run_within(ProgramBounds(_SECONDS, _LARGEST_TEXT, memory), _command(suffix), data)
    except OSError as error:
        return "", f"cannot be read ({error.strerror or error})."
    if done.late:
        return "", f"takes longer than {_SECONDS} s to read. Split it, or save it as text."
    if done.too_much:
        return "", f"becomes more than {_LARGEST_TEXT // 1_000_000} MB of text. Split it."
    if done.status:
        return "", f"cannot be read ({_reason(done)})."
    text = done.text.decode("utf-8", "replace")
    if not text.strip():
        hint = " Pictures of text need text recognition first." if suffix == ".pdf" else ""
        return "", f"has no text.{hint}"
    return _with_definitions(text) if suffix in _PANDOC else text, ""


def _with_definitions(text: str) -> str:
    """What pandoc wrote, with each definition right below its term, as we read it."""
    lines: list[str] = []
    fence = ""  # of the code that we are in
    for line in text.split("\n"):
        opens = _FENCE.match(line)
        if fence:
            fence = "" if line == fence else fence
        elif opens:
            fence = opens.group()
        elif line.startswith(_DEFINITION):
            while lines and not lines[-1]:
                lines.pop()
            line = f": {line.removeprefix(_DEFINITION)}"
        lines.append(line)
    return "\n".join(lines)


def _reason(done: ProgramOutcome) -> str:
    """Why there is no text: the last line that the program said of it."""
    if done.status == _OUT_OF_MEMORY:
        return "it takes too much memory: split it"
    if done.status < 0:
        return "its reader broke down"
    lines = (line.strip() for line in reversed(done.last_words.split("\n")))
    return next(filter(None, lines), "no reason given")[:120].rstrip(".")


def _command(suffix: str) -> list[str]:
    if suffix == ".pdf":
        return [sys.executable, "-P", "-m", "knowledge.reading.pdf_pages"]
    import pypandoc

    pandoc = str(pypandoc.get_pandoc_path())
    format = _PANDOC[suffix]
    bounded = [pandoc, "+RTS", f"-M{_HEAP}", "-RTS", "--sandbox", "--quiet"]
    return [*bounded, "-f", format, "-t", _AS, "--wrap=none"]


# ---------------------------------------------------------------- notebooks


def _notebook(text: str) -> str:
    """The cells of a notebook: text as it is, code in fences; results are made, not written."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(notebook, dict):
        return ""
    found = notebook.get("cells")
    cells = list(filter(None, map(_cell, found if isinstance(found, list) else ())))
    return "\n\n".join(_ended(cell) for cell in cells) + "\n"


def _ended(cell: str) -> str:
    """A cell; the code of the next one is not of the option that this one ends with."""
    last = cell.rstrip().rpartition("\n")[2]
    return f"{cell}\n\n***" if _OPTION.match(last) else cell


def _cell(cell: Any) -> str:
    if not isinstance(cell, dict):
        return ""
    source = cell.get("source", "")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    if cell.get("cell_type") == "code" and text.strip():
        fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
        return f"{fence}\n{text.rstrip()}\n{fence}"
    return text if cell.get("cell_type") == "markdown" else ""
