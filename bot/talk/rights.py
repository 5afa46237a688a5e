"""Who may do what: the one place where a right that a row of a table names is asked for."""

from typing import assert_never

from bot.commands.traits import Right
from bot.language import _
from bot.messages import Reply
from bot.replies import daily as daily_say
from bot.replies import honours as honour_say
from bot.replies import questions as question_say
from bot.replies import reports as report_say
from bot.schedule import describe
from bot.talk.turn import Turn


def refusal(turn: Turn, right: Right) -> Reply | None:
    """Why this person may not do what takes that right here; None if they may."""
    match right:
        case "":
            return None
        case "change the daily question":
            if turn.where.private:
                return in_which_channel(turn)
            schedule = turn.core.schedule_of(turn.where)
            return None if turn.admin else daily_say.not_allowed(turn.voice, schedule)
        case "write questions":
            allowed = turn.core.writers_of(turn.team)
            return None if turn.writer else question_say.not_allowed(turn.voice, allowed)
        case "see reports":
            return None if turn.editor else report_say.admins_only(_("reported questions"))
        case "give roles":
            if turn.where.platform == "terminal":
                return honour_say.only_in_discord()
            return None if turn.editor else honour_say.admins_only(turn.where.platform)
        case "see gaps":
            return None if turn.editor else report_say.admins_only(_("what was looked up in vain"))
        case _:
            assert_never(right)


def in_which_channel(turn: Turn) -> Reply:
    """Asks in private which channel's daily question is meant, of those that they may arrange."""
    store = turn.core.store
    runs = {
        schedule.channel: describe(schedule.timing)
        for schedule in store.schedules.of(turn.team)
        if not schedule.off
    }
    theirs = store.inviters.channels_of(turn.who) | (runs.keys() if turn.editor else set())
    if not theirs:
        return daily_say.only_in_channels(turn.voice)
    return daily_say.which_channel(turn.voice, {one: runs.get(one, "") for one in sorted(theirs)})
