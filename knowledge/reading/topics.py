"""What the notes are about: which headings are topics, and under what names people know them.

A heading is a topic if there is evidence that it names a thing: a brand, an abbreviation, an
"Aliases:" line, a spelling that no common word has, or several notes with a chapter on it.
Chapters that only gather such things ("Storage Services"), course titles and aspects ("Key
Features") are none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from knowledge.model import Fact, Topic
from knowledge.reading.facts import Heading
from knowledge.reading.names import (
    BRANDS,
    core,
    expansion,
    has_brand,
    is_acronym,
    is_brand,
    is_coined,
    is_facet,
    key,
    pairs,
    stands_for,
)
from knowledge.reading.wording import words_of

_SEVERAL = re.compile(r"\s+(?:vs\.?|versus)\s+|,\s+|\s+[&+]\s+|\s+and\s+|\s*/\s*|\s+or\s+", re.I)
_DIVIDED = re.compile(r"\s+[–—-]\s+|:\s+")
_WORD_IN_PROSE = re.compile(r"(?<=[\w,;)] )[A-Za-z][\w@-]+")
_MANY = 4  # things that a title spans before it is a course and no topic


@dataclass(slots=True)
class _Thing:
    """A topic in the making: everything it is called."""

    names: Counter[str] = field(default_factory=Counter)  # as headings and pairs call it
    aliases: list[str] = field(default_factory=list)  # as an "Aliases:" line calls it


@dataclass(slots=True)
class Topics:
    """Knows the topic of any fact."""

    things: dict[str, _Thing] = field(default_factory=dict)  # key → thing, shared by its names
    display: dict[int, str] = field(default_factory=dict)  # id of the thing → its name
    titles: frozenset[tuple[str, str]] = frozenset()  # (file, heading) that are no topic
    containers: frozenset[str] = frozenset()
    fixed: dict[tuple[str, str], str] = field(default_factory=dict)  # (file, heading) → key
    _cache: dict[tuple[str, tuple[str, ...]], tuple[str, bool]] = field(default_factory=dict)

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
            named = self.named(label) if label else ""
            if named:
                return named
        return topic

    def named(self, label: str) -> str:
        """The topic that goes by exactly this name, if one does."""
        name, other = core(label)
        for candidate in (name, other):
            thing = self.things.get(key(candidate)) if candidate else None
            if thing is not None and not is_facet(candidate):
                return self.display.get(id(thing), "")
        return ""

    def _of_path(self, file: str, path: tuple[str, ...]) -> tuple[str, bool]:
        current: _Thing | None = None
        weak = ""
        gathering = ""
        for heading in path:
            if (file, heading) in self.titles:
                gathering = gathering or heading
                continue
            if (file, heading) in self.fixed:
                return self.display[id(self.things[self.fixed[file, heading]])], True
            thing = self._thing_of(heading, current)
            if thing is not None:
                current = thing
            elif key(core(heading)[0]) in self.containers or _SEVERAL.search(heading):
                gathering = heading
            elif not weak and not is_facet(heading):
                weak = heading
        if current is not None:
            return self.display[id(current)], True
        return weak or gathering or (path[0] if path else _stem(file)), False

    def _thing_of(self, heading: str, current: _Thing | None) -> _Thing | None:
        """The thing a heading changes over to; None if it goes on about the current one."""
        name, other = core(heading)
        own = self.things.get(key(name)) or (self.things.get(key(other)) if other else None)
        if own is not None:
            return own if current is None or not self._extends(name, current, own) else None
        for part in _DIVIDED.split(name):
            thing = self.things.get(key(core(part)[0]))
            if thing is not None:
                return thing if current is None else None
        if current is None and not _SEVERAL.search(name):
            return self._leading(name)
        return None

    def _extends(self, name: str, current: _Thing, own: _Thing) -> bool:
        """ "Lambda Layers" below Lambda is still Lambda, unless it has a short form of its own."""
        if any(is_acronym(known) for known in own.names):
            return False
        start = key(name)
        return any(start.startswith(key(known)) and start != key(known) for known in current.names)

    def _leading(self, name: str) -> _Thing | None:
        words = name.split()
        for count in range(min(len(words) - 1, 4), 0, -1):
            thing = self.things.get(key(" ".join(words[:count])))
            if thing is not None:
                return thing
        return None


def find_topics(headings: Mapping[str, Sequence[Heading]], facts: Iterable[Fact]) -> Topics:
    """Mine topics from all *headings* (by file) and *facts* together."""
    topics = Topics()
    explained: Counter[tuple[str, str]] = Counter()
    lower: Counter[str] = Counter()
    upper: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for fact in facts:
        explained.update(pairs(fact.text))
        for parent in fact.parents:
            explained.update(pairs(parent))
        for word in _WORD_IN_PROSE.findall(fact.text):
            (upper if word[0].isupper() else lower)[word.lower()] += 1
        spoken.update(words_of(fact.text))
    spread: dict[str, set[str]] = defaultdict(set)
    for file, own in headings.items():
        for heading in own:
            name, other = core(heading.text)
            spread[key(name)].add(file)
            explained.update(dict.fromkeys(_heading_pairs(name, other), 5))
    _group(topics, explained)
    for file, own in headings.items():
        _add_aliases(topics, file, own)
    for own in headings.values():
        for heading in own:
            if _names_a_thing(topics, heading.text, spread, lower, upper):
                name, other = core(heading.text)
                _name(topics, name, other)
    topics.containers = frozenset(_containers(topics, headings))
    topics.titles = frozenset(_titles(topics, headings))
    _choose_names(topics, headings, spoken)
    return topics


def _heading_pairs(name: str, other: str) -> Iterable[tuple[str, str]]:
    if not other:
        return
    branded = next(
        (f"{brand} {name}" for brand in BRANDS if stands_for(other, f"{brand} {name}")), ""
    )
    if stands_for(other, name):
        yield other, name
    elif branded:
        yield other, branded
    elif stands_for(name, other):
        yield name, expansion(name, other)
    elif is_acronym(other) and other[0].lower() == name[:1].lower() and len(name.split()) > 1:
        yield other, name  # misspelt, but surely meant


def _group(topics: Topics, explained: Counter[tuple[str, str]]) -> None:
    """Join short and long forms; a short form with several meanings keeps the commonest."""
    meanings: dict[str, Counter[str]] = defaultdict(Counter)
    for (short, long), count in sorted(explained.items()):
        meanings[short][long] += count
    for short, longs in sorted(meanings.items()):
        best = max(sorted(longs), key=lambda long: longs[long])
        thing = topics.things.get(key(short)) or topics.things.get(key(best)) or _Thing()
        thing.names[short] += 1
        topics.things[key(short)] = thing
        for long in longs:
            alike = SequenceMatcher(None, key(long), key(best)).ratio() >= 0.85
            if alike and topics.things.setdefault(key(long), thing) is thing:
                thing.names[long] += longs[long]


def _add_aliases(topics: Topics, file: str, headings: Sequence[Heading]) -> None:
    for heading in headings:
        if not heading.aliases:
            continue
        name, other = core(heading.text)
        if is_brand(heading.text) or not key(name):
            name, other = heading.text, ""
        thing = _name(topics, name, other)
        thing.aliases.extend(heading.aliases)
        topics.fixed[file, heading.text] = key(name)
        for alias in heading.aliases:
            topics.things.setdefault(key(alias), thing)


def _name(topics: Topics, name: str, other: str) -> _Thing:
    thing = topics.things.setdefault(key(name), _Thing())
    thing.names[name] += 1
    if other and any(True for _ in _heading_pairs(name, other)):
        topics.things.setdefault(key(other), thing)
    return thing


def _names_a_thing(
    topics: Topics,
    heading: str,
    spread: Mapping[str, set[str]],
    lower: Counter[str],
    upper: Counter[str],
) -> bool:
    name, _ = core(heading)
    if not key(name) or is_facet(name) or is_brand(heading) or len(name.split()) > 4:
        return False
    if key(name) in topics.things:
        return True
    if _SEVERAL.search(name) or _DIVIDED.search(name):
        return False
    if has_brand(heading) or is_coined(name):
        return True
    words = [word.lower() for word in words_of(name)]
    if len(words) <= 3 and len(spread[key(name)]) > 1:
        return True
    proper = len(words) <= 2 and all(upper[word] > 3 * lower[word] for word in words)
    return proper and all(upper[word] >= 2 for word in words)


def _containers(topics: Topics, headings: Mapping[str, Sequence[Heading]]) -> Iterable[str]:
    """Chapters that gather several things without being one: no short form, and the things
    below are not called after them."""
    for own in headings.values():
        for position, heading in enumerate(own):
            name, _ = core(heading.text)
            thing = topics.things.get(key(name))
            if heading.aliases or (thing and (any(map(is_acronym, thing.names)) or thing.aliases)):
                continue
            below = _below(own, position)
            things = {key(core(inner.text)[0]) for inner in below} & topics.things.keys()
            things -= {inner for inner in things if key(name) in inner}
            if len(things) >= 2 and not any(map(is_coined, name.split())):
                if thing is not None and not _is_called_elsewhere(name, below):
                    topics.things.pop(key(name), None)
                yield key(name)


def _is_called_elsewhere(name: str, below: Sequence[Heading]) -> bool:
    """Do the headings below take up the name, as aspects of a thing do?"""
    return sum(key(name) in key(heading.text) for heading in below) >= 2


def _below(headings: Sequence[Heading], position: int) -> list[Heading]:
    """The headings directly below one."""
    level = headings[position].level
    inner = []
    for heading in headings[position + 1 :]:
        if heading.level <= level:
            break
        inner.append(heading)
    nearest = min((heading.level for heading in inner), default=0)
    return [heading for heading in inner if heading.level == nearest]


def _titles(topics: Topics, headings: Mapping[str, Sequence[Heading]]) -> Iterable[tuple[str, str]]:
    """Headings of a whole file that name a course rather than a thing."""
    for file, own in headings.items():
        tops = [heading for heading in own if heading.level == 1]
        if len(tops) != 1 or own[0] is not tops[0] or tops[0].aliases:
            continue
        title = tops[0].text
        name, _ = core(title)
        below = [key(core(heading.text)[0]) for heading in own[1:]]
        things = {inner for inner in below if inner in topics.things and key(name) not in inner}
        if is_brand(title) or is_brand(name) or len(things) >= _MANY:
            yield file, title


def _choose_names(
    topics: Topics, headings: Mapping[str, Sequence[Heading]], spoken: Counter[str]
) -> None:
    """Of the names of a thing, the one that the notes use most stands for it."""
    headed = Counter(core(heading.text)[0] for own in headings.values() for heading in own)
    for thing in topics.things.values():
        if id(thing) in topics.display:
            continue
        names = sorted(name for name in thing.names if key(name))

        def use(name: str) -> tuple[int, int]:
            return min((spoken[word] for word in words_of(name)), default=0) + 3 * headed[
                name
            ], -len(name)

        topics.display[id(thing)] = max(names, key=use) if names else thing.aliases[0]


def list_topics(topics: Topics, names: Counter[str]) -> tuple[Topic, ...]:
    """The topics with facts, by name, each with what else it is called."""
    by_name: dict[str, _Thing] = {}
    for thing in topics.things.values():
        by_name.setdefault(topics.display[id(thing)], thing)
    return tuple(
        Topic(name, _aliases(topics, by_name.get(name), name), count)
        for name, count in sorted(names.items(), key=lambda item: (item[0].casefold(), item[0]))
    )


def _aliases(topics: Topics, thing: _Thing | None, name: str) -> tuple[str, ...]:
    if thing is None:
        return ()
    own = [alias for alias in thing.aliases if topics.things.get(key(alias)) is thing]
    seen = {name.casefold()}
    result = []
    for alias in [*sorted(thing.names), *own]:
        if alias.casefold() not in seen and topics.things.get(key(alias)) is thing:
            seen.add(alias.casefold())
            result.append(alias)
    return tuple(result)


def with_topics(topics: Topics, facts: Iterable[Fact]) -> Iterable[Fact]:
    for fact in facts:
        yield replace(fact, topic=topics.of(fact))


def _stem(file: str) -> str:
    name = file.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or file
