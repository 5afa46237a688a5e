"""All the notes together: read, with their topics."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.model import Fact, Skipped, Topic
from knowledge.reading.decoding import read_text
from knowledge.reading.document import Document, read_document
from knowledge.reading.files import find_files
from knowledge.reading.mining import find_topics
from knowledge.reading.topics import list_topics, with_topics
from knowledge.reading.usage import Usage

Progress = Callable[[int, int, str], None]  # done, of how many, what now


@dataclass(frozen=True, slots=True)
class Notes:
    """Everything that was read."""

    documents: tuple[Document, ...]
    facts: tuple[Fact, ...]
    topics: tuple[Topic, ...]
    skipped: tuple[Skipped, ...]
    problems: tuple[str, ...]


def read_notes(paths: Sequence[Path | str], progress: Progress | None = None) -> Notes:
    """Read the notes under *paths*; "bundled" is the pack that comes with the companion."""
    finds = find_files(paths)
    problems = list(finds.problems)
    documents = []
    for number, file in enumerate(finds.files):
        if progress is not None:
            progress(number, len(finds.files), file.label)
        text, problem = read_text(file)
        if problem:
            problems.append(problem)
        if text:
            documents.append(read_document(text, file.label, bundled=file.bundled))
    return assemble(documents, problems)


def assemble(documents: Sequence[Document], problems: Sequence[str] = ()) -> Notes:
    """Put documents together and give every fact its topic."""
    bare = [fact for document in documents for fact in document.facts]
    usage = Usage()
    usage.count(bare)
    headings = {document.file: document.headings for document in documents}
    links = [link for document in documents for link in document.links]
    topics = find_topics(headings, usage, links)
    facts = tuple(with_topics(topics, bare))
    return Notes(
        tuple(documents),
        facts,
        list_topics(topics, Counter(fact.topic for fact in facts)),
        tuple(line for document in documents for line in document.skipped),
        (
            *problems,
            *(f"{document.file}: {note}." for document in documents for note in document.notes),
        ),
    )
