"""Search: answers from facts, however the question is typed."""

from knowledge.search.build import prepare
from knowledge.search.engine import Search

__all__ = ["Search", "prepare"]
