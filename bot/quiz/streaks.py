"""Streaks: consecutive quiz days answered, right or wrong, as a plain function of those days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FREEZE_EVERY = 10  # answered days
FREEZES_KEPT = 2


@dataclass(frozen=True, slots=True)
class QuizDay:
    """A day on which a question was asked, as one person met it."""

    day: date
    answered: bool  # in time; and before the question was voided, if it was
    void: bool = False
    open: bool = False  # there is still time to answer


@dataclass(frozen=True, slots=True)
class Streak:
    days: int = 0
    best: int = 0
    freezes: int = 0  # in store
    frozen: int = 0  # used so far
    answered: int = 0  # days answered in all


def streak(days: Iterable[QuizDay]) -> Streak:
    """Fold the quiz days of a channel into a person's streak.

    Days without a quiz are not among them, so that they neither add nor break. An answer stays a
    day of the streak when its question is voided later; otherwise a voided day is passed over.
    """
    current = best = freezes = frozen = answered = 0
    for quiz_day in sorted(days, key=lambda quiz_day: quiz_day.day):
        if quiz_day.answered:
            current += 1
            answered += 1
            best = max(best, current)
            if answered % FREEZE_EVERY == 0:
                freezes = min(FREEZES_KEPT, freezes + 1)
        elif quiz_day.void or quiz_day.open:
            continue
        elif current and freezes:
            freezes -= 1
            frozen += 1
        else:
            current = 0
    return Streak(current, best, freezes, frozen, answered)
