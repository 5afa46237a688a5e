"""How soon a team knows its notes: by random questions, by weak topics, by an exam plan.

    python -m bench.plan_simulation [--runs 40] [--days 240]

A simulated team answers one question a day. Whoever answers learns from the explanation and
slowly forgets. What is compared is only who chooses: nobody sees the people's true knowledge, and
the weak topics are found from the answers alone, by the code that chooses for real channels.
Mastery is the team's true share of right answers over all headings, guessing left out.
"""

import argparse
import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.plans.arithmetic import PlanHeading, spread
from bot.plans.coverage_stats import CoverageStats
from bot.quiz.draws import REST, ChannelHistory, Figures, choose
from knowledge.coverage import HeadingCoverage
from knowledge.model import Question, Source

TOPICS, PEOPLE, QUESTIONS = 12, 12, 4  # questions to a heading
HEADINGS = (3, 8)  # to a topic
PRESENT = 0.8  # chance that somebody answers on a day
GAIN = 0.35  # of what is missing, learned from one explanation
FORGETTING = 0.002  # a day, of what was learned
GUESS = 0.25
GOAL = 0.7
FIRST = date(2026, 1, 5)


@dataclass(slots=True)
class World:
    """A team, its notes, and what was asked and answered so far."""

    draw: random.Random
    headings: list[HeadingCoverage] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    home: dict[str, int] = field(default_factory=dict)  # question → heading
    start: list[list[float]] = field(default_factory=list)  # heading → person
    now: list[list[float]] = field(default_factory=list)
    day: date = FIRST
    asked: dict[str, date] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    subject: str = ""
    topic: str = ""
    topics_asked: dict[str, date] = field(default_factory=dict)
    times: Counter[str] = field(default_factory=Counter)
    first: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    latest: dict[str, dict[int, bool]] = field(default_factory=lambda: defaultdict(dict))

    @property
    def mastery(self) -> float:
        return statistics.fmean(p for heading in self.now for p in heading)

    def history(self) -> ChannelHistory:
        topics: dict[str, list[bool]] = defaultdict(list)
        for id, answers in self.first.items():
            topics[self.questions[id].topic] += answers
        return ChannelHistory(
            day=self.day,
            asked=self.asked,
            topics_asked=self.topics_asked,
            last_subject=self.subject,
            forms=self.forms[-6:][::-1],
            topics={name: Figures(len(told), sum(told)) for name, told in topics.items()},
            items={(id, "v1"): Figures(len(told), sum(told)) for id, told in self.first.items()},
        )

    def ask(self, question: Question) -> None:
        """One day: people answer, see why, and forget a little of everything until tomorrow."""
        place = self.home[question.id]
        for person in range(PEOPLE):
            if self.draw.random() >= PRESENT:
                continue
            p = self.now[place][person]
            right = self.draw.random() < p + (1 - p) * GUESS
            if person not in self.latest[question.id]:
                self.first[question.id].append(right)
            self.latest[question.id][person] = right
            self.now[place][person] = p + (1 - p) * GAIN
        for known, began in zip(self.now, self.start, strict=True):
            known[:] = [
                p - FORGETTING * max(0.0, p - p0) for p, p0 in zip(known, began, strict=True)
            ]
        self.asked[question.id] = self.topics_asked[question.topic] = self.day
        self.times[question.id] += 1
        self.forms.append(question.kind)
        self.subject, self.topic = question.subject, question.topic
        self.day += timedelta(days=1)


def world(seed: int) -> World:
    """Topics of different size that the team knows differently well."""
    made = World(random.Random(seed))
    for number in range(TOPICS):
        topic, level = f"topic {number}", made.draw.uniform(0.15, 0.75)
        for part in range(made.draw.randint(*HEADINGS)):
            place, ids = len(made.headings), []
            for copy in range(QUESTIONS):
                id = f"{number}.{part}.{copy}"
                ids.append(id)
                made.home[id] = place
                made.questions[id] = _question(id, topic, made.draw)
            source = Source("notes.md", place + 1)
            made.headings.append(
                HeadingCoverage(topic, (topic, f"part {part}"), source, QUESTIONS, tuple(ids))
            )
            heading = made.draw.uniform(-0.15, 0.15)
            made.start.append(
                [_bounded(level + heading + made.draw.gauss(0, 0.12)) for _ in range(PEOPLE)]
            )
    made.now = [list(people) for people in made.start]
    return made


