"""Text into terms: how a note and a query are cut into words, and which words count as one.

Both sides go through here, so all that matters is that they come out alike. A word is lower case
without accents, cut at anything that is neither letter nor digit; its stem stands for it.
"""

import re
import unicodedata
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise

from knowledge.language.quantities import quantities

LONGEST_WORD = 40  # what is longer is no word that anybody types twice

_NUMBER = r"\d+(?:,\d{3})+(?:\.\d+)?(?!\w)|\d+\.\d+(?![\w.])"
_WORD = re.compile(rf"{_NUMBER}|[^\W_]+")
_ASCII_WORD = re.compile(rf"[a-z][a-z0-9]*|{_NUMBER}|[a-z0-9]+", re.ASCII)  # in half the time
_APOSTROPHES = "'’ʼ`"
_APOSTROPHE = re.compile(rf"(?<=\w)[{_APOSTROPHES}](s\b)?(?=\w|\b)")
_HUMPS = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[a-z]+|\d+")
_IDENTIFIER = re.compile(r"\b[A-Za-z]+(?:[a-z][A-Z]|[A-Z]{2}[a-z])[A-Za-z]*\b")
_MEASURE = re.compile(
    r"(\d+)([kmgtp]i?bp?s?|ms|s|secs?|mins?|h|hrs?|hours?|days?|weeks?|months?|years?|yrs?|x)"
)
DIGIT = re.compile(r"\d")
_UNSPACED = re.compile(r"([\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+)")
_SMALL_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"), 2
    )
}

_MANY = re.compile(r"(\d) ?(thousand|million|mio|mn|billion|bn)\b")
_ZEROS = {"thousand": "000", "million": "m", "mio": "m", "mn": "m", "billion": "000m", "bn": "000m"}
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_WITHOUT = re.compile(r"\bw/o\b")
_MAY_BE_ACCENTS = re.compile("[^\x00-\u02ff\u2000-\u20cf]+")  # no Latin letter or dash is one

ARTICLES = frozenset("ai")
PARTICLES = frozenset("in on".split())  # … though what people write apart may end in one: "log in"


def plain(text: str) -> str:
    """*text* in lower case without accents and compatibility forms."""
    if text.isascii():
        return text.lower()
    spread = unicodedata.normalize("NFKD", text)
    return _MAY_BE_ACCENTS.sub(_without_accents, spread).lower()


