"""The whole way from facts to questions."""

from collections.abc import Iterator, Sequence

from knowledge.conflicts import conflicting_facts
from knowledge.model import Fact, Topic
from knowledge.questions import definitions, figures, ports
from knowledge.questions.finish import finished
from knowledge.questions.known import Known
from knowledge.questions.model import Draft, Made
from knowledge.statements import read_statements


def make_questions(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> Made:
    """All sound questions that *facts* yield, in the order of the notes, and every reject."""
    statements = read_statements(facts, topics)
    known = Known(statements, conflicting_facts(statements))
    questions = finished(known, _drafts(known))
    return Made(tuple(questions), tuple(dict.fromkeys(known.rejected)))


def _drafts(known: Known) -> Iterator[Draft]:
    yield from definitions.drafts(known)
    yield from figures.drafts(known)
    yield from ports.drafts(known)