def _bounded(p: float) -> float:
    return min(max(p, 0.02), 0.95)


def _question(id: str, topic: str, draw: random.Random) -> Question:
    return Question(
        id, "v1", draw.choice(("T2", "T3")), topic, id.rpartition(".")[0],
        "?", ("a", "b", "c", "d"), 0, "", ("",) * 4, (), (), draw.uniform(0.2, 0.5),
    )  # fmt: skip


Chooser = Callable[[World, int], Question]


def at_random(made: World, _left: int) -> Question:
    """Any question that was not asked lately."""
    rested = [
        question
        for id, question in made.questions.items()
        if (made.day - made.asked.get(id, date.min)).days >= REST
    ]
    return made.draw.choice(rested)


def by_weakness(made: World, _left: int) -> Question:
    """As a channel's day is chosen without a plan."""
    found = choose(tuple(made.questions.values()), made.history(), str(made.day))
    assert found is not None
    return found


def by_plan(made: World, left: int) -> Question:
    """As a channel's day is chosen with one."""
    told = {id: (len(a), sum(a.values())) for id, a in made.latest.items()}
    standing = CoverageStats(made.times, told)
    units = [PlanHeading(one, standing.times(one), standing.on(one)) for one in made.headings]
    for portion in spread(units, left, made.topic):
        rested = [
            made.questions[id]
            for unit in portion
            for id in unit.heading.questions
            if (made.day - made.asked.get(id, date.min)).days >= REST
        ]
        if rested and (found := choose(rested, made.history(), str(made.day))) is not None:
            return found
    return by_weakness(made, left)


@dataclass(frozen=True, slots=True)
class Course:
    """How one run went."""

    reached: int | None  # the day on which the goal was reached
    known: float  # at the end of the time that a plan had
    weakest: float  # mastery of the weakest tenth of the headings then
    covered: float  # share of the headings that were asked by then


def run(choose_one: Chooser, seed: int, days: int, exam: int) -> Course:
    made = world(seed)
    reached: int | None = None
    known = weakest = covered = 0.0
    for day in range(days):
        if reached is None and made.mastery >= GOAL:
            reached = day
        if day == exam:
            headings = sorted(statistics.fmean(people) for people in made.now)
            known, weakest = made.mastery, statistics.fmean(headings[: len(headings) // 10])
            covered = len({made.home[id] for id in made.asked}) / len(headings)
        made.ask(choose_one(made, max(exam - day, 1)))
    return Course(reached, known, weakest, covered)


CHOOSERS: dict[str, Chooser] = {
    "random": at_random,
    "weak topics": by_weakness,
    "exam plan": by_plan,
}


def simulate(runs: int, days: int, exam: int) -> dict[str, Sequence[Course]]:
    """Every way of choosing, for the same teams."""
    return {
        name: [run(chooser, seed, days, exam) for seed in range(runs)]
        for name, chooser in CHOOSERS.items()
    }


def median_day(courses: Sequence[Course], days: int) -> float:
    return statistics.median(days if c.reached is None else c.reached for c in courses)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--days", type=int, default=240)
    parser.add_argument("--exam", type=int, default=90, help="quiz days that a plan has")
    args = parser.parse_args()
    found = simulate(args.runs, args.days, args.exam)
    print(
        f"{args.runs} teams; median quiz days until {GOAL:.0%} mastery, then {args.exam} days on:"
    )
    head = f"{'sooner in':>10} {'mastery':>8} {'weakest':>8} {'covered':>8}"
    print(f"{'chosen by':12} {'days':>6} {head}")
    base = found["random"]
    for name, courses in found.items():
        sooner = sum(
            (c.reached or args.days) < (b.reached or args.days)
            for c, b in zip(courses, base, strict=True)
        )
        print(
            f"{name:12} {median_day(courses, args.days):>6.0f} {sooner:>4} of {len(courses):<3}"
            f" {statistics.fmean(c.known for c in courses):>8.1%}"
            f" {statistics.fmean(c.weakest for c in courses):>8.1%}"
            f" {statistics.fmean(c.covered for c in courses):>8.1%}"
        )


if __name__ == "__main__":
    main()
