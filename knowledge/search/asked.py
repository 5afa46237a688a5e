"""Finds the question that a query is: as its author put it, its beginning, or nearly so."""

import bisect
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz

from knowledge.reading.stems import spoken
from knowledge.search.measuring import ANSWERS, BEGINS
from knowledge.search.store import BlobReader, Writer

if TYPE_CHECKING:
    from knowledge.search.columns import Gathered
    from knowledge.search.index import Index

_LONGEST = 200  # letters and digits of a question that are compared
_SHORTEST_BEGINNING = 20  # … and so many at least are a beginning of it
_NEARLY = 92.0  # of 100: a typo or two, a word left out of a long question
_FEW_BEGIN_SO = 3


def written_key(text: str) -> str:
    """A question's letters and digits alone, which is how two wordings are compared.

    >>> written_key("Q7. Which port does *SSH* use?")
    'whichportdoessshuse'
    """
    return "".join(char for char in spoken(text).casefold() if char.isalnum())[:_LONGEST]


def write_asked(writer: Writer, gathered: "Gathered") -> None:
    """Write down the questions that people wrote, in the order of their keys."""
    found = sorted(
        (written_key(gathered.title_of(fact)), fact)
        for fact in np.flatnonzero(gathered.flags & BEGINS).tolist()
    )
    writer.raw("asked_keys", "\n".join(key for key, _ in found).encode())
    writer.array("asked_facts", np.array([fact for _, fact in found], np.uint32))


class AskedQuestions:
    """The questions of one index."""

    def __init__(self, index: "Index", reader: BlobReader) -> None:
        self._index = index
        joined = reader.raw("asked_keys").decode()
        self._facts: list[int] = reader.ints("asked_facts").tolist()
        self._keys = joined.split("\n") if self._facts else []

    def find(self, query: str, near: Iterable[int]) -> list[int]:
        """The facts that begin the answers to *query*; *near* are facts that may belong to one."""
        key = written_key(query) if self._keys else ""
        if not key:
            return []
        place = bisect.bisect_left(self._keys, key)
        same = [self._facts[n] for n in self._from(place) if self._keys[n] == key]
        if same:
            return same
        if len(key) >= _SHORTEST_BEGINNING:
            begun = [self._facts[n] for n in self._from(place) if self._keys[n].startswith(key)]
            if 0 < len(begun) <= _FEW_BEGIN_SO:
                return begun
        return self._nearest(key, near)

    def _from(self, place: int) -> range:
        return range(place, min(place + _FEW_BEGIN_SO + 1, len(self._keys)))

    def _nearest(self, key: str, near: Iterable[int]) -> list[int]:
        """The question among *near* that differs from the query by hardly a word."""
        best, found = _NEARLY, -1
        for fact in near:
            if self._index.flags[fact] & ANSWERS:
                title = written_key(self._index.title(self._index.section_of[fact]))
                alike = fuzz.ratio(key, title, score_cutoff=best)
                if alike > best:
                    best, found = alike, self.beginning(fact)
        return [found] if found >= 0 else []

    def beginning(self, fact: int) -> int:
        """The fact that begins the answer which *fact* is a piece of."""
        while not self._index.flags[fact] & BEGINS and fact > 0:
            fact -= 1
        return fact
