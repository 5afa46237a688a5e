"""Words as contradictions compare them: stems, one for all words of one thing or deed."""

import re
from functools import lru_cache

from knowledge.language.catalogue import is_acronym_of
from knowledge.language.headings import bare
from knowledge.language.names import NameBook, fold_words
from knowledge.language.words import STOPWORDS, stem

# Everyday words for one thing or deed.
_SAME = {
    "human": "user", "person": "user", "people": "user", "mount": "attach", "disk": "storag",
    "dlq": "dead", "azs": "az", "tmp": "ephemer", "ram": "memor", "env": "environ",
    "var": "variabl", "kept": "retent", "retained": "retent",
}  # fmt: skip
# Words that tell no two things apart where they stand in a heading, a parent bullet or a term.
GENERAL = frozenset(
    stem(word)
    for word in """data storage type mode support supported key option feature point note important
    overview detail limit limitation limits use case cases usage benefit advantage consideration
    concept core main component general property characteristic attribute configuration setting
    description purpose summary explanation example exam focus tip best practice service services
    integration reliability scalability performance security monitoring pricing cost management
    high available availability durability access model multiple multi single processing
    architecture basics how work works what is why versus vs aws amazon list table comparison
    difference""".split()
)
NARROWS_NOTHING = GENERAL | {stem(word) for word in ("scaling", "delivery", "message", "messages")}


@lru_cache(maxsize=65536)
def stems(text: str) -> frozenset[str]:
    """The telling stems of *text*."""
    return frozenset(stems_in_order(text))


def stems_in_order(text: str) -> tuple[str, ...]:
    plain = re.sub(r"[-/]", " ", bare(text) if text.endswith(":") else text)
    found = (_SAME.get(word) or stem(word) for word in fold_words(plain) if word not in STOPWORDS)
    return tuple(_short(word) for word in found if len(word) > 1 and not word.isdigit())


def _short(word: str) -> str:
    """One stem for "terminated" and "termination"."""
    return word[:-2] if len(word) > 6 and word.endswith("at") else word


def name_stems(topic: str, book: NameBook) -> frozenset[str]:
    """The words of all names of a topic: they say of whom, not what."""
    return _stems_of((topic, *book.names_of(book.find(topic) or topic)))


def short_name_stems(topic: str, book: NameBook) -> frozenset[str]:
    """Those of its name and what that is short for: another name may be that of an edition."""
    name = book.find(topic) or topic
    return _stems_of((topic, name, *_full_names(name, book.names_of(name))))


@lru_cache(maxsize=4096)
def _full_names(name: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in names if is_acronym_of(one, name) or is_acronym_of(name, one))


@lru_cache(maxsize=4096)
def _stems_of(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for name in names for word in stems(name))
