"""A channel's exam plan with what the store and the notes know: its progress, today's headings."""

from collections.abc import Collection, Sequence
from datetime import date, time

from bot.plans.arithmetic import (
    PlanHeading,
    Progress,
    progress,
    quiz_days,
    units_of,
    with_shared_days,
)
from bot.plans.coverage_stats import CoverageStats
from bot.schedule import WEEKDAYS, Timing
from bot.store import Store
from bot.store.plans import ExamPlan
from bot.store.records import Schedule, Team
from knowledge.library import Library
from knowledge.model import Question

USUAL = Timing(time(9), "UTC", WEEKDAYS)  # where no quiz is set up yet


def progress_of(
    store: Store, library: Library, plan: ExamPlan, schedule: Schedule | None, today: date
) -> Progress:
    """Where a plan stands today."""
    timing = schedule.timing if schedule is not None and not schedule.off else USUAL
    asked = CoverageStats.of(store, plan.team, plan.channel, since=plan.began)
    known = CoverageStats.of(store, plan.team)
    units = units_of(library.coverage(), plan.topics, asked, known, _tagged(library, plan.topics))
    history = [
        (row.day, row.question, row.topic)
        for row in reversed(store.rounds.history(plan.team, plan.channel))
        if row.day >= plan.began
    ]
    begins = max(today, plan.began)
    left = quiz_days(timing, begins, plan.ends)
    days = (*quiz_days(timing, plan.began, begins), *left)
    units, had = with_shared_days(units, history, days, store.wordings.reworded())
    before = next((topic for day, _, topic in reversed(history)), "")
    return progress(units, [day for day in left if day not in had], had.get(today, ()), before)


def _tagged(library: Library, names: Collection[str]) -> frozenset[str]:
    """The written questions that carry one of these tags."""
    wanted = {name.casefold() for name in names}
    return frozenset(
        question.id
        for question in library.written()
        if any(tag.casefold() in wanted for tag in question.tags)
    )


def preferred(
    store: Store, library: Library, team: Team, channel: str, schedule: Schedule | None, day: date
) -> tuple[Collection[str], ...]:
    """The questions that a day's heading offers, then those of the days after; none without a plan.

    What a later day is for stands in where a heading has nothing left to ask, or is of the topic
    of the day before, and after the last day whatever belongs to the plan: its topics are all that
    is asked while it runs. What was written in chat stands under no heading: it goes with those of
    its topic, if there is time.
    """
    plan = store.plans.get(team, channel)
    if plan is None or not plan.began <= day < plan.ends:
        return ()
    found = progress_of(store, library, plan, schedule, day)
    reworded, own = store.wordings.reworded(), _written_in_chat(store, plan)

    def of(units: Sequence[PlanHeading]) -> frozenset[str]:
        noted = {id for unit in units for id in unit.heading.questions}
        lasting = {reworded[id] for id in noted & reworded.keys()}
        topics = set() if found.in_a_hurry else {unit.topic for unit in units}
        return frozenset(noted | lasting | {q.id for q in own if q.topic in topics})

    days = [of(portion) for _, portion in found.next]
    whole = of(found.units) | {question.id for question in own}
    return (*days, whole)


def _written_in_chat(store: Store, plan: ExamPlan) -> list[Question]:
    """The questions of the workspace that a plan is about."""
    wanted = {name.casefold() for name in plan.topics}
    own = (kept.question for kept in store.team_questions.of(plan.team))
    return [
        question
        for question in own
        if not wanted or wanted & {name.casefold() for name in (question.topic, *question.tags)}
    ]
