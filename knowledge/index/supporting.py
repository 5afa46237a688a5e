"""The lines under a cited heading that carry the answer to a question."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from knowledge.language.words import STOPWORDS
from knowledge.model import Authored, Fact, FactKind, Source
from knowledge.reading.citing import CitedPlace
from knowledge.search.words import stem, words

# What words count for: those of the answer, of why it is right, of the question, of what is added.
KEY, WHY, STEM, MORE = 2.0, 1.0, 1.0, 0.5
# A second line is shown that says, anew, at least this share of what the first one says; where two
# options are right, each may have a line of its own.
BESIDE, BESIDE_OF_SEVERAL = 0.5, 0.3
IDLE = 0.45  # a line of another place that says less than this share is left out


@dataclass(frozen=True, slots=True)
class _NoteLine:
    """A line of a note with the words on it that carry meaning."""

    line: int
    words: frozenset[str]

    def says(self, worth: Mapping[str, float]) -> float:
        """How much of what is asked for stands here: rare words of the note count for more."""
        return sum(worth.get(word, 0.0) for word in self.words)


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
        told, key = _told(question)
        enough = BESIDE_OF_SEVERAL if len(question.answers) > 1 else BESIDE
        found = [line for place in places for line in self._under(place, told, key, enough)]
        most = max((says for _, says in found), default=0.0)
        return tuple(dict.fromkeys(line for line, says in found if says >= IDLE * most))

    def checked(self, lines: Sequence[Source]) -> str:
        """The month in which the one of these lines was checked that it is longest ago for."""
        wanted = {(one.file, one.line) for one in lines}
        files = {one.file for one in lines}
        months = (
            fact.checked
            for file in files
            for fact in self._facts[file]
            if fact.checked and (fact.file, fact.line) in wanted
        )
        return min(months, default="")

    def _under(
        self, place: CitedPlace, told: Mapping[str, float], key: Set[str], enough: float
    ) -> Iterator[tuple[Source, float]]:
        """The line that says most of it, and one that says much of the key that it leaves out.

        With each, how much it says.
        """
        lines = self._of_file(place.file)
        common = Counter(word for one in lines for word in one.words)
        worth = {word: weight / common[word] for word, weight in told.items() if common[word]}
        under = [one for one in lines if place.holds(one.line)]
        best = _best(under, worth)
        if best is None:
            yield place.source, 0.0
            return
        yield Source(place.file, best.line), best.says(worth)
        left = {word: worth[word] for word in key - best.words if word in worth}
        beside = _best(under, left)
        if beside and beside.says(left) >= enough * best.says(worth):
            yield Source(place.file, beside.line), beside.says(worth)

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


def _told(question: Authored) -> tuple[dict[str, float], frozenset[str]]:
    """What a line may say of a question, and how much that counts; what of it is the key."""
    told: dict[str, float] = defaultdict(float)
    why = " ".join(question.why[place] for place in question.answers if question.why)
    parts = (question.right, KEY), (why, WHY), (question.stem, STEM), (question.explanation, MORE)
    for text, weight in parts:
        for word in content_words(text):
            told[word] += weight
    return told, content_words(question.right) | content_words(why)


def _best(lines: Sequence[_NoteLine], worth: Mapping[str, float]) -> _NoteLine | None:
    """The first line that says most; None where none says anything."""
    best = max(lines, key=lambda one: one.says(worth), default=None)
    return best if best and best.says(worth) else None
