"""A small world to test in: a team, its people, questions, and a channel with a daily question."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.messages import Person, Place
from bot.quiz.moderation import Moderation
from bot.quiz.outcomes import Answered, Outcome
from bot.quiz.reviews import Reviews
from bot.quiz.rounds import QuizRounds
from bot.store import Store
from bot.store.records import Round, Schedule, Team
from knowledge.model import Question, Source

TEAM = Team("slack:T1")
CHANNEL = "C1"
MONDAY = date(2027, 3, 1)
RIGHT, WRONG = 1, 0


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


def somebody(user: str = "ann", workspace: str = "T1", *, counts: bool = True) -> Person:
    return Person("slack", workspace, user, name=user.capitalize(), counts=counts)


def question(
    id: str = "q1",
    *,
    version: str = "v1",
    topic: str = "S3",
    subject: str = "",
    kind: str = "T3",
    difficulty: float = 0.3,
    hint: str = "It is a round number.",
    origin: str = "generated",
) -> Question:
    return Question(
        id=id,
        version=version,
        kind=kind,
        topic=topic,
        subject=subject or id,
        stem=f"How much is {id}?",
        options=("one", "two", "three", "four"),
        answer=RIGHT,
        explanation="It is two.",
        why_not=("", "", "", ""),
        sources=(Source("notes.md", 7),),
        section=("Notes", topic),
        difficulty=difficulty,
        hint=hint,
        origin=origin,
    )


@dataclass
class World:
    """Shorthand for what happens; the clock is whatever a test says."""

    store: Store
    schedule: Schedule = field(init=False)
    rounds: QuizRounds = field(init=False)
    reviews: Reviews = field(init=False)
    life: Moderation = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = QuizRounds(self.store)
        self.reviews = Reviews(self.store)
        self.moderation = Moderation(self.store)
        self.schedule = self.store.schedules.put(
            Schedule(TEAM, CHANNEL, time(9), "UTC", changed_at=noon(MONDAY))
        )

    def post(
        self,
        day: date = MONDAY,
        asked: Question | None = None,
        *,
        channel: str = CHANNEL,
        reveal: str = "now",
        team: Team = TEAM,
    ) -> Round:
        """A daily question, posted at nine and open until eight the next day."""
        opens = datetime.combine(day, time(9), tzinfo=UTC)
        claim = self.rounds.claim(
            team,
            channel,
            day,
            asked or question(f"q-{day}-{channel}"),
            opens,
            opens + timedelta(hours=23),
            opens,
            schedule=self.schedule if (team, channel) == (TEAM, CHANNEL) else None,
            reveal="later" if reveal == "later" else "now",
        )
        self.rounds.confirm(claim.round.id, f"m{claim.round.id}")
        found = self.rounds.get(team, claim.round.id)
        assert found is not None
        return found

    def click(
        self,
        round: Round,
        user: str = "ann",
        choice: int = RIGHT,
        at: datetime | None = None,
        hint: bool = False,
    ) -> Outcome:
        at = at or round.opens + timedelta(minutes=5)
        return self.rounds.answer(somebody(user), round.id, choice, at, hint)

    def answer(
        self,
        round: Round,
        user: str = "ann",
        choice: int = RIGHT,
        at: datetime | None = None,
        hint: bool = False,
    ) -> Answered:
        outcome = self.click(round, user, choice, at, hint)
        assert isinstance(outcome, Answered)
        return outcome

    def miss(self, user: str, query: str, at: datetime) -> None:
        """Look something up in vain."""
        self.store.lookups.missed(self.store.people.see(somebody(user)).id, TEAM, query, at)

    def practise(
        self,
        questions: Sequence[Question],
        at: datetime,
        user: str = "ann",
        choice: int = RIGHT,
        *,
        pause: float = 5,
        private: bool = False,
    ) -> list[Answered]:
        """Play a series through, taking *pause* seconds for each question."""
        who = somebody(user)
        place = Place("slack", "T1", CHANNEL, private=private)
        first, *_ = self.rounds.practice(who, place, questions, at)
        outcomes = []
        while (current := self.rounds.next_in(who, first.series, at)) is not None:
            at += timedelta(seconds=pause)
            outcome = self.rounds.answer(who, current.id, choice, at)
            assert isinstance(outcome, Answered)
            outcomes.append(outcome)
        return outcomes
