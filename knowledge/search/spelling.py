"""Finds the words of the notes that a typed word may have been meant as."""

import threading
from collections.abc import Collection

import numpy as np

from knowledge.search.index import Index

_ALPHABET = {
    character: 1 << bit for bit, character in enumerate("abcdefghijklmnopqrstuvwxyz0123456789")
}
_OTHER = 1 << 36
SHORTEST = 4  # shorter words are names as often as not, and a name is never turned into another
TWO_EDITS_FROM = 8
_LONG = 6


def letters(word: str) -> int:
    """The letters of *word* as bits: two words that differ in few letters differ in few bits."""
    mask = 0
    for character in word:
        mask |= _ALPHABET.get(character, _OTHER)
    return mask


class Speller:
    """Nearest words by edits, a swap of neighbours being one edit.

    Most words are ruled out by their letters and length before any is compared in earnest.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._ready = False

    def _prepare(self) -> None:
        with self._lock:
            if self._ready:
                return
            index = self._index
            chosen = [n for n, s in enumerate(index.surfaces) if len(s) >= SHORTEST and s[0] != "#"]
            self._words = np.array(chosen, np.uint32)
            self._masks = np.array([letters(index.surfaces[n]) for n in chosen], np.uint64)
            self._lengths = np.array([len(index.surfaces[n]) for n in chosen], np.int16)
            self._ready = True

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """Surfaces within *edits* of *word* as (edits, surface): nearest first, then commonest."""
        if not self._ready:
            self._prepare()
        from rapidfuzz.distance import OSA  # takes time to load, and few queries have typos

        off = np.bitwise_count(self._masks ^ np.uint64(letters(word)))
        fits = (off <= 2 * edits) & (np.abs(self._lengths - len(word)) <= edits)
        found = []
        surfaces, counts = self._index.surfaces, self._index.surface_counts
        for place in self._words[fits].tolist():
            distance = OSA.distance(word, surfaces[place], score_cutoff=edits)
            if distance <= edits and _may_be_typo(word, surfaces[place], distance):
                found.append((distance, -int(counts[place]), surfaces[place], place))
        found.sort()
        return [(distance, place) for distance, _, _, place in found]

    def nearest(self, word: str, known: Collection[str]) -> str:
        """The one of *known* that *word* is, or nearly if it is long; "" if it is none."""
        if word in known:
            return word
        if len(word) < _LONG or not word.isalpha():
            return ""
        from rapidfuzz.distance import OSA

        close = (o for o in known if len(o) >= _LONG and abs(len(word) - len(o)) < 2)
        return min((o for o in close if OSA.distance(word, o, score_cutoff=1) < 2), default="")


def _may_be_typo(word: str, other: str, distance: int) -> bool:
    """Whether so many edits look like a slip rather than like another name."""
    wrong = sum(a != b for a, b in zip(word, other, strict=False))
    if len(word) == SHORTEST:
        return len(other) == SHORTEST and wrong == 2  # two letters swapped
    if distance < 2:
        return True
    if word[0] != other[0] or word[-1] != other[-1]:
        return False
    return len(word) != len(other) or wrong != 2  # two letters put for others


def edits_allowed(word: str) -> int:
    """How wrong a word of this length may be typed."""
    if len(word) < SHORTEST or any(c.isdigit() for c in word):
        return 0
    return 1 if len(word) < TWO_EDITS_FROM else 2
