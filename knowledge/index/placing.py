"""What a question that somebody wrote gets from all the notes together: id, sources, topic."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from knowledge.index.supporting import SupportingLines
from knowledge.index.written import record_of
from knowledge.model import Authored, Fact, FactKind, Source
from knowledge.reading.authoring import ids_of
from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.citing import CitedPlace, CitedPlaces
from knowledge.reading.topics import TopicMap

AuthoredRow = tuple[int, str, str, str, str]  # as the table has it


class QuestionPlacer:
    """Places questions by the *headings* of all notes, their *topics*, and the facts of a note.

    Where nothing but *changed* notes can have others than before, questions that neither stand in
    them nor cite them stay as they are; None: all are placed anew.
    """

    def __init__(
        self,
        headings: Mapping[str, Sequence[HeadingBlock]],
        topics: TopicMap,
        facts_of: Callable[[str], Iterable[Fact]],
        changed: Set[str] | None,
    ) -> None:
        self._places = CitedPlaces(headings)
        self._topics = topics
        self._supporting = SupportingLines(facts_of)
        self._changed = changed

    def rows(self, questions: Sequence[Authored]) -> Iterator[AuthoredRow]:
        """A row for each question of all notes."""
        for number, (identity, own) in enumerate(zip(ids_of(questions), questions, strict=True), 1):
            placed = own if self._stays(own) else self._placed(own)
            yield number, identity, own.file, placed.topic, record_of(placed)

    def _stays(self, question: Authored) -> bool:
        if self._changed is None or question.file in self._changed:
            return False
        return self._changed.isdisjoint(self._places.files(question))

    def _placed(self, question: Authored) -> Authored:
        """A question with what it cites looked up, and its topic found."""
        cited = self._places.cited(question)
        lines = self._supporting.of(question, cited)
        return replace(
            question,
            sources=(*lines, Source(question.file, question.line)),
            topic=_topic(question, self._places, cited, self._topics),
            checked=self._supporting.checked(question, cited, lines),
        )


def _topic(
    question: Authored, places: CitedPlaces, cited: Sequence[CitedPlace], topics: TopicMap
) -> str:
    """The topic of what a question cites, else of where it stands."""
    place = cited[0].source if cited else Source(question.file, question.line)
    path = places.path_at(place) if cited else question.path
    fact = Fact(
        "", question.right, FactKind.ANSWER, "", path, (), place.file, place.line, place.line
    )
    return topics.of(fact)
