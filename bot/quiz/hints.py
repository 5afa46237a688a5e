"""Hints: what the author wrote, or one wrong option taken away."""

import random

from bot.language import _
from knowledge.model import Question

ENOUGH_OPTIONS = 3  # of two options the other one would be the answer


def hint_of(question: Question) -> str:
    """A nudge for a question; "" where there is none to be had."""
    if question.hint:
        return question.hint
    gone = taken_away(question)
    return _("It is not “{option}”", option=question.options[gone]) if gone is not None else ""


def taken_away(question: Question) -> int | None:
    """The wrong option that a hint takes away: for everybody the same one."""
    wrong = [place for place in range(len(question.options)) if place not in question.rights]
    if len(question.options) < ENOUGH_OPTIONS or len(wrong) < ENOUGH_OPTIONS - 1:
        return None
    return random.Random(question.id).choice(wrong)
