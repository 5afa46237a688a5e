"""Which question comes next: for a channel's day, and for one person's practice.

What may be asked, and what the store knows of it; `draws` has the rules of the draw.
"""

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never

from bot.messages import Person
from bot.quiz.draws import WEEK, ChannelHistory, Figures, best, practice, rested
from bot.quiz.topic_reveals import gives_away
from bot.store import Store
from bot.store.records import QuestionSource, Team, stamp, team_of
from knowledge.model import Question

LOOK_BACK = timedelta(days=180)  # how far figures reach back
PROVEN = 3  # people who practised a generated question before it may be the day's


def _not_here(team: Team, channel: str) -> str:
    """How the names of values begin that say what a channel is never asked."""
    return f"not-here/{team}/{channel}/"


class Selection:
    """Draws over what the store knows."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def for_channel(
        self,
        team: Team,
        channel: str,
        questions: Iterable[Question],
        day: date,
        *,
        topics: Collection[str] = (),
        seed: str = "",
        exam: Mapping[str, float] | None = None,
        preferred: Sequence[Collection[str]] = (),
        source: QuestionSource = "any",
        refused: Collection[str] = (),
        untried: bool = False,
    ) -> Question | None:
        """The question for a channel's day; None if there is none at all.

        The most trusted questions come first: see `best`. `preferred` are ids in groups, what a
        plan has for today first. A schedule's topics that the notes no longer have are not obeyed:
        a day without a question would be worse.
        `refused` are ids that the host does not want that day; `untried` allows generated ones that
        nobody practised, for a host to decide.
        """
        daily = self.for_daily(team, questions, source, untried=untried)
        out = self.not_here(team, channel).union(refused)
        usable = [question for question in daily if question.id not in out]
        wanted = within(usable, topics) or usable
        history = self._history(team, channel, day, exam or {})
        planned = _planned(usable, preferred)
        return best(wanted, history, f"{seed}|{team}|{channel}|{day}", planned)

    def for_daily(
        self,
        team: Team,
        questions: Iterable[Question],
        source: QuestionSource = "any",
        *,
        untried: bool = False,
    ) -> list[Question]:
        """What may be a daily question: no card that nobody can type, nothing held.

        A generated question must have been practised by some people without a report, or approved.
        """
        unusable = self._store.items.unusable(team)
        proven = self._store.items.proven(team, PROVEN)
        return [
            question
            for question in questions
            if question.answered_by != "card"
            and (question.id, question.version) not in unusable
            and _from(question, source)
            and (question.written or untried or (question.id, question.version) in proven)
        ]

    def not_here(self, team: Team, channel: str) -> frozenset[str]:
        """What its host wants never asked in a channel; elsewhere it is asked as before."""
        return frozenset(self._store.values.under(_not_here(team, channel)))

    def leave_out(self, team: Team, channel: str, question: str, at: datetime) -> None:
        """Never ask this in that channel."""
        self._store.values.put(_not_here(team, channel) + question, "", at, team)

    def let_in(self, team: Team, channel: str, question: str) -> None:
        """Its host wants it after all."""
        self._store.values.take(_not_here(team, channel) + question)

    def days_left(
        self,
        team: Team,
        channel: str,
        questions: Iterable[Question],
        day: date,
        *,
        topics: Collection[str] = (),
        source: QuestionSource = "any",
        preferred: Sequence[Collection[str]] = (),
        untried: bool = False,
    ) -> int:
        """How many questions a channel has for the week from *day* on, none asked too lately.

        While a plan runs those of the plan, the last of the `preferred` groups, whatever the
        schedule's topics: that is how `best` draws.
        """
        out = self.not_here(team, channel)
        daily = self.for_daily(team, questions, source, untried=untried)
        daily = [question for question in daily if question.id not in out]
        planned = [q for q in daily if q.id in preferred[-1]] if preferred else []
        history = self._history(team, channel, day + timedelta(days=WEEK), {})
        return sum(rested(q, history) for q in planned or within(daily, topics) or daily)

    def _history(
        self, team: Team, channel: str, day: date, exam: Mapping[str, float]
    ) -> ChannelHistory:
        rows = [r for r in self._store.rounds.history(team, channel) if r.day < day]
        since, lately = day - LOOK_BACK, day - timedelta(days=WEEK)
        midnight = datetime.combine(since, time.min, tzinfo=UTC)
        asked: dict[str, date] = {}
        topics_asked: dict[str, date] = {}
        for row in rows:  # newest first
            asked.setdefault(row.question, row.day)
            topics_asked.setdefault(row.topic, row.day)
        return ChannelHistory(
            day=day,
            asked=asked,
            topics_asked=topics_asked,
            last_subject=rows[0].subject if rows else "",
            last_topic=rows[0].topic if rows and rows[0].day >= lately else "",
            forms=[row.form for row in rows[: WEEK - 1]],
            topics={
                row.topic: Figures(row.answered, row.correct)
                for row in self._store.items.topic_figures(team, channel, since)
            },
            items={
                (row.question, row.version): Figures(row.people, row.correct)
                for row in self._store.items.figures(team, midnight)
            },
            exam=exam,
        )

    def for_practice(
        self,
        who: Person,
        questions: Iterable[Question],
        count: int,
        at: datetime,
        *,
        topic: str = "",
        seed: str = "",
    ) -> tuple[Question, ...]:
        """Questions for one person now: new to them first, their weak topics more often.

        What is being asked in a channel today is left out, so as not to give it away.
        """
        team, person = team_of(who), self._store.people.id_of(who)
        unusable = self._store.items.unusable(team)
        running = self._store.rounds.open_questions(team)
        usable = [
            q
            for q in within(questions, (topic,) if topic else ())
            if (q.id, q.version) not in unusable and q.id not in running
        ]
        answered = {
            question: (at - latest).days
            for question, latest in self._store.answers.latest_by_question(person).items()
        }
        figures = {
            row.topic: Figures(row.answered, row.correct)
            for row in self._store.answers.topics_of(person)
        }
        draw = random.Random(f"{seed}|{team}|{who.user}|{stamp(at)}")
        return practice(usable, answered, figures, count, draw)


def _planned(
    questions: Sequence[Question], preferred: Sequence[Collection[str]]
) -> list[list[Question]]:
    """The questions of each group of ids."""
    return [[question for question in questions if question.id in group] for group in preferred]


def _from(question: Question, source: QuestionSource) -> bool:
    """Whether a question belongs to what a daily question may be drawn from."""
    match source:
        case "any":
            return True
        case "written":
            return question.origin == "authored"
        case "bank":
            return question.origin == "bank"
        case _:
            assert_never(source)


def within(questions: Iterable[Question], topics: Collection[str]) -> list[Question]:
    """Those of the topics or tags; where one alone is wanted, none that it answers by its name."""
    wanted = {topic.casefold() for topic in topics}
    kept = [q for q in questions if not wanted or _belongs(q, wanted)]
    if len(wanted) != 1:
        return kept
    return [q for q in kept if not gives_away(q)] or kept


def _belongs(question: Question, names: Collection[str]) -> bool:
    """Whether a question is of one of these topics, or carries one of these tags."""
    return question.topic.casefold() in names or any(
        tag.casefold() in names for tag in question.tags
    )
