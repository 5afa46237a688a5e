"""To whoever hosts a daily question: tomorrow's question, and that questions run out."""

from datetime import date

from bot import actions
from bot.messages import Button, Heading, Hint, Part, Prose, Reply
from bot.replies.options import marked
from bot.replies.questions import ORIGINS
from bot.replies.voice import Voice, count, first_line, full_stop, places, rows, sentence, weekday
from bot.store.records import Schedule
from knowledge.model import Question


def shown(voice: Voice, schedule: Schedule, day: date, question: Question) -> Reply:
    """A day's question with its answer, and what one can do about it."""
    head = f"To come on {weekday(day)} · {question.topic}"
    right = () if question.options else (Prose(f"Answer: {full_stop(question.right)}"),)
    why = (Prose(full_stop(question.explanation)),) if question.explanation else ()
    stands = " · ".join(places(question.sources)[:2])
    parts: tuple[Part, ...] = (
        Heading(head),
        Prose(question.stem, strong=True),
        *marked(question, ()),
        *right,
        *why,
        Hint(" · ".join(filter(None, (ORIGINS[question.origin], question.id, stands)))),
        Hint(_otherwise(question)),
        *rows(_choices(voice, schedule, day, question)),
    )
    return Reply(parts, summary=first_line(f"{head}: {question.stem}"), replaces=True)


def _otherwise(question: Question) -> str:
    """What happens without an answer."""
    if question.written:
        return "Without a word from you it is posted."
    return "It was generated: without your yes it is posted only if people have practised it."


def _choices(voice: Voice, schedule: Schedule, day: date, question: Question) -> list[Button]:
    which = (schedule.channel, day.isoformat(), question.id)
    return [
        voice.button("Post it", actions.PREVIEW_POST, *which, main=True),
        voice.button("Another one", actions.PREVIEW_OTHER, *which),
        voice.button("Edit", actions.EDIT_QUESTION, question.id),
        voice.button("Never ask this", actions.PREVIEW_NEVER, *which, danger=True),
    ]


def accepted(day: date) -> Reply:
    """The host said yes."""
    reply = sentence(f"It will be posted on {weekday(day)}.")
    return Reply(reply.parts, summary=reply.summary, replaces=True)


def no_other(voice: Voice) -> Reply:
    """There is nothing else to show."""
    return sentence(
        "There is no other question for that day. You can write one:",
        voice.button("Write a question", actions.WRITE_QUESTION, main=True),
    )


def too_late() -> Reply:
    """The day has its question."""
    return sentence("That day has had its question.")


def not_yours(voice: Voice) -> Reply:
    """Only the host decides."""
    return sentence(f"Only {voice.admins} or the host of that quiz can decide this.")


def drought(voice: Voice, schedule: Schedule, left: int) -> Reply:
    """Questions run out within a week, and what would help."""
    less = {"written": "that your team wrote", "bank": "of the bank"}.get(schedule.source, "")
    kind = f" {less}" if less else ""
    text = f"For the daily question that you host, {count(left, 'question')}{kind} "
    text += f"{'is' if left == 1 else 'are'} left for the week to come; after that the oldest come "
    text += "again."
    helps = ["Write some"]
    helps += ["take others too: daily source any"] if less else ["practise generated ones: quiz"]
    helps += ["widen its topics: daily topics all"] if schedule.topics else []
    parts: tuple[Part, ...] = (
        Prose(text),
        Hint(f"What helps: {'; '.join(helps).lower()}."),
        *rows([voice.button("Write a question", actions.WRITE_QUESTION, main=True)]),
    )
    return Reply(parts, summary=first_line(text))
