"""Exam plans: cover the notes by a day."""

from dataclasses import replace
from typing import assert_never

from bot.actions import PlanClick
from bot.commands import PlanUntil
from bot.commands.option_rows import MOST_QUESTIONS
from bot.messages import Reply
from bot.plans.arithmetic import LONGEST, Progress
from bot.plans.progress import progress_of
from bot.replies import plan as say
from bot.store import Areas
from bot.store.plans import ExamPlan as Kept
from bot.talk.quiz import begin
from bot.talk.turn import Turn


def plan(turn: Turn, command: PlanUntil) -> Reply:
    """Show, set or end this channel's plan."""
    if command.off:
        return _end(turn)
    if command.by is not None:
        return _set(turn, command)
    return _show(turn)


def clicked(turn: Turn, what: PlanClick) -> Reply:
    """The plan by a button."""
    match what:
        case "":
            return _show(turn)
        case "off":
            return _end(turn)
        case "quiz":
            return _practise(turn)
        case _:
            assert_never(what)


def _practise(turn: Turn) -> Reply:
    """A quiz on what today is for: as many questions as it has headings."""
    kept = turn.core.store.plans.get(turn.team, turn.where.channel)
    if kept is None:
        return say.none(turn.voice, turn.admin, turn.today)
    now = _progress(turn, kept).now
    ids = {id for unit in now for id in unit.heading.questions}
    questions = [one for one in turn.core.stock.questions(turn.team) if one.id in ids]
    return begin(turn, questions, count=min(len(now), MOST_QUESTIONS))


def _show(turn: Turn) -> Reply:
    kept = turn.core.store.plans.get(turn.team, turn.where.channel)
    return say.none(turn.voice, turn.admin, turn.today) if kept is None else _state(turn, kept)


def _end(turn: Turn) -> Reply:
    store = turn.core.store
    if not turn.admin:
        kept = store.plans.get(turn.team, turn.where.channel)
        return say.admins_only(turn.voice, kept is not None)

    def ended(kept_by: Areas) -> bool:
        was = kept_by.plans.remove(turn.team, turn.where.channel)
        if was:
            kept_by.audit.note(turn.who, turn.at, "plan ended", turn.where.channel)
        return was

    return say.ended(store.run(ended, turn.team))


def _set(turn: Turn, command: PlanUntil) -> Reply:
    store, today, ends = turn.core.store, turn.today, command.by
    assert ends is not None
    if not turn.admin:
        kept = store.plans.get(turn.team, turn.where.channel)
        return say.admins_only(turn.voice, kept is not None)
    names, unknown = turn.core.resolve(command.topics, loose=command.loose, team=turn.team)
    if unknown:
        near = [name for word in unknown for name in turn.core.library.complete(word, 2)]
        return say.unknown_topics(turn.voice, unknown, near[:4])
    if (ends - today).days > LONGEST:
        return say.too_far(ends)
    wanted = Kept(turn.team, turn.where.channel, ends, today, tuple(names))
    earlier = store.plans.get(turn.team, turn.where.channel)
    if earlier is not None and earlier.topics == wanted.topics and today < earlier.ends:
        wanted = replace(wanted, began=earlier.began)  # another day, the same plan
    found = _progress(turn, wanted)
    if not found.units:
        return say.nothing_to_ask()
    if not found.days:
        return say.too_soon(turn.voice, ends, today)
    detail = f"{turn.where.channel} until {ends}: {', '.join(names) or 'all topics'}"

    def set_up(kept_by: Areas) -> None:
        kept_by.plans.put(wanted)
        kept_by.audit.note(turn.who, turn.at, "plan set", detail)

    store.run(set_up, turn.team)
    return _state(turn, wanted)


def _state(turn: Turn, kept: Kept) -> Reply:
    schedule, today = turn.core.schedule_of(turn.where), turn.today
    running = schedule is not None and not schedule.off
    found = _progress(turn, kept)
    return say.state(turn.voice, say.PlanToday(kept, found, today, running, turn.admin))


def _progress(turn: Turn, kept: Kept) -> Progress:
    core = turn.core
    schedule = core.schedule_of(turn.where)
    return progress_of(core.store, core.library, kept, schedule, turn.today)
