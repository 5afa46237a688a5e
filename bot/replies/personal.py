"""Privacy and settings: export, forget, the boards, reminders."""

from datetime import time

from bot import actions
from bot.language import _, plural
from bot.messages import Field, File, Form, Heading, Prose, Reply
from bot.replies.voice import Voice, rows, sentence
from bot.store.records import Profile


def exported(content: bytes, name: str) -> Reply:
    """Hands over the file with everything that is kept."""
    text = _("Everything I keep about you is in this file.")
    return Reply((Prose(text),), summary=text, files=(File(name, content, _("Your data")),))


def forget_first(voice: Voice) -> Reply:
    """Asks back before deleting, which cannot be undone."""
    text = _(
        "This deletes your answers, points, streak, reviews, reports and settings here, for good. "
        "What remains is counted without your name; for 60 days a mark that names nobody keeps "
        "what you answered from being answered twice."
    )
    yes = voice.button(_("Delete everything"), actions.FORGET_FOR_GOOD, danger=True)
    buttons = [
        yes,
        voice.button(_("Keep it"), actions.FORGET_NOTHING),
        voice.button(_("Export first"), actions.EXPORT),
    ]
    return Reply((Heading(_("Forget me?")), Prose(text), *rows(buttons)), summary=_("Forget me?"))


def forgotten(rows_deleted: int) -> Reply:
    """Says how much was deleted."""
    text = plural(
        "Done: {number} entry deleted. I don't know you any more; play again whenever you like.",
        "Done: {number} entries deleted. I don't know you any more; play again whenever you like.",
        rows_deleted,
    )
    return Reply((Prose(text),), summary=text, replaces=True)


def not_forgotten() -> Reply:
    """Says that nothing was deleted."""
    text = _("Nothing was deleted.")
    return Reply((Prose(text),), summary=text, replaces=True)


def opted(voice: Voice, out: bool) -> Reply:
    """Says whether boards show the person now."""
    if out:
        text = _("You are off every board and recap. Your own figures stay, for you alone.")
        return sentence(text, voice.button(_("Show me again"), actions.OPT_IN))
    return sentence(
        _("You are on the boards."),
        voice.button(_("Leaderboard"), actions.BOARD, "month", "channel", "points"),
    )


def settings_form(profile: Profile) -> Form:
    """The form with one's own settings."""
    yes_no = (("yes", _("Yes")), ("no", _("No")))
    return Form(
        _("Your settings"),
        (
            Field(
                "board",
                _("Show me on boards and recaps"),
                "choice",
                "no" if profile.opted_out else "yes",
                yes_no,
            ),
            Field(
                "streak",
                _("Show my streak on boards"),
                "choice",
                "yes" if profile.shows_streak else "no",
                yes_no,
            ),
            Field(
                "reminder",
                _("Remind me of due reviews at"),
                "time",
                f"{profile.reminder:%H:%M}" if profile.reminder else "",
                optional=True,
                hint=_(
                    "A direct message, once a day at most, only when something is due. "
                    "Empty: no reminders."
                ),
            ),
            Field(
                "zone",
                _("My time zone"),
                "zone",
                profile.zone,
                optional=True,
                hint=_("For the reminder. Scores go by the channel's zone."),
            ),
        ),
        actions.SAVE_SETTINGS(),
    )


def settings_saved(profile: Profile) -> Reply:
    """Confirms the settings as they are now."""
    shown = _("Boards show you.")
    if profile.opted_out:
        shown = _("Boards don't show you.")
    elif profile.shows_streak:
        shown = _("Boards show you with your streak.")
    reminded = _("No reminders.")
    if profile.reminder:
        clock, zone = _clock(profile.reminder), profile.zone or "UTC"
        reminded = _("Reviews: a reminder at {clock} ({zone}).", clock=clock, zone=zone)
    text = " ".join((_("Saved."), shown, reminded))
    return Reply((Prose(text),), summary=text)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
