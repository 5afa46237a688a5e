"""From facts to claims: definitions, numbers, uses, cells and statements, each with a subject."""

import re
from collections.abc import Iterable, Sequence

from knowledge.claims.glosses import predicate_of, rest_of, tidy
from knowledge.claims.groups import name_of
from knowledge.claims.model import Claim, ClaimKind, Group
from knowledge.claims.numbers import measures, named_measure, without_history
from knowledge.language.headings import bare
from knowledge.language.names import NameBook
from knowledge.language.quantities import quantities
from knowledge.language.words import STOPWORDS, words
from knowledge.model import Fact, FactKind

_USE = re.compile(
    r"^(?:common |typical |example |main )?(?:use[- ]?cases?|uses?|when to use(?: .*)?|used for|"
    r"good for|ideal for|use .* when|.* use cases?(?: examples?)?|"
    r"use cases? (?:for|of) .*|.* scenarios|best for|suited to|example use cases?)$",
    re.IGNORECASE,
)


def is_use_label(label: str) -> bool:
    """Whether a heading or bullet announces what something is used for."""
    return bool(_USE.match(bare(label)))


def subject_of(fact: Fact, book: NameBook) -> str:
    """Whom a fact is about: a parent bullet that is a topic, else the topic of its section."""
    for label in reversed(fact.parents):
        found = book.find(bare(label))
        if found is not None and found in book.topics:
            return found
    return book.find(fact.topic) or fact.topic


def definitions(groups: Iterable[Group]) -> Iterable[Claim]:
    for group in groups:
        for member in group.members:
            if member.gloss:
                yield Claim(
                    member.name, "definition", member.gloss, ClaimKind.DEFINITION, member.fact,
                    group.topic, category=group.kind or group.heading,
                )  # fmt: skip
            else:
                yield Claim(
                    member.name, "member of " + group.heading, member.name, ClaimKind.MEMBER,
                    member.fact, group.topic, category=group.kind or group.heading,
                )  # fmt: skip


def numbers(facts: Sequence[Fact], book: NameBook) -> Iterable[Claim]:
    """Numbers with the property they belong to."""
    for fact in facts:
        if fact.kind not in (FactKind.BULLET, FactKind.SENTENCE) or not quantities(fact.text):
            continue
        term, rest = fact.term, rest_of(fact.text, fact.term)
        if not rest:
            named = named_measure(without_history(fact.text))
            if named is None:
                continue
            term, rest = named
        for measure in measures(name_of(term), rest):
            yield Claim(
                subject_of(fact, book), measure.aspect, measure.quantity.text, ClaimKind.NUMBER,
                fact, fact.topic, measure.qualifier, measure.scope, quantity=measure.quantity,
            )  # fmt: skip


def uses(facts: Sequence[Fact], book: NameBook) -> Iterable[Claim]:
    """What something is used for."""
    for fact in facts:
        if fact.kind is not FactKind.BULLET:
            continue
        labels = [*fact.parents[-1:], *([] if fact.parents else fact.path[-1:])]
        if any(is_use_label(label) for label in labels):
            text = rest_of(fact.text, fact.term) or fact.text
            yield _use(fact, book, tidy(text))


def _use(fact: Fact, book: NameBook, text: str) -> Claim:
    above = fact.parents[:-1] if fact.parents and is_use_label(fact.parents[-1]) else ()
    subject = book.find(bare(above[-1])) if above else None
    subject = subject if subject in book.topics else None
    subject = subject or subject_of(fact, book)
    return Claim(subject, "use " + gist(text), text, ClaimKind.USE_CASE, fact, fact.topic)


def cells(facts: Sequence[Fact]) -> Iterable[Claim]:
    """Table cells: row and column name the subject and the property."""
    for fact in facts:
        if fact.kind is not FactKind.ROW or not fact.cells:
            continue
        for header, value in fact.cells[1:]:
            if header and value and fact.term:
                yield Claim(header, fact.term, value, ClaimKind.CELL, fact, fact.topic)


def statements(facts: Sequence[Fact], book: NameBook) -> Iterable[Claim]:
    """Sentences that begin with the name of an entity: "Macie scans buckets for …"."""
    for fact in facts:
        if fact.term or fact.kind not in (FactKind.BULLET, FactKind.SENTENCE):
            continue
        subject = leading_name(fact.text, book)
        if not subject:
            continue
        said = predicate_of(fact.text, (subject,))
        if said:
            canonical = book.find(subject) or subject
            yield Claim(canonical, gist(said), said, ClaimKind.ATTRIBUTE, fact, fact.topic)


def leading_name(text: str, book: NameBook) -> str:
    """The entity name a sentence begins with, as written; "" where it begins otherwise."""
    found = re.match(
        r"(?:(?:The|An?)\s+)?((?:[A-Z][\w@./&+-]*|of|and|for)(?:\s+(?:[A-Z0-9][\w@./&+-]*|of|and|for|to))*)",
        text,
    )
    if not found:
        return ""
    parts = found[1].split()
    for length in range(len(parts), 0, -1):
        candidate = " ".join(parts[:length])
        if book.find(candidate) is not None:
            return candidate
    return ""


def gist(text: str) -> str:
    """A few words that stay when a text is reworded a little: its three longest, in order."""
    long = sorted(
        {word for word in words(text) if word not in STOPWORDS}, key=lambda w: (-len(w), w)
    )
    return " ".join(sorted(long[:3]))
