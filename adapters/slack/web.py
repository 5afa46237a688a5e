"""Slack's Web API for one workspace: paced, patient with 429, honest about unknown outcomes.

The library's own retry after a connection error is off: it would post twice when the first
attempt was stored. What may be repeated is decided here, call by call.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.gates import Gates, Shut
from adapters.intake import CallRate
from adapters.slack import limits
from bot.language import later
from bot.messages import NotDelivered, NotPermitted, PlaceGone

log = logging.getLogger(__name__)

Payload = dict[str, Any]

# The channel, the person or the whole workspace cannot be reached any more.
GONE = frozenset(
    "channel_not_found is_archived not_in_channel account_inactive token_revoked user_not_found "
    "team_not_found org_login_required restricted_action restricted_action_read_only_channel "
    "restricted_action_thread_only_channel restricted_action_non_threadable_channel "
    "team_access_not_granted access_denied".split()
)
_GONE_WORDS = {
    "channel_not_found": later("the channel is gone, or private and without me"),
    "is_archived": later("the channel was archived"),
    "account_inactive": later("the app was removed from the workspace"),
    "token_revoked": later("the app was removed from the workspace"),
    "team_not_found": later("the workspace is gone"),
    "user_not_found": later("they are not in the workspace any more"),
}
# The channel is there, and somebody can let the bot in.
_REMEDIES = {
    "not_in_channel": later("I am no member of the channel; type /invite and my name there"),
    "restricted_action": later("the channel's settings don't let me post; an admin can allow it"),
    "restricted_action_read_only_channel": later(
        "the channel is read-only; an admin can let me post"
    ),
    "restricted_action_thread_only_channel": later(
        "the channel takes replies only; an admin can let me post"
    ),
    "restricted_action_non_threadable_channel": later(
        "the channel takes no threads; an admin can allow them"
    ),
}
NO_MESSAGES = frozenset(
    "cannot_dm_bot user_not_found user_disabled users_not_found messages_tab_disabled "
    "cannot_find_user user_not_visible not_allowed".split()
)
RATE_LIMITED = "ratelimited"
FILE = "a file's upload"  # which goes to an address of its own, and is no method
_UNKNOWN_OUTCOME = frozenset({"internal_error", "fatal_error", "request_timeout", "timeout", ""})
_REPEATS = (0.3, 1.0, 2.0)


class SlackRefused(Exception):
    """Slack said no, in one word."""

    def __init__(self, method: str, code: str, needed: str = "") -> None:
        super().__init__(f"{method}: {code}" + (f" (needs {needed})" if needed else ""))
        self.code = code
        self.needed = needed


class Silent(Exception):
    """No answer, or none that says whether it was done."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is in a workspace."""

    team: str
    bot_user: str
    bot_id: str
    name: str = ""  # of the workspace
    bot_name: str = ""  # what one invites; an installation does not tell it
    scopes: frozenset[str] = frozenset()
    enterprise: str = ""
    organization_wide: bool = False


class Web:
    """The calls of one workspace."""

    def __init__(self, client: AsyncWebClient, identity: Identity) -> None:
        self.client = client
        self.identity = identity
        self.call_rate = CallRate()
        self.gates = Gates(limits.RETRY_AFTER)

    async def write(self, method: str, payload: Mapping[str, Any], again: bool = False) -> Payload:
        """Change something; *again* says that doing it twice is as good as once."""
        return await self._call(method, again, json=dict(payload))

    async def read(self, method: str, **params: Any) -> Payload:
        return await self._call(method, again=True, http_verb="GET", params=params)

    async def form(self, method: str, params: Payload, again: bool = False) -> Payload:
        """Change something by a method that takes no JSON."""
        return await self._call(method, again, params=params)

    async def send_file(self, url: str, content: bytes) -> None:
        """Bring a file to the address that Slack gave for it; twice is as good as once."""
        await self._repeated(FILE, True, lambda: self._sent(url, content))

    async def _sent(self, url: str, content: bytes) -> Payload:
        """The address stays out of what is said about it: whoever has it may write there."""
        session = self.client.session
        assert session is not None, "workspaces share one"
        try:
            async with session.post(url, data=content) as answer:
                if answer.status == 429:
                    raise _Later(retry_after(answer.headers))
                if answer.status >= 500:
                    raise Silent(f"{FILE}: {answer.status}")
                if answer.status != 200:
                    raise SlackRefused(FILE, str(answer.status))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Silent(f"{FILE}: {type(error).__name__}") from None
        return {}

    async def _call(self, method: str, again: bool, **how: Any) -> Payload:
        return await self._repeated(method, again, lambda: self._once(method, how))

    async def _repeated(
        self, method: str, again: bool, once: Callable[[], Awaitable[Payload]]
    ) -> Payload:
        """One call, behind the gate of its kind; as often as it may be made."""
        repeats = list(_REPEATS) if again else []
        waits = 0
        while True:
            try:
                await self.gates.passing(method)
                return await once()
            except Shut:
                raise SlackRefused(method, RATE_LIMITED) from None
            except _Later as later:
                self.gates.close(method, later.seconds)
                waits += 1
                if waits > 6:
                    raise SlackRefused(method, RATE_LIMITED) from None
                log.info("slack asks to wait %.0f s before the next %s", later.seconds, method)
            except Silent:
                if not repeats:
                    raise
                await asyncio.sleep(repeats.pop(0))

    async def _once(self, method: str, how: Mapping[str, Any]) -> Payload:
        try:
            response = await self.client.api_call(method, **how)
        except SlackApiError as error:
            raise _told(method, error) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Silent(f"{method}: {type(error).__name__}") from None
        data = response.data if isinstance(response.data, dict) else {}
        scopes = response.headers.get("x-oauth-scopes")
        return data | {"_scopes": scopes} if scopes else data


class _Later(Exception):
    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def word_of(error: SlackApiError) -> str:
    """The word with which Slack refuses; its status where a gateway answered in its place."""
    data = getattr(error.response, "data", None)
    if isinstance(data, dict):
        return str(data.get("error", ""))
    return str(getattr(error.response, "status_code", ""))


def _told(method: str, error: SlackApiError) -> Exception:
    """What an unsuccessful answer means; its body stays out of logs, it may be personal."""
    response = error.response
    status = int(getattr(response, "status_code", None) or getattr(response, "status", 0) or 0)
    data = getattr(response, "data", None)
    data = data if isinstance(data, dict) else {}
    code = str(data.get("error", ""))
    if status == 429 or code == RATE_LIMITED:
        return _Later(retry_after(getattr(response, "headers", {})))
    if status >= 500 or code in _UNKNOWN_OUTCOME:
        return Silent(f"{method}: {status} {code}".rstrip())
    return SlackRefused(method, code, str(data.get("needed", "")))


def retry_after(headers: Mapping[str, Any]) -> float:
    """The seconds Slack asks for; one when it does not say."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            first = value[0] if isinstance(value, list) else value
            return float(first) if str(first).isdigit() else 1.0
    return 1.0


def translated(error: SlackRefused | Silent, where: str = "") -> Exception:
    """In the words of the Messenger contract; *where* is the address of the channel."""
    if isinstance(error, SlackRefused) and error.code in _REMEDIES:
        return NotPermitted(_REMEDIES[error.code], where)
    if isinstance(error, SlackRefused) and error.code in GONE:
        if error.code not in _GONE_WORDS:
            log.warning("slack lets the bot in no more: %s", error)
        return PlaceGone(_GONE_WORDS.get(error.code, later("Slack does not let me in")), where)
    return NotDelivered(str(error))
