"""Sentences taken apart into clauses, without those that claim nothing."""

import re
from collections.abc import Iterator

NEGATION = re.compile(
    r"\b(?:not|no|never|cannot|can['’]?t|\w+n['’]t|neither|nor|(?-i:none)|unable)\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=\w):\s+(?=If|When|In case)")
_CLAUSE = re.compile(
    r"[;:.](?=\s|$)|,\s|\s(?:but|while|whereas|although|unlike)\s|\s[–—]\s|→|\s=\s"
)
_BRACKET = re.compile(r"\(([^()]*)\)")
_CONDITION = re.compile(
    r"(?:if|when|whether|once|in case|in the event|understand\w*)\b", re.IGNORECASE
)
# What follows these is a condition, a purpose, an example or advice.
_UNCLAIMED = re.compile(
    r"^(?:if|when|whether|once|e\.?g|for example|example|in case|unlike|to|should|consider|ensure|"
    r"understand\w*|difference|use|avoid|choose|implement|never|don['’]t|do not)\b",
    re.IGNORECASE,
)
_EXCEPTION = re.compile(
    r"\b(?:except|unless|other than|apart from|usually|normally|mostly|rare|rarely)\b",
    re.IGNORECASE,
)


def clauses(text: str) -> Iterator[str]:
    """The clauses of *text*. A condition takes its whole sentence along; a denial behind a
    semicolon is left out, as it does not say of whom."""
    for sentence in _SENTENCE.split(text):
        if _CONDITION.match(sentence):
            continue
        parts = [part.strip() for part in _parts(sentence) if part.strip()]
        for place, part in enumerate(parts):
            if not (place and ";" in sentence and NEGATION.search(part)):
                yield part


def _parts(sentence: str) -> list[str]:
    """What stands in brackets interrupts no clause: it is one of its own."""
    inside = [part for bracket in _BRACKET.findall(sentence) for part in _CLAUSE.split(bracket)]
    return _CLAUSE.split(_BRACKET.sub(" ", sentence)) + inside


def claims_something(clause: str) -> bool:
    """Whether a clause says that something is so or is not so, without exception."""
    return not (_UNCLAIMED.match(clause) or _EXCEPTION.search(clause))
