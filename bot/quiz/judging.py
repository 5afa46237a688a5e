"""What an answer is worth: points by the rules of scoring, and what it says about the question."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Literal, assert_never

from bot.quiz.responses import (
    GRADED,
    TYPED_CLOSE,
    TYPED_KEPT,
    TYPED_RIGHT,
    TYPED_WRONG,
    OwnGrade,
    PickedOptions,
    QuizResponse,
    TypedWords,
    mask_of,
    words_of_options,
)
from bot.store import Areas
from bot.store.records import GivenAnswer, Profile, Round, Team
from knowledge.model import Question, Topic
from knowledge.questions.typed import Verdict, check_typed

RIGHT = 10
RIGHT_AFTER_HINT = 7
PRACTICE = 2
PRACTICE_A_DAY = 10
PRACTICE_AGAIN = timedelta(days=30)
FAST = timedelta(seconds=1)  # nobody reads that quickly

NoPoints = Literal[
    "", "late", "guest", "edited", "private", "fast", "repeat", "enough", "review", "own word"
]
Topics = Callable[[Team], tuple[Topic, ...]]
VERDICTS = {
    Verdict.WRONG: TYPED_WRONG,
    Verdict.RIGHT: TYPED_RIGHT,
    Verdict.CLOSE: TYPED_CLOSE,
}


@dataclass(frozen=True, slots=True)
class StoredChoice:
    """A response as it is kept."""

    number: int
    words: str
    correct: bool


def stored(
    question: Question, response: QuizResponse, topics: Callable[[], tuple[Topic, ...]]
) -> StoredChoice:
    """What a response comes to: for several options all must be right, and none beside them."""
    match response:
        case PickedOptions(options):
            number = mask_of(options) if question.answered_by == "several" else options[0]
            words = words_of_options(question, options)
            return StoredChoice(number, words, set(options) == set(question.rights))
        case TypedWords(text):
            verdict = check_typed(question, text, topics()).verdict
            kept = " ".join(text.split())[:TYPED_KEPT]
            return StoredChoice(VERDICTS[verdict], kept, verdict is Verdict.RIGHT)
        case OwnGrade(grade):
            return StoredChoice(GRADED.index(grade), grade, grade != "again")
        case _:
            assert_never(response)


def judge(
    kept: Areas,
    round: Round,
    profile: Profile,
    response: QuizResponse,
    at: datetime,
    day: date,
    hint: bool,
    topics: Topics,
    wrote: bool,
) -> tuple[GivenAnswer, NoPoints]:
    """Turn a response into an answer; and if it is right and earns nothing, why.

    Who *wrote* the question and was forgotten since is still its author.

    Points are what the answer would earn if its round counts: voiding a round leaves them as
    they are and marks the answer, so that it can be taken back.
    """
    chosen = stored(round.question, response, partial(topics, round.team))
    own_word = isinstance(response, OwnGrade)
    correct = chosen.correct
    standing = kept.answers.standing(round, profile.id)
    hint = hint or standing.hint
    late = not round.in_time(at)
    fast = at - round.opens < FAST or (round.kind != "daily" and round.state == "claimed")
    reason: NoPoints = ""
    if correct:
        reason = (
            "own word"
            if own_word
            else _no_points(kept, round, profile, at, day, late, fast, wrote or standing.editor)
        )
    answer = GivenAnswer(
        round=round.id,
        person=profile.id,
        choice=chosen.number,
        picked=chosen.words,
        at=at,
        correct=correct,
        points=_worth(round, hint) if correct and reason in ("", "guest") else 0,
        hint=hint,
        late=late,
        fast=fast,
        void=bool(round.void),
        first=not own_word and not standing.met,
    )
    return answer, reason


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
    late: bool,
    fast: bool,
    editor: bool,
) -> NoPoints:
    question = round.question
    if round.kind == "review":
        return "review"
    if late:
        return "late"
    if editor:
        return "edited"
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
