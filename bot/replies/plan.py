"""The exam plan: set up, how far it is, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import actions
from bot.messages import Bar, Bars, Button, Facts, Heading, Hint, Part, Prose, Reply
from bot.plans.arithmetic import MASTERED, PlanHeading, Progress
from bot.replies.voice import Voice, count, day_name, ellipsized, listed, percent, rows, sentence
from bot.store.plans import ExamPlan

TOPICS = 8  # bars that fit beside the rest
NEXT = 5


def example(today: date) -> str:
    """A line to follow: a day about three months away, however old this companion grows."""
    later = today + timedelta(days=92)
    return f"plan {later.replace(day=1):%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class PlanToday:
    """A plan as it stands today."""

    plan: ExamPlan
    progress: Progress
    today: date
    scheduled: bool  # there is a daily question here
    admin: bool


def state(voice: Voice, shown: PlanToday) -> Reply:
    """How far the plan is, the topics that lag, and the next days."""
    plan, found = shown.plan, shown.progress
    units = found.units
    about = f" · {ellipsized(listed(plan.topics), 80)}" if plan.topics else ""
    head = f"Plan until {day_name(plan.ends, shown.today)}{about}"
    parts: list[Part] = [Heading(head), Prose(_pace(shown), strong=True)]
    bars = [
        Bar("Covered", _part(found.covered, len(units)), f"{found.covered} of {len(units)}"),
        Bar("Known", _part(found.mastered, len(units)), _known(found)),
    ]
    lagging = sorted(found.by_topic().items(), key=lambda one: (_done(one[1]), -len(one[1])))
    if len(lagging) > 1:
        bars += [
            Bar(topic, _done(group), f"{sum(u.covered for u in group)} of {len(group)}")
            for topic, group in lagging[:TOPICS]
        ]
    parts.append(Bars(tuple(bars)))
    if found.next and shown.today < plan.ends:
        parts.append(Facts(tuple(_day(day, unit, shown.today) for day, unit in found.next[:NEXT])))
    parts += [Hint(text) for text in _hints(voice, shown)]
    parts += rows(_buttons(voice, shown))
    return Reply(tuple(parts), summary=f"{head}: {found.covered} of {len(units)} covered")


def _part(some: int, of: int) -> float:
    return some / of if of else 0.0


def _done(group: Sequence[PlanHeading]) -> float:
    return _part(sum(unit.covered for unit in group), len(group))


def _known(found: Progress) -> str:
    share = "" if found.share is None else f" · {percent(found.share)} right so far"
    return f"{found.mastered} of {len(found.units)}{share}"


def _pace(shown: PlanToday) -> str:
    found = shown.progress
    left = len(found.units) - found.covered
    if shown.today >= shown.plan.ends:
        return "The day has come. Good luck." if left == 0 else "The day has come."
    days = count(len(found.days), "quiz day")
    if not left:
        return f"All is covered; the {days} left go to what is weak."
    if found.left_out:
        return (
            f"{count(left, 'heading')} to go and {days} left: those with most to ask come first, "
            f"{count(found.left_out, 'heading')} won't get a day."
        )
    spare = len(found.days) - left
    again = f", {count(spare, 'day')} to spare for what is weak" if spare else ""
    return f"{count(left, 'heading')} to go and {days} left{again}."


def _day(day: date, unit: PlanHeading, today: date) -> str:
    again = " (again)" if unit.covered else ""
    name = unit.topic if unit.heading.name == unit.topic else f"{unit.topic} › {unit.heading.name}"
    return f"{day_name(day, today)}: {name}{again}"


def _hints(voice: Voice, shown: PlanToday) -> list[str]:
    hints = [f"Known: {percent(MASTERED)} of the answers or more are right."]
    if not shown.scheduled:
        line = voice.line("daily 09:00 weekdays")
        hints.append(f"No daily question runs here yet, so nothing is asked. Set it up: {line}")
    if shown.progress.left_out:
        line = voice.line(f"plan {shown.plan.ends:%Y-%m-%d} topics s3, sqs")
        hints.append(f"Fewer topics fit better: {line}")
    return hints


def _buttons(voice: Voice, shown: PlanToday) -> list[Button]:
    told = [(u.weakness, u.topic) for u in shown.progress.units if u.known.share is not None]
    buttons = [voice.button(f"Practise {max(told)[1]}", actions.QUIZ, max(told)[1])] if told else []
    if shown.admin:
        buttons.append(voice.button("End the plan", actions.PLAN, "off"))
    return buttons


def none(voice: Voice, admin: bool, today: date) -> Reply:
    """Says that no plan is set here, and how to set one."""
    if not admin:
        return sentence("No plan is set here. An admin can set one.")
    return sentence(f"No plan is set here. Try: {voice.line(example(today))}")


def ended(was: bool) -> Reply:
    """Says that the plan has ended, or that there was none."""
    if not was:
        return sentence("There is no plan here that could end.")
    return sentence("The plan has ended. The daily question goes on by itself.")


def admins_only(voice: Voice, has_plan: bool) -> Reply:
    """Says who may change the plan."""
    text = f"Only {voice.admins} can change the plan here."
    buttons = [voice.button("Show the plan", actions.PLAN, "")] if has_plan else []
    return sentence(text, *buttons)


def too_soon(voice: Voice, ends: date, today: date) -> Reply:
    """Refuses a day before which no question comes."""
    return sentence(
        f"{ends:%Y-%m-%d} leaves no quiz day. Choose a later day: {voice.line(example(today))}"
    )


def too_far(ends: date) -> Reply:
    """Refuses a day so far away that it must be a slip."""
    return sentence(f"{ends:%Y-%m-%d} is more than five years away. Choose an earlier day.")


def unknown_topics(voice: Voice, unknown: Sequence[str], near: Sequence[str]) -> Reply:
    """Says which topics the notes don't have, and what is close by."""
    names = listed([f"“{ellipsized(name, 60)}”" for name in unknown])
    close = f" Close by: {listed(near, 'or')}." if near else ""
    return sentence(
        f"The notes have no topic {names}.{close}", voice.button("Topics", actions.TOPICS, "", 0)
    )


def nothing_to_ask() -> Reply:
    """Says that there is no question on these topics."""
    return sentence("The notes yield no questions on that, so there is nothing to plan.")
