"""The exam plan: set up, how far it is, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot import actions
from bot.language import _, either, listed, plural
from bot.messages import Bar, Bars, Button, Facts, Heading, Hint, Part, Prose, Reply
from bot.plans.arithmetic import MASTERED, PlanHeading, Portion, Progress
from bot.replies.voice import Voice, day_name, ellipsized, out_of, percent, quoted, rows, sentence
from bot.store.plans import ExamPlan

TOPICS = 8  # bars that fit beside the rest
NEXT = 5
FEW = 2  # headings of one day that are named; of more their topics
LONGEST_DAY = 120


def example(today: date) -> str:
    """A line to follow: a day about three months away, however old this companion grows."""
    in_three_months = today + timedelta(days=92)
    return f"plan {in_three_months.replace(day=1):%Y-%m-%d}"


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
    head = _("Plan until {day}", day=day_name(plan.ends, shown.today)) + about
    parts: list[Part] = [Heading(head), Prose(_pace(shown), strong=True)]
    bars = [
        Bar(
            _("Covered"),
            _part(found.covered, len(units)),
            out_of(found.covered, len(units)),
        ),
    ]
    if found.asked < found.covered or found.most > 1:
        bars.append(
            Bar(_("Asked here"), _part(found.asked, len(units)), out_of(found.asked, len(units)))
        )
    bars.append(Bar(_("Known"), _part(found.mastered, len(units)), _known(found)))
    lagging = sorted(found.by_topic().items(), key=lambda one: (_done(one[1]), -len(one[1])))
    if len(lagging) > 1:
        bars += [
            Bar(
                topic,
                _done(group),
                out_of(sum(u.covered for u in group), len(group)),
            )
            for topic, group in lagging[:TOPICS]
        ]
    parts.append(Bars(tuple(bars)))
    if found.next and shown.today < plan.ends:
        parts.append(Facts(tuple(_day(day, unit, shown.today) for day, unit in found.next[:NEXT])))
    parts += [Hint(text) for text in _hints(voice, shown)]
    parts += rows(_buttons(voice, shown))
    return Reply(
        tuple(parts),
        summary=_("{plan}: {part} covered", plan=head, part=out_of(found.covered, len(units))),
    )


def _part(some: int, of: int) -> float:
    return some / of if of else 0.0


def _done(group: Sequence[PlanHeading]) -> float:
    return _part(sum(unit.covered for unit in group), len(group))


def _known(found: Progress) -> str:
    known = out_of(found.mastered, len(found.units))
    if found.share is None:
        return known
    return _("{known} · {share} right so far", known=known, share=percent(found.share))


def _pace(shown: PlanToday) -> str:
    found = shown.progress
    left = len(found.units) - found.covered
    if shown.today >= shown.plan.ends:
        return _come(left)
    if not left:
        return _again(len(found.days))
    days = plural("{number} quiz day", "{number} quiz days", len(found.days))
    headings = plural("{number} heading", "{number} headings", left)
    if found.left_out:
        return _("{headings} to go and no quiz day is left.", headings=headings)
    if found.most > 1:
        return _(
            "{headings} to go and {days} left: up to {most} headings a day.",
            headings=headings,
            days=days,
            most=found.most,
        )
    spare = len(found.days) - left
    if not spare:
        return _("{headings} to go and {days} left.", headings=headings, days=days)
    return plural(
        "{headings} to go and {days} left, {number} day to spare for what is weak.",
        "{headings} to go and {days} left, {number} days to spare for what is weak.",
        spare,
        headings=headings,
        days=days,
    )


def _again(days: int) -> str:
    """What the days are for that are left when all is covered."""
    if not days:
        return _("All is covered.")
    return plural(
        "All is covered; the {number} quiz day left goes to what is weak.",
        "All is covered; the {number} quiz days left go to what is weak.",
        days,
    )


def _come(left: int) -> str:
    """The day of the exam, and what had no day before it."""
    if not left:
        return _("The day has come. Good luck.")
    return plural(
        "The day has come. {number} heading had no day.",
        "The day has come. {number} headings had no day.",
        left,
    )


def _day(day: date, portion: Portion, today: date) -> str:
    line = f"{day_name(day, today)}: {ellipsized(_about(portion), LONGEST_DAY)}"
    again = all(unit.covered for unit in portion)
    return _("{line} (again)", line=line) if again else line


def _about(portion: Portion) -> str:
    """What a day is for: its headings, or how many of which topics."""
    if len(portion) <= FEW:
        return listed([_name(unit) for unit in portion])
    topics = listed(list(dict.fromkeys(unit.topic for unit in portion)))
    return plural(
        "{number} heading of {topics}",
        "{number} headings of {topics}",
        len(portion),
        topics=topics,
    )


def _name(unit: PlanHeading) -> str:
    same = unit.heading.name == unit.topic
    return unit.topic if same else f"{unit.topic} › {unit.heading.name}"


def _hints(voice: Voice, shown: PlanToday) -> list[str]:
    hints = [_("Known: {share} of the answers or more are right.", share=percent(MASTERED))]
    if not shown.scheduled:
        line = voice.line("daily 09:00 Europe/Berlin weekdays")
        hints.append(
            _("No daily question runs here yet, so nothing is asked. Set it up: {line}", line=line)
        )
    if shown.progress.most > 1:
        hints.append(_one_a_day(shown.progress))
        line = voice.line(f"plan {shown.plan.ends:%Y-%m-%d} topics s3, sqs")
        hints.append(_("Fewer topics fit better: {line}", line=line))
    return hints


def _one_a_day(found: Progress) -> str:
    """What will not be asked where days are few."""
    return _(
        "Each day asks one question here, so {asked} of {questions}. The day's other headings are "
        "for practice.",
        asked=found.asked + len(found.days),
        questions=plural("{number} question", "{number} questions", found.questions),
    )


def _buttons(voice: Voice, shown: PlanToday) -> list[Button]:
    told = [(u.weakness, u.topic) for u in shown.progress.units if u.known.share is not None]
    buttons = []
    if len(shown.progress.now) > 1 and shown.today < shown.plan.ends:
        buttons.append(voice.button(_("Practise this day's headings"), actions.PLAN, "quiz"))
    if told:
        topic = max(told)[1]
        buttons.append(voice.button(_("Practise {topic}", topic=topic), actions.QUIZ, topic))
    if shown.admin:
        buttons.append(voice.button(_("End the plan"), actions.PLAN, "off"))
    return buttons


def none(voice: Voice, admin: bool, today: date) -> Reply:
    """Says that no plan is set here, and how to set one."""
    if not admin:
        return sentence(_("No plan is set here. An admin can set one."))
    return sentence(_("No plan is set here. Try: {line}", line=voice.line(example(today))))


def ended(was: bool) -> Reply:
    """Says that the plan has ended, or that there was none."""
    if not was:
        return sentence(_("There is no plan here that could end."))
    return sentence(_("The plan has ended. The daily question goes on by itself."))


def admins_only(voice: Voice, has_plan: bool) -> Reply:
    """Says who may change the plan."""
    text = _("Only {admins} can change the plan here.", admins=voice.admins)
    buttons = [voice.button(_("Show the plan"), actions.PLAN, "")] if has_plan else []
    return sentence(text, *buttons)


def too_soon(voice: Voice, ends: date, today: date) -> Reply:
    """Refuses a day before which no question comes."""
    return sentence(
        _(
            "{day} leaves no quiz day. Choose a later day: {line}",
            day=ends.isoformat(),
            line=voice.line(example(today)),
        )
    )


def too_far(ends: date) -> Reply:
    """Refuses a day so far away that it must be a slip."""
    return sentence(
        _("{day} is more than five years away. Choose an earlier day.", day=ends.isoformat())
    )


def unknown_topics(voice: Voice, unknown: Sequence[str], near: Sequence[str]) -> Reply:
    """Says which topics the notes don't have, and what is close by."""
    names = listed([quoted(ellipsized(name, 60)) for name in unknown])
    close = " " + _("Close by: {topics}.", topics=either(near)) if near else ""
    return sentence(
        _("The notes have no topic {topics}.", topics=names) + close,
        voice.button(_("Topics"), actions.TOPICS, "", 0),
    )


def nothing_to_ask() -> Reply:
    """Says that there is no question on these topics."""
    return sentence(_("The notes yield no questions on that, so there is nothing to plan."))
