"""Search: answers from facts, however the question is typed.

Imported when first used: the words of a language are of use without what searching needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from knowledge.search.build import prepare, prepare_changed
    from knowledge.search.engine import Search

__all__ = ["Search", "prepare", "prepare_changed"]

_HOMES = {"Search": "engine", "prepare": "build", "prepare_changed": "build"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
