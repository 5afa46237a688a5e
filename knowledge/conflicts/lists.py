"""Two lists of what one topic supports, each with something that the other lacks."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from knowledge.conflicts.counts import listed_names
from knowledge.conflicts.pairs import conflict
from knowledge.language.names import NameBook
from knowledge.model import Conflict, Fact

_SUPPORTED = re.compile(
    r"^(?:supports|(?:\w+\s)?supported\s\w+|(?:database\s)?engines|(?:\w+\s)?languages|runtimes):"
    r"\s(?P<list>.+)|\b(?:runtime|language|engine)s?(?:\ssupport)?\s\((?P<more>[^()]+)\)$",
    re.IGNORECASE,
)
_FEWEST = 3  # names; fewer are examples
_LISTS = 20  # of one topic; more of them are about many things


def find_other_lists(facts: Sequence[Fact], book: NameBook) -> Iterator[Conflict]:
    """Pairs of lists that mean the same kind of thing and cannot both be complete."""
    lists: dict[str, list[tuple[Fact, str, frozenset[str]]]] = defaultdict(list)
    for fact in facts:
        found = _SUPPORTED.search(fact.text)
        text = (found["list"] or found["more"]) if found else ""
        if len(names := listed_names(text)) >= _FEWEST:
            lists[fact.topic].append((fact, text, frozenset(map(book.key, names))))
    for topic, several in lists.items():
        for one, other in combinations(several[:_LISTS], 2):
            if one[0].id != other[0].id and _differ(one[2], other[2]):
                yield conflict(topic, "what is supported", one[:2], other[:2], "low")


def _differ(one: frozenset[str], other: frozenset[str]) -> bool:
    """A longer list may only say more; two that both lack something contradict one another."""
    alike = len(one & other) * 2 > min(len(one), len(other))
    return alike and bool(one - other) and bool(other - one)
