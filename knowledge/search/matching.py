"""How a text, or the headings above it, put what a query names."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from knowledge.search.concepts import Concept, Understood, Way
from knowledge.search.index import Index


class Wanted:
    """The terms of a query, each with how well it says what was typed."""

    def __init__(self, index: Index, understood: Understood) -> None:
        self._weights = index.weights
        self.naming = [c for c in understood.concepts if not c.weak or c.listing]
        self.named_weight = sum(concept.weight for concept in self.naming) or 1.0
        self._strengths: dict[int, float] = {}
        for way in (way for concept in understood.concepts for way in concept.ways):
            for term in way.terms:
                self._strengths[term] = max(way.strength, self._strengths.get(term, 0.0))
        self.terms = frozenset(self._strengths)

    def share_of(self, terms: Sequence[int]) -> float:
        """The share of *terms* that the query has too, by weight."""
        strengths, weights = self._strengths, self._weights
        total = shared = 0.0
        for term in terms:
            weight = weights[term]
            total += weight
            if term in strengths:
                shared += weight * strengths[term]
        return shared / total if total else 0.0

    def share_named(self, terms: AbstractSet[int]) -> float:
        """The share of what the query names that is among *terms*."""
        found = 0.0
        for concept in self.naming:
            found += concept.weight * among(concept, terms)
        return found / self.named_weight


def match(ways: tuple[Way, ...], at: dict[int, int], above: dict[int, float]) -> tuple[float, int]:
    """How well a fact is put in one of *ways*, and where (-1: in headings)."""
    best, spot = 0.0, -1
    for way in ways:
        strength, terms = way.strength, way.terms
        if strength <= best:
            continue
        first = terms[0]
        if first in at:
            place, where = 1.0, at[first]
        elif first in above:
            place, where = above[first], -1
        else:
            continue
        if len(terms) > 1:
            place, where = _together(terms, at, above)
        if place * strength > best:
            best, spot = place * strength, where
    return best, spot


def _together(
    terms: tuple[int, ...], at: dict[int, int], above: dict[int, float]
) -> tuple[float, int]:
    """How well a fact has all of *terms*, and where in its text the last of them is."""
    place, where = 1.0, -1
    for term in terms:
        if term in at:
            where = max(where, at[term])
        elif term in above:
            place = min(place, above[term])
        else:
            return 0.0, -1
    return place, where


def among(concept: Concept, words: AbstractSet[int]) -> float:
    """1 when the concept is among *words*; the strength of the way that they put it."""
    best = 0.0
    for way in concept.ways if words else ():
        terms = way.terms
        if way.strength > best and terms[0] in words and (len(terms) == 1 or words >= set(terms)):
            best = way.strength
    return best
