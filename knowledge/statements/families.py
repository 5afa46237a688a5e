"""Things that stand together in the notes: in a list, as sibling headings, in a table, a folder."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from knowledge.language.headings import bare, inside, is_generic, is_label, kind_of
from knowledge.language.lists import sections as marker_words
from knowledge.language.names import NameBook
from knowledge.language.words import singular, singular_word
from knowledge.model import Fact, FactKind
from knowledge.statements.glosses import definition_in, first_statement, rest_of, tidy
from knowledge.statements.model import Family, Statement, StatementKind

LONGEST_NAME = 60
_FIELD = re.compile(r"^\w+logy (?=\w+$)")
_PLURAL_PAIR = re.compile(r"^([\w -]+?)(?:\s+(?:and|or|&|und|y|et)\s+|(?<=s)/)([\w -]+)$")
_SENTENCE = re.compile(r"\b(?:is|are|has|have|can|must|explain|given|compare)\b|\d:", re.IGNORECASE)
_TASK = re.compile(
    r"(?:given|explain|compare|analyze|determine|identify|describe|summarize|differentiate)\b.*"
    r"\b(type|kind|class|category|form|concept)(?:s|es)? of ([\w-]+(?: [\w-]+)?)$",
    re.IGNORECASE,
)
_CONCEPT = re.compile(
    r"(?:(?:explain|summarize|describe|general|basic|key|important)\s)*"
    r"((?!compare|given)(?:[\w-]+\s){0,3}(?:concept|term)s?)$",
    re.IGNORECASE,
)
_NOT_A_NAME = re.compile(
    r"^(?:\d|(?:week|day|chapter|part|step|module|lab|task|unit|section|note|how|why|what|when"
    r"|example|exercise|a note|using|create|creating|install\w*)\b)|[?!=:;|<>{}]|\.\w",
    re.IGNORECASE,
)

_IS_A = re.compile(  # "Osmosis is the movement of water": a bullet that defines without a colon
    r"((?!(?:The|An?|It|This|That|These|There|What|Each|You|We)\b)[A-Z\u00C0-\u00DE][\w'’-]*"
    r"(?:\s[\w'’-]+){0,3}?)\s(?:is|are)\s(?=(?:an?|the|one|any)\s)"
)


def read_families(facts: Sequence[Fact], book: NameBook) -> list[Family]:
    """Every family of at least two members, in the order of the notes."""
    return [
        *_lists(facts, book),
        *_headings(facts, book),
        *_tables(facts, book),
        *_folders(facts, book),
    ]


def defined(name: str, gloss: str, fact: Fact) -> Statement:
    """The statement that *name* is what *gloss* says."""
    return Statement(StatementKind.DEFINITION, name, gloss, fact, attribute="definition")


def name_of(term: str) -> str:
    """A term as a name: without brackets and markup."""
    return (bare(term) or term.strip())[: LONGEST_NAME + 1]


def label_of(fact: Fact) -> str:
    """What the list of a fact is called: its parent bullet, else its heading."""
    return fact.parents[-1] if fact.parents else fact.path[-1] if fact.path else ""


def is_marked(label: str, group: str) -> bool:
    """Whether a heading, header or term holds a word of the group of `markers.txt`."""
    found = re.findall(r"[^\W\d_][\w-]*", label.lower())
    markers = marker_words("markers")
    marks = markers[group]
    if group == "skipped":
        alone = bool(found) and all(word in markers["alone"] for word in found)
        return alone or any(word.startswith(marks) for word in found)
    return bool(found) and (found[0] in marks or singular_word(found[0]) in marks)


def _grouped(facts: Iterable[Fact], key: Callable[[Fact], Hashable]) -> Iterable[list[Fact]]:
    groups: dict[Hashable, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return groups.values()


def _lists(facts: Sequence[Fact], book: NameBook) -> Iterable[Family]:
    """Lines "**Term**: text" and "Term – text" under one heading or bullet, dotted or not."""
    lines = (FactKind.BULLET, FactKind.SENTENCE)
    bullets = (fact for fact in facts if fact.kind in lines)
    for siblings in _grouped(bullets, lambda fact: (fact.file, fact.path, fact.parents)):
        told = (said for fact in siblings if (said := _line_says(fact)) is not None)
        members = [said for said in told if said.value]
        if not members:
            continue
        yield from _family(siblings[0], members, book, "list", (*_above(siblings[0]),))


def _line_says(fact: Fact) -> Statement | None:
    if fact.term:
        return defined(name_of(fact.term), tidy(rest_of(fact.text, fact.term)), fact)
    said = _IS_A.match(fact.text) if fact.kind is FactKind.BULLET else None
    return defined(said[1], tidy(fact.text[said.end() :]), fact) if said else None


def _above(fact: Fact) -> Iterable[str]:
    """The labels over a bullet, nearest first."""
    yield from reversed(fact.parents)
    yield from reversed(fact.path)


def _headings(facts: Sequence[Fact], book: NameBook) -> Iterable[Family]:
    """Sibling headings that are names, each with a first sentence that says what is meant."""
    first: dict[tuple[str, tuple[str, ...]], Statement] = {}
    for fact in facts:
        place = fact.file, fact.path
        if len(fact.path) > 1 and not fact.parents and place not in first:
            said = _heading_says(fact, book)
            if said is not None:
                first[place] = said
    families: dict[tuple[str, tuple[str, ...]], list[Statement]] = defaultdict(list)
    for (file, path), said in first.items():
        families[file, path[:-1]].append(said)
    for (_, path), members in families.items():
        told = [one for one in members if one.value]
        yield from _family(members[0].fact, told, book, "sections", (*reversed(path),))


def _heading_says(fact: Fact, book: NameBook) -> Statement | None:
    name = name_of(fact.path[-1])
    if is_generic(name) or _NOT_A_NAME.search(name) or len(name.split()) > 5:
        return None
    if fact.kind is FactKind.BULLET:
        gloss = tidy(rest_of(fact.text, fact.term)) if is_marked(fact.term, "gloss") else ""
        return defined(name, gloss, fact) if gloss else None
    if fact.kind is not FactKind.SENTENCE:
        return None
    names = tuple(dict.fromkeys((name, *book.names_of(name), *book.names_of(fact.topic))))
    return defined(name, definition_in(fact.text, names) or tidy(first_statement(fact.text)), fact)


def _tables(facts: Sequence[Fact], book: NameBook) -> Iterable[Family]:
    """Tables with a column that explains what stands in the first one."""
    rows = (fact for fact in facts if fact.kind is FactKind.ROW and len(fact.cells) >= 2)
    for table in _grouped(rows, lambda fact: (fact.file, fact.path, fact.block)):
        header = table[0].cells[0][0]
        column = next((h for h, _ in table[0].cells[1:] if is_marked(h, "gloss")), None)
        if column is None or not header:
            continue
        members = [
            defined(name_of(row.term), gloss, row)
            for row in table
            if (gloss := tidy(dict(row.cells).get(column, "")))
        ]
        plural = header if header.endswith("s") else f"{header}s"
        yield from _family(table[0], members, book, "table", (plural, *_above(table[0])))


def _folders(facts: Sequence[Fact], book: NameBook) -> Iterable[Family]:
    """Topics whose files share a folder, each defined by the first sentence of its file."""
    folders: dict[str, dict[str, Statement]] = defaultdict(dict)
    for fact in facts:
        if fact.kind is not FactKind.SENTENCE or fact.parents or len(fact.path) != 1:
            continue
        gloss = definition_in(fact.text, book.names_of(fact.topic))
        if gloss:
            folder = fact.file.rpartition("/")[0]
            folders[folder].setdefault(fact.topic, defined(fact.topic, gloss, fact))
    for members in folders.values():
        if len(members) > 1:
            yield Family("", "", "", "folder", tuple(members.values()))


def _family(
    fact: Fact, members: Sequence[Statement], book: NameBook, source: str, labels: Sequence[str]
) -> Iterable[Family]:
    """The family of *members* below *labels*, nearest first; none where one stands alone."""
    short = (one for one in reversed(members) if len(one.subject) <= LONGEST_NAME)
    unique = {book.key(one.subject): one for one in short if not is_label(one.subject)}
    if len(unique) < 2:
        return
    kept = tuple(one for one in members if unique.get(book.key(one.subject)) is one)
    themselves = sum(_is_topic(one.subject, book) for one in kept) * 2 > len(kept)
    shared = {one.fact.topic for one in kept}
    topic = "" if themselves else shared.pop() if len(shared) == 1 else _topic_in(fact.path, book)
    noun, heading = _noun(labels, book.names_of(topic) if topic else ())
    named = "" if re.search(r"\d", noun) else _with_capitals(noun, heading, book)
    yield Family(named, heading, topic, source, kept)


def _is_topic(name: str, book: NameBook) -> bool:
    found = book.find(name)
    return found is not None and found in book.topics


def _topic_in(path: Sequence[str], book: NameBook) -> str:
    """The innermost heading that is a topic's name; "" where there is none."""
    names = (book.find(bare(heading)) for heading in reversed(path))
    return next((found for found in names if found is not None and found in book.topics), "")


