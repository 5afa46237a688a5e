"""Finds facts of several notes that state the same thing in other words.

"Timeout: max 900 sec" and "Maximum execution time: 15 minutes" agree when they stand in the same
topic, have the same numbers after conversion, bound and deny alike, and say it of the same thing.
In doubt they stay apart: that two notes agree is only worth telling if it is so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from knowledge.language.units import NUMBER_WORDS, RATE_UNITS, UNITS
from knowledge.search import aliases
from knowledge.search.columns import Gathered
from knowledge.search.everyday import SAME, STOP
from knowledge.search.measuring import BOUNDS, DENIES, KINDS
from knowledge.search.words import stem, words

MOST_ALIKE = 40  # so many facts with the same numbers are compared, each with each
MOST_EXTRA = 2  # words that only one of two has
_LIMITS = re.compile(r"\blimit|\bmax|\bquota", re.IGNORECASE)
_NAME = re.compile(r"\b\w*[A-Z]\w*[A-Z]\w*\b|\b[A-Za-z]+\d+\w*\b|(?<=[a-z,] )[A-Z][a-z]+")
_MEASURING = frozenset(name.lower() for name in (*UNITS, *RATE_UNITS, *NUMBER_WORDS))
_SAYS_LITTLE = frozenset(
    stem(word)
    for word in """size limit limits limitation limitations quota max maximum min minimum default
    defaults up range ranges period number count value total amount support supports allowed
    configurable configured set least most each overview notes features key important general
    default limited note points considerations basics aws amazon between less more than""".split()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """What a fact says beside its numbers."""

    fact: int
    words: Set[str]  # of its own text and of the bullets above it
    heads: Set[str]  # of the heading
    names: Set[str]  # those of both that look like names
    marks: int  # how it bounds and denies


def agreeing(gathered: Gathered, names: Mapping[str, Set[str]]) -> Iterator[list[int]]:
    """Groups of facts that agree, each in the notes' order; *names* are the topics' own words."""
    stating = np.flatnonzero(gathered.stated)
    keys = zip(gathered.topic_of[stating].tolist(), gathered.stated[stating].tolist(), strict=True)
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for fact, key in zip(stating.tolist(), keys, strict=True):
        alike[key].append(fact)
    for (topic, _), facts in alike.items():
        if len(facts) > 1:
            own = names.get(gathered.topics[topic], frozenset())
            yield from _groups([_statement(gathered, n, own) for n in facts[:MOST_ALIKE]])


def _groups(statements: list[Wording]) -> Iterator[list[int]]:
    groups: list[list[Wording]] = []
    for statement in statements:
        fitting = (g for g in groups if all(_agree(statement, other) for other in g))
        group = next(fitting, None)
        if group is None:
            groups.append([statement])
        else:
            group.append(statement)
    yield from ([one.fact for one in group] for group in groups if len(group) > 1)


def _agree(one: Wording, other: Wording) -> bool:
    """Whether two facts with the same numbers say the same of the same thing."""
    less, more = sorted((one, other), key=lambda statement: len(statement.words))
    extra = more.words - less.words - less.heads
    apart = (one.heads - other.words - other.heads, other.heads - one.words - one.heads)
    subject = (less.words or less.heads) & (more.words | more.heads)
    return (
        one.marks == other.marks
        and less.words <= more.words | more.heads
        and bool(subject)
        and len(extra) <= MOST_EXTRA
        and not all(apart)  # each under a heading that the other knows nothing of
        and not (extra | apart[0] | apart[1]) & (one.names | other.names)
    )


def _statement(gathered: Gathered, fact: int, topic: Set[str]) -> Wording:
    limits, said, headed, named = (
        frozenset(told.split(" ")) - {""} for told in gathered.wordings.text(fact).split("\n")
    )
    flags = int(gathered.flags[fact]) & (BOUNDS | DENIES) | (KINDS["most"] if limits else 0)
    own, heads = said - topic, headed - topic
    return Wording(fact, own, heads, named & (own | heads), flags)


def wording(text: str, bullets: Sequence[str], headings: Sequence[str]) -> str:
    """What a fact that states figures says beside them, as text that `agreeing` reads.

    The bullets and headings are those it stands under, the nearest first.
    """
    heading = next(iter(headings), "")
    said = " ".join((*bullets, text))
    limits = any(map(_LIMITS.search, (*bullets, *headings)))
    own, heads = _content(said), _content(heading)
    named = {stem(word) for name in _NAME.findall(f"{said} {heading}") for word in words(name)}
    parts = (own, heads, named & (own | heads))
    return "\n".join(("limits" if limits else "", *(" ".join(sorted(part)) for part in parts)))


def _content(text: str) -> set[str]:
    """What *text* speaks of: its words by one name each, without numbers and units."""
    spelled = [word for word in words(text) if word not in STOP and not word[0].isdigit()]
    stems = [stem(w) for w in spelled if w not in _MEASURING]
    found: set[str] = set()
    place = 0
    while place < len(stems):
        pair = tuple(stems[place : place + 2])
        size = 2 if pair in _CALLED else 1
        found.update(_CALLED.get(pair[:size], pair[:size]))
        place += size
    return found - _SAYS_LITTLE


def _first_names() -> dict[aliases.Phrase, aliases.Phrase]:
    """What each everyday phrase is called: the first of its group."""
    called: dict[aliases.Phrase, aliases.Phrase] = {}
    for group in SAME:
        first, *others = (aliases.phrase(text) for text in group)
        for other in others:
            called.setdefault(other, first)
    return called


_CALLED = _first_names()
