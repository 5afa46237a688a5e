"""Reads a query: which things it names, how much each of them says, and what would answer it.

A query becomes concepts. Each has a weight (its share of the query's information: rare words much,
everyday words little, unknown words most) and the terms of the notes that would stand for it.
"""

import re

from knowledge.language.quantities import quantities
from knowledge.search.concepts import Concept, Understood, Way
from knowledge.search.everyday import COMPARING, GENERAL, STOP
from knowledge.search.index import Index
from knowledge.search.lexicon import Lexicon
from knowledge.search.measuring import SPECIFIC
from knowledge.search.recognizing import Reading, Recognizer
from knowledge.search.wanting import read_wants
from knowledge.search.weighing import ends_in_list, weigh
from knowledge.search.words import measures, words

LONGEST_QUERY = 400  # characters; more is no query
MOST_WORDS = 32
_PEOPLE = frozenset(
    "i id im ive ill my me mine you your yours we our he she him her his they them their".split()
)
_OF_CODE = re.compile(r"[<>{}();=*\\|`]")
_RATE = re.compile(r"(?<![\d.])(\d+) ?(?:/|per |a )(second|minute|hour|day)\b")


class Understanding:
    """Reads queries against the vocabulary of one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._lexicon = Lexicon(index)
        self._recognizer = Recognizer(index, self._lexicon)

    def read(self, query: str) -> Understood:
        """Read *query*. Total: whatever it is, something comes out, if only an empty reading."""
        query = query[:LONGEST_QUERY]
        understood = Understood()
        typed = " ".join(query.lower().split()).strip("?!. ")
        understood.literal = typed if any(not c.isalnum() for c in typed) else ""
        spoken = _without_general(words(query)[:MOST_WORDS])
        understood.words, understood.small_words = len(spoken), sum(map(STOP.__contains__, spoken))
        understood.signs = len(_OF_CODE.findall(query))
        understood.of_people = not _PEOPLE.isdisjoint(spoken)
        reading = Reading(list(spoken))
        self._read_rates(query, understood, reading)
        self._read_quantities(query, understood, reading)
        typed_words = frozenset(reading.words)
        measured, as_typed = understood.concepts, list(reading.words)
        understood.concepts = []
        self._recognizer.read_words(understood, reading)
        if reading.changed:
            understood.read_as = " ".join(reading.said)
        if reading.meant:
            understood.concepts = self._recognizer.read_corrected(understood, reading, as_typed)
        understood.concepts = measured + understood.concepts
        read_wants(understood, f"{' '.join(spoken)} {understood.read_as}")
        weigh(understood, self._lexicon, self._index.makers)
        understood.compares = bool(COMPARING & typed_words)
        lists = any(ends_in_list(concept) for concept in understood.concepts)
        lists = lists and not (understood.wants & SPECIFIC or understood.asks_whether)
        understood.wants_list = understood.compares or lists
        telling = [c for c in understood.concepts if not c.weak]
        asks = understood.wants or understood.asks_whether
        understood.bare = len(telling) == 1 and not asks
        return understood

    def _read_rates(self, query: str, understood: Understood, reading: Reading) -> None:
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

    def _read_quantities(self, query: str, understood: Understood, reading: Reading) -> None:
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


def _without_general(spoken: list[str]) -> list[str]:
    """What was typed without words that ask for anything there is: "lambda facts" is "lambda"."""
    return [word for word in spoken if word not in GENERAL] or spoken


def _drop(words_left: list[str], spelled: list[str]) -> None:
    """Take the first occurrence of *spelled* out of *words_left*."""
    for place in range(len(words_left) - len(spelled) + 1):
        if words_left[place : place + len(spelled)] == spelled:
            del words_left[place : place + len(spelled)]
            return
