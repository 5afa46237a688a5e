"""Finds the words of the notes that a typed word may have been meant as."""

import threading
from functools import lru_cache

import numpy as np

from knowledge.search.index import Index
from knowledge.search.words import LONGEST_WORD

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
            chosen.sort(key=lambda n: len(index.surfaces[n]))
            self._words = np.array(chosen, np.uint32)
            self._masks = np.array([letters(index.surfaces[n]) for n in chosen], np.uint64)
            self._lengths = np.array([len(index.surfaces[n]) for n in chosen], np.int16)
            lengths = np.arange(LONGEST_WORD + 4)
            self._starts = np.searchsorted(self._lengths, lengths).tolist()
            self._ready = True

    def near(self, word: str, edits: int) -> list[tuple[int, int]]:
        """Surfaces within *edits* of *word* as (edits, surface): nearest first, then commonest."""
        if not self._ready:
            self._prepare()
        from rapidfuzz import process  # takes time to load, and few queries have typos
        from rapidfuzz.distance import OSA

        surfaces, counts = self._index.surfaces, self._index.surface_counts
        places = self._alike(word, edits)
        close = process.extract(
            word,
            [surfaces[place] for place in places],
            scorer=OSA.distance,
            score_cutoff=edits,
            limit=None,
        )
        found = [
            (distance, -int(counts[places[number]]), surface, places[number])
            for surface, distance, number in close
            if _may_be_typo(word, surface, distance)
        ]
        found.sort()
        return [(distance, place) for distance, _, _, place in found]

    def _alike(self, word: str, edits: int) -> list[int]:
        """Surfaces whose length and letters are so near that *edits* may do.

        A letter put for another changes two bits, one that is missing or too much one.
        """
        first = self._starts[len(word) - edits]
        last = self._starts[len(word) + edits + 1]
        off = np.bitwise_count(self._masks[first:last] ^ np.uint64(letters(word)))
        longer = self._lengths[first:last] - len(word)
        fits = off + np.abs(longer) <= 2 * edits
        found: list[int] = self._words[first:last][fits].tolist()
        return found

    def nearest(self, word: str, known: frozenset[str]) -> str:
        """The one of *known* that *word* is, or nearly if it is long; "" if it is none."""
        if word in known:
            return word
        if len(word) < _LONG or not word.isalpha():
            return ""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        alike = _long_ones(known).get(len(word), [])
        close = process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=None)
        return min((other for other, _, _ in close), default="")


@lru_cache(maxsize=8)
def _long_ones(words: frozenset[str]) -> dict[int, list[str]]:
    """The long ones among *words* by the length of what they may have been typed as."""
    found: dict[int, list[str]] = {}
    for word in words:
        if len(word) >= _LONG:
            for length in range(len(word) - 1, len(word) + 2):
                found.setdefault(length, []).append(word)
    return found


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
