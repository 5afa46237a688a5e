"""Things that stand together in the notes: lists of defined terms, sections, tables, folders."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from knowledge.claims.glosses import definition_in, list_of, rest_of, tidy
from knowledge.claims.model import Group, Member
from knowledge.language.headings import bare, is_generic, kind_of
from knowledge.language.names import NameBook, fold
from knowledge.language.words import singular_word
from knowledge.model import Fact, FactKind

_PURPOSE = frozenset(
    {
        "purpose",
        "definition",
        "description",
        "what",
        "what it is",
        "what is it",
        "overview",
        "function",
        "role",
    }
)
_GLOSS_HEADERS = frozenset("description purpose definition meaning explanation summary".split(" "))


def read_groups(facts: Sequence[Fact], book: NameBook) -> list[Group]:
    """Every group in *facts*, in the order of the notes."""
    return [
        *_lists(facts, book),
        *_sections(facts, book),
        *_tables(facts, book),
        *_enumerations(facts, book),
        *_folders(facts, book),
        *_terms(facts, book),
    ]


def gloss_of(fact: Fact) -> str:
    """The definition that a "Term: text" fact gives, tidied; "" where it gives none."""
    return tidy(rest_of(fact.text, fact.term))


def label_of(fact: Fact) -> str:
    """What the list of a fact is called: its parent bullet, else its heading."""
    if fact.parents:
        return fact.parents[-1]
    return fact.path[-1] if fact.path else ""


def name_of(term: str) -> str:
    """A term as a name: without brackets and markup."""
    return bare(term) or term.strip()


def _lists(facts: Sequence[Fact], book: NameBook) -> Iterable[Group]:
    blocks: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind is FactKind.BULLET and fact.term:
            blocks[(fact.file, fact.path, fact.parents, fact.block)].append(fact)
    for siblings in blocks.values():
        members = tuple(
            Member(name_of(fact.term), gloss, fact)
            for fact in siblings
            if (gloss := gloss_of(fact))
        )
        if len(members) >= 2:
            yield _group(
                label_of(siblings[0]), _shared_topic(siblings, book), members, book, "list"
            )


def _shared_topic(siblings: Sequence[Fact], book: NameBook) -> str:
    """The topic all siblings have; where they differ, the nearest heading that is a topic."""
    if len({fact.topic for fact in siblings}) == 1:
        return siblings[0].topic
    return topic_in(siblings[0].path, book)


def topic_in(path: Sequence[str], book: NameBook) -> str:
    """The innermost heading that is a topic's name; "" where there is none."""
    for heading in reversed(path):
        found = book.find(bare(heading))
        if found is not None and found in book.topics:
            return found
    return ""


def _group(
    heading: str, topic: str, members: tuple[Member, ...], book: NameBook, source: str
) -> Group:
    names = book.names_of(topic)
    themselves = sum(1 for member in members if _is_topic(member, book, topic))
    context = "" if themselves * 2 > len(members) else topic
    itself = bool(context) and book.same(bare(heading), topic)
    kind = "" if itself else _with_names(kind_of(heading, names), heading, book)
    return Group(kind, bare(heading), context, members, source)


def _with_names(kind: str, heading: str, book: NameBook) -> str:
    """The kind with the capitals of names in it: "lambda trigger" under "Lambda triggers"."""
    written = {word.lower(): word for word in heading.split() if word[:1].isupper()}
    return " ".join(
        written.get(word, word) if fold(book.find(word) or "") == word else word
        for word in kind.split()
    )


def _is_topic(member: Member, book: NameBook, topic: str) -> bool:
    found = book.find(member.name)
    return found is not None and found in book.topics and found != topic


def _sections(facts: Sequence[Fact], book: NameBook) -> Iterable[Group]:
    """Sibling headings that each say what they are about."""
    families: dict[tuple[str, tuple[str, ...]], dict[str, Member]] = defaultdict(dict)
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for fact in facts:
        member = _section_member(fact, fact.file, seen, book)
        if member is not None and len(fact.path) > 1:
            family = families[(fact.file, fact.path[:-1])]
            family.setdefault(member.name, member)
    for (_, path), members in families.items():
        if len(members) >= 2:
            chosen = tuple(members.values())
            yield _group(path[-1], topic_in(path, book), chosen, book, "sections")


