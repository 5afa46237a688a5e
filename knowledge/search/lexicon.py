"""The words of the notes as a query meets them: by form, by other names, by initials."""

import bisect

from knowledge.search import aliases
from knowledge.search.concepts import Way
from knowledge.search.everyday import STOP
from knowledge.search.index import Index
from knowledge.search.spelling import SHORTEST
from knowledge.search.words import stem, words

MINED, EVERYDAY = 0.97, 0.8  # how well another name fits: one from the notes, one kept by hand
ABBREVIATED = 0.95  # a word that only stands for others is meant so
RARELY = 3
_MOST_BEGUN = 200
_LONGEST_INITIALS = 4
_FEWEST_LETTERS = 5
_SHORTEST_BEGUN, _COMMON = 3, 5  # fewer letters only stand for words that are so common


class Lexicon:
    """What the notes call things."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._same = self._equivalents()
        self._names = {
            aliases.without(aliases.phrase(name), index.makers)
            for topic, others, _ in index.known_topics
            for name in (topic, *others)
        }
        self._titled = {(first, second) for first, second in index.title_pairs}
        self._spelt = {
            " ".join(word for word in words(name) if word not in index.makers)
            for topic, others, _ in index.known_topics
            for name in (topic, *others)
        }
        named = (*self._same, *self._names, *self._titled)
        self._first_words = {name[0] for name in named if len(name) > 1}
        self.longest = max((len(name) for name in (*self._same, *self._names)), default=1)
        self.misspelt: dict[int, list[int]] = {}
        for wrong, right in index.misspelt:
            self.misspelt.setdefault(wrong, []).append(right)
            self.misspelt.setdefault(right, []).append(wrong)

    def _equivalents(self) -> dict[aliases.Phrase, dict[aliases.Phrase, float]]:
        """Other ways to say a phrase, with how well they fit; only what the notes contain."""
        same: dict[aliases.Phrase, dict[aliases.Phrase, float]] = {}
        kinds = ((self._index.groups, MINED), (aliases.everyday(), EVERYDAY))
        for groups, strength in kinds:
            for group in groups:
                known = [name for name in group if self.terms(name)]
                for name in group:
                    others = {other: strength for other in known if other != name}
                    for other, fit in others.items():
                        known_fit = same.setdefault(name, {}).get(other, 0.0)
                        same[name][other] = max(fit, known_fit)
        return {name: others for name, others in same.items() if others}

    def same(self, name: aliases.Phrase) -> dict[aliases.Phrase, float]:
        """What else the notes call *name*, with how well it fits."""
        return self._same.get(name, {})

    def terms(self, name: aliases.Phrase) -> tuple[int, ...]:
        """The term numbers of a phrase, () unless the notes have every word."""
        numbers = tuple(self._index.terms.get(word, -1) for word in name)
        return () if -1 in numbers else numbers

    def ways(self, others: dict[aliases.Phrase, float]) -> list[Way]:
        if not others:
            return []
        found = [Way(self.terms(other), fit) for other, fit in others.items()]
        return sorted((way for way in found if way.terms), key=lambda way: -way.strength)

    def weight(self, terms: tuple[int, ...]) -> float:
        return max((self._index.weights[term] for term in terms), default=0.0)

    def known(self, word: str) -> int:
        """The term of a word that the notes have in this or another form, else -1."""
        index = self._index
        surface = index.surface.get(word, -1)
        if surface >= 0:
            return int(index.surface_terms[surface])
        term = index.terms.get(stem(word), -1)
        if term < 0 and len(word) < SHORTEST:
            term = index.terms.get(word[:-1] if word.endswith("s") else f"{word}s", -1)
        return term

    def meant(self, term: int, ways: list[Way]) -> list[Way]:
        """A word that the notes hardly use stands for the one that they use instead."""
        index = self._index
        if not ways or index.frequency(term) > RARELY:
            return ways
        return [
            Way(way.terms, ABBREVIATED)
            if min(index.frequency(t) for t in way.terms) > 10 * index.frequency(term)
            else way
            for way in ways
        ]

    def as_two(self, word: str, term: int) -> list[Way]:
        """A rare word may be two that the notes mostly have apart: "route53"."""
        index = self._index
        if len(word) < SHORTEST or word.isdigit():
            return []
        least = 1 if index.frequency(term) <= RARELY else 3
        for cut in range(least, len(word) - least + 1):
            first = self.known(word[:cut])
            second = self.known(word[cut:]) if first >= 0 else -1
            if second >= 0 and index.beside(first, second):
                return [Way((first, second), 0.97)]
        return []

    def shortened(self, word: str, term: int) -> list[Way]:
        """What a short word begins that the notes hardly have itself: "org"."""
        short = word.removesuffix("s")
        if self._index.frequency(term) > RARELY or len(short) > _SHORTEST_BEGUN:
            return []
        begun = self.begins(short)
        return [way for way in self.meant(term, begun) if way.strength == ABBREVIATED]

    def initials(self, word: str) -> list[Way]:
        if not 2 <= len(word) <= _LONGEST_INITIALS or not word.isalpha():
            return []
        names = self._index.initials.get(word) or self._index.initials.get(word.rstrip("s"), [])
        found = [Way(self.terms(tuple(name)), 0.8) for name in names]
        return [way for way in found if way.terms]

    def begins(self, word: str) -> list[Way]:
        """The commonest words that begin with what was typed: "dynamo"."""
        index = self._index
        enough = 1 if len(word) >= _FEWEST_LETTERS else _COMMON
        if len(word) < _SHORTEST_BEGUN or not word.isalpha():
            return []
        ordered = index.ordered
        first = bisect.bisect_left(ordered, word)
        last = bisect.bisect_right(
            ordered, word + "\uffff", first, min(len(ordered), first + _MOST_BEGUN)
        )
        begun = [index.surface[surface] for surface in ordered[first:last]]
        begun = [n for n in begun if index.surface_counts[n] >= enough]
        begun.sort(key=lambda n: (-int(index.surface_counts[n]), n))
        terms = dict.fromkeys(int(index.surface_terms[n]) for n in begun[:4])
        return [Way((term,), 0.75) for term in list(terms)[:2]]

    def begins_phrase(self, word: str) -> bool:
        """Whether any name of several words begins so."""
        return word in self._first_words

    def names(self, name: aliases.Phrase) -> bool:
        """Whether a topic is called just this."""
        return name in self._names

    def titles(self, name: aliases.Phrase) -> bool:
        """Whether a heading is called so, its topic's name aside."""
        return name in self._titled

    def calls_so(self, typed: list[str]) -> bool:
        """Whether a topic's name is just what was typed, small words and all."""
        return " ".join(typed) in self._spelt

    def is_name(self, text: str) -> bool:
        """Whether a topic is called so; "setup" is no name though some topic be called "Config"."""
        name = tuple(stem(word) for word in text.split() if word not in STOP)
        enough = EVERYDAY if not self.terms(name) else MINED
        return name in self._names or any(
            other in self._names and fit >= enough for other, fit in self.same(name).items()
        )
