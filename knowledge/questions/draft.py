"""What the makers of questions share: the notes' knowledge, drafts, and the log of rejects."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from math import log

from knowledge.claims import Claims, Member, NameBook
from knowledge.conflicts import conflicts_in, disputed_places
from knowledge.language.headings import bare, is_generic, is_label
from knowledge.language.names import fold, fold_words, short_hash
from knowledge.language.words import content, is_name_like, is_plural, words
from knowledge.model import Fact, FactKind, Question, Rejected, Source
from knowledge.questions.context import Places
from knowledge.questions.families import Family, families


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible wrong option. A lower rank is more tempting."""

    text: str
    rank: float = 1.0
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its options are chosen and its rules are checked."""

    kind: str
    claim: str  # id of the claim it is made from
    value: str  # what a new version is recognised by
    topic: str
    subject: str
    stem: str
    key: str
    candidates: tuple[Candidate, ...]
    fact: Fact
    key_names: tuple[str, ...] = ()  # names that must not stand in the stem
    wanted: int = 3  # wrong options
    needed: int = 2
    in_order: bool = False  # options keep the given order instead of being shuffled
    sources: tuple[Source, ...] = ()
    quoted: str = ""  # the part of the stem that must not give the key away; "" for all of it
    figure: str = (
        ""  # a value and its qualifier: with `aspect` it shows the same question elsewhere
    )
    aspect: str = ""
    row: str = ""  # of a small table: one cell of a row is enough
    note: str = ""  # what the explanation adds to the source text
    hint: str = ""
    difficulty: float = 0.4
    instead: "Draft | None" = None  # what to ask of the same fact where this comes to nothing

    @property
    def id(self) -> str:
        return short_hash(self.claim, self.kind)

    @property
    def version(self) -> str:
        return short_hash(self.value)


_WORDS_IN_CAPS = frozenset(("ALL", "ANY", "NEW", "OLD", "YES", "AND", "NOT", "THE"))
_OWN_FAULTS = frozenset({"R01", "R02", "R03", "R09", "R12", "R15", "R17", "R20"})
_AND = re.compile(r",\s*|\s*/\s*|\s+(?:and|or|\+|&)\s+")
_INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z]\w+")
_JOINED = re.compile(r"\w{3,}/[A-Z]\w{2,}")  # "EC2/Elastic Beanstalk" are two


class Workshop:
    """The notes' claims, and what of them is known about each name."""

    def __init__(self, facts: tuple[Fact, ...], claims: Claims) -> None:
        self.claims = claims
        self.book: NameBook = claims.names
        self.rejected: list[Rejected] = []
        self._things: dict[str, bool] = {}
        self.facts = facts
        self.places = Places(facts, self.book)
        self._said: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._confusable: set[frozenset[str]] = set()
        self.families = families(claims.groups, self.book)
        self._aspects = _aspects(facts)
        self._disputed = {claim.fact.id for pair in claims.disputes for claim in pair}
        self._disputed_places = disputed_places(conflicts_in(facts, self.book))
        self._slips = _slips(facts)
        self._topics = {fact.topic for fact in facts}
        self.proper = _proper(facts)
        self._spread = Counter(
            word for topic_words in _words_of_topics(facts).values() for word in topic_words
        )
        self._phrases = _phrases(facts, self.families)
        self.families = [self._real(family) for family in self.families]
        self._lists: dict[str, set[int]] = defaultdict(set)
        for place, family in enumerate(self.families):
            for member in family.members if family.source != "topic" else ():
                self._lists[self._key(member.name)].add(place)
        for fact in facts:
            self._note(fact)
        for claim in claims.claims:
            if claim.kind.value in ("definition", "use-case"):
                self._said[self._key(claim.subject)].append(content(claim.value))
        self._note_comparisons()
        self._defined = {
            (self._key(claim.topic), fold(claim.subject))
            for claim in claims.claims
            if claim.kind.value == "definition"
        }

    def _note(self, fact: Fact) -> None:
        said = content(fact.text)
        owners = {self._key(fact.topic)}
        if fact.term:
            owners.add(self._key(fact.term))
        for label in (*fact.parents, *fact.path[-2:]):
            owners.add(self._key(label))
        for owner in owners:
            self._said[owner].append(said)

    def _note_comparisons(self) -> None:
        headers: dict[tuple[str, int], set[str]] = defaultdict(set)
        for fact in self.facts:
            for header, _ in fact.cells[1:]:
                found = self.book.find(header)
                if found:
                    headers[(fact.file, fact.block)].add(self.book.key(found))
        for names in headers.values():
            ordered = sorted(names)
            for position, one in enumerate(ordered):
                for other in ordered[position + 1 :]:
                    self._confusable.add(frozenset((one, other)))

    def _key(self, name: str) -> str:
        return self.book.key(self.book.find(name) or name)

    def confusable(self, one: str, other: str) -> bool:
        """Whether the notes compare the two in a table."""
        return frozenset((self._key(one), self._key(other))) in self._confusable

    def _real(self, family: Family) -> Family:
        """Of all the terms of a topic those that turn up again elsewhere, as real terms do."""
        if family.source != "topic":
            return family
        kinds = {
            self.book.key(member.name)
            for other in self.families
            if other.kind and other.topic == family.topic and self.names_things(other)
            for member in other.members
        }
        members = tuple(
            one for one in family.members
            if self.is_thing(one.name)
            and self._uses_of(one.name) >= 2
            and not self.is_topic(one.name)
            and self.book.key(one.name) not in kinds
        )  # fmt: skip
        return replace(family, members=members)

    def is_thing(self, name: str) -> bool:
        """Whether a term names something, rather than labelling a remark or an aspect."""
        if name not in self._things:
            self._things[name] = self._is_thing(name)
        return self._things[name]

    def names_several(self, name: str) -> bool:
        """R12: whether a term stands for several known things at once: "SSE-S3 and SSE-KMS"."""
        if self.book.find(name) in self.book.topics:
            return False
        parts = [part for part in _AND.split(name) if part]
        return len(parts) > 1 and sum(self.book.find(part) is not None for part in parts) > 1

    def _is_thing(self, name: str) -> bool:
        if _JOINED.search(name) or self.names_several(name):
            return False
        if self.is_topic(name):
            return not is_label(name)
        if sum(letter.isalpha() for letter in name) < 1 or (
            re.fullmatch(r"[A-Z]{3}", name) and name in _WORDS_IN_CAPS
        ):
            return False
        if is_label(name) or fold(name) in self._aspects or len(name.split()) > 6:
            return False
        return not re.search(r"[^\w\s@:.,/&+*!$#()'’–-]|\b(?:vs|versus|or)\b|\w/\w.*/|\.\.\.", name)

    def is_topic(self, name: str) -> bool:
        """Whether a name is that of a topic the notes treat as a subject."""
        found = self.book.find(bare(name))
        return found is not None and found in self.book.topics and self.places.is_subject(found)

    def is_name(self, name: str) -> bool:
        """Whether a table's row or column is headed by a thing rather than by an aspect."""
        first = fold(bare(name)).partition(" ")
        return self.is_topic(name) or (first[0] in self.book.prefixes and bool(first[2]))

    def is_single(self, topic: str) -> bool:
        """Whether a topic is one thing, and not a chapter about several."""
        shown = self.places.display(topic)
        last = shown.split()[-1] if shown else ""
        several = "," in shown or " and " in shown or " or " in shown or "/" in shown
        parts = shown.split()
        plain = [part for part in parts[1:] if part.islower() and part not in ("of", "for", "the")]
        concept = bool(plain) and not is_name_like(parts[0])
        return (
            not (several or concept)
            and not (last.islower() and is_plural(last))
            and not is_label(shown)
        )

    def is_telling(self, text: str) -> bool:
        """Whether a statement has at least two words that few topics use."""
        few = max(2, len(self._topics) // 20)
        return sum(1 for word in content(text) if self._spread[word] <= few) >= 2

    def misspelt(self, text: str) -> bool:
        """Whether a rare word is one letter away from a common one: a slip in the notes."""
        return any(word in self._slips for word in words(text))

    def names_things(self, family: Family) -> bool:
        """Whether a family is a list of named things of one kind, and large enough to ask about."""
        things = [member for member in family.members if self.is_thing(member.name)]
        if len(things) < 3 or len(things) < 0.7 * len(family.members):
            return False
        if family.kind:
            return True
        if family.source == "topic":
            return len(things) >= 4 and bool(self.topic_shown(family.topic))
        if is_generic(family.heading, self.book.names_of(family.topic)):
            return False
        known = [member for member in things if self.book.find(member.name) in self.book.topics]
        return family.source == "folder" or len(known) * 2 > len(things) or self._orderly(things)

    def noun_of(self, family: Family) -> str:
        """What one member may be called: not by a name that the notes define as a thing itself."""
        last = {fold(one.name).split()[-1] for one in family.members if fold(one.name)}
        if len(last) == 1 and len(family.members) > 2:
            return ""  # each name says by itself what it is
        if not family.kind or is_name_like(family.kind.split()[-1]):
            return ""
        known = (self._key(family.topic), fold(family.kind)) in self._defined
        return "" if known else family.kind

    def _orderly(self, things: list[Member]) -> bool:
        """Whether at least half of the names turn up elsewhere in the notes, as real terms do."""
        found = sum(1 for member in things if self._uses_of(member.name) >= 2)
        return found * 2 >= len(things)

    def _uses_of(self, name: str) -> int:
        return self._phrases[" ".join(fold_words(name))]

    def topic_shown(self, topic: str) -> str:
        """A topic as a stem may name it; "" for courses, chapters and the like."""
        return self.places.display(topic) if topic and self.places.is_subject(topic) else ""

    def condemn(self, code: str, fact: Fact, detail: str) -> None:
        """Note a fault of the fact itself: it shall not turn up in other questions either."""
        self.reject(code, fact, detail)

    def kinship(self, one: str, other: str) -> int:
        """In how many lists of the notes two names stand together."""
        return len(self._lists[self._key(one)] & self._lists[self._key(other)])

    def is_disputed(self, fact: Fact) -> bool:
        return fact.id in self._disputed or (fact.file, fact.line) in self._disputed_places

    def says(self, name: str, statement: str, ignore: frozenset[str] = frozenset()) -> float:
        """0 to 1: how far any one thing the notes say of *name* covers *statement*."""
        wanted = {word: self._weight(word) for word in content(statement) - ignore}
        whole = sum(wanted.values())
        if not whole:
            return 0.0
        best = max(
            (
                sum(wanted[word] for word in said & wanted.keys())
                for said in self._said[self._key(name)]
            ),
            default=0.0,
        )
        return best / whole

    def _weight(self, word: str) -> float:
        """Words that few topics use tell more."""
        return log(1 + len(self._topics) / max(1, self._spread[word]))

    def reject(self, code: str, fact: Fact, detail: str = "") -> None:
        self.rejected.append(Rejected(code, fact.file, fact.line, detail[:160]))


def _proper(facts: tuple[Fact, ...]) -> frozenset[str]:
    """Words that keep their capital within a sentence, as "Elastic" does in these notes."""
    large: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for fact in facts:
        for word in _INSIDE.findall(fact.text):
            (small if word[0].islower() else large)[word.lower()] += 1
    return frozenset(word for word, count in large.items() if count > 2 * small[word])


def _words_of_topics(facts: tuple[Fact, ...]) -> dict[str, set[str]]:
    said: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        said[fact.topic] |= content(fact.text)
    return said


def _slips(facts: tuple[Fact, ...]) -> frozenset[str]:
    """Words seen once that lack, double or swap a letter inside a word seen often."""
    seen: Counter[str] = Counter()
    for fact in facts:
        seen.update(word for word in words(fact.text) if word.isalpha() and len(word) >= 7)
    wrong: set[str] = set()
    for word, count in seen.items():
        if count < 6:
            continue
        inner = range(2, len(word) - 1)
        wrong.update(word[:i] + word[i + 1 :] for i in inner)
        wrong.update(word[:i] + word[i] + word[i:] for i in inner)
        wrong.update(word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in inner)
    return frozenset(word for word in wrong if 1 <= seen[word] <= 2)


def _phrases(facts: tuple[Fact, ...], found: list[Family]) -> Counter[str]:
    """In how many facts each member's name stands."""
    names = {" ".join(fold_words(one.name)) for family in found for one in family.members}
    counted: Counter[str] = Counter()
    for fact in facts:
        parts = fold_words(fact.text)
        counted.update(
            {
                phrase
                for start in range(len(parts))
                for length in range(1, 6)
                if (phrase := " ".join(parts[start : start + length])) in names
            }
        )
    return counted


def _aspects(facts: tuple[Fact, ...]) -> frozenset[str]:
    """Terms under at least four topics: "Security" says something of each and names nothing."""
    topics: dict[str, set[str]] = defaultdict(set)
    for fact in facts:
        if fact.term and fact.kind is FactKind.BULLET:
            topics[fold(fact.term)].add(fact.topic)
    return frozenset(term for term, held in topics.items() if len(held) >= 4)


@dataclass(slots=True)
class Made:
    """What the notes came to: questions to ask, and why others were not made."""

    questions: tuple[Question, ...] = ()
    rejected: tuple[Rejected, ...] = field(default=())


def number_in(seed: str, below: int) -> int:
    """A number from 0 to *below* - 1 that depends on *seed* alone."""
    return int(short_hash(seed), 16) % below


def in_hash_order(seed: str, names: Iterable[str]) -> list[str]:
    """The names in an order in which one more or less moves none of the others."""
    return sorted(names, key=lambda name: short_hash(seed, name))
