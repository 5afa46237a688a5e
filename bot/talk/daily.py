"""The daily question of a channel: showing it to everybody, changing it for those who may."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial

from bot import actions, zones
from bot.commands import (
    DailyForum,
    DailyPause,
    DailyPreview,
    DailyReveal,
    DailySet,
    DailySource,
    Reveal,
)
from bot.daily.announcing import announce
from bot.daily.forecast import upcoming
from bot.daily.honouring import PING
from bot.daily.posting import Posting
from bot.language import _, either
from bot.messages import Action, NotDelivered, PlaceGone, Reply
from bot.replies import daily as say
from bot.replies.schedule_forms import schedule_form
from bot.schedule import (
    BREATHER,
    EVERY_DAY,
    LONGEST_WINDOW,
    next_posts,
    noted,
    quiz_day,
    read_time,
    read_weekdays,
    read_zone,
    suggest_zones,
)
from bot.store.audit import BY_AN_EDITOR
from bot.store.records import Schedule
from bot.talk.rights import in_which_channel, refusal
from bot.talk.turn import Awaited, Turn
from bot.text import one_line

ANYTHING = frozenset({"all", "any", "anything", "everything"})


def show(turn: Turn) -> Reply:
    """Show when the quiz runs here."""
    if turn.where.private:
        return in_which_channel(turn)
    schedule = turn.core.schedule_of(turn.where)
    return say.shown(
        turn.voice,
        schedule,
        _following(turn, schedule),
        turn.at,
        may_change=turn.admin,
        told=_is_told(turn),
    )


def _is_told(turn: Turn) -> bool:
    """Whether they are named each day when the question comes here."""
    store = turn.core.store
    return store.callouts.has(store.people.id_of(turn.who), turn.where.channel)


def _following(turn: Turn, schedule: Schedule | None) -> tuple[datetime, ...]:
    return upcoming(turn.core.store, schedule, turn.at) if schedule is not None else ()


# ---------------------------------------------------------------- changing it


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; None and "" leave a thing as it is."""

    at: time | None = None
    zone: str = ""
    weekdays: frozenset[int] | None = None
    topics: tuple[str, ...] | None = None
    loose: bool = False
    reveal: Reveal | None = None


def set_up(posting: Posting, turn: Turn, command: DailySet) -> Reply | Awaited:
    """Set when the quiz runs here, and on what."""
    topics = command.topics or None
    if topics and len(topics) == 1 and topics[0].lower() in ANYTHING:
        topics = ()
    change = Change(command.at, command.zone, command.weekdays, topics, command.loose)
    return _change(posting, turn, change)


def reveal(posting: Posting, turn: Turn, command: DailyReveal) -> Reply | Awaited:
    """Set when people learn whether they were right."""
    return _change(posting, turn, Change(reveal=command.when))


def preview(posting: Posting, turn: Turn, command: DailyPreview) -> Reply | Awaited:
    """Whether the host sees tomorrow's question before."""
    schedule = turn.core.schedule_of(turn.where)
    if schedule is None:
        return say.needs_time(turn.voice)
    return _keeping(posting, turn, replace(schedule, preview=command.state == "on"))


def source(posting: Posting, turn: Turn, command: DailySource) -> Reply | Awaited:
    """What the daily question is drawn from."""
    schedule = turn.core.schedule_of(turn.where)
    if schedule is None:
        return say.needs_time(turn.voice)
    return _keeping(posting, turn, replace(schedule, source=command.source))


def _change(posting: Posting, turn: Turn, change: Change) -> Reply | Awaited:
    before = turn.core.schedule_of(turn.where)
    if before is None and change.at is None:
        return say.needs_time(turn.voice)
    topics: Sequence[str] = before.topics if before else ()
    if change.topics is not None:
        topics, unknown = turn.core.resolve(change.topics, loose=change.loose, team=turn.team)
        if unknown:
            near = [name for word in unknown for name in turn.core.library.complete(word, 2)]
            return say.unknown_topics(unknown, near)
    return _keeping(posting, turn, _changed(turn, before, change, tuple(topics)))


def _changed(
    turn: Turn, before: Schedule | None, change: Change, topics: tuple[str, ...]
) -> Schedule:
    if before is None:
        assert change.at is not None  # asked for above
        before = Schedule(
            turn.team,
            turn.where.channel,
            change.at,
            turn.likely_zone or turn.core.settings.timezone,
            recap=turn.core.settings.weekly_recap,
            grace=timedelta(minutes=turn.core.settings.grace_minutes),
        )
    return replace(
        before,
        at=change.at if change.at is not None else before.at,
        zone=change.zone or before.zone,
        weekdays=before.weekdays if change.weekdays is None else change.weekdays,
        topics=topics,
        reveal=change.reveal or before.reveal,
        off=False,
        reason="",
        changed_at=turn.at,
    )


