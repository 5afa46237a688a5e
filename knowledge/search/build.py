"""Makes what the search reads: from facts to blobs in the index file."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice

import numpy as np

from knowledge.model import Fact, Topic
from knowledge.search import aliases
from knowledge.search.agreeing import agreeing
from knowledge.search.asked import write_asked
from knowledge.search.columns import Gathered, Lists, read_columns, spliced, write_columns
from knowledge.search.gather import OWN, gather
from knowledge.search.measuring import ANSWERS, HAS_TERM
from knowledge.search.store import FORMAT, BlobReader, Floats, Ints, Writer
from knowledge.search.words import slips, stem

Names = Mapping[str, set[str]]  # the words of each topic's names

IN_QUESTION = 0.5  # a question is told at length: its words count less than those of notes
SATURATION = 0.5  # how soon repeating a word stops to help
LENGTH_MATTERS = 0.2  # how much a long fact counts less
_SHORT_PLURAL = 3
_MOST_TITLES, _MOST_TERMS = 20_000, 50_000
MOST_INTRODUCTIONS = 12
_LONGEST_TERM = 120
_RARE, _OFTEN = 2, 4  # a misspelt word of the notes occurs so rarely, the right one this much more


def prepare(db: sqlite3.Connection, facts: Iterable[Fact], topics: Sequence[Topic]) -> None:
    """Write everything the search needs for *facts* into *db*; the caller commits.

    The facts come in the notes' order and are gone through once.
    """
    _write(db, gather(facts), topics)


def prepare_changed(
    db: sqlite3.Connection,
    facts: Iterable[Fact],
    files: Sequence[str],
    changed: Set[str],
    topics: Sequence[Topic],
) -> None:
    """The same where *db* has it already for notes of which some have changed.

    *facts* are those of the *changed* files, *files* are all there are now, in the notes' order.
    """
    _write(db, spliced(read_columns(BlobReader(db)), gather(facts), files, changed), topics)


def _write(db: sqlite3.Connection, gathered: Gathered, topics: Sequence[Topic]) -> None:
    writer = Writer(db)
    writer.json("meta", {"format": FORMAT, "facts": gathered.count})
    write_columns(writer, gathered)
    words, facts, weights = _postings(gathered)
    surfaces = gathered.surfaces
    occurrences = np.bincount(words, minlength=len(surfaces))
    terms, term_of = _terms(surfaces, occurrences)
    writer.array("surface_terms", term_of)
    writer.array("surface_counts", occurrences.astype(np.uint32))
    writer.raw("terms_joined", "\n".join(terms).encode())
    _write_postings(writer, gathered, len(terms), (term_of[words], facts, weights))
    _write_pairs(writer, gathered, term_of)
    _write_twins(writer, gathered, _names(topics))
    phrases = {title: aliases.phrase(title) for title in dict.fromkeys(gathered.titles)}
    makers = aliases.makers(_headings(gathered), topics)
    names = {topic: known | makers for topic, known in _names(topics).items()}
    _write_titled(writer, gathered, term_of, len(terms))
    _write_kin(writer, gathered, names, phrases)
    _write_introductions(writer, gathered, names, phrases)
    _write_names(writer, gathered, topics, makers)
    write_asked(writer, gathered)
    writer.json("misspelt", _misspelt(surfaces, occurrences, term_of))


def _postings(gathered: Gathered) -> tuple[Ints, Ints, Floats]:
    """Each word of each fact, and how much it counts there: its own and what it stands under."""
    counts = np.where(gathered.flags & ANSWERS, IN_QUESTION, 1.0).astype(np.float32)
    own, inherited = gathered.own, gathered.inherited
    under = inherited.picked(gathered.section_of)
    owners = np.repeat(
        np.arange(gathered.count, dtype=np.uint32), inherited.sizes[gathered.section_of]
    )
    facts = np.concatenate((own.owners(), owners))
    words = np.concatenate((own.values, inherited.values[under]))
    weights = np.full(len(facts), OWN, np.float32)
    weights[len(own.values) :] = gathered.inherited_weights[under]
    weights *= counts[facts]
    return words, facts, weights


def _terms(surfaces: list[str], occurrences: np.ndarray) -> tuple[list[str], Ints]:
    """The terms, and which one each surface belongs to."""
    counts = occurrences.tolist()
    short = {s: n for n, s in enumerate(surfaces) if len(s) < _SHORT_PLURAL}
    numbers: dict[str, int] = {}
    term_of = []
    for place, surface in enumerate(surfaces):
        if len(surface) <= _SHORT_PLURAL and surface.endswith("s"):
            base = short.get(surface[:-1], -1)
            if base >= 0 and counts[base] * 3 >= counts[place]:
                surface = surface[:-1]
        term_of.append(numbers.setdefault(stem(surface), len(numbers)))
    return list(numbers), np.array(term_of, np.uint32)


def _write_postings(
    writer: Writer, gathered: Gathered, terms: int, postings: tuple[Ints, Ints, Floats]
) -> None:
    """Which facts a term occurs in, and how much it says about each."""
    count = gathered.count
    keys = postings[0].astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= postings[1]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    weights = postings[2][order]
    del order
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, int)
    totals = np.add.reduceat(weights, firsts) if len(firsts) else np.zeros(0, np.float32)
    keys = keys[firsts]
    owners = (keys & 0xFFFFFFFF).astype(np.uint32)
    starts = np.searchsorted(keys >> 32, np.arange(terms + 1, dtype=np.uint64)).astype(np.uint64)
    lengths = gathered.own.sizes.astype(np.float32)
    usual = max(1.0, float(lengths.sum()) / max(1, count))
    norm = 1 - LENGTH_MATTERS + LENGTH_MATTERS * lengths / usual
    impacts = totals * (SATURATION + 1) / (totals + SATURATION * norm[owners])
    frequency = np.diff(starts).astype(np.float64)
    weight = (np.log1p(count / np.maximum(frequency, 0.5)) / np.log1p(count * 2)).astype(np.float32)
    writer.array("post_starts", starts)
    writer.array("post_facts", owners)
    writer.array("post_impacts", impacts.astype(np.float32))
    writer.array("term_weights", weight)


def _write_pairs(writer: Writer, gathered: Gathered, term_of: Ints) -> None:
    """Which terms stand right beside one another, in a fact or a title."""
    pairs = []
    for lists, beside in (
        (gathered.own, gathered.own_beside),
        (gathered.tokens, gathered.tokens_beside),
    ):
        first = np.flatnonzero(beside)
        pair = term_of[lists.values[first]].astype(np.uint64) << np.uint64(32)
        pairs.append(pair | term_of[lists.values[first + 1]])
    writer.array("pairs", np.unique(np.concatenate(pairs)))


def _write_twins(writer: Writer, gathered: Gathered, names: dict[str, set[str]]) -> None:
    """Facts that say the same about the same topic: (fact, group), both in order of the fact."""
    marks, group = np.unique(gathered.marks, return_inverse=True)
    said_by: dict[int, int] = {}  # a mark, and that of the fact that says it first
    for first, *others in agreeing(gathered, names):
        mark = _first_mark(said_by, int(group[first]))
        said_by |= {other: mark for fact in others if (other := int(group[fact])) != mark}
    firsts = np.arange(len(marks), dtype=np.uint32)
    for mark in said_by:
        firsts[mark] = _first_mark(said_by, mark)
    groups = firsts[group]
    sizes = np.bincount(groups, minlength=len(marks))
    several = np.flatnonzero(sizes[groups] > 1).astype(np.uint32)
    writer.array("twin_facts", several)
    writer.array("twin_groups", groups[several])


def _first_mark(said_by: dict[int, int], mark: int) -> int:
    while mark in said_by:
        mark = said_by[mark]
    return mark


def _write_titled(writer: Writer, gathered: Gathered, term_of: Ints, terms: int) -> None:
    """Which headings a term occurs in."""
    owners = gathered.tokens.owners()
    of_headings = np.flatnonzero(gathered.headings[owners])
    words = term_of[gathered.tokens.values[of_headings]]
    order = np.argsort(words, kind="stable")
    writer.array("titled", owners[of_headings][order])
    starts = np.searchsorted(words[order], np.arange(terms + 1))
    writer.array("titled_starts", starts.astype(np.uint64))


def _names(topics: Sequence[Topic]) -> dict[str, set[str]]:
    """The words of each topic's names."""
    return {
        topic.name: {word for name in aliases.whole_names(topic) for word in aliases.phrase(name)}
        for topic in topics
    }


