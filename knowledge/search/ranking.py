"""Puts the facts that the postings found into order, by what a reader would look for.

Above all: which share of what the query says does the fact say, together with its headings? Then
whether the words stand close together, how much else the fact says, and whether it is the kind of
statement that was asked for. Each is a feature of the table in features.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from operator import mul

from knowledge.search.concepts import Concept, Understood
from knowledge.search.features import of_ranking
from knowledge.search.headings import NAMED, HeadingMatch, QueryHeadings
from knowledge.search.index import Index
from knowledge.search.lexicon import ABBREVIATED
from knowledge.search.matching import Wanted, among, match
from knowledge.search.measuring import ANSWERS, DEFINES, DENIES, KINDS, SPECIFIC
from knowledge.search.parts import RowCell
from knowledge.search.words import is_unspaced

MEASURES = 0.8  # a number with the right unit, for the word that asks for it
NAMESAKE = 0.5
IN_ITS_TOPIC = 0.95  # a name, for a fact of the very topic it names
BESIDE = 0.55  # a word that the lines around have
ALMOST_ABOUT = 0.35  # another topic whose name contains what the query names
_ALL = 0.999
_CLOSE = 4  # so many words apart still counts as together
_COUNTS = 2  # so many words before what is counted its number may stand
_FIRST_WORDS = 3
_AROUND = 2
_BOUNDED = KINDS["most"] | KINDS["least"] | KINDS["default"]


@dataclass(slots=True)
class Ranked:
    """A fact with what speaks for it."""

    fact: int
    score: float
    covered: float  # share of the query's information that fact and headings have
    in_text: float  # … and that its own text has
    spelled: float  # share that they say as it was typed
    term: float  # share of what the fact defines that the query names
    near: float  # share of its neighbouring things that stand close together
    features: tuple[float, ...] = ()


@dataclass(slots=True)
class _Evidence:
    """Which of the query's things a fact has, and where; shares are not yet divided."""

    covered: float
    in_text: float
    spelled: float
    led: float
    about: float
    spots: list[int]


