"""The companion: a request goes in, a reply comes out, whatever happens in between."""

import asyncio
import logging
from collections.abc import Callable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar, assert_never

from bot import commands as c
from bot.core import Core
from bot.daily.leasing import Leases, message_of
from bot.daily.live_counts import LiveCounts
from bot.daily.posting import Posting
from bot.messages import (
    FORM_ACTIONS,
    SHARES,
    Buttons,
    Messenger,
    NotDelivered,
    Part,
    Person,
    Place,
    PlaceGone,
    Platform,
    Reply,
    Request,
)
from bot.replies import help as say
from bot.replies.daily import paused_for_admin
from bot.schedule import suggest_zones
from bot.settings import Settings
from bot.store import Store, StoreAway
from bot.store.records import Team, person_in, team_of
from bot.talk import (
    admin,
    boards,
    compare,
    coverage,
    daily,
    guide,
    lookup,
    mending,
    personal,
    plan,
    quiz,
)
from bot.talk.turn import Awaited, Turn
from bot.trouble import reported
from knowledge.library import Library

log = logging.getLogger(__name__)

T = TypeVar("T")
Response = Reply | Awaited
Click = Callable[..., Response]
QUICK = FORM_ACTIONS | {"answer", "hint", "keep", "reported", "settings-save", "opt-out", "opt-in"}
LEFT = "I was removed from the channel"
REMOVED = "I was removed from the workspace"


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
        self.live = LiveCounts(
            messengers,
            lambda round_id: self.posting.now(round_id),
            lambda round_id: self.leases.alone(message_of(round_id)),
        )
        self.posting = Posting(self.core, messengers, self.live, self.leases)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="companion")
        self._quick = ThreadPoolExecutor(threads, thread_name_prefix="companion-quick")
        self._pool.submit(self._warm_up)
        self._clicks = _clicks(self.posting)

    def _warm_up(self) -> None:
        try:
            self.core.warm_up()
        except Exception:
            log.exception("questions or contradictions could not be made")

    # ------------------------------------------------------------ a request

    async def handle(self, request: Request) -> Reply:
        """Answer; never raises, never leaks the text of an error."""
        turn = Turn(self.core, request)
        try:
            pool = self._quick if _is_quick(request) else self._pool
            response = await self._in_thread(self._respond, turn, pool=pool)
            reply = await response.run() if isinstance(response, Awaited) else response
        except StoreAway as away:
            log.warning("%s: %s", _without_text(request), away)
            reply = say.away(turn.saved)
        except Exception:
            reply = reported(_without_text(request), saved=turn.saved)
        for round_id in turn.touched:
            self.live.touch(round_id)
        return reply

    def _respond(self, turn: Turn) -> Response:
        request = turn.request
        self._notice(turn.team)
        if request.action is not None and request.action.name != "run":
            click = self._clicks.get(request.action.name)
            if click is None:
                return say.unknown_click(turn.voice)
            return _fitting(turn, click(turn, *request.action.arguments))
        command = c.parse(_typed(turn))
        response = self._obey(turn, command)
        if isinstance(response, Reply) and _asked_aloud(turn, command):
            response = lookup.everybody(response)
        return _fitting(turn, response)

    def _obey(self, turn: Turn, command: c.Command) -> Response:
        match command:
            case c.Ask():
                return lookup.ask(turn, command)
            case c.Compare():
                return compare.compare(turn, command)
            case c.Quiz():
                return quiz.quiz(turn, command)
            case c.Review():
                return quiz.review(turn, command)
            case c.ShowBoard():
                return boards.board(turn, command)
            case c.ShowMe():
                return boards.me(turn, command)
            case c.DailyShow():
                return daily.show(turn)
            case c.DailySet():
                return daily.set_up(turn, command)
            case c.DailyOff():
                return daily.off(turn)
            case c.DailyNow():
                return daily.now(self.posting, turn)
            case c.DailyPause():
                return daily.pause(turn, command)
            case c.DailyResume():
                return daily.resume(turn)
            case c.DailyReveal():
                return daily.reveal(turn, command)
            case c.ListTopics():
                return coverage.topics(turn, command)
            case c.Conflicts():
                return lookup.conflicts(turn, command)
            case c.Gaps():
                return coverage.gaps(turn, command)
            case c.PlanUntil():
                return plan.plan(turn, command)
            case c.Help():
                return guide.help_for(turn, command)
            case c.ExportMe():
                return personal.export(turn, command)
            case c.ForgetMe():
                return personal.forget(turn, command)
            case c.Opt():
                return personal.opt(turn, command)
            case c.OpenSettings():
                return personal.settings(turn, command)
            case c.ShowReports():
                return mending.reports(turn, command)
            case c.Misread():
                return guide.misread(turn, command)
            case _:
                assert_never(command)

    # ------------------------------------------------------------ other events

    async def bot_joined(self, where: Place, invited_by: str) -> None:
        """Whoever invited the bot may administer it there."""
        await self._in_thread(self._joined, where, invited_by)

    def _joined(self, where: Place, invited_by: str) -> None:
        self._notice(team_of(where))
        if invited_by:
            self.core.store.inviters.add(where, invited_by, self.clock())

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
        try:
            await self.posting.whisper(owner, paused_for_admin(LEFT), f"left-{where.channel}")
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
        return frozenset(self._clicks) | {"run"}

    async def close(self) -> None:
        """Write the counts that are left, then stop."""
        await self.live.flush()
        for pool in (self._quick, self._pool):
            await asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True)

    async def _in_thread(
        self, work: Callable[..., T], *arguments: object, pool: ThreadPoolExecutor | None = None
    ) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(pool or self._pool, partial(work, *arguments))


