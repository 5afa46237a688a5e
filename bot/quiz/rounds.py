"""Rounds: a question is claimed, posted, answered, closed and revealed.

Everything that must happen once is decided by the store, so that a second click, a redelivered
event or another replica changes nothing. Moments are the platform's: `at` is when it happened.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from bot.messages import Person, Place
from bot.quiz import moderation, reviews, series
from bot.quiz.hints import hint_of
from bot.quiz.judging import Topics, judge
from bot.quiz.outcomes import (
    Answered,
    AnswerRefused,
    ClaimedRound,
    Outcome,
    Refusal,
    Reveal,
    SeriesResult,
    outcome_of,
)
from bot.quiz.responses import PickedOptions, QuizResponse, fits, split_of
from bot.schedule import known_zone
from bot.store import Areas, Store
from bot.store.marks import of_author, of_item, of_round
from bot.store.records import (
    LATE_GRACE,
    GivenAnswer,
    RevealMode,
    Round,
    Schedule,
    Team,
    team_of,
)
from bot.store.rounds import daily_slot
from knowledge.model import Question


class QuizRounds:
    """Rounds of every kind. `zone` is for channels without a schedule."""

    def __init__(self, store: Store, zone: str = "UTC", topics: Topics = lambda _: ()) -> None:
        self._store = store
        self._zone = zone
        self._topics = topics  # whose names typed answers may mean

    # ------------------------------------------------------------ the daily question

    def claim(
        self,
        team: Team,
        channel: str,
        day: date,
        question: Question,
        opens: datetime,
        closes: datetime,
        at: datetime,
        schedule: Schedule | None = None,
        reveal: RevealMode | None = None,
    ) -> ClaimedRound:
        """Make the day's question of a channel this one, unless the day has one already."""
        round = Round(
            id=0,
            team=team,
            channel=channel,
            kind="daily",
            day=day,
            question=question,
            state="claimed",
            opens=opens,
            closes=closes,
            reveal=reveal or (schedule.reveal if schedule else "now"),
            schedule=schedule.id if schedule else None,
            claimed_at=at,
        )
        return self._store.run(lambda kept: _claimed(kept, round), team)

    def confirm(self, round_id: int, message: str) -> bool:
        """The message was posted; False if that was known."""
        return self._store.rounds.confirm(round_id, message)

    def abandon(self, round_id: int) -> bool:
        """Nothing was posted: give the day back. Refused when somebody has seen it."""
        return self._store.rounds.abandon(round_id)

    def unconfirmed(self) -> tuple[Round, ...]:
        return self._store.unfinished.unconfirmed()

    def to_close(self, at: datetime) -> tuple[Round, ...]:
        """Rounds that are over: only after the grace, since clicks may still be on their way."""
        return self._store.unfinished.to_close(at - LATE_GRACE)

    def to_reveal(self) -> tuple[Round, ...]:
        return self._store.unfinished.to_reveal()

    def to_correct(self) -> tuple[Round, ...]:
        return self._store.unfinished.to_correct()

    def close(self, round_id: int, at: datetime) -> bool:
        """End a round. Answers that could still be changed become final only now."""
        round = self._store.rounds.get(round_id)
        if round is None:
            return False
        return self._store.run(lambda kept: _close(kept, round, at), round.team)

    def unseen(self, since: datetime) -> tuple[Round, ...]:
        """Closed rounds whose message is still to be found, if they closed after that moment."""
        return self._store.unfinished.unseen(since)

    def revealed(self, round_id: int, at: datetime, told_void: bool = False) -> bool:
        """The result was shown, and told_void says whether as one that does not count."""
        return self._store.rounds.reveal(round_id, at, told_void)

    def corrected(self, round_id: int) -> bool:
        """The channel was told that the round does not count; True for one caller."""
        return self._store.rounds.told_of_void(round_id)

    def reveal(self, round_id: int) -> Reveal | None:
        """The split of the votes: for a closed round only, early answers must not sway."""
        round = self._store.rounds.get(round_id)
        if round is None:
            return None
        split = split_of(round.question, self._store.answers.split(round_id))
        return Reveal(round, split.counts, split.answered, split.right)

    def answered(self, round_id: int) -> int:
        return sum(self._store.answers.split(round_id).values())

    def get(self, team: Team, round_id: int) -> Round | None:
        round = self._store.rounds.get(round_id)
        return round if round is not None and round.team == team else None

    def on(self, team: Team, channel: str, day: date) -> Round | None:
        return self._store.rounds.daily(team, channel, day)

    def is_asked(self, team: Team, channel: str, day: date) -> bool:
        return self._store.rounds.has_daily(team, channel, day)

    def latest(self, team: Team, channel: str) -> Round | None:
        return self._store.rounds.latest(team, channel)

    def void(self, by: Person, round_id: int, reason: str, at: datetime) -> bool:
        """Take a round out of the scores, for a reason that everybody will read."""

        def voided(kept: Areas) -> bool:
            round = kept.rounds.get(round_id)
            if round is None or round.team != team_of(by):
                return False
            if not kept.rounds.void(round_id, reason, at):
                return False
            kept.audit.note(by, at, "round voided", f"{round.channel} {round.day}: {reason}")
            return True

        return self._store.run(voided, team_of(by))

    # ------------------------------------------------------------ answers

    def answer(
        self,
        who: Person,
        round_id: int,
        response: QuizResponse | int,
        at: datetime,
        hint: bool = False,
        channels: Collection[str] | None = None,
    ) -> Outcome:
        """Keep a person's answer; it is durable when this returns.

        `channels` are those whose questions the person may know; None leaves that open.
        """
        return self._store.run(
            lambda kept: self.answer_in(kept, who, round_id, response, at, hint, channels),
            team_of(who),
        )

    def answer_in(
        self,
        kept: Areas,
        who: Person,
        round_id: int,
        response: QuizResponse | int,
        at: datetime,
        hint: bool = False,
        channels: Collection[str] | None = None,
    ) -> Outcome:
        """The same within a transaction of the caller's, at whose end it is durable."""
        if isinstance(response, int):
            response = PickedOptions((response,))
        round = kept.rounds.get(round_id)
        refusal = _refusal(round, who, response)
        if round is None or refusal:
            return AnswerRefused(refusal or "unknown", None if refusal == "foreign" else round)
        if not may_know(round, channels):
            return AnswerRefused("elsewhere")
        if _secret_in(kept, who, round):
            return AnswerRefused("asked", round)
        item = of_item(round.question.id, round.question.version)
        wrote = of_author(round.question.id)
        marks = kept.marks.among(round.team, who.user, of_round(round_id), item, wrote)
        if of_round(round_id) in marks:
            return AnswerRefused("forgotten", round)
        profile = kept.people.see(who)
        before = kept.answers.given(round_id, profile.id)
        if before and not (round.changeable and round.in_time(at) and not before.late):
            return _said_before(kept, round, before)
        day = round.day if round.kind == "daily" else at.astimezone(self._zone_of(round)).date()
        answer, why = judge(
            kept, round, profile, response, at, day, hint, self._topics, wrote in marks
        )
        if item in marks:  # they answered it before they were forgotten
            answer = replace(answer, first=False)
        if before:
            changed = kept.answers.change(round, answer)
            return outcome_of(round, answer if changed else before, why, changed=changed)
        kept.answers.record(round, answer, day)
        if round.changeable and not answer.late:
            return outcome_of(round, answer, why)
        due = _feed(kept, round, answer)
        held = answer.first and moderation.examine(kept, round.team, round.question, at)
        now = kept.rounds.get(round_id) if held else round
        return outcome_of(now or round, answer, why, held=held, due=due)

    def hint(self, who: Person, round_id: int, at: datetime) -> str:
        """The question's hint, which costs points; empty where there is none to be had."""

        def taken(kept: Areas) -> str:
            round = kept.rounds.get(round_id)
            if round is None or _refusal(round, who) or not (text := hint_of(round.question)):
                return ""
            person = kept.people.see(who).id
            if kept.answers.given(round_id, person) is None or round.changeable:
                kept.answers.take_hint(round, person, at)
            return text

        return self._store.run(taken, team_of(who))

    def secret_in(self, who: Person, round: Round) -> Sequence[str]:
        """The channels that are being asked what this round would give away to somebody."""
        return _secret_in(self._store, who, round)

    def given(self, who: Person, round_id: int) -> GivenAnswer | None:
        """What somebody answered, if they did."""
        return self._store.answers.given(round_id, self._store.people.id_of(who))

    # ------------------------------------------------------------ practice and reviews

    def practice(
        self,
        who: Person,
        where: Place,
        questions: Sequence[Question],
        at: datetime,
        *,
        narrow: bool = False,
    ) -> tuple[Round, ...]:
        """Questions for one person, in a series; the first one's clock starts now.

        A *narrow* series was asked for on some topics: the next one is to be on the same.
        """
        return self._store.run(
            lambda kept: series.begun(kept, "practice", who, where, questions, at, narrow=narrow),
            team_of(who),
        )

    def review(self, who: Person, where: Place, question: Question, at: datetime) -> Round:
        """One question for one person's memory; it earns no points."""
        return self._store.run(
            lambda kept: series.begun(kept, "review", who, where, (question,), at)[0],
            team_of(who),
        )

    def next_in(self, who: Person, name: str, at: datetime) -> Round | None:
        """The series' next question without an answer."""
        return self._store.run(lambda kept: series.following(kept, who, name, at), team_of(who))

    def end_quiz(self, who: Person, at: datetime) -> SeriesResult | None:
        """End the quiz that somebody began last, if it has a question left: how it went."""
        return self._store.run(lambda kept: series.ended(kept, who, at), team_of(who))

    def series(self, who: Person, name: str) -> SeriesResult:
        """How a series went so far."""
        return series.result(self._store, who, name)

    def _zone_of(self, round: Round) -> ZoneInfo:
        schedule = self._store.schedules.get(round.team, round.channel)
        return ZoneInfo(known_zone(schedule.zone if schedule else self._zone))


