"""The daily quiz as people arrange it: when it runs, changes, and what everybody hears later."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from bot import actions
from bot.messages import (
    Action,
    Button,
    Buttons,
    Called,
    Facts,
    Field,
    Form,
    Heading,
    Hint,
    Part,
    Prose,
    Reply,
)
from bot.quiz.moderation import HOLD_REASONS
from bot.quiz.rounds import Reveal
from bot.quiz.scoreboards import Board
from bot.replies.board import leaders
from bot.replies.voice import (
    Voice,
    called,
    count,
    day_name,
    first_line,
    listed,
    moment,
    month,
    rows,
    sentence,
    weekday,
)
from bot.schedule import DAY_NAMES, describe, known_zone, quiz_day
from bot.store.records import Schedule
from bot.text import shorten


def shown(
    voice: Voice,
    schedule: Schedule | None,
    following: Sequence[datetime],
    now: datetime,
    *,
    may_change: bool,
) -> Reply:
    """When the quiz runs here and the next posts, or how to begin."""
    if schedule is None or schedule.off:
        return _none(voice, schedule, may_change=may_change)
    head = f"Daily quiz: {describe(schedule.timing)}"
    parts: list[Part] = [Heading(head)]
    if schedule.topics:
        parts.append(Prose(f"On {listed(schedule.topics)}."))
    if schedule.paused_until:
        why = f" ({schedule.reason})" if schedule.reason else ""
        if (today := quiz_day(schedule.timing, now)) < schedule.paused_until:
            parts.append(Prose(f"Paused until {day_name(schedule.paused_until, today)}{why}."))
    if schedule.reveal == "later":
        parts.append(Prose("Answers can be changed until the question closes; verdicts come then."))
    if schedule.source != "any":
        parts.append(Prose(_SOURCES[schedule.source]))
    if schedule.preview:
        parts.append(Prose("Whoever set it up sees each question the day before."))
    if following:
        parts += [Prose("Next:"), Facts(tuple(_post_line(at, now) for at in following))]
        parts.append(
            moment("By your clock the next one comes", following[0], now, known_zone(schedule.zone))
        )
    return Reply((*parts, *rows(_changes(voice, schedule, now, may_change))), summary=head)


_SOURCES = {
    "written": "Only questions that your team wrote.",
    "bank": "Only questions of the bundled bank.",
}


def _post_line(at: datetime, now: datetime) -> str:
    today = now.astimezone(at.tzinfo).date()
    named = day_name(at.date(), today)
    weekday = DAY_NAMES[at.weekday()]
    day = named if named == weekday else f"{weekday} {named}"
    if at.date() - today in (timedelta(0), timedelta(1)):
        day = f"{named}, {weekday}"
    return f"{day} at {at:%H:%M} ({at.tzname()})"


def _none(voice: Voice, schedule: Schedule | None, *, may_change: bool) -> Reply:
    why = f" ({schedule.reason})" if schedule and schedule.reason else ""
    text = f"There is no daily quiz here{why or ' yet'}."
    if not may_change:
        return sentence(
            f"{text} Only {voice.admins} can start one.",
            voice.button("Quiz me", actions.QUIZ, ""),
        )
    parts: tuple[Part, ...] = (
        Prose(text),
        Hint(f"Start one: {voice.line('daily 09:00 Europe/Berlin weekdays')}"),
        *rows(
            [
                voice.button("Set it up", actions.SCHEDULE, main=True),
                voice.button("Ask one now", actions.DAILY_NOW),
            ]
        ),
    )
    return Reply(parts, summary=text)


def _changes(voice: Voice, schedule: Schedule, now: datetime, may_change: bool) -> list[Button]:
    if not may_change:
        return [_tell_me(voice)]
    buttons = [
        voice.button("Change", actions.SCHEDULE),
        voice.button("Ask one now", actions.DAILY_NOW),
    ]
    if schedule.paused_until and quiz_day(schedule.timing, now) < schedule.paused_until:
        buttons.append(voice.button("Go on", actions.DAILY_RESUME))
    return [*buttons, voice.button("Switch off", actions.DAILY_OFF), _tell_me(voice)]


def saved(voice: Voice, schedule: Schedule, following: Sequence[datetime], now: datetime) -> Reply:
    """Confirms a change, with the schedule as it is from now on."""
    said = shown(voice, schedule, following, now, may_change=True)
    return Reply((Prose("Saved.", strong=True), *said.parts), summary=f"Saved. {said.summary}")


def without_channel(reply: Reply) -> Reply:
    """A reply for somebody who is not in the channel: its buttons would mean the place they are."""
    parts = tuple(part for part in reply.parts if not isinstance(part, Buttons))
    return Reply(parts, summary=reply.summary, errors=reply.errors)


def told(voice: Voice) -> Reply:
    """Confirms that they are named each day."""
    return sentence(
        "You are named each day when the question comes here.",
        voice.button("Don't tell me", actions.TELL_ME_NOT),
    )


def told_no_more(voice: Voice) -> Reply:
    """Confirms that they are not."""
    return sentence(
        "You are not named when the question comes here.",
        voice.button("Tell me each day", actions.TELL_ME),
    )


def enough_told(most: int) -> Reply:
    """Refuses one more name."""
    return sentence(f"{most} people are named here already: that is as many as I may.")


def calling(voice: Voice, users: Sequence[str], day: date) -> Reply:
    """Names those who asked for it, below the question."""
    text = "The question of the day is here."
    buttons = rows([voice.button("Don't tell me", actions.TELL_ME_NOT)])
    parts: tuple[Part, ...] = (Called(tuple(users)), Prose(text), *buttons)
    return Reply(parts, private=False, summary=text, thread=thread_name(day))


def begins(voice: Voice, schedule: Schedule, first: datetime | None, now: datetime) -> Reply:
    """Tells the channel that it has a question of the day from now on."""
    head = f"A question of the day comes here from now on: {describe(schedule.timing)}."
    how = "Answer with its buttons; only you see whether you were right."
    mine = f"Your points and streak: {voice.line('me')}. Practise alone: {voice.line('quiz')}"
    zone = known_zone(schedule.zone)
    when = (moment("The first one comes", first, now, zone, small=False),) if first else ()
    parts: tuple[Part, ...] = (Prose(head), *when, Hint(how), Hint(mine), *rows([_tell_me(voice)]))
    return Reply(parts, private=False, summary=head)


def _tell_me(voice: Voice) -> Button:
    return voice.button("Tell me each day", actions.TELL_ME)


def cannot_post(hindrance: str) -> Reply:
    """Refuses a schedule for a channel in which it could not be kept."""
    return sentence(f"Nothing was saved, because I couldn't post here. {hindrance}")


def switched_off(voice: Voice, was_on: bool) -> Reply:
    """Confirms that the quiz is off, or says that there was none."""
    if not was_on:
        return sentence("There was no daily quiz here; nothing changed.")
    text = "The daily quiz here is off. Points and streaks stay."
    return sentence(text, voice.button("Start again", actions.DAILY_RESUME))


def paused(voice: Voice, until: date, today: date) -> Reply:
    """Confirms a pause, with the day on which the quiz comes again."""
    text = (
        f"Paused: the next question comes no earlier than {day_name(until, today)}. Streaks stay."
    )
    return sentence(text, voice.button("Go on now", actions.DAILY_RESUME))


def not_paused(voice: Voice) -> Reply:
    """Says that there is no quiz here to pause or to resume."""
    return sentence(
        "There is no daily quiz here to pause.", voice.button("Set it up", actions.SCHEDULE)
    )


def past_date(until: date) -> Reply:
    """Refuses a pause that would be over already."""
    return sentence(f"{until:%Y-%m-%d} is not in the future, so nothing was changed.")


def posted(already: bool) -> Reply:
    """The asker of `daily now` hears that it is there."""
    if already:
        return sentence("Today's question is already here; there is one a day in a channel.")
    return sentence("Here it is: everybody in this channel can answer.")


def not_posted() -> Reply:
    """Says that the platform did not take the question."""
    return sentence("I couldn't post here just now. Nothing was counted; please try again soon.")


def place_gone() -> Reply:
    """Says that the companion is no member of the channel."""
    return sentence("I can't post in this channel: please invite me first.")


def nothing_to_ask(topics: Sequence[str]) -> Reply:
    """Says that the notes have no question left for this channel."""
    on = f" on {listed(topics)}" if topics else ""
    return sentence(f"The notes have no question{on} that I could ask here now.")


def only_in_channels(voice: Voice) -> Reply:
    """Says that a daily quiz runs in channels, not in private."""
    return sentence(
        "A daily quiz runs in a channel. Here I can quiz you alone:",
        voice.button("Quiz me", actions.QUIZ, ""),
    )


def not_allowed(voice: Voice, schedule: Schedule | None) -> Reply:
    """Says who may change the quiz, and when it runs meanwhile."""
    runs = (
        f" It runs {describe(schedule.timing)}."
        if schedule and not schedule.off
        else " None runs at the moment."
    )
    return sentence(f"Only {voice.admins} can change the daily quiz here.{runs}")


def unknown_topics(unknown: Sequence[str], near: Sequence[str]) -> Reply:
    """Topics that the notes don't have; nothing was changed."""
    names = listed([f"“{name}”" for name in unknown])
    close = f" Close by: {listed(list(near[:4]), 'or')}." if near else ""
    return sentence(f"The notes have no topic {names}, so nothing was changed.{close}")


