"""Answers queries from an index: what other parts of the project use."""

from pathlib import Path

from knowledge.model import Answer, Found, Topic
from knowledge.search.cards import Cards
from knowledge.search.completion import Completion
from knowledge.search.concepts import Understood
from knowledge.search.index import Index
from knowledge.search.postings import Postings
from knowledge.search.ranking import Ranked, Ranking
from knowledge.search.understanding import Understanding
from knowledge.search.words import STOP

DEPTH = 24  # so many facts at most are looked at closely; more changes nothing
DEPTH_TO_COMPARE = 120  # … except for what lies apart and is compared
ENOUGH = (0.62, 0.62, 0.62, 0.58, 0.53)  # the share of the query that an answer must have
ENOUGH_OF_MANY = 0.47  # … by how many things the query names: long questions say more than needed
ENOUGH_BESIDE_FOREIGN = 0.57  # … when the query names something that the notes don't know


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

    def close(self) -> None:
        """Nothing to do: the file was closed when it had been read."""

    def ask(self, query: str, limit: int = 5) -> Found:
        """Answer *query*, whatever it is; unsure answers come with `confident` false."""
        understood = self._understanding.read(query)
        self._name_topics(understood)
        depth = DEPTH_TO_COMPARE if understood.compares else DEPTH
        facts = self._postings.best(understood.concepts, depth)
        introductions = self._introductions(understood)
        facts += [fact for fact in introductions if fact not in facts]
        ranking = Ranking(self._index, understood, introductions)
        ranked = self._apart(_led_by_part(ranking, self._index, ranking.rank(facts)))
        confident = bool(ranked) and is_enough(understood, ranked)
        cards = Cards(self._index, ranking)
        answers = tuple(cards.card(found) for found in ranked[: max(0, limit)])
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

    def resolve(self, text: str) -> str | None:
        """The topic that *text* names, by any of its names and with a typo."""
        topic = self._completion.topic(text)
        return topic.name if topic else None

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
    return max(found.covered for found in ranked[:3]) >= enough
