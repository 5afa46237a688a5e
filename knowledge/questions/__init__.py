"""Quiz questions from notes, by rules alone: few rather than bad ones."""

from knowledge.questions.cache import as_json
from knowledge.questions.maker import make_questions
from knowledge.questions.model import Made

__all__ = ["Made", "as_json", "make_questions"]
