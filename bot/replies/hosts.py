"""What whoever set up a quiz is told in private: what it lacks, and what became of it."""

from collections.abc import Sequence
from typing import Literal

from bot import actions
from bot.language import _, listed
from bot.messages import Buttons, NotPermitted, PlaceGone, Prose, Reply
from bot.quiz.moderation import HOLD_REASONS
from bot.replies.voice import Voice, first_line

Withheld = Literal["question", "result"]  # what could not be posted for lack of permission


def not_allowed_today(what: Withheld, refused: NotPermitted) -> Reply:
    """To whoever set it up: what is missing, what is tried again, and that the schedule stays."""
    why = refused.said()
    if what == "question":
        text = _(
            "I could not post today's question: {why}. The schedule stays; I try again next time.",
            why=why,
        )
    else:
        text = _(
            "I could not show the result of a question: {why}. "
            "I go on trying for a day; the schedule stays, and so do all answers.",
            why=why,
        )
    return Reply((Prose(text),), summary=first_line(text))


def not_allowed_for_days(voice: Voice, what: Withheld, refused: NotPermitted) -> Reply:
    """To whoever set it up: enough tried, and how to go on."""
    why = refused.said()
    if what == "question":
        text = _("Three times in a row I could not post the daily question: {why}.", why=why)
    else:
        text = _("Three times in a row I could not show the result of a question: {why}.", why=why)
    on = _(
        "The daily question is off for now; once that is mended, start it again there: {line}",
        line=voice.line("daily resume"),
    )
    text = f"{text} {on}"
    return Reply((Prose(text),), summary=first_line(text))


def notes_out_of_reach(places: Sequence[str]) -> Reply:
    """To whoever set up a quiz: answers are the old ones until the notes are back."""
    text = _(
        "I can't reach the notes in {places}. I go on with what I read last; they are taken in by "
        "themselves when they are back. Notes that are gone for good leave with "
        "`companion index`, or when their folder leaves NOTES.",
        places=listed(places),
    )
    return Reply((Prose(text),), summary=first_line(text))


def put_on_hold(voice: Voice, stem: str, reason: str) -> Reply:
    """To whoever set up a quiz: figures or reports took a question out of use."""
    text = _(
        "A question is on hold ({reason}): “{stem}” An admin can look at it: {line}",
        reason=_(HOLD_REASONS.get(reason, reason)),
        stem=first_line(stem, 200),
        line=voice.line("reports"),
    )
    return Reply((Prose(text),), summary=first_line(text))


def unreadable_schedule(voice: Voice, zone: str) -> Reply:
    """To whoever set it up: a schedule that nobody can follow, perhaps for its *zone*."""
    wrong = (
        _("the time zone “{zone}” is not known here", zone=zone)
        if zone
        else _("what is kept of it cannot be read")
    )
    text = _(
        "The daily question that you set up can't run: {wrong}. "
        "Please set it again in its channel: {line}",
        wrong=wrong,
        line=voice.line("daily 09:00 Europe/Berlin weekdays"),
    )
    return Reply((Prose(text),), summary=first_line(text))


def unreadable_round() -> Reply:
    """To whoever set up the quiz: a question that was asked and cannot be gone on with."""
    text = _(
        "What is kept of a daily question that you set up cannot be read. It is left out and gets "
        "no result; the next one comes as usual."
    )
    return Reply((Prose(text),), summary=first_line(text))


def unknown_zone(voice: Voice, zone: str) -> Reply:
    """To somebody who is reminded: their hour goes by another clock than theirs."""
    text = _(
        "The time zone “{zone}” is not known here, so your reminders go by UTC. "
        "Choose another one in your settings.",
        zone=zone,
    )
    button = voice.button(_("Settings"), actions.SETTINGS, main=True)
    return Reply((Prose(text), Buttons((button,))), summary=first_line(text))


def paused_for_admin(gone: PlaceGone) -> Reply:
    """Told once to whoever set it up: the channel is out of reach."""
    text = _(
        "I can't post the daily question any more ({why}), so it is switched off.", why=gone.said()
    )
    return Reply((Prose(text),), summary=text)