def needs_time(voice: Voice) -> Reply:
    """Asks for the time that a first schedule needs."""
    line = voice.line("daily 09:00 Europe/Berlin weekdays")
    return sentence(f"At what time should the question come? Try: {line}")


# ---------------------------------------------------------------- the form

REVEALS = (("now", "At once, to each person"), ("later", "When the question closes"))


def schedule_form(schedule: Schedule | None, zone: str, sends: Action) -> Form:
    """The form with time, zone, weekdays, topics and reveal."""
    days = schedule.weekdays if schedule else range(5)
    return Form(
        "Daily quiz",
        (
            Field("time", "Time", "time", f"{schedule.at:%H:%M}" if schedule else "09:00"),
            Field("zone", "Time zone", "zone", schedule.zone if schedule else zone),
            Field(
                "weekdays",
                "Days",
                "choices",
                ",".join(str(day) for day in sorted(days)),
                tuple((str(number), name) for number, name in enumerate(DAY_NAMES)),
            ),
            Field(
                "topics",
                "Topics",
                "text",
                ", ".join(schedule.topics) if schedule else "",
                optional=True,
                hint="Separated by commas; empty for everything in the notes.",
            ),
            Field(
                "reveal",
                "People learn whether they were right",
                "choice",
                schedule.reveal if schedule else "now",
                REVEALS,
            ),
        ),
        sends,
    )


