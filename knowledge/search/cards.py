"""Makes the card around a fact: the rest of its section, from every note that has one like it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, takewhile

from knowledge.model import Answer, Source
from knowledge.search.index import Index
from knowledge.search.measuring import ANSWERS, ROW
from knowledge.search.parts import BETWEEN, CardParts, is_pointing, shorten
from knowledge.search.ranking import Ranked, Ranking

LONGEST_BEST = 600
LONGEST_CARD = 3000
LONGEST_FURTHER_CARD = 350  # the second answer and so on are there to be looked through
MOST_FACTS = 60
MOST_NEIGHBOURS = 3
MOST_CELLS = 4
LONGEST_FACT = 320
MOST_LOOKED_AT = 120
MOST_LOOKED_AT_FURTHER = 4
MOST_KIN = 8  # sections of other notes under the same heading
ENOUGH_OF_PART = 1200  # characters; a part that says less is filled up from what it is part of
MOST_ALIKE, ALIKE = 8, 0.8  # so many others may carry on a list, with such a share of the score
MOST_OF_SIDE = 4  # lines on each of two topics that are compared
ELSEWHERE = -1
_HARDLY_ANY = 30  # characters that nothing worth having fits into
MOST_TOGETHER = 12
LONGEST_TOGETHER = 420
BARELY = 0.12  # a fact whose own text has no more of the query was found by what is above it


class CardBuilder:
    """Cards for the answers of one query, none of them saying again what another has said."""

    def __init__(self, index: Index, parts: CardParts, ranking: Ranking) -> None:
        self._index = index
        self._parts = parts
        self._ranking = ranking
        self._shown: set[int] = set()
        self._led: set[int] = set()  # what an answer has begun with
        self._is_first = True

    def of(self, ranked: Iterable[Ranked]) -> Iterator[Answer]:
        """A card for each of *ranked* that another has not already begun with."""
        ranked = list(ranked)
        for place, found in enumerate(ranked):
            if found.fact not in self._led:
                yield self.card(found, ranked[place + 1 : place + 1 + MOST_ALIKE])

    def card(self, found: Ranked, others: Sequence[Ranked] = ()) -> Answer:
        """The answer that begins with *found*; a short list goes on with those of *others*."""
        index = self._index
        group = self._answer(found) or self._together(found)
        best = index.text(group[0]) if self._is_answer(group[0]) else self._alone(group)
        for fact in group:
            self._led.update(index.twins(fact))
        self._shown |= self._led
        rest = self._rest(self._sections(found, others), len(best))
        bearing = self._bearing(rest, others) if self._is_first else []
        rest = bearing + [one for one in rest if one not in bearing]
        neighbours = None if self._ranking.wants_whole else len(bearing)
        self._is_first = False
        return Answer(
            topic=index.topic(index.topic_of[found.fact]),
            section=self._place(group[0]),
            best=shorten(best, LONGEST_BEST),
            facts=tuple(text for _, text in rest),
            sources=self._sources(group[0]),
            score=round(found.score, 4),
            neighbours=neighbours,
        )

    def _bearing(
        self, rest: Sequence[tuple[int, str]], others: Sequence[Ranked]
    ) -> list[tuple[int, str]]:
        """The lines of the card that were found as well, of which a few stay beside the best."""
        if self._ranking.wants_whole:
            return []
        places = [other.fact for other in others]
        found = sorted((one for one in rest if one[0] in places), key=lambda o: places.index(o[0]))
        return sorted(found[:MOST_NEIGHBOURS])

    def _row(self, fact: int) -> str:
        """The text of a fact; of a row the cell that was asked for first, and four at most."""
        if not self._index.flags[fact] & ROW:
            return self._index.text(fact)
        head, cells = self._parts.cells(fact)
        if not cells:
            return head
        first = sorted(cells, key=self._ranking.asks_for)[:MOST_CELLS] if len(cells) > 1 else cells
        more = "; …" if len(cells) > MOST_CELLS else ""
        return f"{head} — {'; '.join([cell.text for cell in first])}{more}"

    def _answer(self, found: Ranked) -> list[int]:
        """What answers a question: the piece that was found, or its beginning.

        Where only the question has the words that were looked for, the answer is told from its
        beginning. It is never read together with the explanations below it.
        """
        if not self._is_answer(found.fact):
            return []
        beginning = self._index.asked.beginning(found.fact)
        return [beginning if found.in_text <= BARELY else found.fact]

    def _is_answer(self, fact: int) -> bool:
        return bool(self._index.flags[fact] & ANSWERS)

    def _place(self, fact: int) -> tuple[str, ...]:
        """The headings above a fact; below them the question that it answers."""
        index = self._index
        section = index.section_of[fact]
        path = index.path(section)
        return (*path, index.title(section)) if self._is_answer(fact) else path

    def _together(self, found: Ranked) -> list[int]:
        """The facts that are read as one: a line with the bullets below, or all of these."""
        index = self._index
        section = index.section_of[found.fact]
        group = [found.fact]
        below = self._parts.below(found.fact)
        if below >= 0:
            group += range(index.firsts[below], index.ends[below])
        elif not index.is_heading[section] and (
            found.in_text <= BARELY or self._ranking.headings.names_all_of(section)
        ):
            group = list(range(index.firsts[section], index.ends[section]))
        elif self._parts.goes_on(found.fact):
            group.append(found.fact + 1)
        if len(group) == 1:
            return group
        length = sum(index.texts.length(fact) + 2 for fact in group)
        fits = len(group) <= MOST_TOGETHER and length < LONGEST_TOGETHER
        return group if fits else [found.fact]

    def _sources(self, fact: int) -> tuple[Source, ...]:
        others = [n for n in self._index.twins(fact) if n != fact]
        return tuple(map(self._index.source, (fact, *others)))

    def _alone(self, group: list[int]) -> str:
        """The facts with the bullets they hang under, since they may mean nothing without."""
        index = self._index
        parents = index.bullets(index.section_of[group[0]])
        first, *others = map(self._row, group)
        if len(others) == 1 and is_pointing(others[0]):
            text = f"{first} {others[0]}"
        elif others and index.section_of[group[1]] != index.section_of[group[0]]:
            text = f"{first.rstrip('.:')}: {'; '.join(others)}"
        else:
            text = "; ".join((first, *others))
        while parents and len(BETWEEN.join(parents)) + len(text) + 2 > LONGEST_BEST:
            parents = parents[1:]
        shown = f"{BETWEEN.join(parents)}: {text}" if parents else text
        return shorten(shown, LONGEST_BEST)

    def _sections(self, found: Ranked, others: Sequence[Ranked]) -> list[int]:
        """What the card is about: the part that was asked for, then what it is part of.

        Further cards hold what stands under the same heading.
        """
        section = self._index.section_of[found.fact]
        if self._is_answer(found.fact):
            return [section]
        nearest = self._parts.nearest_heading(section)
        if not self._is_first:
            return [nearest]
        about, asked = self._ranking.headings.about(section), self._ranking.headings.asked(section)
        whole = about if about >= 0 else nearest
        parts = [asked, whole] if asked > whole else [whole]
        if self._ranking.wants_list:
            parts += self._alike(found, others)
            parts += self._around(whole)
        return list(dict.fromkeys(parts))

    def _alike(self, found: Ranked, others: Sequence[Ranked]) -> list[int]:
        """Where else the notes have what was asked for, about as good as where *found* is."""
        index, ranking = self._index, self._ranking
        enough = ranking.headings.fit(index.section_of[found.fact]) * ALIKE
        sections = (index.section_of[o.fact] for o in others if o.score > found.score * ALIKE)
        fitting = (section for section in sections if ranking.headings.fit(section) >= enough)
        return [about for about in map(ranking.headings.about, fitting) if about >= 0]

    def _around(self, section: int) -> list[int]:
        """What *section* is part of, as long as all of that has one topic; nearest first."""
        if self._ranking.compared:
            return []  # both sides are shown then
        above = reversed(self._index.trail(section)[:-1])
        return list(takewhile(self._has_one_topic, above))

    def _has_one_topic(self, section: int) -> bool:
        topics, first = self._index.topic_of, self._index.firsts[section]
        return bool(topics[first] == topics[self._index.ends[section] - 1])

    def _rest(self, sections: list[int], taken: int) -> list[tuple[int, str]]:
        """The other facts of the card in the notes' order, as many as there is room for."""
        whole = self._is_first
        room = (LONGEST_CARD if whole else LONGEST_FURTHER_CARD) - taken
        chosen: dict[int, int] = {}  # the fact, and the section of the card it belongs to
        under: set[int] = set()  # sections whose titles are paid for
        told = self._shown
        enough = room - ENOUGH_OF_PART
        sides = self._sides() if whole else ()
        for fact, of, part in chain(self._candidates(sections, whole), sides):
            if fact in told:
                continue
            if part != sections[0] and room < enough:
                break
            length = self._index.texts.length(fact) + 1
            own = self._index.section_of[fact]
            if own not in under:
                length += len(self._parts.heading(own, of)) + 2 if own != of else 2
            if len(chosen) == MOST_FACTS or room < _HARDLY_ANY:
                break
            if length > room:
                continue
            told.update(self._index.twins(fact))
            under.add(own)
            chosen[fact] = of
            room -= length
        return self._written(chosen, sections[0], LONGEST_CARD - taken)

    def _sides(self) -> Iterator[tuple[int, int, int]]:
        """What each of the topics is that are compared, should the notes not compare them."""
        index = self._index
        for topic in self._ranking.compared:
            for fact in index.introductions(index.topic(topic))[:MOST_OF_SIDE]:
                trail = index.trail(self._parts.nearest_heading(index.section_of[fact]))
                yield fact, trail[-2:][0], ELSEWHERE

    def _candidates(self, sections: list[int], whole: bool) -> Iterator[tuple[int, int, int]]:
        """Facts for the card, those to keep first; the section of the best fact leads.

        With each the section that it is from, and the one of *sections* that this is like.
        """
        most = MOST_LOOKED_AT if whole else MOST_LOOKED_AT_FURTHER
        for section in sections:
            others = self._index.kin(section)[:MOST_KIN] if whole else []
            for one in (section, *(other for other in others if other != section)):
                for fact in self._parts.ordered(one, most):
                    yield fact, one, section

    def _written(self, chosen: dict[int, int], first: int, room: int) -> list[tuple[int, str]]:
        """The facts as text; the first of each group with what the group stands under."""
        written = []
        before = ""
        for _, fact, section in sorted((of != first, fact, of) for fact, of in chosen.items()):
            text = shorten(self._row(fact), LONGEST_FACT)
            own = self._index.section_of[fact]
            heading = self._parts.heading(own, section) if own != section else ""
            if heading and heading != before:
                text = f"{heading}: {text}"
            before = heading
            room -= len(text) + 1
            if room < 0:  # a heading had to be said twice
                break
            written.append((fact, text))
        return written
