"""The whole way from facts to questions."""

from collections.abc import Iterable, Sequence

from knowledge.claims import read_claims
from knowledge.model import Fact, Question, Topic
from knowledge.questions import definitions, figures, gaps, scenarios, tables
from knowledge.questions.draft import Draft, Made, Workshop
from knowledge.questions.finish import finish, without_duplicates


def make_questions(facts: Sequence[Fact], topics: Sequence[Topic] = ()) -> Made:
    """All sound questions that *facts* yield, in the order of the notes, and every reject."""
    shop = Workshop(tuple(facts), read_claims(facts, topics))
    finished: list[tuple[Draft, Question]] = []
    for draft in _drafts(shop):
        question = finish(shop, draft)
        if question is None and draft.instead is not None:
            draft = draft.instead
            question = finish(shop, draft)
        if question is not None:
            finished.append((draft, question))
    questions = without_duplicates(shop, finished)
    return Made(tuple(questions), tuple(dict.fromkeys(shop.rejected)))


def _drafts(shop: Workshop) -> Iterable[Draft]:
    yield from definitions.drafts(shop)
    yield from figures.drafts(shop)
    yield from scenarios.drafts(shop)
    yield from tables.drafts(shop)
    yield from gaps.drafts(shop)
