"""The daily question as people arrange it: when it comes, what changes, what the channel hears."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot import actions
from bot.language import _, either, later, listed
from bot.messages import (
    Button,
    Buttons,
    Called,
    ChannelLine,
    ChannelLines,
    Facts,
    Heading,
    Hint,
    Moment,
    Part,
    Prose,
    Reply,
)
from bot.replies.recaps import thread_name
from bot.replies.voice import Voice, day_name, moment, quoted, rows, sentence, weekday
from bot.schedule import describe, known_zone, quiz_day
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
    head = _("Daily question: {times}", times=describe(schedule.timing))
    parts: list[Part] = [Heading(head), *_as_it_is(schedule, now)]
    if following:
        parts += [Prose(_("Next:")), Facts(tuple(_post_line(at, now) for at in following))]
        parts.append(moment(_("The next one comes"), following[0], now, known_zone(schedule.zone)))
    return Reply((*parts, *rows(_changes(voice, schedule, now, may_change, told))), summary=head)


def _as_it_is(schedule: Schedule, now: datetime) -> list[Part]:
    """What is unusual about it."""
    parts: list[Part] = []
    if schedule.topics:
        parts.append(Prose(_("On {topics}.", topics=listed(schedule.topics))))
    today = quiz_day(schedule.timing, now)
    if schedule.paused_until and today < schedule.paused_until:
        day = day_name(schedule.paused_until, today)
        why = f" ({_(schedule.reason)})" if schedule.reason else ""
        parts.append(Prose(_("Paused until {day}", day=day) + f"{why}."))
    if schedule.reveal == "later":
        parts.append(
            Prose(_("Answers can be changed until the question closes; verdicts come then."))
        )
    if schedule.source != "any":
        parts.append(Prose(_(_SOURCES[schedule.source])))
    if schedule.preview:
        parts.append(Prose(_("Whoever set it up sees each question the day before.")))
    return parts


_SOURCES = {
    "written": later("Only questions that your team wrote."),
    "bank": later("Only questions of the bundled bank."),
}


def _post_line(at: datetime, now: datetime) -> str:
    today = now.astimezone(at.tzinfo).date()
    named = day_name(at.date(), today)
    name = weekday(at.date())
    day = named if named == name else f"{name} {named}"
    if at.date() - today in (timedelta(0), timedelta(1)):
        day = f"{named}, {name}"
    return _("{day} at {time} ({zone})", day=day, time=f"{at:%H:%M}", zone=at.tzname())


def _none(voice: Voice, schedule: Schedule | None, *, may_change: bool) -> Reply:
    text = _("There is no daily question here yet.")
    if schedule and schedule.reason:
        text = _("There is no daily question here ({reason}).", reason=_(schedule.reason))
    if not may_change:
        return sentence(
            text + " " + _("Only {admins} can start one.", admins=voice.admins),
            voice.button(_("Quiz me"), actions.QUIZ, ""),
        )
    parts: tuple[Part, ...] = (
        Prose(text),
        *rows(
            [
                voice.button(_("Set it up"), actions.SCHEDULE, main=True),
                voice.button(_("Post a question now"), actions.DAILY_NOW),
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
        voice.button(_("Change"), actions.SCHEDULE),
        voice.button(_("Post a question now"), actions.DAILY_NOW),
    ]
    if schedule.paused_until and quiz_day(schedule.timing, now) < schedule.paused_until:
        buttons.append(voice.button(_("Go on"), actions.DAILY_RESUME))
    return [*buttons, voice.button(_("Switch off"), actions.DAILY_OFF), callout]


def saved(
    voice: Voice, schedule: Schedule, following: Sequence[datetime], now: datetime, *, told: bool
) -> Reply:
    """Confirms a change, with the schedule as it is from now on."""
    if schedule.off:
        return _saved_while_off(voice, schedule, now)
    text = _("Saved: a daily question {times}.", times=describe(schedule.timing))
    zone = known_zone(schedule.zone)
    first = (moment(_("The next one comes"), at, now, zone) for at in following[:1])
    buttons = rows(_changes(voice, schedule, now, may_change=True, told=told))
    parts = (Prose(text, strong=True), *_as_it_is(schedule, now), *first, *buttons)
    return Reply(parts, summary=text)


def _saved_while_off(voice: Voice, schedule: Schedule, now: datetime) -> Reply:
    """Confirms a change of a quiz that is off, and stays so."""
    text = _("Saved. The daily question here is off.")
    on = rows([voice.button(_("Start again"), actions.DAILY_RESUME)])
    return Reply((Prose(text, strong=True), *_as_it_is(schedule, now), *on), summary=text)


def from_elsewhere(voice: Voice, reply: Reply, channel: str) -> Reply:
    """A reply for somebody who is not in the channel: its buttons would mean the place they are,
    but for the one that names the channel.
    """
    parts = tuple(part for part in reply.parts if not isinstance(part, Buttons))
    if not parts:
        return Reply(summary=reply.summary, errors=reply.errors)
    change = rows([voice.button(_("Change"), actions.SET_UP, channel)])
    named = ChannelLines((ChannelLine(channel, _("is the channel that this is about.")),))
    return Reply((named, *parts, *change), summary=reply.summary, errors=reply.errors)


def told(voice: Voice) -> Reply:
    """Confirms that they are named each day."""
    return sentence(_("You are pinged here each day when the question comes."), _tell_me_not(voice))


def told_no_more(voice: Voice) -> Reply:
    """Confirms that they are not."""
    return sentence(_("You are no longer pinged when the question comes here."), _tell_me(voice))


def enough_told(most: int) -> Reply:
    """Refuses one more name."""
    return sentence(
        _("{number} people are named here already: that is as many as I may.", number=most)
    )


def calling(voice: Voice, users: Sequence[str], role: str, day: date) -> Reply:
    """Names those who asked for it, below the question."""
    text = _("The daily question is here.")
    buttons = rows([_tell_me_not(voice)])
    parts: tuple[Part, ...] = (Called(tuple(users), role), Prose(text), *buttons)
    return Reply(parts, private=False, summary=text, thread=thread_name(day))


def begins(voice: Voice, schedule: Schedule, first: datetime | None, now: datetime) -> Reply:
    """Tells the channel that it has a daily question from now on."""
    head = _("A daily question comes here from now on: {times}.", times=describe(schedule.timing))
    seen = _("Tap an answer: you alone are told at once whether it was right.")
    if schedule.reveal == "later":
        seen = _("Tap an answer: nobody else sees it, and you may change it until the close.")
    how = _(
        "A right one brings 10 points. Each question is open until an hour before the next one, a "
        "day at most."
    )
    mine = _(
        "Your points and streak: {me} · Practice for you alone: {quiz}",
        me=voice.line("me"),
        quiz=voice.line("quiz"),
    )
    when = _when(_("First question:"), schedule, first, now)
    parts: tuple[Part, ...] = (
        Prose(head), *when, Hint(f"{seen} {how}"), Hint(mine), *rows([_tell_me(voice)]),
    )  # fmt: skip
    return Reply(parts, private=False, summary=head)


def moved(voice: Voice, schedule: Schedule, first: datetime | None, now: datetime) -> Reply:
    """Tells the channel that its daily question comes at other times than it was told."""
    text = _("The daily question now comes {times}.", times=describe(schedule.timing))
    when = _when(_("Next question:"), schedule, first, now)
    parts: tuple[Part, ...] = (Prose(text), *when, *rows([_tell_me(voice)]))
    return Reply(parts, private=False, summary=text)


def _when(
    lead: str, schedule: Schedule, first: datetime | None, now: datetime
) -> tuple[Moment, ...]:
    """A moment in a message that stays: it is right to read before and after it."""
    if first is None:
        return ()
    told = moment(lead, first, now, known_zone(schedule.zone), small=False)
    return (replace(told, stays=True),)


def _tell_me(voice: Voice) -> Button:
    return voice.button(_("Ping me each day"), actions.TELL_ME)


def _tell_me_not(voice: Voice) -> Button:
    return voice.button(_("Stop pinging me"), actions.TELL_ME_NOT)


def cannot_post(hindrance: str) -> Reply:
    """Refuses a schedule for a channel in which it could not be kept."""
    text = _("Nothing was saved, because I couldn't post here.")
    return sentence(f"{text} {hindrance}")


def switched_off(voice: Voice, was_on: bool) -> Reply:
    """Confirms that the quiz is off, or says that there was none."""
    if not was_on:
        return sentence(_("There was no daily question here; nothing changed."))
    text = _("The daily question here is off. Points and streaks stay.")
    return sentence(text, voice.button(_("Start again"), actions.DAILY_RESUME))


def paused(voice: Voice, until: date, today: date) -> Reply:
    """Confirms a pause, with the day on which the quiz comes again."""
    text = _(
        "Paused: the next question comes no earlier than {day}. Streaks stay.",
        day=day_name(until, today),
    )
    return sentence(text, voice.button(_("Go on now"), actions.DAILY_RESUME))


def not_paused(voice: Voice) -> Reply:
    """Says that there is no quiz here to pause or to resume."""
    return sentence(
        _("There is no daily question here to pause."),
        voice.button(_("Set it up"), actions.SCHEDULE),
    )


def past_date(until: date) -> Reply:
    """Refuses a pause that would be over already."""
    return sentence(_("{day} is not in the future, so nothing was changed.", day=until.isoformat()))


def posted(already: bool) -> Reply:
    """The asker of `daily now` hears that it is there."""
    if already:
        return sentence(_("Today's question is already here; there is one a day in a channel."))
    return sentence(_("Here it is: everybody in this channel can answer."))


def not_posted() -> Reply:
    """Says that the platform did not take the question."""
    return sentence(_("I couldn't post here just now. Nothing was counted; please try again soon."))


def place_gone() -> Reply:
    """Says that the companion is no member of the channel."""
    return sentence(_("I can't post in this channel: please invite me first."))


def nothing_to_ask(topics: Sequence[str]) -> Reply:
    """Says that the notes have no question left for this channel."""
    if not topics:
        return sentence(_("The notes have no question that I could ask here now."))
    text = _(
        "The notes have no question on {topics} that I could ask here now.", topics=listed(topics)
    )
    return sentence(text)


def only_in_channels(voice: Voice) -> Reply:
    """Says that a daily question comes in channels, not in private."""
    return sentence(
        _(
            "The daily question comes in a channel. To set it up, {how}. "
            "Here I can quiz you alone:",
            how=begun_there(voice),
        ),
        voice.button(_("Quiz me"), actions.QUIZ, ""),
    )


def begun_there(voice: Voice) -> str:
    """How it is set up, for those who are in no channel."""
    line = voice.line("daily set") if voice.platform == "discord" else voice.line("daily")
    if voice.platform == "slack":
        return _("invite me into its channel, then type {line} there", line=line)
    return _("go to its channel and type {line}", line=line)


def no_forums() -> Reply:
    """Says that there are no forums here."""
    return sentence(_("Forums are something that Discord has; there are none here."))


def which_forum(voice: Voice) -> Reply:
    """Says how a forum is chosen."""
    line = voice.line("daily forum")
    return sentence(_("Choose the forum from the menu: {line}", line=line))


MOST_OFFERED = 5  # channels that one is asked to choose among


def which_channel(voice: Voice, runs: Mapping[str, str]) -> Reply:
    """Asks which channel is meant; *runs* says when a question comes in each, if it does."""
    text = _("The daily question comes in a channel. Which one?")
    offered = list(runs.items())[:MOST_OFFERED]
    number = [f" {at}" if len(offered) > 1 else "" for at in range(1, len(offered) + 1)]
    lines = tuple(ChannelLine(channel, at or _("no daily question yet")) for channel, at in offered)
    buttons = [
        voice.button((_("Change") if at else _("Set up")) + n, actions.SET_UP, channel)
        for (channel, at), n in zip(offered, number, strict=True)
    ]
    return Reply((Prose(text), ChannelLines(lines), *rows(buttons)), summary=text)


def not_allowed(voice: Voice, schedule: Schedule | None) -> Reply:
    """Says who may change the quiz, and when it runs meanwhile."""
    runs = (
        _("It runs {times}.", times=describe(schedule.timing))
        if schedule and not schedule.off
        else _("None runs at the moment.")
    )
    text = _("Only {admins} can change the daily question here.", admins=voice.admins)
    return sentence(f"{text} {runs}")


def unknown_topics(unknown: Sequence[str], near: Sequence[str]) -> Reply:
    """Topics that the notes don't have; nothing was changed."""
    names = listed([quoted(name) for name in unknown])
    close = " " + _("The closest: {topics}.", topics=either(list(near[:4]))) if near else ""
    text = _("The notes have no topic {topics}, so nothing was changed.", topics=names)
    return sentence(text + close)


def needs_time(voice: Voice) -> Reply:
    """Asks for the time that a first schedule needs."""
    line = voice.line("daily 09:00 Europe/Berlin weekdays")
    return sentence(_("At what time should the question come? Try: {line}", line=line))
