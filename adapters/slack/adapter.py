"""Slack as the composition root starts and stops it."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.intake import BackgroundWork, Crowd, DoubleClicks
from adapters.slack.app import Listeners, build_app
from adapters.slack.flows import SlackFlows
from adapters.slack.http import Front
from adapters.slack.install import Stored, oauth_flow, warnings
from adapters.slack.messenger import SlackMessenger
from adapters.slack.people import SlackDirectory
from adapters.slack.proofs import UsedProofs
from adapters.slack.rotation import Rotation
from adapters.slack.views import Views
from adapters.slack.web import word_of
from adapters.slack.workspaces import Workspaces, library_log
from bot.daily.leasing import Leases
from bot.messages import (
    CannotConnect,
    Handler,
    Messenger,
    NotReachable,
    Place,
    Platform,
    RoleKeeper,
)
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Installation, Team

log = logging.getLogger(__name__)

PING_INTERVAL = 4.0  # a silently dead connection is noticed after four of these
FINISH_WITHIN = 8.0
TAKEN_IN = 0.05  # what was just taken in is acknowledged within 20 ms
LATER = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable"})


class SlackAdapter:
    """bot.messages.Adapter for Slack: Socket Mode, HTTP mode, one workspace or many."""

    platform: Platform = "slack"
    roles: RoleKeeper | None = None

    def __init__(
        self,
        settings: Settings,
        companion: Handler,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._companion = companion
        self._store = store
        self._clock = clock
        self._leases = Leases(store.leases, settings.lease_seconds)
        self._proofs = UsedProofs(store, clock)
        self._installations = Stored(
            store.installations, store.values, clock, settings.slack_allowed_teams
        )
        rotation = Rotation(
            settings.slack_client_id,
            settings.slack_client_secret,
            self._installations,
            clock,
            self._leases,
        )
        self._workspaces = Workspaces(settings.slack_api_url, self._installations, rotation)
        self._people = SlackDirectory()
        self._views = Views()
        self._socket: Any = None  # the library's handler has no types
        self._front: Front | None = None
        self._work: BackgroundWork | None = None
        self._crowd = Crowd()
        self.messenger: Messenger = SlackMessenger(self._workspaces)

    async def start(self) -> None:
        """Connect; raises CannotConnect with a sentence when Slack does not take the tokens."""
        settings = self._settings
        await self._workspaces.start(settings.slack_bot_token)
        try:
            self._check_allowed()
            self._work = BackgroundWork()
            app = build_app(self._workspaces, settings.slack_signing_secret)
            self._listeners(self._work).register(app)
            if settings.slack_app_token:
                self._socket = await self._connected(app)
            if settings.slack_signing_secret and (self._many or not settings.slack_app_token):
                await self._serve(app, self._work)
        except BaseException:
            await self._workspaces.stop()
            raise
        log.info("slack is connected (%s)", "Socket Mode" if self._socket else "HTTP")

    async def stop(self) -> None:
        """Take nothing new, finish what is in flight, disconnect."""
        if self._work is None:
            return
        self._work.closing = True
        await asyncio.sleep(TAKEN_IN)
        if self._socket is not None:
            self._socket.client.auto_reconnect_enabled = False
            await self._socket.disconnect_async()
        await self._work.drain(FINISH_WITHIN)
        if self._front is not None:
            await self._front.stop()
        if self._socket is not None:
            await self._socket.close_async()
        await self._workspaces.stop()
        self._work = self._front = self._socket = None

    @property
    def healthy(self) -> bool:
        """Connected, not only running."""
        if self._work is None or self._work.closing:
            return False
        if self._front is not None and not self._front.listening:
            return False
        if self._socket is None:
            return True
        client = self._socket.client
        session = client.current_session
        return not (client.closed or client.stale or session is None or session.closed)

    @property
    def busy(self) -> bool:
        """Whether something that people asked is still under way."""
        return self._work is not None and self._work.running > 0

    @property
    def _many(self) -> bool:
        """Whether workspaces install the app themselves: never beside a token of our own."""
        return bool(self._settings.slack_client_id and not self._settings.slack_bot_token)

    def _check_allowed(self) -> None:
        """Refuse a token of a workspace that may not be served; warn where any may install."""
        only = self._workspaces.single
        if only is not None:
            if not self._installations.allows(only.identity.team, only.identity.enterprise):
                raise CannotConnect(
                    f"SLACK_BOT_TOKEN is of {only.identity.team}, which SLACK_ALLOWED_TEAMS does "
                    "not name. Add it there, or use the token of another workspace."
                )
            return
        for warning in warnings(self._settings):
            log.warning("%s", warning)

    def _listeners(self, work: BackgroundWork) -> Listeners:
        flows = SlackFlows(
            companion=self._companion,
            people=self._people,
            views=self._views,
            clock=self._clock,
            session=lambda: self._workspaces.session,
            double_clicks=DoubleClicks(self._leases.is_first),
        )
        return Listeners(
            self._workspaces,
            self._companion,
            flows,
            work,
            self._uninstalled,
            self._leases,
            self._crowd,
        )

    async def _connected(self, app: AsyncApp) -> Any:
        """Open the socket; its address is fetched here, so that a bad token is told at once."""
        try:
            opened = await self._workspaces.client().apps_connections_open(
                app_token=self._settings.slack_app_token
            )
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise NotReachable(f"Slack does not answer ({type(error).__name__}).") from None
        except SlackApiError as error:
            code = word_of(error)
            if code in LATER or code.isdecimal():
                raise NotReachable(f"Slack cannot open Socket Mode now ({code}).") from None
            raise CannotConnect(
                f"Slack does not take SLACK_APP_TOKEN ({code}). "
                "Make a new app-level token with the scope connections:write under "
                "Basic Information, and see that Socket Mode is on."
            ) from None
        handler: Any = AsyncSocketModeHandler(
            app,
            self._settings.slack_app_token,
            logger=library_log,
            web_client=self._workspaces.client(),
            ping_interval=PING_INTERVAL,
        )
        handler.client.wss_uri = str(opened["url"])
        try:
            await handler.connect_async()
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            await handler.close_async()
            told = f"Slack's Socket Mode does not answer ({type(error).__name__})."
            raise NotReachable(told) from None
        return handler

    async def _serve(self, app: AsyncApp, work: BackgroundWork) -> None:
        oauth = None
        if self._many:
            oauth = oauth_flow(
                self._settings,
                self._workspaces,
                self._installations,
                self._save,
                self._store.values,
                self._clock,
                lambda team, user: work.start(self._greeted(team, user), "an installation"),
            )
        secret = self._settings.slack_signing_secret
        self._front = Front(
            app,
            secret,
            lambda: work.closing,
            self._clock,
            oauth,
            self._proofs.is_new,
            self._crowd,
        )
        try:
            await self._front.start(self._settings.port)
        except OSError as error:
            raise CannotConnect(
                f"PORT {self._settings.port} cannot be listened on ({error.strerror or error}). "
                "Set another PORT, or stop what listens there."
            ) from None

    async def _greeted(self, team: str, user: str) -> None:
        await self._companion.bot_joined(Place("slack", team, ""), user)

    def _save(self, team: str, enterprise: str, data: Mapping[str, str]) -> None:
        self._store.installations.save(Installation("slack", team, data, self._clock(), enterprise))
        for one in (team, *self._installations.workspaces_of(enterprise)):
            self._store.removals.cancel(Team(f"slack:{one}"))

    async def _uninstalled(self, team: str, enterprise: str) -> tuple[str, ...]:
        """Drop an installation; every workspace that was served with it."""
        await asyncio.to_thread(self._installations.remove, team or enterprise)
        gone = (team,) if team else await asyncio.to_thread(self._served_by, enterprise)
        for one in gone:
            self._workspaces.forget(one)
            self._people.forget(one)
            self._views.forget(one)
            log.info("uninstalled from workspace %s", one)
        return gone

    def _served_by(self, enterprise: str) -> tuple[str, ...]:
        return (enterprise, *self._installations.workspaces_of(enterprise))
