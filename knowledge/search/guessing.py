"""Guesses what a word that the notes don't have was meant as."""

import math

from knowledge.search.concepts import Way
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.spelling import SHORTEST, Speller, edits_allowed
from knowledge.search.words import STOP, stem

_BY_RANK = (0.97, 0.8, 0.75)  # how well the first, second, third correction fits
_BESIDE_NEIGHBOURS, _SAME_FIRST_LETTER, _COMMON = 0.6, 0.3, 0.05  # worth this much of an edit


class Guesses:
    """Reads single words in the light of those beside them."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index = index
        self._lexicon = lexicon
        self.speller = Speller(index)

    def split(self, word: str) -> tuple[str, ...]:
        """The two words that *word* is, if the notes have them side by side: "readreplica"."""
        if len(word) < SHORTEST:
            return ()
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(1, len(word)):
            first = self._lexicon.known(word[:cut])
            is_stop = cut > 2 and word[:cut] in STOP
            second = self._lexicon.known(word[cut:]) if first >= 0 or is_stop else -1
            if is_stop and second >= 0:
                return (word[cut:],)
            if first >= 0 and second >= 0 and self._index.beside(first, second):
                shorter = min(cut, len(word) - cut)
                if shorter > best[0]:
                    best = (shorter, (word[:cut], word[cut:]))
        return best[1]

    def respelt(self, words: list[str], place: int) -> tuple[str, list[Way]]:
        """The word of the notes nearest to a typo, and all it may be; "" if none is near."""
        word = words[place]
        allowed = edits_allowed(word)
        if not allowed:
            return "", []
        near = self.speller.near(word, allowed)
        neighbours = self._neighbours(words, place)
        if not near and len(word) > SHORTEST and allowed == 1 and neighbours:
            further = self.speller.near(word, 2)
            near = [found for found in further if self._fits(found[1], neighbours)]
        return self._corrected(word, near, neighbours) if near else ("", [])

    def respelt_beside(self, words: list[str], place: int) -> list[Way]:
        """A form that the notes don't have may be a typo: of a word that they have right there."""
        neighbours = self._neighbours(words, place)
        word = words[place]
        near = self.speller.near(word, edits_allowed(word)) if neighbours else []
        fitting = [surface for _, surface in near if self._fits(surface, neighbours)]
        return [Way((int(self._index.surface_terms[n]),), 0.95) for n in fitting[:2]]

    def _corrected(
        self, word: str, near: list[tuple[int, int]], neighbours: list[tuple[int, bool]]
    ) -> tuple[str, list[Way]]:
        index = self._index

        def unlikely(found: tuple[int, int]) -> float:
            edits, surface = found
            return (
                edits
                - _BESIDE_NEIGHBOURS * self._fits(surface, neighbours)
                - _SAME_FIRST_LETTER * (index.surfaces[surface][0] == word[0])
                - _COMMON * math.sqrt(min(10, int(index.surface_counts[surface])))
            )

        ranked = sorted(near, key=unlikely)
        edits, best = ranked[0]
        ways: list[Way] = []
        for fit, (distance, surface) in zip(_BY_RANK, ranked, strict=False):
            if ways and (distance > edits or index.surfaces[surface][0] != word[0]):
                continue
            term = int(index.surface_terms[surface])
            if all(way.terms != (term,) for way in ways):
                ways.append(Way((term,), fit))
        ways += self._lexicon.ways(self._lexicon.same((stem(index.surfaces[best]),)))
        return index.surfaces[best], ways

    def _neighbours(self, words: list[str], place: int) -> list[tuple[int, bool]]:
        """The terms beside a word, and whether each comes before it."""
        found = []
        for step, before in ((-1, True), (1, False)):
            at = place + step
            if 0 <= at < len(words) and words[at] not in STOP:
                term = self._lexicon.known(words[at])
                if term >= 0:
                    found.append((term, before))
        return found

    def _fits(self, surface: int, neighbours: list[tuple[int, bool]]) -> bool:
        term = int(self._index.surface_terms[surface])
        return any(
            self._index.beside(*((near, term) if before else (term, near)))
            for near, before in neighbours
        )
