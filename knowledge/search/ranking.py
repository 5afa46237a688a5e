"""Puts the facts that the postings found into order, by what a reader would look for.

Above all: which share of what the query says does the fact say, together with its headings? Then
whether the words stand close together, how much else the fact says, and whether it is the kind of
statement that was asked for.
"""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from knowledge.search.concepts import Concept, Understood, Way
from knowledge.search.index import Index
from knowledge.search.measuring import ANSWERS, DEFINES, DENIES, HAS_TERM, KINDS, SPECIFIC

MEASURES = 0.8  # a number with the right unit, for the word that asks for it
HINTS = 0.5
NAMESAKE = 0.5
IN_ITS_TOPIC = 0.95  # a name, for a fact of the very topic it names
BESIDE = 0.55  # a word that the lines around have
IN_TEXT = 0.07  # what each thing adds to the share of the query that is covered
WORDY = 0.06  # of lines that say as much of the query the shorter one is nearer to it
LONG = 0.10  # … and in a long text words meet by chance
NEARNESS = 0.05
LEADS = 0.10
NUMBER = 0.20
ANY_NUMBER = 0.08
NO_NUMBER = 0.06
COUNTED = 0.07  # it has a number of just that of which a number was asked for
QUALIFIED = 0.13  # it says "at most" where a maximum was asked for
UNDER_DEFAULT = 0.16  # … or stands under "Default"
SAYS_WHETHER = 0.10
DEFINITION = 0.08
NAMED_SECTION = 0.10  # it stands under a heading that the query names
EXPLAINED = 0.35  # … when it asks how something works
TITLED = 0.15  # … and nothing else
TERM = 0.05
NEAREST, ABOVE, FAR = 0.95, 0.88, 0.8  # what a heading's word counts beside one of the text
INTRODUCES = 0.30
OPENS, OPENED = 0.15, 0.55  # the first line below a heading that is the whole query, nearly
LATER = 0.06  # … less, the later it comes
LITERAL = 0.15
SHORT_LIST = 0.7  # … and so few lines are hardly one
NAMED_LIST = 0.70  # … when a list was asked for
EXTRA = 0.07  # its heading says what the query does not
ABOUT = 0.11  # what it is about, not only what it mentions, is what the query names
ALMOST_ABOUT = 0.35  # … or another topic whose name contains it
LACKS_NAME = 0.1
TERMED = 0.10  # the query has all of what the line begins with, before its colon
ECHO = 0.12  # it says nothing but the query's own words
_NOTHING_NEW = 0.30
_COMPARES = re.compile(r"\b(?:vs|versus|compar\w+|differen\w+)\b", re.IGNORECASE)
_CLOSE = 4  # so many words apart still counts as together
_COUNTS = 2  # so many words before what is counted its number may stand
_FIRST_WORDS = 3
_USUAL_WORDS, _MANY_WORDS = 15, 30
_AROUND = 2
_NAMED = 0.9
_LEAD_WORDS = 3  # words of a line that may be what it is about
_MOST_LINES = 60
_FEWEST_LINES = 3


@dataclass(slots=True)
class Ranked:
    """A fact with what speaks for it."""

    fact: int
    score: float
    covered: float  # share of the query's information that fact and headings have
    in_text: float  # … and that its own text has
    lacks_name: bool = False  # neither has something that the query names


@dataclass(slots=True)
class _Heading:
    """What a query has to do with one section's heading and those above it."""

    title: AbstractSet[int]  # the words of the heading itself that the query has too
    above: dict[int, float]  # what each word of the query counts that it or one above has
    further: dict[int, float]  # … what it counts for what stands under a nearer heading
    headed: float = 0.0  # the share of what the query names that these headings have
    own_fit: float = 0.0  # how well the query fits as a name for the section
    fit: float = 0.0  # … or for one that it is part of


_NOWHERE = _Heading(frozenset(), {}, {})


