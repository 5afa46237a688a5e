"""The notes as one SQLite file: built once, read by many, replaced as a whole.

Imported when first used, so that "nothing to do" is said without loading what building needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.index.builder import build, build_from
    from knowledge.index.current import is_current
    from knowledge.index.layout import COLUMNS, fact_of_row, facts_of, open_index, topics_of
    from knowledge.index.report import FileReport, IndexReport
    from knowledge.index.watch import Watcher

__all__ = [
    "COLUMNS",
    "FileReport",
    "IndexReport",
    "Watcher",
    "build",
    "build_from",
    "fact_of_row",
    "facts_of",
    "is_current",
    "open_index",
    "topics_of",
]

_HOMES = {
    "COLUMNS": "layout",
    "FileReport": "report",
    "IndexReport": "report",
    "Watcher": "watch",
    "build": "builder",
    "build_from": "builder",
    "fact_of_row": "layout",
    "facts_of": "layout",
    "is_current": "current",
    "open_index": "layout",
    "topics_of": "layout",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
