"""The companion: a request goes in, a reply comes out, whatever happens in between."""

import asyncio
import logging
import time
from collections.abc import Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import datetime
from functools import partial
from threading import Thread
from typing import TypeVar

from bot.actions import KINDS, StaleClick, UnknownClick, is_line
from bot.commands import Ask, Command, Compare, Conflicts, Help, ListTopics, Mistyped, parse
from bot.core import Core
from bot.daily.leasing import Leases
from bot.daily.posting import Posting
from bot.language import later, speaking
from bot.messages import (
    Action,
    Messenger,
    NotDelivered,
    Person,
    Place,
    PlaceGone,
    Platform,
    Reply,
    Request,
)
from bot.ops.tracing import traced
from bot.replies import help as say
from bot.replies.arrival import arrived
from bot.replies.hosts import paused_for_admin
from bot.replies.links import REFERENCE
from bot.schedule import suggest_zones
from bot.settings import Settings
from bot.store import Store, StoreAway, StoreBusy
from bot.store.records import Team, person_in, team_of
from bot.talk import lookup
from bot.talk.clicks import clicks
from bot.talk.obey import obey
from bot.talk.order import InOrder
from bot.talk.turn import Awaited, Turn, own_language
from bot.text import well_formed
from bot.trouble import reported
from knowledge.library import Library

log = logging.getLogger(__name__)

T = TypeVar("T")
Response = Reply | Awaited
LEFT = later("I was removed from the channel")
REMOVED = later("I was removed from the workspace")


Heard = Callable[[str, float, str], None]  # a request's kind, its seconds, its outcome


def _unheard(_kind: str, _seconds: float, _outcome: str) -> None:
    """Nobody counts."""