def _write_introductions(
    writer: Writer, gathered: Gathered, names: Names, phrases: Mapping[str, aliases.Phrase]
) -> None:
    """What a topic is shown by when only its name is asked for: how its sections and the lines
    that begin with its name introduce it."""
    introductions: list[list[int]] = [[] for _ in gathered.topics]
    facts = np.arange(gathered.count)
    opens = gathered.firsts[gathered.section_of] == facts
    opens &= gathered.headings[gathered.section_of] > 0
    terms = gathered.flags & HAS_TERM > 0
    named = [names.get(topic, set()) for topic in gathered.topics]
    numbers = np.flatnonzero(opens | terms)
    for number, of in zip(numbers.tolist(), gathered.topic_of[numbers].tolist(), strict=True):
        known = named[of]
        if not known or len(introductions[of]) >= MOST_INTRODUCTIONS:
            continue
        about = bool(opens[number]) and known.issuperset(phrases[gathered.title_of(number)])
        if not about and terms[number]:
            start = gathered.texts.cut(number, number + 1).values[:_LONGEST_TERM].tobytes()
            phrase = aliases.phrase(start.decode(errors="ignore").split(": ")[0])
            about = bool(phrase) and known.issuperset(phrase)
        if about:
            introductions[of].append(number)
    _write_lists(writer, "introduction", introductions, "introductions")


