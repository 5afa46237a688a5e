"""From facts to statements: every line is read once, in time linear in its length."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from knowledge.language.catalogue import book_of
from knowledge.language.headings import bare
from knowledge.language.names import NameBook
from knowledge.language.quantities import quantities
from knowledge.model import Fact, FactKind, Topic
from knowledge.statements.families import name_of, read_families
from knowledge.statements.glosses import first_statement, predicate_of, rest_of
from knowledge.statements.measures import measures, named_measure, without_history
from knowledge.statements.model import Statement, StatementKind, Statements

LONGEST = 600  # characters; a longer line is a text, and nothing is read out of it
SHORTEST = 8
_UNREAD = (FactKind.CODE, FactKind.ANSWER)
MOST = 20_000  # lines of one note; what comes after them is answered, but not asked
CELLS = 8  # of a row, each so many of which count as a line: what is read of it grows with them
_USE = re.compile(
    r"^(?:common |typical |example |main )?(?:use[- ]?cases?|uses?|when to use(?: .*)?|used for|"
    r"good for|ideal for|use .* when|.* use cases?(?: examples?)?|"
    r"use cases? (?:for|of) .*|.* scenarios|best for|suited to|example use cases?)$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:(?:The|An?)\s+)?((?:[A-Z][\w@./&+-]*)(?:\s+(?:[A-Z0-9][\w@./&+-]*|of|and|for|to)){0,7})"
)
_NEGATION = re.compile(r"\b(?:not|no|never|cannot|neither|nor|unable)\b|n['’]t\b", re.IGNORECASE)


def is_use_label(label: str) -> bool:
    """Whether a heading or bullet announces what something is used for."""
    return len(label) <= 80 and bool(_USE.match(bare(label)))


def denies(text: str) -> bool:
    """Whether a text says that something is not so."""
    return bool(_NEGATION.search(text))


def read_statements(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> Statements:
    """Everything that *facts* say, as far as it can be taken apart."""
    plain = tuple(within_budget(facts))
    book = book_of(plain, topics)
    families = tuple(read_families(plain, book))
    for family in families:
        for member in family.members:
            book.add(member.subject)
    found = [said for family in families for said in family.members]
    for fact in plain:
        found += _of_fact(fact, book)
    return Statements(tuple(found), families, book, plain)


def within_budget(facts: Iterable[Fact]) -> Iterator[Fact]:
    """The facts that are neither too long nor too many in one note."""
    seen: Counter[str] = Counter()
    for fact in facts:
        if fact.kind in _UNREAD or not SHORTEST <= len(fact.text) <= LONGEST:
            continue
        seen[fact.file] += 1 + len(fact.cells) // CELLS
        if seen[fact.file] <= MOST:
            yield fact


def subject_of(fact: Fact, book: NameBook) -> str:
    """Whom a fact is about: a parent bullet that is a topic, else the topic of its section."""
    for label in reversed(fact.parents):
        found = book.find(bare(label))
        if found is not None and found in book.topics:
            return found
    return book.find(fact.topic) or fact.topic


def _of_fact(fact: Fact, book: NameBook) -> Iterator[Statement]:
    if fact.kind is FactKind.ROW:
        yield from _cells(fact, book)
    if fact.kind not in (FactKind.BULLET, FactKind.SENTENCE):
        return
    yield from _figures(fact, book)
    if not fact.term or rest_of(fact.text, fact.term):
        yield from _sentence(fact, book)


def _figures(fact: Fact, book: NameBook) -> Iterator[Statement]:
    """Numbers with the attribute that they belong to."""
    if not quantities(fact.text):
        return
    term, rest = fact.term, rest_of(fact.text, fact.term)
    if not rest:
        named = named_measure(without_history(fact.text))
        if named is None:
            return
        term, rest = named
    for measure in measures(name_of(term), rest):
        yield Statement(
            StatementKind.FIGURE, subject_of(fact, book), measure.quantity.text, fact,
            measure.aspect, measure.qualifier, measure.scope, not denies(rest), measure.quantity,
        )  # fmt: skip


def _cells(fact: Fact, book: NameBook) -> Iterator[Statement]:
    """The figures of a row, each said of the topic that heads its column or its row."""
    row = book.find(bare(fact.term))
    for header, value in fact.cells[1:]:
        if not quantities(value):
            continue
        column = book.find(bare(header))
        subject, attribute = (column, fact.term) if column in book.topics else (row, header)
        if subject in book.topics and subject is not None and attribute:
            for measure in measures(name_of(attribute), value):
                yield Statement(
                    StatementKind.FIGURE, subject, measure.quantity.text, fact, measure.aspect,
                    measure.qualifier, measure.scope, not denies(value), measure.quantity,
                )  # fmt: skip


def _sentence(fact: Fact, book: NameBook) -> Iterator[Statement]:
    """A sentence that begins with a name: "Macie scans buckets for …"."""
    text = first_statement(without_history(rest_of(fact.text, fact.term) or fact.text)).strip()
    name = leading_name(text, book)
    said = predicate_of(text, (name,)) if name else ""
    if said:
        yield Statement(
            StatementKind.SENTENCE, name, said.rstrip(" ."), fact, holds=not denies(said)
        )


def leading_name(text: str, book: NameBook) -> str:
    """The known name that a sentence begins with, as written; "" where it begins otherwise."""
    found = _NAME.match(text)
    parts = found[1].split() if found else []
    names = (" ".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if book.find(name) is not None), "")
