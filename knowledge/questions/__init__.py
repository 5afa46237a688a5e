"""Quiz questions from notes, by rules alone: few rather than bad ones."""

from knowledge.questions.cache import as_json
from knowledge.questions.maker import make_questions
from knowledge.questions.model import Made
from knowledge.questions.typed import Checked, Verdict, check

__all__ = ["Checked", "Made", "Verdict", "as_json", "check", "make_questions"]
