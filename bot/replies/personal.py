"""Privacy and settings: export, forget, the boards, reminders."""

from datetime import time

from bot import actions
from bot.messages import Field, File, Form, Heading, Prose, Reply
from bot.replies.voice import Voice, count, rows, sentence
from bot.store.records import Profile


def exported(content: bytes, name: str) -> Reply:
    """Hands over the file with everything that is kept."""
    text = "Everything I keep about you is in this file."
    return Reply((Prose(text),), summary=text, files=(File(name, content, "Your data"),))


def forget_first(voice: Voice) -> Reply:
    """Asks back before deleting, which cannot be undone."""
    text = (
        "This deletes your answers, points, streak, reviews, reports and settings here, for good. "
        "What remains is counted without your name; for 60 days a mark that names nobody keeps "
        "what you answered from being answered twice."
    )
    yes = voice.button("Delete everything", actions.FORGET_FOR_GOOD, danger=True)
    buttons = [
        yes,
        voice.button("Keep it", actions.FORGET_NOTHING),
        voice.button("Export first", actions.EXPORT),
    ]
    return Reply((Heading("Forget me?"), Prose(text), *rows(buttons)), summary="Forget me?")


def forgotten(rows_deleted: int) -> Reply:
    """Says how much was deleted."""
    text = (
        f"Done: {count(rows_deleted, 'entry', 'entries')} deleted. "
        "I don't know you any more; play again whenever you like."
    )
    return Reply((Prose(text),), summary=text, replaces=True)


def not_forgotten() -> Reply:
    """Says that nothing was deleted."""
    text = "Nothing was deleted."
    return Reply((Prose(text),), summary=text, replaces=True)


def opted(voice: Voice, out: bool) -> Reply:
    """Says whether boards show the person now."""
    if out:
        text = "You are off every board and recap. Your own figures stay, for you alone."
        return sentence(text, voice.button("Show me again", actions.OPT_IN))
    return sentence(
        "You are on the boards.",
        voice.button("Leaderboard", actions.BOARD, "month", "channel", "points"),
    )


def settings_form(profile: Profile) -> Form:
    """The form with one's own settings."""
    yes_no = (("yes", "Yes"), ("no", "No"))
    return Form(
        "Your settings",
        (
            Field(
                "board",
                "Show me on boards and recaps",
                "choice",
                "no" if profile.opted_out else "yes",
                yes_no,
            ),
            Field(
                "streak",
                "Show my streak on boards",
                "choice",
                "yes" if profile.shows_streak else "no",
                yes_no,
            ),
            Field(
                "reminder",
                "Remind me of due reviews at",
                "time",
                f"{profile.reminder:%H:%M}" if profile.reminder else "",
                optional=True,
                hint="A direct message, once a day at most, only when something is due. "
                "Empty: no reminders.",
            ),
            Field(
                "zone",
                "My time zone",
                "zone",
                profile.zone,
                optional=True,
                hint="For the reminder. Scores go by the channel's zone.",
            ),
        ),
        actions.SAVE_SETTINGS(),
    )


def settings_saved(profile: Profile) -> Reply:
    """Confirms the settings as they are now."""
    board = "Boards don't show you" if profile.opted_out else "Boards show you"
    streak = "with your streak" if profile.shows_streak and not profile.opted_out else ""
    reminder = (
        f"Reviews: a reminder at {_clock(profile.reminder)} ({profile.zone or 'UTC'})."
        if profile.reminder
        else "No reminders."
    )
    text = f"Saved. {' '.join(filter(None, (board, streak)))}. {reminder}"
    return Reply((Prose(text),), summary=text)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
