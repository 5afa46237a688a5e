"""What can be compared: topics, and whatever else the notes give a table, a heading or a term."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from knowledge.comparing.attributes import attribute_of
from knowledge.comparing.tables import NoteTable, names_in, several_in
from knowledge.language.catalogue import book_of
from knowledge.language.headings import bare, is_label
from knowledge.language.names import NameBook
from knowledge.model import Fact, FactKind, Topic

SURE = 86  # of 100: a typing error away
NEAR = 70  # worth offering
LONGEST = 5  # words of a name that is typed without commas
JOINING = frozenset({"vs", "versus", "and", "or", "with", "to"})
Find = Callable[[str], Topic | None]


@dataclass(frozen=True, slots=True)
class ComparedSubject:
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
        self._shorter: dict[str, str] = {}  # key without its topic in front → key
        self._places: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            self._by_topic[fact.topic].append(fact)
            self._learn(fact)
        for table in tables:
            for name in (*table.columns, *table.rows):
                self._spell(name)

    def _spell(self, name: str) -> None:
        """Remember how a name is written; "S3 Glacier" is "Glacier" too if S3 is a topic."""
        for spelling in names_in(name):
            key = self.key(spelling)
            if not key:
                continue
            self._spelt.setdefault(key, bare(spelling))
            first, _, rest = key.partition(" ")
            if rest and first in self._topic_by_key:
                self._shorter.setdefault(rest, key)

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
            self._spell(label)

    # ------------------------------------------------------------ finding

    def find(self, names: Iterable[str]) -> tuple[list[ComparedSubject], list[str]]:
        """What the names mean, each thing once, and those that mean nothing here."""
        found: list[tuple[str, ComparedSubject]] = []
        unknown: list[str] = []
        for name in names:
            thing = self._one(name)
            if thing is None:
                unknown.append(name)
            else:
                found.append((name, thing))
        return self._apart(found), unknown

    def _one(self, name: str) -> ComparedSubject | None:
        key = self.key(name)
        if not key:
            return None
        if (topic := self._topic_by_key.get(key)) is not None:
            return self._smaller(key) if self._is_part(key, topic) else self._of_topic(topic)
        if self._spells(key):
            return self._smaller(key)
        if part := self._part_of_topic(key):
            return self._smaller(part)
        if (topic := self._find_topic(name)) is not None:
            return self._of_topic(topic)
        close = self._closest(key)
        return self._smaller(close) if close else None

    def is_named(self, title: str, things: Sequence[ComparedSubject]) -> bool:
        """Whether what looks like an attribute is one of the things, or a topic: "EC2"."""
        key = self.key(title)
        named = any(key in thing.keys for thing in things) or key in self._topic_by_key
        return named and not attribute_of(title)

    def _is_part(self, key: str, topic: Topic) -> bool:
        """Whether an alias names a section of its topic rather than all of it.

        "EC2 (Elastic Compute Cloud)" is a heading by either name, and no section of EC2.
        """
        own = self.key(topic.name)
        if key == own:
            return False
        whole = {fact.id for fact in self._places.get(own, ())}
        here = [fact for fact in self._places.get(key, ()) if fact.topic == topic.name]
        here = [fact for fact in here if fact.id not in whole]
        return 2 <= len(here) < len(self._by_topic[topic.name]) / 2

    def _part_of_topic(self, key: str) -> str:
        """ "sqs fifo" means what the notes on SQS call "FIFO queue"; of several the chief one."""
        first, _, rest = key.partition(" ")
        topic = self._topic_by_key.get(first)
        if topic is None or not rest:
            return ""
        said = {
            name: sum(fact.topic == topic.name for fact in facts)
            for name, facts in self._places.items()
            if name == rest or name.startswith(f"{rest} ")
        }
        return max((name for name in said if said[name]), key=lambda n: said[n], default="")

    def _closest(self, key: str) -> str:
        """A typing error away. A word that is right is no error: "sqs standard" is not S3's."""
        near = process.extractOne(key, list(self._spelt), scorer=fuzz.ratio, score_cutoff=SURE)
        if near is None or len(key) < 5:
            return ""
        kept = set(near[0].split())
        return "" if any(w in self._topic_by_key for w in key.split() if w not in kept) else near[0]

    def _of_topic(self, topic: Topic) -> ComparedSubject:
        keys = self._topics[topic.name]
        return ComparedSubject(topic.name, keys, topic.name, tuple(self._by_topic[topic.name]))

    def _smaller(self, key: str) -> ComparedSubject:
        key = key if key in self._spelt else self._shorter.get(key, key)
        return ComparedSubject(
            self._spelt[key], frozenset({key}), "", tuple(self._places.get(key, ()))
        )

    def _apart(self, found: Sequence[tuple[str, ComparedSubject]]) -> list[ComparedSubject]:
        """Two names of one topic may still be two things: "gp2" and "gp3" of block storage."""
        things = [thing for _, thing in found]
        keys = [self.key(name) for name, _ in found]
        for place in sorted(range(len(found)), key=lambda place: not self._spells(keys[place])):
            others = things[:place] + things[place + 1 :]
            topic = things[place].topic
            if topic and (
                any(self._within(topic, other) for other in others) or self._rows_of(topic, keys)
            ):
                things[place] = self._part(keys[place], things[place], others)
        return list({thing.keys: thing for thing in things}.values())

    def _spells(self, key: str) -> bool:
        return key in self._spelt or key in self._shorter

    @staticmethod
    def _within(topic: str, other: ComparedSubject) -> bool:
        """Whether another of the things is this topic, or is mostly spoken of in its notes."""
        if other.topic:
            return other.topic == topic
        spoken = Counter(fact.topic for fact in other.facts).most_common(1)
        return bool(spoken) and spoken[0][0] == topic

    def _rows_of(self, topic: str, keys: Sequence[str]) -> bool:
        """Whether a table of this topic sets two of the names against each other as they are."""
        return any(
            sum(key in side for key in set(keys)) > 1
            for table in self._tables
            if table.topic == topic
            for side in self._sides(table)
        )

    def _sides(self, table: NoteTable) -> tuple[list[str], list[str]]:
        columns, rows = (
            [
                self.key(spelling)
                for name in names
                for spelling in (*names_in(name), *several_in(name))
            ]
            for names in (table.columns, table.rows)
        )
        return columns, rows

    def _part(
        self, key: str, topic: ComparedSubject, others: Sequence[ComparedSubject]
    ) -> ComparedSubject:
        """The part of a topic that *key* means where the topic as a whole cannot be meant."""
        if key == self.key(topic.topic):
            return topic
        if self._spells(key):
            return self._smaller(key)
        taken = {other_key for other in others if not other.topic for other_key in other.keys}
        for table in self._tables:  # what stands beside the others under one of the topic's names
            for side in self._sides(table):
                if not taken & set(side):
                    continue
                longer = [k for k in side if k.startswith(f"{key} ")]
                beside = longer or [k for k in side if k in topic.keys and k not in taken]
                if len(set(beside)) == 1:
                    return self._smaller(beside[0])
        return topic

    # ------------------------------------------------------------ typed words

    def split(self, words: Sequence[str]) -> tuple[str, ...]:
        """Words without separators as names, the longest that the notes know first; or none."""
        rest = [word for word in words if word.lower().strip(".,") not in JOINING]
        names = self._longest(rest, LONGEST)
        if len(names) == 1 and len(rest) > 1:  # some notes have a chapter on both together
            apart = self._longest(rest, len(rest) - 1)
            names = apart if all(map(self._known, apart)) else names
        meant = len(rest) < len(words) or self._are_things(names)  # "a vs b" says so itself
        return tuple(dict.fromkeys(names)) if meant else ()

    def _are_things(self, names: Sequence[str]) -> bool:
        """Whether words put side by side are names: else "compare s3 storage classes" is none.

        Names are topics, or stand side by side in a table; a stranger among them may be a slip.
        """
        keys = [self.key(name) for name in names]
        known = [key for key in keys if self._spells(key) or key in self._topic_by_key]
        if all(key in self._topic_by_key for key in known):
            return bool(known)
        return any(set(known) <= set(side) for table in self._tables for side in self._sides(table))

    def _longest(self, rest: Sequence[str], most: int) -> list[str]:
        names: list[str] = []
        while rest:
            size = min(len(rest), most)
            while size > 1 and not self._is_one(rest[:size]):
                size -= 1
            names.append(" ".join(rest[:size]))
            rest = rest[size:]
        return names

    def _is_one(self, words: Sequence[str]) -> bool:
        """Whether words are one name; "SQS, SNS" as a heading is still two topics side by side."""
        several = all(self.key(word) in self._topic_by_key for word in words)
        return not several and self._known(" ".join(words))

    def _known(self, name: str) -> bool:
        key = self.key(name)
        return key in self._topic_by_key or self._spells(key)

    def near(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Names that somebody may have meant instead."""
        known = {key: topic.name for key, topic in self._topic_by_key.items()}
        scored = process.extract(
            self.key(name), list(known), scorer=fuzz.ratio, limit=limit, score_cutoff=NEAR
        )
        return tuple(dict.fromkeys(known[key] for key, _, _ in scored))
