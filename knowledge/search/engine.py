"""Answers queries from an index: what other parts of the project use."""

from itertools import islice
from pathlib import Path

from knowledge.model import Answer, Found, Topic
from knowledge.search.cards import CardBuilder
from knowledge.search.completion import Completion
from knowledge.search.concepts import Understood
from knowledge.search.index import Index
from knowledge.search.measuring import KINDS, SPECIFIC
from knowledge.search.postings import Postings
from knowledge.search.ranking import Ranked, Ranking
from knowledge.search.understanding import Understanding
from knowledge.search.words import STOP

DEPTH = 24  # so many facts at most are looked at closely; more changes nothing
DEPTH_TO_COMPARE = 120  # … except for what lies apart and is compared
LED_FURTHER, FURTHER = 4, 2  # so many of the best are read on, so many lines
EXTREMES = KINDS["most"] | KINDS["least"]
LOOKED_THROUGH = 5  # so many answers are for a number that was asked for
ENOUGH = (0.62, 0.62, 0.55, 0.58, 0.53)  # the share of the query that an answer must have
ENOUGH_OF_MANY = 0.47  # … by how many things the query names: long questions say more than needed
ENOUGH_OF_SENTENCE = 0.51  # whole sentences say more than needed, too
ENOUGH_WITH_NAMES = 0.43  # … and seldom meet by chance what is about all that they name
ENOUGH_BESIDE_FOREIGN = 0.57  # … when the query names something that the notes don't know
ENOUGH_OF_SENTENCE_BESIDE_FOREIGN = 0.5
ENOUGH_OF_RUN_TOGETHER = 0.8


class Search:
    """Searches one index. Never changes after it was opened, so any thread may ask."""

    def __init__(self, path: Path | str) -> None:
        self._index = Index(Path(path))
        self._understanding = Understanding(self._index)
        self._postings = Postings(self._index)
        self._completion = Completion(self._index)

    @classmethod
    def open(cls, path: Path | str) -> "Search":
        return cls(path)

    def ask(self, query: str, limit: int = 5) -> Found:
        """Answer *query*, whatever it is; unsure answers come with `confident` false."""
        understood = self._understanding.read(query)
        self._name_topics(understood)
        depth = DEPTH_TO_COMPARE if understood.compares else DEPTH
        facts = self._postings.best(understood.concepts, depth)
        if understood.wants:
            facts += self._following(facts)
        introductions = self._introductions(understood)
        facts += [fact for fact in introductions if fact not in facts]
        ranking = Ranking(self._index, understood, introductions)
        ranked = self._apart(_led_by_part(ranking, self._index, ranking.rank(facts)))
        asked = self._index.asked.find(query, facts)
        ranked = _led_by_answers(ranking, ranked, asked)
        confident = bool(ranked) and is_enough(understood, ranked)
        confident = confident and not self._lacks_value(understood, ranked)
        confident = confident or bool(asked) or self._is_name(query, understood)
        cards = CardBuilder(self._index, ranking)
        answers = tuple(islice(cards.of(ranked), max(0, limit)))
        return Found(
            query=query,
            confident=confident and bool(answers),
            answers=answers,
            suggestions=() if confident else self._completion.suggestions(understood),
            read_as=understood.read_as,
            related=self._related(answers[0]) if confident and answers else (),
        )

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

    def _is_name(self, query: str, understood: Understood) -> bool:
        """Whether a query is just a name that the notes give to one of their topics."""
        strong = [concept.text for concept in understood.concepts if not concept.weak]
        named = strong if understood.bare and len(strong) == 1 else []
        return any(map(self._completion.is_name, (query, *named)))

    def _following(self, facts: list[int]) -> list[int]:
        """What comes right after the best: a line says what is measured, the next how much."""
        index = self._index
        near = (
            following
            for fact in facts[:LED_FURTHER]
            for following in range(fact + 1, min(fact + 1 + FURTHER, index.count))
            if index.section_of[following] == index.section_of[fact]
        )
        return [fact for fact in dict.fromkeys(near) if fact not in facts]

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

    def _lacks_value(self, understood: Understood, ranked: list[Ranked]) -> bool:
        """Whether a maximum or minimum was asked for and the best facts have no number at all."""
        asks_value = understood.wants & SPECIFIC and understood.wants & EXTREMES
        flags = (self._index.flags[found.fact] for found in ranked[:LOOKED_THROUGH])
        return bool(asks_value) and not any(flag & KINDS["any"] for flag in flags)

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
    part = ranking.part() if ranked else -1
    if part < 0:
        return ranked
    first = index.firsts[part]
    (lead,) = ranking.rank([first])
    lead.score = max(lead.score, ranked[0].score)
    lead.covered = max(lead.covered, ranked[0].covered)
    return [lead, *(found for found in ranked if found.fact != first)]


def _led_by_answers(ranking: Ranking, ranked: list[Ranked], asked: list[int]) -> list[Ranked]:
    """What answers the very question that somebody wrote and *asked* now comes first."""
    if not asked:
        return ranked
    leads = ranking.rank(asked)
    best = max([found.score for found in (*ranked, *leads)])
    for lead in leads:
        lead.score = best
    return [*leads, *(found for found in ranked if found.fact not in asked)]


def is_enough(understood: Understood, ranked: list[Ranked]) -> bool:
    """Whether the best facts say enough of what was asked to be an answer to it.

    Plain words that an answer lacks are forgiven sooner than a name that the notes don't know.
    """
    strong = [concept for concept in understood.concepts if not concept.weak]
    if all(concept.guessed and not concept.names and len(concept.text) < 6 for concept in strong):
        return False  # nothing named, or nothing but a short word that was guessed
    named = len(strong)
    enough = ENOUGH[named] if named < len(ENOUGH) else ENOUGH_OF_MANY
    if any(concept.foreign for concept in understood.concepts):
        enough = ENOUGH_BESIDE_FOREIGN
    if understood.sentence and named > 2:
        enough = min(enough, _enough_of_sentence(understood, ranked))
    if any(concept.run_together for concept in understood.concepts):
        enough = ENOUGH_OF_RUN_TOGETHER
    return max(found.covered for found in ranked[:3]) >= enough


def _enough_of_sentence(understood: Understood, ranked: list[Ranked]) -> float:
    best = max(ranked[:3], key=lambda found: found.covered)
    if any(concept.foreign for concept in understood.concepts):
        return ENOUGH_OF_SENTENCE_BESIDE_FOREIGN
    is_particular = best.lacks_name or understood.wants & SPECIFIC
    return ENOUGH_OF_SENTENCE if is_particular else ENOUGH_WITH_NAMES
