"""Speed of what is kept: boards, one's own page, answers, with 200,000 answers of 2,000 people.

Run as `python -m bench.state`; prints a Markdown table. The database is made afresh in a
temporary folder, a hundred days of two channels that everybody plays in.
"""

import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from functools import partial
from pathlib import Path

from bot.messages import Person, Place
from bot.quiz import scoreboards
from bot.quiz.outcomes import Answered
from bot.quiz.reviews import Reviews, feed, grade
from bot.quiz.rounds import QuizRounds
from bot.quiz.selection import Selection
from bot.store import Areas, Store
from bot.store.records import GivenAnswer, Round, Schedule, Team
from knowledge.model import Question, Source

TEAM = Team("slack:T1")
CHANNELS = ("C1", "C2")
FIRST_DAY = date(2027, 1, 4)
PEOPLE = 2000
DAYS = 50  # two rounds a day: 100 rounds of 2,000 answers
BURST = 1000
THREADS = 8


def main() -> None:
    print("| what | times | median | p99 |")
    print("| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "companion.db")
        began = time.perf_counter()
        stored = fill(store)
        filled = time.perf_counter() - began
        _measure(store)
        _burst(store)
        print(f"\n{stored:,} answers of {PEOPLE:,} people were there before, stored in")
        size = (Path(folder) / "companion.db").stat().st_size / 1e6
        print(f"{filled:.0f} s with their review cards; the file has {size:.0f} MB.")
        store.close()


def fill(store: Store) -> int:
    """Two hundred thousand answers with their review cards, a transaction a round."""
    rounds, draw = QuizRounds(store), random.Random(1)
    people = store.run(lambda kept: [kept.people.see(_person(n)).id for n in range(PEOPLE)])
    for day in range(DAYS):
        for channel in CHANNELS:
            round = _post(store, rounds, day, channel)
            choices = [1 if draw.random() < 0.7 else draw.choice((0, 2, 3)) for _ in people]
            store.run(partial(_answered, round=round, people=people, choices=choices), TEAM)
    return DAYS * len(CHANNELS) * PEOPLE


def _answered(kept: Areas, round: Round, people: Sequence[int], choices: Sequence[int]) -> None:
    for place, (person, choice) in enumerate(zip(people, choices, strict=True)):
        at = round.opens + timedelta(minutes=5, seconds=place)
        right = choice == round.question.answer
        answer = GivenAnswer(
            round=round.id,
            person=person,
            choice=choice,
            at=at,
            correct=right,
            points=10 * right,
            hint=False,
            late=False,
            fast=False,
            void=False,
            first=True,
        )
        kept.answers.record(round, answer, round.day)
        feed(kept, TEAM, person, round.question, round.id, at, grade(right, False))


def _measure(store: Store) -> None:
    rounds, draw = QuizRounds(store), random.Random(2)
    day = FIRST_DAY + timedelta(days=DAYS - 1)
    at = datetime.combine(day, clock(12), tzinfo=UTC)

    def somebody() -> str:
        return f"u{draw.randrange(PEOPLE)}"

    def board(channel: str | None, period: scoreboards.Period) -> Callable[[], object]:
        return lambda: scoreboards.board(
            store, TEAM, day, channel=channel, period=period, caller=somebody(), at=at
        )

    _row("leaderboard: month, channel", _times(board("C1", "month")))
    _row("leaderboard: week, channel", _times(board("C1", "week")))
    _row("leaderboard: all time, channel", _times(board("C1", "all")))
    _row("leaderboard: month, workspace", _times(board(None, "month")))
    _row("leaderboard: all time, workspace (every answer there is)", _times(board(None, "all")))
    _row(
        "me",
        _times(lambda: scoreboards.me(store, Person("slack", "T1", somebody()), day, at), 200),
    )
    _row(
        "reviews due",
        _times(lambda: Reviews(store).due(Person("slack", "T1", somebody()), at), 200),
    )
    tomorrow = _post(store, rounds, DAYS, "C1")
    fresh = iter(range(PEOPLE))
    moment = tomorrow.opens + timedelta(minutes=5)
    _row(
        "an answer, durable",
        _times(lambda: rounds.answer(_person(next(fresh)), tomorrow.id, 1, moment), 500),
    )
    questions = [_question(n) for n in range(2000)]
    draws = Selection(store)
    _row(
        "the day's question out of 2,000",
        _times(lambda: draws.for_channel(TEAM, "C1", questions, day), 10),
    )
    where = Place("slack", "T1", "C1")
    _row(
        "ten practice questions out of 2,000",
        _times(
            lambda: rounds.practice(
                _person(7), where, draws.for_practice(_person(7), questions, 10, at), at
            ),
            20,
        ),
    )


def _burst(store: Store) -> None:
    """A thousand people answer at once, from eight threads."""
    rounds = QuizRounds(store)
    round = _post(store, rounds, DAYS + 1, "C1")
    at = round.opens + timedelta(minutes=5)

    def answer(person: int) -> float:
        began = time.perf_counter()
        outcome = rounds.answer(_person(person), round.id, 1, at)
        assert isinstance(outcome, Answered) and not outcome.already
        return time.perf_counter() - began

    began = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        times = list(pool.map(answer, range(BURST)))
    took = time.perf_counter() - began
    assert rounds.answered(round.id) == BURST
    _row(f"{BURST:,} answers at once from {THREADS} threads, all stored in {took:.2f} s", times)


def _times(call: Callable[[], object], repeat: int = 30) -> list[float]:
    call()
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return times


def _row(what: str, times: Sequence[float]) -> None:
    p99 = sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]
    median = statistics.median(times)
    print(f"| {what} | {len(times)} | {median * 1000:.1f} ms | {p99 * 1000:.1f} ms |", flush=True)


def _post(store: Store, rounds: QuizRounds, day: int, channel: str) -> Round:
    schedule = store.schedules.get(TEAM, channel) or store.schedules.put(
        Schedule(TEAM, channel, clock(9), "UTC")
    )
    local = FIRST_DAY + timedelta(days=day)
    opens = datetime.combine(local, clock(9), tzinfo=UTC)
    question = _question(day * len(CHANNELS) + CHANNELS.index(channel))
    closes = opens + timedelta(hours=23)
    claim = rounds.claim(TEAM, channel, local, question, opens, closes, opens, schedule)
    rounds.confirm(claim.round.id, f"{channel}.{day}")
    return claim.round


def _person(n: int) -> Person:
    return Person("slack", "T1", f"u{n}", name=f"Person {n}")


def _question(n: int) -> Question:
    return Question(
        id=f"{n:016x}",
        version="1",
        kind=f"T{n % 8 + 1}",
        topic=f"Topic {n % 40}",
        subject=f"Subject {n % 300}",
        stem="How long does a message wait at most before it is dropped?",
        options=("30 seconds", "12 hours", "4 days", "14 days"),
        answer=1,
        explanation="A message waits for 12 hours at most, and for 30 seconds by default.",
        why_not=("That is the default.", "", "", "That is how long it is kept."),
        sources=(Source("topic.md", n),),
        section=("Topic", "Limits"),
    )


if __name__ == "__main__":
    main()
