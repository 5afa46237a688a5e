"""Reads a query: which things it names, how much each of them says, and what would answer it.

A query becomes concepts. Each has a weight (its share of the query's information: rare words much,
everyday words little, unknown words most) and the terms of the notes that would stand for it.
"""

import bisect
import re
from dataclasses import dataclass, field

from knowledge.quantities import quantities
from knowledge.search import aliases
from knowledge.search.everyday import COMPARING, EXPLAINING, HINTED, LISTS, MEASURED, WANTS, WEAK
from knowledge.search.index import Index
from knowledge.search.measuring import KINDS, SPECIFIC
from knowledge.search.spelling import SHORTEST, Speller, edits_allowed
from knowledge.search.words import STOP, measures, stem, words

LONGEST_QUERY = 400  # characters; more is no query
MOST_WORDS = 32
MOST_ALTERNATIVES = 8
UNKNOWN = 1.15  # an unknown name says more than any known word
ORDINARY = 0.45  # an unknown word that is formed like a verb or an adverb is rarely a name
WEAK_SHARE = 0.28
WEAK_UNKNOWN = 0.12
NAME = 0.5  # what a topic's name weighs at least, however often the notes have it
ABBREVIATED = 0.95  # a word that only stands for others is meant so
TWO_WORDS = 1.1
ASKED = 0.95  # "how long": that a duration is stated, before it is weighed as a word that asks
RARELY = 3
_MOST_BEGUN = 200
LIST_SHARE = 0.55
_NEVER_NAMES = re.compile(r".{3,}(?:ing|ed|ly|ful|less|able|ness|ously|iest)$")
_CAN = re.compile(r"\b(?:can|could|does|do|is|are|should|must|will|may)\b")


@dataclass(frozen=True, slots=True)
class Way:
    """One way the notes may put a concept: terms that must all be there, and how well it fits."""

    terms: tuple[int, ...]
    strength: float


@dataclass(slots=True)
class Concept:
    """One thing the query names."""

    text: str
    weight: float
    ways: tuple[Way, ...]
    weak: bool = False
    number: bool = False
    foreign: bool = False  # a name, by its looks, that the notes don't have
    guessed: bool = False  # its spelling was changed
    names: bool = False  # it is a topic of the notes
    listing: bool = False  # a word for a list: "types", "limits"
    hint: int = 0  # a fact that measures this may have meant it
    kind: int = 0  # a fact that measures this has said it, whatever its words


@dataclass(slots=True)
class Understood:
    """A query as it was read."""

    concepts: list[Concept] = field(default_factory=list)
    wants: int = 0
    asks_whether: bool = False
    wants_list: bool = False
    explains: bool = False  # asks how something works
    bare: bool = False  # names one thing and asks nothing
    compares: bool = False  # names things to be set side by side
    read_as: str = ""
    literal: str = ""  # the query itself, where it could stand in a text

    @property
    def weight(self) -> float:
        return sum(concept.weight for concept in self.concepts)


@dataclass(slots=True)
class _Reading:
    """What is known half-way: the words, what they become, and where we are."""

    words: list[str]
    said: list[str] = field(default_factory=list)
    changed: bool = False


