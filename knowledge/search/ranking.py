"""Puts the facts that the postings found into order, by what a reader would look for.

Above all: which share of what the query says does the fact say, together with its headings? Then
whether the words stand close together, how much else the fact says, and whether it is the kind of
statement that was asked for.
"""

from dataclasses import dataclass

from knowledge.search.index import Index
from knowledge.search.measuring import DEFINES, DENIES, KINDS
from knowledge.search.understanding import Concept, Understood

IN_TEXT = 0.16  # what each thing adds to the share of the query that is covered
BREVITY = 0.10
NEARNESS = 0.08
LEADS = 0.06
NUMBER = 0.10
ANY_NUMBER = 0.05
SAYS_WHETHER = 0.02
DEFINITION = 0.10
TITLE = 0.20
_CLOSE = 4  # so many words apart still counts as together
_FIRST_WORDS = 3


@dataclass(slots=True)
class Ranked:
    """A fact with what speaks for it."""

    fact: int
    score: float
    covered: float  # share of the query's information that fact and headings have
    in_text: float  # … and that its own text has


class Ranking:
    """Ranks facts for one reading of a query."""

    def __init__(self, index: Index, understood: Understood) -> None:
        self._index = index
        self._understood = understood
        self._weight = understood.weight or 1.0
        self._titles: dict[int, float] = {}
        self._headed: dict[int, float] = {}

    def rank(self, facts: list[int]) -> list[Ranked]:
        """*facts*, best first; equal ones in the order they came."""
        ranked = [self._judge(fact) for fact in facts]
        ranked.sort(key=lambda found: -found.score)
        return ranked

    def _judge(self, fact: int) -> Ranked:
        index, understood = self._index, self._understood
        own = index.own(fact)
        section = index.section_of[fact]
        at = dict(zip(own[::-1], range(len(own) - 1, -1, -1), strict=True))
        above = index.places(section)
        covered = in_text = matched = led = 0.0
        spots: list[int] = []
        for concept in understood.concepts:
            share, spot, terms = _match(concept, at, above)
            covered += concept.weight * share
            if spot >= 0:
                in_text += concept.weight * share
                spots.append(spot)
                matched += sum(index.weights[term] for term in terms)
                if spot < _FIRST_WORDS:
                    led += concept.weight
        covered /= self._weight
        in_text /= self._weight
        score = covered + IN_TEXT * in_text + LEADS * led / self._weight
        score += BREVITY * min(1.0, matched / (index.own_weights[fact] or 1.0))
        score += NEARNESS * _nearness(spots, len(understood.concepts))
        score += self._asked_for(index.flags[fact])
        if understood.wants_list or self._is_bare(section):
            score += TITLE * self._title(section)
        if self._is_bare(section) and index.flags[fact] & DEFINES:
            score += DEFINITION
        return Ranked(fact, score, covered, in_text)

    def _asked_for(self, flags: int) -> float:
        """Whether the fact is the kind of statement that answers such a question."""
        wants = self._understood.wants
        bonus = 0.0
        if wants & ~KINDS["any"] & flags:
            bonus += NUMBER
        elif wants and flags & KINDS["any"]:
            bonus += ANY_NUMBER
        if self._understood.asks_whether and flags & DENIES:
            bonus += SAYS_WHETHER
        return bonus

    def headed(self, section: int) -> float:
        """The share of the query that the headings down to *section* have."""
        known = self._headed.get(section)
        if known is None:
            above = self._index.places(section)
            found = sum(c.weight * _in_headings(c, above) for c in self._understood.concepts)
            known = self._headed[section] = found / self._weight
        return known

    def _is_bare(self, section: int) -> bool:
        """The query only names the section: then what defines it is wanted."""
        return not self._understood.wants and self.headed(section) > 0.95

    def _title(self, section: int) -> float:
        """How well the best heading above fits the query: has it all, and little else."""
        known = self._titles.get(section)
        if known is None:
            known = max((self.fit(above) for above in self._index.trail(section)), default=0.0)
            self._titles[section] = known
        return known

    def fit(self, section: int) -> float:
        """How well the query fits as a name for *section*, from 0 to 1."""
        index = self._index
        title = index.section_words(section)
        total = sum(index.weights[word] for word in title)
        wanted = {
            term
            for concept in self._understood.concepts
            for way in concept.ways
            for term in way.terms
        }
        shared = sum(index.weights[word] for word in title if word in wanted)
        return self.headed(section) * (shared / total) if total else 0.0


def _match(
    concept: Concept, at: dict[int, int], above: dict[int, float]
) -> tuple[float, int, tuple[int, ...]]:
    """How well a fact has *concept*, where in its text (-1: only in headings), and by what terms."""
    best, spot, terms = 0.0, -1, ()
    for way in concept.ways:
        place = 1.0
        where = -1
        for term in way.terms:
            position = at.get(term, -1)
            if position < 0:
                place = min(place, above.get(term, 0.0))
            else:
                where = max(where, position)
        if where >= 0 and place < 0.5:
            continue
        if place * way.strength > best:
            best, spot, terms = place * way.strength, where, way.terms
    return best, spot, terms


def _in_headings(concept: Concept, above: dict[int, float]) -> float:
    """1 when headings have the concept; the strength of the way that they put it."""
    best = 0.0
    for way in concept.ways:
        if all(term in above for term in way.terms):
            best = max(best, way.strength)
    return best


def _nearness(spots: list[int], concepts: int) -> float:
    """The share of neighbouring concepts that also stand close together in the text."""
    if concepts < 2 or len(spots) < 2:
        return 0.0
    close = sum(abs(a - b) <= _CLOSE for a, b in zip(spots, spots[1:], strict=False))
    return close / (concepts - 1)
