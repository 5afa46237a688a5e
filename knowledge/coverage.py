"""What the notes cover: each heading with its facts and questions, and why some yield none."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.model import Fact, FactKind, Question, Rejected, Source


def later(text: str) -> str:
    """Mark a sentence that whoever shows it may say in another language."""
    return text


WHY: Mapping[str, str] = {
    "R01": later("the notes contradict one another"),
    "R02": later("unclear what “it” or “this” means"),
    "R03": later("the answer stands in the question"),
    "R04": later("another option would be right as well"),
    "R05": later("nothing alike to offer as wrong answers"),
    "R06": later("values of different kinds"),
    "R07": later("the right option would stand out by its length"),
    "R08": later("grammar would give the answer away"),
    "R09": later("too easy to guess"),
    "R10": later("vague words instead of a measure"),
    "R11": later("too short or too long for a definition"),
    "R12": later("one of several, asked as if it were the only one"),
    "R13": later("asked already"),
    "R14": later("a table without a header, or with ragged rows"),
    "R15": later("damaged text"),
    "R16": later("a negated sentence"),
    "R17": later("too much like what stands beside it"),
    "R18": later("the scenario fits something else too"),
    "R19": later("too long for an option"),
    "R20": later("left out on purpose"),
    "R21": later("it may be out of date soon"),
}
NOTHING = later("nothing with one clear answer")
NO_FACTS_OF_USE = later("only code or quotes")


@dataclass(frozen=True, slots=True)
class HeadingCoverage:
    """One heading of a topic."""

    topic: str
    path: tuple[str, ...]
    source: Source  # its first fact
    facts: int
    questions: tuple[str, ...]  # ids
    codes: tuple[tuple[str, int], ...] = ()  # of questions that were not made, most frequent first
    readable: bool = True  # it has more than code and quotes

    @property
    def name(self) -> str:
        """The heading as one says it within its topic."""
        return self.path[-1] if self.path else self.topic

    @property
    def key(self) -> str:
        """Which heading it is, for as long as it is called that."""
        return " › ".join((self.topic, *self.path))

    @property
    def why(self) -> str:
        """Why it yields no question; "" where it yields one."""
        return "; ".join(self.reasons)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The same, each reason for itself."""
        if self.questions:
            return ()
        if self.codes:
            return tuple(dict.fromkeys(WHY.get(code, code) for code, _ in self.codes[:2]))
        return (NOTHING if self.readable else NO_FACTS_OF_USE,)


@dataclass(frozen=True, slots=True)
class TopicCoverage:
    """One topic with its headings, in the notes' order."""

    topic: str
    headings: tuple[HeadingCoverage, ...]

    @property
    def facts(self) -> int:
        return sum(heading.facts for heading in self.headings)

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(id for heading in self.headings for id in heading.questions)

    @property
    def silent(self) -> tuple[HeadingCoverage, ...]:
        """The headings that yield no question."""
        return tuple(heading for heading in self.headings if not heading.questions)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All topics, in the notes' order."""

    topics: tuple[TopicCoverage, ...] = ()

    @property
    def headings(self) -> tuple[HeadingCoverage, ...]:
        return tuple(heading for topic in self.topics for heading in topic.headings)


Place = tuple[str, tuple[str, ...]]  # topic, path


def coverage(
    facts: Sequence[Fact], questions: Iterable[Question], rejected: Iterable[Rejected] = ()
) -> Coverage:
    """Lay questions, and those that were not made, over the headings they come from.

    Written questions in notes that say nothing else stand under their own heading.
    """
    by_heading: dict[Place, list[Fact]] = {}
    at_line: dict[tuple[str, int], Place] = {}
    for fact in facts:
        place = (fact.topic, fact.path)
        by_heading.setdefault(place, []).append(fact)
        at_line.setdefault((fact.file, fact.line), place)
    lines: dict[str, list[int]] = defaultdict(list)
    for file, line in sorted(at_line):
        lines[file].append(line)
    asked: dict[Place, list[str]] = defaultdict(list)
    alone: dict[Place, Source] = {}
    for question in questions:
        found = _place_of(question, at_line, lines)
        if found is None and question.written_at:
            found = (question.topic, question.section)
            alone.setdefault(found, question.written_at)
        if found is not None:
            asked[found].append(question.id)
    codes: dict[Place, Counter[str]] = defaultdict(Counter)
    for item in rejected:
        if (found := at_line.get((item.file, item.line))) is not None:
            codes[found][item.code] += 1
    return _together(by_heading, asked, codes, alone)


def _place_of(
    question: Question,
    at_line: Mapping[tuple[str, int], Place],
    lines: Mapping[str, Sequence[int]],
) -> Place | None:
    """The heading that a question is about: people cite a heading's line, not its first fact's.

    What cites nothing belongs to the nearest heading of its file, or to the first of its topic.
    """
    if not question.written:
        cited = ((source.file, source.line) for source in question.sources)
        return next((at_line[place] for place in cited if place in at_line), None)
    for source in question.sources:
        if here := lines.get(source.file, ()):
            following = min(bisect_left(here, source.line), len(here) - 1)
            return at_line[source.file, here[following]]
    return next((place for place in at_line.values() if place[0] == question.topic), None)


def _together(
    by_heading: Mapping[Place, Sequence[Fact]],
    asked: Mapping[Place, Sequence[str]],
    codes: Mapping[Place, Counter[str]],
    alone: Mapping[Place, Source],
) -> Coverage:
    topics: dict[str, list[HeadingCoverage]] = {}
    for (topic, path), facts in by_heading.items():
        heading = HeadingCoverage(
            topic,
            path,
            facts[0].source,
            len(facts),
            tuple(asked.get((topic, path), ())),
            tuple(sorted(codes[topic, path].items(), key=lambda one: (-one[1], one[0])))
            if (topic, path) in codes
            else (),
            any(fact.kind not in (FactKind.CODE, FactKind.QUOTE) for fact in facts),
        )
        topics.setdefault(topic, []).append(heading)
    for (topic, path), source in alone.items():
        heading = HeadingCoverage(topic, path, source, 0, tuple(asked[topic, path]))
        topics.setdefault(topic, []).append(heading)
    return Coverage(
        tuple(TopicCoverage(topic, tuple(headings)) for topic, headings in topics.items())
    )
