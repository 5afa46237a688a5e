"""Makes what the search reads: from facts to blobs in the index file."""

import hashlib
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from knowledge.model import Fact, Topic
from knowledge.search import aliases
from knowledge.search.agreeing import agreeing
from knowledge.search.asked import write_asked
from knowledge.search.gather import Gathered, Section, gather
from knowledge.search.measuring import ANSWERS, BOUNDS, DENIES, HAS_TERM
from knowledge.search.store import FORMAT, Ints, Writer
from knowledge.search.words import slips, stem

SATURATION = 1.2  # how soon repeating a word stops to help
LENGTH_MATTERS = 0.4  # how much a long fact counts less
_SHORT_PLURAL = 3
_NO_SIGN = re.compile(rb"[^<>]+")
_MOST_TITLES = 20_000
MOST_INTRODUCTIONS = 12
_LONGEST_TERM = 120
_RARE, _OFTEN = 2, 4  # a misspelt word of the notes occurs so rarely, the right one this much more


def prepare(db: sqlite3.Connection, facts: Iterable[Fact], topics: Sequence[Topic]) -> None:
    """Write everything the search needs for *facts* into *db*; the caller commits.

    The facts come in the notes' order and are gone through once.
    """
    gathered = gather(facts)
    writer = Writer(db)
    surfaces = list(gathered.surfaces)
    occurrences = np.bincount(
        np.frombuffer(gathered.post_words, np.uint32), minlength=len(surfaces)
    )
    terms, term_of = _terms(surfaces, gathered.surfaces, occurrences)
    writer.json("meta", {"format": FORMAT, "facts": gathered.count})
    writer.raw("surfaces_joined", "\n".join(surfaces).encode())
    writer.array("surface_terms", term_of)
    writer.array("surface_counts", occurrences.astype(np.uint32))
    writer.raw("terms_joined", "\n".join(terms).encode())
    _write_postings(writer, gathered, term_of, len(terms))
    _write_own(writer, gathered, term_of)
    _write_pairs(writer, gathered, term_of)
    _write_facts(writer, gathered)
    _write_twins(writer, gathered, _names(topics))
    _write_sections(writer, gathered, term_of, len(terms), topics)
    _write_names(writer, gathered, topics)
    write_asked(writer, gathered)
    writer.json("misspelt", _misspelt(surfaces, occurrences, term_of))


def _terms(
    surfaces: list[str], known: dict[str, int], occurrences: np.ndarray
) -> tuple[list[str], Ints]:
    """The terms, and which one each surface belongs to."""
    numbers: dict[str, int] = {}
    term_of = np.zeros(len(surfaces), np.uint32)
    for place, surface in enumerate(surfaces):
        base = known.get(surface[:-1], -1) if surface.endswith("s") else -1
        is_plural = len(surface) <= _SHORT_PLURAL and base >= 0
        if is_plural and occurrences[base] * 3 >= occurrences[place]:
            surface = surface[:-1]
        term_of[place] = numbers.setdefault(stem(surface), len(numbers))
    return list(numbers), term_of


def _write_postings(writer: Writer, gathered: Gathered, term_of: Ints, terms: int) -> None:
    """Which facts a term occurs in, and how much it says about each."""
    count = gathered.count
    keys = term_of[np.frombuffer(gathered.post_words, np.uint32)].astype(np.uint64)
    keys <<= np.uint64(32)
    keys |= np.frombuffer(gathered.post_facts, np.uint32)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    weights = np.frombuffer(gathered.post_weights, np.float32)[order]
    del order
    gathered.forget_postings()  # the largest arrays there are
    firsts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.zeros(0, int)
    totals = np.add.reduceat(weights, firsts) if len(firsts) else np.zeros(0, np.float32)
    keys = keys[firsts]
    owners = (keys & 0xFFFFFFFF).astype(np.uint32)
    starts = np.searchsorted(keys >> 32, np.arange(terms + 1, dtype=np.uint64)).astype(np.uint64)
    lengths = np.diff(np.frombuffer(gathered.own_starts, np.uint64)).astype(np.float32)
    usual = max(1.0, float(lengths.sum()) / max(1, count))
    norm = 1 - LENGTH_MATTERS + LENGTH_MATTERS * lengths / usual
    impacts = totals * (SATURATION + 1) / (totals + SATURATION * norm[owners])
    frequency = np.diff(starts).astype(np.float64)
    weight = (np.log1p(count / np.maximum(frequency, 0.5)) / np.log1p(count * 2)).astype(np.float32)
    writer.array("post_starts", starts)
    writer.array("post_facts", owners)
    writer.array("post_impacts", impacts.astype(np.float32))
    writer.array("term_weights", weight)