def _section_member(
    fact: Fact, file: str, seen: set[tuple[str, tuple[str, ...]]], book: NameBook
) -> Member | None:
    if not fact.path or fact.parents or is_generic(fact.path[-1]):
        return None
    name = name_of(fact.path[-1])
    if fact.term.lower() in _PURPOSE:
        gloss = gloss_of(fact)
    elif fact.kind is FactKind.SENTENCE and (file, fact.path) not in seen:
        gloss = definition_in(
            fact.text,
            tuple(dict.fromkeys((name, *book.names_of(name), *book.names_of(fact.topic)))),
        )
    else:
        return None
    seen.add((file, fact.path))
    return Member(name, gloss, fact) if gloss else None


def _tables(facts: Sequence[Fact], book: NameBook) -> Iterable[Group]:
    tables: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.kind is FactKind.ROW and len(fact.cells) >= 2 and fact.cells[0][0]:
            tables[(fact.file, fact.path, fact.block)].append(fact)
    for rows in tables.values():
        column = _gloss_column(rows)
        if column is None or len(rows) < 3:
            continue
        members = tuple(
            Member(name_of(row.term), gloss, row)
            for row in rows
            if (gloss := tidy(dict(row.cells).get(column, "")))
        )
        header = rows[0].cells[0][0]
        heading = (
            label_of(rows[0]) if is_generic(header) or not kind_of(header + "s") else header + "s"
        )
        if len(members) >= 3:
            yield _group(heading, rows[0].topic, members, book, "table")


def _gloss_column(rows: Sequence[Fact]) -> str | None:
    headers = list(
        dict.fromkeys(chain.from_iterable((header for header, _ in row.cells) for row in rows))
    )
    for header in headers[1:]:
        if singular_word(header.lower().split()[0] if header.split() else "") in _GLOSS_HEADERS:
            return header
    return None


def _enumerations(facts: Sequence[Fact], book: NameBook) -> Iterable[Group]:
    """ "Storage classes: A, B, C" in one line: members without a word on each."""
    for fact in facts:
        if fact.kind is not FactKind.BULLET or not fact.term:
            continue
        if not kind_of(fact.term, book.names_of(fact.topic)):
            continue
        listed = list_of(rest_of(fact.text, fact.term))
        if len(listed) >= 3:
            members = tuple(Member(name_of(name), "", fact) for name in listed)
            yield _group(fact.term, fact.topic, members, book, "enumeration")


def _terms(facts: Sequence[Fact], book: NameBook) -> Iterable[Group]:
    """All terms that are defined anywhere under one topic: siblings for those of short lists."""
    topics: dict[str, dict[str, Member]] = defaultdict(dict)
    for fact in facts:
        if fact.kind is FactKind.BULLET and fact.term and (gloss := gloss_of(fact)):
            name = name_of(fact.term)
            topics[fact.topic].setdefault(book.key(name), Member(name, gloss, fact))
    for topic, members in topics.items():
        if len(members) >= 4:
            yield Group("", topic, topic, tuple(members.values()), "topic")


def _folders(facts: Sequence[Fact], book: NameBook) -> Iterable[Group]:
    """Topics whose files share a folder, each defined by the first sentence of its file."""
    folders: dict[str, dict[str, Member]] = defaultdict(dict)
    for fact in facts:
        folder, slash, _ = fact.file.rpartition("/")
        if not slash or fact.kind is not FactKind.SENTENCE or fact.parents or len(fact.path) != 1:
            continue
        gloss = definition_in(fact.text, book.names_of(fact.topic))
        if gloss:
            folders[folder].setdefault(fact.topic, Member(fact.topic, gloss, fact))
    for folder, members in folders.items():
        if len(members) >= 2:
            heading = re.sub(r"[-_]", " ", folder.rpartition("/")[2])
            yield Group("", heading, "", tuple(members.values()), "folder")


def learn_members(book: NameBook, groups: Iterable[Group]) -> None:
    """Take in the members of all groups."""
    for group in groups:
        for member in group.members:
            book.add(member.name)
