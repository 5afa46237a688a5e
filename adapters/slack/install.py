"""Several workspaces: installing through OAuth, with installations and states in our store."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from logging import Logger
from typing import Any

from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.workspaces import Workspaces, library_log
from bot.settings import Settings
from bot.store.installations import Installations
from bot.store.records import Installation as Kept
from bot.store.values import Values

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
STATES_LIVE = timedelta(minutes=10)
_STATE = "slack-oauth-state:"

# What the bot may do; slack-manifest.yaml holds the same list, and a test compares them.
SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "chat:write.public",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
)


class Stored:
    """Installations as adapters.slack.workspaces reads them."""

    def __init__(self, kept: Installations) -> None:
        self._kept = kept

    def find(self, team: str, enterprise: str) -> Kept | None:
        """A workspace's own installation goes before one for the whole organization."""
        found = self._kept.get("slack", team, enterprise) if team else None
        if found is None and team:  # jobs know the workspace only, not its organization
            found = next((one for one in self._kept.all("slack") if one.workspace == team), None)
        if found is None and enterprise:
            found = self._kept.get("slack", enterprise, enterprise)
        return found

    def teams(self) -> Sequence[str]:
        return tuple(one.workspace for one in self._kept.all("slack"))

    def remove(self, team: str) -> None:
        self._kept.remove("slack", team)


class InstallationRecords(AsyncInstallationStore):
    """The library's interface for installations, over our store."""

    def __init__(
        self, save: Callable[[str, str, Mapping[str, str]], None], workspaces: Workspaces
    ) -> None:
        self._save = save
        self._workspaces = workspaces

    @property
    def logger(self) -> Logger:
        return library_log

    async def async_save(self, installation: Installation) -> None:
        team = installation.team_id or ""
        enterprise = installation.enterprise_id or ""
        data = {
            "bot_token": installation.bot_token or "",
            "bot_user": installation.bot_user_id or "",
            "bot_id": installation.bot_id or "",
            "name": installation.team_name or installation.enterprise_name or "",
            "scopes": ",".join(installation.bot_scopes or ()),
            "installed_by": installation.user_id or "",
        }
        await asyncio.to_thread(self._save, team or enterprise, enterprise, data)
        self._workspaces.forget(team or enterprise)
        log.info("installed in workspace %s", team or enterprise)

    async def async_save_bot(self, bot: Bot) -> None:
        """The library saves whole installations; there is nothing to keep apart."""


class States(AsyncOAuthStateStore):
    """OAuth states: random, ten minutes long, used once."""

    def __init__(self, values: Values, clock: Clock) -> None:
        self._values = values
        self._clock = clock

    @property
    def logger(self) -> Logger:
        return library_log

    async def async_issue(self, *_args: Any, **_named: Any) -> str:
        state = secrets.token_urlsafe(24)
        now = self._clock()
        await asyncio.to_thread(self._values.put, _STATE + state, now.isoformat(), now)
        return state

    async def async_consume(self, state: str) -> bool:
        issued = await asyncio.to_thread(self._values.take, _STATE + state)
        return issued is not None and self._clock() - datetime.fromisoformat(issued) <= STATES_LIVE


def oauth_flow(
    settings: Settings,
    workspaces: Workspaces,
    save: Callable[[str, str, Mapping[str, str]], None],
    values: Values,
    clock: Clock,
) -> AsyncOAuthFlow:
    """The library's OAuth flow with our keeping, scopes and paths."""
    return AsyncOAuthFlow(
        client=workspaces.client(),
        logger=library_log,
        settings=AsyncOAuthSettings(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret,
            scopes=SCOPES,
            user_scopes=[],
            installation_store=InstallationRecords(save, workspaces),
            state_store=States(values, clock),
            state_expiration_seconds=int(STATES_LIVE.total_seconds()),
            logger=library_log,
        ),
    )
