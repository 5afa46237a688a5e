"""What the notes say of one thing, by attribute: the cells of a comparison where no table is."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from knowledge.comparing.attributes import attribute_of, own_name
from knowledge.comparing.subjects import ComparedSubject
from knowledge.comparing.tables import names_in
from knowledge.language.headings import bare, is_generic
from knowledge.language.names import fold_words
from knowledge.language.quantities import quantities
from knowledge.model import Cell, Fact, FactKind
from knowledge.statements.glosses import rest_of
from knowledge.statements.measures import named_measure, without_history
from knowledge.statements.read import is_use_label

FACTS_IN_CELL = 2
LONGEST_CELL = 300
SHORT, MOST_IN_SHORT = 160, 3  # characters and facts on a thing that the notes define nowhere
GAP = Cell("")
OF_THE_WHOLE = frozenset({"Best for", "Purpose"})  # what a part is for says nothing of the whole

Key = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class AttributeLine:
    """One thing the notes say of somebody, under an attribute."""

    strength: int  # 0 a term of that very name, 1 another name for it, 2 only the heading says so
    distance: int  # headings between the thing's own and the fact: it is about a part of it
    order: int
    text: str
    fact: Fact


Entries = dict[str, list[AttributeLine]]


def entries_of(thing: ComparedSubject, key: Key) -> Entries:
    """What the notes say of a thing, by attribute."""
    found: Entries = {}
    for order, fact in enumerate(thing.facts):
        if fact.kind in (FactKind.ROW, FactKind.CODE):
            continue
        label, text = _labelled(fact)
        if _ADVICE.match(text):
            continue
        parts = _parts(fact, thing, key)
        for attribute, strength, said in _attributes(fact, label, text, thing, key):
            if attribute in OF_THE_WHOLE and _is_of_part(attribute, fact, thing, key):
                continue
            entry = AttributeLine(strength, len(parts), order, _of_part(parts, said), fact)
            found.setdefault(attribute, []).append(entry)
    return found


def _attributes(
    fact: Fact, label: str, text: str, thing: ComparedSubject, key: Key
) -> Iterable[tuple[str, int, str]]:
    """Each attribute that a fact is about, how surely, and what it says of it."""
    section = _section_attribute(fact, thing, key)
    attribute = attribute_of(label) if label else ""
    if section == "Price" and attribute != "Price":
        if _MONEY.search(fact.text):  # "Duration" under "Pricing" is no duration
            yield section, 2, fact.text
        return
    own = own_name(label) if label else ""
    if own and not _names_thing(label, thing, key):
        strength = 0 if own == own_name(attribute or own) else 1
        yield attribute or own, strength, _under(label, text) if strength else text
    if section and not attribute:
        yield section, 2, fact.text


def _under(label: str, text: str) -> str:
    """What is said, under its name where it does not begin with it anyway."""
    label = bare(label)
    return text if text.lower().startswith(label.lower()) else f"{label}: {text}"


def _of_part(parts: Sequence[str], text: str) -> str:
    """What is said of a part, with the part's name in front if the words do not tell it."""
    told = set(fold_words(text))
    missing = [part for part in parts if not set(fold_words(part)) <= told]
    return f"{' › '.join(missing)}: {text}" if missing else text


def _labelled(fact: Fact) -> tuple[str, str]:
    """What a fact calls its attribute, and what it says of it."""
    if fact.term:
        return fact.term, rest_of(fact.text, fact.term) or fact.text
    if quantities(fact.text):
        named = named_measure(without_history(fact.text))
        if named is not None and attribute_of(named[0]):
            return named[0], fact.text
    return "", fact.text


def _names_thing(label: str, thing: ComparedSubject, key: Key) -> bool:
    return any(key(name) in _own_keys(thing, key) for name in names_in(label))


def _own_keys(thing: ComparedSubject, key: Key) -> frozenset[str]:
    """A topic's own name: under its others stand its parts ("visibility timeout" of SQS)."""
    return frozenset({key(thing.name)}) if thing.topic else thing.keys


def _section_attribute(fact: Fact, thing: ComparedSubject, key: Key) -> str:
    """What the nearest heading or parent bullet says its facts are about."""
    for label in (*reversed(fact.parents), *reversed(fact.path)):
        if _names_thing(label, thing, key):
            return ""
        if is_use_label(label):
            return "Best for"
        if attribute_of(label) == "Price" and not _SEVERAL.search(label):
            return "Price"
    return ""


def _parts(fact: Fact, thing: ComparedSubject, key: Key) -> tuple[str, ...]:
    """The headings and bullets of something else between the thing and the fact, outermost first.

    "EBS snapshots" is a part of EBS by its own name, wherever it stands.
    """
    between: list[str] = []
    for label in _labels(fact, thing, key):
        if not (is_generic(label) or attribute_of(label) or is_use_label(label)):
            between.insert(0, bare(label))
        if _mentions(label, thing, key):
            return tuple(between)
    own = (*fact.path, *fact.parents, fact.term)
    found = any(_names_thing(label, thing, key) for label in own if label)
    return tuple(between) if found else tuple(between[-1:])


def _is_of_part(attribute: str, fact: Fact, thing: ComparedSubject, key: Key) -> bool:
    """Whether it stands under anything but the thing's name and a heading for that attribute."""
    for label in _labels(fact, thing, key):
        if not (is_generic(label) or is_use_label(label) or attribute_of(label) == attribute):
            return True
        if _mentions(label, thing, key):
            return False
    return False


def _labels(fact: Fact, thing: ComparedSubject, key: Key) -> Iterable[str]:
    """What a fact stands under, from the innermost on, up to what names the thing.

    The outermost heading is the whole file's.
    """
    if fact.term and _names_thing(fact.term, thing, key):
        return
    for label in (*reversed(fact.parents), *reversed(fact.path[1:])):
        if _names_thing(label, thing, key):
            return
        yield label