def _without_accents(run: re.Match[str]) -> str:
    return "".join(c for c in run[0] if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The words of *text* in order, as they are written but lower case; numbers without commas."""
    found: list[str] = []
    spelled = plain(text)
    if "w/o" in spelled:
        spelled = _WITHOUT.sub("without", spelled)
    if DIGIT.search(spelled) and any(map(spelled.__contains__, _ZEROS)):
        spelled = _MANY.sub(lambda found: found[1] + _ZEROS[found[2]], spelled)
    if any(map(spelled.__contains__, _APOSTROPHES)):
        spelled = _APOSTROPHE.sub("", spelled)
    for word in (_ASCII_WORD if spelled.isascii() else _WORD).findall(spelled):
        found += _as_words(word)
    return found


@lru_cache(maxsize=65536)
def _as_words(word: str) -> tuple[str, ...]:
    """What stands between two spaces as the words that it is."""
    if word in _ORDINALS:
        return (_ORDINALS[word],)
    if word[0].isdigit():
        return tuple(_number(word))
    if word.isascii() or not _UNSPACED.search(word):
        return (_SMALL_NUMBERS.get(word, word[:LONGEST_WORD]),)
    return tuple(_unspaced(word))


def is_unspaced(word: str) -> bool:
    """Whether *word* is of a writing that puts no spaces between words."""
    return bool(_UNSPACED.fullmatch(word))


def _unspaced(text: str) -> Iterator[str]:
    """Writing without spaces as pairs of neighbouring signs: what a term is found by, whole or not.

    >>> list(_unspaced("函数超时"))
    ['函数', '数超', '超时']
    """
    for part in _UNSPACED.split(text):
        if not part or not _UNSPACED.fullmatch(part):
            yield from [part[:LONGEST_WORD]] if part else []
        elif len(part) == 1:
            yield part
        else:
            yield from map("".join, pairwise(part))


def _number(word: str) -> list[str]:
    measure = _MEASURE.fullmatch(word)
    if measure and measure[2] != "x":
        return [measure[1], measure[2]]
    bare = word.replace(",", "")
    if "." in bare:
        bare = bare.rstrip("0").rstrip(".")
    elif bare.endswith("000000"):
        bare = f"{bare[:-6]}m"  # "12 million" and "12M" are 12,000,000
    elif bare.endswith("k") and bare[:-1].isdigit():
        bare = f"{bare[:-1]}000"
    return [bare[:LONGEST_WORD]]


def pieces(text: str) -> list[str]:
    """The words inside the identifiers of *text*: "MaximumReceives" has "maximum" and "receives".

    Names of two humps, as products have them, stay whole: "GuardDuty" is not about duty.
    """
    found: list[str] = []
    for name in _IDENTIFIER.findall(text):
        humps = _HUMPS.findall(name)
        if len(humps) > 2 or (len(humps) == 2 and name[0].islower()):
            found.extend(hump.lower() for hump in humps if len(hump) > 1)
    return found


def measures(text: str) -> list[str]:
    """A term for each quantity of *text* that two spellings share: 15 min and 900 s are one."""
    if not DIGIT.search(text):
        return []
    found = []
    for quantity in quantities(text):
        for value in (quantity.value, quantity.high):
            if value is not None and quantity.dimension not in ("count", ""):
                found.append(f"#{quantity.dimension}:{_exactly(value)}")
    return found


def _exactly(value: Fraction) -> str:
    return (
        f"{value.numerator}" if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    )


_STEMS: tuple[tuple[str, str, int], ...] = (
    # ending, what replaces it, how much must remain
    ("isation", "iz", 4),
    ("ization", "iz", 4),
    ("ability", "abl", 3),
    ("ibility", "ibl", 3),
    ("ations", "", 4),
    ("ation", "", 4),
    ("ition", "", 5),
    ("ments", "", 6),
    ("ment", "", 6),
    ("ically", "ic", 4),
    ("ally", "al", 4),
    ("ion", "", 4),
    ("ity", "", 5),
    ("ise", "iz", 5),
    ("is", "iz", 5),
    ("ly", "", 4),
    ("er", "", 5),
    ("or", "", 5),
)
_SPELLINGS = (
    ("ens", "enc"),
    ("ysiz", "yz"),
    ("ys", "yz"),
    ("our", "or"),
    ("ogu", "og"),
    ("ll", "l"),
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What *word* has in common with its other forms. Short words and numbers stay as they are."""
    if len(word) < 4 or not word.isalpha() or not word.isascii():
        return word
    if len(word) == 4:
        return _singular(word)
    return _as_elsewhere(_without_ending(_as_elsewhere(_verb(_singular(word)))))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ias", "tps")):
        return word[:-1]
    return word


def _verb(word: str) -> str:
    if word.endswith("ied") and len(word) > 5:
        return word[:-3] + "y"
    for ending in ("ing", "ed"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) > 2 and any(c in "aeiouy" for c in rest):
            if ending == "ed" and rest.endswith("e"):
                return word
            if rest[-1] == rest[-2] and rest[-1] not in "lsz":
                return rest[:-1]
            lost_e = len(rest) == 3 and rest[1] in "aeiouy" and rest[2] not in "aeiouywx"
            return rest + "e" if lost_e else rest
    return word


def _without_ending(word: str) -> str:
    for ending, instead, least in _STEMS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)] + instead
            break
    if len(word) > 4 and word.endswith("e"):
        word = word[:-1]
    if len(word) > 6 and word.endswith("at"):
        word = word[:-2]
    return word


def _as_elsewhere(word: str) -> str:
    """One spelling for both sides of the Atlantic: "licence", "behaviour", "cancelled"."""
    if word.endswith("iz") and len(word) > 7:
        return word[:-2]  # "centralized" is "central"
    for ending, instead in _SPELLINGS:
        if word.endswith(ending) and len(word) > 5:
            return word[: -len(ending)] + instead
    return word


def slips(word: str) -> Iterator[str]:
    """*word* as it is easily mistyped: a letter left out, twice, or swapped; the first is right."""
    for cut in range(1, len(word)):
        yield word[:cut] + word[cut + 1 :]
        yield word[: cut + 1] + word[cut:]
        if cut + 1 < len(word):
            yield word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
