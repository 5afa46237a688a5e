"""What cards are put together from, whatever was asked; once read, kept for the next query."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.search.index import Index
from knowledge.search.measuring import ROW
from knowledge.search.words import stem, words

LONGEST_TITLE = 80
BETWEEN = " › "
_KEPT = 8192
_RUNS_KEPT = 2048  # each a few hundred bytes
_NEXT_CELL = re.compile(r"; (?=[^;:]{1,60}: )")
_POINTING = ("This ", "It ", "They ", "These ", "That ", "Otherwise")


def shorten(text: str, limit: int) -> str:
    """*text* cut at a word to at most *limit* characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + "…"


def is_pointing(text: str) -> bool:
    """Whether *text* speaks of what stands before it: "This …" means nothing alone."""
    return text.startswith(_POINTING)


@dataclass(frozen=True, slots=True)
class RowCell:
    """What a row says in one column."""

    text: str
    terms: frozenset[int]
    has_digit: bool


class CardParts:
    """How the lines and headings of one index hang together."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.cells = lru_cache(maxsize=_RUNS_KEPT)(self._cells)
        self.below = lru_cache(maxsize=_KEPT)(self._below)
        self.goes_on = lru_cache(maxsize=_KEPT)(self._goes_on)
        self.heading = lru_cache(maxsize=_KEPT)(self._heading)
        self.ordered = lru_cache(maxsize=_RUNS_KEPT)(self._ordered)
        self.nearest_heading = lru_cache(maxsize=_KEPT)(self._nearest_heading)

    def _cells(self, fact: int) -> tuple[str, tuple[RowCell, ...]]:
        """What a row is of and its cells; a text without cells if it is none."""
        text = self._index.text(fact)
        head, dash, told = text.partition(" — ")
        if not (dash and self._index.flags[fact] & ROW):
            return text, ()
        return head, tuple(map(self._cell, _NEXT_CELL.split(told)))

    def _cell(self, text: str) -> RowCell:
        known = frozenset(self._index.terms.get(stem(word), -1) for word in words(text))
        return RowCell(text, known, any(c.isdigit() for c in text))

    def _goes_on(self, fact: int) -> bool:
        """Whether the next line speaks of this one."""
        index = self._index
        following = fact + 1
        return (
            following < index.count
            and index.section_of[following] == index.section_of[fact]
            and is_pointing(index.text(following))
        )

    def _below(self, fact: int) -> int:
        """The section that *fact* opens: the bullets that hang under it; -1 if there are none."""
        index = self._index
        if fact + 1 >= index.count:
            return -1
        section = index.section_of[fact + 1]
        trail = index.trail(section)
        opens = len(trail) > 1 and trail[-2] == index.section_of[fact]
        if opens and not index.is_heading[section] and index.firsts[section] == fact + 1:
            return section if index.text(fact).startswith(index.title(section)[:40]) else -1
        return -1

    def _heading(self, own: int, section: int) -> str:
        """What the facts of *own* stand under below *section*: sub-headings and bullets."""
        trail = self._index.trail(own)
        below = trail[trail.index(section) + 1 :][-2:]
        return BETWEEN.join(shorten(self._index.title(n), LONGEST_TITLE) for n in below)

    def _nearest_heading(self, section: int) -> int:
        trail = self._index.trail(section)
        return next((n for n in reversed(trail) if self._index.is_heading[n]), trail[-1])

    def _ordered(self, section: int, most: int) -> Sequence[int]:
        """The first facts of a section, in the order that they are worth having."""
        index = self._index
        facts = range(index.firsts[section], min(index.ends[section], index.firsts[section] + most))
        owners = index.section_of[facts.start : facts.stop].tolist()
        if owners.count(section) == len(owners):
            return facts
        return tuple(sorted(facts, key=self._breadth_first(len(index.trail(section)))))

    def _breadth_first(self, depth: int) -> Callable[[int], tuple[int, int]]:
        """A key that puts a section's own facts first, then the first of each part, the second …"""
        told: dict[int, int] = {}

        def key(fact: int) -> tuple[int, int]:
            below = self._index.trail(self._index.section_of[fact])[depth:]
            if not below:
                return 0, fact
            told[below[0]] = told.get(below[0], -1) + 1
            return told[below[0]], fact

        return key