def _write_own(writer: Writer, gathered: Gathered, term_of: Ints) -> None:
    writer.array("own", term_of[np.frombuffer(gathered.own, np.uint32)])
    writer.array("own_starts", np.frombuffer(gathered.own_starts, np.uint64))


def _write_pairs(writer: Writer, gathered: Gathered, term_of: Ints) -> None:
    pairs = np.frombuffer(gathered.pairs, np.uint64)
    first = term_of[(pairs >> 32).astype(np.uint32)].astype(np.uint64)
    second = term_of[(pairs & 0xFFFFFFFF).astype(np.uint32)].astype(np.uint64)
    writer.array("pairs", np.unique((first << 32) | second))


def _write_facts(writer: Writer, gathered: Gathered) -> None:
    for name, values in (
        ("section_of", gathered.section_of),
        ("topic_of", gathered.topic_of),
        ("file_of", gathered.file_of),
        ("lines", gathered.lines),
        ("flags", gathered.flags),
        ("term_sizes", gathered.term_sizes),
    ):
        writer.array(name, np.frombuffer(values, np.uint32))
    writer.raw("texts", bytes(gathered.texts))
    writer.array("texts_starts", np.frombuffer(gathered.text_starts, np.uint64))
    writer.strings("files", gathered.files)
    writer.strings("topics", gathered.topics)


def _write_twins(writer: Writer, gathered: Gathered, names: dict[str, set[str]]) -> None:
    """Facts that say the same about the same topic: (fact, group), both in order of the fact."""
    marks = [_mark(gathered, number) for number in range(gathered.count)]
    said_by: dict[int, int] = {}  # a mark, and that of the fact that says it first
    for first, *others in agreeing(gathered, names):
        mark = _first_mark(said_by, marks[first])
        said_by |= {other: mark for fact in others if (other := marks[fact]) != mark}
    marks = [_first_mark(said_by, mark) for mark in marks]
    _, group, sizes = np.unique(np.array(marks, np.uint64), return_inverse=True, return_counts=True)
    several = np.flatnonzero(sizes[group] > 1).astype(np.uint32)
    writer.array("twin_facts", several)
    writer.array("twin_groups", group[several].astype(np.uint32))


def _first_mark(said_by: dict[int, int], mark: int) -> int:
    while mark in said_by:
        mark = said_by[mark]
    return mark


def _mark(gathered: Gathered, number: int) -> int:
    start, end = gathered.own_starts[number], gathered.own_starts[number + 1]
    said = gathered.own[start:end].tobytes() or gathered.text(number)
    mark = hashlib.blake2b(said, digest_size=8)
    mark.update(gathered.topic_of[number].to_bytes(4, "little"))
    mark.update((gathered.flags[number] & (DENIES | BOUNDS)).to_bytes(4, "little"))
    mark.update(_NO_SIGN.sub(b"", gathered.text(number)))
    is_short = end - start < 4 or bool(gathered.flags[number] & ANSWERS)
    if is_short and gathered.sections:  # too short to mean anything by itself
        title = gathered.sections[gathered.section_of[number]].title
        mark.update(" ".join(sorted(aliases.phrase(title))).encode())
    return int.from_bytes(mark.digest(), "little")


def _write_sections(
    writer: Writer, gathered: Gathered, term_of: Ints, terms: int, topics: Sequence[Topic]
) -> None:
    sections = gathered.sections
    writer.strings("titles", (section.title for section in sections))
    for name, values in (
        ("section_parents", [section.parent + 1 for section in sections]),  # 0: none
        ("section_firsts", [section.start for section in sections]),
        ("section_ends", [section.end for section in sections]),
        ("section_headings", [int(section.is_heading) for section in sections]),
        ("section_topics", [gathered.topics.get(section.topic, 0) for section in sections]),
    ):
        writer.array(name, np.array(values, np.uint32))
    tokens = [term_of[section.tokens].tolist() for section in sections]
    writer.array("section_words", np.array([t for ts in tokens for t in ts], np.uint32))
    writer.array("section_starts", np.cumsum([0, *map(len, tokens)]).astype(np.uint64))
    makers = aliases.makers([s.title for s in sections if s.is_heading], topics)
    names = {topic: known | makers for topic, known in _names(topics).items()}
    _write_titled(writer, sections, term_of, terms)
    _write_kin(writer, sections, names)
    _write_introductions(writer, gathered, names)


