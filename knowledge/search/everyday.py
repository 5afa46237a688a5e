"""The words that everybody uses and no notes explain, read from the files in `data`.

Each file says in its first lines what it is for and what it is worth.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from knowledge.search.words import stem

_DATA = Path(__file__).parent / "data"


def lines_of(name: str) -> Iterator[str]:
    """The lines of a list, remarks left out."""
    for line in (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in lines_of(name) for word in line.split())


def _groups(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split(", ")) for line in lines_of(name))


def _keyed(name: str) -> dict[str, str]:
    """What stands after each colon, with what stands before it."""
    pairs = (line.split(": ") for line in lines_of(name))
    return {phrase: key for key, phrases in pairs for phrase in phrases.split(", ")}


STOP = _words("stop")
WEAK = _words("weak")
ORDINARY = _words("ordinary")
COMPARING = _words("comparing")
LISTS = _words("lists")
GENERAL = _words("general")
SAME = _groups("same")
WANTS = _keyed("wants")
_LIST_STEMS = frozenset(stem(word) for word in LISTS)


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    spelled = (word for line in lines_of("common") for word in line.split())
    return {word: rank for rank, word in enumerate(spelled, 1)}


def common_rank(word: str) -> int:
    """How many words of English are as common as *word*, up to 20,000; 0 where more are."""
    return _ranks().get(word, 0)


def asks(word: str) -> str:
    """*word* if it is a form of one that asks: "asks"."""
    return word if any(bare in WEAK for bare in _bare(word)) else ""


def _bare(word: str) -> Iterator[str]:
    return (word.removesuffix(ending) for ending in ("", "s", "es", "d", "ed", "ing"))


@lru_cache(maxsize=4096)
def is_ordinary(word: str) -> bool:
    """Whether *word* is a form of one of everyday life, or says how something is done."""
    return any(bare in ORDINARY for bare in _bare(word)) or (word.endswith("ly") and len(word) > 6)


@lru_cache(maxsize=4096)
def is_list(word: str) -> bool:
    """Whether *word* is one for a list, in whichever spelling: "flavours"."""
    return word in LISTS or (word.endswith("s") and stem(word) in _LIST_STEMS)
