"""What a host makes of tomorrow's question: for their channel alone, unless they are an editor."""

from datetime import date

from bot.daily import previews
from bot.messages import Reply
from bot.replies import help as guide
from bot.replies import previews as say
from bot.schedule import quiz_day
from bot.store.records import Schedule, place_in
from bot.talk.turn import Turn


def post(turn: Turn, channel: str, day: str, question: str) -> Reply:
    """Yes, there: also for a generated question that nobody tried. An editor's yes approves it."""
    found = _which(turn, channel, day, question)
    if isinstance(found, Reply):
        return found
    schedule, when = found
    wanted = turn.core.stock.question(turn.team, question)
    if wanted is None:
        return guide.stale_click(turn.voice)
    if turn.decides and not wanted.written:
        turn.core.moderation.approve(turn.who, wanted, turn.at)
    turn.core.moderation.edited(turn.who, wanted.id, turn.at)
    previews.accept(turn.core, schedule, when, wanted.id)
    return say.accepted(when)


def other(turn: Turn, channel: str, day: str, question: str) -> Reply:
    """Not this one on that day."""
    found = _which(turn, channel, day, question)
    if isinstance(found, Reply):
        return found
    schedule, when = found
    following = previews.another(turn.core, schedule, when, question)
    if following is None:
        return say.no_other(turn.voice, when)
    return say.shown(
        turn.voice,
        schedule,
        when,
        following,
        editable=turn.decides or turn.core.wrote(turn.team, turn.who.user, following.id),
        is_open=not turn.decides
        and following.id in turn.core.store.rounds.open_questions(turn.team),
    )


def never(turn: Turn, channel: str, day: str, question: str) -> Reply:
    """Not this one on any day: there, or nowhere if an editor says so."""
    found = _which(turn, channel, day, question)
    unwanted = turn.core.stock.question(turn.team, question)
    if isinstance(found, Reply) or unwanted is None:
        return found if isinstance(found, Reply) else guide.stale_click(turn.voice)
    if turn.decides:
        turn.core.moderation.retire(turn.who, unwanted, turn.at)
    else:
        turn.core.selection.leave_out(turn.team, channel, question, turn.at)
    return other(turn, channel, day, question)


def _which(turn: Turn, channel: str, day: str, question: str) -> tuple[Schedule, date] | Reply:
    """The schedule and the day that a click is about, or why it cannot be."""
    schedule = turn.core.store.schedules.get(turn.team, channel)
    when = _date(day)
    if schedule is None or when is None:
        return guide.stale_click(turn.voice)
    host = turn.core.store.audit.who_set_up(turn.team, channel)
    if turn.who.user != host and not turn.core.may_host(turn.who, place_in(turn.team, channel)):
        return say.not_yours(turn.voice)
    if turn.core.rounds.on(turn.team, channel, when) or when < quiz_day(schedule.timing, turn.at):
        return say.too_late()
    if not previews.shown_for(turn.core, schedule, when, question):
        return guide.stale_click(turn.voice)
    return schedule, when


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