def noted_in_the_log(turn: Turn, what: str, detail: str) -> None:
    """For the audit log, which also says whom to tell when the channel goes away."""
    what += BY_AN_EDITOR if turn.editor else ""
    turn.core.store.audit.note(turn.who, turn.at, what, f"{turn.where.channel}: {detail}")


def _keeping(posting: Posting, turn: Turn, schedule: Schedule) -> Awaited:
    return Awaited(partial(_keep_where_it_can_be, posting, turn, schedule))


async def _keep_where_it_can_be(posting: Posting, turn: Turn, schedule: Schedule) -> Reply:
    """Keep a schedule, unless nothing could be posted there; tell the channel what is new of it."""
    if hindrance := await posting.hindrance(turn.where):
        return say.cannot_post(hindrance)
    before = await asyncio.to_thread(turn.core.schedule_of, turn.where)
    reply = await asyncio.to_thread(_keep, turn, schedule)
    await announce(posting, turn.core, before, schedule, turn.at)
    return reply


def _keep(turn: Turn, schedule: Schedule) -> Reply:
    saved = turn.core.store.schedules.put(schedule)
    noted_in_the_log(turn, "daily quiz set", noted(saved.timing))
    return say.saved(turn.voice, saved, _following(turn, saved), turn.at, told=_is_told(turn))


def off(turn: Turn) -> Reply:
    """Switch the quiz off."""
    was_on = turn.core.store.schedules.switch_off(turn.team, turn.where.channel, turn.at)
    if was_on:
        noted_in_the_log(turn, "daily quiz off", "")
    return say.switched_off(turn.voice, was_on)


def pause(turn: Turn, command: DailyPause) -> Reply:
    """Pause the quiz until a day."""
    schedule = turn.core.schedule_of(turn.where)
    if schedule is None or schedule.off:
        return say.not_paused(turn.voice)
    today = quiz_day(schedule.timing, turn.at)
    if command.until <= today:
        return say.past_date(command.until)
    turn.core.store.schedules.pause(turn.team, turn.where.channel, command.until, turn.at)
    noted_in_the_log(turn, "daily quiz paused", f"until {command.until}")
    return say.paused(turn.voice, command.until, today)


def resume(posting: Posting, turn: Turn) -> Reply | Awaited:
    """End a pause, or switch it on again as it was."""
    schedule = turn.core.schedule_of(turn.where)
    if schedule is None:
        return say.not_paused(turn.voice)
    on = replace(schedule, off=False, paused_until=None, reason="", changed_at=turn.at)
    return _keeping(posting, turn, on)


# ---------------------------------------------------------------- who is told of it

MOST_TOLD = 50  # people that one message names


def tell_me(posting: Posting, turn: Turn) -> Reply | Awaited:
    """Name somebody each day when the question comes here: by the role for that, if there is one,
    which any number of people may have.
    """
    if turn.where.private:
        return say.only_in_channels(turn.voice)
    store, channel = turn.core.store, turn.where.channel
    named = posting.honouring.keeper(turn.team) and store.honours.role(
        turn.team, f"{PING}{channel}"
    )
    if not named and len(store.callouts.of(turn.team, channel)) >= MOST_TOLD:
        return say.enough_told(MOST_TOLD)
    person = store.people.see(turn.who).id
    store.callouts.add(turn.who, person, channel, turn.at)
    return _with_the_role(posting, turn, say.told(turn.voice))


def tell_me_not(posting: Posting, turn: Turn) -> Reply | Awaited:
    """Name them no more."""
    if turn.where.private:
        return say.only_in_channels(turn.voice)
    store = turn.core.store
    store.callouts.remove(turn.who, store.people.id_of(turn.who), turn.where.channel)
    return _with_the_role(posting, turn, say.told_no_more(turn.voice))


def _with_the_role(posting: Posting, turn: Turn, reply: Reply) -> Reply | Awaited:
    """The same once the channel's role is given or taken, where there is one."""
    honour = f"{PING}{turn.where.channel}"
    if not turn.core.store.honours.role(turn.team, honour):
        return reply

    async def settled() -> Reply:
        await posting.honouring.settle_now(turn.team, honour, turn.at)
        return reply

    return Awaited(settled)


# ---------------------------------------------------------------- the form


def form(turn: Turn) -> Reply:
    """Show the schedule as a form."""
    return _form(turn, actions.SAVE_SCHEDULE())


def _form(turn: Turn, sends: Action) -> Reply:
    schedule, channel = turn.core.schedule_of(turn.where), turn.where.channel
    # Opening a form waits for no notes.
    read = turn.core.library.is_read
    examples = [topic.name for topic in turn.core.topics_by_size()[:2]] if read else []
    return Reply(form=schedule_form(schedule, turn.likely_zone, sends, channel, examples))