def _mentions(label: str, thing: ComparedSubject, key: Key) -> bool:
    said = f" {key(label)} "
    return any(f" {name} " in said for name in _own_keys(thing, key))


def cell(entries: Sequence[AttributeLine]) -> Cell:
    """The plainest of what there is, with figures before words; never cut within a fact."""
    if not entries:
        return GAP
    best = min((entry.strength, entry.distance) for entry in entries)
    chosen = sorted(
        (entry for entry in entries if (entry.strength, entry.distance) == best),
        key=lambda e: (not quantities(e.text), len(e.text) > 120, e.order),
    )
    kept: list[AttributeLine] = []
    for entry in chosen:
        full = len(kept) >= FACTS_IN_CELL
        if full or (kept and sum(len(k.text) for k in kept) + len(entry.text) > LONGEST_CELL):
            break
        kept.append(entry)
    return _joined(sorted((e.order, e.text, e.fact) for e in kept))


def _joined(told: Iterable[tuple[int, str, Fact]]) -> Cell:
    said = list(told)
    text = "; ".join(_ANNOUNCING.sub("", text).rstrip(" .;:") for _, text, _ in said)
    return Cell(text, tuple(dict.fromkeys(fact.source for _, _, fact in said)))


def label_of(fact: Fact) -> str:
    """The attribute as the notes write it."""
    return bare(_labelled(fact)[0])


# ---------------------------------------------------------------- in short


def in_short(thing: ComparedSubject, key: Key) -> Cell:
    """What it is: of a topic the first sentence that says so, of a part its definition."""
    at_home = _home_first(thing.facts)
    prose = [f for f in at_home if f.kind in (FactKind.SENTENCE, FactKind.BULLET)]
    own = key(thing.name)
    defined = [fact for fact in prose if fact.term and key(bare(fact.term)) == own]
    said = [fact for fact in prose if not fact.term and _says_what(fact, thing, key)]
    others = [fact for fact in prose if fact.kind is FactKind.SENTENCE]
    order = (said, defined, others) if thing.topic else (_glosses(defined), said, others)
    first = next(chain.from_iterable(order), None)
    if first is None:
        return _first_facts(thing, key)
    text = rest_of(first.text, first.term) if first.term else ""
    return Cell(text or first.text, (first.source,))


def _home_first(facts: Sequence[Fact]) -> list[Fact]:
    """In the order of the notes, but those of the topic that says most about a thing first."""
    home = home_of(facts)
    return sorted(facts, key=lambda fact: fact.topic != home)


def home_of(facts: Iterable[Fact]) -> str:
    """The topic that a thing is mostly spoken of in."""
    spoken = Counter(fact.topic for fact in facts).most_common(1)
    return spoken[0][0] if spoken else ""


def _glosses(defined: Iterable[Fact]) -> list[Fact]:
    """Definitions in words: "maximum 15 per cluster" tells a limit and not what it is."""
    return [f for f in defined if not _FIGURE.match(rest_of(f.text, f.term) or "")]


def _first_facts(thing: ComparedSubject, key: Key) -> Cell:
    """Of what is nowhere defined, what stands first under its name."""
    kept: list[tuple[int, str, Fact]] = []
    for order, fact in enumerate(_home_first(thing.facts)):
        own = fact.kind is FactKind.BULLET and not _parts(fact, thing, key)
        told_below = _section_attribute(fact, thing, key) or attribute_of(fact.term)
        if not own or told_below or _ADVICE.match(fact.text):
            continue
        if kept and sum(len(text) for _, text, _ in kept) + len(fact.text) > SHORT:
            break
        kept.append((order, fact.text, fact))
    return _joined(kept[:MOST_IN_SHORT])


def _says_what(fact: Fact, thing: ComparedSubject, key: Key) -> bool:
    """Whether a sentence reads "X is a …" or "X does …"; a common noun is no X."""
    words = _IN_BRACKETS.sub("", fact.text).split()
    opens = any(key(name) in thing.keys for name in names_in(fact.path[-1])) if fact.path else False
    for length in range(min(6, len(words) - 2), 0, -1):
        named = [word for word in words[:length] if word.lower() not in _ARTICLES]
        common = bool(thing.topic) and bool(named) and named[0] == named[0].lower()
        if named and not common and key(" ".join(named)) in thing.keys:
            verb, after = words[length], words[length + 1].lower()
            if verb in ("is", "are"):
                return after in _ARTICLES or (opens and not after.endswith("ed"))
            return verb.islower() and verb.endswith("s") and not {verb, after} & _VERBS
    return False


_ARTICLES = frozenset({"a", "an", "the", "one"})
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
# Before one of these "names" was no verb: "S3 names must be unique"; and "does" only negates.
_VERBS = frozenset(
    "is are was were does has have had can could may might must should will need do".split()
)
_FIGURE = re.compile(r"(?:up to|at most|at least|maximum|minimum|default|\W*\d)", re.IGNORECASE)
_ANNOUNCING = re.compile(r"(?<=[.;])\s+[^.;]*:$")  # a list that is not shown here
_SEVERAL = re.compile(r"\band\b|&")  # "Performance and cost": which of them, it does not tell
_MONEY = re.compile(
    r"[$€£¥]|\b(?:bill|cost|price|pric|pay|paid|charg|free|fee|cheap|expens|rate|discount)"
    r"|\b(?:USD|EUR|GBP)\b",
    re.IGNORECASE,
)
# What to learn for an examination is no property of anything.
_ADVICE = re.compile(
    r"(?:know|understand|be (?:able|aware|familiar|prepared|ready)|remember|learn|study|review)\b",
    re.IGNORECASE,
)
