"""The ranking, one's own figures, and the home screen that has all of it."""

from dataclasses import replace

from bot.commands import Order, Period, Scope, ShowBoard
from bot.daily.forecast import upcoming
from bot.daily.previews import days_left
from bot.language import _
from bot.messages import ChannelLine, MessageRef, Moment, Reply
from bot.quiz import scoreboards
from bot.replies import board as say
from bot.replies import desk as desk_say
from bot.replies import figures as figures_say
from bot.replies import quiz as quiz_say
from bot.replies.voice import moment
from bot.schedule import describe, known_zone, quiz_day
from bot.store.records import Round, Schedule
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
        may_ask=turn.admin and not turn.where.private,
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
    return moment(_("The next question comes"), following[0], turn.at, known_zone(schedule.zone))


def turned(turn: Turn, period: Period, scope: Scope, order: Order) -> Reply:
    """The ranking by a click: another period, scope or order."""
    return _board(turn, ShowBoard(period, scope, order), turned=True)


def me(turn: Turn) -> Reply:
    """Points, streak, topics, what is due: for this person alone."""
    opted_out = turn.core.store.people.profile(turn.who).opted_out
    return figures_say.me(
        turn.voice,
        _mine(turn),
        turn.today,
        _waiting(turn),
        _desk(turn),
        hidden=opted_out,
        guest=not turn.who.counts,
    )


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
    ranking = replace(said, replaces=False)
    return figures_say.home(turn.voice, mine, question, ranking, _desk(turn), hidden=shown.hidden)


def _todays_question(turn: Turn) -> tuple[str, Reply] | None:
    """The open question that this person has not answered yet, of a channel that they are in, and
    which channel that is.

    Where the platform does not say which these are, of the channel they speak in.
    """
    for schedule in turn.core.store.schedules.of(turn.team):
        round = _open(turn, schedule) if schedule.channel in turn.channels else None
        if round is not None:
            answered = turn.core.rounds.answered(round.id)
            zone = known_zone(schedule.zone)
            asked = quiz_say.daily_question(turn.voice, round, answered, zone, turn.at)
            return round.channel, asked
    return None


def _open(turn: Turn, schedule: Schedule) -> Round | None:
    """A channel's question, if it is open and waits for this person."""
    round = turn.core.rounds.latest(turn.team, schedule.channel)
    if round is None or round.state != "posted" or turn.at > round.closes:
        return None
    return round if turn.core.rounds.given(turn.who, round.id) is None else None


def _waiting(turn: Turn) -> list[tuple[ChannelLine, Moment]]:
    """In a direct message: the channels they have played in whose question waits for them."""
    if not turn.where.private:
        return []
    store = turn.core.store
    found = store.rounds.waiting_for(store.people.id_of(turn.who), turn.at)
    return [
        (_where_it_waits(round), moment(_("It closes"), round.closes, turn.at, turn.own_zone))
        for round in found
    ]


def _where_it_waits(round: Round) -> ChannelLine:
    message = MessageRef(round.place, round.message) if round.message else None
    return ChannelLine(round.channel, _("has a question for you"), message)


def _desk(turn: Turn) -> desk_say.Desk:
    """What this person looks after, as far as the platform says here who administers."""
    core = turn.core
    invited = core.store.inviters.channels_of(turn.who)
    hosted = [
        schedule
        for schedule in (core.store.schedules.of(turn.team) if invited or turn.editor else ())
        if not schedule.off and (turn.editor or schedule.channel in invited)
    ]
    quizzes = tuple(_hosted(turn, schedule) for schedule in hosted[: desk_say.MOST_HOSTED])
    free = len(invited - {schedule.channel for schedule in hosted}) if turn.where.private else 0
    if not turn.editor:
        return desk_say.Desk(quizzes, free=free)
    held, reported = core.moderation.held(turn.team), core.moderation.reported(turn.team)
    return desk_say.Desk(quizzes, len(held), len(reported), free)


def _hosted(turn: Turn, schedule: Schedule) -> desk_say.HostedQuiz:
    core, left = turn.core, None
    if core.warm:
        left = days_left(core, schedule, quiz_day(schedule.timing, turn.at))
    short = left is not None and left < len(schedule.weekdays)
    runs, takes_written = describe(schedule.timing), schedule.source != "bank"
    return desk_say.HostedQuiz(schedule.channel, runs, left, short, takes_written)
