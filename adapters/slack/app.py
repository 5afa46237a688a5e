"""The listeners: each acknowledges at once and hands the work on.

No listener touches a database, the network or the companion before its `ack()`, except where the
acknowledgement carries the answer (a form's errors, suggestions), and there within two seconds.
"""

import asyncio
import logging
import os
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from adapters.intake import BackgroundWork, Crowd, Deduplicator
from adapters.slack import limits, requests
from adapters.slack.blocks import Block
from adapters.slack.flows import SlackFlows, pressed_action
from adapters.slack.forms import FORM, Origin, faults, form_view, note_view, option
from adapters.slack.render import SlackMessage
from adapters.slack.response_urls import ResponseUrl
from adapters.slack.views import TITLE
from adapters.slack.web import Silent, SlackRefused, Web
from adapters.slack.workspaces import Workspaces, library_log
from bot.actions import traits_of
from bot.daily.leasing import Leases
from bot.language import _, speaking
from bot.messages import Handler, Hint, Place, Prose, Reply

log = logging.getLogger(__name__)

SECOND_DELIVERY = 20.0  # seconds for which the first one may still be at work

Payload = Mapping[str, Any]
ANYTHING = re.compile(r".*", re.DOTALL)
GONE_EVENTS = ("channel_left", "group_left", "channel_archive", "group_archive",
               "channel_deleted", "group_deleted")  # fmt: skip
# What the manifest subscribes to. Others are acknowledged and left alone.
EVENTS = ("app_mention", "message", "app_home_opened", "member_joined_channel", *GONE_EVENTS,
          "app_uninstalled", "tokens_revoked", "team_access_revoked")  # fmt: skip
NOT_INSTALLED = SlackMessage(
    (),
    "This workspace has not installed the app, or has removed it. "
    "An admin can add it again with the install link.",
)


@contextmanager
def own_settings_only() -> Iterator[None]:
    """Hide what Bolt would otherwise pick up from the environment by itself.

    With a client id and secret there it would silently change to OAuth with files.
    """
    names = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET")
    hidden = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(hidden)