def _clicks(posting: Posting) -> Mapping[str, Click]:
    """What every button means."""
    return {
        "ask": lookup.asked,
        "card": lookup.card,
        "share": lookup.share,
        "lookup": lookup.message,
        "compare": compare.compared,
        "compare-page": compare.compare_page,
        "share-compared": compare.share,
        "gaps": lambda turn, *_: coverage.gaps(turn),
        "topics": coverage.topics_page,
        "conflicts": lookup.conflicts_page,
        "quiz": quiz.again,
        "weak": quiz.weak,
        "next": quiz.following,
        "answer": quiz.answer,
        "hint": quiz.hint,
        "keep": quiz.keep,
        "review": quiz.review_now,
        "grade": quiz.grade,
        "report": quiz.report,
        "reported": quiz.reported,
        "board": boards.turned,
        "me": boards.my_figures,
        "home": boards.home,
        "daily": daily.show,
        "daily-now": partial(daily.now, posting),
        "daily-off": daily.off,
        "daily-resume": daily.resume,
        "schedule": daily.form,
        "schedule-save": daily.submitted,
        "settings": lambda turn, *_: personal.settings(turn),
        "settings-save": personal.submitted,
        "export": lambda turn, *_: personal.export(turn),
        "forget": lambda turn, *_: personal.forget(turn),
        "forget-yes": personal.forget_yes,
        "forget-no": personal.forget_no,
        "opt-out": lambda turn, *_: personal.opt(turn, c.Opt(out=True)),
        "opt-in": lambda turn, *_: personal.opt(turn, c.Opt(out=False)),
        "reports": mending.reports_page,
        "settle": mending.settle,
        "hold": mending.hold,
        "plan": plan.clicked,
        "resolve": admin.resolve,
        "help": guide.help_page,
        "welcome": guide.welcome,
    }


def _is_quick(request: Request) -> bool:
    """Clicks that need the store alone: they never wait behind look-ups and long lists."""
    return request.action is not None and request.action.name in QUICK


def _typed(turn: Turn) -> str:
    """What was typed, or stands behind a button that types it."""
    action = turn.request.action
    if action is None:
        return turn.request.text
    return turn.read(action.arguments[0]) or "" if action.arguments else ""


def _asked_aloud(turn: Turn, command: c.Command) -> bool:
    """Whether somebody mentioned the bot in a channel to ask what everybody may read."""
    aloud = bool(turn.where.thread) and not turn.where.private
    return aloud and isinstance(command, c.Ask | c.Compare | c.ListTopics | c.Conflicts | c.Help)


def _fitting(turn: Turn, response: Response) -> Response:
    """Without a button to share where there is nobody to share with, or all have read it."""
    if not isinstance(response, Reply) or not (turn.where.private or not response.private):
        return response
    parts: list[Part] = []
    for part in response.parts:
        if isinstance(part, Buttons):
            part = Buttons(tuple(b for b in part.buttons if b.action.name not in SHARES))
        if not isinstance(part, Buttons) or part.buttons:
            parts.append(part)
    return replace(response, parts=tuple(parts))


def _without_text(request: Request) -> str:
    """A request for the log: what kind it was, not what somebody wrote."""
    name = request.action.name if request.action else "text"
    return f"{name[:40]!r} from {request.who.platform}:{request.who.workspace}"