class Ranking:
    """Ranks facts for one reading of a query."""

    def __init__(self, index: Index, understood: Understood) -> None:
        self.wants_list = understood.wants_list
        named = (c.topic for c in understood.concepts if c.topic >= 0)
        self.compared = tuple(named) if understood.compares else ()  # topics
        self._index = index
        self._understood = understood
        self._wanted = Wanted(index, understood)
        self.headings = QueryHeadings(index, understood, self._wanted)
        self._weight = understood.weight or 1.0
        self._in_front = list(range(len(self._wanted.naming))) or [-1]
        self._names = sum(c.weight for c in understood.concepts if c.names) or 1.0
        self._literal = understood.literal
        self._is_code = bool(understood.literal) and " " not in understood.literal
        # what has the query as it was typed has all its things so
        self._whole = understood.weight * _ALL if self._literal else inf
        self._typed = [(c.singular, c.weight, c.rivals) for c in understood.concepts]
        self._titled: dict[int, tuple[float, list[tuple[str, float]]]] = {}
        self._long = _spelt_out(understood) if understood.bare else []
        self._asks = understood.wants or understood.asks_whether
        self._weights = of_ranking()
        self._around: dict[int, float] = {}  # by section, its share of all that was found

    def rank(self, facts: Mapping[int, float]) -> list[Ranked]:
        """*facts*, best first; equal ones in the order they came.

        With each its share of the highest sum of weights, 0 for one that no words led to.
        """
        section_of = self._index.section_of
        total = sum(facts.values()) or 1.0
        self._around = dict.fromkeys(map(section_of.__getitem__, facts), 0.0)
        for fact, retrieved in facts.items():
            self._around[section_of[fact]] += retrieved / total
        ranked = [self._judge(fact, retrieved) for fact, retrieved in facts.items()]
        ranked.sort(key=lambda found: -found.score)
        return ranked

    @property
    def wants_whole(self) -> bool:
        """Whether a whole section was asked for rather than one fact."""
        return self._understood.wants_list or self._understood.bare

    def asks_for(self, cell: RowCell) -> float:
        """How much of what *cell* says the query has words or a measure for, below 0."""
        known = cell.terms & self._wanted.terms
        measured = cell.has_digit and self._understood.wants & SPECIFIC
        return -sum([self._index.weights[term] for term in known]) - bool(measured)

    def _judge(self, fact: int, retrieved: float) -> Ranked:
        index = self._index
        own, section, flags = index.own(fact), index.section_of[fact], index.flags[fact]
        heading = self.headings.of(section)
        at = {term: own.index(term) for term in self._wanted.terms.intersection(own)}
        seen = self._evidence(fact, at, heading)
        is_said = (seen.spelled >= self._whole or self._is_code) and self._is_said(fact, section)
        if is_said and self._is_code:
            seen.covered = seen.spelled = self._understood.weight
        covered, in_text = seen.covered / self._weight, seen.in_text / self._weight
        features = (
            covered,
            retrieved,
            in_text,
            seen.spelled / self._weight,
            *_nearness(seen.spots, len(self._understood.concepts)),
            self._around[section],
            seen.led / self._weight,
            self._term(fact, own, at),
            seen.about / self._names,
            # a written question says more than one types
            0.0 if flags & ANSWERS else self.headings.besides(section, heading),
            *self._place(fact, heading, seen, at),
            *(self._asked_for(fact, own, at) if self._asks else _NOTHING_ASKED),
            is_said,
        )
        score = sum(map(mul, self._weights, features))
        spelled, near, term = features[3], features[4], features[8]
        return Ranked(fact, score, covered, in_text, spelled, term, near, features)

    def _is_said(self, fact: int, section: int) -> bool:
        """Whether the line or a heading above it has the query as it was typed."""
        index, literal = self._index, self._literal
        return literal in index.lowered(fact) or literal in index.lowered_path(section)

    def _spelled(self, fact: int) -> float:
        """How much of the query the fact or a heading above it has as it was typed."""
        section = self._index.section_of[fact]
        known = self._titled.get(section)
        if known is None:
            known = self._titled[section] = self._typed_above(section)
        told, others = known
        if others:
            text = self._index.lowered(fact)
            for typed, weight in others:
                if _begins(typed, text):
                    told += weight
        return told

    def _typed_above(self, section: int) -> tuple[float, list[tuple[str, float]]]:
        """How much the headings have as it was typed, and what else a fact below may have so.

        In a topic that only has it in its name, a name is another's.
        """
        topic, above = self._index.section_topics[section], self._index.lowered_path(section)
        told, others = 0.0, []
        for typed, weight, rivals in self._typed:
            if _begins(typed, above):
                told += 0.0 if topic in rivals else weight
            elif topic not in rivals:
                others.append((typed, weight))
        return told, others

    def _evidence(self, fact: int, at: dict[int, int], heading: HeadingMatch) -> _Evidence:
        """Hold every concept of the query against one fact and its headings."""
        flags, topic = self._index.flags[fact], self._index.topic_of[fact]
        above, lists = heading.above, self.wants_list
        covered = in_text = led = about = 0.0
        spots: list[int] = []
        missing: list[Concept] = []
        for concept in self._understood.concepts:
            share, spot = match(concept.ways, at, above)
            if share < MEASURES and concept.kind & flags:
                share = MEASURES
            is_other = topic in concept.rivals
            if concept.topic >= 0:
                share = _of_topic(concept, topic, share)
            weight = concept.weight
            if share:
                worth = weight * share
                covered += worth
                if spot >= 0 and not (lists and concept.topic == topic):
                    in_text += worth
                    spots.append(spot)
                    if spot < _FIRST_WORDS and not is_other:
                        led += weight
            elif not concept.names:
                missing.append(concept)
            if concept.names:
                about += weight * self._is_about(concept, topic, spot, above)
        if missing and in_text:
            covered += self._beside(fact, at, missing)
        return _Evidence(covered, in_text, self._spelled(fact), led, about, spots)

    def _beside(self, fact: int, at: dict[int, int], missing: list[Concept]) -> float:
        """What the lines around say of what the fact does not: they are read together."""
        index, terms = self._index, self._wanted.terms
        section = index.section_of[fact]
        first = max(fact - _AROUND, index.firsts[section])
        last = min(fact + _AROUND + 1, index.ends[section])
        if terms.intersection(index.own_between(first, last)) <= at.keys():
            return 0.0
        around = terms.intersection(index.own_between(first, fact))
        around |= terms.intersection(index.own_between(fact + 1, last))
        return BESIDE * sum(concept.weight * among(concept, around) for concept in missing)

    def _term(self, fact: int, own: list[int], at: dict[int, int]) -> float:
        """The share of what the line defines, before its colon, that the query names."""
        size = self._index.term_sizes[fact]
        if not (size and at) or min(at.values()) >= size:
            return 0.0
        return self._wanted.share_of(own[:size])

    def _place(
        self, fact: int, heading: HeadingMatch, seen: _Evidence, at: dict[int, int]
    ) -> tuple[float, ...]:
        """What it is worth to stand under a heading that the query names, or to say what it is."""
        understood = self._understood
        opens = self._index.firsts[self._index.section_of[fact]] == fact
        bare = float(opens and understood.bare)
        titled = float(opens and heading.own_fit > NAMED and not understood.wants)
        if understood.wants_list:
            return heading.fit**2, titled, bare, 0.0
        defines = 0.0
        if self._long and any(at.keys() >= long for long in self._long):
            defines = 1.0  # it has what the letters that are asked for stand for
        elif self._index.flags[fact] & DEFINES and not understood.wants:
            begins = sorted(seen.spots) == self._in_front
            defines = float(begins or (heading.headed > NAMED and understood.bare))
        return 0.0, titled, bare, defines

    def _is_about(self, concept: Concept, topic: int, spot: int, above: dict[int, float]) -> float:
        if topic == concept.topic:
            return 1.0
        if topic in concept.rivals:
            return -1.0
        return ALMOST_ABOUT if spot == 0 or among(concept, above.keys()) else 0.0

    def _asked_for(self, fact: int, own: list[int], at: dict[int, int]) -> tuple[float, ...]:
        """Whether the fact is the kind of statement that answers such a question."""
        index, wants = self._index, self._understood.wants
        flags = index.flags[fact]
        counted = False
        if wants & KINDS["count"] and flags & KINDS["count"]:
            before = (own[max(0, place - _COUNTS) : place] for place in at.values())
            counted = any(not index.numbers.isdisjoint(terms) for terms in before)
        return (
            bool(wants & SPECIFIC & flags),
            bool(wants & ~KINDS["default"] and flags & KINDS["any"]),
            bool(wants & _BOUNDED & flags),
            counted,
            self._understood.asks_whether and bool(flags & DENIES),
        )


