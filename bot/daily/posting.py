"""What is posted without anybody asking: the daily question, its reveal, recaps, reminders.

Every step has one side effect and may be repeated: the store says what was claimed, the platform
says what was posted. A process that dies between two steps is picked up by calling `finish`,
`close`, `reveal` or `correct` again. `step` is called with a step's name before it is taken.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypeVar

from bot.core import Core
from bot.daily import composing
from bot.daily.honouring import PING, Honouring
from bot.daily.leasing import LeaseLost, Leases, message_of, post_of
from bot.daily.live_counts import LiveCounts
from bot.daily.previews import question_for
from bot.messages import (
    MessageRef,
    Messenger,
    NotDelivered,
    NotPermitted,
    Person,
    Place,
    PlaceGone,
    Platform,
    Reply,
    RoleKeeper,
)
from bot.replies import daily as say
from bot.replies import quiz as quiz_say
from bot.replies import recaps as recap_say
from bot.replies.voice import Voice
from bot.store.records import Profile, Round, Schedule, Team, place_in, team_of

log = logging.getLogger(__name__)

NOBODY = "-"  # stands for the message where somebody takes none
TRIED_FOR = timedelta(days=1)  # how long a result waits for the right to be shown
WAIT = 10.0  # seconds for whoever is writing a message
CLOCKS_DIFFER = timedelta(minutes=5)  # how far a platform's clock may lie behind ours
T = TypeVar("T")
Step = Callable[[str], None]


def _unwatched(_name: str) -> None:
    """Takes note of no step: only tests watch them, to stop the process between two."""


class Posting:
    """Posts through the messengers, each thing once."""

    def __init__(
        self,
        core: Core,
        messengers: MutableMapping[Platform, Messenger],
        leases: Leases,
        step: Step = _unwatched,
    ) -> None:
        self._core = core
        self._messengers = messengers
        self._leases = leases
        self.live = LiveCounts(
            messengers, self.now, lambda round_id: leases.alone(message_of(round_id))
        )
        self.step = step
        self.keepers: dict[Platform, RoleKeeper] = {}
        self.honouring = Honouring(core, self.keepers, leases)

    # ------------------------------------------------------------ the question

    async def ask(
        self, schedule: Schedule, day: date, opens: datetime, closes: datetime, at: datetime
    ) -> Round | None:
        """Post the day's question; None if there is none, or somebody else posts it."""
        round = await asyncio.to_thread(self._claim, schedule, day, opens, closes, at)
        if round is None:
            return None
        await self._post_question(round, at)
        return round

    async def ask_now(
        self, schedule: Schedule, day: date, closes: datetime, at: datetime
    ) -> Round | None:
        """The same because somebody wants it; None as well while somebody else is posting it."""
        name = post_of(schedule.team, schedule.channel, day)
        async with self._leases.alone(name) as alone:
            return await self.ask(schedule, day, at, closes, at) if alone else None

    def _claim(
        self, schedule: Schedule, day: date, opens: datetime, closes: datetime, at: datetime
    ) -> Round | None:
        """Choose the question and make it the day's, unless the day has one."""
        core = self._core
        question = question_for(core, schedule, day)
        if question is None:
            log.warning("%s %s: no question for %s", schedule.team, schedule.channel, day)
            return None
        self.step("claim")
        claim = core.rounds.claim(
            schedule.team,
            schedule.channel,
            day,
            question,
            opens,
            closes,
            at,
            schedule=schedule if schedule.id else None,
        )
        return claim.round if claim.new else None

    async def finish(self, round: Round, at: datetime) -> None:
        """A claimed round that nobody confirmed: look whether it was posted, else post it."""
        self.step("find")
        ref = await self._messenger(round.place).find(round.place, _key(round), _since(round))
        if ref is None:
            await self._post_question(round, at)
        else:
            await self._confirm(round, ref)

    async def adopt_or_abandon(self, round: Round) -> None:
        """Too late to post it now: keep it if it was posted after all, else give the day up."""
        self.step("find")
        ref = await self._messenger(round.place).find(round.place, _key(round), _since(round))
        if ref is not None:
            await self._confirm(round, ref)
            return
        self.step("abandon")
        await asyncio.to_thread(self._core.rounds.abandon, round.id)

    async def _post_question(self, round: Round, at: datetime) -> None:
        reply = await self.composed(round.team, composing.question, self._core, round, at)
        self.step("post")
        try:
            ref = await self._messenger(round.place).post(round.place, reply, _key(round))
        except PlaceGone:
            await asyncio.to_thread(self._core.rounds.abandon, round.id)
            raise
        await self._confirm(round, ref)
        await self._call(replace(round, message=ref.id), at)

    async def _call(self, round: Round, at: datetime) -> None:
        """Name those who asked for it, below the question; that it is there matters more."""
        users, role = await asyncio.to_thread(self._whom_to_call, round)
        if not (users or role):
            return
        voice = self.voice(round.team, at)
        reply = await self.composed(round.team, say.calling, voice, users, role, round.day)
        try:
            await self.once(_thread(round), f"call-{round.id}", reply, at, _since(round))
        except (NotDelivered, PlaceGone) as error:
            log.warning("round %d: those who asked for it were not named: %s", round.id, error)

    def _whom_to_call(self, round: Round) -> tuple[tuple[str, ...], str]:
        """The users to name, and the role: not those who hear of it by having that."""
        honours, honour = self._core.store.honours, f"{PING}{round.channel}"
        users = self._core.store.callouts.of(round.team, round.channel)
        role = honours.role(round.team, honour)
        have_it = honours.held(round.team, honour).get(role, frozenset[str]())
        return tuple(user for user in users if user not in have_it), role

    async def _confirm(self, round: Round, ref: MessageRef) -> None:
        self.step("confirm")
        await asyncio.to_thread(self._core.rounds.confirm, round.id, ref.id)
        log.info("round %d: posted in %s %s: %s, %s", round.id, round.team, round.channel,
                 round.question.topic, round.question.id)  # fmt: skip
        if await asyncio.to_thread(self._core.rounds.answered, round.id):
            self.live.touch(round.id)  # somebody was quicker than the confirmation

    async def now(self, round_id: int) -> tuple[MessageRef, Reply] | None:
        """An open question's message and what it should say: what LiveCounts writes."""
        return await asyncio.to_thread(self._now, round_id)

    def _now(self, round_id: int) -> tuple[MessageRef, Reply] | None:
        round = self._core.store.rounds.get(round_id)
        if round is None or round.state != "posted" or not round.message:
            return None
        with self._core.speaking(round.team):
            return _ref(round), composing.question(self._core, round, self._core.clock())

    # ------------------------------------------------------------ the end of it

    async def close(self, round: Round, at: datetime) -> bool:
        """Take no more answers for points; True for one caller."""
        self.step("close")
        return await asyncio.to_thread(self._core.rounds.close, round.id, at)

    async def reveal(self, round: Round, at: datetime, ends_week: Schedule | None = None) -> None:
        """Turn the message into the result, say how it went in its thread, note that it's done.

        With the schedule whose week it ends, the week's recap comes before that note, so that a
        process that dies in between does not leave it out.
        """
        async with self._writing(round.id):
            now = await asyncio.to_thread(self._core.store.rounds.get, round.id)
            if now is not None and now.state != "revealed":
                await self._reveal(now, at, ends_week)

    @asynccontextmanager
    async def _writing(self, round_id: int) -> AsyncIterator[None]:
        """Alone with a round's message: nobody writes a count over its result."""
        async with self._leases.alone(message_of(round_id), WAIT) as alone:
            if not alone:
                raise LeaseLost(f"round {round_id}: somebody else is writing its message")
            yield

    async def _reveal(self, round: Round, at: datetime, ends_week: Schedule | None) -> None:
        if not round.message:
            await self._look_for(round)
            return
        told_void = False
        try:
            told_void = await self._show_result(round, at)
            await self._recap_in_thread(round, at)
            if ends_week is not None:
                await self.recap(ends_week, round.day, at, _thread(round))
        except PlaceGone as gone:
            if _is_final(gone, round, at):
                await self._revealed(round, at, told_void)
            raise
        await self._revealed(round, at, told_void)

    async def _look_for(self, round: Round) -> None:
        """A closed round whose message nobody knows: found, it is revealed at the next beat.

        Until then it waits: a click may still tell where it is.
        """
        try:
            await self.adopt_or_abandon(round)
        except NotDelivered as error:
            log.info("round %d: its message was not found (%s)", round.id, error)

    async def _show_result(self, round: Round, at: datetime) -> bool:
        """Whether what is shown says that the round does not count."""
        shown = await asyncio.to_thread(self._core.rounds.reveal, round.id)
        if shown is None:
            return False
        voice = self.voice(round.team, at)
        reply = await self.composed(round.team, quiz_say.reveal, voice, shown)
        self.step("reveal")
        await self._messenger(round.place).update(_ref(round), reply)
        return bool(shown.round.void)

    async def _recap_in_thread(self, round: Round, at: datetime) -> None:
        reply = await self.composed(round.team, composing.thread_recap, self._core, round, at)
        await self.once(_thread(round), f"recap-{round.id}", reply, at, _since(round))

    async def _revealed(self, round: Round, at: datetime, told_void: bool) -> None:
        self.step("revealed")
        await asyncio.to_thread(self._core.rounds.revealed, round.id, at, told_void)
        log.info("round %d: revealed in %s %s", round.id, round.team, round.channel)

    async def correct(self, round: Round, at: datetime) -> None:
        """A round that was voided after its reveal: the result again, and a line in its thread."""
        async with self._writing(round.id):
            await self._correct(round, at)

    async def _correct(self, round: Round, at: datetime) -> None:
        try:
            if round.message:
                await self._show_result(round, at)
                told = round.void, round.day
                reply = await self.composed(round.team, recap_say.corrected, *told)
                await self.once(_thread(round), f"correction-{round.id}", reply, at, _since(round))
        except PlaceGone as gone:
            if _is_final(gone, round, at):
                await asyncio.to_thread(self._core.rounds.corrected, round.id)
            raise
        self.step("corrected")
        await asyncio.to_thread(self._core.rounds.corrected, round.id)

    # ------------------------------------------------------------ recaps and reminders

    async def recap(
        self, schedule: Schedule, week: date, at: datetime, thread: Place | None = None
    ) -> None:
        """The week that *week* lies in, once: in the thread of its last question."""
        reply = await self.composed(
            schedule.team, composing.weekly_recap, self._core, schedule, week, at
        )
        key = f"week-{schedule.channel}-{week:%G-%V}"
        await self.once(thread or schedule.place, key, reply, at, at - timedelta(days=7))

    async def remind(self, profile: Profile, day: date, at: datetime) -> bool:
        """Tell somebody what is due, once a day of theirs; silent when nothing is."""
        store, person = self._core.store, profile.person
        if (await asyncio.to_thread(store.people.profile, person)).was_reminded(day):
            return False
        reply = await self.composed(profile.team, composing.reminder, self._core, profile, at)
        if reply is None:
            return False
        await self.tell_once(person, reply, f"remind-{profile.id}-{day}", at)
        return await asyncio.to_thread(store.people.reminded, person, day)

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        """Why nothing can be posted there, and what helps; "" where nothing is known of any.

        A place that is none of its workspace is refused; for a *forum* whatever is none, too.
        """
        messenger = self._messengers.get(place.platform)
        return await messenger.hindrance(place, forum=forum) if messenger else ""

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        """A direct message; with *since* it is looked for first."""
        place = place_in(team_of(person), "")
        return await self._messenger(place).whisper(person, reply, key, since)

    async def tell_once(self, person: Person, reply: Reply, key: str, at: datetime) -> None:
        """A direct message whose delivery the store remembers, once it is out.

        One that was tried before is looked for first; who takes none is not tried again.
        """
        team, deliveries, what = team_of(person), self._core.store.deliveries, key.partition("-")[0]
        self.step(f"claim {what}")
        delivery = await asyncio.to_thread(deliveries.claim, team, key, at)
        if delivery.message:
            return
        self.step(f"tell {what}")
        try:
            since = None if delivery.new else delivery.at - TRIED_FOR
            told = await self.whisper(person, reply, key, since)
        except PlaceGone as gone:
            log.warning("%s: not told: %s", team, gone)
            told = None
        self.step(f"confirm {what}")
        await asyncio.to_thread(deliveries.confirm, team, key, told.id if told else NOBODY)

    # ------------------------------------------------------------ shared

    async def once(
        self, place: Place, key: str, reply: Reply, at: datetime, since: datetime
    ) -> bool:
        """Post something whose delivery the store remembers; whether that was now."""
        team, deliveries = team_of(place), self._core.store.deliveries
        self.step(f"claim {key.partition('-')[0]}")
        delivery = await asyncio.to_thread(deliveries.claim, team, key, at)
        if delivery.message:
            return False
        messenger = self._messenger(place)
        ref = None if delivery.new else await messenger.find(place, key, since)
        if ref is None:
            self.step(f"post {key.partition('-')[0]}")
            ref = await messenger.post(place, reply, key)
        self.step(f"confirm {key.partition('-')[0]}")
        await asyncio.to_thread(deliveries.confirm, team, key, ref.id)
        return True

    def _messenger(self, place: Place) -> Messenger:
        """The platform's messenger; without one the platform is switched off for now."""
        messenger = self._messengers.get(place.platform)
        if messenger is None:
            raise NotDelivered(f"{place.platform} is not connected")
        return messenger

    async def composed(self, team: Team, compose: Callable[..., T], *arguments: object) -> T:
        """What is to be posted, in the language of its workspace, whoever asked for it."""

        def composed() -> T:
            with self._core.speaking(team):
                return compose(*arguments)

        return await asyncio.to_thread(composed)

    def voice(self, team: Team, at: datetime) -> Voice:
        """How things are said in a workspace."""
        return composing.voice_in(self._core, team, at)


def _key(round: Round) -> str:
    return f"round-{round.id}"


def _since(round: Round) -> datetime:
    return (round.claimed_at or round.opens) - CLOCKS_DIFFER


def _is_final(gone: PlaceGone, round: Round, at: datetime) -> bool:
    """Whether a result is given up: the channel is gone, or has been closed to us for a day."""
    return not isinstance(gone, NotPermitted) or at - (round.closed_at or round.closes) > TRIED_FOR


def _ref(round: Round) -> MessageRef:
    return MessageRef(round.place, round.message)


def _thread(round: Round) -> Place:
    return replace(round.place, thread=round.message)