def _write_titled(writer: Writer, sections: list[Section], term_of: Ints, terms: int) -> None:
    """Which headings a term occurs in."""
    sizes = [len(s.tokens) if s.is_heading else 0 for s in sections]
    owners = np.repeat(np.arange(len(sections), dtype=np.uint32), np.array(sizes, np.intp))
    spelled = [word for s in sections if s.is_heading for word in s.tokens]
    words = term_of[np.array(spelled, np.uint32)]
    order = np.argsort(words, kind="stable")
    writer.array("titled", owners[order])
    starts = np.searchsorted(words[order], np.arange(terms + 1))
    writer.array("titled_starts", starts.astype(np.uint64))


def _names(topics: Sequence[Topic]) -> dict[str, set[str]]:
    """The words of each topic's names."""
    return {
        topic.name: {word for name in aliases.whole_names(topic) for word in aliases.phrase(name)}
        for topic in topics
    }


def _write_introductions(writer: Writer, gathered: Gathered, names: dict[str, set[str]]) -> None:
    """What a topic is shown by when only its name is asked for: how its sections and the lines
    that begin with its name introduce it."""
    introductions: list[list[int]] = [[] for _ in gathered.topics]
    topics = list(gathered.topics)
    for number in range(gathered.count):
        of = gathered.topic_of[number]
        known = names.get(topics[of], set())
        if not known or len(introductions[of]) >= MOST_INTRODUCTIONS:
            continue
        section = gathered.sections[gathered.section_of[number]]
        opens = section.is_heading and section.start == number
        about = known.issuperset(aliases.phrase(section.title)) if opens else False
        if not about and gathered.flags[number] & HAS_TERM:
            term = gathered.text(number)[:_LONGEST_TERM].decode(errors="ignore").split(": ")[0]
            phrase = aliases.phrase(term)
            about = bool(phrase) and known.issuperset(phrase)
        if about:
            introductions[of].append(number)
    writer.array("introductions", np.array([n for ns in introductions for n in ns], np.uint32))
    starts = np.cumsum([0, *map(len, introductions)]).astype(np.uint64)
    writer.array("introduction_starts", starts)


def _write_kin(writer: Writer, sections: list[Section], names: dict[str, set[str]]) -> None:
    """Sections of several notes under one heading of one topic belong on one card."""
    kin: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for number, section in enumerate(sections):
        rest = set(aliases.phrase(section.title)) - names.get(section.topic, set())
        kin[section.topic, tuple(sorted(rest))].append(number)
    members = sorted(kin.values())
    of = np.zeros(len(sections), np.uint32)
    for number, group in enumerate(members):
        of[group] = number
    writer.array("kin_of", of)
    writer.array("kin", np.array([n for group in members for n in group], np.uint32))
    writer.array("kin_starts", np.cumsum([0, *map(len, members)]).astype(np.uint64))


def _write_names(writer: Writer, gathered: Gathered, topics: Sequence[Topic]) -> None:
    titles = [section.title for section in gathered.sections if section.is_heading]
    mined = aliases.mine(_lines(gathered))
    makers = aliases.makers(titles, topics)
    writer.json("makers", sorted(makers))
    writer.json("groups", aliases.groups(topics, sorted(mined), makers))
    writer.json("initials", aliases.initials([*titles, *gathered.terms]))
    writer.json("known_topics", [[t.name, list(t.aliases), t.facts] for t in topics])
    writer.json("title_pairs", aliases.titled(titles, topics, makers))
    writer.json("headings", [title for title, _ in Counter(titles).most_common(_MOST_TITLES)])


def _lines(gathered: Gathered) -> Iterator[str]:
    for section in gathered.sections:
        yield section.title
    for number in range(gathered.count):
        yield gathered.text(number).decode()


def _misspelt(surfaces: list[str], occurrences: np.ndarray, term_of: Ints) -> list[list[int]]:
    """(term as misspelt in the notes, term that was meant): a letter missing, added, swapped."""
    often = {
        surface: place
        for place, surface in enumerate(surfaces)
        if occurrences[place] >= _OFTEN and len(surface) > 4 and surface.isalpha()
    }
    missing = {
        surface[:cut] + surface[cut + 1 :]: place
        for surface, place in often.items()
        for cut in range(1, len(surface))
    }
    found = set()
    for place, surface in enumerate(surfaces):
        if occurrences[place] > _RARE or len(surface) < 5 or not surface.isalpha():
            continue
        meant = missing.get(surface, -1)
        for near in slips(surface):
            meant = max(meant, often.get(near, -1))
        enough = meant >= 0 and occurrences[meant] >= _OFTEN * occurrences[place]
        if enough and term_of[meant] != term_of[place]:
            found.add((int(term_of[place]), int(term_of[meant])))
    return [list(pair) for pair in sorted(found)]
