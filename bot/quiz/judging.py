"""What an answer is worth: points by the rules of scoring, and what it says about the question."""

from datetime import date, datetime, timedelta
from typing import Literal

from bot.store import Areas
from bot.store.marks import of_item
from bot.store.records import GivenAnswer, Profile, Round
from knowledge.model import Question

RIGHT = 10
RIGHT_AFTER_HINT = 7
PRACTICE = 2
PRACTICE_A_DAY = 10
PRACTICE_AGAIN = timedelta(days=30)
FAST = timedelta(seconds=1)  # nobody reads that quickly

NoPoints = Literal["", "late", "guest", "private", "fast", "repeat", "enough", "review"]


def judge(
    kept: Areas,
    round: Round,
    profile: Profile,
    choice: int,
    at: datetime,
    day: date,
    hint: bool,
) -> tuple[GivenAnswer, NoPoints]:
    """Turn a choice into an answer; and if it is right and earns nothing, why.

    Points are what the answer would earn if its round counts: voiding a round leaves them as
    they are and marks the answer, so that it can be taken back.
    """
    correct = choice == round.question.answer
    hint = hint or kept.answers.took_hint(round.id, profile.id)
    late = not round.in_time(at)
    fast = at - round.opens < FAST or (round.kind != "daily" and round.state == "claimed")
    reason = _no_points(kept, round, profile, at, day, late=late, fast=fast) if correct else ""
    answer = GivenAnswer(
        round=round.id,
        person=profile.id,
        choice=choice,
        at=at,
        correct=correct,
        points=_worth(round, hint) if correct and reason in ("", "guest") else 0,
        hint=hint,
        late=late,
        fast=fast,
        void=bool(round.void),
        first=_is_first(kept, profile, round.question),
    )
    return answer, reason


def _is_first(kept: Areas, profile: Profile, question: Question) -> bool:
    """Whether they meet this version for the first time, as far as anything here still knows."""
    if kept.answers.met(profile.id, question.id, question.version):
        return False
    return not kept.marks.has(profile.team, profile.user, of_item(question.id, question.version))


def _worth(round: Round, hint: bool) -> int:
    if round.kind == "practice":
        return PRACTICE
    return RIGHT_AFTER_HINT if hint else RIGHT


def _no_points(
    kept: Areas,
    round: Round,
    profile: Profile,
    at: datetime,
    day: date,
    *,
    late: bool,
    fast: bool,
) -> NoPoints:
    question = round.question
    if round.kind == "review":
        return "review"
    if late:
        return "late"
    if round.kind == "practice":
        if round.private:
            return "private"
        if fast:
            return "fast"
        if kept.answers.earned_since(profile.id, question.id, at - PRACTICE_AGAIN):
            return "repeat"
        if kept.answers.practice_earnings(round.team, profile.id, day) >= PRACTICE_A_DAY:
            return "enough"
    return "" if profile.counts else "guest"
