"""One thing under two names: "Migration Service (MGN)" and "(AMS)", template.yaml and .yml."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from rapidfuzz.distance import DamerauLevenshtein

from knowledge.conflicts.pairs import conflict
from knowledge.language.names import NameBook, fold, fold_words
from knowledge.model import Conflict, Fact

_WORD = r"[A-Z][\w&-]*"
_LONG = rf"(?:{_WORD}\s(?:(?:of|and|for|to|the)\s)?){{1,5}}{_WORD}"
_SHORT = r"[A-Z][A-Za-z0-9]{1,6}"
_NAMED = re.compile(rf"({_LONG})\s\(({_SHORT})\)|\b({_SHORT})\s\(({_LONG})\)")
_FILE = re.compile(r"\b([a-z][\w-]*)\.(ya?ml|json|toml|conf|ini|txt|xml)\b")
_SLIP = 1  # letters: ALB and ALP are a typing error, not two names


def find_misnamed(facts: Sequence[Fact], book: NameBook) -> Iterator[Conflict]:
    """Pairs of places that abbreviate one name differently, or spell one out differently."""
    shorts: dict[str, dict[str, Fact]] = defaultdict(dict)
    longs: dict[str, dict[str, Fact]] = defaultdict(dict)
    files: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        for long, short in _names(fact, book):
            initials = _abbreviates(short, long)
            if initials or book.find(long) in book.topics:
                shorts[book.key(long)].setdefault(short, fact)
            if initials:
                longs[fold(short)].setdefault(long, fact)
        for stem, ending in _FILE.findall(fact.text):
            files[f"{book.key(fact.topic)} {stem}"].setdefault(f"{stem}.{ending}", fact)
    for long, spelled in shorts.items():
        if any(_abbreviates(short, long) for short in spelled):
            yield from _pairs({long: spelled}, "abbreviation", _other_letters)
    yield from _pairs(longs, "full name", _other_word)
    yield from _pairs(files, "file name", _other_ending)


def _names(fact: Fact, book: NameBook) -> Iterator[tuple[str, str]]:
    for text in dict.fromkeys((fact.text, *fact.parents[-1:], *fact.path[-1:])):
        for found in _NAMED.finditer(text):
            long, short = found[1] or found[4], found[2] or found[3]
            first, _, rest = long.partition(" ")
            if first.lower() in book.prefixes or first in ("The", "A", "An"):
                long = rest
            yield long, short


def _pairs(
    names: dict[str, dict[str, Fact]], what: str, differ: Callable[[str, str], bool]
) -> Iterator[Conflict]:
    for spelled in names.values():
        first, *others = spelled.items()
        for name, fact in others:
            if differ(first[0], name):
                yield conflict(fact.topic, what, (first[1], first[0]), (fact, name), "low")


def _other_letters(one: str, other: str) -> bool:
    capitals = one.isupper() and other.isupper() and min(len(one), len(other)) > 2
    return capitals and DamerauLevenshtein.distance(fold(one), fold(other)) > _SLIP


def _other_word(one: str, other: str) -> bool:
    """Whether exactly one word is another, though it begins alike: "Computer", "Compute"."""
    left, right = _core(one), _core(other)
    if len(left) != len(right):
        return False
    odd = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    return len(odd) == 1 and odd[0][0][0] == odd[0][1][0]


def _core(name: str) -> list[str]:
    """The words of a name; "Service" at its end is left out as often as not."""
    words = fold_words(name)
    return words[:-1] if words[-1:] == ["service"] else words


def _other_ending(one: str, other: str) -> bool:
    return one != other


def _abbreviates(short: str, long: str) -> bool:
    """Whether most letters of *short* begin words of *long*."""
    initials = {word[0] for word in fold_words(long)} | {"a"}
    letters = [letter for letter in short.lower() if letter.isalpha()]
    return sum(letter in initials for letter in letters) * 2 > len(letters)
