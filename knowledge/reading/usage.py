"""How the notes use words: what tells names from everyday words when topics are mined."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from knowledge.model import Fact, FactKind
from knowledge.reading.names import (
    core,
    is_coined,
    key,
    pairs,
)
from knowledge.reading.wording import words_of

_WORD_IN_PROSE = re.compile(r"(?<=[\w,;)] )[A-Za-z][\w@-]+")


@dataclass(slots=True)
class Usage:
    """How the notes use words: capitalised inside sentences or not, and how often at all.

    All of it is counted, so that what a note says can be taken back.
    """

    explained: Counter[tuple[str, str]] = field(default_factory=Counter)  # (short, long)
    lower: Counter[str] = field(default_factory=Counter)
    upper: Counter[str] = field(default_factory=Counter)
    spoken: Counter[str] = field(default_factory=Counter)
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)  # (heading, bullet or term)

    def count(self, facts: Iterable[Fact]) -> None:
        """Add what *facts* say."""
        told = [fact for fact in facts if fact.kind is not FactKind.ANSWER]
        said = [text for fact in told for text in (fact.text, *fact.parents)]
        # One update for all lines: a note may have a hundred thousand of one word each.
        self.explained.update(chain.from_iterable(map(pairs, said)))
        self.spoken.update(chain.from_iterable(words_of(fact.text) for fact in told))
        prose = Counter(chain.from_iterable(_WORD_IN_PROSE.findall(fact.text) for fact in told))
        for fact in told:
            label = fact.parents[0] if fact.parents else fact.term
            if label and fact.path:
                self.labels[key(core(fact.path[-1])[0]), key(core(label)[0])] += 1
        for word, times in prose.items():
            (self.upper if word[0].isupper() else self.lower)[word.lower()] += times

    def without(self, other: "Usage") -> "Usage":
        """What is left without what *other* has counted."""
        return Usage(
            self.explained - other.explained,
            self.lower - other.lower,
            self.upper - other.upper,
            self.spoken - other.spoken,
            self.labels - other.labels,
        )

    def as_text(self) -> str:
        """All counts as JSON, in one order whatever the order of counting was."""
        words = [dict(sorted(counts.items())) for counts in (self.lower, self.upper, self.spoken)]
        pairs = [
            [[*pair, times] for pair, times in sorted(counts.items())]
            for counts in (self.explained, self.labels)
        ]
        return json.dumps([*words, *pairs], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> "Usage":
        lower, upper, spoken, *pairs = json.loads(text)
        explained, labels = (Counter({(a, b): times for a, b, times in rows}) for rows in pairs)
        return cls(explained, Counter(lower), Counter(upper), Counter(spoken), labels)

    def terms(self) -> dict[str, set[str]]:
        """The bullets and terms right below each heading."""
        found: dict[str, set[str]] = defaultdict(set)
        for heading, label in self.labels:
            found[heading].add(label)
        return found

    def is_proper(self, name: str) -> bool:
        """Are these words written with capitals wherever they stand?"""
        words = [word.lower() for word in words_of(name)]
        return 0 < len(words) <= 2 and all(
            self.upper[word] > 3 * self.lower[word] and self.upper[word] >= 2 for word in words
        )

    def is_common(self, name: str) -> bool:
        """A single everyday word: Config, Backup, Connect."""
        word = name.lower()
        return (
            " " not in name
            and not is_coined(name)
            and self.lower[word] >= 3
            and 3 * self.lower[word] > self.upper[word]
        )
