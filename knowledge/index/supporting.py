"""The lines under a cited heading that carry the answer to a question."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.language.words import STOPWORDS
from knowledge.model import Authored, Fact, FactKind, Source
from knowledge.reading.citing import CitedPlace
from knowledge.search.words import stem, words


@dataclass(frozen=True, slots=True)
class _NoteLine:
    """A line of a note with the words on it that carry meaning."""

    line: int
    words: frozenset[str]


class SupportingLines:
    """The lines of the notes that questions cite, looked up by what they say."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.kind is not FactKind.ANSWER:
                self._facts[fact.file].append(fact)
        self._lines: dict[str, tuple[_NoteLine, ...]] = {}

    def of(self, question: Authored, places: Sequence[CitedPlace]) -> tuple[Source, ...]:
        """One or two lines for each place; the place itself where no line says anything of it."""
        if not places:
            return ()
        key, asked = content_words(question.right), content_words(question.stem)
        found = (line for place in places for line in self._under(place, key, asked))
        return tuple(dict.fromkeys(found))

    def _under(
        self, place: CitedPlace, key: frozenset[str], asked: frozenset[str]
    ) -> Iterator[Source]:
        """The line with most of the key's words, and one beside it that says what it leaves out."""
        under = [one for one in self._of_file(place.file) if place.holds(one.line)]
        best = _best(under, key, asked)
        yield Source(place.file, best.line) if best else place.source
        if best is None:
            return
        left = key - best.words
        beside = _best(under, left, asked)
        if not (beside and left & beside.words):  # told in other words, if at all
            beside = _best(under, key | asked) if len(left) * 2 > len(key) else None
        if beside:
            yield Source(place.file, beside.line)

    def _of_file(self, file: str) -> tuple[_NoteLine, ...]:
        if file not in self._lines:
            on_line: dict[int, frozenset[str]] = defaultdict(frozenset)
            for fact in self._facts[file]:
                on_line[fact.line] |= content_words(_written(fact))
            self._lines[file] = tuple(_NoteLine(*pair) for pair in sorted(on_line.items()))
        return self._lines[file]


def content_words(text: str) -> frozenset[str]:
    """The stems of the words of *text* that carry meaning."""
    return frozenset(stem(word) for word in words(text) if word not in STOPWORDS)


def _written(fact: Fact) -> str:
    """What stands on the line of a fact: a row of a table does not repeat its header."""
    return " ".join(value for _, value in fact.cells) if fact.cells else fact.text


def _best(
    lines: Sequence[_NoteLine], key: frozenset[str], asked: frozenset[str] = frozenset()
) -> _NoteLine | None:
    """The first line with most of the key's words, then most of the stem's; None without any."""
    best = max(lines, key=lambda one: (len(key & one.words), len(asked & one.words)), default=None)
    return best if best and (key | asked) & best.words else None