def form_for(turn: Turn, channel: str) -> Reply:
    """The same for another channel, from a direct message."""
    there = turn.there(channel)
    refused = refusal(there, "change the daily question")
    return refused or _form(there, actions.SAVE_SET_UP(channel))


def form_for_forum(posting: Posting, turn: Turn, command: DailyForum) -> Reply | Awaited:
    """The same for a forum, where a platform has such channels.

    Its number may have been typed, so the platform says first whether it is one of this workspace.
    """
    if turn.where.platform != "discord":
        return say.no_forums()
    if not command.forum:
        return say.which_forum(turn.voice)
    opened = form_for(turn, command.forum)
    there = turn.there(command.forum).where

    async def confirmed() -> Reply:
        hindrance = await posting.hindrance(there, forum=True)
        return say.cannot_post(hindrance) if hindrance else opened

    return Awaited(confirmed) if opened.form else opened


def submitted_for(posting: Posting, turn: Turn, channel: str) -> Reply | Awaited:
    """That form as it came back. What is said of it fits where it was sent from."""
    there = turn.there(channel)
    refused = refusal(there, "change the daily question")
    response = refused or submitted(posting, there)
    if isinstance(response, Reply):
        return response

    async def elsewhere() -> Reply:
        return say.from_elsewhere(turn.voice, await response.run(), channel)

    return Awaited(elsewhere)


def submitted(posting: Posting, turn: Turn) -> Reply | Awaited:
    """The form as it came back; what cannot be read is said at its field."""
    fields = {name: one_line(value) for name, value in turn.request.fields.items()}
    at, zone = read_time(fields.get("time", "")), read_zone(fields.get("zone", ""))
    days = _days(fields.get("weekdays", ""))
    names = tuple(filter(None, (name.strip() for name in fields.get("topics", "").split(","))))
    unknown = turn.core.resolve(names, loose=False, team=turn.team)[1]
    wrong = {
        "time": "" if at is not None else _("A time like 09:00, please."),
        "zone": "" if zone else _no_zone(fields.get("zone", "")),
        "weekdays": "" if days else _("Choose at least one day."),
        "topics": _("Not in the notes: {topics}.", topics=", ".join(unknown)) if unknown else "",
        "reveal": "" if fields.get("reveal", "now") in ("now", "later") else _("Choose one."),
    }
    errors = {name: text for name, text in wrong.items() if text}
    if errors:
        return Reply(errors=errors, summary=" ".join(errors.values()))
    when: Reveal = "later" if fields.get("reveal") == "later" else "now"
    return _change(posting, turn, Change(at, zone or "", days, names, reveal=when))


def _no_zone(typed: str) -> str:
    if several := zones.choice(typed):
        zones_there = either(several[:3])
        return _("{word} has several time zones: {zones}?", word=typed, zones=zones_there)
    near = suggest_zones(typed, 2) if typed else ()
    if near:
        return _("Did you mean {line}?", line=either(near))
    return _("A zone like Europe/Berlin, please.")


def _days(text: str) -> frozenset[int] | None:
    """Days as numbers from a list of choices, or in words."""
    numbers = [piece.strip() for piece in text.split(",") if piece.strip()]
    if numbers and all(number in "0123456" and len(number) == 1 for number in numbers):
        return frozenset(map(int, numbers))
    return read_weekdays(text)


# ---------------------------------------------------------------- one now


def now(posting: Posting, turn: Turn) -> Reply | Awaited:
    """A question for everybody here, at once; it takes the place of today's."""
    schedule = turn.core.schedule_of(turn.where) or _unplanned(turn)
    day = quiz_day(schedule.timing, turn.at)
    if turn.core.rounds.on(turn.team, turn.where.channel, day) is not None:
        return say.posted(already=True)
    closes = _closes(schedule, day, turn.at)
    return Awaited(partial(_post, posting, turn, schedule, day, closes))


def _unplanned(turn: Turn) -> Schedule:
    """A channel without a schedule: one question, open for a day."""
    zone = turn.core.settings.timezone
    return Schedule(turn.team, turn.where.channel, time(0), zone, EVERY_DAY, off=True)


def _closes(schedule: Schedule, day: date, at: datetime) -> datetime:
    """An hour before the next day's post, a day from now at most; today's own post is this one."""
    if schedule.off:
        return at + LONGEST_WINDOW
    following = next_posts(schedule.timing, at, 2)
    later = [post for post in following if post.date() > day]
    ends = [post - BREATHER for post in later[:1] if post - BREATHER > at]
    return min([at + LONGEST_WINDOW, *ends])


async def _post(
    posting: Posting, turn: Turn, schedule: Schedule, day: date, closes: datetime
) -> Reply:
    try:
        round = await posting.ask_now(schedule, day, closes, turn.at)
    except PlaceGone:
        return say.place_gone()
    except NotDelivered:
        return say.not_posted()
    if round is None:
        return say.nothing_to_ask(schedule.topics)
    return say.posted(already=False)
