"""The daily question as people arrange it: when it comes, what changes, what the channel hears."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from bot import actions
from bot.messages import (
    Action,
    Button,
    Buttons,
    Called,
    ChannelLine,
    ChannelLines,
    Facts,
    Field,
    Form,
    Heading,
    Hint,
    Part,
    Prose,
    Reply,
)
from bot.replies.recaps import thread_name
from bot.replies.voice import Voice, day_name, listed, moment, rows, sentence
from bot.schedule import DAY_NAMES, describe, known_zone, quiz_day
from bot.store.records import Schedule


def shown(
    voice: Voice,
    schedule: Schedule | None,
    following: Sequence[datetime],
    now: datetime,
    *,
    may_change: bool,
    told: bool = False,
) -> Reply:
    """When the quiz runs here and the next posts, or how to begin."""
    if schedule is None or schedule.off:
        return _none(voice, schedule, may_change=may_change)
    head = f"Daily question: {describe(schedule.timing)}"
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
        parts.append(moment("The next one comes", following[0], now, known_zone(schedule.zone)))
    return Reply((*parts, *rows(_changes(voice, schedule, now, may_change, told))), summary=head)


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
    text = f"There is no daily question here{why or ' yet'}."
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
                voice.button("Post a question now", actions.DAILY_NOW),
            ]
        ),
    )
    return Reply(parts, summary=text)


def _changes(
    voice: Voice, schedule: Schedule, now: datetime, may_change: bool, told: bool
) -> list[Button]:
    callout = _tell_me_not(voice) if told else _tell_me(voice)
    if not may_change:
        return [callout]
    buttons = [
        voice.button("Change", actions.SCHEDULE),
        voice.button("Post a question now", actions.DAILY_NOW),
    ]
    if schedule.paused_until and quiz_day(schedule.timing, now) < schedule.paused_until:
        buttons.append(voice.button("Go on", actions.DAILY_RESUME))
    return [*buttons, voice.button("Switch off", actions.DAILY_OFF), callout]


def saved(
    voice: Voice, schedule: Schedule, following: Sequence[datetime], now: datetime, *, told: bool
) -> Reply:
    """Confirms a change, with the schedule as it is from now on."""
    said = shown(voice, schedule, following, now, may_change=True, told=told)
    return Reply((Prose("Saved.", strong=True), *said.parts), summary=f"Saved. {said.summary}")


def from_elsewhere(reply: Reply, channel: str) -> Reply:
    """A reply for somebody who is not in the channel: its buttons would mean the place they are."""
    parts = tuple(part for part in reply.parts if not isinstance(part, Buttons))
    named = (ChannelLines((_meant(channel),)),) if parts else ()
    return Reply((*named, *parts), summary=reply.summary, errors=reply.errors)


def _meant(channel: str) -> ChannelLine:
    return ChannelLine(channel, "is the channel that this is about.")


def told(voice: Voice) -> Reply:
    """Confirms that they are named each day."""
    return sentence("You are pinged here each day when the question comes.", _tell_me_not(voice))


def told_no_more(voice: Voice) -> Reply:
    """Confirms that they are not."""
    return sentence("You are no longer pinged when the question comes here.", _tell_me(voice))


def enough_told(most: int) -> Reply:
    """Refuses one more name."""
    return sentence(f"{most} people are named here already: that is as many as I may.")


def calling(voice: Voice, users: Sequence[str], day: date) -> Reply:
    """Names those who asked for it, below the question."""
    text = "The daily question is here."
    buttons = rows([_tell_me_not(voice)])
    parts: tuple[Part, ...] = (Called(tuple(users)), Prose(text), *buttons)
    return Reply(parts, private=False, summary=text, thread=thread_name(day))


def begins(voice: Voice, schedule: Schedule, first: datetime | None, now: datetime) -> Reply:
    """Tells the channel that it has a daily question from now on."""
    head = f"A daily question comes here from now on: {describe(schedule.timing)}."
    how = "Answer with its buttons; you alone are told at once whether you were right."
    mine = f"Your points and streak: {voice.line('me')}. Practise alone: {voice.line('quiz')}"
    zone = known_zone(schedule.zone)
    when = (moment("The first one comes", first, now, zone, small=False),) if first else ()
    parts: tuple[Part, ...] = (Prose(head), *when, Hint(how), Hint(mine), *rows([_tell_me(voice)]))
    return Reply(parts, private=False, summary=head)


def moved(voice: Voice, schedule: Schedule, first: datetime | None, now: datetime) -> Reply:
    """Tells the channel that its daily question comes at other times than it was told."""
    text = f"The daily question now comes {describe(schedule.timing)}."
    zone = known_zone(schedule.zone)
    when = (moment("The next one comes", first, now, zone, small=False),) if first else ()
    parts: tuple[Part, ...] = (Prose(text), *when, *rows([_tell_me(voice)]))
    return Reply(parts, private=False, summary=text)


def _tell_me(voice: Voice) -> Button:
    return voice.button("Ping me each day", actions.TELL_ME)


def _tell_me_not(voice: Voice) -> Button:
    return voice.button("Stop pinging me", actions.TELL_ME_NOT)


def cannot_post(hindrance: str) -> Reply:
    """Refuses a schedule for a channel in which it could not be kept."""
    return sentence(f"Nothing was saved, because I couldn't post here. {hindrance}")


def switched_off(voice: Voice, was_on: bool) -> Reply:
    """Confirms that the quiz is off, or says that there was none."""
    if not was_on:
        return sentence("There was no daily question here; nothing changed.")
    text = "The daily question here is off. Points and streaks stay."
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
        "There is no daily question here to pause.", voice.button("Set it up", actions.SCHEDULE)
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
    """Says that a daily question comes in channels, not in private."""
    return sentence(
        f"The daily question comes in a channel: {begun_there(voice)}. Here I can quiz you alone:",
        voice.button("Quiz me", actions.QUIZ, ""),
    )


def begun_there(voice: Voice) -> str:
    """How it is set up, for those who are in no channel."""
    where = "invite me there, then type" if voice.platform == "slack" else "in that channel, type"
    return f"{where} {voice.line('daily')}"


MOST_OFFERED = 5  # channels that one is asked to choose among


def which_channel(voice: Voice, runs: Mapping[str, str]) -> Reply:
    """Asks which channel is meant; *runs* says when a question comes in each, if it does."""
    text = "The daily question comes in a channel. Which one?"
    offered = list(runs.items())[:MOST_OFFERED]
    number = [f" {at}" if len(offered) > 1 else "" for at in range(1, len(offered) + 1)]
    lines = tuple(ChannelLine(channel, at or "no daily question yet") for channel, at in offered)
    buttons = [
        voice.button(f"{'Change' if at else 'Set up'}{n}", actions.SET_UP, channel)
        for (channel, at), n in zip(offered, number, strict=True)
    ]
    return Reply((Prose(text), ChannelLines(lines), *rows(buttons)), summary=text)


def not_allowed(voice: Voice, schedule: Schedule | None) -> Reply:
    """Says who may change the quiz, and when it runs meanwhile."""
    runs = (
        f" It runs {describe(schedule.timing)}."
        if schedule and not schedule.off
        else " None runs at the moment."
    )
    return sentence(f"Only {voice.admins} can change the daily question here.{runs}")


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


def schedule_form(schedule: Schedule | None, zone: str, sends: Action, channel: str) -> Form:
    """The form with time, zone, weekdays, topics and reveal of a channel's daily question."""
    days = schedule.weekdays if schedule else range(5)
    return Form(
        "Daily question",
        (
            Field("time", "Time", "time", f"{schedule.at:%H:%M}" if schedule else "09:00"),
            Field(
                "zone",
                "Time zone",
                "zone",
                schedule.zone if schedule else zone,
                hint="A city or a name such as Europe/Berlin.",
            ),
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
        about=_meant(channel),
    )