class Ranking:
    """Ranks facts for one reading of a query."""

    def __init__(
        self, index: Index, understood: Understood, introductions: Sequence[int] = ()
    ) -> None:
        self.wants_list = understood.wants_list
        named = (c.topic for c in understood.concepts if c.topic >= 0)
        self.compared = tuple(named) if understood.compares else ()  # topics
        self._introductions = tuple(introductions)
        self._index = index
        self._understood = understood
        self._weight = understood.weight or 1.0
        self._naming = [c for c in understood.concepts if not c.weak or c.listing]
        self._in_front = list(range(len(self._naming))) or [
            -1
        ]  # where names stand that begin a fact
        self._named_weight = sum(concept.weight for concept in self._naming) or 1.0
        self._wanted: dict[int, float] = {}
        for way in (way for concept in understood.concepts for way in concept.ways):
            for term in way.terms:
                self._wanted[term] = max(way.strength, self._wanted.get(term, 0.0))
        self._names = sum(c.weight for c in understood.concepts if c.names) or 1.0
        self._asks = understood.wants or understood.asks_whether
        self._literal = understood.literal
        self._terms = frozenset(self._wanted)
        self._headings: dict[int, _Heading] = {}
        self._extra: dict[int, float] = {}
        self._asked: dict[int, bool] = {}

    def rank(self, facts: list[int]) -> list[Ranked]:
        """*facts*, best first; equal ones in the order they came."""
        ranked = [self._judge(fact) for fact in facts]
        ranked.sort(key=lambda found: -found.score)
        return ranked

    def _judge(self, fact: int) -> Ranked:
        index, understood = self._index, self._understood
        own = index.own(fact)
        section = index.section_of[fact]
        at = {term: own.index(term) for term in self._terms.intersection(own)}
        heading = self._headings.get(section) or self._heading(section)
        above = heading.above
        flags = index.flags[fact]
        topic = index.topic_of[fact]
        covered = in_text = matched = led = about = lacking = 0.0
        spots: list[int] = []
        missing: list[Concept] = []
        for concept in understood.concepts:
            share, spot, terms = _match(concept.ways, at, above)
            if concept.kind & flags and share < MEASURES:
                share = MEASURES
            elif concept.hint & flags and share < HINTS:
                share = HINTS
            if concept.topic >= 0:
                share = self._of_topic(concept, topic, share)
            if not share and not concept.names:
                missing.append(concept)
            covered += concept.weight * share
            if spot >= 0 and not (understood.wants_list and concept.topic == topic):
                in_text += concept.weight * share
                spots.append(spot)
                for term in terms:
                    matched += index.weights[term]
                if spot < _FIRST_WORDS:
                    led += concept.weight
            if concept.names:
                about += concept.weight * self._is_about(concept, fact, spot, above)
                lacking += concept.weight if not share else 0.0
        if missing and in_text:
            covered += self._beside(fact, section, at, missing)
        covered /= self._weight
        in_text /= self._weight
        score = covered + IN_TEXT * in_text + LEADS * led / self._weight
        said = index.own_weights[fact]
        size = index.term_sizes[fact]
        if size:
            score += TERMED * self._known_share(own[:size])
        if len(own) > _USUAL_WORDS:
            score -= WORDY + LONG * min(1.0, (len(own) - _USUAL_WORDS) / _MANY_WORDS)
        else:
            score -= WORDY * len(own) / _USUAL_WORDS
        score += (ABOUT * about - LACKS_NAME * lacking) / self._names
        score += NEARNESS * _nearness(spots, len(understood.concepts))
        if self._asks:
            score += self._asked_for(flags) + self._asked_here(flags, own, at, above)
        if not flags & ANSWERS:  # whose question has words that a query need not have
            score -= EXTRA * self._besides(section, heading)
        if said - matched < _NOTHING_NEW:
            score -= ECHO
        begins = len(spots) == len(self._naming) and sorted(spots) == self._in_front
        score += self._place(heading, flags, begins)
        if understood.bare and index.firsts[section] == fact and heading.own_fit > OPENED:
            score += OPENS
        if fact in self._introductions:
            score += INTRODUCES - LATER * self._introductions.index(fact)
        if self._literal and self._literal in index.text(fact).lower():
            score += LITERAL
        return Ranked(fact, score, covered, in_text, lacking > 0)

    def part(self) -> int:
        """The section that "X limits" asks for: the part of X under that heading; -1 if none."""
        named = [c for c in self._understood.concepts if c.topic >= 0]
        asked = [c for c in self._understood.concepts if c.topic < 0]
        if len(named) != 1 or not asked or not all(c.listing and c.ways for c in asked):
            return -1
        best, fit = -1, 0.0
        terms = {way.terms[0] for way in asked[0].ways}
        for section in self._index.headings_with(terms, named[0].topic):
            title = self._title(section)
            if all(_among(concept, title) for concept in asked):
                share = self._known_share(list(dict.fromkeys(self._index.section_words(section))))
                if share > fit and self._index.ends[section] - self._index.firsts[section] > 1:
                    best, fit = section, share
        return best

    def _of_topic(self, concept: Concept, topic: int, share: float) -> float:
        """How well a fact has a name: fully in the topic it names, less in a namesake.

        "Lambda" is not "Lambda@Edge": a topic whose name says more than the query does is
        another one.
        """
        if topic == concept.topic:
            return max(share, IN_ITS_TOPIC)
        return share * NAMESAKE if topic in concept.rivals else share

    def _place(self, heading: _Heading, flags: int, begins: bool) -> float:
        """What it is worth to stand under a heading that the query names, or to define it."""
        understood = self._understood
        fit = heading.fit
        if understood.wants_list:
            return NAMED_LIST * fit**2
        worth = 0.0
        named = heading.headed > _NAMED
        if named:
            worth = (EXPLAINED if understood.explains else NAMED_SECTION) * fit
        if named and fit > _NAMED:
            worth += TITLED
        if understood.wants:
            answers = flags & (understood.wants | KINDS["any"])
            return worth if answers and fit > _NAMED else 0.0
        if begins or (named and understood.bare):
            worth += DEFINITION if flags & DEFINES else 0.0
            worth += TERM if begins and flags & HAS_TERM else 0.0
        return worth

    def _title(self, section: int) -> AbstractSet[int]:
        """The words of the section's own heading that the query has too."""
        return self._terms.intersection(self._index.section_words(section))

    def _besides(self, section: int, heading: _Heading) -> float:
        """The share of the nearest heading that the query does not mention."""
        if not heading.title:
            return 1.0
        known = self._extra.get(section)
        if known is None:
            title = self._index.section_words(section)
            known = self._extra[section] = 1 - self._known_share(title)
        return known

    def _known_share(self, terms: Sequence[int]) -> float:
        """The share of *terms* that the query names, by weight."""
        weights, wanted = self._index.weights, self._wanted
        total = shared = 0.0
        for term in terms:
            total += weights[term]
            if term in wanted:
                shared += weights[term] * wanted[term]
        return shared / total if total else 0.0

    def _beside(
        self, fact: int, section: int, own: dict[int, int], missing: list[Concept]
    ) -> float:
        """What the lines around say of what the fact does not: they are read together."""
        index = self._index
        first = max(fact - _AROUND, index.firsts[section])
        last = min(fact + _AROUND + 1, index.ends[section])
        if self._terms.intersection(index.own_between(first, last)) <= own.keys():
            return 0.0
        around = self._terms.intersection(index.own_between(first, fact))
        around |= self._terms.intersection(index.own_between(fact + 1, last))
        return BESIDE * sum(concept.weight * _among(concept, around) for concept in missing)

    def _is_about(self, concept: Concept, fact: int, spot: int, above: dict[int, float]) -> float:
        topic = self._index.topic_of[fact]
        if topic == concept.topic:
            return 1.0
        if topic in concept.rivals:
            return -1.0
        return ALMOST_ABOUT if spot == 0 or _among(concept, above.keys()) else 0.0

    def _asked_for(self, flags: int) -> float:
        """Whether the fact is the kind of statement that answers such a question."""
        wants = self._understood.wants
        bonus = 0.0
        if wants & SPECIFIC & flags:
            bonus += NUMBER
        elif wants and flags & KINDS["any"]:
            bonus += ANY_NUMBER
        elif wants & ~KINDS["default"]:
            bonus -= NO_NUMBER
        if wants & (KINDS["most"] | KINDS["least"] | KINDS["default"]) & flags:
            bonus += QUALIFIED
        if self._understood.asks_whether and flags & DENIES:
            bonus += SAYS_WHETHER
        return bonus

    def _asked_here(
        self, flags: int, own: list[int], at: dict[int, int], above: dict[int, float]
    ) -> float:
        """Whether the number or the default is that of what the query names."""
        index, wants = self._index, self._understood.wants
        bonus = 0.0
        if wants & KINDS["default"] and not flags & KINDS["default"]:
            bonus += UNDER_DEFAULT * (index.default_term in above)
        if wants & KINDS["count"] and flags & KINDS["count"]:
            counted = (own[max(0, place - _COUNTS) : place] for place in at.values())
            bonus += COUNTED * any(not index.numbers.isdisjoint(before) for before in counted)
        return bonus

    def headed(self, section: int) -> float:
        """The share of what the query names that the headings down to *section* have."""
        return self._heading(section).headed

    def fit(self, section: int) -> float:
        """How well the query fits as a name for *section* or what it is part of, from 0 to 1."""
        return self._heading(section).fit

    def _fit(self, section: int) -> float:
        return self._heading(section).own_fit

    def _heading(self, section: int) -> _Heading:
        known = self._headings.get(section)
        if known is None:
            known = self._headings[section] = self._read(section)
        return known

    def _read(self, section: int) -> _Heading:
        """Few headings have words of the query; the others have what those above them have."""
        parent = self._index.parent(section)
        outer = self._heading(parent) if parent >= 0 else _NOWHERE
        title = self._title(section)
        if not title and outer is _NOWHERE and not self._understood.compares:
            return _NOWHERE
        heading = _Heading(title, outer.further, outer.further, outer.headed)
        if title:
            heading.above = outer.further | dict.fromkeys(title, NEAREST)
            heading.further = outer.further | dict.fromkeys(title, FAR if parent < 0 else ABOVE)
            heading.headed = self._share_named(heading.above.keys())
        heading.own_fit = self._own_fit(section, heading, outer)
        heading.fit = max(heading.own_fit, outer.fit)
        return heading

    def _share_named(self, terms: AbstractSet[int]) -> float:
        found = 0.0
        for concept in self._naming:
            found += concept.weight * _among(concept, terms)
        return found / self._named_weight

    def _own_fit(self, section: int, heading: _Heading, outer: _Heading) -> float:
        index, compares = self._index, self._understood.compares
        fit = self._compared(section, heading, outer) if compares else heading.headed
        if not fit:
            return 0.0
        shared = 0.0
        if heading.title:
            title = [word for word in index.section_words(section) if word not in index.maker_terms]
            shared = self._known_share(title)
        fit *= 0.4 + 0.6 * shared
        if compares:
            return fit
        is_list = index.ends[section] - index.firsts[section] >= _FEWEST_LINES
        return fit if is_list or not self._understood.wants_list else fit * SHORT_LIST

    def _compared(self, section: int, heading: _Heading, outer: _Heading) -> float:
        """How much of what is compared the heading itself has, or the parts below it have."""
        if self._index.ends[section] - self._index.firsts[section] > _MOST_LINES:
            return 0.0  # so much is about more than the difference
        above = outer.further.keys()
        new = [c for c in self._naming if not _among(c, above)]
        if _COMPARES.search(self._index.titles[section]):
            new = self._naming  # "X vs Y" compares them though it be a part of X
        if sum(1 for concept in new if _among(concept, heading.title)) > 1:
            return heading.headed
        return self._listed(section, heading)

    def _listed(self, section: int, heading: _Heading) -> float:
        """Whether what the query compares is dealt with here part by part, each in its own."""
        above = heading.above.keys()
        compared = [c for c in self._naming if not _among(c, above)]
        if len(compared) < 2:
            return 0.0
        alone = set()
        for leads in self._leads(section):
            part = [place for place, c in enumerate(compared) if _among(c, leads)]
            if len(part) == 1:
                alone.add(part[0])
        return 0.95 if len(alone) == len(compared) else 0.0

    def _leads(self, section: int) -> Iterator[AbstractSet[int]]:
        """What each part of a section begins with, of the words that the query has.

        A part is a section below it, with all its lines, or a line of its own.
        """
        index = self._index
        depth = len(index.trail(section))
        fact = index.firsts[section]
        while fact < index.ends[section]:
            below = index.trail(index.section_of[fact])[depth:]
            if below:
                yield self._title(below[0])
                fact = index.ends[below[0]]
            else:
                yield self._terms.intersection(index.own(fact)[:_LEAD_WORDS])
                fact += 1

    def about(self, section: int) -> int:
        """The section above (or this one) that the query names best; -1 if it names none."""
        trail = self._index.trail(section)
        best = max(trail, key=self._fit)
        is_named = self._fit(best) > 0.6 or self.headed(best) >= _NAMED
        if not is_named:
            return -1
        return best

    def asked(self, section: int) -> int:
        """The section above (or this one) for whose own heading the query has a word; else -1."""
        trail = self._index.trail(section)
        for one in reversed(trail):
            known = self._asked.get(one)
            if known is None:
                known = self._asked[one] = self._asks_for(one)
            if known:
                return one
        return -1

    def names_all_of(self, section: int) -> bool:
        """Whether the query asks for this section and for nothing in particular that it says."""
        if self._understood.wants or self._understood.asks_whether:
            return False
        return self.headed(section) >= _NAMED and self._asks_for(section)

    def _asks_for(self, section: int) -> bool:
        """Whether the query has a word for this very heading: "limits", "pricing"."""
        title = self._heading(section).title
        parent = self._index.parent(section)
        above = (self._heading(parent) if parent >= 0 else _NOWHERE).above.keys()
        return bool(title) and any(
            _among(c, title) and not _among(c, above) for c in self._understood.concepts
        )


