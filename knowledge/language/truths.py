"""True and false, yes and no: options that speak for themselves."""

from collections.abc import Iterable
from functools import cache

from knowledge.language.lists import lines_of


def is_true_or_false(options: Iterable[str]) -> bool:
    """Whether the options are just these two words, in one language.

    >>> is_true_or_false(["False", "True"]), is_true_or_false(["Yes", "No", "Maybe"])
    (True, False)
    """
    return tuple(sorted(option.strip(" .").casefold() for option in options)) in _pairs()


@cache
def _pairs() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(sorted(line.split())) for line in lines_of("truths"))
