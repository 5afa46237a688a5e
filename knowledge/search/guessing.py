"""Guesses what a word that the notes don't have was meant as."""

import bisect
import math
from functools import lru_cache

from knowledge.search.concepts import Way
from knowledge.search.everyday import STOP, WEAK
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.spelling import SHORTEST, Speller, edits_allowed, shortens
from knowledge.search.words import slips, stem

_BY_RANK = (0.97, 0.8, 0.75)  # how well the first, second, third correction fits
_OFTEN_APART, _EVERYWHERE = 3, 50
PREFIXES = ("re", "un", "non", "auto")  # some notes write them apart
_CUTS = range(2, 6)  # where two words that say nothing may be run together: "ornot"
_BEGUN = 0.85  # how well a word fits that was only begun
_FEWEST_BEGUN, _FEWEST_SKIPPING, _MOST_BEGUN = 3, 2, 4000
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
        bare = next((word[len(p) :] for p in PREFIXES if word.startswith(p)), "")
        if len(bare) >= SHORTEST and self._lexicon.known(bare) >= 0:
            return (bare,)
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(1, len(word)):
            if cut >= _FEWEST_BEGUN and word[:cut].isalpha() and word[cut:].isdigit():
                both = self._lexicon.known(word[:cut]) >= 0 <= self._lexicon.known(word[cut:])
                return (word[:cut], word[cut:]) if both else ()
            first = self._lexicon.known(word[:cut])
            is_stop = cut > 2 and word[:cut] in STOP
            second = self._lexicon.known(word[cut:]) if first >= 0 or is_stop else -1
            if is_stop and second >= 0:
                return (word[cut:],)
            if first >= 0 and second >= 0 and self._index.beside(first, second):
                shorter = min(cut, len(word) - cut)
                if shorter > best[0]:
                    best = (shorter, (word[:cut], word[cut:]))
        return best[1] or self._split_freely(word)

    def _split_freely(self, word: str) -> tuple[str, ...]:
        """Two words that the notes don't have side by side, but often enough each."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for cut in range(_FEWEST_BEGUN, len(word) - _FEWEST_BEGUN + 1):
            parts = (word[:cut], word[cut:])
            seldom = min(map(self._common, parts))
            enough = 1 if min(map(len, parts)) > SHORTEST else _OFTEN_APART
            if seldom >= enough and seldom > best[0]:
                best = seldom, parts
        return best[1]

    def _common(self, word: str) -> int:
        """How often the notes have *word*; those that only ask are everywhere."""
        if word in STOP or word in WEAK:
            return _EVERYWHERE
        surface = self._index.surface.get(word, -1)
        return int(self._index.surface_counts[surface]) if surface >= 0 else 0

    def is_stop(self, word: str) -> bool:
        """Whether *word* is a word that says nothing, mistyped: "whch"."""
        if len(word) < SHORTEST or word in STOP:
            return False
        if word in _nearly_stop():
            return True
        run_together = any(word[:cut] in STOP and word[cut:] in STOP for cut in _CUTS)
        return run_together and not self.speller.near(word, edits_allowed(word))

    def begun_beside(self, words: list[str], place: int) -> list[Way]:
        """The word that a short one begins, where the notes have it right there: "fifo que"."""
        word, index = words[place], self._index
        neighbours = self._neighbours(words, place)
        skips = not any(c in "aeiou" for c in word)  # "pts" for "points", "gw" for "gateway"
        fewest = _FEWEST_SKIPPING if skips else _FEWEST_BEGUN
        if len(word) < fewest or not word.isalpha() or not neighbours:
            return []
        first = bisect.bisect_left(index.ordered, word[0] if skips else word)
        last = bisect.bisect_left(index.ordered, (word[0] if skips else word) + "\uffff", first)
        begun = [index.surface[s] for s in index.ordered[first : min(last, first + _MOST_BEGUN)]]
        begun = [n for n in begun if shortens(word, index.surfaces[n])] if skips else begun
        begun.sort(key=lambda n: (-int(index.surface_counts[n]), n))
        fitting = [surface for surface in begun if self._fits(surface, neighbours)]
        terms = dict.fromkeys(int(index.surface_terms[n]) for n in fitting)
        return [Way((term,), _BEGUN) for term in list(terms)[:2]]

    def respelt(self, words: list[str], place: int) -> tuple[str, list[Way]]:
        """The word of the notes nearest to a typo, and all it may be; "" if none is near."""
        word = words[place]
        allowed = edits_allowed(word)
        neighbours = self._neighbours(words, place)
        near = self.speller.near(word, allowed) if allowed else []
        if not near and word.isalpha():
            near = self.speller.sounding(word) or self._shortened(word, neighbours)
        if not allowed and not near:
            return "", []
        if not near and len(word) > SHORTEST and allowed == 1 and neighbours:
            further = self.speller.near(word, 2)
            near = [found for found in further if self._fits(found[1], neighbours)]
        if not near and len(word) > SHORTEST:
            near = self.speller.near(f"{word}s", 1)  # only its plural is in the notes
        return self._corrected(word, near, neighbours) if near else ("", [])

    def _shortened(self, word: str, neighbours: list[tuple[int, bool]]) -> list[tuple[int, int]]:
        """Longer words that *word* may be: its vowels left out, or a letter short beside others."""
        near = self.speller.longer(word)
        if near or not neighbours or not _FEWEST_BEGUN <= len(word) <= SHORTEST:
            return near
        further = self.speller.near(word, 1, beside=True)
        return [found for found in further if self._fits(found[1], neighbours)]

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


@lru_cache(maxsize=1)
def _nearly_stop() -> frozenset[str]:
    """The longer words that say nothing, with a letter left out or two swapped."""
    asked = [word for word in STOP if len(word) >= SHORTEST]
    return frozenset(near for word in asked for near in slips(word))
