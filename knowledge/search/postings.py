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
NEAR_BEST = 0.58  # what scores less than this share of the best hardly ever turned out to be it
FEWEST = 8
LISTING = 0.5  # words for lists say little of a fact, but a lot of where to look
MAY_LEAD = 0.3  # common words cannot lift what scores less than this share of the best
CONFIRMED = 3_000  # facts that they are looked up for then
COMMON = 0.05  # words in this share of the facts are spread out over all of them: some fifty words
MANY = 0.03  # from this share of the facts on it is quicker to go through all of them
FEW = 20_000  # facts that one look at each is quickest for
ROWS = 16  # otherwise the array over all facts is looked through as so many rows

Facts = npt.NDArray[np.intp]
Scores = npt.NDArray[np.float32]


class Postings:
    """Scores facts by their postings. Each thread has arrays of its own."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._local = threading.local()
        self._common = max(1000, int(COMMON * index.count))
        self._spread: dict[int, Scores] = {}

    def best(self, concepts: list[Concept], depth: int) -> dict[int, float]:
        """The facts with the highest sums, best first; equal ones in the notes' order.

        With each its share of the highest.
        """
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
        found = _top(total, depth) if spent else {}
        total.fill(0)
        return found

    def _arrays(self) -> tuple[Scores, Scores]:
        if not hasattr(self._local, "total"):
            size = ROWS * -(-self._index.count // ROWS)
            self._local.total = np.zeros(size, np.float32)
            self._local.scratch = np.zeros(size, np.float32)
        return self._local.total, self._local.scratch

    def _cost(self, way: Way) -> int:
        return min(map(self._index.frequency, way.terms))

    def _add(self, concept: Concept, total: Scores, scratch: Scores) -> None:
        """Add one concept; of several ways the one that says most counts.

        `add.at` is what numpy does quickest here: `total[facts] += …` takes three times as long.
        """
        weight = np.float32(max(concept.weight, LISTING) if concept.listing else concept.weight)
        if len(concept.ways) == 1:
            facts, impacts = self._found(concept.ways[0])
            np.add.at(total, facts, impacts * weight)
            return
        touched = []
        for way in concept.ways:
            facts, impacts = self._found(way)
            np.maximum.at(scratch, facts, impacts)
            touched.append(facts)
        if sum(map(len, touched)) > MANY * len(total):
            scratch *= weight
            total += scratch
            scratch.fill(0)
            return
        for facts in touched:
            np.add.at(total, facts, scratch[facts] * weight)
            scratch[facts] = 0

    def _found(self, way: Way) -> tuple[Facts, Scores]:
        if len(way.terms) == 1:
            facts, impacts = self._postings(way.terms[0])
            return facts, impacts * way.strength if way.strength != 1 else impacts
        first, *others = sorted(way.terms, key=self._index.frequency)
        facts, impacts = self._postings(first)
        for term in others:
            further = self._impacts(term, facts)
            both = np.flatnonzero(further)
            facts, impacts = facts[both], impacts[both] + further[both]
        return facts, impacts * np.float32(way.strength / len(way.terms))

    def _postings(self, term: int) -> tuple[Facts, Scores]:
        start, end = self._index.starts[term], self._index.starts[term + 1]
        return self._index.post_facts[start:end], self._index.post_impacts[start:end]

    def _impacts(self, term: int, wanted: Facts) -> Scores:
        """What a term says about each of the *wanted* facts; 0 where it is missing."""
        if self._index.frequency(term) >= self._common:
            return self._spread_out(term)[wanted]
        facts, impacts = self._postings(term)
        at = np.searchsorted(facts, wanted)
        at[at == len(facts)] = 0
        return np.where(facts[at] == wanted, impacts[at], np.float32(0))

    def _spread_out(self, term: int) -> Scores:
        spread = self._spread.get(term)
        if spread is None:
            spread = np.zeros(self._index.count, np.float32)
            facts, impacts = self._postings(term)
            spread[facts] = impacts
            self._spread[term] = spread
        return spread

    def _confirm(self, concept: Concept, total: Scores) -> None:
        """Count a common concept only for the facts that lead so far."""
        leading = _highest(total, MAY_LEAD, CONFIRMED)
        best = np.zeros(len(leading), np.float32)
        for way in concept.ways:
            score = np.full(len(leading), way.strength / len(way.terms), np.float32)
            value = np.zeros(len(leading), np.float32)
            for term in way.terms:
                impacts = self._impacts(term, leading)
                value += impacts
                score[impacts == 0] = 0
            best = np.maximum(best, value * score)
        total[leading] += best * np.float32(concept.weight)


def _top(total: Scores, depth: int) -> dict[int, float]:
    facts = _highest(total, NEAR_BEST, depth)
    if len(facts) < FEWEST:
        facts = _highest(total, 0.0, min(FEWEST, depth))
    facts = facts[(-total[facts]).argsort(kind="stable")]
    sums = total[facts]
    return dict(zip(facts.tolist(), (sums / sums[:1]).tolist(), strict=True))


def _highest(total: Scores, share: float, count: int) -> Facts:
    """The *count* facts with the highest totals, in order; of equal ones the earlier.

    Only those with at least a *share* of the best total.
    """
    facts = _near_best(total, share, count)
    if len(facts) <= count:
        return facts
    scores = total[facts]
    limit = _lowest_of(scores, count)
    above = facts[scores > limit]
    level = facts[scores == limit][: count - len(above)]
    return np.sort(np.concatenate((above, level)))


def _near_best(total: Scores, share: float, count: int) -> Facts:
    """The facts with at least this share of the best total, in order; the best *count* will do.

    As a table whose columns' highest totals rule most columns out in one pass.
    """
    if len(total) < FEW:
        best = float(total[total.argmax()]) if len(total) else 0.0
        return (total >= np.float32(max(best * share, 1e-9))).nonzero()[0]
    table = total.reshape(ROWS, -1)
    highest = table.max(axis=0)
    least = np.float32(max(float(highest.max()) * share, 1e-9))
    columns = np.flatnonzero(highest >= least)
    if len(columns) > count:
        least = _lowest_of(highest[columns], count)
        columns = np.flatnonzero(highest >= least)
    row, column = np.nonzero(table[:, columns] >= least)
    facts: Facts = row * table.shape[1] + columns[column]
    return facts


def _lowest_of(scores: Scores, count: int) -> np.float32:
    """The lowest of the *count* highest scores."""
    place = len(scores) - count
    lowest: np.float32 = np.partition(scores, place)[place]
    return lowest
