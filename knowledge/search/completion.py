"""Names while they are typed: topics and headings, and which topic a text means."""

import bisect
import re
from collections.abc import Iterable, Set
from functools import lru_cache
from itertools import islice

from knowledge.model import Topic
from knowledge.search import aliases
from knowledge.search.concepts import Understood
from knowledge.search.everyday import STOP, WEAK
from knowledge.search.index import Index
from knowledge.search.words import plain, stem, words

LONGEST_TYPED = 100
LONGEST_SHOWN = 100
MOST_RELATED = 4
_LONGEST_RELATED = 50
_MOST_FOLLOW_UPS = 50
_CODE = re.compile(r"[{}<>=$_`\\|]|\(\)|::|://|\w/\w+/")
_GENERIC = STOP | WEAK | frozenset("key exam tips hints notes compared features benefits".split())
_NEAR = 82.0
_MOST_COMPARED = 4000
_LENGTHS_KEPT = 16  # of what is typed: each takes as many short texts as are compared
_MOST_WORDS, _MOST_NEAR = 6, 4
_SHORTEST = 4  # shorter words are one another's typos


class Completion:
    """Topics and headings by any word they have, also by a word mistyped."""

    def __init__(self, index: Index) -> None:
        self._topics = [Topic(name, tuple(names), n) for name, names, n in index.known_topics]
        self._by_size = sorted(self._topics, key=lambda topic: (-topic.facts, topic.name))
        self._exact: dict[str, Topic] = {}
        self._phrases: dict[aliases.Phrase, Topic] = {}
        for topic in self._by_size:
            for name in (topic.name, *topic.aliases):
                self._exact.setdefault(_key(name), topic)
                name_phrase = aliases.without(aliases.phrase(name), index.makers)
                self._phrases.setdefault(name_phrase, topic)
        self._long_names = [name for name in self._exact if len(name) > 3]
        self._by_word: dict[str, list[str]] = {}
        for topic in self._by_size:
            for word in dict.fromkeys(words(topic.name)):
                self._by_word.setdefault(word, []).append(topic.name)
        self._makers = index.makers
        self._entries = self._make_entries(index.headings)
        self._starts = sorted(
            (start, place) for place, (key, _) in enumerate(self._entries) for start in _starts(key)
        )
        firsts = dict.fromkeys(start.split(" ", 1)[0] for start, _ in self._starts)
        self._words = list(islice(firsts, _MOST_COMPARED))
        self._cut = lru_cache(maxsize=_LENGTHS_KEPT)(self._cut_to)
        self._asked: dict[str, list[tuple[str, str]]] = {}
        self._headings_of = index.headings_of

    def called(self, text: str) -> str | None:
        """The topic that the notes call exactly *text*."""
        topic = self._exact.get(_key(text))
        return topic.name if topic else None

    def _make_entries(self, headings: list[str]) -> list[tuple[str, str]]:
        """(what is typed, what is shown): topics by each of their names, then headings."""
        found = [
            (_key(name), topic.name)
            for topic in self._by_size
            for name in (topic.name, *topic.aliases)
        ]
        found += [(_key(title), title) for title in headings if len(title) <= LONGEST_SHOWN]
        return found

    def complete(self, typed: str, limit: int) -> tuple[str, ...]:
        """At most *limit* names that *typed* may become, topics first."""
        wanted = _key(typed[:LONGEST_TYPED])
        if limit < 1:
            return ()
        if not wanted:
            return tuple(topic.name for topic in self._by_size[:limit])
        names = self._named_by(self._beginning(wanted))
        if not names and len(wanted) > 2:
            names = dict.fromkeys(self._nearly(wanted, limit))
        if not names:
            names = self._named_by(self._with_words(wanted.split(" ")))
        return tuple(names)[:limit]

    def _named_by(self, places: Iterable[int]) -> dict[str, None]:
        return dict.fromkeys(self._entries[place][1] for place in sorted(places))

    def _beginning(self, wanted: str) -> list[int]:
        """The entries that begin with *wanted*, or have a word from which on they do."""
        first = bisect.bisect_left(self._starts, (wanted, -1))
        last = bisect.bisect_left(self._starts, (f"{wanted}\U0010ffff", -1), first)
        return [place for _, place in self._starts[first : min(last, first + _MOST_COMPARED)]]

    def _with_words(self, typed: list[str]) -> set[int]:
        """The entries that have all that was *typed*, in any order and each word mistyped."""
        found: set[int] | None = None
        for word in typed[:_MOST_WORDS]:
            places = set(self._beginning(word)) or set(self._almost(word))
            found = places if found is None else found & places
        return found or set()

    def _almost(self, word: str) -> list[int]:
        """The entries with a word that *word* nearly is."""
        if len(word) < _SHORTEST:
            return []
        from rapidfuzz import fuzz, process

        near = process.extract(
            word, self._words, scorer=fuzz.ratio, score_cutoff=_NEAR - 10, limit=_MOST_NEAR
        )
        return [place for meant, _, _ in near for place in self._beginning(meant)]

    def _nearly(self, wanted: str, limit: int) -> list[str]:
        """Names that begin almost like *wanted*."""
        from rapidfuzz import fuzz, process  # takes time to load and is rarely needed

        found = process.extract(
            wanted,
            self._cut(len(wanted) + 1),
            scorer=fuzz.ratio,
            score_cutoff=_NEAR - 10,
            limit=limit,
        )
        return [self._entries[place][1] for _, _, place in found]

    def _cut_to(self, length: int) -> list[str]:
        """What is compared with a text that is a letter shorter."""
        return [key[:length] for key, _ in self._entries[:_MOST_COMPARED]]

    def with_name(self, word: str) -> tuple[str, ...]:
        """The topic that goes by *word* but for its maker's name, and those with it in theirs."""
        named = self.named(word)
        return (*((named.name,) if named else ()), *self._by_word.get(word, ()))

    def by_size(self, names: Set[str]) -> tuple[str, ...]:
        """These topics, the biggest first."""
        return tuple(topic.name for topic in self._by_size if topic.name in names)

    def topic(self, text: str) -> Topic | None:
        """The topic that *text* names exactly, by an alias, or with a typo."""
        key = _key(text[:LONGEST_TYPED])
        return (self.named(key) or self._misspelt(key)) if key else None

    def named(self, key: str) -> Topic | None:
        """The topic that has just this name."""
        found = self._exact.get(key) or self._exact.get(key.replace(" ", ""))
        if found is None:
            found = self._phrases.get(aliases.without(aliases.phrase(key), self._makers))
        return found

    def _misspelt(self, key: str) -> Topic | None:
        if len(key) < 4:
            return None  # short names are one another's typos
        from rapidfuzz import fuzz, process

        names = self._long_names
        found = process.extractOne(key, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
        joined = key.replace(" ", "")
        if found is None and joined != key:
            found = process.extractOne(joined, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return self._exact[found[0]] if found else None

    def suggestions(self, understood: Understood) -> tuple[str, ...]:
        """Topics near to something the query names; none where nothing is near."""
        found: dict[str, None] = {}
        for concept in sorted(understood.concepts, key=lambda concept: -concept.weight):
            if concept.weak or concept.number or concept.text in STOP:
                continue
            topic = self.topic(concept.text)
            if topic:
                found[topic.name] = None
            elif len(concept.text) > 3:
                found |= dict.fromkeys(self._topics_with(concept.text))
        return tuple(found)[:5]

    def _topics_with(self, word: str) -> list[str]:
        return self._by_word.get(word, [])[:3]

    def containing(self, word: str, spoken: set[str]) -> list[str]:
        """Topics with *word* in their name, and with others that are not *spoken*."""
        named = self._by_word.get(word, [])
        return [name for name in named if not set(words(name)) - {word} <= spoken]

    def related(self, topic: str, section: tuple[str, ...]) -> tuple[str, ...]:
        """Other headings of *topic*, worded as queries."""
        if topic not in self._asked:
            self._asked[topic] = self._follow_ups(topic)
        found = (asked for title, asked in self._asked[topic] if title not in section)
        return tuple(islice(found, MOST_RELATED))

    def _follow_ups(self, topic: str) -> list[tuple[str, str]]:
        """(heading, the same as a query) for a topic."""
        known = self._exact.get(_key(topic))
        names = (topic, *(known.aliases if known else ()))
        spoken = [name for name in names if set(words(name)) <= set(words(topic))]
        short = min(spoken, key=lambda name: (len(name), name))
        named = {word for name in names for word in words(name)} | self._makers
        found: dict[frozenset[str], tuple[str, str]] = {}
        for title in self._headings_of(topic, _MOST_FOLLOW_UPS):
            spelled = words(title)
            rest = [word for word in spelled if word not in named and word not in _GENERIC]
            if rest and _is_plain(title) and _key(title) not in self._exact:
                named_in_it = len(spelled) > len(set(spelled) - named)
                asked = title if named_in_it else f"{short} {_as_spoken(title)}"
                found.setdefault(frozenset(map(stem, rest)), (title, asked))
        return list(found.values())


def _is_plain(title: str) -> bool:
    """Whether a heading is short and no code: what somebody might type."""
    return len(title) <= _LONGEST_RELATED and _CODE.search(title) is None


def _as_spoken(title: str) -> str:
    """A heading as one writes it in a sentence: names and acronyms keep their capitals."""
    return " ".join(word.lower() if word.istitle() else word for word in title.split())


def _key(text: str) -> str:
    return " ".join(words(plain(text)))


def _starts(key: str) -> list[str]:
    parts = key.split(" ")
    return [" ".join(parts[start:]) for start in range(len(parts))]
