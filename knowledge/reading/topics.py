"""What the notes are about: the topic of every fact, and the names of the topics."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from operator import itemgetter

from knowledge.model import Fact, Topic, changed
from knowledge.reading.names import core, is_acronym, is_facet, key

SEVERAL = re.compile(r"\s+(?:vs\.?|versus)\s+|,\s+|\s+[&+]\s+|\s+and\s+|\s*/\s*|\s+or\s+", re.I)
DIVIDED = re.compile(r"\s+[–—-]\s+|:\s+")


@dataclass(slots=True)
class TopicDraft:
    """A topic in the making: everything it is called."""

    names: Counter[str] = field(default_factory=Counter)  # as headings and pairs call it
    branded: Counter[str] = field(default_factory=Counter)  # as headings call it, in full
    aliases: list[str] = field(default_factory=list)  # as an "Aliases:" line calls it
    title: str = ""  # of the note that is about it alone


@dataclass(slots=True)
class TopicMap:
    """Knows the topic of any fact."""

    things: dict[str, TopicDraft] = field(default_factory=dict)  # key → thing, shared by its names
    display: dict[int, str] = field(default_factory=dict)  # id of the thing → its name
    titles: frozenset[tuple[str, str]] = frozenset()  # (file, heading) that are no topic
    containers: frozenset[str] = frozenset()
    fixed: dict[tuple[str, str], TopicDraft] = field(
        default_factory=dict
    )  # (file, heading) → thing
    _cache: dict[tuple[str, tuple[str, ...]], tuple[str, bool]] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)  # label of a fact → the topic it names

    def of(self, fact: Fact) -> str:
        """The name of the topic that *fact* belongs to."""
        place = (fact.file, fact.path)
        found = self._cache.get(place)
        if found is None:
            found = self._cache[place] = self._of_path(fact.file, fact.path)
        topic, sure = found
        if sure:
            return topic
        for label in (*fact.parents, fact.term):
            named = self._labels.get(label)
            if named is None:
                named = self._labels[label] = self.named(label) if label else ""
            if named:
                return named
        return topic

    def digest(self) -> str:
        """Changes whenever any fact may have another topic."""
        first: dict[int, str] = {}  # of the names of a thing
        made = blake2b(digest_size=16)

        def add(*parts: object) -> None:
            made.update(repr(parts).encode("utf-8", "replace"))

        for name, thing in sorted(self.things.items(), key=itemgetter(0)):
            if first.setdefault(id(thing), name) == name:
                add(name, self.display[id(thing)], sorted(thing.names))
            else:
                add(name, first[id(thing)])
        add(sorted(self.titles), sorted(self.containers))
        for place, thing in self.fixed.items():
            add(place, first.get(id(thing), self.display[id(thing)]))
        return made.hexdigest()

    def named(self, label: str) -> str:
        """The topic that goes by this name or begins it ("S3 Storage Classes"), if one does."""
        name, other = core(label)
        for candidate in (name, other):
            thing = self.things.get(key(candidate)) if candidate else None
            if thing is not None and not is_facet(candidate):
                return self.display.get(id(thing), "")
        thing = None if SEVERAL.search(name) else self.leading(name)
        return self.display.get(id(thing), "") if thing is not None else ""

    def _of_path(self, file: str, path: tuple[str, ...]) -> tuple[str, bool]:
        current: TopicDraft | None = None
        weak = ""
        gathering = ""
        for heading in path:
            if (file, heading) in self.titles:
                gathering = gathering or heading
                continue
            if (file, heading) in self.fixed:
                return self.display[id(self.fixed[file, heading])], True
            thing = self._thing_of(heading, current)
            if thing is not None:
                current = thing
            elif key(core(heading)[0]) in self.containers or SEVERAL.search(heading):
                gathering = heading
            elif not weak and not is_facet(heading):
                weak = heading
        if current is not None:
            return self.display[id(current)], True
        return weak or gathering or (path[0] if path else _stem(file)), False

    def _thing_of(self, heading: str, current: TopicDraft | None) -> TopicDraft | None:
        """The thing a heading changes over to; None if it goes on about the current one."""
        name, other = core(heading)
        own = self.things.get(key(name))
        if own is None and other and not SEVERAL.search(name):
            own = self.things.get(key(other))
        if own is not None:
            return own if current is None or not self._extends(name, current, own) else None
        for part in DIVIDED.split(name):
            thing = self.things.get(key(core(part)[0]))
            if thing is not None:
                return thing if current is None else None
        if current is not None:
            return None
        found = [self.things.get(key(part)) or self.leading(part) for part in SEVERAL.split(name)]
        things = {id(thing): thing for thing in found if thing is not None}
        return next(iter(things.values())) if len(things) == 1 and found[0] else None

    def _extends(self, name: str, current: TopicDraft, own: TopicDraft) -> bool:
        """ "Lambda Layers" below Lambda is still Lambda, unless it has a short form of its own."""
        if any(is_acronym(known) for known in own.names):
            return False
        start = key(name)
        return any(start.startswith(key(known)) and start != key(known) for known in current.names)

    def leading(self, name: str) -> TopicDraft | None:
        """The thing whose name begins a longer one: EC2 in "EC2 Types"."""
        words = name.split()
        for count in range(min(len(words) - 1, 4), 0, -1):
            thing = self.things.get(key(" ".join(words[:count])))
            if thing is not None:
                return thing
        return None


def list_topics(topics: TopicMap, names: Counter[str]) -> tuple[Topic, ...]:
    """The topics with facts, by name, each with what else it is called."""
    by_name: dict[str, TopicDraft] = {}
    for thing in topics.things.values():
        by_name.setdefault(topics.display[id(thing)], thing)
    return tuple(
        Topic(name, _aliases(topics, by_name.get(name), name), count)
        for name, count in sorted(names.items(), key=lambda item: (item[0].casefold(), item[0]))
    )


def _aliases(topics: TopicMap, thing: TopicDraft | None, name: str) -> tuple[str, ...]:
    if thing is None:
        return ()
    own = [alias for alias in thing.aliases if topics.things.get(key(alias)) is thing]
    seen = {name.casefold()}
    result = []
    for alias in [*sorted(thing.names), *sorted(thing.branded), *own]:
        if alias.casefold() not in seen and topics.things.get(key(alias)) is thing:
            seen.add(alias.casefold())
            result.append(alias)
    return tuple(result)


def with_topics(topics: TopicMap, facts: Iterable[Fact]) -> Iterable[Fact]:
    for fact in facts:
        topic = topics.of(fact)
        yield fact if fact.topic == topic else changed(fact, topic=topic)


def _stem(file: str) -> str:
    name = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or file
