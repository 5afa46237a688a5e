"""The entity catalogue: who is spoken of in the notes, under which names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from knowledge.language.headings import bare
from knowledge.language.names import NameBook, fold
from knowledge.model import Fact, Topic

# Words that often come first without saying whose product it is.
_COMMON_FIRST = frozenset(
    """the a an key types common main use how what why when using default custom basic
    advanced general data file public private local global network security standard
    primary secondary new other multi single simple best core types""".split()
)


_NAME_WITH_BRACKETS = re.compile(r"^(.{2,50}?)\s*\(([A-Za-z][^()]{1,60})\)\s*$")


def book_of(facts: Sequence[Fact], topics: Sequence[Topic]) -> NameBook:
    """The names of all topics and of everything written as "Name (Long Name)"."""
    book = NameBook()
    book.know_prefixes(vendor_prefixes(facts, topics))
    for topic in topics:
        book.add(topic.name, *topic.aliases)
        book.topics[book.find(topic.name) or topic.name] = None
    for name, alias in _bracketed(facts):
        book.add(name, alias)
    return book


def vendor_prefixes(facts: Sequence[Fact], topics: Sequence[Topic]) -> frozenset[str]:
    """First words that many topics carry in one place of the notes and lack in another."""
    plain = {fold(topic.name) for topic in topics}
    names = {fold(name) for topic in topics for name in (topic.name, *topic.aliases)}
    for fact in facts:
        names.update(fold(bare(label)) for label in (*fact.path, fact.term) if label)
    carried: dict[str, set[str]] = defaultdict(set)
    for name in names:
        first, _, rest = name.partition(" ")
        if rest and (rest in plain or (name in plain and rest in names)):
            carried[first].add(rest)
    enough = max(3, len(topics) // 12)
    return frozenset(
        first for first, rests in carried.items()
        if len(rests) >= enough and first not in _COMMON_FIRST and not first.isdigit()
    )  # fmt: skip


def initials(name: str) -> str:
    """The capitals that an acronym of *name* would have."""
    parts = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(
        part[0] for part in parts if part.lower() not in ("of", "and", "the", "for", "to")
    ).lower()


def is_acronym_of(short: str, long: str) -> bool:
    """Whether *short* abbreviates *long*: "EBS", "Elastic Block Store"; also "S3", "IaaS"."""
    plain = re.sub(r"[^a-z0-9]", "", short.lower())
    if not plain or " " in short.strip() or len(long.split()) < 2:
        return False
    letters = initials(long)
    squeezed = re.sub(r"(.)\1+", lambda run: run[1] + str(len(run[0])), letters)
    every = "".join(word[0] for word in re.findall(r"[a-z0-9]+", long.lower()))
    return plain in (letters, squeezed, every) or (plain.endswith("s") and plain[:-1] == letters)


def _bracketed(facts: Sequence[Fact]) -> Iterable[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        texts = [*fact.path[-1:], fact.term]
        start = re.match(
            r"^([A-Z][^:()]{1,40}?\s*\([A-Za-z][^()]{2,50}\))\s*(?:[:–-]|is\b|are\b)", fact.text
        )
        if start:
            texts.append(start[1])
        for text in texts:
            found = _NAME_WITH_BRACKETS.match(text)
            if not found:
                continue
            name, alias = found[1].strip(), found[2].strip()
            if (name, alias) in seen:
                continue
            seen.add((name, alias))
            if is_acronym_of(name, alias) or is_acronym_of(alias, name):
                yield name, alias
