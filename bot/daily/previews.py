"""Tomorrow's question as its host sees it the day before, and what they make of it."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from bot.core import Core
from bot.plans.progress import preferred
from bot.quiz.draws import WEEK
from bot.quiz.selection import within
from bot.replies.previews import Remedy
from bot.schedule import window
from bot.store.previews import DayPreview
from bot.store.records import Schedule
from knowledge.model import Question

PREVIEWED = timedelta(hours=23)  # before a post its host sees the question


def day_question(
    core: Core,
    schedule: Schedule,
    day: date,
    refused: Collection[str] = (),
    *,
    untried: bool = False,
) -> Question | None:
    """The question that a channel's day has by the order of trust."""
    planned = preferred(core.store, core.library, schedule.team, schedule.channel, schedule, day)
    return core.selection.for_channel(
        schedule.team,
        schedule.channel,
        core.stock.questions(schedule.team),
        day,
        topics=schedule.topics,
        seed=str(core.seed),
        preferred=planned,
        source=schedule.source,
        refused=refused,
        untried=untried,
    )


def days_left(core: Core, schedule: Schedule, day: date) -> int:
    """How many questions a channel has for the week from that day on, none asked too lately.

    A plan counts that will still run when the week is over.
    """
    return _days_left(core, schedule, day)()


def remedies(core: Core, schedule: Schedule, day: date) -> tuple[Remedy, ...]:
    """What would bring a channel more questions for that week: tried out, so that each does."""
    left = _days_left(core, schedule, day)
    now = left()
    changed: dict[Remedy, int] = {
        "practise": left(untried=True),
        "source": left(source="any"),
        "topics": left(topics=()),
        "plan": left(preferred=()),
    }
    found = (remedy for remedy, brings in changed.items() if brings > now)
    return (*found,) if schedule.source == "bank" else ("write", *found)


def _days_left(core: Core, schedule: Schedule, day: date) -> Callable[..., int]:
    """Counts a channel's questions for a week, as it is set up or with something changed."""
    team, channel, later = schedule.team, schedule.channel, day + timedelta(days=WEEK)
    return partial(
        core.selection.days_left,
        team,
        channel,
        core.stock.questions(team),
        day,
        topics=schedule.topics,
        source=schedule.source,
        preferred=preferred(core.store, core.library, team, channel, schedule, later),
    )


def question_for(core: Core, schedule: Schedule, day: date) -> Question | None:
    """What is posted: what the host saw and did not refuse, else by the order of trust."""
    shown = core.store.previews.get(schedule.team, schedule.channel, day)
    if shown is None:
        return day_question(core, schedule, day)
    question = core.stock.question(schedule.team, shown.question)
    wanted = None if question is None or question.id in shown.refused else question
    if wanted is None or not _fit(core, schedule, wanted, accepted=shown.accepted):
        return day_question(core, schedule, day, shown.refused)
    return _apart_from_latest(core, schedule, day, wanted, shown)


def _apart_from_latest(
    core: Core, schedule: Schedule, day: date, wanted: Question, shown: DayPreview
) -> Question:
    """Another one where the channel was asked it, or about its topic, after it was shown."""
    asked = core.rounds.latest(schedule.team, schedule.channel)
    opens, _ = window(schedule.timing, day)
    if asked is None or asked.opens < opens - PREVIEWED:
        return wanted
    if asked.question.id == wanted.id:
        return day_question(core, schedule, day, (*shown.refused, wanted.id)) or wanted
    if shown.accepted or asked.question.topic != wanted.topic:
        return wanted
    other = day_question(core, schedule, day, shown.refused)
    return other if other is not None and other.topic != wanted.topic else wanted


def _fit(core: Core, schedule: Schedule, question: Question, *, accepted: bool) -> bool:
    """Whether it may still be posted: not held since, and generated only if tried or accepted.

    What its host changed since is the team's, and still of the stock that it was drawn from.
    """
    noted = core.stock.noted(question.id) or question
    either = question, replace(question, origin=noted.origin)
    fit = core.selection.for_daily(schedule.team, either, schedule.source, untried=accepted)
    if schedule.topics and not (accepted or within([question, noted], schedule.topics)):
        return False
    return bool(fit) and question.id not in core.selection.not_here(schedule.team, schedule.channel)


def to_show(
    core: Core, schedule: Schedule, day: date, refused: Collection[str] = ()
) -> Question | None:
    """What the host is shown: where nothing else is left, also a generated one nobody tried."""
    found = day_question(core, schedule, day, refused)
    return found or day_question(core, schedule, day, refused, untried=True)


def editable(core: Core, schedule: Schedule, question: str) -> bool:
    """Whether its host may change what they are shown: it is theirs, or they were an editor."""
    where = (schedule.team, schedule.channel)
    host = core.store.audit.who_set_up(*where)
    return core.store.audit.editor_set_up(*where) or core.wrote(schedule.team, host, question)


def shown_for(core: Core, schedule: Schedule, day: date, question: str) -> bool:
    """Whether this is what was shown for that day, now or before."""
    shown = core.store.previews.get(schedule.team, schedule.channel, day)
    return shown is not None and question in (shown.question, *shown.refused)


def another(core: Core, schedule: Schedule, day: date, question: str) -> Question | None:
    """Refuse what was shown for a day; the next one to show, None if there is no other."""
    previews, where = core.store.previews, (schedule.team, schedule.channel, day)
    shown = previews.get(*where) or DayPreview(question)
    refused = tuple(dict.fromkeys((*shown.refused, question)))
    found = to_show(core, schedule, day, refused)
    following = DayPreview(found.id if found else question, False, refused, told=True)
    previews.put(*where, following)
    return found


def accept(core: Core, schedule: Schedule, day: date, question: str) -> None:
    """The host wants this one, there and on that day."""
    core.selection.let_in(schedule.team, schedule.channel, question)
    where = (schedule.team, schedule.channel, day)
    shown = core.store.previews.get(*where)
    if shown is not None:
        refused = tuple(id for id in shown.refused if id != question)
        accepted = replace(shown, question=question, accepted=True, refused=refused)
        core.store.previews.put(*where, accepted)
