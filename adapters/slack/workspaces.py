"""The workspaces the bot is installed in, each with its token: one from the settings, or many
from the store. Tokens stay in here and in the client; nothing prints them.
"""

import asyncio
import logging
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.rotation import Rotation, expiry
from adapters.slack.web import RATE_LIMITED, Identity, Silent, SlackRefused, Web
from bot.messages import CannotConnect, NotReachable
from bot.store import StoreAway
from bot.store.records import Installation

TRUST = 10.0  # seconds for which a token is not read again: another replica may have a newer one

# At level debug the libraries write whole payloads, tokens among them: not with this logger.
library_log = logging.getLogger("adapters.slack.library")
library_log.setLevel(logging.INFO)


class InstalledWorkspaces(Protocol):
    """Where installations are kept."""

    def find(self, team: str, enterprise: str) -> Installation | None: ...
    def teams(self) -> Sequence[str]: ...


class Workspaces:
    """Finds the Web of a workspace."""

    def __init__(
        self, base_url: str, installations: InstalledWorkspaces, rotation: Rotation | None = None
    ) -> None:
        self._base_url = base_url
        self._installations = installations
        self._rotation = rotation
        self._ends: dict[tuple[str, str], datetime] = {}  # of tokens that have an end
        self._session: aiohttp.ClientSession | None = None
        self._webs: dict[tuple[str, str], Web] = {}
        self._read_at: dict[tuple[str, str], float] = {}
        self._only: Web | None = None

    async def start(self, token: str = "") -> None:
        """Open the connections; with a *token* there is one workspace and Slack says which."""
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=30), connector=aiohttp.TCPConnector(limit=60)
        )
        if not token:
            return
        try:
            self._only = await identified(self.with_token(token))
        except SlackRefused as error:
            await self.stop()
            if error.code == RATE_LIMITED:
                raise NotReachable("Slack asks to come back later.") from None
            raise CannotConnect(
                f"Slack does not take SLACK_BOT_TOKEN ({error.code}). Copy it again from "
                "OAuth & Permissions of your app, or reinstall the app."
            ) from None
        except Silent:
            await self.stop()
            raise NotReachable(
                f"Slack does not answer at {self._base_url}. Check the network and SLACK_API_URL."
            ) from None

    async def stop(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        assert self._session is not None, "start() comes first"
        return self._session

    @property
    def single(self) -> Web | None:
        """The one workspace of the settings' token; None where installations are in the store."""
        return self._only

    async def find(self, team: str, enterprise: str | None = None) -> Web | None:
        """The workspace's Web, None where the bot is not installed.

        Jobs, which know the workspace alone, name no *enterprise*; requests do, if only as empty.
        """
        if self._only is not None:
            return self._only if _is_its(self._only.identity, team, enterprise) else None
        key = (team, enterprise or "")
        web = self._webs.get(key) or self._webs.get((team, ""))
        if web is not None and self._is_fresh(key) and not self._ending(key):
            return web
        try:
            installed = await asyncio.to_thread(self._installations.find, *key)
        except StoreAway:
            if web is None:
                raise
            return web  # the last token that is known goes on
        if installed is None or not installed.data.get("bot_token"):
            self._webs.pop(key, None)  # another replica may have heard that it was uninstalled
            return None
        self._read_at[key] = time.monotonic()
        if self._rotation is not None and self._rotation.is_due(expiry(installed.data)):
            installed = await self._rotation.renewed(self.client(), installed)
        return self._known(key, installed, web)

    def _is_fresh(self, key: tuple[str, str]) -> bool:
        """Whether its token was read a moment ago: another replica may have a newer one."""
        return time.monotonic() - self._read_at.get(key, -TRUST) < TRUST

    def _ending(self, key: tuple[str, str]) -> bool:
        return self._rotation is not None and self._rotation.is_due(self._ends.get(key))

    def _known(self, key: tuple[str, str], installed: Installation, web: Web | None) -> Web:
        """Remember a workspace; who holds its Web already goes on with the new token."""
        data = installed.data
        ends = expiry(data)
        if ends is not None:
            self._ends[key] = ends
        if web is not None:
            web.client.token = data["bot_token"]
            return web
        team, enterprise = key
        identity = Identity(
            team=team or enterprise,
            bot_user=data.get("bot_user", ""),
            bot_id=data.get("bot_id", ""),
            name=data.get("name", ""),
            scopes=frozenset(filter(None, data.get("scopes", "").split(","))),
            enterprise=installed.enterprise,
        )
        web = Web(self._client(data["bot_token"]), identity)
        self._webs[key] = web
        return web

    async def teams(self) -> Sequence[str]:
        """All workspaces the bot is installed in."""
        if self._only is not None:
            return (self._only.identity.team,)
        return await asyncio.to_thread(self._installations.teams)

    def forget(self, team: str) -> None:
        for key in [key for key in self._webs if team in key]:
            del self._webs[key]
            self._ends.pop(key, None)

    def with_token(self, token: str) -> Web:
        """The calls of whoever a token belongs to, which is not known yet."""
        return Web(self._client(token), Identity("", "", ""))

    def client(self) -> AsyncWebClient:
        """A client without a token, for what needs none."""
        return self._client("")

    def _client(self, token: str) -> AsyncWebClient:
        return AsyncWebClient(
            token=token or None,
            base_url=self._base_url,
            session=self._session,
            logger=library_log,
            retry_handlers=[],
        )


def _is_its(identity: Identity, team: str, enterprise: str | None) -> bool:
    """Whether a workspace is the one that the settings' token is for, or one of its organization.

    Slack signs what comes from any workspace that has the app, whoever's it is.
    """
    if team == identity.team:
        return True
    return identity.organization_wide and enterprise in (None, identity.enterprise)


async def identified(web: Web) -> Web:
    """The same connection, knowing who it is."""
    told = await web.read("auth.test")
    scopes = told.get("_scopes", "")
    identity = Identity(
        team=str(told.get("team_id", "")),
        bot_user=str(told.get("user_id", "")),
        bot_id=str(told.get("bot_id", "")),
        name=str(told.get("team", "")),
        bot_name=str(told.get("user", "")),
        scopes=frozenset(part.strip() for part in scopes.split(",") if part.strip()),
        enterprise=str(told.get("enterprise_id") or ""),
        organization_wide=bool(told.get("is_enterprise_install")),
    )
    return Web(web.client, identity)