def build_app(workspaces: Workspaces, signing_secret: str) -> AsyncApp:
    """Bolt's app, which lets everybody in: who is served is found out after the acknowledgement.

    Looking a workspace up may take a while on a busy machine, and Bolt would do it before. Nor does
    it check signatures: `Front` has done that, by the clock that replicas share, not the machine's.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)

    with own_settings_only():
        return AsyncApp(
            name="study-companion",
            logger=library_log,
            signing_secret=signing_secret,
            request_verification_enabled=False,
            client=workspaces.client(),
            authorize=authorize,
        )


class Listeners:
    """Everything that Slack tells us, taken in."""

    def __init__(
        self,
        workspaces: Workspaces,
        companion: Handler,
        flows: SlackFlows,
        work: BackgroundWork,
        uninstalled: Callable[[str, str], Awaitable[tuple[str, ...]]],
        leases: Leases,
        crowd: Crowd,
    ) -> None:
        self._workspaces = workspaces
        self._leases = leases
        self._companion = companion
        self._flows = flows
        self._work = work
        self._uninstalled = uninstalled
        self._crowd = crowd
        self._seen = Deduplicator()

    def register(self, app: AsyncApp) -> None:
        """One listener for every kind; old messages may hold action_ids of any age.

        The library asks them in turn, which takes it some time: what comes in crowds is first.
        """
        app.action(ANYTHING)(self.on_click)
        app.command(ANYTHING)(self.on_command)
        app.shortcut(ANYTHING)(self.on_shortcut)
        app.view_submission(ANYTHING)(self.on_submission)
        app.view_closed(ANYTHING)(self.on_view_closed)
        app.options(ANYTHING)(self.on_options)
        app.event(ANYTHING)(self.on_event)
        app.error(self.on_error)

    async def on_command(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        if await self._taken(ack, body):
            self._start(context, "a command", lambda web: self._flows.command(web, body))

    async def on_shortcut(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        if await self._taken(ack, body) and body.get("type") == "message_action":
            self._start(context, "a shortcut", lambda web: self._flows.shortcut(web, body))

    async def on_click(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        if not await self._taken(ack, body):
            return
        element = requests.pressed(body)
        if element.get("type") not in ("button", "overflow"):
            return  # selects and boxes of forms only mean something when the form is submitted
        opens = traits_of("", pressed_action(body)).opens_form
        click = self._flows.click_in_view if body.get("view") else self._flows.click
        self._start(context, "a click", lambda web: click(web, body), at_once=opens)

    async def on_submission(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        """The one place where the answer travels in the acknowledgement."""
        if self._work.closing:
            return
        view = body.get("view") or {}
        if view.get("callback_id") != FORM or not self._seen.first(_interaction(body)):
            await ack()
            return
        answered = asyncio.get_running_loop().create_future()
        self._start(
            context,
            "a form",
            lambda web: self._submitted(web, body, answered),
            at_once=True,
        )
        await asyncio.wait({answered}, timeout=limits.ACKNOWLEDGE_WITH_ANSWER)
        reply: Reply | None = answered.result() if answered.done() else None
        answered.cancel()  # too late for the acknowledgement: it goes into the view
        team, user = context.team_id or "", requests.asker(body).user
        waiting = self._flows.language(team, user, Origin.of(view).place(team, user))
        with speaking(reply.language if reply else waiting):
            await ack(**_acknowledged(reply, view))

    async def on_view_closed(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        await ack()
        if Origin.of(body.get("view") or {}).home:
            user = requests.asker(body).user
            self._start(context, "the home", lambda web: self._flows.home(web, user))

    async def on_options(self, ack: AsyncAck, body: Payload, context: AsyncBoltContext) -> None:
        kind = str(body.get("action_id", ""))
        found: tuple[str, ...] = ()
        try:
            async with asyncio.timeout(limits.ACKNOWLEDGE_WITH_ANSWER):
                web = await self._web(context)
                if web is not None:
                    found = await self._flows.complete(web, body, kind)
        except Exception:
            log.exception("suggestions failed")
        shown = [option(text, text) for text in found[: limits.SELECT_OPTIONS] if text.strip()]
        await ack(options=shown)

    async def on_event(
        self, ack: AsyncAck, body: Payload, event: Payload, context: AsyncBoltContext,
        request: AsyncBoltRequest,
    ) -> None:  # fmt: skip
        if self._work.closing:
            return  # not acknowledged: Slack sends it again, to whoever runs then
        await ack()
        key, kind = str(body.get("event_id", "")), str(event.get("type", ""))
        if kind not in EVENTS or not self._seen.first(key):
            return
        again = request.headers.get("x-slack-retry-num", ["0"])[0] != "0"  # Socket Mode says 0
        if kind in ("app_uninstalled", "tokens_revoked"):
            team, enterprise = requests.installation_of(body)
            if kind == "app_uninstalled" or (event.get("tokens") or {}).get("bot"):
                self._work.start(self._removed(team, enterprise), "an uninstallation")
            return
        if kind == "team_access_revoked":  # an organization takes some of its workspaces out
            for team in requests.teams_in(event):
                self._work.start(self._removed(team, ""), "an uninstallation")
            return
        self._start(context, kind, lambda web: self._event(web, event, kind, key, again))

    async def on_error(self, error: Exception, context: AsyncBoltContext) -> BoltResponse:
        """Whatever slipped through: for the log, without payloads, which may be personal.

        Nothing of ours runs before the acknowledgement, so it is the payload that is unreadable.
        """
        log.error("a listener failed in %s: %s", context.team_id, error, exc_info=error)
        return BoltResponse(status=400, body="not readable")

    async def _event(self, web: Web, event: Payload, kind: str, key: str, again: bool) -> None:
        """One replica at a time: a second delivery finds what the first one answered."""
        patience = SECOND_DELIVERY if again else 0.0
        async with self._leases.alone_if_known(f"event {key}", patience) as alone:
            if alone:
                await self._taken_in(web, event, kind, key, again)

    async def _taken_in(self, web: Web, event: Payload, kind: str, key: str, again: bool) -> None:
        identity = web.identity
        place = Place("slack", identity.team, _channel(event))
        match kind:
            case "app_mention":
                if requests.is_written_by_a_person(event, identity.bot_user):
                    await self._flows.message(web, event, key, again)
            case "message":
                direct = event.get("channel_type") == "im"
                if direct and requests.is_written_by_a_person(event, identity.bot_user):
                    await self._flows.message(web, event, key, again)
            case "app_home_opened":
                user = str(event.get("user", ""))
                match event.get("tab", "home"):
                    case "home":
                        await self._flows.home(web, user)
                    case "messages":
                        await self._flows.suggest(web, user, place.channel)
            case "member_joined_channel":
                if event.get("user") == identity.bot_user:
                    await self._companion.bot_joined(place, str(event.get("inviter") or ""))
            case gone if gone in GONE_EVENTS and place.channel:
                await self._companion.bot_left(place)

    async def _submitted(self, web: Web, body: Payload, answered: "asyncio.Future[Reply]") -> None:
        """Work a form off; what came too late for the acknowledgement is shown in the view."""
        view = body.get("view") or {}
        origin = Origin.of(view)
        reply = await self._flows.submit(web, body)
        waited_for = not answered.done()
        if waited_for:
            answered.set_result(reply)
        user = requests.asker(body).user
        if origin.hears(reply):
            await self._flows.tell(web, origin, reply, _interaction(body))
        if not waited_for:
            with speaking(reply.language):
                result = _result(reply, origin)
            await self._late(web, str(view.get("id", "")), result)
        if origin.home:
            await self._flows.home(web, user)

    async def _late(self, web: Web, view_id: str, view: Block) -> None:
        try:
            await web.write("views.update", {"view_id": view_id, "view": view}, again=True)
        except (SlackRefused, Silent) as error:
            log.info("a late answer found its view closed: %s", error)

    async def _removed(self, team: str, enterprise: str) -> None:
        for gone in await self._uninstalled(team, enterprise):
            await self._companion.bot_removed("slack", gone)

    async def _taken(self, ack: AsyncAck, body: Payload) -> bool:
        """Acknowledge; whether this is ours to work on, and for the first time."""
        if self._work.closing:
            return False
        await ack()
        return self._seen.first(_interaction(body))

    def _start(
        self,
        context: AsyncBoltContext,
        what: str,
        work: Callable[[Web], Coroutine[Any, Any, None]],
        *,
        at_once: bool = False,
    ) -> None:
        """Begin *work*; those who wait go first, unless a form has to open, or its acknowledgement
        waits for it."""

        async def run() -> None:
            if not at_once:
                await self._crowd.goes_first()
            web = await self._web(context)
            if web is not None:
                await work(web)
            elif context.response_url:
                await ResponseUrl(self._workspaces.session, context.response_url).whisper(
                    NOT_INSTALLED
                )

        self._work.start(run(), what)

    async def _web(self, context: AsyncBoltContext) -> Web | None:
        return await self._workspaces.find(context.team_id or "", context.enterprise_id or "")


def _interaction(body: Payload) -> str:
    """Every interaction has its own trigger_id; the same one twice is a replay."""
    return str(body.get("trigger_id") or "")


def _channel(event: Payload) -> str:
    channel = event.get("channel")
    return str(channel.get("id", "") if isinstance(channel, Mapping) else channel or "")


def _result(reply: Reply, origin: Origin) -> Block:
    """A view that says how it went."""
    if reply.form is not None:
        return form_view(reply.form, origin)
    if reply.errors:
        reply = Reply((*reply.parts, *(Prose(text) for text in reply.errors.values())))
    said = bool(reply.parts or reply.summary) and not origin.hears(reply)
    return note_view(reply if said else Reply((Prose(_("Saved.")),)), origin, TITLE)


def _acknowledged(reply: Reply | None, view: Payload) -> dict[str, Any]:
    """What to acknowledge a form with; None when the answer is still being worked on."""
    origin = Origin.of(view)
    if reply is None:
        saving = Reply((Hint(_("Saving …")),))
        return {"response_action": "update", "view": note_view(saving, origin, TITLE)}
    placed = faults(reply.errors, view)
    if placed:
        return {"response_action": "errors", "errors": placed}
    return {"response_action": "update", "view": _result(reply, origin)}
