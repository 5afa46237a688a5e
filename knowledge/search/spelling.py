"""Finds the words of the notes that a typed word may have been meant as."""

import threading
from functools import lru_cache
from itertools import groupby

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
_FEWEST_CONSONANTS = 3
_TELLING = 6  # so many consonants leave no doubt
_OFTEN = 3  # what is seldom written is seldom shortened


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
            self._bare: dict[str, list[int]] = {}
            for n in chosen:
                bare = _bare(index.surfaces[n])
                if index.surface_counts[n] >= _OFTEN or len(bare) >= _TELLING:
                    self._bare.setdefault(bare, []).append(n)
            self._ready = True

    def near(self, word: str, edits: int, *, beside: bool = False) -> list[tuple[int, int]]:
        """Surfaces within *edits* of *word* as (edits, surface): nearest first, then commonest.

        With *beside* also those that only the words around a short one can confirm.
        """
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
            if _may_be_typo(word, surface, distance, beside)
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

    def longer(self, word: str) -> list[tuple[int, int]]:
        """Words that *word* is short for, its vowels or doubled letters left out; commonest first.

        As (edits, surface), like `near`.
        """
        if not self._ready:
            self._prepare()
        bare, counts = _bare(word), self._index.surface_counts
        if len(bare) < _FEWEST_CONSONANTS:
            return []
        found = [n for n in self._bare.get(bare, ()) if shortens(word, self._index.surfaces[n])]
        return [(1, n) for n in sorted(found, key=lambda n: (-int(counts[n]), n))]

    def sounding(self, word: str) -> list[tuple[int, int]]:
        """Words that differ from *word* in two vowels only, as (edits, surface)."""
        if len(word) < _LONG:
            return []
        if not self._ready:
            self._prepare()
        surfaces, bare = self._index.surfaces, _bare(word)
        alike = (n for n in self._bare.get(bare, ()) if len(surfaces[n]) == len(word))
        return [(2, n) for n in alike if sum(map(str.__ne__, word, surfaces[n])) == 2]

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


def _bare(word: str) -> str:
    """*word* without the vowels after its first letter, doubled letters single."""
    rest = (c for c in word[1:] if c not in "aeiou")
    return "".join(c for c, _ in groupby((word[:1], *rest)))


def shortens(word: str, other: str) -> bool:
    """Whether *other* has all letters of *word* in this order, and more."""
    letters_left = iter(other)
    return len(other) > len(word) and all(letter in letters_left for letter in word)


def _may_be_typo(word: str, other: str, distance: int, beside: bool = False) -> bool:
    """Whether so many edits look like a slip rather than like another name.

    A short word may only lack a letter where what stands *beside* it speaks for that.
    """
    wrong = sum(a != b for a, b in zip(word, other, strict=False))
    if len(word) == SHORTEST and len(other) == SHORTEST:
        return wrong == 2 or beside  # two letters swapped
    if len(word) <= SHORTEST:
        return beside and len(other) > len(word)
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
