"""What can be compared: topics, and whatever else the notes give a table, a heading or a term."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from knowledge.claims.catalogue import book_of
from knowledge.claims.kinds import bare, is_label
from knowledge.claims.model import NameBook
from knowledge.model import Fact, FactKind, Topic
from knowledge.tables import NoteTable, names_in

SURE = 86  # of 100: a typing error away
NEAR = 70  # worth offering
LONGEST = 5  # words of a name that is typed without commas
JOINING = frozenset({"vs", "versus", "and", "or", "with", "to"})
Find = Callable[[str], Topic | None]


@dataclass(frozen=True, slots=True)
class Thing:
    """One side of a comparison."""

    name: str
    keys: frozenset[str]  # every name it goes by, as names are compared
    topic: str = ""  # "" for something smaller than a topic
    facts: tuple[Fact, ...] = field(default=(), repr=False)


class Things:
    """Finds what somebody means by a name."""

    def __init__(
        self,
        facts: Sequence[Fact],
        topics: Sequence[Topic],
        tables: Sequence[NoteTable],
        find: Find,
    ) -> None:
        self._find_topic = find
        self._tables = tables
        self._book: NameBook = book_of(facts, topics)
        self._topics = {topic.name: self._topic_keys(topic) for topic in topics}
        self._topic_by_key: dict[str, Topic] = {}
        for topic in topics:
            self._topic_by_key[self.key(topic.name)] = topic
        for topic in topics:
            for alias in topic.aliases:
                self._topic_by_key.setdefault(self.key(alias), topic)
        self._by_topic: dict[str, list[Fact]] = defaultdict(list)
        self._spelt: dict[str, str] = {}  # key → how the notes write it
        self._places: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_topic[fact.topic].append(fact)
            self._learn(fact)
        for table in tables:
            for name in (*table.columns, *table.rows):
                for spelling in names_in(name):
                    if key := self.key(spelling):
                        self._spelt.setdefault(key, bare(spelling))

    def key(self, name: str) -> str:
        return self._book.key(name)

    def _topic_keys(self, topic: Topic) -> frozenset[str]:
        names = (topic.name, *topic.aliases, *self._book.names_of(topic.name))
        return frozenset(filter(None, map(self.key, names)))

    def _learn(self, fact: Fact) -> None:
        """Remember under which headings and terms a fact stands."""
        labels = [*fact.path[1:], *fact.parents]
        if fact.term and fact.kind is not FactKind.ROW and not is_label(fact.term):
            labels.append(fact.term)
        for key in {self.key(spelling) for label in labels for spelling in names_in(label)}:
            if key:
                self._places[key].append(fact)
        for label in labels:
            for spelling in names_in(label):
                self._spelt.setdefault(self.key(spelling), bare(spelling))

    # ------------------------------------------------------------ finding

    def find(self, names: Iterable[str]) -> tuple[list[Thing], list[str]]:
        """What the names mean, each thing once, and those that mean nothing here."""
        found: list[tuple[str, Thing]] = []
        unknown: list[str] = []
        for name in names:
            thing = self._one(name)
            if thing is None:
                unknown.append(name)
            else:
                found.append((name, thing))
        return self._apart(found), unknown

    def _one(self, name: str) -> Thing | None:
        key = self.key(name)
        if not key:
            return None
        if (topic := self._topic_by_key.get(key)) is not None:
            return self._of_topic(topic)
        if key in self._spelt:
            return self._smaller(key)
        if (topic := self._find_topic(name)) is not None:
            return self._of_topic(topic)
        close = self._closest(key)
        return self._smaller(close) if close else None

    def _closest(self, key: str) -> str:
        near = process.extractOne(key, list(self._spelt), scorer=fuzz.ratio, score_cutoff=SURE)
        return near[0] if near and len(key) >= 5 else ""

    def _of_topic(self, topic: Topic) -> Thing:
        keys = self._topics[topic.name]
        return Thing(topic.name, keys, topic.name, tuple(self._by_topic[topic.name]))

    def _smaller(self, key: str) -> Thing:
        return Thing(self._spelt[key], frozenset({key}), "", tuple(self._places.get(key, ())))

    def _apart(self, found: Sequence[tuple[str, Thing]]) -> list[Thing]:
        """Two names of one topic may still be two things: "alb" and "nlb" of load balancing."""
        things = [thing for _, thing in found]
        for place, (name, thing) in sorted(enumerate(found), key=lambda one: not self._spells(one)):
            others = things[:place] + things[place + 1 :]
            if thing.topic and any(self._within(thing.topic, other) for other in others):
                things[place] = self._part(name, thing, others)
        return list({thing.keys: thing for thing in things}.values())

    def _spells(self, one: tuple[int, tuple[str, Thing]]) -> bool:
        return self.key(one[1][0]) in self._spelt

    @staticmethod
    def _within(topic: str, other: Thing) -> bool:
        """Whether another of the things is this topic, or is mostly spoken of in its notes."""
        if other.topic:
            return other.topic == topic
        spoken = Counter(fact.topic for fact in other.facts).most_common(1)
        return bool(spoken) and spoken[0][0] == topic

    def _part(self, name: str, topic: Thing, others: Sequence[Thing]) -> Thing:
        """The part of a topic that *name* means where the topic as a whole cannot be meant."""
        key = self.key(name)
        if key in self._spelt and key != self.key(topic.topic):
            return self._smaller(key)
        taken = {key for other in others if not other.topic for key in other.keys}
        for table in self._tables:  # whatever stands beside the others under one of its names
            for names in (table.columns, table.rows):
                keys = [self.key(spelling) for header in names for spelling in names_in(header)]
                if taken & set(keys):
                    beside = next((k for k in keys if k in topic.keys and k not in taken), "")
                    if beside:
                        return self._smaller(beside)
        return topic

    # ------------------------------------------------------------ typed words

    def split(self, words: Sequence[str]) -> tuple[str, ...]:
        """Words without separators as names, the longest that the notes know first."""
        names: list[str] = []
        rest = [word for word in words if word.lower().strip(".,") not in JOINING]
        while rest:
            size = min(len(rest), LONGEST)
            while size > 1 and not self._known(" ".join(rest[:size])):
                size -= 1
            names.append(" ".join(rest[:size]))
            rest = rest[size:]
        return tuple(dict.fromkeys(names))

    def _known(self, name: str) -> bool:
        key = self.key(name)
        return key in self._topic_by_key or key in self._spelt

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Names that somebody may have meant instead."""
        known = {key: topic.name for key, topic in self._topic_by_key.items()}
        scored = process.extract(
            self.key(name), list(known), scorer=fuzz.ratio, limit=limit, score_cutoff=NEAR
        )
        return tuple(dict.fromkeys(known[key] for key, _, _ in scored))
