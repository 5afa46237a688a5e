"""Questions that people wrote, as the command line prints them."""

from typing import Any

from knowledge.model import Authored

_DIFFICULTY = {0: 0.5, 1: 0.3, 2: 0.5, 3: 0.7}  # by the level that the author gave


def authored_json(question: Authored) -> dict[str, Any]:
    """A question with the keys that every question has."""
    return {
        "id": question.id,
        "kind": question.kind.value,
        "origin": "authored",
        "bank": question.bank,
        "topic": question.topic,
        "stem": question.stem,
        "options": list(question.options),
        "answer": question.answers[0] if question.answers else 0,
        "answers": list(question.answers),
        "accept": list(question.accept),
        "why": list(question.why),
        "hint": question.hint,
        "explanation": explained(question),
        "sources": [{"file": source.file, "line": source.line} for source in question.sources],
        "difficulty": _DIFFICULTY[question.level],
        "tags": list(question.tags),
        "level": question.level,
    }


def explained(question: Authored) -> str:
    """What is told afterwards: the back of a card that is not typed, and the explanation."""
    back = "" if question.accept else question.answer
    return "\n".join(filter(None, (back, question.explanation)))
