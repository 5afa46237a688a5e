"""What a query has to do with the headings of the notes: which of them it names or asks for."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from knowledge.search.concepts import Understood
from knowledge.search.index import Index
from knowledge.search.matching import Wanted, among

NEAREST, ABOVE = 0.95, 0.88  # what a heading's word counts beside one of the text
SHORT_LIST = 0.7  # what is left of the fit of a section with so few lines, where a list is wanted
FEWEST_LINES = 3
FIT_OF_NONE = 0.4  # what is left of the fit of a heading that shares no word with the query
NAMED = 0.9  # headings that have this share of what a query names are what it names
_COMPARES = re.compile(r"\b(?:vs|versus|compar\w+|differen\w+)\b", re.IGNORECASE)
_LEAD_WORDS = 3  # words of a line that may be what it is about
_MOST_LINES = 60


@dataclass(slots=True)
class HeadingMatch:
    """What a query has to do with one section's heading and those above it."""

    title: AbstractSet[int]  # the words of the heading itself that the query has too
    above: dict[int, float]  # what each word of the query counts that it or one above has
    further: dict[int, float]  # … what it counts for what stands under a nearer heading
    headed: float = 0.0  # the share of what the query names that these headings have
    own_fit: float = 0.0  # how well the query fits as a name for the section
    fit: float = 0.0  # … or for one that it is part of
    below: "HeadingMatch | None" = None  # the same for headings below that say nothing of it


_NOWHERE = HeadingMatch(frozenset(), {}, {})


class QueryHeadings:
    """Reads headings for one query, each once."""

    def __init__(self, index: Index, understood: Understood, wanted: Wanted) -> None:
        self._index = index
        self._understood = understood
        self._wanted = wanted
        self._headings: dict[int, HeadingMatch] = {}
        self._besides: dict[int, float] = {}
        self._counts_lines = understood.compares or understood.wants_list
        self._asked: dict[int, bool] = {}

    def besides(self, section: int, heading: HeadingMatch) -> float:
        """The share of the nearest heading, read as *heading*, that the query does not mention."""
        if not heading.title:
            return 1.0
        known = self._besides.get(section)
        if known is None:
            title = self._index.section_words(section)
            known = self._besides[section] = 1 - self._wanted.share_of(title)
        return known

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
            if all(among(concept, title) for concept in asked):
                share = self._wanted.share_of(
                    list(dict.fromkeys(self._index.section_words(section)))
                )
                if share > fit and self._index.ends[section] - self._index.firsts[section] > 1:
                    best, fit = section, share
        return best

    def headed(self, section: int) -> float:
        """The share of what the query names that the headings down to *section* have."""
        return self.of(section).headed

    def fit(self, section: int) -> float:
        """How well the query fits as a name for *section* or what it is part of, from 0 to 1."""
        return self.of(section).fit

    def _fit(self, section: int) -> float:
        return self.of(section).own_fit

    def of(self, section: int) -> HeadingMatch:
        """What the query has to do with *section*'s headings."""
        known = self._headings.get(section)
        if known is None:
            known = self._headings[section] = self._read(section)
        return known

    def _read(self, section: int) -> HeadingMatch:
        """Few headings have words of the query; the others have what those above them have."""
        parent = self._index.parent(section)
        outer = self.of(parent) if parent >= 0 else _NOWHERE
        title = self._title(section)
        if not (title or self._counts_lines):
            return self._untitled(outer) if outer.title else outer
        if not title and outer is _NOWHERE and not self._understood.compares:
            return _NOWHERE
        heading = HeadingMatch(title, outer.further, outer.further, outer.headed)
        if title:
            heading.above = outer.further | dict.fromkeys(title, NEAREST)
            heading.further = outer.further | dict.fromkeys(title, ABOVE)
            heading.headed = self._wanted.share_named(heading.above.keys())
        heading.own_fit = self._own_fit(section, heading, outer)
        heading.fit = max(heading.own_fit, outer.fit)
        return heading

    def _untitled(self, outer: HeadingMatch) -> HeadingMatch:
        """What is read of any heading below *outer* that has no word of the query."""
        if outer.below is None:
            known, own_fit = outer.further, outer.headed * FIT_OF_NONE
            fit = max(own_fit, outer.fit)
            outer.below = HeadingMatch(frozenset(), known, known, outer.headed, own_fit, fit)
        return outer.below

    def _own_fit(self, section: int, heading: HeadingMatch, outer: HeadingMatch) -> float:
        index, compares = self._index, self._understood.compares
        fit = self._compared(section, heading, outer) if compares else heading.headed
        if not fit:
            return 0.0
        shared = 0.0
        if heading.title:
            title = [word for word in index.section_words(section) if word not in index.maker_terms]
            shared = self._wanted.share_of(title)
        fit *= FIT_OF_NONE + 0.6 * shared
        if compares:
            return fit
        is_list = index.ends[section] - index.firsts[section] >= FEWEST_LINES
        return fit if is_list or not self._understood.wants_list else fit * SHORT_LIST

    def _compared(self, section: int, heading: HeadingMatch, outer: HeadingMatch) -> float:
        """How much of what is compared the heading itself has, or the parts below it have."""
        if self._index.ends[section] - self._index.firsts[section] > _MOST_LINES:
            return 0.0  # so much is about more than the difference
        above = outer.further.keys()
        new = [c for c in self._wanted.naming if not among(c, above)]
        if _COMPARES.search(self._index.titles[section]):
            new = self._wanted.naming  # "X vs Y" compares them though it be a part of X
        if sum(1 for concept in new if among(concept, heading.title)) > 1:
            return heading.headed
        return self._listed(section, heading)

    def _listed(self, section: int, heading: HeadingMatch) -> float:
        """Whether what the query compares is dealt with here part by part, each in its own."""
        above = heading.above.keys()
        compared = [c for c in self._wanted.naming if not among(c, above)]
        if len(compared) < 2:
            return 0.0
        alone = set()
        for leads in self._leads(section):
            part = [place for place, c in enumerate(compared) if among(c, leads)]
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
                yield self._wanted.terms.intersection(index.own(fact)[:_LEAD_WORDS])
                fact += 1

    def about(self, section: int) -> int:
        """The section above (or this one) that the query names best; -1 if it names none."""
        trail = self._index.trail(section)
        best = max(trail, key=self._fit)
        is_named = self._fit(best) > 0.6 or self.headed(best) >= NAMED
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
        return self.headed(section) >= NAMED and self._asks_for(section)

    def _asks_for(self, section: int) -> bool:
        """Whether the query has a word for this very heading: "limits", "pricing"."""
        title = self.of(section).title
        parent = self._index.parent(section)
        above = (self.of(parent) if parent >= 0 else _NOWHERE).above.keys()
        return bool(title) and any(
            among(c, title) and not among(c, above) for c in self._understood.concepts
        )

    def _title(self, section: int) -> AbstractSet[int]:
        """The words of the section's own heading that the query has too."""
        return self._wanted.terms.intersection(self._index.section_words(section))