def _match(
    ways: tuple[Way, ...], at: dict[int, int], above: dict[int, float]
) -> tuple[float, int, tuple[int, ...]]:
    """How well a fact is put in one of *ways*, where (-1: in headings), and by what terms."""
    best, spot = 0.0, -1
    found: tuple[int, ...] = ()
    for way in ways:
        strength, terms = way.strength, way.terms
        if strength <= best:
            continue
        if len(terms) > 1:
            place, where = _together(terms, at, above)
        elif terms[0] in at:
            place, where = 1.0, at[terms[0]]
        elif terms[0] in above:
            place, where = above[terms[0]], -1
        else:
            continue
        if place * strength > best:
            best, spot, found = place * strength, where, terms
    return best, spot, found


def _together(
    terms: tuple[int, ...], at: dict[int, int], above: dict[int, float]
) -> tuple[float, int]:
    """How well a fact has all of *terms*, and where in its text the last of them is."""
    place, where = 1.0, -1
    for term in terms:
        position = at.get(term, -1)
        if position < 0:
            place = min(place, above.get(term, 0.0))
        elif position > where:
            where = position
        if not place:
            return 0.0, -1
    return place, where


def _among(concept: Concept, words: AbstractSet[int]) -> float:
    """1 when the concept is among *words*; the strength of the way that they put it."""
    best = 0.0
    for way in concept.ways if words else ():
        terms = way.terms
        if way.strength > best and terms[0] in words and (len(terms) == 1 or words >= set(terms)):
            best = way.strength
    return best


def _nearness(spots: list[int], concepts: int) -> float:
    """The share of neighbouring concepts that also stand close together in the text."""
    if concepts < 2 or len(spots) < 2:
        return 0.0
    close = 0
    for a, b in pairwise(spots):
        close += abs(a - b) <= _CLOSE
    return close / (concepts - 1)
