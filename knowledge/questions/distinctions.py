"""What tells one name from another however alike they look: no slip of the finger changes it.

World War I is no misspelt World War II, nor is lactose a misspelt lactase.
"""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.language.lists import lines_of

_FIGURE = re.compile(r"\d+")
_NUMERAL = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


def marks(name: str) -> list[str]:
    """The figures, Roman numerals and lone letters of a name in its normal form.

    An "a" is a letter only at the end, elsewhere an article.

    >>> marks("type ii error"), marks("once a day"), marks("hepatitis a")
    (['ii'], [], ['a'])
    """
    words = name.split()
    lone = [word for word in words if _NUMERAL.fullmatch(word) or _is_letter(word)]
    lone = [word for word in lone if word != "a" or words[-1] == "a"]
    return sorted(_FIGURE.findall(name) + lone)


def opposites(name: str) -> Iterator[str]:
    """What would say something else with nearly the same letters: hypo for hyper, -ite for -ate."""
    words = name.split()
    for place, word in enumerate(words):
        for other in _turned(word):
            yield " ".join((*words[:place], other, *words[place + 1 :]))


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isalpha() and word.isascii()


def _turned(word: str) -> Iterator[str]:
    for parts in _opposed():
        for part in parts:
            bare = part.strip("-")
            rest = word.removeprefix(bare) if part.endswith("-") else word.removesuffix(bare)
            if rest != word:
                others = (one for one in parts if one != part)
                yield from (_joined(rest, other) for other in others)


def _joined(rest: str, part: str) -> str:
    return part.strip("-") + rest if part.endswith("-") else rest + part.strip("-")


@cache
def _opposed() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in lines_of("opposed_parts"))
