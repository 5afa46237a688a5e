"""An exam plan as plain arithmetic: headings spread over the quiz days that are left.

Every day the plan is made anew from what was asked and how people did, so a missed day or a bad
week shifts what follows and needs no repair. Where days are few, a day is for several headings: one
of them is asked, the others are for practice. No two days running ask about one topic, as long as
the plan has another: what finds no day of its own so shares one with others of its topic.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType

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
    shared: bool = False  # it had its day together with another, which was asked

    @property
    def topic(self) -> str:
        return self.heading.topic

    @property
    def covered(self) -> bool:
        return self.times > 0 or self.shared

    @property
    def weakness(self) -> float:
        """How much there is left to learn, between 0 and 1; in the middle with few answers."""
        return (self.known.answers - self.known.right + 1) / (self.known.answers + 2)

    @property
    def mastered(self) -> bool:
        return self.known.share is not None and self.known.share >= MASTERED


Portion = tuple[PlanHeading, ...]  # what one day is for


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan is."""

    units: tuple[PlanHeading, ...]
    days: tuple[date, ...]  # quiz days that are left, today's included until it was asked
    next: tuple[tuple[date, Portion], ...]  # what each of them is for
    now: Portion  # what today is for, or else the next quiz day

    @property
    def covered(self) -> int:
        """Headings that had their day."""
        return sum(unit.covered for unit in self.units)

    @property
    def asked(self) -> int:
        """Headings that the daily question was about."""
        return sum(unit.times > 0 for unit in self.units)

    @property
    def mastered(self) -> int:
        return sum(unit.mastered for unit in self.units)

    @property
    def in_a_hurry(self) -> bool:
        """Whether no day is to spare; a topic may have but every other one."""
        left = Counter(unit.topic for unit in self.units if not unit.covered)
        return len(self.days) <= max([left.total(), *(2 * n for n in left.values())])

    @property
    def left_out(self) -> int:
        """Headings for which there is no day: none, as long as there is a day at all."""
        return 0 if self.days else len(self.units) - self.covered

    @property
    def most(self) -> int:
        """Headings that one day is for at most."""
        return max((len(portion) for _, portion in self.next), default=0)

    @property
    def questions(self) -> int:
        """Questions that all headings together have."""
        return sum(len(unit.heading.questions) for unit in self.units)

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


def progress(
    units: Sequence[PlanHeading], days: Sequence[date], asked_today: Portion = (), last: str = ""
) -> Progress:
    """Where a plan stands that has these days left; what today is for, once it was asked.

    The *last* topic is the one that was asked before those days.
    """
    portions = spread(units, len(days), last)
    now = asked_today or next(iter(portions), ())
    return Progress(tuple(units), tuple(days), tuple(zip(days, portions, strict=False)), now)


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


def spread(units: Sequence[PlanHeading], days: int, last: str = "") -> tuple[Portion, ...]:
    """What each of so many days is for: all that is uncovered, and weak headings in between.

    With fewer days than uncovered headings, a day is for several; so it is where a topic has more
    of them than every other day. With days to spare, at most every third one goes back to what is
    weak until all is covered, and every one after that.
    """
    return tuple(_Course(units, days, last))


def crowded(
    units: Sequence[PlanHeading], done: Set[int], days: int, last: str = ""
) -> list[list[int]]:
    """The numbers of all units that are not done, on so many days or fewer."""
    return _ToCome([unit.topic for unit in units], done).on(days, last)


class _Course(Iterator[Portion]):
    """The days that are left, one by one, each with what it is for."""

    def __init__(self, units: Sequence[PlanHeading], days: int, last: str) -> None:
        self._units = units
        self._days = days
        self._last = last  # the topic that was asked on the day before
        self._names = {unit.topic for unit in units}
        self._times = {n: unit.times for n, unit in enumerate(units) if unit.covered}
        self._new = crowded(units, self._times.keys(), days, last)
        self._alone = Counter(topics[0] for p in self._new if len(topics := self._topics(p)) == 1)
        self._covered = len(self._times)
        self._asked = sum(unit.times for unit in units)
        share = (self._covered + len(self._new)) / max(self._asked + days, 1)
        self._pace = max(PACE, min(1.0, share))

    def __next__(self) -> Portion:
        early = self._new and self._covered <= self._asked * self._pace
        turns = (self._fresh, self._again) if early else (self._again, self._fresh)
        for strictness in (2, 1, 0):
            for turn in turns:
                if self._days and (portion := turn(strictness)):
                    self._days -= 1
                    self._asked += 1
                    return portion
        raise StopIteration

    def _fresh(self, strictness: int) -> Portion:
        """Headings that had no day yet."""
        for portion in self._new:
            topics = self._topics(portion)
            for topic in topics:
                if self._fits(topic, strictness, alone=len(topics) == 1):
                    self._new.remove(portion)
                    self._alone[topic] -= len(topics) == 1
                    self._last = topic
                    self._covered += 1
                    self._times |= dict.fromkeys(portion, 1)
                    return tuple(self._units[n] for n in portion)
        return ()

    def _again(self, strictness: int) -> Portion:
        """A heading that had its day by then, the weaker the more often.

        How often they were asked counts from the plan's beginning: the plan is made anew every day,
        and the weakest would otherwise have all the days, and never let another have its turn.
        """
        if self._days <= len(self._new):
            return ()
        topics = {name for name in self._names if self._fits(name, strictness)}
        left = [n for n in self._times if self._units[n].topic in topics]
        weak = [n for n in left if not self._units[n].mastered] or left
        if not weak:
            return ()
        found = max(weak, key=lambda n: (self._units[n].weakness / (self._times[n] + 1), -n))
        self._times[found] += 1
        unit = self._units[found]
        self._last = unit.topic
        return (unit if unit.covered else replace(unit, times=1),)

    def _fits(self, topic: str, strictness: int, *, alone: bool = False) -> bool:
        """Whether a day may ask about a topic: not after itself, and with room for what is to come.

        A topic with too many days to come that are for it alone would have to follow itself.
        """
        if not strictness or len(self._names) == 1:
            return True
        if strictness == 1 or topic == self._last:
            return topic != self._last
        return all(
            days - (alone and one == topic) <= _room(self._days - 1, one, topic)
            for one, days in self._alone.items()
        )

    def _topics(self, portion: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(self._units[n].topic for n in portion))


