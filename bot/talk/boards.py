"""The ranking, one's own figures, and the home screen that has all of it."""

from dataclasses import replace

from bot.commands import Order, Period, Scope, ShowBoard
from bot.daily.forecast import upcoming
from bot.messages import Moment, Reply
from bot.quiz import scoreboards
from bot.replies import board as say
from bot.replies import quiz as quiz_say
from bot.replies.voice import moment
from bot.schedule import known_zone
from bot.talk.turn import Turn

BOARD_AT_HOME = ShowBoard("month", "workspace")


def board(turn: Turn, command: ShowBoard) -> Reply:
    """The ranking as it was asked for."""
    return _board(turn, command)


def _board(turn: Turn, wanted: ShowBoard, *, turned: bool = False) -> Reply:
    scope = _scope(turn, wanted)
    shown = _ranking(turn, wanted, scope)
    streak = _streak(turn, scope) if shown.own else 0
    return _said(turn, shown, scope, streak, turned=turned)


def _scope(turn: Turn, wanted: ShowBoard) -> Scope:
    return "workspace" if turn.where.private else wanted.scope


def _ranking(turn: Turn, wanted: ShowBoard, scope: Scope) -> scoreboards.Board:
    return scoreboards.board(
        turn.core.store,
        turn.team,
        turn.today,
        channel=turn.where.channel if scope == "channel" else None,
        period=wanted.period,
        caller=turn.who.user,
        order=wanted.order,
        at=turn.at,
        totals_of=turn.core.totals,
    )


def _said(
    turn: Turn, shown: scoreboards.Board, scope: Scope, streak: int, *, turned: bool = False
) -> Reply:
    return say.board(
        turn.voice,
        shown,
        scope,
        turn.today,
        _next(turn),
        streak=streak,
        may_ask=turn.admin,
        turned=turned,
    )


def _streak(turn: Turn, scope: Scope) -> int:
    channel = turn.where.channel if scope == "channel" else None
    return scoreboards.streak_of(turn.core.store, turn.team, turn.who.user, turn.at, channel).days


def _next(turn: Turn) -> Moment | None:
    """When the next question comes here; None when none is planned."""
    schedule = turn.schedule
    if schedule is None or schedule.off:
        return None
    following = upcoming(turn.core.store, schedule, turn.at, 1)
    if not following:
        return None
    return moment("The next question comes", following[0], turn.at, known_zone(schedule.zone))


def turned(turn: Turn, period: Period, scope: Scope, order: Order) -> Reply:
    """The ranking by a click: another period, scope or order."""
    return _board(turn, ShowBoard(period, scope, order), turned=True)


def me(turn: Turn) -> Reply:
    """Points, streak, topics, what is due: for this person alone."""
    opted_out = turn.core.store.people.profile(turn.who).opted_out
    return say.me(turn.voice, _mine(turn), turn.today, hidden=opted_out)


def _mine(turn: Turn) -> scoreboards.Me:
    channel = None if turn.where.private else turn.where.channel
    return scoreboards.me(
        turn.core.store,
        turn.who,
        turn.today,
        turn.at,
        channel=channel,
        zone=turn.own_zone,
        versions=turn.core.stock.versions(turn.team) if turn.core.warm else None,
    )


def home(turn: Turn) -> Reply:
    """The home screen, with everything at a glance."""
    mine = _mine(turn)
    scope = _scope(turn, BOARD_AT_HOME)
    shown = _ranking(turn, BOARD_AT_HOME, scope)
    said = _said(turn, shown, scope, mine.streak.days if shown.own else 0)
    question = _todays_question(turn)
    return say.home(turn.voice, mine, question, replace(said, replaces=False), hidden=shown.hidden)


def _todays_question(turn: Turn) -> Reply | None:
    """The open question that this person has not answered yet, of a channel they play in.

    Where the platform says which channels they are in, only of those.
    """
    core = turn.core
    schedules = core.store.schedules.of(turn.team)
    person = core.store.people.id_of(turn.who)
    played = core.store.answers.channels_of(person) if len(schedules) > 1 else ()
    for schedule in schedules:
        if turn.request.joined is not None and schedule.channel not in turn.channels:
            continue
        if len(schedules) > 1 and schedule.channel not in played:
            continue
        round = core.rounds.latest(turn.team, schedule.channel)
        if round is None or round.state != "posted" or turn.at > round.closes:
            continue
        if core.rounds.given(turn.who, round.id) is None:
            answered = core.rounds.answered(round.id)
            return quiz_say.daily_question(turn.voice, round, answered, schedule.zone, turn.at)
    return None
