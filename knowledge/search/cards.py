"""Makes the card around a fact: the rest of its section, from every note that has one like it."""

from collections.abc import Callable, Iterable

from knowledge.model import Answer, Source
from knowledge.search.index import Index
from knowledge.search.ranking import Ranked, Ranking

LONGEST_BEST = 600
LONGEST_CARD = 3000
MOST_FACTS = 60
MOST_LOOKED_AT = 400
WHOLE_SECTION = 0.9  # headings that have this share of the query are what it asks for
_BETWEEN = " › "


def shorten(text: str, limit: int) -> str:
    """*text* cut at a word to at most *limit* characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + "…"


class Cards:
    """Cards for the answers of one query, none of them saying again what another has said."""

    def __init__(self, index: Index, ranking: Ranking) -> None:
        self._index = index
        self._ranking = ranking
        self._shown: set[int] = set()

    def card(self, found: Ranked) -> Answer:
        """The answer that begins with *found*."""
        index = self._index
        twins = index.twins(found.fact)
        best = self._alone(found.fact)
        section = self._section(found)
        rest = self._rest(found.fact, section, LONGEST_CARD - len(best))
        trail = [n for n in index.trail(index.section_of[found.fact]) if index.is_heading[n]]
        return Answer(
            topic=index.topics[index.topic_of[found.fact]],
            section=tuple(index.titles[n] for n in trail),
            best=best,
            facts=tuple(text for _, text in rest),
            sources=self._sources(found.fact, twins),
            score=round(found.score, 4),
            fact_ids=(index.ids[found.fact], *(index.ids[n] for n, _ in rest)),
        )

    def _sources(self, fact: int, twins: list[int]) -> tuple[Source, ...]:
        return (self._index.source(fact), *(self._index.source(n) for n in twins if n != fact))

    def _alone(self, fact: int) -> str:
        """The fact with the bullets it hangs under, since it may mean nothing without them."""
        index = self._index
        trail = index.trail(index.section_of[fact])
        parents = [index.titles[n] for n in trail if not index.is_heading[n]]
        text = index.texts[fact]
        while parents and len(_BETWEEN.join(parents)) + len(text) + 2 > LONGEST_BEST:
            parents = parents[1:]
        shown = f"{_BETWEEN.join(parents)}: {text}" if parents else text
        return shorten(shown, LONGEST_BEST)

    def _section(self, found: Ranked) -> int:
        """The heading the card is about: the outermost that has all of the query, else the nearest."""
        index = self._index
        trail = index.trail(index.section_of[found.fact])
        most = max(self._ranking.headed(n) for n in trail)
        if most >= WHOLE_SECTION:
            return next(n for n in trail if self._ranking.headed(n) >= most - 0.02)
        headings = [n for n in trail if index.is_heading[n]]
        return headings[-1] if headings else trail[-1]

    def _rest(self, best: int, section: int, room: int) -> list[tuple[int, str]]:
        """The other facts of the card in the notes' order, as many as there is room for."""
        chosen: list[int] = []
        told = set(self._index.twins(best)) | self._shown
        for fact in self._candidates(best, section):
            if fact in told:
                continue
            length = self._index.texts.length(fact)
            if room - length - 1 < 0 or len(chosen) == MOST_FACTS:
                continue
            told.update(self._index.twins(fact))
            chosen.append(fact)
            room -= length + 1
        self._shown |= told
        return self._written(section, sorted(chosen), room)

    def _candidates(self, best: int, section: int) -> Iterable[int]:
        """Facts for the card, those to keep first; the section of the best fact leads."""
        index = self._index
        kin = sorted(index.kin(section), key=lambda n: (n != section, n))
        for one in kin:
            facts = range(
                index.firsts[one], min(index.ends[one], index.firsts[one] + MOST_LOOKED_AT)
            )
            depth = len(index.trail(one))
            yield from sorted(facts, key=self._breadth_first(depth))

    def _breadth_first(self, depth: int) -> Callable[[int], tuple[int, int]]:
        """A key that puts a section's own facts first, then the first of each part, the second …"""
        told: dict[int, int] = {}

        def key(fact: int) -> tuple[int, int]:
            below = self._index.trail(self._index.section_of[fact])[depth:]
            if not below:
                return 0, fact
            told[below[0]] = told.get(below[0], -1) + 1
            return told[below[0]], fact

        return key

    def _written(self, section: int, facts: list[int], room: int) -> list[tuple[int, str]]:
        """The facts as text, each under the bullet it hangs under where that is not plain."""
        index = self._index
        written = []
        before = ""
        for fact in facts:
            titles = [
                index.titles[n]
                for n in index.trail(index.section_of[fact])
                if n != section and not index.is_heading[n]
            ]
            under = _BETWEEN.join(titles[-2:])
            text = index.texts[fact]
            if under and under != before and len(under) + 2 <= room:
                text = f"{under}: {text}"
                room -= len(under) + 2
            before = under
            written.append((fact, text))
        return written