def may_know(round: Round, channels: Collection[str] | None) -> bool:
    """Whether a round is of one of these channels, or was put to one person alone."""
    return channels is None or round.kind != "daily" or round.channel in channels


def _claimed(kept: Areas, round: Round) -> ClaimedRound:
    added = kept.rounds.add(round, daily_slot(round.channel, round.day))
    there = added or kept.rounds.daily(round.team, round.channel, round.day)
    assert there is not None  # its slot is taken, or was free
    return ClaimedRound(there, added is not None)


def _close(kept: Areas, round: Round, at: datetime) -> bool:
    if not kept.rounds.close(round.id, at):
        return False
    if round.reveal == "later":
        kept.answers.unseal(round.id)
        for answer in kept.answers.to_round(round.id):
            _feed(kept, round, answer)
        moderation.examine(kept, round.team, round.question, at)
    return True


def _refusal(
    round: Round | None, who: Person, response: QuizResponse | None = None
) -> Refusal | Literal[""]:
    if round is None:
        return "unknown"
    if round.team != team_of(who):
        return "foreign"
    if round.kind != "daily" and round.owner != who.user:
        return "not_yours"
    return "" if response is None or fits(round.question, response) else "forged"


def _secret_in(kept: Areas, who: Person, round: Round) -> Sequence[str]:
    if round.kind == "daily":
        return ()
    secret = kept.rounds.secret_to(round.team, kept.people.id_of(who))
    return secret.get(round.question.id, ())


def _said_before(kept: Areas, round: Round, answer: GivenAnswer) -> Answered:
    card = kept.cards.get(answer.person, round.question.id)
    due = card.due if card else None
    return outcome_of(round, answer, "", already=True, due=due)


def _feed(kept: Areas, round: Round, answer: GivenAnswer) -> datetime | None:
    rating = reviews.grade(answer.correct, answer.hint)
    return reviews.feed(
        kept, round.team, answer.person, round.question, round.id, answer.at, rating
    )