_NOTHING_ASKED = (0.0,) * 5


def _spelt_out(understood: Understood) -> list[set[int]]:
    """What the one thing that is asked for stands for, in words: "Recovery Time Objective"."""
    asked = next(concept for concept in understood.concepts if not concept.weak)
    if " " in asked.text:
        return []
    return [
        set(way.terms) for way in asked.ways if len(way.terms) > 1 and way.strength >= ABBREVIATED
    ]


def _begins(typed: str, text: str) -> bool:
    """Whether a word of *text* begins with what was typed: "sns" is not in "snapshots"."""
    at = text.find(typed)
    while at > 0 and text[at - 1].isalnum() and not is_unspaced(text[at - 1]):
        at = text.find(typed, at + 1)
    return at >= 0


def _of_topic(concept: Concept, topic: int, share: float) -> float:
    """How well a fact has a name: fully in the topic it names, less in a namesake.

    "Lambda" is not "Lambda@Edge": a topic whose name says more than the query does is another one.
    """
    if topic == concept.topic:
        return max(share, IN_ITS_TOPIC)
    return share * NAMESAKE if topic in concept.rivals else share


def _nearness(spots: list[int], concepts: int) -> tuple[float, float]:
    """The shares of neighbouring concepts that also stand close together in the text, or so."""
    if concepts < 2 or len(spots) < 2:
        return 0.0, 0.0
    close = beside = 0
    for a, b in pairwise(spots):
        close += abs(a - b) <= _CLOSE
        beside += b - a == 1
    return close / (concepts - 1), beside / (concepts - 1)
