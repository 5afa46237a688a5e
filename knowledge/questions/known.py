"""What the notes tell of each name: how near two names are, and what is true of which."""

import re
from collections import Counter, defaultdict
from functools import cached_property
from itertools import pairwise
from math import log, sqrt

from knowledge.language.catalogue import is_acronym_of
from knowledge.language.headings import bare, is_label
from knowledge.language.tongue import tongues_of_notes
from knowledge.language.words import (
    STOPWORDS,
    content,
    is_name_like,
    is_plural,
    singular_word,
    stem,
    words,
)
from knowledge.model import Fact, FactKind, Rejected
from knowledge.questions.places import Places
from knowledge.questions.rules import parts_of
from knowledge.search.everyday import common_rank
from knowledge.statements import Family, Statement, StatementKind, Statements
from knowledge.statements.families import is_marked

_OF_VENDOR = re.compile(r"\b([A-Z]\w+) ([a-z]+s)\b")
_READS_WELL = re.compile(r"[A-Z][^:|→=<>{}]{28,158}\.")
_WITHDRAWN = re.compile(
    r"\b(?:closed to new|deprecated|discontinued|retired"
    r"|end[- ]of[- ](?:life|support))\b",
    re.IGNORECASE,
)
_BUILT_ON = re.compile(r"\b(?:buil(?:ds?|t) (?:up)?on|on top of|extends)\b(.+)")
_BACK = re.compile(r"\b(?:returned|again)\b", re.IGNORECASE)
STEPS = 50  # of likeness: an edited line elsewhere shall not change which of two is nearer
MOST_COMPARED = 5  # columns of a table whose heads are rivals
TOGETHER = 3  # lines that must have two words together
LIFT = 4  # and how much more often than by chance
SELDOM = 2 / 3  # of the topics are named more often than one that is mentioned in passing
SHORT = 3  # letters of a word that two longer ones may begin with
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
        self._keys: dict[str, str] = {}
        self._said: dict[str, list[frozenset[str]]] = defaultdict(list)
        self._told: dict[str, list[Fact]] = defaultdict(list)
        self._beside: dict[str, set[str]] = defaultdict(set)
        self._named: dict[str, set[str]] = defaultdict(set)  # the topics in the notes on one
        self._spread: Counter[str] = Counter()
        self._parts: dict[str, set[str]] = defaultdict(set)
        self.defined: dict[str, Statement] = {}  # the topics that have a note of their own
        self._profiles: dict[str, tuple[dict[str, float], float]] = {}
        for fact in self.facts:
            self._note(fact)
        for said in statements.of_kind(StatementKind.DEFINITION):
            self._said[self.key(said.subject)].append(content(said.value))
        for family in statements.families:
            for said in family.members if family.source in ("folder", "sections") else ():
                self.defined[self.key(said.subject)] = said
            owner = family.topic or _owner(family)
            if owner:
                parts = {self.key(said.subject) for said in family.members}
                self._parts[self.key(owner)] |= parts
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
            self._named[self.key(fact.topic)].add(owner)
        if fact.kind is FactKind.ROW:
            found = {self.key(header) for header, _ in fact.cells[1:] if self.book.find(header)}
            if len(found) <= MOST_COMPARED:
                for one in found:
                    self._beside[one] |= found - {one}

    def key(self, name: str) -> str:
        """One spelling for all names of a thing."""
        found = self._keys.get(name)
        if found is None:
            found = self._keys[name] = self.book.key(self.book.find(name) or name)
        return found

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

    def compared_with(self, topic: str) -> list[Statement]:
        """The topics with a note of their own that a table holds beside *topic*."""
        return self._defined(self._beside[self.key(topic)])

    def named_on(self, topic: str) -> list[Statement]:
        """The topics with a note of their own that the notes on *topic* name."""
        return self._defined(self._named[self.key(topic)])

    def is_aside(self, topic: str) -> bool:
        """Whether two in three topics are named by the notes on more others than this one."""
        often = self._namings[self.key(topic)]
        more = sum(count > often for count in self._namings.values())
        return more > SELDOM * len(self._namings)

    @cached_property
    def _namings(self) -> Counter[str]:
        """By the notes on how many others each topic is named."""
        found = Counter(dict.fromkeys(self._named, 0))
        for key, named in self._named.items():
            found.update(named - {key})
        return found

    def _defined(self, keys: set[str]) -> list[Statement]:
        return [self.defined[key] for key in sorted(keys & set(self.defined))]

    @cached_property
    def often_said(self) -> frozenset[str]:
        """The words that many of the topics' descriptions use."""
        told = Counter(word for one in self.defined.values() for word in content(one.value))
        most = max(2, len(self.defined) / 12)
        return frozenset(word for word, count in told.items() if count > most)

    def says(self, name: str, statement: str, besides: str) -> float:
        """0 to 1: how far any one thing that the notes say of *name* covers *statement*; what they
        say of it and of *besides* at once tells the two apart, rather than that both are so, and
        what lacks the rarest words of the statement is about something else."""
        wanted = {word: self.weight(word) for word in content(statement)}
        whole = sum(wanted.values())
        other = content(besides)
        rarest = set(sorted(wanted, key=lambda word: (-wanted[word], word))[:2])
        lines = self._said[self.key(name)][:MOST_SAID]
        said = (one for one in lines if rarest & one and not other & one)
        shared = (sum(wanted[word] for word in one & wanted.keys()) for one in said)
        return max(shared, default=0.0) / whole if whole else 0.0

    def brought_to_mind(self, said: Statement, gloss: str) -> frozenset[str]:
        """The parts of a name with which the notes use a word of *gloss* again and again; of other
        words than topics there must be more such lines."""
        told = [word for word in words(gloss) if len(word) > 3 and word not in STOPWORDS]
        return frozenset(
            part
            for part in parts_of(said.subject)
            for often in [1 if self.book.find(part) in self.book.topics else 4]
            if any(self._goes_with(part, word, said, often) for word in told)
        )

    def begins_alike(self, said: Statement, gloss: str) -> frozenset[str]:
        """The parts of a name that begin with a short word of the notes, as one of *gloss* does:
        "keystrokes" of a keylogger."""
        told = {word[:SHORT] for word in words(gloss) if len(word) > SHORT}
        begun = (part for part in parts_of(said.subject) if len(part) > SHORT)
        return frozenset(one for one in begun if one[:SHORT] in told & self._lines_with.keys())

    def speaks_of(self, place: str) -> bool:
        """Whether a heading is in words that the lines of the notes use, or that everybody does."""
        said = (word for word in words(place) if word not in STOPWORDS)
        return all(word in self._spoken or common_rank(word) for word in said)

    @cached_property
    def _spoken(self) -> frozenset[str]:
        return frozenset(word for fact in self.facts for word in words(fact.text))

    def _goes_with(self, part: str, word: str, said: Statement, often: int) -> bool:
        one, other = self._lines_with[stem(part)], self._lines_with[stem(word)]
        both = len((one & other) - {said.fact.id})
        by_chance = len(one) * len(other) / len(self.facts)
        return both >= TOGETHER and stem(part) != stem(word) and both >= often * LIFT * by_chance

    @cached_property
    def _lines_with(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts:
            for word in content(fact.text):
                found[word].add(fact.id)
        return found

    @cached_property
    def _chapters(self) -> frozenset[str]:
        """Headings with several topics right below them."""
        below: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts:
            for above, heading in pairwise(fact.path):
                if self.is_topic(heading):
                    below[self.key(bare(above))].add(self.key(bare(heading)))
        return frozenset(above for above, topics in below.items() if len(topics - {above}) > 1)

    def is_part(self, one: str, whole: str) -> bool:
        """Whether the notes list a thing among those that belong to another: ALB under ELB."""
        apart = self.key(one) != self.key(whole)  # and no part by whose name the whole is found
        return apart and self.key(one) in self._parts[self.key(whole)]

    def is_built_on(self, one: str, other: str) -> bool:
        """Whether the notes say that a thing builds on another: it can do what that one does."""
        return self.key(other) in self._foundations.get(self.key(one), ())

    @cached_property
    def _foundations(self) -> dict[str, set[str]]:
        """What each thing builds on."""
        found: dict[str, set[str]] = defaultdict(set)
        for key, facts in self._told.items():
            for fact in facts:
                if built := _BUILT_ON.search(fact.text):
                    found[key] |= self.book.mentioned(built[1])
        return found

    def is_chapter(self, name: str) -> bool:
        """Whether the notes treat several topics under this name."""
        return self.key(name) in self._chapters

    @cached_property
    def product(self) -> str:
        """What a vendor's things are called, by the plural that most often stands behind its name:
        "AWS services" → "AWS service"; "" where that is hardly ever so."""
        told = Counter(
            f"{vendor} {singular_word(noun)}"
            for fact in self.facts
            for vendor, noun in _OF_VENDOR.findall(fact.text)
            if vendor.lower() in self.book.prefixes and is_plural(noun)
        )
        found = told.most_common(1)
        return found[0][0] if found and found[0][1] >= TOGETHER else ""

    def is_product(self, topic: str) -> bool:
        """Whether a topic is a vendor's thing, whose name is no part of its own: "Amazon S3", but
        not "Amazon Machine Image", which is an AMI."""
        names = self.book.names_of(topic)
        shown = [one for one in names if one.partition(" ")[0].lower() in self.book.prefixes]
        return bool(shown) and not any(is_acronym_of(a, b) for a in names for b in shown)

    def full_names(self, name: str) -> tuple[str, ...]:
        """What a thing is called, short and in full, without words by which it is looked for."""
        others = self.book.names_of(name)
        full = (one for one in others if is_acronym_of(name, one) or is_acronym_of(one, name))
        return tuple(dict.fromkeys((name, *full)))

    def without_vendor(self, name: str) -> str:
        """A name without "AWS" and the like in front, where more than two letters are left."""
        first, _, rest = name.partition(" ")
        return rest if first.lower() in self.book.prefixes and len(rest) > 2 else name

    def near(self, one: str, other: str) -> float:
        """0 to 1: how much the notes say of both in the same words; compared ones are nearest."""
        first, second = self.key(one), self.key(other)
        if second in self._beside[first]:
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

    def more_on(self, name: str, fact: Fact) -> tuple[str, ...]:
        """Other sentences about *name* in the notes on the topic, but not on its price and the
        like: something to learn of what was asked. What follows on the line itself comes last."""
        told = (
            one.text
            for one in self._told[self.key(name)]
            if one.id != fact.id and one.topic == fact.topic and not _is_off_topic(one)
        )
        named = tuple(text for text in told if name in text and _READS_WELL.fullmatch(text))
        after = self._next_sentence.get(fact.id, "")
        return (*named, _said_of(name, after)) if _READS_WELL.fullmatch(after) else named

    @cached_property
    def _next_sentence(self) -> dict[str, str]:
        """What the paragraph of a line says next, by the line."""
        return {
            one.id: after.text
            for one, after in pairwise(self.facts)
            if (one.file, one.block, one.path) == (after.file, after.block, after.path)
            and one.kind is after.kind is FactKind.SENTENCE
        }

    def is_past(self, name: str) -> bool:
        """Whether the notes say that a thing is withdrawn or closed, and not that it came back."""
        told = (one.text for one in self._told[self.key(name)] if one.text.find(name) < 20)
        return any(_WITHDRAWN.search(text) and not _BACK.search(text) for text in told)

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


def _said_of(name: str, text: str) -> str:
    """A sentence about *name*, which the one before it has named."""
    if text.startswith("It "):
        return f"{name} {text[3:]}"
    return text if text.startswith(name.split()[-1]) else f"{name}: {text}"


def _is_off_topic(fact: Fact) -> bool:
    """Whether a line stands under a heading about prices, exams and the like."""
    return any(is_marked(label, "skipped") for label in (*fact.path[1:], *fact.parents))


def _owner(family: Family) -> str:
    """The one topic under which a list stands: balancers of several kinds under load balancing."""
    topics = {said.fact.topic for said in family.members} if family.source == "list" else set()
    return topics.pop() if len(topics) == 1 else ""
