"""Notes in, facts out: Markdown as people really write it.

The names below are imported when first used: finding files, which every start does, must not
wait for the Markdown parser.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.reading.blocks import HeadingBlock
    from knowledge.reading.document import Document, read_document
    from knowledge.reading.files import BUNDLED, NoteFile, find_files, read_text
    from knowledge.reading.notes import Notes, assemble, read_notes

__all__ = [
    "BUNDLED",
    "Document",
    "HeadingBlock",
    "NoteFile",
    "Notes",
    "assemble",
    "find_files",
    "read_document",
    "read_notes",
    "read_text",
]

_HOMES = {
    "BUNDLED": "files",
    "Document": "document",
    "HeadingBlock": "blocks",
    "NoteFile": "files",
    "Notes": "notes",
    "assemble": "notes",
    "find_files": "files",
    "read_document": "document",
    "read_notes": "notes",
    "read_text": "files",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
