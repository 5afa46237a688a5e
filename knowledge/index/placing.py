"""What a question that somebody wrote gets from all the notes together: id, sources, topic."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.index.supporting import SupportingLines
from knowledge.index.written import record_of
from knowledge.model import Authored, Fact, FactKind, Source
from knowledge.reading.authoring import with_ids
from knowledge.reading.blocks import HeadingBlock
from knowledge.reading.citing import CitedPlace, CitedPlaces
from knowledge.reading.topics import TopicMap

AuthoredRow = tuple[int, str, str, str, str]  # as the table has it


def authored_rows(
    questions: Sequence[Authored],
    headings: Mapping[str, Sequence[HeadingBlock]],
    topics: TopicMap,
    facts_of: Callable[[str], Iterable[Fact]],
) -> Iterator[AuthoredRow]:
    """A row for each question of all notes: what it cites is looked up, its topic found."""
    places = CitedPlaces(headings)
    supporting = SupportingLines(facts_of)
    for number, (question, own) in enumerate(zip(with_ids(questions), questions, strict=True), 1):
        cited = places.cited(question)
        topic = _topic(question, places, cited, topics)
        lines = supporting.of(question, cited)
        kept = replace(
            own,
            sources=(*lines, Source(own.file, own.line)),
            topic=topic,
            checked=supporting.checked(lines),
        )
        yield number, question.id, question.file, topic, record_of(kept)


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
