"""Answers: what was picked, when, and what it was worth. Scores are queries over these rows.

An answer that may still be changed is sealed until its round closes. Whatever shows a figure reads
the view `unsealed`: a verdict before the close would say which option to change to.
"""

from dataclasses import astuple
from datetime import date, datetime

from bot.store.database import Queries, Row
from bot.store.records import (
    AnswerTotals,
    GivenAnswer,
    MemberTotals,
    Round,
    Standing,
    StoredQuizDay,
    Team,
    TopicFigures,
    moment,
    moment_if_any,
)
from bot.text import clean_name

ALWAYS = (date.min, date.max)

# What an answer adds to its person's points, daily answers and right ones, as one number. Adding
# up is what a board spends its time on: one sum, of what the indexes hold ready, is twice as
# quick as three.
WORTH = "(points + daily * (10000000 + correct * CAST(10000000000000 AS BIGINT)))"


def _worth(person: str, channel: str | None, first: date, last: date) -> str:
    """A query for what the answers of a person are worth together."""
    return (
        f"SELECT SUM({WORTH}) FROM unsealed WHERE person = {person} AND late = 0 AND void = 0"
        + (" AND channel = :channel" if channel is not None else "")
        + (" AND day BETWEEN :first AND :last" if (first, last) != ALWAYS else "")
    )


def _apart(worth: int) -> AnswerTotals:
    rest, points = divmod(int(worth), 10_000_000)
    correct, answered = divmod(rest, 1_000_000)
    return AnswerTotals(points, answered, correct)