class Companion:
    """Answers requests. One for the whole process, whatever the number of platforms."""

    def __init__(
        self,
        *,
        library: Library,
        store: Store,
        settings: Settings,
        clock: Callable[[], datetime],
        messengers: MutableMapping[Platform, Messenger],
        seed: int = 0,
        threads: int = 4,
    ) -> None:
        self.clock = clock
        self.messengers = messengers
        self.core = Core(library, store, settings, clock, seed)
        self.leases = Leases(store.leases, settings.lease_seconds)
        self.posting = Posting(self.core, messengers, self.leases)
        self.live = self.posting.live
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="companion")
        self._quick = ThreadPoolExecutor(threads, thread_name_prefix="companion-quick")
        self._clicks = clicks(self.posting, self._typed)
        self._name = settings.command
        self.heard: Heard = _unheard
        self._turns = InOrder()
        self._closing = False

    def warm_up_soon(self) -> None:
        """Make questions and contradictions beside everything else; nobody waits for it."""
        Thread(target=self._warm_up, name="companion-warm-up", daemon=True).start()

    def _warm_up(self) -> None:
        try:
            self.core.warm_up()
        except StoreAway as away:
            log.warning("questions wait until they are asked for: %s", away)
        except Exception:
            if not self._closing:  # else what they are made of is closed, and nobody wants them
                log.exception("questions or contradictions could not be made")

    # ------------------------------------------------------------ a request

    async def handle(self, request: Request) -> Reply:
        """Answer; never raises, never leaks the text of an error.

        What one person types in one place is done in the order in which it came.
        """
        request = _well_formed(request)
        if not is_line(request.action):
            return await self._handle(request)
        who, where = request.who, request.where
        async with self._turns.of(who.platform, who.workspace, who.user, where.channel):
            return await self._handle(request)

    async def _handle(self, request: Request) -> Reply:
        """The reply, timed and counted."""
        with traced():
            began = time.monotonic()
            reply, outcome = await self._answered(request)
            self.heard(_kind(request), time.monotonic() - began, outcome)
            return reply

    async def _answered(self, request: Request) -> tuple[Reply, str]:
        """The reply, and for the figures what came of it."""
        turn, outcome = Turn(self.core, request), "answered"
        try:
            pool = self._quick if _is_quick(request) else self._pool
            response = await self._in_thread(self._respond, turn, pool=pool)
            with speaking(turn.language):
                reply = await response.run() if isinstance(response, Awaited) else response
        except Exception as error:
            with speaking(turn.language):
                reply, outcome = self._apology(turn, error)
        for round_id in turn.touched:
            self.live.touch(round_id)
        return reply, outcome

    def _apology(self, turn: Turn, error: Exception) -> tuple[Reply, str]:
        """What is said instead of an answer, and what it counts as; called while it is handled."""
        request, again = _without_text(turn.request), _repeatable(turn.request)
        if isinstance(error, StoreBusy) and not turn.saved:  # else something was changed
            log.warning("%s: the database was locked", request)
            return say.busy(again), "away"
        if isinstance(error, StoreAway):
            log.warning("%s: %s", request, error)
            return say.away(turn.saved, again), "away"
        return reported(request, saved=turn.saved, again=again), "failed"

    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return sum(pool._work_queue.qsize() for pool in (self._quick, self._pool))

    def _respond(self, turn: Turn) -> Response:
        turn.language = turn.own_language or self.core.language_of(turn.team)
        with speaking(turn.language):
            return self._said(turn)

    def _said(self, turn: Turn) -> Response:
        self._notice(turn.team)
        action = turn.request.action
        if action is None:
            return self._typed(turn, turn.request.text)
        click = self._clicks.get(action.name)
        try:
            return click(turn, action.arguments) if click else say.unknown_click(turn.voice)
        except UnknownClick:
            return say.unknown_click(turn.voice)
        except StaleClick:
            return say.stale_click(turn.voice)

    def _typed(self, turn: Turn, line: str) -> Response:
        """A line that somebody typed, or a button for them."""
        command = parse(self._without_own_name(line))
        turn.aloud = _asked_aloud(turn, command)
        response = obey(self.posting, turn, command)
        if isinstance(response, Reply) and turn.aloud:
            return lookup.everybody(response)
        return response

    def _without_own_name(self, line: str) -> str:
        """Without the command that answers questions, for those who type it out of habit."""
        name, blank, rest = line.strip().partition(" ")
        return rest.removeprefix("query:") if blank and name == f"/{self._name}" else line

    def language(self, who: Person, where: Place) -> str:
        """In which an adapter says what is said before there is a reply."""
        return own_language(who, where) or self.core.last_language_of(team_of(who))

    # ------------------------------------------------------------ other events

    async def bot_joined(self, where: Place, invited_by: str) -> None:
        """Whoever invited the bot may arrange the quiz of that channel, and nothing else.

        They hear what there is to do with it, once a day at most.
        """
        hello = await self._in_thread(self._joined, where, invited_by)
        if hello is None:
            return
        person = person_in(team_of(where), invited_by)
        try:
            await self.posting.whisper(person, hello, f"hello-{where.channel}")
        except (NotDelivered, PlaceGone) as error:
            log.warning("whoever invited the bot was not greeted: %s", error)

    def _joined(self, where: Place, invited_by: str) -> Reply | None:
        store, team, now = self.core.store, team_of(where), self.clock()
        self._notice(team)
        if not invited_by:
            return None
        if where.channel:
            store.inviters.add(where, invited_by, now)
        key = f"hello-{where.channel}-{invited_by}-{now:%Y-%m-%d}"
        if not store.deliveries.claim(team, key, now).new:
            return None
        schedule = self.core.schedule_of(where) if where.channel else None
        with self.core.speaking(team):
            return arrived(
                self.posting.voice(team, now),
                self.core.examples(),
                where.channel,
                has_quiz=schedule is not None and not schedule.off,
            )

    def _notice(self, team: Team) -> None:
        """A workspace that had removed the app uses it again: nothing of it is deleted."""
        try:
            if self.core.store.removals.noted(team):
                self.core.store.removals.cancel(team)
        except StoreAway:
            return  # it is noticed the next time

    async def bot_left(self, where: Place) -> None:
        """Post nothing more there, and tell whoever set the quiz up; an invitation begins anew."""
        owner = await self._in_thread(self._left, where)
        if owner is None:
            return
        reply = await self.posting.composed(team_of(where), paused_for_admin, PlaceGone(LEFT))
        try:
            await self.posting.whisper(owner, reply, f"left-{where.channel}")
        except (NotDelivered, PlaceGone) as error:
            log.warning("could not tell anybody that %s was left: %s", where.channel, error)

    def _left(self, where: Place) -> Person | None:
        """Whom to tell that the quiz has ended; None if there was none, or it is known."""
        store, team = self.core.store, team_of(where)
        store.inviters.remove(where)
        if not store.schedules.switch_off(team, where.channel, self.clock(), LEFT):
            return None
        by = store.audit.who_set_up(team, where.channel)
        return person_in(team, by) if by else None

    async def bot_removed(self, platform: Platform, workspace: str) -> None:
        """The app is gone from a workspace: so are its tokens and its schedules.

        Everything else is deleted when it has not come back for a while (jobs/chores.py).
        """
        await self._in_thread(self._removed, platform, workspace)

    def _removed(self, platform: Platform, workspace: str) -> None:
        store, team = self.core.store, Team(f"{platform}:{workspace}")
        store.installations.remove(platform, workspace)
        store.schedules.off_in(team, self.clock(), REMOVED)
        store.removals.note(team, self.clock())

    async def complete(self, who: Person, where: Place, kind: str, typed: str) -> tuple[str, ...]:
        """Suggestions while typing; none rather than trouble."""
        del who, where
        try:
            if kind == "zone":
                return suggest_zones(typed)
            return await self._in_thread(self._complete, kind, typed[:100])
        except Exception:
            log.exception("no suggestions for %s", kind)
            return ()

    def _complete(self, kind: str, typed: str) -> tuple[str, ...]:
        library = self.core.library
        if kind == "example":
            return self.core.examples()
        if kind != "topic":
            return library.complete(typed)
        names = [topic.name for topic in self.core.topics_by_size()]
        wanted = typed.strip().lower()
        first = [name for name in names if name.lower().startswith(wanted)]
        near = library.topic(typed) if wanted else None
        return tuple(dict.fromkeys([*first, *([near.name] if near else [])]))[:25]

    @property
    def actions(self) -> frozenset[str]:
        """The names of all buttons that there can be."""
        return frozenset(self._clicks)

    async def close(self) -> None:
        """Write the counts that are left, then stop."""
        self._closing = True
        await self.live.flush()
        for pool in (self._quick, self._pool):
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _in_thread(
        self, work: Callable[..., T], *arguments: object, pool: ThreadPoolExecutor | None = None
    ) -> T:
        loop = asyncio.get_running_loop()
        here = copy_context()  # the thread's lines of the log belong to this request too
        return await loop.run_in_executor(pool or self._pool, partial(here.run, work, *arguments))


