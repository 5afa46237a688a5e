"""The lines under a cited heading that carry the answer to a question."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set

from knowledge.language.words import STOPWORDS
from knowledge.model import Authored, Fact, FactKind, Source
from knowledge.reading.citing import CitedPlace
from knowledge.search.words import stem, words

# What words count for: those of the answer, of why it is right, of the question, of what is added.
KEY, WHY, STEM, MORE = 2.0, 1.0, 1.0, 0.5
# A second line is shown that says, anew, at least this share of what the first one says; where two
# options are right, each may have a line of its own.
BESIDE, BESIDE_OF_SEVERAL = 0.5, 0.3
DEFINED = 1.0  # for a line whose term is the very answer: "**MSK Serverless**: …"
IDLE = 0.45  # a line of another place that says less than this share is left out


Worth = Sequence[tuple[str, float]]  # words in a fixed order: so sums come out alike every time


class _NoteLines:
    """The lines of one note, by the words on them that carry meaning."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._words: dict[int, frozenset[str]] = defaultdict(frozenset)
        self.months: dict[int, str] = {}  # in which lines that may change were checked
        self.terms: dict[int, str] = {}
        for fact in facts:
            self._words[fact.line] |= content_words(_written(fact))
            if fact.term:
                self.terms[fact.line] = fact.term.casefold()
            if fact.checked:
                self.months[fact.line] = fact.checked
        self._having: dict[str, list[int]] = defaultdict(list)
        for line in sorted(self._words):
            for word in self._words[line]:
                self._having[word].append(line)

    def worth(self, told: Mapping[str, float]) -> Worth:
        """What the words of *told* are worth here: those that few lines have count for more."""
        having = self._having
        return [(word, told[word] / len(having[word])) for word in sorted(told) if word in having]

    def without_words_of(self, line: int, worth: Worth) -> Worth:
        """What is left to say once *line* is shown."""
        return [pair for pair in worth if pair[0] not in self._words[line]]

    def says(self, line: int, worth: Worth) -> float:
        """How much of what is asked for stands on a line."""
        return sum(weight for word, weight in worth if word in self._words[line])

    def best(
        self,
        place: CitedPlace,
        worth: Worth,
        among: Collection[int] | None = None,
        answers: Collection[str] = (),
    ) -> tuple[int, float]:
        """The first line of a place that says most, and how much; (0, 0.0) if none says any.

        One that defines one of the *answers* says more.
        """
        says: dict[int, float] = defaultdict(float)
        for word, weight in worth:
            for line in self._having[word]:
                if place.holds(line) and (among is None or line in among):
                    says[line] += weight
        for line in says:
            says[line] += DEFINED if self.terms.get(line) in answers else 0.0
        return min(says.items(), key=lambda one: (-one[1], one[0]), default=(0, 0.0))


class SupportingLines:
    """The lines of the notes that questions cite, looked up by what they say."""

    def __init__(self, facts_of: Callable[[str], Iterable[Fact]]) -> None:
        self._facts_of = facts_of  # of a note, by its file
        self._lines: dict[str, _NoteLines] = {}

    def of(self, question: Authored, places: Sequence[CitedPlace]) -> tuple[Source, ...]:
        """One or two lines for each place; the place itself where no line says anything of it."""
        if not places:
            return ()
        told, key = _told(question)
        answers = frozenset(map(str.casefold, (question.right, *question.accept)))
        enough = BESIDE_OF_SEVERAL if len(question.answers) > 1 else BESIDE
        found = [
            line for place in places for line in self._under(place, told, key, answers, enough)
        ]
        most = max((says for _, says in found), default=0.0)
        return tuple(dict.fromkeys(line for line, says in found if says >= IDLE * most))

    def checked(
        self, question: Authored, places: Sequence[CitedPlace], lines: Sequence[Source]
    ) -> str:
        """The month in which the one of its *lines* was checked that it is longest ago for.

        Where none of them was: the line that says most of it among those that were, under the
        headings that it cites. A limit may be what a question is about while another line says why.
        """
        shown = [self._of_file(one.file).months.get(one.line, "") for one in lines]
        if not any(shown):
            told, _key = _told(question)
            shown = [self._month_under(place, told) for place in places]
        return min(filter(None, shown), default="")

    def _month_under(self, place: CitedPlace, told: Mapping[str, float]) -> str:
        lines = self._of_file(place.file)
        best, _most = lines.best(place, lines.worth(told), among=lines.months)
        return lines.months.get(best, "")

    def _under(
        self,
        place: CitedPlace,
        told: Mapping[str, float],
        key: Set[str],
        answers: Set[str],
        enough: float,
    ) -> Iterator[tuple[Source, float]]:
        """The line that says most of it, and one that says much of the key that it leaves out.

        With each, how much it says.
        """
        lines = self._of_file(place.file)
        worth = lines.worth(told)
        best, most = lines.best(place, worth, answers=answers)
        if not most:
            yield place.source, 0.0
            return
        yield Source(place.file, best), most
        left = lines.without_words_of(best, [pair for pair in worth if pair[0] in key])
        beside, anew = lines.best(place, left)
        if anew and anew >= enough * most:
            yield Source(place.file, beside), lines.says(beside, worth)

    def _of_file(self, file: str) -> _NoteLines:
        """The lines of a note, without the answers to questions."""
        if file not in self._lines:
            facts = self._facts_of(file)
            self._lines[file] = _NoteLines(f for f in facts if f.kind is not FactKind.ANSWER)
        return self._lines[file]


def content_words(text: str) -> frozenset[str]:
    """The stems of the words of *text* that carry meaning."""
    return frozenset(map(stem, set(words(text)) - STOPWORDS))


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
