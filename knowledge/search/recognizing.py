"""Finds what the words of a query name: phrases, words run together, single ones, guesses."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.search.concepts import Concept, Understood, Way
from knowledge.search.everyday import (
    COMPARING,
    LISTS,
    ORDINARY,
    STOP,
    WANTS,
    WEAK,
    asks,
    common_rank,
    is_list,
)
from knowledge.search.guessing import PREFIXES, Guesses
from knowledge.search.index import Index
from knowledge.search.lexicon import ABBREVIATED, Lexicon
from knowledge.search.measuring import KINDS
from knowledge.search.weighing import WEAK_SHARE
from knowledge.search.words import ARTICLES, PARTICLES, is_unspaced, stem

MOST_ALTERNATIVES = 8
UNKNOWN = 1.15  # what an unknown name weighs: more than any known word
UNKNOWN_NUMBER = 0.8
LIKE_A_VERB = 0.45  # … of that, when it is formed like a verb or an adverb
WEAK_UNKNOWN = 0.12
TWO_WORDS = 1.1
TITLED, PART = 1.3, 0.5  # two words that a heading has together, and one of them alone
_NEVER_NAMES = re.compile(r".{3,}(?:ing|ed|ly|ful|less|able|ness|ously|iest)$")
_TWICE = re.compile(r"([a-z])\1")
_ASKING = WEAK | LISTS


@dataclass(slots=True)
class Reading:
    """What is known half-way: the words, what they become, and where we are."""

    words: list[str]
    said: list[str] = field(default_factory=list)
    changed: bool = False
    meant: dict[int, str] = field(default_factory=dict)  # by place: what was typed wrongly


class Recognizer:
    """Turns words into the things that the notes of one index have for them."""

    def __init__(self, index: Index, lexicon: Lexicon) -> None:
        self._index = index
        self._lexicon = lexicon
        self._guesses = Guesses(index, lexicon)
        self._called = lru_cache(maxsize=4096)(self._put)  # people ask with few words

    def read_words(self, understood: Understood, reading: Reading) -> None:
        """Add what the words of *reading* name to what is understood."""
        place = 0
        while place < len(reading.words):
            word = reading.words[place]
            if word in STOP:
                begins = len(word) == 1 or word in PREFIXES or self._begins_unknown(reading, place)
                used, concepts = self._joined(reading, place) if begins else (0, [])
                if not used:
                    reading.said.append(word)
                understood.concepts.extend(concepts)
                place += used or 1
                continue
            used, concepts = self._phrase(reading, place)
            if not used:
                used, concepts = self._joined(reading, place)
            if not used:
                used, concepts = 1, self._single(reading, place)
            said = {_meaning(concept) for concept in understood.concepts}
            understood.concepts.extend(c for c in concepts if _meaning(c) not in said)
            place += used

    def _begins_unknown(self, reading: Reading, place: int) -> bool:
        """Whether the next word is one that the notes only have behind this one: "no echo"."""
        following = reading.words[place + 1 : place + 2]
        return bool(following) and self._lexicon.known(following[0]) < 0

    def read_corrected(
        self, understood: Understood, reading: Reading, typed: list[str]
    ) -> list[Concept]:
        """Read once more with what words were meant: names of several words are known by all.

        What else a word may have been meant as stays possible.
        """
        guessed = {c.text: c.ways for c in understood.concepts if c.guessed}
        parts = {word for c in understood.concepts if c.run_together for word in c.text.split()}
        for place, meant in reading.meant.items():
            if meant in guessed:
                beside = [*reading.words[:place], typed[place], *reading.words[place + 1 :]]
                better, ways = self._guesses.respelt(beside, place)
                if better and better != meant:
                    reading.meant[place], guessed[better] = better, tuple(ways)
        spelled = (reading.meant.get(n, word) for n, word in enumerate(reading.words))
        again = Reading(" ".join(spelled).split())
        found = Understood()
        self.read_words(found, again)
        understood.read_as = " ".join(again.said)
        for concept in found.concepts:
            of = concept.text.split()
            concept.guessed = concept.guessed or not guessed.keys().isdisjoint(of)
            concept.run_together = concept.run_together or not parts.isdisjoint(of)
            fits = guessed.get(concept.text, ())
            terms = {way.terms for way in fits}
            others = (way for way in concept.ways if way.terms not in terms)
            concept.ways = (*fits, *others)[:MOST_ALTERNATIVES]
        return found.concepts

    def _phrase(self, reading: Reading, place: int) -> tuple[int, list[Concept]]:
        """A phrase of several words that the notes also say otherwise."""
        if not self._lexicon.begins_phrase(stem(reading.words[place])):
            return 0, []
        for size in range(min(self._lexicon.longest, len(reading.words) - place), 1, -1):
            typed = reading.words[place : place + size]
            if typed[-1] in STOP:
                continue
            if not (COMPARING.isdisjoint(typed) or self._lexicon.calls_so(typed)):
                continue  # "x vs y" is no name for a topic "x / y"
            name = tuple(stem(word) for word in typed if word not in STOP)
            others = self._lexicon.same(name)
            titled = self._lexicon.titles(name) and not (typed[0] in WEAK or is_list(typed[-1]))
            if len(name) < 2 or not (others or self._lexicon.names(name) or titled):
                continue
            own = self._lexicon.terms(name)
            ways = self._lexicon.ways(others)
            if ways and len(own) == 2 and not self._index.beside(*own):
                ways = [Way(way.terms, max(way.strength, ABBREVIATED)) for way in ways]
            elif own:
                ways = [Way(own, 1.0), *ways]
            if not ways:
                continue
            weight = max(self._lexicon.weight(way.terms) for way in ways)
            if titled:
                weight *= TITLED
                ways += [Way((term,), PART) for term in own]
            reading.said.extend(typed)
            text = " ".join(typed)
            return size, [Concept(text, weight, tuple(ways[:MOST_ALTERNATIVES]))]
        return 0, []

    def _joined(self, reading: Reading, place: int) -> tuple[int, list[Concept]]:
        """Words that the notes write as one: "cloud front", "elastic bean stalk"."""
        index = self._index
        for size in (3, 2):
            typed = reading.words[place : place + size]
            if len(typed) < size or all(word in STOP - PARTICLES for word in typed[1:]):
                continue  # "log in" may be "login", "log the" is nothing
            if all(word.isdigit() for word in typed) or (
                typed[0] in ARTICLES and self._lexicon.known(typed[1]) >= 0
            ):
                continue  # "1 1" is not 11, "a cross" not "across"
            surface = index.surface.get("".join(typed), -1)
            if surface < 0 or len("".join(typed)) < 2:
                continue
            term = index.surface_terms[surface]
            apart = [self._lexicon.known(word) for word in typed]
            ways = [Way((term,), 1.0)]
            if -1 not in apart:
                ways.append(Way(tuple(apart), 0.9))
                rare = index.frequency(term) * 20 < min(index.frequency(t) for t in apart)
                together = size == 2 and index.beside(apart[0], apart[1])
                if rare and not together:
                    continue  # "a way", not some name "away"
                if together:
                    reading.said.extend(typed)
                    ways = [Way(tuple(apart), 1.0), Way((term,), 0.97)]
                    weight = max(index.weights[t] for t in apart) * TWO_WORDS
                    return size, [Concept(" ".join(typed), weight, tuple(ways))]
            reading.said.append("".join(typed))
            reading.changed = True
            ways += self._lexicon.ways(self._lexicon.same((stem("".join(typed)),)))
            return size, [Concept("".join(typed), index.weights[term], tuple(ways))]
        return 0, []

    def _single(self, reading: Reading, place: int) -> list[Concept]:
        word = reading.words[place]
        if self._lexicon.known(word) >= 0:
            reading.said.append(word)
            return [self._concept(word, *self._called(word))]
        others = self._lexicon.same((stem(word),))
        if others:
            reading.said.append(word)
            ways = [
                Way(way.terms, max(way.strength, ABBREVIATED)) for way in self._lexicon.ways(others)
            ]
            return [self._concept(word, max(self._lexicon.weight(way.terms) for way in ways), ways)]
        return self._unknown(reading, place)

    def _put(self, word: str) -> tuple[float, list[Way]]:
        """What a known word weighs and how the notes may put it."""
        term = self._lexicon.known(word)
        others = self._lexicon.ways(self._lexicon.same((stem(word),)))
        ways = [Way((term,), 1.0), *self._lexicon.meant(term, others)]
        ways += [Way((near,), 0.85) for near in self._lexicon.misspelt.get(term, ())]
        ways += self._lexicon.as_two(word, term)
        ways += self._lexicon.shortened(word, term)
        sure = [self._lexicon.weight(way.terms) for way in ways if way.strength > 0.9]
        return min(sure), ways

    def _concept(self, word: str, weight: float, ways: list[Way]) -> Concept:
        number = word[0].isdigit()
        concept = Concept(word, weight, tuple(ways[:MOST_ALTERNATIVES]), number=number)
        concept.weak = word in WEAK and not number
        concept.kind = KINDS.get(WANTS.get(word, ""), 0)
        return concept

    def _unknown(self, reading: Reading, place: int) -> list[Concept]:
        """A word that the notes don't have: two run together, an abbreviation, a typo, foreign."""
        word = reading.words[place]
        if self._guesses.is_stop(word):
            reading.changed = True
            return []
        once = _TWICE.sub(r"\1", word)
        if once != word and self._lexicon.known(once) >= 0:
            reading.words[place] = once
            reading.changed = True
            return self._single(reading, place)
        is_common = word in ORDINARY or bool(common_rank(word))
        asking = ("" if is_common else self._guesses.speller.nearest(word, _ASKING)) or asks(word)
        if asking and asking != word and self._lexicon.known(asking) >= 0:
            reading.said.append(asking)
            reading.meant[place] = asking
            reading.changed = True
            return self._single(Reading([asking]), 0)
        if asking or is_unspaced(word):  # two signs that the notes don't have may be of two words
            reading.said.append(word)
            return [Concept(word, WEAK_UNKNOWN / WEAK_SHARE, (), weak=True)]
        found = [] if is_common else self._guessed(reading, place)
        if found:
            reading.said.extend(concept.text for concept in found)
            reading.words[place] = found[-1].text  # what stands beside is read in its light
            reading.meant[place] = " ".join(concept.text for concept in found)
            reading.changed = True
            return found
        reading.said.append(word)
        ordinary = self._guesses.speller.nearest(word, ORDINARY)
        if ordinary:
            return [Concept(ordinary, UNKNOWN, ())]
        begun = self._guesses.begun_beside(reading.words, place)
        initials = self._lexicon.initials(word)
        ways = begun or initials
        if not is_common:
            ways = ways or self._lexicon.begins(word)
        concept = self._concept(word, UNKNOWN, ways)
        concept.guessed = bool(initials) and not begun
        if ways:
            return [concept]
        if word.isdigit():
            concept.weight = UNKNOWN_NUMBER
        elif _NEVER_NAMES.match(word):
            concept.weight = UNKNOWN * LIKE_A_VERB
        return [concept]

    def _guessed(self, reading: Reading, place: int) -> list[Concept]:
        """What an unknown word was probably meant as."""
        parts = self._guesses.split(reading.words[place])
        if len(parts) == 1 and self._guesses.speller.near(reading.words[place], 1):
            parts = ()  # "forcasting" lacks a letter and is not "for casting"
        if parts:
            return self._apart(parts)
        word, ways = self._guesses.respelt(reading.words, place)
        if not ways:
            return []
        term = ways[0].terms[0]
        ways += self._lexicon.as_two(word, term)
        concept = self._concept(word, self._index.weights[term], ways)
        concept.guessed = True
        return [concept]

    def _apart(self, parts: tuple[str, ...]) -> list[Concept]:
        """What was typed as one word and is two: as much one thing as if typed apart."""
        if len(parts) == 1:
            return self._single(Reading(list(parts)), 0)
        used, concepts = self._phrase(Reading(list(parts)), 0)
        if used:
            return concepts
        terms = tuple(self._lexicon.known(part) for part in parts)
        if -1 not in terms and self._index.beside(*terms):
            weight = self._lexicon.weight(terms) * TWO_WORDS
            return [Concept(" ".join(parts), weight, (Way(terms, 1.0),))]
        rest = [part for part in parts if part not in STOP]
        found = [one for part in rest for one in self._single(Reading([part]), 0)]
        for concept in found:
            concept.run_together = len(rest) > 1
        return found


def _meaning(concept: Concept) -> tuple[int, ...] | str:
    """What two words share that are forms of one: "groups in a group" names one thing."""
    return concept.ways[0].terms if concept.ways else concept.text