def _is_quick(request: Request) -> bool:
    """Clicks that need the store alone: they never wait behind look-ups and long lists."""
    kind = KINDS.get(request.action.name) if request.action else None
    return kind is not None and kind.quick


def _asked_aloud(turn: Turn, command: Command) -> bool:
    """Whether somebody mentioned the bot in a channel to ask what everybody may read."""
    return turn.where.before_everybody and isinstance(
        command, Ask | Compare | ListTopics | Conflicts | Help | Mistyped
    )


def _repeatable(request: Request) -> Action | None:
    """The click behind a request, if a button can carry it again: not what a form brought along,
    nor a line that would be read as the key of a stored text.
    """
    clicked = request.action
    if clicked is None:
        typed = Action("run", (request.text,))
        whole = "|" not in request.text and not request.text.startswith(REFERENCE)
        return typed if request.text and whole and typed.fits else None
    return clicked if not request.fields and clicked.name in KINDS and clicked.fits else None


def _kind(request: Request) -> str:
    """What a request was, for the figures: a button's name if there is such a button."""
    name = request.action.name if request.action else "text"
    return name if name == "text" or name in KINDS else "other"


def _well_formed(request: Request) -> Request:
    """A request whose words can be stored and logged, whatever was sent."""
    action = request.action and Action.parse(str(request.action))
    fields = {name: well_formed(value) for name, value in request.fields.items()}
    return replace(request, text=well_formed(request.text), action=action, fields=fields)


def _without_text(request: Request) -> str:
    """A request for the log: what kind it was, not what somebody wrote."""
    name = request.action.name if request.action else "text"
    return f"{name[:40]!r} from {request.who.platform}:{request.who.workspace}"
