"""Names as people write them: one spelling for comparing, and what else a thing is called."""

import hashlib
import re
from functools import lru_cache


class NameBook:
    """Every name of every entity: the catalogue's index."""

    def __init__(self) -> None:
        self._canonical: dict[str, str] = {}
        self._names: dict[str, dict[str, None]] = {}
        self._prefixes: frozenset[str] = frozenset()
        self._topic_keys: dict[str, str] = {}
        self._topic_starts: set[str] = set()
        self._mentions: dict[str, set[str]] = {}
        self._keys: dict[str, str] = {}
        self.topics: dict[str, None] = {}  # canonical names of topics, in the notes' order

    @property
    def prefixes(self) -> frozenset[str]:
        """First words that say only whose product it is, as "Amazon" in "Amazon S3"."""
        return self._prefixes

    def know_prefixes(self, prefixes: frozenset[str]) -> None:
        self._keys.clear()
        self._prefixes = prefixes

    def add(self, name: str, *aliases: str) -> None:
        """Take in an entity. A name that is known already keeps its first owner."""
        canonical = self.find(name) or name
        known = self._names.setdefault(canonical, {})
        for alias in (name, *aliases):
            key = self.key(alias)
            if key and self._canonical.setdefault(key, canonical) == canonical:
                known[alias] = None

    def find(self, name: str) -> str | None:
        """The canonical name, or None for a stranger."""
        return self._canonical.get(self.key(name))

    def names_of(self, name: str) -> tuple[str, ...]:
        """All names of the entity, the given one first."""
        canonical = self.find(name) or name
        others = self._names.get(canonical, {})
        return (name, *(other for other in others if other != name))

    def same(self, one: str, other: str) -> bool:
        first, second = self.find(one) or one, self.find(other) or other
        return self.key(first) == self.key(second)

    def mentioned(self, text: str) -> set[str]:
        """The keys of the topics that *text* names."""
        if not self._topic_keys:
            for topic in self.topics:
                for name in self.names_of(topic):
                    if name != name.lower():
                        phrase = fold_words(name)
                        self._topic_keys[" ".join(phrase)] = self.key(topic)
                        self._topic_starts.update(phrase[:1])
        if text in self._mentions:
            return self._mentions[text]
        parts = fold_words(text)
        found: set[str] = set()
        for start in (n for n, part in enumerate(parts) if part in self._topic_starts):
            for length in range(1, 5):
                key = self._topic_keys.get(" ".join(parts[start : start + length]))
                if key is not None:
                    found.add(key)
        self._mentions[text] = found
        return found

    def key(self, name: str) -> str:
        """How names are compared: case, spaces, punctuation, article and vendor do not count."""
        known = self._keys.get(name)
        if known is not None:
            return known
        first, _, rest = fold(name).partition(" ")
        while rest and (first in self._prefixes or first in ("the", "a", "an")):
            first, _, rest = rest.partition(" ")
        self._keys[name] = f"{first} {rest}".strip()
        return self._keys[name]


def fold_words(text: str) -> list[str]:
    """The folded words of a text, plurals taken off."""
    return [_without_s(word) for word in _folded(text).split()]


def _folded(text: str) -> str:
    return _NO_LETTER.sub(" ", text.lower().replace("&", " and "))


_NO_LETTER = re.compile(r"[^\w+#@]+|_")


def _without_s(word: str) -> str:
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case letters and digits, one space between words, plural of the last word taken off."""
    parts = _folded(text).split()
    if parts:
        parts[-1] = _without_s(parts[-1])
    return " ".join(parts)


def short_hash(*parts: str) -> str:
    """A short name for *parts* that is the same on every machine."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
