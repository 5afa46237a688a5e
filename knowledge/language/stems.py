"""The one stemmer: what a word has in common with its other forms, however it is spelled.

Search finds lines by it, and questions tell by it whether two texts share a word.
"""

from functools import lru_cache

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
