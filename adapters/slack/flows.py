"""What happens after an acknowledgement: find out who asks, ask the companion, show the answer."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from adapters.intake import DoubleClicks, offered, told_when_slow
from adapters.slack import limits, requests
from adapters.slack.forms import Origin, meaning, submitted
from adapters.slack.memberships import Memberships
from adapters.slack.messenger import post_once
from adapters.slack.people import SlackDirectory
from adapters.slack.render import render
from adapters.slack.requests import Asker
from adapters.slack.response_urls import ResponseUrl
from adapters.slack.surfaces import Beside, InThread, OnMessage, SlackSurface
from adapters.slack.views import InView, Views
from adapters.slack.web import Silent, SlackRefused, Web
from bot import actions
from bot.actions import traits_of
from bot.language import _, speaking
from bot.messages import (
    Action,
    Handler,
    Person,
    Place,
    Reply,
    Request,
)
from bot.trouble import answered, reported

log = logging.getLogger(__name__)

Payload = Mapping[str, Any]
Clock = Callable[[], datetime]
PROMPTS_SCOPE = "assistant:write"
AT_ONCE = 24  # a thousand clicks leave the event loop time to acknowledge the next one
_REDELIVERED_WITHIN = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class SlackFlows:
    """The ways through, one method for each kind of thing that people do."""

    companion: Handler
    people: SlackDirectory
    views: Views
    clock: Clock
    session: Callable[[], aiohttp.ClientSession]
    double_clicks: DoubleClicks
    memberships: Memberships = field(default_factory=Memberships)
    room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def command(self, web: Web, command: Payload) -> None:
        place = requests.command_place(command, web.identity.team)
        asker = requests.command_asker(command)
        response_url = ResponseUrl(self.session(), str(command.get("response_url", "")), web.gates)
        surface = Beside(web, response_url, place, asker.user, _key(command))
        text = str(command.get("text", ""))
        origin = Origin(place.channel, private=place.private)
        view = InView(web, str(command.get("trigger_id", "")), origin, asker.user, _key(command))

        def request(who: Person) -> Request:
            return requests.asked(who, place, self.clock(), text, web.identity.bot_user)

        answer = self._answer(web, asker, request)
        await self._show(answer, surface, view, limits.PATIENCE)

    async def shortcut(self, web: Web, shortcut: Payload) -> None:
        """What stands in a message's menu: look it up, or make it a question, which is a form."""
        asker = requests.asker(shortcut)
        place = requests.click_place(shortcut, web.identity.team)
        response_url = ResponseUrl(self.session(), str(shortcut.get("response_url", "")), web.gates)
        surface = Beside(web, response_url, place, asker.user, _key(shortcut))
        message = shortcut.get("message") or {}
        at = requests.moment(shortcut.get("action_ts"), self.clock())
        action = requests.meant_by(shortcut)
        origin = Origin(place.channel, place.thread, place.private)
        trigger = str(shortcut.get("trigger_id", ""))
        view = InView(web, trigger, origin, asker.user, _key(shortcut))

        def request(who: Person) -> Request:
            return requests.of_message(who, place, at, action, message, web.identity.bot_user)

        answer = self._answer(web, asker, request)
        if traits_of("", action).opens_form:
            await self._open_in_time(answer, surface, view)
        else:
            await self._respond(answer, surface)

    async def message(self, web: Web, event: Payload, key: str, again: bool) -> None:
        """A mention or a direct message; *again* when Slack delivers it once more."""
        asker = requests.event_asker(event)
        place = requests.event_place(event, web.identity.team)
        at = requests.moment(event.get("ts"), self.clock())
        since = at - _REDELIVERED_WITHIN if again else None
        aside = str(event.get("thread_ts") or "")
        surface = InThread(web, place, asker.user, key, aside, since)
        text = str(event.get("text", ""))

        def request(who: Person) -> Request:
            return requests.asked(who, place, at, text, web.identity.bot_user)

        answer = self._answer(web, asker, request, pictures=place.private)
        await self._respond(answer, surface)

    async def click(self, web: Web, payload: Payload) -> None:
        """A button on a message."""
        asker = requests.asker(payload)
        place = requests.click_place(payload, web.identity.team)
        container = payload.get("container") or {}
        key = _key(payload)
        surface = OnMessage(
            web,
            ResponseUrl(self.session(), str(payload.get("response_url", "")), web.gates),
            place,
            asker.user,
            key,
            ts=str(container.get("message_ts") or ""),
            vanishing=bool(container.get("is_ephemeral")),
        )
        origin = Origin(place.channel, place.thread, place.private)
        view = InView(web, str(payload.get("trigger_id", "")), origin, asker.user, key)
        action = pressed_action(payload)
        where = (web.identity.team, place.channel, surface.ts, asker.user)
        if await self.double_clicks.is_second(action, *where):
            return
        traits = traits_of("", action)
        limited = traits.shares and not requests.is_closed(payload)
        clicked, pictures = self._clicked(payload, place), surface.converses
        answer = self._answer(web, asker, clicked, limited=limited, pictures=pictures)
        if traits.opens_form:
            await self._open_in_time(answer, surface, view)
        else:
            await self._respond(answer, surface, view)

    async def click_in_view(self, web: Web, payload: Payload) -> None:
        """A button in a modal, or on the App Home, whose answer comes as a modal."""
        asker = requests.asker(payload)
        view = payload.get("view") or {}
        home = view.get("type") == "home"
        origin = Origin(asker.user, home=True) if home else Origin.of(view)
        clicked_in = "" if home else str(view.get("id", ""))
        surface = InView(
            web,
            str(payload.get("trigger_id", "")),
            origin,
            asker.user,
            _key(payload),
            clicked_in,
        )
        place = origin.place(web.identity.team, asker.user)
        answer = self._answer(web, asker, self._clicked(payload, place), limited=home)
        await self._open_in_time(answer, surface, surface)

    async def submit(self, web: Web, payload: Payload) -> Reply:
        """A submitted form. The answer is shown by whoever acknowledges it."""
        asker = requests.asker(payload)
        view = payload.get("view") or {}
        place = Origin.of(view).place(web.identity.team, asker.user)

        def request(who: Person) -> Request:
            return Request(who, place, self.clock(), action=meaning(view), fields=submitted(view))

        return await self._answer(web, asker, request)

    async def tell(self, web: Web, origin: Origin, reply: Reply, key: str) -> None:
        """Post what a form says to everybody, where it was opened."""
        mark = _key({"trigger_id": key})
        for number, message in enumerate(render(reply)):
            await post_once(web, origin.channel, message, f"{mark}#{number}", origin.thread)

    async def home(self, web: Web, user: str) -> None:
        place = requests.own_place(user, web.identity.team)

        def request(who: Person) -> Request:
            return Request(who, place, self.clock(), action=actions.HOME())

        answer = await self._answer(web, Asker(user), request, limited=True)
        await self.views.publish(web, user, answer)

    async def suggest(self, web: Web, user: str, channel: str) -> None:
        """What one may ask, above the line in which one writes, where Slack shows such prompts."""
        if PROMPTS_SCOPE not in web.identity.scopes:
            return
        place = requests.own_place(user, web.identity.team)
        who = await self.people.person(web, user)
        found = await self.companion.complete(who, place, "example", "")
        prompts = [(query, query) for query in found[: limits.PROMPTS - 2]]
        with speaking(self.companion.language(who, place)):
            prompts += [(_("Quiz me"), "quiz"), (_("Reviews"), "review")]
        told = {
            "channel_id": channel,
            "prompts": [{"title": title, "message": message} for title, message in prompts],
        }
        try:
            await web.write("assistant.threads.setSuggestedPrompts", told, again=True)
        except (SlackRefused, Silent) as error:
            log.info("no prompts were suggested: %s", error)

    async def complete(self, web: Web, payload: Payload, kind: str) -> tuple[str, ...]:
        asker = requests.asker(payload)
        place = Origin.of(payload.get("view") or {}).place(web.identity.team, asker.user)
        who = await self.people.person(web, asker.user, asker.name, asker.home)
        return await self.companion.complete(who, place, kind, str(payload.get("value", "")))

    def _clicked(self, payload: Payload, place: Place) -> Callable[[Person], Request]:
        element = requests.pressed(payload)
        at = requests.moment(element.get("action_ts"), self.clock())
        value = requests.value_of(element)
        message = requests.message_of(payload)
        return lambda who: requests.clicked(who, place, at, value, message)

    async def _answer(
        self,
        web: Web,
        asker: Asker,
        request: Callable[[Person], Request],
        *,
        limited: bool = False,
        pictures: bool = False,
    ) -> Reply:
        """What the companion says; *limited* to the channels that the person is in.

        Slack shows *pictures* in messages that stay alone, and what is for one person stays only
        in a conversation.
        """
        who = await self.people.person(web, asker.user, asker.name, asker.home)
        asked = replace(request(who), pictures=pictures)
        if limited:
            asked = replace(asked, joined=await self.memberships.of(web, asker.user))
        return await answered(self.companion, asked)

    async def _respond(
        self,
        answer: Awaitable[Reply],
        surface: SlackSurface,
        view: InView | None = None,
    ) -> None:
        """Show the answer when it is one's turn; nobody slow keeps a place for long."""
        async with self.room:
            work = asyncio.ensure_future(answer)
            await asyncio.wait({work}, timeout=limits.PATIENCE)
        await self._show(work, surface, view, 0)

    async def _show(
        self,
        answer: Awaitable[Reply],
        surface: SlackSurface,
        view: InView | None,
        patience: float,
    ) -> None:
        """Show the answer, in a view where it is a form."""
        reply = await told_when_slow(answer, patience, lambda: self._waiting(surface))
        with speaking(reply.language):
            if reply.form is not None and view is None:
                reply = offered(reply.form)
            if reply.form is not None and view is not None:
                await _surely(view.ask(reply.form, instead=surface), surface)
            else:
                await _surely(surface.show(reply), surface)

    async def _open_in_time(
        self, answer: Awaitable[Reply], surface: SlackSurface, view: InView
    ) -> None:
        """For what opens a view: open it before the trigger_id dies, fill it when ready."""
        patience = limits.TRIGGER_PATIENCE
        reply = await told_when_slow(answer, patience, lambda: self._waiting(view))
        with speaking(reply.language):
            if reply.form is not None:
                asking = view.ask(reply.form, instead=None if surface is view else surface)
                await _surely(asking, surface)
            elif view.is_open:
                await _surely(view.show(reply), surface)
            else:
                await _surely(surface.show(reply), surface)

    async def _waiting(self, surface: SlackSurface) -> None:
        with speaking(self.language(surface.web.identity.team, surface.user, surface.place)):
            await surface.waiting()

    def language(self, team: str, user: str, place: Place) -> str:
        """Of somebody who waits for an answer, as far as it is known at once."""
        who = Person("slack", team, user, language=self.people.language(team, user))
        return self.companion.language(who, place)


async def _surely(showing: Awaitable[None], surface: SlackSurface) -> None:
    """What Slack refuses to show is at least said to have failed."""
    try:
        await showing
    except Silent:
        raise  # it may have arrived, so nothing is said twice
    except Exception:
        sentence = reported("an answer could not be shown")
        with suppress(SlackRefused, Silent):
            await surface.show(sentence)


def pressed_action(payload: Payload) -> Action:
    return Action.parse(requests.value_of(requests.pressed(payload)))


def _key(payload: Payload) -> str:
    """What marks the answer to this one interaction; a digest, since other apps can read it."""
    trigger = str(payload.get("trigger_id") or secrets.token_hex(8))
    return hashlib.sha256(trigger.encode()).hexdigest()[:24]
