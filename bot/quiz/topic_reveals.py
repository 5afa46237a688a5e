"""Questions whose topic is their answer: fair to ask, as long as nobody names the topic."""

import re

from knowledge.model import Question

_SAY_NOTHING = {"amazon", "aws", "and", "of", "the", "for"}


def gives_away(question: Question) -> bool:
    """Whether the topic's name points to the right option and not to the others as well."""
    telling = _words(question.right) & _words(question.topic)
    in_all = set.intersection(*map(_words, question.options)) if question.options else set()
    return bool(telling - in_all)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _SAY_NOTHING
