"""Quiz questions from notes, by rules alone: few rather than bad ones."""

from knowledge.questions.draft import Made
from knowledge.questions.maker import make_questions

__all__ = ["Made", "make_questions"]
