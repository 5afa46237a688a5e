"""Finding the topics: which headings name a thing, and what else people call it.

A heading names a thing if there is evidence: a brand, an abbreviation, an "Aliases:" line, a
spelling that no common word has, or several notes with a chapter on it. Chapters that only gather
such things ("Storage Services"), course titles and aspects ("Key Features") name none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.names import (
    BRANDS,
    core,
    ends_in_facet,
    expansion,
    has_brand,
    hints_at,
    is_acronym,
    is_brand,
    is_coined,
    is_facet,
    key,
    stands_for,
    without_brand,
)
from knowledge.reading.topics import DIVIDED, SEVERAL, TopicDraft, TopicMap
from knowledge.reading.usage import Usage
from knowledge.reading.vaults import OtherName
from knowledge.reading.wording import words_of

_PARENTHESES = re.compile(r"\s*[(\[].*$")
_GATHERS = 2  # so many things below a heading make it a chapter that gathers them
_MANY = 4  # things that a title spans before it is a course and no topic
_LONGEST_NAME, _FEW_WORDS = 4, 3
_IN_A_HEADING = 5  # what a heading explains counts as often

Headings = Mapping[str, Sequence[HeadingBlock]]  # of each file


def find_topics(headings: Headings, usage: Usage, links: Iterable[OtherName] = ()) -> TopicMap:
    """Mine topics from all *headings* (by file), the *usage* of words and *links* together."""
    topics = TopicMap()
    explained = usage.explained.copy()
    _take_titles_with_aliases(topics, headings)
    linked = list(_linked(topics, headings, links))
    free = {file: _free(own) for file, own in headings.items()}
    spread: dict[str, set[str]] = defaultdict(set)
    for file, own in free.items():
        for heading in own:
            spread[_looked_at(heading.text).key].add(file)
    for text, times in Counter(heading.text for own in free.values() for heading in own).items():
        for pair in set(_heading_pairs(*core(text))):
            explained[pair] += times * _IN_A_HEADING
    _group(topics, explained)
    _name_things(topics, free, spread, usage)
    for thing, name in linked:
        if topics.things.setdefault(key(name), thing) is thing:
            thing.aliases.append(name)
    topics.containers = frozenset(_containers(topics, free, usage))
    topics.titles = frozenset(_titles(topics, free))
    _choose_names(topics, free, usage)
    return topics


def _free(own: Sequence[HeadingBlock]) -> list[HeadingBlock]:
    """Without those in a chapter that is about one thing alone, by its "Aliases:" line."""
    result = []
    inside = 7  # the level of the chapter we are in; no heading is that deep
    for heading in own:
        if heading.level <= inside:
            inside = heading.level if heading.aliases else 7
            result.append(heading)
        elif heading.aliases:
            result.append(heading)
    return result


def _take_titles_with_aliases(topics: TopicMap, headings: Headings) -> None:
    """Notes about one thing say so; what they call it goes before anything mined."""
    titled: list[tuple[TopicDraft, HeadingBlock]] = []
    for file, own in headings.items():
        for heading in own:
            if heading.aliases:
                thing = _name(topics, heading.text)
                thing.title = _PARENTHESES.sub("", without_brand(heading.text)).strip()
                thing.names[thing.title] += 1
                topics.fixed[file, heading.text] = thing
                titled.append((thing, heading))
    for thing, heading in titled:
        thing.aliases.extend(heading.aliases)
        for alias in heading.aliases:
            topics.things.setdefault(key(alias), thing)


def _linked(
    topics: TopicMap, headings: Headings, links: Iterable[OtherName]
) -> Iterator[tuple[TopicDraft, str]]:
    """The things that links with other words lead to; what is linked by a name is a thing.

    A name that leads to two notes is nobody's.
    """
    links = sorted(set(links))
    if not links:
        return
    titles = {
        _stem(file).casefold(): own[0].text if own and own[0].level < 2 else _stem(file)
        for file, own in headings.items()
    }
    titles |= {
        heading.text.casefold(): heading.text for own in headings.values() for heading in own
    }
    meant: dict[str, set[str]] = defaultdict(set)
    for target, name in links:
        meant[key(name)].add(key(target))
    for target, name in links:
        title = titles.get(target.casefold(), "")
        if title and len(meant[key(name)]) == 1 and not (is_facet(title) or is_facet(name)):
            thing = _name(topics, title)
            if key(name) and key(name) != key(core(title)[0]):
                yield thing, name


def _stem(file: str) -> str:
    return file.rsplit("/", 1)[-1].rpartition(".")[0]


def _name(topics: TopicMap, heading: str) -> TopicDraft:
    name, other = core(heading)
    if is_facet(name):  # "AWS services" is more than its words
        name = heading
    thing = topics.things.setdefault(key(name), TopicDraft())
    thing.names[name] += 1
    full = _PARENTHESES.sub("", heading).strip()
    if full != name and key(full) == key(name):
        thing.branded[full] += 1
    if other and any(True for _ in _heading_pairs(name, other)):
        topics.things.setdefault(key(other), thing)
        thing.names[other] += 1
    return thing


def _heading_pairs(name: str, other: str) -> Iterator[tuple[str, str]]:
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
    elif (
        is_acronym(other)
        and len(name.split()) > 1
        and not SEVERAL.search(name)
        and (other[0].lower() == name[:1].lower() or hints_at(other, name))
    ):
        yield other, name  # misspelt or fanciful, but surely meant


def _group(topics: TopicMap, explained: Counter[tuple[str, str]]) -> None:
    """Join short and long forms; a short form with several meanings keeps the commonest."""
    meanings: dict[str, Counter[str]] = defaultdict(Counter)
    for (short, long), count in sorted(explained.items()):
        meanings[short][long] += count
    for short, longs in sorted(meanings.items()):
        best = max(sorted(longs), key=lambda long: longs[long])
        thing = topics.things.get(key(short)) or topics.things.get(key(best)) or TopicDraft()
        thing.names[short] += 1
        topics.things[key(short)] = thing
        for long in longs:
            alike = SequenceMatcher(None, key(long), key(best)).ratio() >= 0.85
            if alike and topics.things.setdefault(key(long), thing) is thing:
                thing.names[long] += longs[long]


@dataclass(frozen=True, slots=True)
class _Looks:
    """What a heading looks like, whatever else the notes say; many notes have the same."""

    name: str
    key: str
    may_name: bool  # a thing, be it one that is known by this name
    may_be_new: bool  # … or one that nobody has heard of
    surely: bool  # by the looks of it


@lru_cache(maxsize=32768)
def _looked_at(heading: str) -> _Looks:
    name, _ = core(heading)
    filed = key(name)
    may_name = bool(filed) and not (
        is_facet(name) or is_brand(heading) or len(name.split()) > _LONGEST_NAME
    )
    part = bool(SEVERAL.search(name) or DIVIDED.search(name) or ends_in_facet(name))
    return _Looks(name, filed, may_name, not part, has_brand(heading) or is_coined(name))


def _name_things(
    topics: TopicMap,
    headings: Mapping[str, Sequence[HeadingBlock]],
    spread: Mapping[str, set[str]],
    usage: Usage,
) -> None:
    """First what is surely a thing, or known to be one, then what seems to be."""
    looks = [
        (heading.text, looked)
        for own in headings.values()
        for heading in own
        if (looked := _looked_at(heading.text)).may_name
    ]
    for text, looked in looks:
        if looked.key in topics.things or (looked.may_be_new and looked.surely):
            _name(topics, text)
    seems: dict[str, bool] = {}
    for text, looked in looks:
        if not looked.may_be_new or looked.surely or looked.key in topics.things:
            continue
        if looked.name not in seems:
            seems[looked.name] = _seems_a_thing(looked, spread, usage)
        # what begins with a thing's name is an aspect of it
        if seems[looked.name] and topics.leading(looked.name) is None:
            _name(topics, text)


def _seems_a_thing(looked: _Looks, spread: Mapping[str, set[str]], usage: Usage) -> bool:
    several = len(looked.name.split()) <= _FEW_WORDS and len(spread[looked.key]) > 1
    return several or usage.is_proper(looked.name)


def _containers(topics: TopicMap, headings: Headings, usage: Usage) -> Iterable[str]:
    """Chapters that gather several things without being one: no short form, and the things
    below are not called after them."""
    labels = usage.terms()
    for own in headings.values():
        for position, heading in enumerate(own):
            filed = _looked_at(heading.text).key
            terms = labels.get(filed, set())
            below = _below(own, position)
            if len(below) + len(terms) < _GATHERS:
                continue
            name, _ = core(heading.text)
            thing = topics.things.get(filed)
            if heading.aliases or (thing and (any(map(is_acronym, thing.names)) or thing.aliases)):
                continue
            things = {_looked_at(inner.text).key for inner in below} & topics.things.keys()
            if 2 * len(terms & topics.things.keys()) >= len(terms):  # a list of things, too
                things |= terms & topics.things.keys()
            things -= {inner for inner in things if filed in inner}
            if len(things) >= _GATHERS and not any(map(is_coined, name.split())):
                if thing is not None and not _is_called_elsewhere(name, below):
                    topics.things.pop(filed, None)
                yield filed


def _is_called_elsewhere(name: str, below: Sequence[HeadingBlock]) -> bool:
    """Do the headings below take up the name, as aspects of a thing do?"""
    return sum(key(name) in key(heading.text) for heading in below) >= 2


def _below(headings: Sequence[HeadingBlock], position: int) -> list[HeadingBlock]:
    """The headings directly below one."""
    level = headings[position].level
    if position + 1 == len(headings) or headings[position + 1].level <= level:
        return []
    inner = []
    for place in range(position + 1, len(headings)):
        heading = headings[place]
        if heading.level <= level:
            break
        inner.append(heading)
    nearest = min((heading.level for heading in inner), default=0)
    return [heading for heading in inner if heading.level == nearest]


def _titles(
    topics: TopicMap, headings: Mapping[str, Sequence[HeadingBlock]]
) -> Iterable[tuple[str, str]]:
    """Headings of a whole file that name a course rather than a thing."""
    for file, own in headings.items():
        tops = [heading for heading in own if heading.level == 1]
        if len(tops) != 1 or own[0] is not tops[0] or tops[0].aliases:
            continue
        title = tops[0].text
        name, _ = core(title)
        below = (_looked_at(heading.text).key for heading in own[1:])
        things = {inner for inner in below if inner in topics.things and key(name) not in inner}
        if is_brand(title) or is_brand(name) or len(things) >= _MANY:
            yield file, title


def _choose_names(topics: TopicMap, headings: Headings, usage: Usage) -> None:
    """Of the names of a thing, the one that the notes use most stands for it.

    A note about one thing alone has named it in its title; only the short form may replace that.
    An everyday word keeps its brand, to be told from the word.
    """
    headed = Counter(core(heading.text)[0] for own in headings.values() for heading in own)

    def use(name: str) -> tuple[int, int, str]:
        seldom = min((usage.spoken[word] for word in words_of(name)), default=0)
        return seldom + 3 * headed[name], -len(name), name

    for thing in topics.things.values():
        if id(thing) in topics.display:
            continue
        names = [name for name in thing.names if key(name)]
        if thing.title:
            names = [thing.title, *(name for name in names if _shortens(name, thing.title))]
        chosen = max(names, key=use) if names else thing.aliases[0]
        full = [name for name in thing.branded if key(name) == key(chosen)]
        if full and (chosen[0].islower() or _is_tiny(chosen) or usage.is_common(chosen)):
            chosen = max(full, key=lambda name: (thing.branded[name], name))
        topics.display[id(thing)] = chosen


def _shortens(name: str, title: str) -> bool:
    return any(stands_for(name, long) for long in (title, *(f"{b} {title}" for b in BRANDS)))


def _is_tiny(name: str) -> bool:
    """Too short to stand alone, as "Q" and "MQ" are; a figure makes it distinct ("S3")."""
    return len(name) < 3 and name.isalpha()
