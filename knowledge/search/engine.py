"""Answers queries from an index: what other parts of the project use."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from knowledge.model import Answer, Found, Topic
from knowledge.search.cards import CardBuilder
from knowledge.search.completion import Completion
from knowledge.search.concepts import Understood
from knowledge.search.everyday import STOP
from knowledge.search.index import Index
from knowledge.search.parts import CardParts
from knowledge.search.postings import Postings
from knowledge.search.ranking import Ranked, Ranking
from knowledge.search.refusing import ANSWERED, ANSWERED_IN_PUBLIC, CERTAIN, certainty, speaking_for
from knowledge.search.understanding import LONGEST_QUERY, Understanding

DEPTH = 20  # so many facts at most are looked at closely; more changes little
DEPTH_TO_COMPARE = 120  # … except for what lies apart and is compared
VAGUE = 6  # topics with a part by one name: a word alone says nothing, and a row of buttons is full
LED_FURTHER, FURTHER = 4, 2  # so many of the best are read on, so many lines


@dataclass(frozen=True, slots=True)
class Looked:
    """A query as it was read and ranked, before anything is shown."""

    understood: Understood
    ranking: Ranking
    ranked: list[Ranked]


class Search:
    """Searches one index. Never changes after it was opened, so any thread may ask."""

    def __init__(self, path: Path | str) -> None:
        self._index = Index(Path(path))
        self._understanding = Understanding(self._index)
        self._postings = Postings(self._index)
        self._completion = Completion(self._index)
        self._parts = CardParts(self._index)

    @classmethod
    def open(cls, path: Path | str) -> "Search":
        return cls(path)

    def ask(self, query: str, limit: int = 5) -> Found:
        """Answer *query*, whatever it is; unsure answers come with `confident` false."""
        typed = query[:LONGEST_QUERY]
        looked = self.look(typed)
        understood, ranking = looked.understood, looked.ranking
        ranked = self._apart(_led_by_part(ranking, self._index, looked.ranked))
        ranked = _led_by(
            ranked, self._introductions(understood)[:1] if self._completion.called(typed) else ()
        )
        asked = self._index.asked.find(typed, [found.fact for found in looked.ranked])
        ranked = _led_by_answers(ranking, ranked, asked)
        sure = certainty(self.speaking_for(looked))
        spread: tuple[str, ...] = ()
        if asked or self._is_name(typed, understood):
            sure = CERTAIN
        elif ranked:
            spread = self._spread(
                understood, self._index.topics[self._index.topic_of[ranked[0].fact]]
            )
        confident = sure > ANSWERED and not spread
        cards = CardBuilder(self._index, self._parts, ranking)
        answers = tuple(islice(cards.of(ranked), max(0, limit)))
        return Found(
            query=query,
            confident=confident and bool(answers),
            sure=sure > ANSWERED_IN_PUBLIC,
            answers=answers,
            suggestions=() if confident or spread else self._completion.suggestions(understood),
            read_as=understood.read_as,
            related=self._related(answers[0]) if confident and answers else (),
            spread=spread,
        )

    def look(self, query: str) -> "Looked":
        """How *query* is read, and what the notes have that may answer it, best first."""
        understood = self._understanding.read(query)
        self._name_topics(understood)
        depth = DEPTH_TO_COMPARE if understood.compares else DEPTH
        facts = self._postings.best(understood.concepts, depth)
        introductions = self._introductions(understood) or self._called(query)
        further = self._following(list(facts)) if understood.wants else []
        for fact in (*further, *introductions):
            facts.setdefault(fact, 0.0)
        ranking = Ranking(self._index, understood)
        return Looked(understood, ranking, ranking.rank(facts))

    def speaking_for(self, looked: "Looked") -> tuple[float, ...]:
        """What speaks for answering, as the table of refusing has it."""
        return speaking_for(self._index, looked.understood, looked.ranking, looked.ranked)

    def card_of(self, looked: "Looked", found: Ranked) -> Answer:
        """The card that begins with *found*, were it the best."""
        return CardBuilder(self._index, self._parts, looked.ranking).card(found)

    def _name_topics(self, understood: Understood) -> None:
        """Find which topic each name stands for: the one it names, not one that contains it."""
        spoken = {word for concept in understood.concepts for word in concept.text.split()}
        for concept in understood.concepts:
            topic = self._completion.named(concept.text) if concept.names else None
            if topic:
                concept.topic = self._index.topic_number(topic.name)
                others = self._completion.containing(concept.text, spoken | STOP)
                numbers = map(self._index.topic_number, others)
                concept.rivals = frozenset(n for n in numbers if n != concept.topic)

    def _called(self, query: str) -> list[int]:
        """The first facts of a topic that goes by just this name, whatever they say."""
        name = self._completion.called(query)
        if name is None:
            return []
        index, number = self._index, self._index.topic_number(name)
        facts = (n for n in range(index.count) if index.topic_of[n] == number)
        return index.introductions(name) or list(islice(facts, 1))

    def _is_name(self, query: str, understood: Understood) -> bool:
        """Whether a query is just a name that the notes give to one of their topics."""
        strong = [concept.text for concept in understood.concepts if not concept.weak]
        named = strong if understood.bare and len(strong) == 1 else []
        return any(self._completion.called(text) for text in (query, *named))

    def _spread(self, understood: Understood, best: str) -> tuple[str, ...]:
        """The topics that the only word of a query may be about: too many have a part by it.

        Those that have it in their name come first; none where *best*, which answers, is one.
        """
        if len(understood.concepts) != 1:
            return ()
        (concept,) = understood.concepts
        terms = {way.terms[0] for way in concept.ways if len(way.terms) == 1 and way.strength == 1}
        parts = self._index.topics_with_part(terms)
        named = self._completion.with_name(concept.text)
        if len(parts) < VAGUE or best in named:
            return ()
        return tuple(dict.fromkeys((*named, *self._completion.by_size(parts))))

    def _following(self, facts: list[int]) -> list[int]:
        """What comes right after the best: a line says what is measured, the next how much."""
        index = self._index
        near = (
            following
            for fact in facts[:LED_FURTHER]
            for following in range(fact + 1, min(fact + 1 + FURTHER, index.count))
            if index.section_of[following] == index.section_of[fact]
        )
        return list(near)

    def _introductions(self, understood: Understood) -> list[int]:
        """What says what a thing is, when a query only names it."""
        if not understood.bare:
            return []
        name = next(concept.text for concept in understood.concepts if not concept.weak)
        topic = self._completion.named(name)
        return self._index.introductions(topic.name) if topic else []

    def _apart(self, ranked: list[Ranked]) -> list[Ranked]:
        """One of each: the same fact from several notes is one answer."""
        told: set[int] = set()
        kept = []
        for found in ranked:
            if found.fact not in told:
                told.update(self._index.twins(found.fact))
                kept.append(found)
        return kept

    def _related(self, answer: Answer) -> tuple[str, ...]:
        return self._completion.related(answer.topic, answer.section)

    def complete(self, typed: str, limit: int = 25) -> tuple[str, ...]:
        """Topics, then headings, that *typed* may become; the biggest topics for no text."""
        return self._completion.complete(typed, limit)

    def topic(self, text: str) -> Topic | None:
        """The same as a record."""
        return self._completion.topic(text)


def _led_by_part(ranking: Ranking, index: Index, ranked: list[Ranked]) -> list[Ranked]:
    """Where just a part of a thing is asked for, it is shown from its first line on."""
    part = ranking.headings.part() if ranked else -1
    if part < 0:
        return ranked
    first = index.firsts[part]
    (lead,) = ranking.rank({first: 1.0})
    lead.score = max(lead.score, ranked[0].score)
    lead.covered = max(lead.covered, ranked[0].covered)
    return [lead, *(found for found in ranked if found.fact != first)]


def _led_by(ranked: Sequence[Ranked], first: Sequence[int]) -> list[Ranked]:
    """The same, but what says what a thing is comes before all else where it is only named."""
    return sorted(ranked, key=lambda found: found.fact not in first)


def _led_by_answers(ranking: Ranking, ranked: list[Ranked], asked: list[int]) -> list[Ranked]:
    """What answers the very question that somebody wrote and *asked* now comes first."""
    if not asked:
        return ranked
    leads = ranking.rank(dict.fromkeys(asked, 1.0))
    best = max([found.score for found in (*ranked, *leads)])
    for lead in leads:
        lead.score = best
    return [*leads, *(found for found in ranked if found.fact not in asked)]