# ---------------------------------------------------------------- after a question closed


def thread_recap(
    voice: Voice, shown: Reveal, board: Board, streaks: Sequence[tuple[str, int]]
) -> Reply:
    """Under the reveal: how it went, who leads, streaks worth naming."""
    text = "Nobody answered this time. The next one is a new chance."
    if shown.answered:
        text = f"{shown.right} of {count(shown.answered, 'answer')} right."
    if shown.round.void:
        text = voided(shown.round.void)
    parts: list[Part] = [Prose(text)]
    if board.goal and board.goal.answered:
        goal = board.goal
        parts.append(Hint(f"Together: {goal.points:,} of {goal.target:,} points this month"))
    elif first := leaders(board):
        parts.append(Hint(f"This month: {first}"))
    if streaks:
        named = ", ".join(f"{called(name)} {count(days, 'day')}" for name, days in streaks[:5])
        parts.append(Hint(f"Streaks: {named}"))
    parts += rows([voice.button("Leaderboard", actions.BOARD, "month", "channel", "points")])
    thread = thread_name(shown.round.day)
    return Reply(tuple(parts), private=False, summary=text, thread=thread)


def thread_name(day: date | None) -> str:
    """What the thread of a day's question is called where it needs a name."""
    return f"{weekday(day)} {day.day} {month(day)}" if day else ""


def voided(reason: str) -> str:
    """What a question that doesn't count is told about."""
    because = f" ({HOLD_REASONS.get(reason, reason)})" if reason else ""
    return f"This question was taken back{because}: no points for anyone, streaks stay."


def corrected(reason: str, day: date) -> Reply:
    """Tells the channel that a question was taken back after its reveal."""
    because = f": {HOLD_REASONS.get(reason, reason)}" if reason else ""
    text = f"Correction: the question above was taken back{because}. "
    text += "Its points are off everybody's score; streaks stay."
    named = thread_name(day)
    return Reply((Prose(text),), private=False, summary=first_line(text), thread=named)


def weekly_recap(
    ranking: Reply | None,
    counted: Mapping[date, tuple[int, int]],
    day: date,
    taken_back: int = 0,
    chart: tuple[Part, ...] = (),
) -> Reply:
    """The week in a few lines; without a ranking when nobody played for points.

    *counted* holds each day's answers and how many of them were right.
    """
    head = "The week in short"
    answered, right = (sum(figures[at] for figures in counted.values()) for at in (0, 1))
    text = (
        f"{count(answered, 'answer')}, {right} right."
        if answered
        else "A quiet week: nobody answered a question of the day."
    )
    if taken_back and not answered:
        text = f"{count(taken_back, 'answer')}, all to questions that were taken back."
    elif taken_back:
        text += f" {taken_back} more to questions that were taken back."
    parts = (Heading(head), Prose(text), *chart, *(ranking.parts if ranking else ()))
    summary = f"{head}: {text}"
    return Reply(parts, private=False, summary=summary, thread=thread_name(day))


def reminder(voice: Voice, due: int) -> Reply:
    """A direct message: what is due today."""
    text = f"{count(due, 'review')} due today. A few minutes will do."
    buttons = rows(
        [
            voice.button("Review now", actions.REVIEW, main=True),
            voice.button("Reminders and settings", actions.SETTINGS),
        ]
    )
    return Reply((Prose(text), *buttons), summary=text)


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
    text = f"Three times in a row I could not {missing}: {why}. The daily quiz is off for now; "
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
    text = f"The daily quiz that you set up can't run: {wrong}. Please set it again in its "
    text += f"channel: {voice.line('daily 09:00 Europe/Berlin weekdays')}"
    return Reply((Prose(text),), summary=first_line(text))


def paused_for_admin(why: str) -> Reply:
    """Told once to whoever set it up: the channel is out of reach."""
    text = f"I can't post the daily quiz any more ({why}), so it is switched off."
    return Reply((Prose(text),), summary=text)
