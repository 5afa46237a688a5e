"""Finds the facts that say most of what a query names, without looking at any text.

Every way to put a concept adds its weight to the facts that have it, in one array over all facts.
A query of common words in a large collection would touch most of that array; past a budget, common
words only count for the facts that rarer ones have found.
"""

import threading

import numpy as np
import numpy.typing as npt

from knowledge.search.index import Index
from knowledge.search.understanding import Concept, Way

BUDGET = 150_000  # postings to add in full before common words only confirm
CONFIRMED = 3_000  # facts that they are looked up for then

_SPARSE = 50  # fewer than one in so many facts are sorted, more are looked for in all of them

Facts = npt.NDArray[np.uint32]
Scores = npt.NDArray[np.float32]


class Postings:
    """Scores facts by their postings. Each thread has arrays of its own."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._local = threading.local()

    def best(self, concepts: list[Concept], depth: int) -> list[int]:
        """The facts with the highest scores, best first; equal ones in the notes' order."""
        total, scratch = self._arrays()
        seen: list[Facts] = []
        spent = 0
        for concept in sorted(concepts, key=lambda concept: -concept.weight):
            if not concept.ways:
                continue
            cost = sum(self._cost(way) for way in concept.ways)
            if seen and spent + cost > BUDGET:
                self._confirm(concept, total, seen)
                continue
            spent += cost
            seen.append(self._add(concept, total, scratch))
        return self._top(total, seen, depth)

    def _arrays(self) -> tuple[Scores, Scores]:
        if not hasattr(self._local, "total"):
            self._local.total = np.zeros(self._index.count, np.float32)
            self._local.scratch = np.zeros(self._index.count, np.float32)
        return self._local.total, self._local.scratch

    def _cost(self, way: Way) -> int:
        return min(self._index.frequency(term) for term in way.terms)

    def _add(self, concept: Concept, total: Scores, scratch: Scores) -> Facts:
        """Add one concept; of several ways the one that says most counts."""
        if len(concept.ways) == 1:
            facts, impacts = self._found(concept.ways[0])
            total[facts] += impacts * concept.weight
            return facts
        touched = []
        for way in concept.ways:
            facts, impacts = self._found(way)
            scratch[facts] = np.maximum(scratch[facts], impacts)
            touched.append(facts)
        every = np.concatenate(touched)
        if len(every) * _SPARSE > len(scratch):
            every = np.flatnonzero(scratch).astype(np.uint32)
        else:
            every = np.unique(every)
        total[every] += scratch[every] * concept.weight
        scratch[every] = 0
        return every

    def _found(self, way: Way) -> tuple[Facts, Scores]:
        facts, impacts = self._postings(way.terms[0])
        if len(way.terms) == 1:
            return facts, impacts * way.strength if way.strength != 1 else impacts
        parts = sorted((self._postings(term) for term in way.terms), key=lambda part: len(part[0]))
        facts, impacts = parts[0]
        for others, further in parts[1:]:
            at = np.searchsorted(others, facts)
            at[at == len(others)] = 0
            both = others[at] == facts if len(others) else np.zeros(len(facts), bool)
            facts, impacts = facts[both], impacts[both] + further[at[both]]
        return facts, impacts * np.float32(way.strength / len(parts))

    def _postings(self, term: int) -> tuple[Facts, Scores]:
        start, end = self._index.starts[term], self._index.starts[term + 1]
        return self._index.post_facts[start:end], self._index.post_impacts[start:end]

    def _confirm(self, concept: Concept, total: Scores, seen: list[Facts]) -> None:
        """Count a common concept only for the facts that lead so far."""
        leading = np.sort(_highest(total, _merged(total, seen), CONFIRMED))
        best = np.zeros(len(leading), np.float32)
        for way in concept.ways:
            score = np.full(len(leading), way.strength / len(way.terms), np.float32)
            value = np.zeros(len(leading), np.float32)
            for term in way.terms:
                facts, impacts = self._postings(term)
                at = np.minimum(np.searchsorted(facts, leading), len(facts) - 1)
                there = facts[at] == leading
                value += np.where(there, impacts[at], 0)
                score[~there] = 0
            best = np.maximum(best, value * score)
        total[leading] += best * np.float32(concept.weight)

    def _top(self, total: Scores, seen: list[Facts], depth: int) -> list[int]:
        if not seen:
            return []
        every = _merged(total, seen)
        chosen = _highest(total, every, depth)
        scores = total[chosen]
        order = np.lexsort((chosen, -scores))
        found: list[int] = chosen[order].tolist()
        for facts in seen:
            total[facts] = 0
        return found


def _merged(total: Scores, seen: list[Facts]) -> Facts:
    """Every fact that has a score, in order."""
    if len(seen) == 1:
        return seen[0]
    if sum(map(len, seen)) * _SPARSE > len(total):
        return np.flatnonzero(total).astype(np.uint32)
    return np.unique(np.concatenate(seen))


def _highest(total: Scores, facts: Facts, count: int) -> Facts:
    """The *count* facts with the highest totals; of equal ones those that come first."""
    if len(facts) <= count:
        return facts
    scores = total[facts]
    limit = np.partition(scores, len(scores) - count)[len(scores) - count]
    above = facts[scores > limit]
    level = facts[scores == limit][: count - len(above)]
    return np.concatenate((above, level))