def _noun(labels: Sequence[str], names: tuple[str, ...]) -> tuple[str, str]:
    """What one member is called, from the nearest label that is no mere "Definitions"."""
    for label in labels:
        plain = bare(label)
        if is_marked(plain, "glossary") and len(plain.split()) < 3:
            continue
        return _singular(plain, names) or _concept(labels), plain
    return _concept(labels), bare(labels[0]) if labels else ""


def _concept(labels: Sequence[str]) -> str:
    """The plainest of nouns, where a label says so: "Clinical concepts", a column "Term"."""
    plain = (bare(label) for label in labels)
    found = next((named for one in plain if (named := _CONCEPT.match(one))), None)
    return singular(inside(found[1])) if found else ""


def _with_capitals(noun: str, heading: str, book: NameBook) -> str:
    """The noun with the capitals of names in it: "part of Glue" under "Parts of Glue"."""
    written = {word.lower(): word for word in heading.split()[1:] if word[:1].isupper()}
    known = (word in written and book.find(word) in book.topics for word in noun.split())
    return " ".join(
        written[word] if named else word for word, named in zip(noun.split(), known, strict=True)
    )


def _singular(heading: str, names: tuple[str, ...]) -> str:
    """The noun of a heading; of "Biases and psychology effects" both, "bias or effect", since the
    field goes without saying; of a task that ends in "various types of attacks" its last words."""
    task = _TASK.match(heading)
    if task:
        return f"{task[1].lower()} of {singular(task[2].lower())}"
    if _SENTENCE.search(heading):
        return ""
    pair = _PLURAL_PAIR.match(heading)
    if pair:
        both = [kind_of(part, names) for part in pair.groups()]
        return f"{both[0]} or {_FIELD.sub('', both[1])}" if all(both) else ""
    return kind_of(heading, names)
