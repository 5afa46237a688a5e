"""A person's own data and settings."""

import json

from bot.commands import ExportMe, ForgetMe, OpenSettings, Opt, clean
from bot.messages import Reply
from bot.replies import personal as say
from bot.schedule import read_time, read_zone
from bot.talk.turn import Turn


def export(turn: Turn, _command: ExportMe | None = None) -> Reply:
    """Everything that is kept about somebody, as a file for them alone."""
    kept = turn.core.store.personal.export(turn.who)
    content = json.dumps(kept, ensure_ascii=False, indent=2).encode()
    return say.exported(content, f"study-companion-{turn.at:%Y-%m-%d}.json")


def forget(turn: Turn, _command: ForgetMe | None = None) -> Reply:
    """Ask back before deleting."""
    return say.forget_first(turn.voice)


def forget_yes(turn: Turn, *_: str) -> Reply:
    """They meant it."""
    return say.forgotten(turn.core.store.personal.forget(turn.who, turn.at))


def forget_no(_turn: Turn, *_: str) -> Reply:
    """They didn't."""
    return say.not_forgotten()


def opt(turn: Turn, command: Opt) -> Reply:
    """Off the boards and recaps, or back on them."""
    turn.core.store.people.set(turn.who, opted_out=command.out)
    return say.opted(turn.voice, command.out)


def settings(turn: Turn, _command: OpenSettings | None = None) -> Reply:
    """One's settings as a form."""
    return Reply(form=say.settings_form(turn.core.store.people.profile(turn.who)))


def submitted(turn: Turn, *_: str) -> Reply:
    """The settings as they came back."""
    fields = {name: clean(value) for name, value in turn.request.fields.items()}
    typed_time, typed_zone = fields.get("reminder", ""), fields.get("zone", "")
    reminder, zone = read_time(typed_time), read_zone(typed_zone)
    errors = {}
    if typed_time and reminder is None:
        errors["reminder"] = "A time like 08:00, or nothing."
    if typed_zone and zone is None:
        errors["zone"] = "A zone like Europe/Berlin, or nothing."
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