def _room(days: int, topic: str, last: str) -> int:
    """On how many of so many days a topic can be asked about, never on two running."""
    return (days + (topic != last)) // 2


class _ToCome:
    """The units that had no day yet, by their numbers; in the notes' order, topic by topic."""

    def __init__(self, topics: Sequence[str], done: Set[int] = frozenset()) -> None:
        self._topics = topics
        self._sizes = Counter(topics)
        self._left: dict[str, list[int]] = {topic: [] for topic in self._sizes}
        for number, topic in enumerate(self._topics):
            if number not in done:
                self._left[topic].append(number)

    def __len__(self) -> int:
        return sum(map(len, self._left.values()))

    def take(self, numbers: Set[int]) -> None:
        """These have had their day."""
        for topic in {self._topics[number] for number in numbers}:
            self._left[topic] = [n for n in self._left[topic] if n not in numbers]

    def on(self, days: int, last: str) -> list[list[int]]:
        """What each of so many days is for, or of fewer; the *last* topic was asked before them.

        Topics go forward at the same pace, what is covered included. Where there are more units
        than days, neighbours of one topic share a day, and days are about equally full: a run of
        headings belongs to the day into which its middle falls.
        """
        if not days:
            return []
        total = len(self)
        runs: list[tuple[float, int, list[int]]] = []
        for place, (topic, numbers) in enumerate(self._left.items()):
            size = self._sizes[topic]
            before = size - len(numbers)
            for first, run in _cut(numbers, self._runs(topic, days, last)) if numbers else ():
                runs.append(((before + first + len(run) / 2) / size, place, run))
        runs.sort(key=lambda one: one[:2])
        if len(runs) <= days:
            return [run for _, _, run in runs]
        portions: list[list[int]] = [[] for _ in range(days)]
        passed = 0
        for _, _, run in runs:
            portions[(2 * passed + len(run)) * days // (2 * total)] += run
            passed += len(run)
        return [portion for portion in portions if portion]

    def _runs(self, topic: str, days: int, last: str) -> int:
        """Into how many runs a topic is cut: never more than it can have days."""
        longest = max(len(self) // days, 1)
        most = max(_room(days, topic, last), 1) if len(self._sizes) > 1 else days
        return min(-(-len(self._left[topic]) // longest), most)


def _cut(numbers: Sequence[int], count: int) -> list[tuple[int, list[int]]]:
    """*numbers* in so many runs of about one length; with each, where it begins."""
    ends = [len(numbers) * step // count for step in range(count + 1)]
    return [(a, list(numbers[a:b])) for a, b in pairwise(ends)]


def with_shared_days(
    units: Sequence[PlanHeading],
    asked: Sequence[tuple[date, str, str]],
    days: Sequence[date],
    reworded: Mapping[str, str] = MappingProxyType({}),
) -> tuple[tuple[PlanHeading, ...], Mapping[date, Portion]]:
    """The units that had a day together with one that was asked; what each day asked was for.

    What was asked, oldest first with its topic, is gone through again as it was planned then, over
    all *days* of the plan. Nothing of that is stored: notes may change on the way. What was
    *reworded* was asked under its lasting id. A day was for nothing when its question stands under
    no heading.
    """
    home, topics = _home(units, reworded), tuple(unit.topic for unit in units)
    before = ["", *(topic for _, _, topic in asked)][: len(asked)]
    dated = zip(asked, before, strict=True)
    known = [(day, home[id], last) for (day, id, _), last in dated if id in home]
    replayed = tuple((n, max(len(days) - bisect_left(days, day), 1), t) for day, n, t in known)
    together = _together(topics, replayed)
    done = frozenset[int]().union(*together)
    told = tuple(replace(unit, shared=n in done and not unit.times) for n, unit in enumerate(units))
    days_had: dict[date, Portion] = {day: () for day, _, _ in asked}
    for (day, _, _), numbers in zip(known, together, strict=True):
        days_had[day] = tuple(told[n] for n in sorted(numbers))
    return told, days_had


@lru_cache(maxsize=32)  # every plan command and every preview of a day goes through the same past
def _together(
    topics: tuple[str, ...], asked: tuple[tuple[int, int, str], ...]
) -> tuple[frozenset[int], ...]:
    """The units that each day was for: which one was asked, how many days were left, what before.

    All units stand there by their topics.
    """
    to_come, done = _ToCome(topics), set[int]()
    found: list[frozenset[int]] = []
    for number, left, last in asked:
        day = frozenset({number})
        if number not in done:
            day = next(frozenset(p) for p in to_come.on(left, last) if number in p)
            to_come.take(day)
            done |= day
        found.append(day)
    return tuple(found)


def _home(units: Sequence[PlanHeading], reworded: Mapping[str, str]) -> Mapping[str, int]:
    """The unit that each question belongs to, by its id in the notes and by its lasting one."""
    ids = [(id, n) for n, unit in enumerate(units) for id in unit.heading.questions]
    return {reworded.get(id, id): n for id, n in ids} | dict(ids)
