"""What there is to do at a moment, as named coroutines that may be repeated.

A name stands for one message: two chores of one name are never under way together.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from bot.companion import Companion
from bot.daily.note_repairs import NoteRepairs
from bot.messages import NotDelivered, NotPermitted, PlaceGone, Reply
from bot.quiz.rounds import QuizRounds
from bot.replies import daily as say
from bot.schedule import known_zone, latest_post, next_posts, posts_on, quiz_day
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Profile, Round, Schedule, Team, person_in, split_team
from bot.store.schedules import UnreadableSchedule
from jobs.agenda import DuePost

log = logging.getLogger(__name__)
Chore = tuple[str, Callable[[], Awaitable[object]]]

# A round claimed this long ago and still not confirmed was left by a process that died.
LEASE = timedelta(seconds=45)
REMINDER_GRACE = timedelta(hours=1)
KEPT_AFTER_REMOVAL = timedelta(days=30)  # the app may have been removed by mistake
TEXTS_KEPT = timedelta(days=365)  # long arguments behind buttons
SEEN_KEPT = timedelta(days=30)  # notes against a second delivery
LOOKUPS_KEPT = timedelta(days=365)  # what was looked up in vain
DELIVERIES_KEPT = timedelta(days=90)  # notes of what was posted; the longest look back is a week
PRACTICE_KEPT = timedelta(days=30)  # questions that were begun and left
MARKS_KEPT = timedelta(days=60)  # of people who were forgotten
LOOKED_FOR = timedelta(days=1)  # how long the message of a closed round is looked for
PREVIEWED = timedelta(hours=23)  # before a post its host sees the question
SELDOM = timedelta(minutes=1)  # between two looks at what nobody waits for

REFUSALS = 3  # days without the right to post, after which a schedule is switched off
LACKING = "I lacked the right to post here for three days"


class Chores:
    """Turns what the store says is left to do into chores."""

    def __init__(self, companion: Companion, store: Store, settings: Settings) -> None:
        self._posting = companion.posting
        self._messengers = companion.messengers
        self._clock = companion.clock
        self._store = store
        self._rounds = QuizRounds(store, zone=settings.timezone)
        self._grace = timedelta(minutes=settings.grace_minutes)
        self._began = companion.clock()
        self._pending: dict[str, DuePost] = {}
        self._failed: set[str] = set()  # posts of this process whose outcome is unknown
        self._mending = NoteRepairs(companion.core, reaches=self._connected)
        self._stock_seen: dict[int, date] = {}  # when each schedule's stock was last looked at
        self._looked_at = datetime.min.replace(tzinfo=UTC)

    def schedules(self) -> list[Schedule]:
        """Those of the platforms that are connected: the others would only be claimed in vain."""
        return [s for s in self._store.schedules.all() if self._connected(s.team)]

    def _connected(self, team: Team) -> bool:
        return split_team(team)[0] in self._messengers

    # ------------------------------------------------------------ asking

    def posts(self, due: Sequence[DuePost], now: datetime) -> Iterator[Chore]:
        """The questions to ask; one that could not even be claimed stays for its grace period."""
        for post in due:
            self._pending[_name(post.schedule.team, post.schedule.channel, post.day)] = post
        for name, post in list(self._pending.items()):
            if now - post.opens > post.schedule.grace:
                del self._pending[name]
                self._say_if_missed(name, post)
            else:
                yield name, partial(self._ask, name, post)

    def _say_if_missed(self, name: str, post: DuePost) -> None:
        if self._rounds.on(post.schedule.team, post.schedule.channel, post.day) is None:
            log.warning("%s: missed for longer than its grace period, skipped", name)

    async def _ask(self, name: str, due: DuePost) -> None:
        try:
            await self._posting.ask(due.schedule, due.day, due.opens, due.closes, self._clock())
            await asyncio.to_thread(self._store.values.take, _refusals(due.schedule))
        except PlaceGone as gone:
            await self._give_up(due.schedule, gone)
        except NotDelivered as error:
            log.warning("%s: %s; looking again", name, error)
            self._failed.add(name)  # claimed: from here on it is an unfinished round
        self._pending.pop(name, None)

    # ------------------------------------------------------------ going on

    def unfinished(self, now: datetime) -> Iterator[Chore]:
        """Rounds at whatever step they were left; and what is looked at once a minute."""
        for found in self._left_open(self._rounds.unconfirmed()):
            name = _name(found.team, found.channel, found.day)
            if name in self._failed or self._was_left(found, now):
                yield name, partial(self._finish, name, found)
        for found in self._left_open(self._rounds.to_close(now)):
            yield f"close {found.id}", partial(self._close, found)
        for found in self._left_open(self._rounds.to_reveal()):
            yield f"close {found.id}", partial(self._reveal, found)
        for found in self._left_open(self._rounds.to_correct()):
            yield f"close {found.id}", partial(self._guarded, self._posting.correct, found)
        if not timedelta(0) <= now - self._looked_at < SELDOM:
            self._looked_at = now
            yield from self._reminders(now)
            yield from self._ahead(now)
            yield from self._unreadable(now)
            for found in self._left_open(self._rounds.unseen(now - LOOKED_FOR)):
                yield f"close {found.id}", partial(self._guarded, self._posting.reveal, found)
            for team in self._store.removals.before(now - KEPT_AFTER_REMOVAL):
                yield f"purge {team}", partial(asyncio.to_thread, self._purge, team)
            yield "mend", partial(self._mending.beat, self._posting, now)
            yield "tidy", partial(asyncio.to_thread, self._tidy, now)

    def _tidy(self, now: datetime) -> None:
        """Let go of what nobody comes back for; a button that old says that it is outdated."""
        self._store.texts.drop_before(now - TEXTS_KEPT)
        self._store.seen.drop_before(now - SEEN_KEPT)
        self._store.marks.drop_before(now - MARKS_KEPT)
        self._store.lookups.drop_before(now - LOOKUPS_KEPT)
        self._store.deliveries.drop_before(now - DELIVERIES_KEPT)
        self._store.values.drop_before("refused/", now - SEEN_KEPT)
        self._store.rounds.drop_unanswered(now - PRACTICE_KEPT)

    def _left_open(self, rounds: Iterable[Round]) -> Iterator[Round]:
        return (found for found in rounds if self._connected(found.team))

    def _was_left(self, found: Round, now: datetime) -> bool:
        claimed = found.claimed_at
        return claimed is None or claimed < self._began or now - claimed >= LEASE

    async def _finish(self, name: str, found: Round) -> None:
        """Find or post a claimed question; too late for posting it, the day is given up."""
        schedule = self._store.schedules.by_id(found.schedule) if found.schedule else None
        grace = schedule.grace if schedule else self._grace
        now = self._clock()
        if now - found.opens > grace:
            await self._posting.adopt_or_abandon(found)
        else:
            await self._guarded(self._posting.finish, found)
        self._failed.discard(name)

    async def _close(self, found: Round) -> None:
        await self._posting.close(found, self._clock())
        await self._reveal(found)

    async def _reveal(self, found: Round) -> None:
        schedule = self._store.schedules.by_id(found.schedule) if found.schedule else None
        ends_week = schedule if schedule and _ends_week(schedule, found.day) else None
        await self._guarded(partial(self._posting.reveal, ends_week=ends_week), found)

    async def _guarded(
        self, step: Callable[[Round, datetime], Awaitable[object]], found: Round
    ) -> None:
        try:
            await step(found, self._clock())
        except PlaceGone as gone:
            schedule = self._store.schedules.get(found.team, found.channel)
            if schedule is not None:
                await self._give_up(schedule, gone)

    def _purge(self, team: Team) -> None:
        rows = self._store.personal.purge_team(team)
        log.info("%s removed the app %s ago: %d rows deleted", team, KEPT_AFTER_REMOVAL, rows)

    # ------------------------------------------------------------ people

    async def _give_up(self, schedule: Schedule, gone: PlaceGone) -> None:
        """The channel is gone: stop asking there, and tell whoever set it up, once.

        One that only lacks a permission keeps its schedule, and is given up after three days.
        """
        if isinstance(gone, NotPermitted):
            await self._not_allowed(schedule, gone)
            return
        reason = str(gone) or "the channel is gone"
        now = self._clock()
        if not self._store.schedules.switch_off(schedule.team, schedule.channel, now, reason):
            return
        log.warning("%s %s: daily quiz stopped, %s", schedule.team, schedule.channel, reason)
        await self._tell_host(schedule, say.paused_for_admin(reason), f"off-{schedule.id}")

    async def _not_allowed(self, schedule: Schedule, why: NotPermitted) -> None:
        """Once a day: say where and what is missing; the third day in a row, stop asking."""
        now, name = self._clock(), _refusals(schedule)
        days = [day for day in (self._store.values.get(name) or "").split() if day]
        today = quiz_day(schedule.timing, now).isoformat()
        if today in days:
            return
        self._store.values.put(name, " ".join([*days, today]), now)
        log.warning("%s %s: not allowed to post: %s", schedule.team, schedule.channel, why)
        if len(days) + 1 < REFUSALS:
            reply = say.not_allowed_today(str(why))
        else:
            self._store.values.take(name)
            self._store.schedules.switch_off(schedule.team, schedule.channel, now, LACKING)
            reply = say.not_allowed_for_days(self._posting.voice(schedule.team, now), str(why))
        await self._tell_host(schedule, reply, f"refused-{schedule.id}-{today}")

    async def _tell_host(
        self, schedule: Schedule | UnreadableSchedule, reply: Reply, key: str
    ) -> None:
        """A direct message to whoever set up the quiz of a channel, if that is known."""
        user = self._store.audit.who_set_up(schedule.team, schedule.channel)
        if user:
            await self._posting.whisper(person_in(schedule.team, user), reply, key)

    def _unreadable(self, now: datetime) -> Iterator[Chore]:
        """Schedules that nobody can follow: left out, and their hosts told once."""
        for one in self._store.schedules.unreadable():
            known = f"unreadable schedule {one.id}: {one.wrong}"[:200]
            if self._connected(one.team) and self._store.seen.first(one.team, known, now):
                log.error("%s %s: left out, %s", one.team, one.channel, one.wrong)
                reply = say.unreadable_schedule(self._posting.voice(one.team, now), one.wrong)
                key = f"unreadable-{one.id}"
                yield key, partial(self._tell_host, one, reply, key)

    def _ahead(self, now: datetime) -> Iterator[Chore]:
        """For hosts: the question of the next post, from a day before it on; what runs out."""
        for schedule in self.schedules():
            if schedule.off:
                continue
            name = f"{schedule.team} {schedule.channel}"
            day = _day_to_preview(schedule, now) if schedule.preview else None
            if (
                day
                and self._is_settled(schedule, now)
                and not self._store.previews.get(schedule.team, schedule.channel, day)
            ):
                yield f"preview {name} {day}", partial(self._preview, schedule, day)
            if self._stock_seen.get(schedule.id) != now.date():
                self._stock_seen[schedule.id] = now.date()
                yield f"stock {name}", partial(self._warn, schedule)

    def _to_preview(self, schedule: Schedule, now: datetime) -> date | None:
        """The day whose question the host should see now, if it has not been shown."""
        if not schedule.preview or not self._is_settled(schedule, now):
            return None
        day = _day_to_preview(schedule, now)
        shown = day and self._store.previews.get(schedule.team, schedule.channel, day)
        return None if shown else day

    def _is_settled(self, schedule: Schedule, now: datetime) -> bool:
        """Whether the last post is made or missed: what follows depends on it."""
        last = latest_post(schedule.timing, now)
        if last is None or now - last > schedule.grace or last < (schedule.changed_at or last):
            return True
        day = quiz_day(schedule.timing, last)
        return self._rounds.on(schedule.team, schedule.channel, day) is not None

    async def _preview(self, schedule: Schedule, day: date) -> None:
        await self._posting.preview(schedule, day, self._clock())

    async def _warn(self, schedule: Schedule) -> None:
        await self._posting.warn_of_drought(schedule, self._clock())

    def _reminders(self, now: datetime) -> Iterator[Chore]:
        for profile in self._store.people.reminders():
            if self._connected(profile.team) and _wants_reminder(profile, now):
                yield f"remind {profile.id}", partial(self._posting.remind, profile, now)


def _refusals(schedule: Schedule) -> str:
    """The name under which the days are kept on which a channel refused a post."""
    return f"refused/{schedule.team}/{schedule.channel}"


def _day_to_preview(schedule: Schedule, now: datetime) -> date | None:
    """The day of the next post once it is less than a day away."""
    following = next_posts(schedule.timing, now, count=1)
    if not following or following[0] - now > PREVIEWED:
        return None
    return quiz_day(schedule.timing, following[0])


def _name(team: Team, channel: str, day: date) -> str:
    return f"post {team} {channel} {day}"


def _ends_week(schedule: Schedule, day: date) -> bool:
    """Whether that day's question is the last before a recap; weeks end on Sunday."""
    if not schedule.recap:
        return False
    rest = (day + timedelta(days=ahead) for ahead in range(1, 7 - day.weekday()))
    return not any(posts_on(schedule.timing, later) for later in rest)


def _wants_reminder(profile: Profile, now: datetime) -> bool:
    """Whether it is their hour, by their own clock, and today's reminder has not gone out."""
    if profile.reminder is None:
        return False
    local = now.astimezone(ZoneInfo(known_zone(profile.zone)))
    wished = datetime.combine(local.date(), profile.reminder, tzinfo=local.tzinfo)
    return timedelta(0) <= local - wished <= REMINDER_GRACE and profile.reminded_on != local.date()
