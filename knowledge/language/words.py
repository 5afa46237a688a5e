"""Small facts about English words that claims and questions share: stems, plurals, likeness."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.@'’/_-]*")
STOPWORDS = frozenset(
    """a an the and or but if of in on at to for from by with without as is are was were be
    been being it its this that these those they them their there which who whom whose
    what when where while how can could may might must shall should will would do does did
    done has have had having not no nor so such than then too very also only just via per
    into onto over under between within across through during after before until about up
    down out off each every any all some both few more most other same own one ones you
    your we our us i he she his her etc e.g i.e using use used uses based allows allow let
    lets provides provide provided offers offer makes make made get gets give gives
    service services feature features aws amazon""".split()
)
_IRREGULAR = {
    "indices": "index",
    "vertices": "vertex",
    "matrices": "matrix",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "bacteria": "bacterium",
    "mitochondria": "mitochondrion",
    "nuclei": "nucleus",
    "analyses": "analysis",
    "biases": "bias",
    "axes": "axis",
    "people": "person",
    "children": "child",
    "caches": "cache",
    "lenses": "lens",
    "aliases": "alias",
    "buses": "bus",
    "viruses": "virus",
}
_NEVER_PLURAL = frozenset(
    """basics analytics metrics dynamics physics mathematics economics kubernetes aws dns
    https ios kms ecs eks ebs efs rds sns sqs ses sts waf tls ssl dms sms always perhaps
    redis series species news sous plus access process address less class business status
    bus gas lens analysis basis bias alias pass cross loss virus focus apis vs this its
    address express ops devops css js""".split()
) - {"apis", "metrics"}


def words(text: str) -> list[str]:
    """The words of *text*, lower case."""
    return [word.strip(".'’/-").lower() for word in _WORD.findall(text)]


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A rough stem: enough to see that "encrypts", "encrypted" and "encryption" belong together."""
    if len(word) <= 3 or any(character.isdigit() for character in word):
        return word
    for ending in (
        "ization", "isation", "ations", "ation", "ingly", "ments", "ment", "ising", "izing",
        "ities", "ility", "ings", "ions", "ing", "ion", "ies", "ers", "ied", "ise", "ize",
        "ity", "ive", "ed", "er", "es", "ly", "al", "s", "e", "y",
    ):  # fmt: skip
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=65536)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in words(text) if word not in STOPWORDS and len(word) > 1)


def likeness(one: str, other: str) -> float:
    """0 to 1: how much two texts say the same in the same words."""
    first, second = content(one), content(other)
    if not first or not second:
        return 1.0 if one.strip().lower() == other.strip().lower() else 0.0
    shared = len(first & second) / len(first | second)
    return max(shared, fuzz.token_sort_ratio(one.lower(), other.lower()) / 100 if shared else 0.0)


def is_plural(word: str) -> bool:
    """Whether *word* looks like a plural noun."""
    low = word.lower()
    if low in _IRREGULAR or re.fullmatch(r"[A-Z]{2,}s", word):
        return True
    if low in _NEVER_PLURAL or len(low) < 4:
        return False
    return low.endswith("s") and not low.endswith(("ss", "us", "is", "'s", "ics", "ous"))


def singular_word(word: str) -> str:
    """The singular of a plural noun; anything else stays as it is."""
    low = word.lower()
    if low in _IRREGULAR:
        found = _IRREGULAR[low]
        return found.capitalize() if word[0].isupper() else found
    if not is_plural(word):
        return word
    if re.fullmatch(r"[A-Z]{2,}s", word):
        return word[:-1]
    if low.endswith("ies") and len(low) > 4:
        return word[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def singular(phrase: str) -> str:
    """The phrase about one of them: "routing policies" → "routing policy"."""
    head, space, last = phrase.rpartition(" ")
    return head + space + singular_word(last)


def is_name_like(word: str) -> bool:
    """Whether a word keeps its capitals inside a sentence: acronyms, CamelCase, digits."""
    core = word.strip("()[]\"'“”.,;:")
    return (
        any(character.isdigit() for character in core)
        or (len(core) > 1 and core[1:] != core[1:].lower())
        or (len(core) == 1 and core.isupper() and core != "A")
    )


def upper_first(phrase: str) -> str:
    """Raise the first letter, except of identifiers such as "iam:PassRole" or "kubectl"."""
    first = phrase.split(" ", 1)[0]
    if not phrase or re.search(r"[A-Z:_=/$.]|\d", first):
        return phrase
    return phrase[0].upper() + phrase[1:]
