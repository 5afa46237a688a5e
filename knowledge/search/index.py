"""The search's own view of an index file, read once and never changed."""

import bisect
import sqlite3
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.model import Source
from knowledge.search.asked import AskedQuestions
from knowledge.search.store import FORMAT, BlobReader, Ints, Unreadable

_ONE = ("one", "singl")  # other small numbers are read as digits


class Index:
    """Facts, sections and words as numbers. Everything here may be read by many threads."""

    def __init__(self, path: Path) -> None:
        try:
            db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        except sqlite3.Error as error:
            raise Unreadable(f"cannot open {path.name}: {error}") from error
        try:
            self._read(BlobReader(db))
        except sqlite3.Error as error:
            raise Unreadable(f"{path.name} is no index: {error}") from error
        finally:
            db.close()

    def _read(self, reader: BlobReader) -> None:
        meta = reader.json("meta")
        if meta["format"] != FORMAT:
            raise Unreadable("the index was made by another version; build it again")
        self.count: int = meta["facts"]
        terms_of = reader.ints("surface_terms")
        self._read_words(reader, terms_of)
        self.section_of = reader.view("section_of", "I")
        self.topic_of = reader.view("topic_of", "I")
        self._file_of = reader.view("file_of", "I")
        self._lines = reader.view("lines", "I")
        self.term_sizes = reader.view("term_sizes", "I")
        self.flags = reader.view("flags", "I")
        self.texts = reader.strings("texts")
        self._files = reader.strings("files")
        self.topics = reader.strings("topics")
        self._topic_numbers = {self.topics[n]: n for n in range(len(self.topics))}
        self._introductions = reader.view("introductions", "I")
        self._introduction_starts = reader.view("introduction_starts", "Q")
        self.titles = reader.strings("titles")
        self._parents = reader.view("section_parents", "I")
        self.firsts = reader.view("section_firsts", "I")
        self.ends = reader.view("section_ends", "I")
        self.is_heading = reader.view("section_headings", "I")
        self.section_topics = reader.view("section_topics", "I")
        self._section_words = terms_of[reader.ints("tokens")].data
        self._section_starts = reader.view("tokens_starts", "Q")
        self._titled = reader.ints("titled")
        self._titled_starts = reader.view("titled_starts", "Q")
        self._read_parts()
        self.kin_of = reader.view("kin_of", "I")
        self._kin = reader.view("kin", "I")
        self._kin_starts = reader.view("kin_starts", "Q")
        self._read_twins(reader.ints("twin_facts"), reader.ints("twin_groups"))
        self.trail = lru_cache(maxsize=8192)(self._trail)
        self.section_words = lru_cache(maxsize=8192)(self._words_of)
        self.text = lru_cache(maxsize=8192)(self.texts.__getitem__)
        self.lowered = lru_cache(maxsize=8192)(self._lowered)
        self.lowered_path = lru_cache(maxsize=8192)(self._lowered_path)
        self.title = lru_cache(maxsize=8192)(self.titles.__getitem__)
        self.topic = lru_cache(maxsize=1024)(self.topics.__getitem__)
        self.path = lru_cache(maxsize=8192)(self._path)
        self.bullets = lru_cache(maxsize=8192)(self._bullets)
        self._file = lru_cache(maxsize=1024)(self._files.__getitem__)

        self.asked = AskedQuestions(self, reader)

    def _read_words(self, reader: BlobReader, terms_of: Ints) -> None:
        self.surfaces = reader.raw("surfaces_joined").decode().split("\n")
        self.surface_counts = reader.ints("surface_counts")
        self.surface_terms = terms_of.data
        self.ordered = sorted(self.surfaces)
        self.surface = {surface: place for place, surface in enumerate(self.surfaces)}
        self.terms = {
            term: place
            for place, term in enumerate(reader.raw("terms_joined").decode().split("\n"))
        }
        self.numbers = frozenset(
            place for term, place in self.terms.items() if term.isdigit() or term in _ONE
        )
        self.weights = reader.view("term_weights", "f")
        self.starts = reader.view("post_starts", "Q")
        # numpy would turn other integers into these whenever they pick from an array
        self.post_facts = reader.ints("post_facts").astype(np.intp)
        self.post_impacts = reader.floats("post_impacts")
        self._pairs = reader.view("pairs", "Q")
        self._own = terms_of[reader.ints("own")].data
        self._own_starts = reader.view("own_starts", "Q")
        self.groups = [[tuple(name) for name in group] for group in reader.json("groups")]
        self.makers = frozenset(reader.json("makers"))
        self.maker_terms = frozenset(self.terms[word] for word in self.makers)
        self.initials: dict[str, list[list[str]]] = reader.json("initials")
        self.known_topics: list[tuple[str, list[str], int]] = reader.json("known_topics")
        self.headings: list[str] = reader.json("headings")
        self.title_pairs: list[list[str]] = reader.json("title_pairs")
        self.misspelt: list[list[int]] = reader.json("misspelt")

    def _read_parts(self) -> None:
        """The headings that are part of something, by topic."""
        parts = np.flatnonzero((np.asarray(self.is_heading) > 0) & (np.asarray(self._parents) > 0))
        topics = np.asarray(self.section_topics)[parts].astype(np.intp)
        order = np.argsort(topics, kind="stable")
        self._parts, self._part_topics = parts[order], topics[order]

    def _read_twins(self, facts: Ints, groups: Ints) -> None:
        order = np.argsort(groups, kind="stable")
        _, firsts, sizes = np.unique(groups[order], return_index=True, return_counts=True)
        group_of = np.zeros(self.count, np.uint32)
        group_of[facts[order]] = np.repeat(np.arange(1, len(firsts) + 1, dtype=np.uint32), sizes)
        self._twin_group = group_of.data  # 0: it has none
        self._twins = facts[order].data
        self._twin_starts = np.append(firsts, len(facts)).astype(np.uint64).data

    def _lowered(self, fact: int) -> str:
        """The text of a fact in lower case."""
        return self.text(fact).lower()

    def _lowered_path(self, section: int) -> str:
        """What stands above the facts of a section, in lower case."""
        return "\n".join(map(self.title, self.trail(section))).lower()

    def own(self, fact: int) -> list[int]:
        """The terms of the fact's own text, in order."""
        starts = self._own_starts
        return self._own[starts[fact] : starts[fact + 1]].tolist()

    def own_between(self, first: int, last: int) -> list[int]:
        """The terms of the facts from *first* on and before *last*."""
        return self._own[self._own_starts[first] : self._own_starts[last]].tolist()

    def source(self, fact: int) -> Source:
        return Source(self._file(self._file_of[fact]), self._lines[fact])

    def frequency(self, term: int) -> int:
        """In how many facts a term occurs."""
        return self.starts[term + 1] - self.starts[term]

    def beside(self, first: int, second: int) -> bool:
        """Whether the notes have one term right before the other."""
        pair = first << 32 | second
        place = bisect.bisect_left(self._pairs, pair)
        return place < len(self._pairs) and self._pairs[place] == pair

    def twins(self, fact: int) -> list[int]:
        """All facts that say the same, this one among them, in the notes' order."""
        group = self._twin_group[fact]
        if not group:
            return [fact]
        return self._twins[self._twin_starts[group - 1] : self._twin_starts[group]].tolist()

    def topic_number(self, topic: str) -> int:
        """The number that facts know a topic by; -1 if none has it."""
        return self._topic_numbers.get(topic, -1)

    def headings_with(self, terms: Iterable[int], topic: int) -> list[int]:
        """The headings of a topic that have any of *terms*, in the notes' order."""
        found: set[int] = set()
        for term in terms:
            sections = self._titled[self._titled_starts[term] : self._titled_starts[term + 1]]
            found.update(sections[np.asarray(self.section_topics)[sections] == topic].tolist())
        return sorted(found)

    def headings_of(self, topic: str, most: int) -> list[str]:
        """The first headings of a topic that are part of something."""
        number = self.topic_number(topic)
        first = np.searchsorted(self._part_topics, number)
        last = np.searchsorted(self._part_topics, number, side="right")
        return [self.titles[part] for part in self._parts[first:last][:most].tolist()]

    def topics_with_part(self, terms: Iterable[int]) -> set[str]:
        """The topics that have a heading with any of *terms* somewhere in them."""
        return {
            self.topic(self.section_topics[section])
            for term in terms
            for section in self._titled[self._titled_starts[term] : self._titled_starts[term + 1]]
            if self.is_heading[section] and self.parent(section) >= 0
        }

    def introductions(self, topic: str) -> list[int]:
        """The facts that say what a topic is."""
        number = self.topic_number(topic)
        if number < 0:
            return []
        starts = self._introduction_starts
        return self._introductions[starts[number] : starts[number + 1]].tolist()

    def kin(self, section: int) -> list[int]:
        """The sections that share this one's heading and topic, this one among them."""
        group = self.kin_of[section]
        return self._kin[self._kin_starts[group] : self._kin_starts[group + 1]].tolist()

    def parent(self, section: int) -> int:
        """The section that this one is part of; -1 if it is part of none."""
        return self._parents[section] - 1

    def _words_of(self, section: int) -> tuple[int, ...]:
        """The terms of a section's title, in order."""
        starts = self._section_starts
        return tuple(self._section_words[starts[section] : starts[section + 1]])

    def _trail(self, section: int) -> tuple[int, ...]:
        """The sections from the outermost to this one."""
        trail = [section]
        while self._parents[trail[-1]]:
            trail.append(self._parents[trail[-1]] - 1)
        return tuple(reversed(trail))

    def _path(self, section: int) -> tuple[str, ...]:
        """The headings down to a section."""
        return tuple(self.title(n) for n in self.trail(section) if self.is_heading[n])

    def _bullets(self, section: int) -> tuple[str, ...]:
        """The bullets that a section's facts hang under."""
        return tuple(self.title(n) for n in self.trail(section) if not self.is_heading[n])
