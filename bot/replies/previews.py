"""To whoever hosts a daily question: tomorrow's question, and that questions run out."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, assert_never

from bot import actions
from bot.language import _, plural
from bot.messages import Button, ChannelLines, Heading, Hint, Part, Prose, Reply
from bot.replies.options import marked
from bot.replies.questions import ORIGINS
from bot.replies.voice import (
    Voice,
    explained,
    first_line,
    full_stop,
    in_full,
    meant,
    places,
    rows,
    sentence,
    weekday,
)
from bot.store.records import Schedule
from knowledge.model import Question

Remedy = Literal["write", "practise", "source", "topics", "plan"]  # against a drought


def shown(
    voice: Voice,
    schedule: Schedule,
    day: date,
    question: Question,
    *,
    editable: bool,
    is_open: bool,
) -> Reply:
    """A day's question with its answer, unless it is open now, and what one can do about it."""
    head = _("To come on {day} · {topic}", day=weekday(day), topic=question.topic)
    told = _open_now() if is_open else _answered(question)
    stands = " · ".join(places(question.sources)[:2])
    parts: tuple[Part, ...] = (
        Heading(head),
        ChannelLines((meant(schedule.channel),)),
        *in_full(question.stem, strong=True),
        *told,
        Hint(" · ".join(filter(None, (_(ORIGINS[question.origin]), question.id, stands)))),
        Hint(_otherwise(question)),
        *rows(_choices(voice, schedule, day, question, editable=editable)),
    )
    return Reply(parts, summary=first_line(f"{head}: {question.stem}"), replaces=True)


def _answered(question: Question) -> tuple[Part, ...]:
    answer = _("Answer: {answer}", answer=full_stop(question.right))
    right = () if question.options else (Prose(answer),)
    why = explained(question.explanation) if question.explanation else ()
    return (*marked(question, ()), *right, *why)


def _open_now() -> tuple[Part, ...]:
    return (Hint(_("It is open in a channel now: its answer comes when it closes.")),)


def _otherwise(question: Question) -> str:
    """What happens without an answer."""
    if question.written:
        return _("If you do nothing, it is posted.")
    return _("It was generated: without your yes it is posted only if people have practised it.")


def _choices(
    voice: Voice, schedule: Schedule, day: date, question: Question, *, editable: bool
) -> list[Button]:
    which = (schedule.channel, day.isoformat(), question.id)
    return [
        voice.button(_("Post it"), actions.PREVIEW_POST, *which, main=True),
        voice.button(_("Another one"), actions.PREVIEW_OTHER, *which),
        *((voice.button(_("Edit"), actions.EDIT_QUESTION, question.id),) if editable else ()),
        voice.button(_("Never ask this"), actions.PREVIEW_NEVER, *which, danger=True),
    ]


def accepted(day: date) -> Reply:
    """The host said yes."""
    reply = sentence(_("It will be posted on {day}. You earn no points with it.", day=weekday(day)))
    return Reply(reply.parts, summary=reply.summary, replaces=True)


def no_other(voice: Voice, day: date) -> Reply:
    """There is nothing else to show."""
    text = _(
        "There is no other question for {day}, so none is asked then unless you write one:",
        day=weekday(day),
    )
    return sentence(
        text,
        voice.button(_("Write a question"), actions.WRITE_QUESTION, main=True),
    )


def too_late() -> Reply:
    """The day has its question."""
    return sentence(_("That day has had its question."))


def not_yours(voice: Voice) -> Reply:
    """Only the host decides."""
    return sentence(
        _("Only {admins} or the host of that quiz can decide this.", admins=voice.admins)
    )


def drought(voice: Voice, schedule: Schedule, left: int, helps: Sequence[Remedy]) -> Reply:
    """Questions run out within a week, and what would help."""
    text = _(
        "The daily question that you host has {questions} left for the week to come; after that "
        "the oldest come again.",
        questions=_left(schedule, left),
    )
    listed = "; ".join(_remedy(voice, one) for one in helps)
    parts: tuple[Part, ...] = (
        ChannelLines((meant(schedule.channel),)),
        Prose(text),
        *((Hint(_("What helps: {list}.", list=listed)),) if helps else ()),
        *rows(
            [voice.button(_("Write a question"), actions.WRITE_QUESTION, main=True)]
            if "write" in helps
            else ()
        ),
    )
    return Reply(parts, summary=first_line(text))


def _remedy(voice: Voice, helps: Remedy) -> str:
    """Something that would bring more questions."""
    match helps:
        case "write":
            return _("write some")
        case "practise":
            return _("practise generated ones: {line}", line=voice.line("quiz"))
        case "source":
            return _("take others too: {line}", line=voice.line("daily source any"))
        case "topics":
            return _("widen its topics: {line}", line=voice.line("daily topics all"))
        case "plan":
            return _("give its plan more topics, or end it: {line}", line=voice.line("plan"))
        case _:
            assert_never(helps)


def _left(schedule: Schedule, left: int) -> str:
    """How many questions there are of those that it draws from."""
    match schedule.source:
        case "written":
            return plural("{number} question of your team", "{number} questions of your team", left)
        case "bank":
            return plural("{number} question of the bank", "{number} questions of the bank", left)
        case _:
            return plural("{number} question", "{number} questions", left)
