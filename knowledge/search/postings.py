"""Finds the facts that say most of what a query names, without looking at any text.

Every way to put a concept adds its weight to the facts that have it, in one array over all facts.
A query of common words in a large collection would touch most of that array; past a budget, common
words only count for the facts that rarer ones have found.
"""

import threading

import numpy as np
import numpy.typing as npt

from knowledge.search.concepts import Concept, Way
from knowledge.search.index import Index

BUDGET = 150_000  # postings to add in full before common words only confirm
NEAR_BEST = 0.55  # what scores less than this share of the best never turned out to be it
FEWEST = 8
LISTING = 0.5  # words for lists say little of a fact, but a lot of where to look
MAY_LEAD = 0.3  # common words cannot lift what scores less than this share of the best
CONFIRMED = 3_000  # facts that they are looked up for then

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
        spent = 0
        for concept in sorted(concepts, key=lambda concept: -concept.weight):
            if not concept.ways:
                continue
            cost = sum(self._cost(way) for way in concept.ways)
            if spent and spent + cost > BUDGET:
                self._confirm(concept, total)
                continue
            spent += cost
            self._add(concept, total, scratch)
        found = _top(total, depth) if spent else []
        total.fill(0)
        return found

    def _arrays(self) -> tuple[Scores, Scores]:
        if not hasattr(self._local, "total"):
            self._local.total = np.zeros(self._index.count, np.float32)
            self._local.scratch = np.zeros(self._index.count, np.float32)
        return self._local.total, self._local.scratch

    def _cost(self, way: Way) -> int:
        return min(self._index.frequency(term) for term in way.terms)

    def _add(self, concept: Concept, total: Scores, scratch: Scores) -> None:
        """Add one concept; of several ways the one that says most counts."""
        weight = np.float32(max(concept.weight, LISTING) if concept.listing else concept.weight)
        if len(concept.ways) == 1:
            facts, impacts = self._found(concept.ways[0])
            total[facts] += impacts * weight
            return
        touched = []
        for way in concept.ways:
            facts, impacts = self._found(way)
            scratch[facts] = np.maximum(scratch[facts], impacts)
            touched.append(facts)
        for facts in touched:
            total[facts] += scratch[facts] * weight
            scratch[facts] = 0

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

    def _confirm(self, concept: Concept, total: Scores) -> None:
        """Count a common concept only for the facts that lead so far."""
        leading = _highest(total, _near_best(total, MAY_LEAD), CONFIRMED)
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


def _top(total: Scores, depth: int) -> list[int]:
    facts = _near_best(total, NEAR_BEST)
    if len(facts) < FEWEST:
        facts = _highest(total, _near_best(total, 0.0), FEWEST)
    facts = _highest(total, facts, depth)
    order = np.argsort(-total[facts], kind="stable")
    found: list[int] = facts[order].tolist()
    return found


def _near_best(total: Scores, share: float) -> Facts:
    """The facts with at least this share of the best score, in order."""
    if not len(total):
        return np.zeros(0, np.uint32)
    least = max(float(total.max()) * share, 1e-9)
    return np.flatnonzero(total >= np.float32(least)).astype(np.uint32)


def _highest(total: Scores, facts: Facts, count: int) -> Facts:
    """The *count* facts with the highest totals, in order; of equal ones the earlier."""
    if len(facts) <= count:
        return facts
    scores = total[facts]
    limit = np.partition(scores, len(scores) - count)[len(scores) - count]
    above = facts[scores > limit]
    level = facts[scores == limit][: count - len(above)]
    return np.sort(np.concatenate((above, level)))
