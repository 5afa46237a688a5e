"""The facts of the notes as columns of numbers, how they are kept, and how a note is changed there.

Words, topics and files are numbered in the order in which the notes have them first. So the columns
of changed notes, put in place of the old ones, are the same as if all had been gathered anew.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.search.store import BlobReader, Bytes, Floats, Ints, Longs, Writer

Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Lists:
    """Short lists in one array, and where each begins (and the last ends)."""

    values: Numbers
    starts: Longs

    @property
    def sizes(self) -> Places:
        starts = self.starts.astype(np.intp)
        return starts[1:] - starts[:-1]

    def owners(self) -> Ints:
        """For each value the list that it stands in."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.uint32), self.sizes)

    def cut(self, first: int, last: int) -> "Lists":
        """The lists from *first* on and before *last*."""
        starts = self.starts[first : last + 1]
        return Lists(self.values[starts[0] : starts[-1]], starts - starts[0])

    def picked(self, numbers: Numbers) -> Places:
        """Where the values of these lists stand, one list after the other."""
        sizes = self.sizes[numbers]
        ends = np.cumsum(sizes)
        within = np.arange(ends[-1] if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        places: Places = np.repeat(self.starts.astype(np.intp)[numbers], sizes) + within
        return places

    def text(self, number: int) -> str:
        values = self.values[self.starts[number] : self.starts[number + 1]]
        return str(values.tobytes(), "utf-8")


@dataclass(frozen=True, slots=True)
class Gathered:
    """All facts as numbers: words by their place in `surfaces`, sections by theirs."""

    surfaces: list[str]
    topics: list[str]
    files: list[str]
    # of each fact
    section_of: Ints
    topic_of: Ints
    file_of: Ints
    lines: Ints
    term_sizes: Ints
    flags: Ints
    marks: Longs  # alike for facts that say the same
    stated: Longs  # alike for facts with the same figures; 0: it has none
    own: Lists  # words
    own_beside: Bytes  # which of these has the next one right beside it
    texts: Lists  # as UTF-8
    terms: Lists  # names of several words that it defines
    wordings: Lists  # what it says beside its figures
    explained: Lists  # short forms that it explains, or a heading right before it does
    # of each section
    titles: list[str]
    parents: Ints  # counted from 1; 0: it has none
    firsts: Ints  # its facts
    ends: Ints
    headings: Ints  # whether it is one
    tokens: Lists  # words of its title
    tokens_beside: Bytes
    inherited: Lists  # words that its facts have from it and from what is above it
    inherited_weights: Floats

    @property
    def count(self) -> int:
        return len(self.section_of)

    def text(self, number: int) -> str:
        return self.texts.text(number)

    def title_of(self, fact: int) -> str:
        """The nearest heading or bullet that a fact stands under."""
        return self.titles[int(self.section_of[fact])]

    @property
    def section_topics(self) -> Ints:
        """A section is about what its first fact is about."""
        return self.topic_of[self.firsts]


_PLAIN = ("lines", "term_sizes", "flags", "marks", "stated")
_TEXTS = ("texts", "terms", "wordings", "explained")


def write_columns(writer: Writer, gathered: Gathered) -> None:
    """Keep the columns, to be searched and to be changed."""
    writer.raw("surfaces_joined", "\n".join(gathered.surfaces).encode())
    writer.strings("topics", gathered.topics)
    writer.strings("files", gathered.files)
    writer.strings("titles", gathered.titles)
    for name in ("section_of", "topic_of", "file_of", *_PLAIN):
        writer.array(name, getattr(gathered, name))
    for name in ("parents", "firsts", "ends", "headings"):
        writer.array(f"section_{name}", getattr(gathered, name))
    writer.array("section_topics", gathered.section_topics)
    for name in ("own", *_TEXTS, "tokens", "inherited"):
        lists: Lists = getattr(gathered, name)
        writer.array(name, lists.values)
        writer.array(f"{name}_starts", lists.starts)
    writer.array("inherited_weights", gathered.inherited_weights)
    writer.array("own_beside", np.packbits(gathered.own_beside))
    writer.array("tokens_beside", np.packbits(gathered.tokens_beside))


def read_columns(reader: BlobReader) -> Gathered:
    """The columns that an index keeps."""
    texts, terms, wordings, explained = (
        _read_lists(reader, name, reader.bytes(name)) for name in _TEXTS
    )
    own, tokens = (_read_lists(reader, name, reader.ints(name)) for name in ("own", "tokens"))
    return Gathered(
        surfaces=_lines(reader.raw("surfaces_joined").decode()),
        topics=reader.strings("topics").all(),
        files=reader.strings("files").all(),
        section_of=reader.ints("section_of"),
        topic_of=reader.ints("topic_of"),
        file_of=reader.ints("file_of"),
        lines=reader.ints("lines"),
        term_sizes=reader.ints("term_sizes"),
        flags=reader.ints("flags"),
        marks=reader.longs("marks"),
        stated=reader.longs("stated"),
        own_beside=_read_bits(reader, "own_beside", own),
        titles=reader.strings("titles").all(),
        parents=reader.ints("section_parents"),
        firsts=reader.ints("section_firsts"),
        ends=reader.ints("section_ends"),
        headings=reader.ints("section_headings"),
        tokens_beside=_read_bits(reader, "tokens_beside", tokens),
        inherited=_read_lists(reader, "inherited", reader.ints("inherited")),
        inherited_weights=reader.floats("inherited_weights"),
        own=own,
        tokens=tokens,
        texts=texts,
        terms=terms,
        wordings=wordings,
        explained=explained,
    )


def _lines(joined: str) -> list[str]:
    return joined.split("\n") if joined else []


def _read_lists(reader: BlobReader, name: str, values: Numbers) -> Lists:
    return Lists(values, reader.longs(f"{name}_starts"))


def _read_bits(reader: BlobReader, name: str, beside: Lists) -> Bytes:
    return np.unpackbits(reader.bytes(name), count=len(beside.values))


# ---------------------------------------------------------------- changing


def spliced(old: Gathered, new: Gathered, files: Sequence[str], changed: Set[str]) -> Gathered:
    """The facts of *files*, in this order: *new* has those of *changed* ones, *old* all others."""
    known, fresh = _runs(old), _runs(new)
    parts: list[tuple[Gathered, int, int]] = []
    for file in files:
        source, runs = (new, fresh) if file in changed else (old, known)
        first, last = runs.get(file, (0, 0))
        if parts and parts[-1][0] is source and parts[-1][2] == first:
            parts[-1] = source, parts[-1][1], last
        elif last > first:
            parts.append((source, first, last))
    return _joined([_cut(*part) for part in parts] or [_cut(new, 0, 0)])


def _runs(gathered: Gathered) -> dict[str, tuple[int, int]]:
    """The facts of each file: the first one, and the first one that is not."""
    of = gathered.file_of
    if not len(of):
        return {}
    firsts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    names = (gathered.files[number] for number in of[firsts].tolist())
    lasts = np.append(firsts[1:], len(of))
    return dict(zip(names, zip(firsts.tolist(), lasts.tolist(), strict=True), strict=True))


def _cut(of: Gathered, first: int, last: int) -> Gathered:
    """Facts of whole files and their sections, by themselves."""
    opened, closed = np.searchsorted(of.firsts, (first, last)).tolist()
    facts, sections = slice(first, last), slice(opened, closed)

    def words(lists: Lists, begin: int, end: int) -> slice:
        return slice(int(lists.starts[begin]), int(lists.starts[end]))

    return replace(
        of,
        section_of=of.section_of[facts] - np.uint32(opened),
        topic_of=of.topic_of[facts],
        file_of=of.file_of[facts],
        own=of.own.cut(first, last),
        own_beside=of.own_beside[words(of.own, first, last)],
        titles=of.titles[sections],
        parents=np.maximum(of.parents[sections], np.uint32(opened)) - np.uint32(opened),
        firsts=of.firsts[sections] - np.uint32(first),
        ends=of.ends[sections] - np.uint32(first),
        headings=of.headings[sections],
        tokens=of.tokens.cut(opened, closed),
        tokens_beside=of.tokens_beside[words(of.tokens, opened, closed)],
        inherited=of.inherited.cut(opened, closed),
        inherited_weights=of.inherited_weights[words(of.inherited, opened, closed)],
        **{name: getattr(of, name)[facts] for name in _PLAIN},
        **{name: getattr(of, name).cut(first, last) for name in _TEXTS},
    )


def _joined(parts: Sequence[Gathered]) -> Gathered:
    """All of these, one after the other, numbered anew."""
    facts = np.cumsum([0, *(part.count for part in parts)]).astype(np.uint32)
    sections = np.cumsum([0, *(len(part.titles) for part in parts)]).astype(np.uint32)
    known, words = _shared([part.surfaces for part in parts])
    own = _chained([_mapped(part.own, to) for part, to in zip(parts, words, strict=True)])
    tokens = _chained([_mapped(part.tokens, to) for part, to in zip(parts, words, strict=True)])
    inherited = _chained(
        [_mapped(part.inherited, to) for part, to in zip(parts, words, strict=True)]
    )
    firsts = _moved([part.firsts for part in parts], facts)
    numbers, surfaces = _numbered(_as_met(own, tokens, firsts), known)
    topic_of, topics = _named([(part.topic_of, part.topics) for part in parts])
    file_of, files = _named([(part.file_of, part.files) for part in parts])

    def column(name: str) -> Numbers:
        return np.concatenate([getattr(part, name) for part in parts])

    return Gathered(
        surfaces=surfaces,
        topics=topics,
        files=files,
        section_of=_moved([part.section_of for part in parts], sections),
        topic_of=topic_of,
        file_of=file_of,
        own=_mapped(own, numbers),
        own_beside=column("own_beside"),
        titles=[title for part in parts for title in part.titles],
        parents=_parents_moved([part.parents for part in parts], sections),
        firsts=firsts,
        ends=_moved([part.ends for part in parts], facts),
        headings=column("headings"),
        tokens=_mapped(tokens, numbers),
        tokens_beside=column("tokens_beside"),
        inherited=_mapped(inherited, numbers),
        inherited_weights=column("inherited_weights"),
        lines=column("lines"),
        term_sizes=column("term_sizes"),
        flags=column("flags"),
        marks=column("marks"),
        stated=column("stated"),
        texts=_chained([part.texts for part in parts]),
        terms=_chained([part.terms for part in parts]),
        wordings=_chained([part.wordings for part in parts]),
        explained=_chained([part.explained for part in parts]),
    )


def _mapped(lists: Lists, numbers: Ints) -> Lists:
    return Lists(numbers[lists.values], lists.starts)


def _chained(parts: Sequence[Lists]) -> Lists:
    sizes = np.concatenate([part.sizes for part in parts])
    starts = np.zeros(len(sizes) + 1, np.uint64)
    np.cumsum(sizes, out=starts[1:], dtype=np.uint64)
    return Lists(np.concatenate([part.values for part in parts]), starts)


def _moved(parts: Sequence[Ints], offsets: Ints) -> Ints:
    """Numbers of things that come after others now."""
    return np.concatenate([part + offset for part, offset in zip(parts, offsets[:-1], strict=True)])


def _parents_moved(parts: Sequence[Ints], offsets: Ints) -> Ints:
    """The same of sections above, where 0 is none."""
    return np.concatenate(
        [
            np.where(part, part + offset, part)
            for part, offset in zip(parts, offsets[:-1], strict=True)
        ]
    )


def _shared(lists: Sequence[list[str]]) -> tuple[list[str], list[Ints]]:
    """All names of these lists, each once, and for each list the numbers of its names there."""
    known: dict[str, int] = {}
    numbers: dict[int, Ints] = {}  # parts of one whole have one list of names
    for names in lists:
        if id(names) not in numbers:
            found = [known.setdefault(name, len(known)) for name in names]
            numbers[id(names)] = np.array(found, np.uint32)
    return list(known), [numbers[id(names)] for names in lists]


def _named(parts: Sequence[tuple[Ints, list[str]]]) -> tuple[Ints, list[str]]:
    """Numbers of names, one after the other, and these names in the order they come in."""
    known, maps = _shared([names for _, names in parts])
    met = np.concatenate([to[column] for (column, _), to in zip(parts, maps, strict=True)])
    numbers, names = _numbered(met, known)
    return numbers[met], names


def _numbered(met: Numbers, names: list[str]) -> tuple[Ints, list[str]]:
    """New numbers for *names*, in the order in which they are *met*; others are forgotten."""
    first = np.full(len(names), len(met), np.intp)
    np.minimum.at(first, met, np.arange(len(met)))
    order = np.argsort(first, kind="stable")[: np.count_nonzero(first < len(met))]
    numbers = np.zeros(len(names), np.uint32)
    numbers[order] = np.arange(len(order), dtype=np.uint32)
    return numbers, [names[number] for number in order.tolist()]


def _as_met(own: Lists, tokens: Lists, firsts: Ints) -> Ints:
    """All words in the order of the notes: the titles that open before a fact, then its own."""
    met = np.empty(len(own.values) + len(tokens.values), np.uint32)
    opened = np.searchsorted(firsts, np.arange(len(own.starts) - 1), side="right")
    before = np.repeat(tokens.starts[opened].astype(np.intp), own.sizes)
    met[np.arange(len(own.values)) + before] = own.values
    before = np.repeat(own.starts[firsts].astype(np.intp), tokens.sizes)
    met[np.arange(len(tokens.values)) + before] = tokens.values
    return met
