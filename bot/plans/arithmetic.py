"""An exam plan as plain arithmetic: headings spread over the quiz days that are left.

Every day the plan is made anew from what was asked and how people did, so a missed day or a bad
week shifts what follows and needs no repair.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.plans.coverage_stats import CoverageStats, QuestionStats
from bot.schedule import Timing, posts_on
from knowledge.coverage import Coverage, HeadingCoverage

MASTERED = 0.7  # share of right answers from which on a heading is known
PACE = 2 / 3  # of the days go to what is new, where there are more days than headings
LONGEST = 5 * 366  # days that a plan may reach ahead


@dataclass(frozen=True, slots=True)
class PlanHeading:
    """One heading that can be asked about."""

    heading: HeadingCoverage
    times: int  # how often it was asked since the plan began
    known: QuestionStats

    @property
    def topic(self) -> str:
        return self.heading.topic

    @property
    def covered(self) -> bool:
        return self.times > 0

    @property
    def weakness(self) -> float:
        """How much there is left to learn, between 0 and 1; in the middle with few answers."""
        return (self.known.answers - self.known.right + 1) / (self.known.answers + 2)

    @property
    def mastered(self) -> bool:
        return self.known.share is not None and self.known.share >= MASTERED


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan is."""

    units: tuple[PlanHeading, ...]
    days: tuple[date, ...]  # quiz days that are left, today's included if it is one
    next: tuple[tuple[date, PlanHeading], ...]  # what each of them is for

    @property
    def covered(self) -> int:
        return sum(unit.covered for unit in self.units)

    @property
    def mastered(self) -> int:
        return sum(unit.mastered for unit in self.units)

    @property
    def left_out(self) -> int:
        """Headings for which there is no day."""
        return max(0, len(self.units) - self.covered - len(self.days))

    @property
    def share(self) -> float | None:
        """Share of right answers over all headings; None before there are enough."""
        told = [unit.known for unit in self.units if unit.known.share is not None]
        answers = sum(known.answers for known in told)
        return sum(known.right for known in told) / answers if answers else None

    def by_topic(self) -> Mapping[str, tuple[PlanHeading, ...]]:
        found: dict[str, list[PlanHeading]] = defaultdict(list)
        for unit in self.units:
            found[unit.topic].append(unit)
        return {topic: tuple(units) for topic, units in found.items()}


def progress(units: Sequence[PlanHeading], days: Sequence[date]) -> Progress:
    return Progress(
        tuple(units), tuple(days), tuple(zip(days, spread(units, len(days)), strict=False))
    )


def units_of(
    coverage: Coverage,
    topics: Collection[str],
    asked: CoverageStats,
    known: CoverageStats | None = None,
    tagged: Collection[str] = (),
) -> tuple[PlanHeading, ...]:
    """The headings of a plan that yield questions; `asked` counts from the plan's beginning.

    Of a heading whose topic the plan does not name only the questions in `tagged` belong to it.
    """
    wanted = {topic.casefold() for topic in topics}
    parts = (_part(heading, wanted, tagged) for heading in coverage.headings)
    return tuple(
        PlanHeading(part, asked.times(part), (known or asked).on(part))
        for part in parts
        if part.questions
    )


def _part(
    heading: HeadingCoverage, wanted: Collection[str], tagged: Collection[str]
) -> HeadingCoverage:
    if not wanted or heading.topic.casefold() in wanted:
        return heading
    return replace(heading, questions=tuple(id for id in heading.questions if id in tagged))


def quiz_days(timing: Timing, today: date, ends: date) -> tuple[date, ...]:
    """The days of the quiz from today until the day before the exam."""
    count = min(max((ends - today).days, 0), LONGEST)
    days = (today + timedelta(days=ahead) for ahead in range(count))
    return tuple(day for day in days if posts_on(timing, day))


def spread(units: Sequence[PlanHeading], days: int) -> tuple[PlanHeading, ...]:
    """What each of so many days is for: all that is uncovered, and weak headings in between.

    With fewer days than uncovered headings, each topic gives up the same share of its headings,
    the lightest first. With days to spare, at most every third one goes back to what is weak
    until all is covered, and every one after that.
    """
    new = _even(units, _most_of([unit for unit in units if not unit.covered], days))
    old = _again([unit for unit in units if unit.covered], days - len(new))
    covered, asked = sum(unit.covered for unit in units), sum(unit.times for unit in units)
    pace = max(PACE, min(1.0, (covered + len(new)) / max(asked + days, 1)))
    chosen: list[PlanHeading] = []
    for _ in range(min(days, len(new) + len(old))):
        if new and (not old or covered <= asked * pace):
            chosen.append(new.pop(0))
            covered += 1
        else:
            chosen.append(old.pop(0))
        asked += 1
    return tuple(chosen)


def _most_of(units: Sequence[PlanHeading], days: int) -> list[PlanHeading]:
    """As many units as there are days, topic by topic in proportion."""
    if len(units) <= days:
        return list(units)
    ranked: list[tuple[float, int, PlanHeading]] = []
    for place, group in enumerate(_grouped(units).values()):
        by_weight = sorted(group, key=lambda unit: (-_weight(unit), unit.heading.key))
        ranked += [((rank + 0.5) / len(group), place, unit) for rank, unit in enumerate(by_weight)]
    ranked.sort(key=lambda one: (one[0], one[1]))
    return [unit for _, _, unit in ranked[:days]]


def _weight(unit: PlanHeading) -> float:
    return unit.weakness * len(unit.heading.questions)


def _even(units: Sequence[PlanHeading], chosen: Sequence[PlanHeading]) -> list[PlanHeading]:
    """Each topic's headings in the notes' order, all topics at the same pace.

    What is covered already counts, or else a large topic would have to come down to the size of
    the small ones before those had their turn.
    """
    covered = Counter(unit.topic for unit in units if unit.covered)
    placed = [
        ((covered[topic] + rank + 0.5) / (covered[topic] + len(group)), place, unit)
        for place, (topic, group) in enumerate(_grouped(chosen).items())
        for rank, unit in enumerate(group)
    ]
    placed.sort(key=lambda one: (one[0], one[1]))
    return [unit for _, _, unit in placed]


def _again(units: Sequence[PlanHeading], days: int) -> list[PlanHeading]:
    """Covered headings for the days that are left, the weaker the more often.

    How often they were asked counts from the plan's beginning: the plan is made anew every day, and
    the weakest would otherwise have all the days, and never let another have its turn.
    """
    weak = [unit for unit in units if not unit.mastered] or list(units)
    times = {number: unit.times for number, unit in enumerate(weak)}
    chosen: list[PlanHeading] = []
    for _ in range(days if weak else 0):
        following = max(times, key=lambda n: (weak[n].weakness / (times[n] + 1), -n))
        times[following] += 1
        chosen.append(weak[following])
    return chosen


def _grouped(units: Sequence[PlanHeading]) -> Mapping[str, list[PlanHeading]]:
    found: dict[str, list[PlanHeading]] = defaultdict(list)
    for unit in units:
        found[unit.topic].append(unit)
    return found
