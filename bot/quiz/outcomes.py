"""What came of a claim, an answer, a round, a quiz: records that say it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.quiz.judging import NoPoints
from bot.quiz.responses import options_of
from bot.store.records import GivenAnswer, Round

Refusal = Literal["unknown", "foreign", "forged", "not_yours", "forgotten", "elsewhere", "asked"]


@dataclass(frozen=True, slots=True)
class ClaimedRound:
    round: Round
    new: bool  # False: somebody claimed this channel's day before


@dataclass(frozen=True, slots=True)
class AnswerRefused:
    """An answer that was not taken."""

    why: Refusal
    round: Round | None = None  # only where the person may know it


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer that is stored, now or before."""

    round: Round
    person: int  # whose it is, as the store numbers people
    choice: int  # as it is stored: bot/quiz/responses.py
    picked: str  # the same in words
    correct: bool
    points: int  # as they count now: 0 where the round is void
    late: bool = False
    changed: bool = False  # it took the place of an earlier choice
    already: bool = False  # nothing was stored: this is the answer given before
    no_points: NoPoints = ""  # why a right answer brought nothing
    held: bool = False  # with this answer the question turned out to be broken
    due: datetime | None = None  # when it comes up in the person's reviews

    @property
    def options(self) -> tuple[int, ...]:
        """The options that were picked."""
        return options_of(self.round.question, self.choice)

    @property
    def hidden(self) -> bool:
        """The verdict is not to be shown before the reveal."""
        return self.round.changeable and not self.late

    @property
    def void(self) -> str:
        return self.round.void


Outcome = Answered | AnswerRefused


@dataclass(frozen=True, slots=True)
class Reveal:
    """What came of a round."""

    round: Round
    counts: tuple[int, ...]  # by option; () where the question has none
    answered: int
    right: int

    @property
    def share(self) -> float:
        return self.right / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class SeriesResult:
    """How a person's practice went, or is going."""

    rounds: tuple[Round, ...]
    answered: int
    right: int
    points: int
    narrow: bool = False  # it was about some topics and not about anything


def outcome_of(
    round: Round,
    answer: GivenAnswer,
    no_points: NoPoints,
    *,
    changed: bool = False,
    already: bool = False,
    held: bool = False,
    due: datetime | None = None,
) -> Answered:
    """A stored answer as it counts now."""
    return Answered(
        round=round,
        person=answer.person,
        choice=answer.choice,
        picked=answer.picked,
        correct=answer.correct,
        points=0 if round.void else answer.points,
        late=answer.late,
        changed=changed,
        already=already,
        no_points=no_points,
        held=held,
        due=due,
    )
