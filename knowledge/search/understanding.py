"""Reads a query: which things it names, how much each of them says, and what would answer it.

A query becomes concepts. Each has a weight (its share of the query's information: rare words much,
everyday words little, unknown words most) and the terms of the notes that would stand for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.language.quantities import quantities
from knowledge.search.concepts import Concept, Understood, Way
from knowledge.search.everyday import (
    COMPARING,
    GENERAL,
    LISTS,
    ORDINARY,
    STOP,
    WANTS,
    WEAK,
    common_rank,
)
from knowledge.search.guessing import PREFIXES, Guesses
from knowledge.search.index import Index
from knowledge.search.lexicon import ABBREVIATED, Lexicon
from knowledge.search.measuring import KINDS, SPECIFIC
from knowledge.search.words import ARTICLES, PARTICLES, is_unspaced, measures, stem, words

LONGEST_QUERY = 400  # characters; more is no query
MOST_WORDS = 32
MOST_ALTERNATIVES = 8
UNKNOWN = 1.15  # what an unknown name weighs: more than any known word
UNKNOWN_NUMBER = 0.8
LIKE_A_VERB = 0.45  # … of that, when it is formed like a verb or an adverb
WEAK_SHARE = 0.28  # what is left of the weight of words that ask rather than name
WEAK_UNKNOWN = 0.12
ORDINARY_SHARE = 0.45  # … of words of everyday life
LIST_SHARE = 0.55
COUNTS_LIST = 0.5  # "the 5 models": that there are five need not be said
NAME = 0.55  # what a topic's name weighs at least, however often the notes have it
TWO_WORDS = 1.1
TITLED, PART = 1.3, 0.5  # two words that a heading has together, and one of them alone
ASKED = 1.4  # "how long": that a duration is stated, before it is weighed as a word that asks
_NEVER_NAMES = re.compile(r".{3,}(?:ing|ed|ly|ful|less|able|ness|ously|iest)$")
_RATE = re.compile(r"(?<![\d.])(\d+) ?(?:/|per |a )(second|minute|hour|day)\b")
_WANTS = tuple((f" {asked} ", asked, kind) for asked, kind in WANTS.items())
_TWICE = re.compile(r"([a-z])\1")
_CAN = re.compile(r"\b(?:can|could|does|do|is|are|should|must|will|may)\b")
_HOW = ("long", "often", "much", "many", "big", "large", "fast")
_ASKING = WEAK | LISTS
_MAY = re.compile(r"\b(?:can|could|does|do|may)\b")
_ASKS_WHAT = re.compile(r"\b(?:what|which|how|who|whose|when|where|why)\b")
_LIST_STEMS = frozenset(stem(word) for word in LISTS)


@dataclass(slots=True)
class _Reading:
    """What is known half-way: the words, what they become, and where we are."""

    words: list[str]
    said: list[str] = field(default_factory=list)
    changed: bool = False
    meant: dict[int, str] = field(default_factory=dict)  # by place: what was typed wrongly


class Understanding:
    """Reads queries against the vocabulary of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lexicon = Lexicon(index)
        self._guesses = Guesses(index, self._lexicon)
        self._called = lru_cache(maxsize=4096)(self._put)  # people ask with few words

    def read(self, query: str) -> Understood:
        """Read *query*. Total: whatever it is, something comes out, if only an empty reading."""
        query = query[:LONGEST_QUERY]
        understood = Understood()
        typed = " ".join(query.lower().split()).strip("?!. ")
        understood.literal = typed if any(not c.isalnum() for c in typed) else ""
        spoken = _without_general(words(query)[:MOST_WORDS])
        understood.sentence = sum(word in STOP for word in spoken) > 1
        reading = _Reading(list(spoken))
        self._read_rates(query, understood, reading)
        self._read_quantities(query, understood, reading)
        typed_words = frozenset(reading.words)
        measured, as_typed = understood.concepts, list(reading.words)
        understood.concepts = []
        self._read_words(understood, reading)
        if reading.changed:
            understood.read_as = " ".join(reading.said)
        if reading.meant:
            understood.concepts = self._read_corrected(understood, reading, as_typed)
        understood.concepts = measured + understood.concepts
        self._read_asking(understood, f"{' '.join(spoken)} {understood.read_as}")
        self._weigh(understood)
        understood.compares = bool(COMPARING & typed_words)
        lists = any(_ends_in_list(concept) for concept in understood.concepts)
        lists = lists and not (understood.wants & SPECIFIC or understood.asks_whether)
        understood.wants_list = understood.compares or lists
        telling = [c for c in understood.concepts if not c.weak]
        asks = understood.wants or understood.asks_whether
        understood.bare = len(telling) == 1 and not asks
        return understood

    def _read_asking(self, understood: Understood, spoken: str) -> None:
        """What kind of answer the words ask for."""
        asked_for = ""
        padded = f" {_together(spoken)} "
        for words_asked, asked, kind in _WANTS:
            if words_asked in padded:
                understood.wants |= KINDS[kind]
                if asked.startswith("how") and not asked_for:
                    asked_for = asked
                    concept = Concept(asked, ASKED, (), weak=True, kind=KINDS[kind])
                    rest = [c for c in understood.concepts if c.text not in asked.split()]
                    understood.concepts = [concept, *rest]
        understood.asks_whether = _asks_whether(spoken)

    def _read_rates(self, query: str, understood: Understood, reading: _Reading) -> None:
        """Take "300 per second" for a rate, of whatever the notes count by it."""
        for number, unit in _RATE.findall(query.lower()):
            ways = [
                Way((self._index.terms[measure],), 1.0)
                for measure in measures(f"{number} requests per {unit}")
                if measure in self._index.terms
            ]
            if ways and number in reading.words and unit in reading.words:
                reading.words.remove(number)
                reading.words.remove(unit)
                weight: float = self._index.weights[ways[0].terms[0]]
                concept = Concept(f"{number} per {unit}", weight, tuple(ways), number=True)
                understood.concepts.append(concept)

    def _read_quantities(self, query: str, understood: Understood, reading: _Reading) -> None:
        """Numbers with units are one concept each, in whatever unit the notes have them."""
        for quantity in quantities(query):
            if quantity.dimension in ("count", "") or not quantity.number:
                continue
            alike = [self._index.terms.get(measure, -1) for measure in measures(quantity.text)]
            ways = [Way((term,), 1.0) for term in alike if term >= 0]
            spelled = words(quantity.text)
            if spelled and not spelled[0][0].isdigit():
                spelled = [word for word in spelled if word[0].isdigit()]  # "port 22": port is read
            number = self._index.terms.get(spelled[0], -1) if spelled else -1
            if number >= 0:
                ways.append(Way((number,), 0.7 if ways else 0.8))
            if not ways:
                continue
            weight: float = self._index.weights[ways[0].terms[0]]
            concept = Concept(quantity.text, weight, tuple(ways), number=True)
            understood.concepts.append(concept)
            _drop(reading.words, spelled)

    def _read_words(self, understood: Understood, reading: _Reading) -> None:
        place = 0
        while place < len(reading.words):
            word = reading.words[place]
            if word in STOP:
                begins = len(word) == 1 or word in PREFIXES
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

    def _read_corrected(
        self, understood: Understood, reading: _Reading, typed: list[str]
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
        again = _Reading(" ".join(spelled).split())
        found = Understood()
        self._read_words(found, again)
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

    def _phrase(self, reading: _Reading, place: int) -> tuple[int, list[Concept]]:
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
            titled = self._lexicon.titles(name) and not (typed[0] in WEAK or _is_list(typed[-1]))
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

    def _joined(self, reading: _Reading, place: int) -> tuple[int, list[Concept]]:
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

    def _single(self, reading: _Reading, place: int) -> list[Concept]:
        word = reading.words[place]
        if word in self._index.surface:
            reading.said.append(word)
            return [self._concept(word, *self._called(word))]
        if self._lexicon.known(word) >= 0:
            reading.said.append(word)
            beside = self._guesses.respelt_beside(reading.words, place)
            return [self._concept(word, *self._put(word, tuple(beside)))]
        others = self._lexicon.same((stem(word),))
        if others:
            reading.said.append(word)
            ways = [
                Way(way.terms, max(way.strength, ABBREVIATED)) for way in self._lexicon.ways(others)
            ]
            return [self._concept(word, max(self._lexicon.weight(way.terms) for way in ways), ways)]
        return self._unknown(reading, place)

    def _put(self, word: str, beside: tuple[Way, ...] = ()) -> tuple[float, list[Way]]:
        """What a known word weighs and how the notes may put it; *beside* are mere guesses."""
        term = self._lexicon.known(word)
        others = self._lexicon.ways(self._lexicon.same((stem(word),)))
        ways = [Way((term,), 1.0), *self._lexicon.meant(term, others), *beside]
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

    def _unknown(self, reading: _Reading, place: int) -> list[Concept]:
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
        asking = ("" if is_common else self._guesses.speller.nearest(word, _ASKING)) or _asks(word)
        if asking and asking != word and self._lexicon.known(asking) >= 0:
            reading.said.append(asking)
            reading.meant[place] = asking
            reading.changed = True
            return self._single(_Reading([asking]), 0)
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
            ways = ways or self._lexicon.begins(word) or self._guesses.common(word)
        concept = self._concept(word, UNKNOWN, ways)
        concept.guessed = bool(initials) and not begun
        if ways:
            return [concept]
        if word.isdigit():
            concept.weight = UNKNOWN_NUMBER
        elif _NEVER_NAMES.match(word) or self._guesses.may_say_nothing(word):
            concept.weight = UNKNOWN * LIKE_A_VERB
        else:
            concept.foreign = True
        return [concept]

    def _guessed(self, reading: _Reading, place: int) -> list[Concept]:
        """What an unknown word was probably meant as."""
        parts = self._guesses.split(reading.words[place])
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
            return self._single(_Reading(list(parts)), 0)
        used, concepts = self._phrase(_Reading(list(parts)), 0)
        if used:
            return concepts
        terms = tuple(self._lexicon.known(part) for part in parts)
        if -1 not in terms and self._index.beside(*terms):
            weight = self._lexicon.weight(terms) * TWO_WORDS
            return [Concept(" ".join(parts), weight, (Way(terms, 1.0),))]
        rest = [part for part in parts if part not in STOP]
        found = [one for part in rest for one in self._single(_Reading([part]), 0)]
        for concept in found:
            concept.run_together = len(rest) > 1
        return found

    def _weigh(self, understood: Understood) -> None:
        """Words that only ask count little; words for lists somewhat more."""
        lists = any(_ends_in_list(concept) for concept in understood.concepts)
        for concept in understood.concepts:
            if concept.number:
                if lists and concept.text.isdigit() and len(concept.text) < 3:
                    concept.weight *= COUNTS_LIST
                continue
            if _is_list(concept.text):
                concept.listing = True
                concept.kind = 0
                concept.weight = LIST_SHARE * min(
                    [concept.weight, *(self._lexicon.weight(way.terms) for way in concept.ways)]
                )
                concept.weak = concept.text in WEAK
            elif concept.weak:
                concept.weight *= WEAK_SHARE / 4 if concept.text in COMPARING else WEAK_SHARE
            elif _is_ordinary(concept.text) and not self._lexicon.is_name(concept.text):
                concept.weight *= ORDINARY_SHARE
                concept.foreign = False
            elif concept.text in self._index.makers:
                concept.weight *= WEAK_SHARE
                concept.weak = True
            elif concept.ways and self._lexicon.is_name(concept.text):
                concept.names = True
                concept.weight = max(concept.weight, NAME)


def _without_general(spoken: list[str]) -> list[str]:
    """What was typed without words that ask for anything there is: "lambda facts" is "lambda"."""
    return [word for word in spoken if word not in GENERAL] or spoken


def _asks_whether(spoken: str) -> bool:
    """Whether yes or no is an answer: "can it …", or "it can …" where nothing else is asked."""
    inside = _MAY.search(spoken) and not _ASKS_WHAT.search(spoken)
    return bool(inside or _CAN.match(spoken))


def _together(spoken: str) -> str:
    """*spoken* with "how" beside the word it asks with, wherever that was typed: "often … how"."""
    typed = spoken.split()
    if "how" not in typed or any(f"how {measure}" in spoken for measure in _HOW):
        return spoken
    measures = [word for word in typed if word in _HOW]
    return f"{spoken} how {measures[0]}" if measures else spoken


def _meaning(concept: Concept) -> tuple[int, ...] | str:
    """What two words share that are forms of one: "groups in a group" names one thing."""
    return concept.ways[0].terms if concept.ways else concept.text


def _ends_in_list(concept: Concept) -> bool:
    return _is_list(concept.text.rsplit(" ", 1)[-1])


def _asks(word: str) -> str:
    """*word* if it is a form of one that asks: "asks"."""
    return word if any(bare in WEAK for bare in _bare(word)) else ""


def _bare(word: str) -> Iterator[str]:
    return (word.removesuffix(ending) for ending in ("", "s", "es", "d", "ed", "ing"))


@lru_cache(maxsize=4096)
def _is_ordinary(word: str) -> bool:
    """Whether *word* is a form of one of everyday life, or says how something is done."""
    return any(bare in ORDINARY for bare in _bare(word)) or (word.endswith("ly") and len(word) > 6)


@lru_cache(maxsize=4096)
def _is_list(word: str) -> bool:
    """Whether *word* is one for a list, in whichever spelling: "flavours"."""
    return word in LISTS or (word.endswith("s") and stem(word) in _LIST_STEMS)


def _drop(words_left: list[str], spelled: list[str]) -> None:
    """Take the first occurrence of *spelled* out of *words_left*."""
    for place in range(len(words_left) - len(spelled) + 1):
        if words_left[place : place + len(spelled)] == spelled:
            del words_left[place : place + len(spelled)]
            return
