"""Several workspaces: installing through OAuth, with installations and states in our store."""

import asyncio
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from logging import Logger
from typing import Any

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.web import Silent, SlackRefused
from adapters.slack.workspaces import Workspaces, library_log
from bot.settings import Settings
from bot.store.installations import Installations
from bot.store.records import Installation as Kept
from bot.store.records import Team
from bot.store.values import OAUTH_STATES, STATES_LIVE, Values

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]
Save = Callable[[str, str, Mapping[str, str]], None]
Installed = Callable[[str, str], None]  # told of a workspace, and of who installed the app there
Teams = frozenset[str]
MOST_STATES = 1_000  # that are remembered to have come back within their ten minutes
_ORGANIZATION = "slack-organization:"  # and a workspace: the organization that it belongs to
TURNED_AWAY = (
    "This companion is not open to your workspace. Whoever runs it can add the workspace's id to "
    "SLACK_ALLOWED_TEAMS."
)

# What the bot may do; slack-manifest.yaml holds the same list, and a test compares them.
SCOPES = (
    "app_mentions:read",
    "assistant:write",
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
# Those of them that whoever installs the app may leave out: something is missing, nothing breaks.
OPTIONAL_SCOPES = (
    "assistant:write", "channels:history", "chat:write.public", "files:write", "groups:history",
)  # fmt: skip


class NotAllowed(BoltError):
    """A workspace that SLACK_ALLOWED_TEAMS does not name."""


class Stored:
    """Installations as adapters.slack.workspaces reads them.

    An organization (Enterprise Grid) may install the app for all its workspaces at once. Which
    workspace belongs to which is noted when one is first heard of: jobs know the workspace alone.
    """

    def __init__(self, kept: Installations, values: Values, clock: Clock, allowed: Teams) -> None:
        self._kept = kept
        self._values = values
        self._clock = clock
        self._allowed = allowed

    def find(self, team: str, enterprise: str) -> Kept | None:
        """A workspace's own installation goes before one for the whole organization."""
        found = self._kept.get("slack", team, enterprise) if team else None
        if found is None and team:  # jobs know the workspace only, not its organization
            found = next((one for one in self._kept.all("slack") if one.workspace == team), None)
        if found is None:
            found = self._of_organization(team, enterprise)
        return found if found and self.allows(team, found.workspace, found.enterprise) else None

    def allows(self, *ids: str) -> bool:
        """Whether one of these workspaces and organizations may use the app."""
        return not self._allowed or not self._allowed.isdisjoint(ids)

    def workspaces_of(self, enterprise: str) -> tuple[str, ...]:
        """The workspaces of an organization that use its installation, as far as was heard."""
        members = self._values.under(_ORGANIZATION) if enterprise else {}
        own = {one.workspace for one in self._kept.all("slack")}
        return tuple(team for team, of in members.items() if of == enterprise and team not in own)

    def teams(self) -> Sequence[str]:
        return tuple(one.workspace for one in self._kept.all("slack"))

    def remove(self, team: str) -> None:
        self._kept.remove("slack", team)
        self._values.take(_ORGANIZATION + team)

    def current(self, installation: Kept) -> Kept | None:
        return self._kept.get("slack", installation.workspace, installation.enterprise)

    def renew(self, installation: Kept) -> None:
        """Keep new tokens, unless the app was removed meanwhile."""
        if self.current(installation) is not None:
            self._kept.save(installation)

    def _of_organization(self, team: str, enterprise: str) -> Kept | None:
        noted = self._values.get(_ORGANIZATION + team) if team else None
        organization = enterprise or noted or ""
        found = self._kept.get("slack", organization, organization) if organization else None
        if found is not None and team and noted != organization:
            about = Team(f"slack:{team}")
            self._values.put(_ORGANIZATION + team, organization, self._clock(), about)
        return found


class InstallationRecords(AsyncInstallationStore):
    """The library's interface for installations, over our store."""

    def __init__(
        self, save: Save, workspaces: Workspaces, stored: Stored, installed: Installed
    ) -> None:
        self._installed = installed
        self._save = save
        self._workspaces = workspaces
        self._stored = stored

    @property
    def logger(self) -> Logger:
        return library_log

    async def async_save(self, installation: Installation) -> None:
        team = installation.team_id or ""
        enterprise = installation.enterprise_id or ""
        if not self._stored.allows(team, enterprise):
            await self._give_back(installation.bot_token or "")
            log.warning("%s is not in SLACK_ALLOWED_TEAMS and may not install", team or enterprise)
            raise NotAllowed(team or enterprise)
        data = {
            "bot_token": installation.bot_token or "",
            "bot_user": installation.bot_user_id or "",
            "bot_id": installation.bot_id or "",
            "name": installation.team_name or installation.enterprise_name or "",
            "scopes": ",".join(installation.bot_scopes or ()),
            "installed_by": installation.user_id or "",
        }
        if installation.bot_refresh_token:
            data["refresh_token"] = installation.bot_refresh_token
            data["expires_at"] = str(installation.bot_token_expires_at or "")
        await asyncio.to_thread(self._save, team or enterprise, enterprise, data)
        self._workspaces.forget(team or enterprise)
        log.info("installed in workspace %s", team or enterprise)
        if team and installation.user_id:
            self._installed(team, installation.user_id)

    async def _give_back(self, token: str) -> None:
        """Revoke a token that we do not want: with its last token the app is uninstalled there."""
        try:
            await self._workspaces.with_token(token).read("auth.revoke")
        except (SlackRefused, Silent) as error:
            log.warning("a token could not be given back: %s", error)

    async def async_save_bot(self, bot: Bot) -> None:
        """The library saves whole installations; there is nothing to keep apart."""


class States(AsyncOAuthStateStore):
    """OAuth states: random, ten minutes long, used once.

    They carry their end and a signature of ours, so that issuing one keeps nothing: whoever asks
    for the page a million times fills no table. Only states that came back are noted, until they
    would have ended anyway. There is room for so many; the oldest of them make way, and nobody is
    turned away for what others used up: a state comes with a cookie that its use takes back, and
    with a code that Slack exchanges once.
    """

    def __init__(self, values: Values, clock: Clock, secret: str) -> None:
        self._values = values
        self._clock = clock
        self._key = hashlib.sha256(b"oauth state " + secret.encode()).digest()

    @property
    def logger(self) -> Logger:
        return library_log

    async def async_issue(self, *_args: Any, **_named: Any) -> str:
        ends = int((self._clock() + STATES_LIVE).timestamp())
        state = f"{secrets.token_urlsafe(18)}.{ends}"
        return f"{state}.{self._signature(state)}"

    async def async_consume(self, state: str) -> bool:
        issued, _, signature = state.rpartition(".")
        if not hmac.compare_digest(self._signature(issued).encode(), _bytes(signature)):
            return False
        now = self._clock()
        if now.timestamp() > int(issued.rpartition(".")[2]):
            return False
        return await asyncio.to_thread(self._use, issued, now)

    def _use(self, issued: str, now: datetime) -> bool:
        self._values.drop_before(OAUTH_STATES, now - STATES_LIVE)
        if not self._values.add(OAUTH_STATES + issued, "", now):
            return False
        if self._values.keep_newest(OAUTH_STATES, MOST_STATES):
            log.warning("more than %d installations were tried within minutes", MOST_STATES)
        return True

    def _signature(self, text: str) -> str:
        return hmac.new(self._key, _bytes(text), hashlib.sha256).hexdigest()


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


OPEN_TO_ALL = (
    "SLACK_ALLOWED_TEAMS is not set: every workspace that finds the install page can install the "
    "companion and read these notes."
)
PLAIN_TOKENS = "SECRET_KEY is not set: the tokens of workspaces lie in the database as plain text."


def warnings(settings: Settings) -> tuple[str, ...]:
    """What an installation for several workspaces leaves open, in sentences."""
    found = () if settings.slack_allowed_teams else (OPEN_TO_ALL,)
    return found if settings.secret_keys else (*found, PLAIN_TOKENS)


def oauth_flow(
    settings: Settings,
    workspaces: Workspaces,
    stored: Stored,
    save: Save,
    values: Values,
    clock: Clock,
    installed: Installed,
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
            installation_store=InstallationRecords(save, workspaces, stored, installed),
            state_store=States(values, clock, settings.slack_client_secret),
            state_expiration_seconds=int(STATES_LIVE.total_seconds()),
            callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
            logger=library_log,
        ),
    )


async def _succeeded(told: AsyncSuccessArgs) -> BoltResponse:
    return await told.default.success(told)


async def _failed(told: AsyncFailureArgs) -> BoltResponse:
    """The library's page, except for those who were turned away, who are told why."""
    if isinstance(told.error, NotAllowed):
        return BoltResponse(status=403, body=TURNED_AWAY)
    return await told.default.failure(told)
