"""What there is to do at a moment, as named coroutines that may be repeated.

A name stands for one message: two chores of one name are never under way together.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from zoneinfo import ZoneInfo

from bot.companion import Companion
from bot.core import THREADS
from bot.daily import hosting
from bot.daily.honouring import honoured_by
from bot.daily.leasing import post_of
from bot.daily.note_repairs import NoteRepairs
from bot.daily.previews import PREVIEWED
from bot.messages import NotDelivered, NotPermitted, PlaceGone
from bot.quiz.rounds import QuizRounds
from bot.replies.hosts import Withheld
from bot.schedule import known_zone, latest_post, next_posts, posts_on, quiz_day
from bot.settings import Settings
from bot.store import Areas, Store
from bot.store.records import Profile, Round, Schedule, Team, split_team
from bot.store.values import OAUTH_STATES, STATES_LIVE
from jobs.agenda import DuePost
from jobs.chore import Chore
from jobs.hosts import HostNews

log = logging.getLogger(__name__)

REMINDER_GRACE = timedelta(hours=1)
KEPT_AFTER_REMOVAL = timedelta(days=30)  # the app may have been removed by mistake
TEXTS_KEPT = timedelta(days=365)  # long arguments behind buttons
SEEN_KEPT = timedelta(days=30)  # notes against a second delivery
LOOKUPS_KEPT = timedelta(days=365)  # what was looked up in vain
DELIVERIES_KEPT = timedelta(days=90)  # notes of what was posted; the longest look back is a week
PRACTICE_KEPT = timedelta(days=30)  # questions that were begun and left
MARKS_KEPT = timedelta(days=60)  # of people who were forgotten
THREADS_KEPT = timedelta(days=7)  # what threads are about
DRAFTS_KEPT = timedelta(days=1)  # what was typed into forms that were refused
LOOKED_FOR = timedelta(days=1)  # how long the message of a closed round is looked for
NOTHING_TO_ASK = timedelta(minutes=1)  # before looking again whether there is something
ROLES_SETTLED = timedelta(hours=1)  # between two looks at who has earned one
SELDOM = timedelta(seconds=30)  # between two looks at what nobody waits for


class Chores:
    """Turns what the store says is left to do into chores."""

    def __init__(self, companion: Companion, store: Store, settings: Settings) -> None:
        self._core = companion.core
        self._posting = companion.posting
        self._messengers = companion.messengers
        self._clock = companion.clock
        self._store = store
        self._rounds = QuizRounds(store, zone=settings.timezone)
        self._grace = timedelta(minutes=settings.grace_minutes)
        self._pending: dict[str, DuePost] = {}
        self._not_before: dict[str, datetime] = {}  # posts for which there was nothing to ask
        self._hosts = HostNews(companion, store, self.schedules, self._connected)
        self._draw = Random(companion.leases.replica)
        self._mending = NoteRepairs(self._core, reaches=self._connected)
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
            self._pending[_name(post)] = post
        self._drop_asked()
        waiting = list(self._pending.items())
        self._draw.shuffle(waiting)  # replicas begin at different ends
        for name, post in waiting:
            if now - post.opens > post.schedule.grace:
                self._pending.pop(name, None)
                self._not_before.pop(name, None)
                self._say_if_missed(name, post)
            elif now >= self._not_before.get(name, now):
                yield Chore(name, partial(self._ask, name, post), partial(self._asked, post))

    def waiting(self) -> tuple[datetime, ...]:
        """When the posts were due that are not made yet."""
        return tuple(post.opens for post in self._pending.values())

    def _drop_asked(self) -> None:
        """Leave out what other replicas have asked."""
        days = [post.day for post in self._pending.values()]
        if days:
            asked = self._store.rounds.asked_between(min(days), max(days))
            for name, post in list(self._pending.items()):
                if (post.schedule.team, post.schedule.channel, post.day) in asked:
                    self._pending.pop(name, None)

    def _asked(self, post: DuePost) -> bool:
        return self._rounds.on(post.schedule.team, post.schedule.channel, post.day) is not None

    def _say_if_missed(self, name: str, post: DuePost) -> None:
        if not self._asked(post):
            log.warning("%s: missed for longer than its grace period, skipped", name)

    async def _ask(self, name: str, due: DuePost) -> None:
        try:
            now = self._clock()
            asked = await self._posting.ask(due.schedule, due.day, due.opens, due.closes, now)
            if asked is None and not await asyncio.to_thread(self._asked, due):
                self._not_before[name] = now + NOTHING_TO_ASK  # notes may come back in time
                return
            await self._hosts.allowed(due.schedule, "question")
        except PlaceGone as gone:
            await self._hosts.give_up(due.schedule, gone, "question", due.day)
        except NotDelivered as error:
            log.warning("%s: %s; looking again", name, error)  # by now it is an unfinished round
        self._pending.pop(name, None)
        self._not_before.pop(name, None)

    # ------------------------------------------------------------ going on

    def unfinished(self, now: datetime) -> Iterator[Chore]:
        """Rounds at whatever step they were left; and what is looked at seldom."""
        for found in self._left_open(self._rounds.unconfirmed()):
            name = post_of(found.team, found.channel, found.day)
            yield Chore(name, partial(self._finish, found.id))
        for found in self._left_open(self._rounds.to_close(now)):
            yield Chore(f"close {found.id}", partial(self._close, found.id))
        for found in self._left_open(self._rounds.to_reveal()):
            yield Chore(f"close {found.id}", partial(self._reveal, found.id))
        for found in self._left_open(self._rounds.to_correct()):
            yield Chore(f"close {found.id}", partial(self._correct, found.id))
        if not timedelta(0) <= now - self._looked_at < SELDOM:
            self._looked_at = now
            seldom = (
                self._reminders,
                self._ahead,
                self._roles,
                self._hosts.unreadable,
                self._hosts.unknown_zones,
                self._hosts.notes_lost,
                self._hosts.put_on_hold,
            )
            for look in seldom:
                yield from _safely(look, now)
            for found in self._left_open(self._rounds.unseen(now - LOOKED_FOR)):
                looked_for = partial(self._guarded, self._posting.reveal, found)
                yield Chore(f"close {found.id}", looked_for)
            for team in self._store.removals.before(now - KEPT_AFTER_REMOVAL):
                yield Chore(f"purge {team}", partial(asyncio.to_thread, self._purge, team, now))
            yield Chore("mend", partial(self._mending.beat, self._posting, now))
            yield Chore("tidy", partial(asyncio.to_thread, self._tidy, now))

    def _tidy(self, now: datetime) -> None:
        """Let go of what nobody comes back for; a button that old says that it is outdated."""
        self._store.texts.drop_before(now - TEXTS_KEPT)
        self._store.seen.drop_before(now - SEEN_KEPT)
        self._store.leases.drop_ended()
        self._store.marks.drop_before(now - MARKS_KEPT)
        self._store.lookups.drop_before(now - LOOKUPS_KEPT)
        self._store.deliveries.drop_before(now - DELIVERIES_KEPT)
        self._store.values.drop_before("refused/", now - SEEN_KEPT)
        self._store.values.drop_before(OAUTH_STATES, now - STATES_LIVE)
        self._store.values.drop_before(THREADS, now - THREADS_KEPT)
        self._store.drafts.drop_before(now - DRAFTS_KEPT)
        self._store.rounds.drop_unanswered(now - PRACTICE_KEPT)

    def _left_open(self, rounds: Iterable[Round]) -> Iterator[Round]:
        return (found for found in rounds if self._connected(found.team))

    async def _finish(self, round_id: int) -> None:
        """Find or post a claimed question; too late for posting it, the day is given up."""
        found, schedule = await asyncio.to_thread(self._with_schedule, round_id)
        if found is None or found.state != "claimed" or found.message:
            return  # whoever was at it has finished
        grace = schedule.grace if schedule else self._grace
        now = self._clock()
        if now - found.opens > grace:
            await self._posting.adopt_or_abandon(found)
        else:
            await self._guarded(self._posting.finish, found, "question")

    def _with_schedule(self, round_id: int) -> tuple[Round | None, Schedule | None]:
        found = self._store.rounds.get(round_id)
        by = found.schedule if found else None
        return found, self._store.schedules.by_id(by) if by else None

    async def _close(self, round_id: int) -> None:
        found = await asyncio.to_thread(self._store.rounds.get, round_id)
        if found is not None:
            await self._posting.close(found, self._clock())
            await self._reveal(round_id)

    async def _correct(self, round_id: int) -> None:
        found = await asyncio.to_thread(self._store.rounds.get, round_id)
        if found is not None and found.void:
            await self._guarded(self._posting.correct, found)

    async def _reveal(self, round_id: int) -> None:
        found, schedule = await asyncio.to_thread(self._with_schedule, round_id)
        if found is None or found.state != "closed":
            return  # it is done
        ends_week = schedule if schedule and _ends_week(schedule, found.day) else None
        await self._guarded(partial(self._posting.reveal, ends_week=ends_week), found)
        if schedule is not None:
            await self._hosts.allowed(schedule, "result")

    async def _guarded(
        self,
        step: Callable[[Round, datetime], Awaitable[object]],
        found: Round,
        what: Withheld = "result",
    ) -> None:
        """A step that may find its channel gone, or closed to us: then it is tried again later."""
        try:
            await step(found, self._clock())
        except PlaceGone as gone:
            schedule = await asyncio.to_thread(self._store.schedules.get, found.team, found.channel)
            if schedule is not None:
                await self._hosts.give_up(schedule, gone, what, found.day)
            if isinstance(gone, NotPermitted):
                raise NotDelivered(str(gone)) from gone

    def _purge(self, team: Team, now: datetime) -> None:
        def purged(kept: Areas) -> int | None:
            if team not in kept.removals.before(now - KEPT_AFTER_REMOVAL):
                return None  # they came back, to whatever replica
            return kept.personal.purge_team(team)

        rows = self._store.run(purged, team)
        if rows is None:
            return
        log.info("%s removed the app %s ago: %d rows deleted", team, KEPT_AFTER_REMOVAL, rows)

    # ------------------------------------------------------------ people

    def _ahead(self, now: datetime) -> Iterator[Chore]:
        """For hosts: the question of the next post, from a day before it on; what runs out."""
        for schedule in self.schedules():
            if schedule.off:
                continue
            name = f"{schedule.team} {schedule.channel}"
            if day := self._to_preview(schedule, now):
                yield Chore(f"preview {name} {day}", partial(self._preview, schedule, day))
            unseen = self._stock_seen.get(schedule.id) != now.date()
            if unseen and self._is_settled(schedule, now):  # one asked today is none that is left
                yield Chore(f"stock {name}", partial(self._warn, schedule, now.date()))

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
        return self._rounds.is_asked(schedule.team, schedule.channel, day)

    async def _preview(self, schedule: Schedule, day: date) -> None:
        await hosting.preview(self._posting, self._core, schedule, day, self._clock())

    async def _warn(self, schedule: Schedule, day: date) -> None:
        await hosting.warn_of_drought(self._posting, self._core, schedule, self._clock())
        self._stock_seen[schedule.id] = day

    def _roles(self, now: datetime) -> Iterator[Chore]:
        """Roles for those who have earned them, once an hour."""
        for team, honour in self._store.honours.all():
            if not self._connected(team):
                continue
            if self._store.seen.again(team, f"role {honour}", now, now - ROLES_SETTLED):
                settled = partial(self._posting.honouring.settle, team, honour, now)
                yield Chore(honoured_by(team, honour), settled)

    def _reminders(self, now: datetime) -> Iterator[Chore]:
        for profile in self._store.people.reminders():
            if self._connected(profile.team) and (day := _day_to_remind(profile, now)):
                remind = partial(self._posting.remind, profile, day, now)
                yield Chore(f"remind {profile.id}", remind)


def _safely(look: Callable[[datetime], Iterator[Chore]], now: datetime) -> list[Chore]:
    """What a look finds; one that fails keeps no other from being made."""
    try:
        return list(look(now))
    except Exception:
        log.exception("%s: could not be looked at", look.__name__.strip("_"))
        return []


def _day_to_preview(schedule: Schedule, now: datetime) -> date | None:
    """The day of the next post once it is less than a day away."""
    following = next_posts(schedule.timing, now, count=1)
    if not following or following[0] - now > PREVIEWED:
        return None
    return quiz_day(schedule.timing, following[0])


def _name(post: DuePost) -> str:
    return post_of(post.schedule.team, post.schedule.channel, post.day)


def _ends_week(schedule: Schedule, day: date) -> bool:
    """Whether that day's question is the last before a recap; weeks end on Sunday."""
    if not schedule.recap:
        return False
    rest = (day + timedelta(days=ahead) for ahead in range(1, 7 - day.weekday()))
    return not any(posts_on(schedule.timing, later) for later in rest)


def _day_to_remind(profile: Profile, now: datetime) -> date | None:
    """The day of theirs whose reminder should go out now; it may have ended since their hour."""
    if profile.reminder is None:
        return None
    local = now.astimezone(ZoneInfo(known_zone(profile.zone)))
    for day in (local.date(), local.date() - timedelta(days=1)):
        wished = datetime.combine(day, profile.reminder, tzinfo=local.tzinfo)
        if timedelta(0) <= local - wished <= REMINDER_GRACE:
            return None if profile.was_reminded(day) else day
    return None