class Understanding:
    """Reads queries against the vocabulary of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._speller = Speller(index)
        self._same = self._equivalents()
        self._names = {
            aliases.without(aliases.phrase(name), index.makers)
            for topic, others, _ in index.known_topics
            for name in (topic, *others)
        }
        self._longest = max((len(name) for name in self._same), default=1)
        self._misspelt: dict[int, list[int]] = {}
        for wrong, right in index.misspelt:
            self._misspelt.setdefault(wrong, []).append(right)
            self._misspelt.setdefault(right, []).append(wrong)

    def _equivalents(self) -> dict[aliases.Phrase, dict[aliases.Phrase, float]]:
        """Other ways to say a phrase, with how well they fit; only what the notes contain."""
        same: dict[aliases.Phrase, dict[aliases.Phrase, float]] = {}
        kinds = ((self._index.groups, 0.97), (aliases.everyday(), 0.8))
        for groups, strength in kinds:
            for group in groups:
                known = [name for name in group if self._terms(name)]
                for name in group:
                    others = {other: strength for other in known if other != name}
                    for other, fit in others.items():
                        known_fit = same.setdefault(name, {}).get(other, 0.0)
                        same[name][other] = max(fit, known_fit)
        return {name: others for name, others in same.items() if others}

    def _terms(self, name: aliases.Phrase) -> tuple[int, ...]:
        """The term numbers of a phrase, () unless the notes have every word."""
        numbers = tuple(self._index.terms.get(word, -1) for word in name)
        return () if -1 in numbers else numbers

    def read(self, query: str) -> Understood:
        """Read *query*. Total: whatever it is, something comes out, if only an empty reading."""
        query = query[:LONGEST_QUERY]
        understood = Understood()
        typed = " ".join(query.lower().split()).strip("?!. ")
        understood.literal = typed if any(not c.isalnum() for c in typed) else ""
        reading = _Reading(words(query)[:MOST_WORDS])
        spoken = f" {' '.join(reading.words)} "
        for asked, kind in WANTS:
            if f" {asked} " in spoken:
                understood.wants |= KINDS[kind]
                if asked.startswith("how") and not understood.concepts:
                    understood.concepts.append(Concept(asked, ASKED, (), True, kind=KINDS[kind]))
        understood.asks_whether = bool(_CAN.match(spoken.strip()))
        self._read_quantities(query, understood, reading)
        self._read_words(understood, reading)
        if reading.changed:
            understood.read_as = " ".join(reading.said)
        self._weigh(understood)
        understood.compares = bool(COMPARING.intersection(reading.words))
        lists = any(concept.listing for concept in understood.concepts)
        understood.wants_list = understood.compares or (lists and not understood.wants & SPECIFIC)
        understood.explains = spoken.strip().startswith(EXPLAINING)
        naming = [concept for concept in understood.concepts if not concept.weak]
        understood.bare = len(naming) == 1 and not understood.wants
        return understood

    def _read_quantities(self, query: str, understood: Understood, reading: _Reading) -> None:
        """Numbers with units are one concept each, in whatever unit the notes have them."""
        for quantity in quantities(query):
            if quantity.dimension in ("count", "") or not quantity.number:
                continue
            alike = [self._index.terms.get(measure, -1) for measure in measures(quantity.text)]
            ways = [Way((term,), 1.0) for term in alike if term >= 0]
            spelled = words(quantity.text)
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
                used, concepts = self._joined(reading, place) if len(word) == 1 else (0, [])
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
            said = {concept.text for concept in understood.concepts}
            understood.concepts.extend(c for c in concepts if c.text not in said)
            place += used

    def _phrase(self, reading: _Reading, place: int) -> tuple[int, list[Concept]]:
        """A phrase of several words that the notes also say otherwise."""
        for size in range(min(self._longest, len(reading.words) - place), 1, -1):
            typed = reading.words[place : place + size]
            if typed[-1] in STOP:
                continue
            name = tuple(stem(word) for word in typed if word not in STOP)
            others = self._same.get(name, {})
            if len(name) < 2 or not others:
                continue
            own = self._terms(name)
            ways = ([Way(own, 1.0)] if own else []) + self._ways(others)
            weight = max(self._weight(way.terms) for way in ways)
            reading.said.extend(typed)
            text = " ".join(typed)
            return size, [Concept(text, weight, tuple(ways[:MOST_ALTERNATIVES]))]
        return 0, []

    def _ways(self, others: dict[aliases.Phrase, float]) -> list[Way]:
        found = [Way(self._terms(other), fit) for other, fit in others.items()]
        return sorted((way for way in found if way.terms), key=lambda way: -way.strength)

    def _weight(self, terms: tuple[int, ...]) -> float:
        return max((self._index.weights[term] for term in terms), default=0.0)

    def _joined(self, reading: _Reading, place: int) -> tuple[int, list[Concept]]:
        """Words that the notes write as one: "cloud front", "elastic bean stalk"."""
        index = self._index
        for size in (3, 2):
            typed = reading.words[place : place + size]
            if len(typed) < size or all(word in STOP for word in typed[1:]):
                continue
            surface = index.surface.get("".join(typed), -1)
            if surface < 0 or len("".join(typed)) < 2:
                continue
            term = index.surface_terms[surface]
            apart = [self._known(word) for word in typed]
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
            ways += self._ways(self._same.get((stem("".join(typed)),), {}))
            return size, [Concept("".join(typed), index.weights[term], tuple(ways))]
        return 0, []

    def _known(self, word: str) -> int:
        """The term of a word that the notes have in this or another form, else -1."""
        index = self._index
        surface = index.surface.get(word, -1)
        if surface >= 0:
            return int(index.surface_terms[surface])
        term = index.terms.get(stem(word), -1)
        if term < 0 and len(word) < SHORTEST:
            term = index.terms.get(word[:-1] if word.endswith("s") else f"{word}s", -1)
        return term

    def _single(self, reading: _Reading, place: int) -> list[Concept]:
        word = reading.words[place]
        term = self._known(word)
        others = self._same.get((stem(word),), {})
        if term >= 0:
            reading.said.append(word)
            ways = [Way((term,), 1.0), *self._meant(term, self._ways(others))]
            if word not in self._index.surface:
                ways += self._respelt_beside(reading, place)
            ways += [Way((near,), 0.85) for near in self._misspelt.get(term, ())]
            ways += self._as_two(word, term)
            weight: float = self._index.weights[term]
            weight = min([weight, *(self._weight(w.terms) for w in ways if w.strength > 0.9)])
            return [self._concept(word, weight, ways)]
        if others:
            reading.said.append(word)
            ways = [Way(way.terms, max(way.strength, ABBREVIATED)) for way in self._ways(others)]
            return [self._concept(word, max(self._weight(way.terms) for way in ways), ways)]
        return self._unknown(reading, place)

    def _meant(self, term: int, ways: list[Way]) -> list[Way]:
        """A word that the notes hardly use stands for the one that they use instead."""
        index = self._index
        if index.frequency(term) > RARELY:
            return ways
        return [
            Way(way.terms, ABBREVIATED)
            if min(index.frequency(t) for t in way.terms) > 10 * index.frequency(term)
            else way
            for way in ways
        ]

    def _respelt_beside(self, reading: _Reading, place: int) -> list[Way]:
        """A form that the notes don't have may be a typo: of a word that they have right there."""
        neighbours = self._neighbours(reading, place)
        word = reading.words[place]
        near = self._speller.near(word, edits_allowed(word)) if neighbours else []
        fitting = [surface for _, surface in near if self._fits(surface, neighbours)]
        return [Way((int(self._index.surface_terms[n]),), 0.95) for n in fitting[:2]]

    def _as_two(self, word: str, term: int) -> list[Way]:
        """A rare word may be two that the notes mostly have apart: "route53"."""
        index = self._index
        if len(word) < SHORTEST or word.isdigit():
            return []
        least = 1 if index.frequency(term) <= RARELY else 3
        for cut in range(least, len(word) - least + 1):
            first, second = self._known(word[:cut]), self._known(word[cut:])
            if first >= 0 and second >= 0 and index.beside(first, second):
                return [Way((first, second), 0.97)]
        return []

    def _concept(self, word: str, weight: float, ways: list[Way]) -> Concept:
        number = word[0].isdigit()
        concept = Concept(word, weight, tuple(ways[:MOST_ALTERNATIVES]), number=number)
        concept.weak = word in WEAK and not number
        concept.kind = KINDS.get(MEASURED.get(stem(word), ""), 0)
        concept.hint = KINDS.get(HINTED.get(stem(word), ""), 0)
        return concept

    def _unknown(self, reading: _Reading, place: int) -> list[Concept]:
        """A word that the notes don't have: two run together, an abbreviation, a typo, foreign."""
        word = reading.words[place]
        if self._speller.is_near(word, WEAK):
            reading.said.append(word)
            return [Concept(word, WEAK_UNKNOWN / WEAK_SHARE, (), weak=True)]
        for found in (self._split(word), self._respelt(reading, place)):
            if found:
                reading.said.extend(concept.text for concept in found)
                reading.changed = True
                return found
        reading.said.append(word)
        ways = self._initials(word) or self._begins(word)
        if ways:
            weight = UNKNOWN if word not in WEAK else 0.5
            return [self._concept(word, weight, ways)]
        concept = self._concept(word, UNKNOWN, [])
        if word.isdigit():
            concept.weight = 0.8
        elif _NEVER_NAMES.match(word):
            concept.weight = UNKNOWN * ORDINARY
        else:
            concept.foreign = True
        return [concept]

    def _split(self, word: str) -> list[Concept]:
        """Two words that the notes have side by side: "readreplica", "route53"."""
        if len(word) < SHORTEST:
            return []
        best: tuple[int, list[Concept]] = (0, [])
        for cut in range(1, len(word)):
            first, second = self._known(word[:cut]), self._known(word[cut:])
            if word[:cut] in STOP and cut > 2 and second >= 0:
                return self._apart(word[cut:])
            if first >= 0 and second >= 0 and self._index.beside(first, second):
                shorter = min(cut, len(word) - cut)
                if shorter > best[0]:
                    best = (shorter, self._apart(word[:cut]) + self._apart(word[cut:]))
        return best[1]

    def _apart(self, word: str) -> list[Concept]:
        return self._single(_Reading([word]), 0)

    def _respelt(self, reading: _Reading, place: int) -> list[Concept]:
        """The words of the notes nearest to a typo; one that stands beside its neighbours first."""
        word = reading.words[place]
        allowed = edits_allowed(word)
        if not allowed:
            return []
        near = self._speller.near(word, allowed)
        neighbours = self._neighbours(reading, place)
        if not near and len(word) > SHORTEST and allowed == 1:
            near = [
                (distance, surface)
                for distance, surface in self._speller.near(word, 2)
                if self._fits(surface, neighbours)
            ]
        if not near:
            return []
        return self._corrected(word, near, neighbours)

    def _corrected(
        self, word: str, near: list[tuple[int, int]], neighbours: list[tuple[int, bool]]
    ) -> list[Concept]:
        index = self._index
        ranked = sorted(
            near,
            key=lambda found: (
                found[0]
                - 0.6 * self._fits(found[1], neighbours)
                - 0.3 * (index.surfaces[found[1]][0] == word[0])
                - 0.05 * min(10, int(index.surface_counts[found[1]])) ** 0.5
            ),
        )
        best = ranked[0][1]
        ways: list[Way] = []
        for rank, (distance, surface) in enumerate(ranked[:3]):
            if rank and (distance > ranked[0][0] or index.surfaces[surface][0] != word[0]):
                continue
            term = int(index.surface_terms[surface])
            if all(way.terms != (term,) for way in ways):
                ways.append(Way((term,), (0.97, 0.8, 0.75)[rank]))
        ways += self._ways(self._same.get((stem(index.surfaces[best]),), {}))
        weight = index.weights[ways[0].terms[0]]
        concept = self._concept(index.surfaces[best], weight, ways)
        concept.guessed = True
        return [concept]

    def _neighbours(self, reading: _Reading, place: int) -> list[tuple[int, bool]]:
        """The terms beside a word, and whether each comes before it."""
        found = []
        for step, before in ((-1, True), (1, False)):
            at = place + step
            if 0 <= at < len(reading.words) and reading.words[at] not in STOP:
                term = self._known(reading.words[at])
                if term >= 0:
                    found.append((term, before))
        return found

    def _fits(self, surface: int, neighbours: list[tuple[int, bool]]) -> bool:
        term = int(self._index.surface_terms[surface])
        return any(
            self._index.beside(*((near, term) if before else (term, near)))
            for near, before in neighbours
        )

    def _initials(self, word: str) -> list[Way]:
        if not 2 <= len(word) <= 4 or not word.isalpha():
            return []
        names = self._index.initials.get(word) or self._index.initials.get(word.rstrip("s"), [])
        found = [Way(self._terms(tuple(name)), 0.8) for name in names]
        return [way for way in found if way.terms]

    def _begins(self, word: str) -> list[Way]:
        """The commonest words that begin with what was typed: "dynamo"."""
        if len(word) < 5 or not word.isalpha():
            return []
        index = self._index
        ordered = index.ordered
        first = bisect.bisect_left(ordered, word)
        last = bisect.bisect_right(
            ordered, word + "\uffff", first, min(len(ordered), first + _MOST_BEGUN)
        )
        begun = [index.surface[surface] for surface in ordered[first:last]]
        begun.sort(key=lambda n: (-int(index.surface_counts[n]), n))
        terms = dict.fromkeys(int(index.surface_terms[n]) for n in begun[:4])
        return [Way((term,), 0.75) for term in list(terms)[:2]]

    def _is_name(self, text: str) -> bool:
        name = tuple(stem(word) for word in text.split() if word not in STOP)
        return name in self._names or any(
            other in self._names for other in self._same.get(name, ())
        )

    def _weigh(self, understood: Understood) -> None:
        """Words that only ask count little; words for lists somewhat more."""
        for concept in understood.concepts:
            if concept.number:
                continue
            if concept.text in LISTS:
                concept.listing = True
                concept.weight *= LIST_SHARE
                concept.weak = concept.text in WEAK
            elif concept.weak:
                concept.weight *= WEAK_SHARE / 4 if concept.text in COMPARING else WEAK_SHARE
            elif concept.text in self._index.makers:
                concept.weight *= WEAK_SHARE
                concept.weak = True
            elif concept.ways and self._is_name(concept.text):
                concept.names = True
                concept.weight = max(concept.weight, NAME)


def _drop(words_left: list[str], spelled: list[str]) -> None:
    """Take the first occurrence of *spelled* out of *words_left*."""
    for place in range(len(words_left) - len(spelled) + 1):
        if words_left[place : place + len(spelled)] == spelled:
            del words_left[place : place + len(spelled)]
            return
