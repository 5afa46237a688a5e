"""What those who set up quizzes are told, each thing once; and when a channel is given up."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from bot.companion import Companion
from bot.language import later
from bot.messages import NotPermitted, PlaceGone, Reply
from bot.quiz.moderation import BY_AN_EDITOR
from bot.replies import hosts as say
from bot.replies.hosts import Withheld
from bot.schedule import is_zone
from bot.store import Store
from bot.store.records import ItemState, Schedule, Team, person_in, split_team
from bot.store.schedules import UnreadableSchedule
from bot.store.unfinished import UnreadableRound
from jobs.chore import Chore

log = logging.getLogger(__name__)

HELD_LATELY = timedelta(days=1)  # a question held before that is no news
REFUSALS = 3  # questions or results in a row that may not be shown, before a schedule is off
ROUNDS_TOLD = timedelta(days=14)  # of broken rounds that are older nobody is told
LACKING = later("I lacked the right to post here three times in a row")


class HostNews:
    """Tells hosts, and keeps count of what channels refuse."""

    def __init__(
        self,
        companion: Companion,
        store: Store,
        schedules: Callable[[], Sequence[Schedule]],
        connected: Callable[[Team], bool],
    ) -> None:
        self._posting = companion.posting
        self._core = companion.core
        self._library = companion.core.library
        self._clock = companion.clock
        self._store = store
        self._schedules = schedules  # of the platforms that are connected
        self._connected = connected
        self._said_lost = ""  # the day on which the log said that notes are out of reach

    async def give_up(self, schedule: Schedule, gone: PlaceGone, what: Withheld, day: date) -> None:
        """The channel is gone: tell whoever set it up, once, and stop asking there.

        What does not reach them is tried again, with the post or the result.

        One that only lacks a permission keeps its schedule, and is given up after three days.
        """
        if isinstance(gone, NotPermitted):
            await self._not_allowed(schedule, gone, what, day)
            return
        kept = await asyncio.to_thread(self._store.schedules.get, schedule.team, schedule.channel)
        if kept is None or kept.off:
            return
        log.warning("%s %s: daily question stops, %s", schedule.team, schedule.channel, gone)
        reply = await self._posting.composed(schedule.team, say.paused_for_admin, gone)
        await self._tell_host(schedule, reply, f"off-{kept.id}-{kept.changed_at}")
        await asyncio.to_thread(self._switch_off, schedule, gone.why)

    def _switch_off(self, schedule: Schedule, reason: str) -> None:
        now = self._clock()
        self._store.schedules.switch_off(schedule.team, schedule.channel, now, reason)

    async def _not_allowed(
        self, schedule: Schedule, why: NotPermitted, what: Withheld, day: date
    ) -> None:
        """Once for each question and result: say where and what is missing; then stop asking."""
        known = await asyncio.to_thread(self._refused_on, schedule, what)
        if day in known:
            return
        log.warning("%s %s: not allowed to post: %s", schedule.team, schedule.channel, why)
        team, composed, last = schedule.team, self._posting.composed, len(known) + 1 >= REFUSALS
        if last:
            voice = self._posting.voice(team, self._clock())
            reply = await composed(team, say.not_allowed_for_days, voice, what, why)
        else:
            reply = await composed(team, say.not_allowed_today, what, why)
        await self._tell_host(schedule, reply, f"refused-{schedule.id}-{what}-{day}")
        if last:
            await asyncio.to_thread(self._switch_off, schedule, LACKING)
        await asyncio.to_thread(self._note_refused, schedule, what, (*known, day)[-REFUSALS:])

    def _refused_on(self, schedule: Schedule, what: Withheld) -> Sequence[date]:
        """The days in a row on which that was refused, as far as its host was told."""
        kept = self._store.values.get(_refusals(schedule, what)) or ""
        return [date.fromisoformat(day) for day in kept.split()]

    def _note_refused(self, schedule: Schedule, what: Withheld, days: Sequence[date]) -> None:
        kept = " ".join(map(str, days))
        self._store.values.put(_refusals(schedule, what), kept, self._clock(), schedule.team)

    async def allowed(self, schedule: Schedule, what: Withheld) -> None:
        """It worked: whatever was refused before was not in a row."""
        await asyncio.to_thread(self._store.values.take, _refusals(schedule, what))

    async def _tell_host(self, schedule: Schedule, reply: Reply, key: str) -> None:
        """A direct message, once, to whoever set up the quiz of a channel, if that is known."""
        user = await asyncio.to_thread(self._host, schedule)
        if user:
            person = person_in(schedule.team, user)
            await self._posting.tell_once(person, reply, key, self._clock())

    def notes_lost(self, now: datetime) -> Iterator[Chore]:
        """Once a day, tell those who set up quizzes and ADMINS that notes cannot be reached."""
        lost = self._library.lost
        if not lost:
            return
        day = f"{now:%Y-%m-%d}"
        if self._said_lost != day:
            self._said_lost = day
            log.warning("notes cannot be reached: %s", ", ".join(lost))
        key, teams = f"notes-lost-{day}", sorted({one.team for one in self._schedules()})
        for team in teams:
            with self._core.speaking(team):
                reply = say.notes_out_of_reach(lost)
            for schedule in self._running(team):
                yield from self._told(team, self._host(schedule), reply, key, now)
        for team, user in self._admins(teams):
            with self._core.speaking(team):
                reply = say.notes_out_of_reach(lost)
            yield from self._told(team, user, reply, key, now)

    def _admins(self, teams: Sequence[Team]) -> Iterator[tuple[Team, str]]:
        """Whom ADMINS names, each in one workspace: where they were seen, else where a quiz is."""
        for admin in sorted(self._core.settings.admins):
            platform, _, user = admin.partition(":")
            seen = self._store.people.teams_of(platform, user)
            near = [team for team in (*seen, *teams) if split_team(team)[0] == platform]
            hosts = [team for team in teams if team in seen]
            team = next((one for one in (*hosts, *near) if self._connected(one)), None)
            if team is not None:
                yield team, user

    def put_on_hold(self, now: datetime) -> Iterator[Chore]:
        """Tell hosts, once, of questions that figures or reports took out of use lately.

        Who is no editor hears of what their own channel was asked, or is about to be.
        """
        for item in self._store.repairs.held():
            lately = item.since >= now - HELD_LATELY
            if lately and item.reason not in BY_AN_EDITOR and self._connected(item.team):
                voice = self._posting.voice(item.team, now)
                with self._core.speaking(item.team):
                    reply = say.put_on_hold(voice, item.question.stem, item.reason)
                key = f"held {item.question.id} {item.since:%Y-%m-%d %H:%M:%S}"
                asked = self._channels_of(item, now)
                for schedule in self._running(item.team):
                    if schedule.channel in asked or self._is_editors(schedule):
                        yield from self._told(item.team, self._host(schedule), reply, key, now)

    def _channels_of(self, item: ItemState, now: datetime) -> frozenset[str]:
        """The channels that were asked a question, or whose host was shown it as to come."""
        which = item.team, item.question.id
        since = now.date() - timedelta(days=1)  # somewhere it is still that day
        asked = self._store.rounds.channels_of(*which)
        return asked | self._store.previews.channels_of(*which, since)

    def _is_editors(self, schedule: Schedule) -> bool:
        """Whether an editor arranged a channel's quiz."""
        admin = f"{split_team(schedule.team)[0]}:{self._host(schedule)}"
        return admin in self._core.settings.admins or self._store.audit.editor_set_up(
            schedule.team, schedule.channel
        )

    def _running(self, team: Team) -> Iterator[Schedule]:
        return (one for one in self._schedules() if one.team == team and not one.off)

    def _host(self, where: Schedule | UnreadableSchedule | UnreadableRound) -> str:
        """Whoever set up the quiz of a channel; "" if that is not known."""
        return self._store.audit.who_set_up(where.team, where.channel)

    def _told(
        self, team: Team, user: str, reply: Reply, key: str, now: datetime
    ) -> Iterator[Chore]:
        """Tells somebody something once: what did not get out is tried again."""
        name = f"{key} {user}"
        is_made = partial(self._store.deliveries.is_made, team, name)
        if user and not is_made():
            told = partial(self._posting.tell_once, person_in(team, user), reply, name, now)
            yield Chore(f"{team} {name}", told, is_made)

    def unreadable(self, now: datetime) -> Iterator[Chore]:
        """Schedules and rounds that nobody can read: left out, and their hosts told once."""
        for one in self._store.schedules.unreadable():
            if not self._connected(one.team):
                continue
            known = f"unreadable schedule {one.id}: {one.wrong}"[:200]
            if self._store.seen.first(one.team, known, now):
                log.error("%s %s: left out, %s", one.team, one.channel, one.wrong)
            with self._core.speaking(one.team):
                voice = self._posting.voice(one.team, now)
                reply = say.unreadable_schedule(voice, one.zone)
            yield from self._told(one.team, self._host(one), reply, known, now)
        for broken in self._store.unfinished.unreadable(now - ROUNDS_TOLD):
            if self._connected(broken.team):
                with self._core.speaking(broken.team):
                    reply = say.unreadable_round()
                key = f"unreadable-round-{broken.id}"
                yield from self._told(broken.team, self._host(broken), reply, key, now)

    def unknown_zones(self, now: datetime) -> Iterator[Chore]:
        """Tell people, once for each zone, that their reminders go by another clock."""
        for profile in self._store.people.reminders():
            zone, team = profile.zone, profile.team
            if not zone or is_zone(zone) or not self._connected(team):
                continue
            voice = self._posting.voice(team, now)
            with self._core.speaking(team):
                reply = say.unknown_zone(voice, zone)
            key = f"zone-{profile.id}-{zone}"[:200]
            yield from self._told(team, profile.person.user, reply, key, now)


def _refusals(schedule: Schedule, what: Withheld) -> str:
    """The name under which the days are kept whose question or result a channel refused."""
    return f"refused/{what}/{schedule.team}/{schedule.channel}"
