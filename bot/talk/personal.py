"""A person's own data and settings."""

import json

from bot.daily.posting import Posting
from bot.language import _
from bot.messages import Reply
from bot.replies import personal as say
from bot.schedule import read_time, read_zone
from bot.talk.turn import Awaited, Turn
from bot.text import one_line


def export(turn: Turn) -> Reply:
    """Everything that is kept about somebody, as a file for them alone."""
    kept = turn.core.store.personal.export(turn.who)
    kept["roles_given"] = turn.core.store.honours.held_by(turn.team, turn.who.user)
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    return say.exported(content, f"study-companion-{turn.at:%Y-%m-%d}.json")


def forget(turn: Turn) -> Reply:
    """Ask back before deleting."""
    return say.forget_first(turn.voice)


def forget_for_good(posting: Posting, turn: Turn) -> Reply | Awaited:
    """Delete everything that is kept about somebody who has confirmed it."""
    reply = say.forgotten(turn.core.store.personal.forget(turn.who, turn.at))
    if not turn.core.store.honours.held_by(turn.team, turn.who.user):
        return reply

    async def let_go() -> Reply:
        await posting.honouring.let_go(turn.team, turn.who.user, turn.at)
        return reply

    return Awaited(let_go)


def forget_nothing(_turn: Turn) -> Reply:
    """Keep everything: somebody thought better of it."""
    return say.not_forgotten()


def opt_out(turn: Turn) -> Reply:
    """Take somebody off the boards and recaps."""
    turn.core.store.people.set(turn.who, opted_out=True)
    return say.opted(turn.voice, out=True)


def opt_in(turn: Turn) -> Reply:
    """Put somebody back on the boards and recaps."""
    turn.core.store.people.set(turn.who, opted_out=False)
    return say.opted(turn.voice, out=False)


def settings(turn: Turn) -> Reply:
    """Show one's settings as a form."""
    return Reply(form=say.settings_form(turn.core.store.people.profile(turn.who)))


def submitted(turn: Turn) -> Reply:
    """Keep the settings of a submitted form, or say what is wrong with it."""
    fields = {name: one_line(value) for name, value in turn.request.fields.items()}
    typed_time, typed_zone = fields.get("reminder", ""), fields.get("zone", "")
    reminder, zone = read_time(typed_time), read_zone(typed_zone)
    errors = {}
    if typed_time and reminder is None:
        errors["reminder"] = _("A time like 08:00, or nothing.")
    if typed_zone and zone is None:
        errors["zone"] = _("A zone like Europe/Berlin, or nothing.")
    if errors:
        return Reply(errors=errors, summary=" ".join(errors.values()))
    profile = turn.core.store.people.set(
        turn.who,
        opted_out=fields.get("board", "yes") == "no",
        shows_streak=fields.get("streak", "no") == "yes",
        reminder=reminder,
        zone=zone or None,
    )
    return say.settings_saved(profile)