def _write_kin(
    writer: Writer, gathered: Gathered, names: Names, phrases: Mapping[str, aliases.Phrase]
) -> None:
    """Sections of several notes under one heading of one topic belong on one card."""
    kin: dict[tuple[int, aliases.Phrase], list[int]] = defaultdict(list)
    rests: dict[tuple[int, str], aliases.Phrase] = {}
    topics = gathered.section_topics.tolist()
    for number, place in enumerate(zip(topics, gathered.titles, strict=True)):
        if place not in rests:
            own = names.get(gathered.topics[place[0]], set())
            rests[place] = tuple(sorted(set(phrases[place[1]]) - own))
        kin[place[0], rests[place]].append(number)
    members = list(kin.values())
    of = np.zeros(len(topics), np.uint32)
    for number, group in enumerate(members):
        of[group] = number
    writer.array("kin_of", of)
    _write_lists(writer, "kin", members, "kin")


def _write_lists(writer: Writer, name: str, lists: Sequence[Sequence[int]], values: str) -> None:
    writer.array(values, np.array([one for some in lists for one in some], np.uint32))
    starts = np.cumsum([0, *map(len, lists)]).astype(np.uint64)
    writer.array(f"{name}_starts", starts)


def _headings(gathered: Gathered) -> list[str]:
    """The titles that are headings, in the order of the notes."""
    return [gathered.titles[number] for number in np.flatnonzero(gathered.headings).tolist()]


def _write_names(
    writer: Writer, gathered: Gathered, topics: Sequence[Topic], makers: frozenset[str]
) -> None:
    titles = Counter(_headings(gathered))
    explained = dict.fromkeys(_told(gathered.explained))
    pairs = {aliases.from_text(line) for text in explained for line in text.split("\n")}
    terms = dict.fromkeys(islice(dict.fromkeys(_told(gathered.terms)), _MOST_TERMS), 1)
    writer.json("makers", sorted(makers))
    writer.json("groups", aliases.groups(topics, sorted(pairs), makers))
    writer.json("initials", aliases.initials(titles + Counter(terms)))
    writer.json("known_topics", [[t.name, list(t.aliases), t.facts] for t in topics])
    writer.json("title_pairs", aliases.titled(titles, topics, makers))
    writer.json("headings", [title for title, _ in titles.most_common(_MOST_TITLES)])


def _told(lists: Lists) -> Iterator[str]:
    """The texts that are not empty."""
    return map(lists.text, np.flatnonzero(lists.sizes).tolist())


def _misspelt(surfaces: list[str], occurrences: np.ndarray, term_of: Ints) -> list[list[int]]:
    """(term as misspelt in the notes, term that was meant): a letter missing, added, swapped."""
    counts = occurrences.tolist()
    often = {
        surface: place
        for place, surface in enumerate(surfaces)
        if counts[place] >= _OFTEN and len(surface) > 4 and surface.isalpha()
    }
    missing = {
        surface[:cut] + surface[cut + 1 :]: place
        for surface, place in often.items()
        for cut in range(1, len(surface))
    }
    found = set()
    for place, surface in enumerate(surfaces):
        if counts[place] > _RARE or len(surface) < 5 or not surface.isalpha():
            continue
        near = (often[slip] for slip in slips(surface) if slip in often)
        meant = max(missing.get(surface, -1), *near, -1)
        enough = meant >= 0 and counts[meant] >= _OFTEN * counts[place]
        if enough and term_of[meant] != term_of[place]:
            found.add((int(term_of[place]), int(term_of[meant])))
    return [list(pair) for pair in sorted(found)]
