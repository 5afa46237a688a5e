"""No topic is asked on two days running while there is another, with a plan and without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plans.arithmetic import Progress, spread
from bot.plans.progress import preferred, progress_of
from bot.quiz.selection import Selection
from bot.store import Store
from bot.store.plans import ExamPlan
from knowledge.coverage import Coverage, HeadingCoverage, TopicCoverage
from knowledge.model import Question, Source
from tests.bot.state.world import CHANNEL, MONDAY, TEAM, World, noon
from tests.bot.state.world import question as any_question
from tests.bot.test_plan import fresh
from tests.databases import new_file

ORIGINS = ("authored", "bank")
HEADINGS = st.lists(
    st.tuples(st.integers(0, 3), st.integers(1, 3), st.sampled_from(ORIGINS)),
    min_size=1,
    max_size=14,
)  # the topic of each, how many questions it has, who wrote them
IN_CHAT = st.lists(st.integers(0, 4), max_size=3)  # the topics of what stands under no heading


@dataclass
class Notes:
    """A library of these headings, with all the questions that can be asked."""

    headings: Sequence[tuple[int, int, str]]
    in_chat: Sequence[int]

    def coverage(self) -> Coverage:
        numbers = {topic for topic, _, _ in self.headings}
        return Coverage(tuple(TopicCoverage(str(n), self._of(n)) for n in sorted(numbers)))

    def _of(self, topic: int) -> tuple[HeadingCoverage, ...]:
        return tuple(
            HeadingCoverage(
                str(topic), (str(topic), str(place)), Source("n.md", place + 1), 1,
                tuple(f"h{place}-{n}" for n in range(count)),
            )
            for place, (of, count, _) in enumerate(self.headings)
            if of == topic
        )  # fmt: skip

    def written(self) -> list[Question]:
        return [
            any_question(f"h{place}-{n}", topic=str(topic), kind="choice", origin=origin)
            for place, (topic, count, origin) in enumerate(self.headings)
            for n in range(count)
        ]

    def own(self) -> list[Question]:
        return [
            any_question(f"w-{n}", topic=str(topic), kind="choice", origin="authored")
            for n, topic in enumerate(self.in_chat)
        ]

    def all(self) -> list[Question]:
        return [*self.own(), *self.written()]


def played(
    notes: Notes, days: int, *, planned: bool, before: int | None = None, missed: int = -1
) -> tuple[list[Question], Progress | None]:
    """What a channel is asked day by day, and how its plan stands after the last one.

    *before* is the topic of the day before the first; on the day *missed* nothing is asked.
    """
    with TemporaryDirectory() as folder:
        world = World(Store.open(new_file(Path(folder) / "study.db")))
        plan = ExamPlan(TEAM, CHANNEL, MONDAY + timedelta(days=days), MONDAY)
        if planned:
            world.store.plans.put(plan)
        for one in notes.own():
            world.store.team_questions.put(TEAM, one, "ada", noon(MONDAY))
        asked = []
        if before is not None:
            asked.append(any_question("earlier", topic=str(before)))
            world.post(MONDAY - timedelta(days=1), asked[0])
        library = cast(Any, notes)
        for n in range(days):
            day = MONDAY + timedelta(days=n)
            if n == missed:
                continue
            groups = preferred(world.store, library, TEAM, CHANNEL, world.schedule, day)
            chosen = Selection(world.store).for_channel(
                TEAM, CHANNEL, notes.all(), day, preferred=groups
            )
            assert chosen is not None
            world.post(day, chosen)
            asked.append(chosen)
        progress = progress_of(world.store, library, plan, world.schedule, plan.ends)
        world.store.close()
        return asked, progress


@settings(max_examples=60, deadline=None)
@given(HEADINGS, IN_CHAT, st.integers(1, 24), st.booleans(), st.none() | st.integers(0, 4))
def test_a_topic_follows_itself_only_where_there_is_no_other(
    headings: list[tuple[int, int, str]],
    in_chat: list[int],
    days: int,
    planned: bool,
    before: int | None,
) -> None:
    notes = Notes(headings, in_chat)
    asked, _ = played(notes, days, planned=planned, before=before)
    topics = {one.topic for one in notes.all()}
    for one, other in pairwise(asked):
        assert one.topic != other.topic or topics == {one.topic}


@settings(max_examples=60, deadline=None)
@given(HEADINGS, IN_CHAT, st.integers(2, 24), st.none() | st.integers(0, 4), st.integers(-1, 20))
def test_and_yet_a_plan_comes_through(
    headings: list[tuple[int, int, str]],
    in_chat: list[int],
    days: int,
    before: int | None,
    missed: int,
) -> None:
    """Every heading has its day or a part of one, also after a day on which nothing was asked."""
    missed = missed if missed < days - 2 else -1
    in_chat = [topic for topic in in_chat if topic in {of for of, _, _ in headings}]
    _, progress = played(Notes(headings, in_chat), days, planned=True, before=before, missed=missed)
    assert progress is not None
    assert progress.left_out == 0
    assert progress.covered == len(headings)


@given(
    st.lists(st.integers(0, 5), min_size=2, max_size=4),
    st.integers(1, 20),
    st.sampled_from(["", "t0", "t1"]),
)
def test_the_days_that_a_plan_shows_alternate_too(sizes: list[int], days: int, last: str) -> None:
    units = fresh(**{f"t{n}": size for n, size in enumerate(sizes)})
    course = [{unit.topic for unit in portion} for portion in spread(units, days, last)]
    several = len({unit.topic for unit in units}) > 1
    for one, other in pairwise([{last}, *course]):
        assert not several or one != other or len(one) > 1


def test_what_has_no_day_of_its_own_shares_one_with_its_topic() -> None:
    """Eight headings of twelve are on tea: it has six of the twelve days, two with two headings."""
    shown = spread(fresh(tea=8, mate=4), 12)
    assert [portion[0].topic for portion in shown] == ["tea", "mate"] * 6
    assert sorted(len(portion) for portion in shown[::2]) == [1, 1, 1, 1, 2, 2]


@pytest.mark.parametrize("sizes", [(20, 10), (25, 5), (9, 1)], ids=str)
def test_what_is_left_of_other_topics_is_asked_again_before_one_follows_itself(
    sizes: tuple[int, int],
) -> None:
    large, small = sizes
    notes = Notes([(0, large, "authored"), (1, small, "authored")], ())
    asked, _ = played(notes, 40, planned=False)
    assert all(one.topic != other.topic for one, other in pairwise(asked))
    of_small = [one.id for one in asked if one.topic == "1"]
    for place in range(small, len(of_small)):
        assert of_small[place] == of_small[place - small], "the one asked longest ago"
