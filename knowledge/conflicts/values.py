"""One thing said of two levels, of two owners, or billed by two units: what is not in figures."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.conflicts.pairs import conflict
from knowledge.conflicts.sayings import Saying
from knowledge.conflicts.stems import GENERAL
from knowledge.language.names import NameBook, fold
from knowledge.model import Conflict

_TIMES = "second|minute|hour|day|month|millisecond"


@dataclass(frozen=True, slots=True)
class _Kind:
    """An attribute with words for values, and how it is recognised."""

    name: str
    value: re.Pattern[str]
    enough: int  # telling words that both sayings must share
    where: re.Pattern[str] | None = None


_KINDS = (
    _Kind("level", re.compile(r"\b([a-z]{4,})[- ]level\b", re.IGNORECASE), 1),
    _Kind(
        "billing unit",
        re.compile(rf"\b(?:per|number of|by|of|in)\s(?:[a-z]+\s)?({_TIMES})s?\b", re.IGNORECASE),
        1,
        re.compile(r"\b(?:pric\w+|bill\w+|charg\w+|pay|cost\w*|based on)\b", re.IGNORECASE),
    ),
)


def find_other_values(sayings: Sequence[Saying], book: NameBook) -> Iterator[Conflict]:
    """Pairs of sayings that give one attribute of one topic two values."""
    for kind in _KINDS:
        said: dict[str, list[tuple[Saying, str]]] = defaultdict(list)
        for saying in sayings:
            value = _value(kind, saying)
            for topic in saying.about - book.prefixes if value else ():
                said[topic].append((saying, value))
        for topic, pairs in said.items():
            for place, one in enumerate(pairs):
                for other in pairs[place + 1 :]:
                    known = topic in (one[0].topic, other[0].topic)
                    if known and one[1] != other[1] and _same(one[0], other[0], kind.enough):
                        yield _conflict(kind, book.find(topic) or topic, one[0], other[0])


def _value(kind: _Kind, saying: Saying) -> str:
    found = kind.value.search(saying.text)
    if not found or (kind.where and not kind.where.search(saying.fact.text)):
        return ""
    return fold(found[1])


def _same(one: Saying, other: Saying, enough: int) -> bool:
    a, b = one.fact, other.fact
    if a.id == b.id or (a.file == b.file and a.block == b.block):
        return False
    if one.labels - other.all_words or other.labels - one.all_words:
        return False
    return len((one.words & other.words) - GENERAL) >= enough


def _conflict(kind: _Kind, topic: str, one: Saying, other: Saying) -> Conflict:
    return conflict(topic, kind.name, (one.fact, one.text), (other.fact, other.text), "medium")