class Answers:
    """One answer a person and round: the schema settles who was first."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def record(self, round: Round, answer: GivenAnswer, day: date) -> bool:
        """Keep *answer* if it is this person's first for the round; say whether it was.

        Buttons get pressed twice and platforms redeliver what they think was missed, so the
        constraint decides. Reading and then writing would count the second one too.
        """
        return self._queries.add(
            "answers",
            "round, person",
            team=round.team,
            round=round.id,
            person=answer.person,
            channel=round.channel,
            daily=round.kind == "daily",
            day=day,
            question=round.question.id,
            version=round.question.version,
            topic=round.question.topic,
            choice=answer.choice,
            picked=answer.picked,
            at=answer.at,
            correct=answer.correct,
            points=answer.points,
            hint=answer.hint,
            late=answer.late,
            fast=answer.fast,
            first=answer.first,
            void=answer.void,
            sealed=round.changeable and not answer.late,
        )

    def unseal(self, round: int) -> None:
        """The round has closed: its answers are final, and count from now on."""
        self._queries.change("UPDATE answers SET sealed = 0 WHERE round = :round", round=round)

    def change(self, round: Round, answer: GivenAnswer) -> bool:
        """Put *answer* in place of an earlier one; an older click that arrives late loses."""
        return self._queries.wrote(
            """
            UPDATE answers SET choice = :choice, picked = :picked, at = :at, correct = :correct,
                               points = :points, hint = :hint
            WHERE round = :round AND person = :person AND at < :at
            """,
            round=round.id,
            person=answer.person,
            choice=answer.choice,
            picked=answer.picked,
            at=answer.at,
            correct=answer.correct,
            points=answer.points,
            hint=answer.hint,
        )

    def given(self, round: int, person: int) -> GivenAnswer | None:
        row = self._queries.row(
            "SELECT * FROM answers WHERE round = :round AND person = :person",
            round=round,
            person=person,
        )
        return _answer(row) if row else None

    def to_round(self, round: int) -> tuple[GivenAnswer, ...]:
        rows = self._queries.rows("SELECT * FROM answers WHERE round = :round", round=round)
        return tuple(map(_answer, rows))

    def standing(self, round: Round, person: int) -> Standing:
        """What there is between a person and a round's question before they answer it."""
        row = self._queries.row(
            """
            SELECT EXISTS (SELECT 1 FROM hints WHERE round = :round AND person = :person) AS hint,
                   EXISTS (SELECT 1 FROM editors
                           WHERE question = :question AND person = :person) AS editor,
                   EXISTS (SELECT 1 FROM answers WHERE person = :person AND question = :question
                               AND version = :version) AS met
            """,
            round=round.id,
            person=person,
            question=round.question.id,
            version=round.question.version,
        )
        assert row is not None
        return Standing(bool(row["hint"]), bool(row["editor"]), bool(row["met"]))

    def earned_since(self, person: int, question: str, since: datetime) -> bool:
        """Whether a question brought this person points after *since*."""
        return None is not self._queries.row(
            """
            SELECT 1 FROM unsealed WHERE person = :person AND question = :question
                AND at > :since AND points > 0 AND void = 0 LIMIT 1
            """,
            person=person,
            question=question,
            since=since,
        )

    def practice_earnings(self, team: Team, person: int, day: date) -> int:
        """How many practice questions earned points on a day."""
        row = self._queries.row(
            """
            SELECT COUNT(*) AS earned FROM answers
            WHERE team = :team AND person = :person AND day = :day
                AND daily = 0 AND points > 0 AND late = 0 AND void = 0
            """,
            team=team,
            person=person,
            day=day,
        )
        return row["earned"] if row else 0

    def take_hint(self, round: Round, person: int, at: datetime) -> None:
        self._queries.add(
            "hints",
            "round, person",
            team=round.team,
            round=round.id,
            person=person,
            at=at,
        )

    def split(self, round: int) -> dict[int, int]:
        """How many picked which option, of those who count and were in time."""
        rows = self._queries.rows(
            """
            SELECT a.choice, COUNT(*) AS people FROM answers a JOIN people p ON p.id = a.person
            WHERE a.round = :round AND a.late = 0 AND p.counts = 1 GROUP BY a.choice
            """,
            round=round,
        )
        return {row["choice"]: row["people"] for row in rows}

    def totals(
        self, team: Team, channel: str | None, first: date, last: date
    ) -> list[MemberTotals]:
        """Points, daily answers and right ones of everybody who may be seen, one row a person."""
        rows = self._queries.rows(
            f"""
            SELECT v.member, v.name, v.shows_streak, v.id,
                   ({_worth("v.id", channel, first, last)}) AS worth
            FROM visible v WHERE v.team = :team
            """,
            team=team,
            channel=channel,
            first=first,
            last=last,
        )
        return [
            MemberTotals(
                row["id"],
                row["member"],
                clean_name(row["name"]) or row["member"],
                bool(row["shows_streak"]),
                *astuple(_apart(row["worth"])),
            )
            for row in rows
            if row["worth"]
        ]

    def taken_back(self, team: Team, channel: str | None, first: date, last: date) -> int:
        """How often people answered in time what was taken back; nobody can be told from it.

        Without a channel in the whole workspace; guests are left out as everywhere.
        """
        row = self._queries.row(
            f"""
            SELECT COUNT(*) AS answers FROM unsealed a JOIN people p ON p.id = a.person
            WHERE a.team = :team AND a.day BETWEEN :first AND :last AND a.daily = 1
                AND a.late = 0 AND a.void = 1 AND p.counts = 1
                {"AND a.channel = :channel" if channel is not None else ""}
            """,
            team=team,
            channel=channel,
            first=first,
            last=last,
        )
        return row["answers"] if row else 0

    def counted(
        self, team: Team, channel: str, first: date, last: date
    ) -> dict[date, tuple[int, int]]:
        """Answers in time to what counts, and how many were right: without names, and guests.

        A day on which nobody gave one is not among them.
        """
        rows = self._queries.rows(
            """
            SELECT a.day, COUNT(*) AS answers, SUM(a.correct) AS correct
            FROM unsealed a JOIN people p ON p.id = a.person AND p.counts = 1
            WHERE a.team = :team AND a.channel = :channel AND a.day BETWEEN :first AND :last
                AND a.daily = 1 AND a.late = 0 AND a.void = 0
            GROUP BY a.day ORDER BY a.day
            """,
            team=team,
            channel=channel,
            first=first,
            last=last,
        )
        return {
            date.fromisoformat(row["day"]): (row["answers"], int(row["correct"])) for row in rows
        }

    def own_totals(self, person: int, channel: str | None, first: date, last: date) -> AnswerTotals:
        row = self._queries.row(
            f"SELECT ({_worth(':person', channel, first, last)}) AS worth",
            person=person,
            channel=channel,
            first=first,
            last=last,
        )
        assert row is not None
        return _apart(row["worth"] or 0)

    def topics_of(self, person: int) -> list[TopicFigures]:
        """Right and answered by topic, over everything a person ever answered and was told of."""
        rows = self._queries.rows(
            """
            SELECT topic, SUM(correct) AS correct, COUNT(*) AS answered
            FROM unsealed WHERE person = :person AND void = 0 GROUP BY topic ORDER BY topic
            """,
            person=person,
        )
        return [TopicFigures(row["topic"], row["answered"], int(row["correct"])) for row in rows]

    def channels_of(self, person: int) -> frozenset[str]:
        """Where a person has answered a daily question."""
        rows = self._queries.rows(
            "SELECT DISTINCT channel FROM answers WHERE person = :person AND daily = 1",
            person=person,
        )
        return frozenset(row["channel"] for row in rows)

    def quiz_days(
        self, team: Team, person: int, channel: str | None
    ) -> dict[str, list[StoredQuizDay]]:
        """Every quiz day of a channel, with this person's answer where there is one.

        Without a channel, those of every channel that they play in.
        """
        chosen = (
            "r.channel = :channel"
            if channel
            else "r.channel IN (SELECT channel FROM answers WHERE person = :person AND daily = 1)"
        )
        rows = self._queries.rows(
            f"""
            SELECT r.channel, r.day, r.closes, r.state, r.message, r.void, r.voided_at,
                   COALESCE(a.at, {self._queries.never}) AS at, COALESCE(a.late, 0) AS late
            FROM rounds r LEFT JOIN answers a ON a.round = r.id AND a.person = :person
            WHERE r.team = :team AND {chosen} AND r.kind = 'daily' ORDER BY r.channel, r.day
            """,
            team=team,
            channel=channel or "",
            person=person,
        )
        days: dict[str, list[StoredQuizDay]] = {}
        for row in rows:
            days.setdefault(row["channel"], []).append(_quiz_day(row))
        return days

    def latest_by_question(self, person: int) -> dict[str, datetime]:
        """Each question a person answered, and when last."""
        rows = self._queries.rows(
            """
            SELECT question, MAX(at) AS at
            FROM unsealed WHERE person = :person GROUP BY question
            """,
            person=person,
        )
        return {row["question"]: moment(row["at"]) for row in rows}


def _quiz_day(row: Row) -> StoredQuizDay:
    return StoredQuizDay(
        day=date.fromisoformat(row["day"]),
        closes=moment(row["closes"]),
        state=row["state"],
        posted=bool(row["message"]),
        void=bool(row["void"]),
        voided_at=moment_if_any(row["voided_at"]),
        answered_at=moment_if_any(row["at"]),
        late=bool(row["late"]),
    )


def _answer(row: Row) -> GivenAnswer:
    return GivenAnswer(
        id=row["id"],
        round=row["round"],
        person=row["person"],
        choice=row["choice"],
        at=moment(row["at"]),
        correct=bool(row["correct"]),
        points=row["points"],
        hint=bool(row["hint"]),
        late=bool(row["late"]),
        fast=bool(row["fast"]),
        void=bool(row["void"]),
        first=bool(row["first"]),
        picked=row["picked"],
    )
