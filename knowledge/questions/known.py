"""What the notes tell of each name: how near two names are, and what is true of which."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from math import log, sqrt

from knowledge.language.headings import bare, is_label
from knowledge.language.tongue import tongues_of_notes
from knowledge.language.words import content, is_name_like, is_plural, words
from knowledge.model import Fact, FactKind, Rejected
from knowledge.questions.places import Places
from knowledge.statements import StatementKind, Statements

_INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z]\w+")
_READS_WELL = re.compile(r"[A-Z][^:|→=<>{}]{28,158}\.")
STEPS = 50  # of likeness: an edited line elsewhere shall not change which of two is nearer
MOST_COMPARED = 5  # columns of a table whose heads are rivals
FEW_TOPICS = 12  # a word that more of them use makes no neighbours
MOST_NEIGHBOURS = 24  # of which the likeness is worked out
TOPICS_NEAR = 0.2  # likeness of two topics that may be taken for one another
VERY_NEAR = 0.3  # of two topics whose uses are told apart
TEMPTING = 8
MOST_SAID = 400  # facts of one name that are searched


class Known:
    """The notes' statements, and what of them is known about each name."""

    def __init__(self, statements: Statements, disputed: set[tuple[str, int]]) -> None:
        self.facts = statements.facts
        self.statements = statements
        self.book = statements.book
        self.tongues = tongues_of_notes(self.facts)
        self.places = Places(self.facts, self.book)
        self.rejected: list[Rejected] = []
        self._disputed = disputed
        self._said: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._told: dict[str, list[Fact]] = defaultdict(list)
        self._compared: set[frozenset[str]] = set()
        self._spread: Counter[str] = Counter()
        self._glosses: dict[str, str] = {}
        self._neighbours: dict[str, list[tuple[float, str]]] = {}
        self._profiles: dict[str, tuple[dict[str, float], float]] = {}
        for fact in self.facts:
            self._note(fact)
        for said in statements.of_kind(StatementKind.DEFINITION):
            self._said[self.key(said.subject)].append(content(said.value))
        for family in statements.families:
            for said in family.members if family.source in ("folder", "sections") else ():
                self._glosses.setdefault(self.key(said.subject), said.value)
        for said in statements.of_kind(StatementKind.SENTENCE):
            self._told[self.key(said.subject)].append(said.fact)

    def _note(self, fact: Fact) -> None:
        said = content(fact.text)
        self._spread.update(said)
        labels = (fact.topic, fact.term, *fact.parents, *fact.path[-2:])
        for owner in {self.key(bare(label)) for label in labels if label}:
            self._said[owner].append(said)
        for owner in self.book.mentioned(fact.text):
            self._said[owner].append(said)
        if fact.kind is FactKind.ROW:
            found = {self.key(header) for header, _ in fact.cells[1:] if self.book.find(header)}
            if len(found) <= MOST_COMPARED:
                self._compared.update(
                    frozenset((a, b)) for a in found for b in found if a < b
                )  # fmt: skip

    def key(self, name: str) -> str:
        """One spelling for all names of a thing."""
        return self.book.key(self.book.find(name) or name)

    def reject(self, code: str, fact: Fact, detail: str = "") -> None:
        """Note that a rule stopped a question."""
        self.rejected.append(Rejected(code, fact.file, fact.line, detail[:160]))

    def is_disputed(self, fact: Fact) -> bool:
        """Whether another line of the notes contradicts this one."""
        return (fact.file, fact.line) in self._disputed

    def is_topic(self, name: str) -> bool:
        """Whether a name is that of a topic the notes treat as a subject."""
        found = self.book.find(bare(name))
        return found is not None and found in self.book.topics and self.places.is_subject(found)

    def weight(self, word: str) -> float:
        """Words that few facts use tell more."""
        return log(1 + len(self.facts) / (1 + self._spread[word]))

    def telling(self, text: str) -> frozenset[str]:
        """The words of a text that few facts of the notes use."""
        few = max(3, len(self.facts) // 60)
        return frozenset(word for word in content(text) if self._spread[word] <= few)

    def is_telling(self, text: str) -> bool:
        """Whether a text has words enough to tell its subject from others."""
        return len(self.telling(text)) >= 2

    def has_vendor(self, topic: str) -> bool:
        """Whether a topic is somebody's product: one of its names begins with whose."""
        names = self.book.names_of(topic)
        return any(name.lower().split()[0] in self.book.prefixes for name in names if name)

    def gloss_of(self, topic: str) -> str:
        """What the notes say a topic is."""
        return self._glosses.get(self.key(topic), "")

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        """The single topics that speak of each word that few of them do."""
        found: dict[str, list[str]] = defaultdict(list)
        for topic in self.book.topics:
            if self.places.is_subject(topic) and self.is_single(topic):
                for word in self._profile(self.key(topic))[0]:
                    found[word].append(topic)
        return {word: topics for word, topics in found.items() if len(topics) <= FEW_TOPICS}

    def neighbours(self, topic: str) -> list[tuple[float, str]]:
        """The topics most like *topic*, nearest first."""
        if topic not in self._neighbours:
            shared: Counter[str] = Counter()
            for word in self._profile(self.key(topic))[0]:
                shared.update(self._by_word.get(word, ()))
            del shared[topic]
            ordered = sorted(shared, key=lambda other: (-shared[other], other))
            likely = ordered[:MOST_NEIGHBOURS]
            rated = ((self.near(topic, other), other) for other in likely)
            self._neighbours[topic] = sorted(
                ((near, other) for near, other in rated if near >= TOPICS_NEAR), reverse=True
            )[:TEMPTING]
        return self._neighbours[topic]

    def says(self, name: str, statement: str, ignore: frozenset[str] = frozenset()) -> float:
        """0 to 1: how far any one thing that the notes say of *name* covers *statement*."""
        wanted = {word: self.weight(word) for word in content(statement) - ignore}
        whole = sum(wanted.values())
        said = self._said[self.key(name)][:MOST_SAID]
        shared = (sum(wanted[word] for word in one & wanted.keys()) for one in said)
        return max(shared, default=0.0) / whole if whole else 0.0

    def speaks_of(self, name: str, stems: frozenset[str]) -> frozenset[str]:
        """Which of *stems* turn up in anything that the notes say of *name*."""
        return stems.intersection(*[frozenset(self._profile(self.key(name))[0])])

    def near(self, one: str, other: str) -> float:
        """0 to 1: how much the notes say of both in the same words; compared ones are nearest."""
        first, second = self.key(one), self.key(other)
        if frozenset((first, second)) in self._compared:
            return 1.0
        (a, size_a), (b, size_b) = self._profile(first), self._profile(second)
        if not size_a or not size_b:
            return 0.0
        small, large = sorted((a, b), key=len)
        shared = sum(weight * large.get(word, 0.0) for word, weight in small.items())
        return round(shared / size_a / size_b * STEPS) / STEPS

    def _profile(self, key: str) -> tuple[dict[str, float], float]:
        if key not in self._profiles:
            counted = Counter(word for said in self._said[key][:MOST_SAID] for word in said)
            own = frozenset(key.split())
            bag = {w: (1 + log(n)) * self.weight(w) for w, n in counted.items() if w not in own}
            self._profiles[key] = bag, sqrt(sum(value * value for value in bag.values()))
        return self._profiles[key]

    def more_on(self, name: str, fact: Fact) -> str:
        """Another sentence about *name* in the notes on the topic: something to learn."""
        told = (
            one.text
            for one in self._told[self.key(name)]
            if one.id != fact.id and one.topic == fact.topic
        )
        return next((text for text in told if name in text and _READS_WELL.fullmatch(text)), "")

    def is_single(self, topic: str) -> bool:
        """Whether a topic is one thing, and not a chapter about several."""
        shown = self.places.display(topic)
        first, _, rest = shown.partition(" ")
        parts = (rest if rest and first.lower() in self.book.prefixes else shown).split()
        if not parts or is_label(shown) or re.search(r"[,/]|\b(?:and|or|on|in)\b", shown):
            return False
        plain = [part for part in parts[1:] if part.islower() and part not in ("of", "for", "the")]
        concept = bool(plain) and not is_name_like(parts[0])
        return not concept and not (parts[-1].islower() and is_plural(parts[-1]))

    @cached_property
    def slips(self) -> frozenset[str]:
        """Words seen once that lack, double or swap a letter inside a word seen often."""
        seen: Counter[str] = Counter()
        for fact in self.facts:
            seen.update(word for word in words(fact.text) if word.isalpha() and len(word) >= 7)
        wrong = {slip for word, count in seen.items() if count >= 6 for slip in _slips_of(word)}
        return frozenset(word for word in wrong if 1 <= seen[word] <= 2)

    @cached_property
    def proper(self) -> frozenset[str]:
        """Words that keep their capital within a sentence, as "Elastic" does in these notes."""
        large: Counter[str] = Counter()
        small: Counter[str] = Counter()
        for fact in self.facts:
            for word in _INSIDE.findall(fact.text):
                (small if word[0].islower() else large)[word.lower()] += 1
        return frozenset(word for word, count in large.items() if count > 2 * small[word])

    def misspelt(self, text: str) -> bool:
        """Whether a rare word is one letter away from a common one: a slip in the notes."""
        return any(word in self.slips for word in words(text))


def _slips_of(word: str) -> Iterable[str]:
    for i in range(2, len(word) - 1):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i] + word[i:]
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
