"""What whoever set up a quiz is told in private: what it lacks, and what became of it."""

from collections.abc import Sequence
from typing import Literal

from bot.messages import Prose, Reply
from bot.quiz.moderation import HOLD_REASONS
from bot.replies.voice import Voice, first_line, listed
from bot.text import shorten

Withheld = Literal["question", "result"]  # what could not be posted for lack of permission


def not_allowed_today(what: Withheld, why: str) -> Reply:
    """To whoever set it up: what is missing, what is tried again, and that the schedule stays."""
    if what == "question":
        text = f"I could not post today's question: {why}. The schedule stays; I try again next "
        text += "time."
    else:
        text = f"I could not show the result of a question: {why}. I go on trying for a day; the "
        text += "schedule stays, and so do all answers."
    return Reply((Prose(text),), summary=first_line(text))


def not_allowed_for_days(voice: Voice, what: Withheld, why: str) -> Reply:
    """To whoever set it up: enough tried, and how to go on."""
    missing = "post the daily question" if what == "question" else "show the result of a question"
    text = f"Three times in a row I could not {missing}: {why}. The daily question is off for now; "
    text += f"once that is mended, start it again there: {voice.line('daily resume')}"
    return Reply((Prose(text),), summary=first_line(text))


def notes_out_of_reach(places: Sequence[str]) -> Reply:
    """To whoever set up a quiz: answers are the old ones until the notes are back."""
    text = f"I can't reach the notes in {listed(places)}. I go on with what I read last; they are "
    text += "taken in by themselves when they are back. Notes that are gone for good leave with "
    text += "`companion index`, or when their folder leaves NOTES."
    return Reply((Prose(text),), summary=first_line(text))


def put_on_hold(voice: Voice, stem: str, reason: str) -> Reply:
    """To whoever set up a quiz: figures or reports took a question out of use."""
    text = f"A question is on hold ({HOLD_REASONS.get(reason, reason)}): “{shorten(stem, 200)}” "
    text += f"An admin can look at it: {voice.line('reports')}"
    return Reply((Prose(text),), summary=first_line(text))


def unreadable_schedule(voice: Voice, wrong: str) -> Reply:
    """To whoever set it up: a schedule that nobody can follow."""
    text = f"The daily question that you set up can't run: {wrong}. Please set it again in its "
    text += f"channel: {voice.line('daily 09:00 Europe/Berlin weekdays')}"
    return Reply((Prose(text),), summary=first_line(text))


def paused_for_admin(why: str) -> Reply:
    """Told once to whoever set it up: the channel is out of reach."""
    text = f"I can't post the daily question any more ({why}), so it is switched off."
    return Reply((Prose(text),), summary=text)
