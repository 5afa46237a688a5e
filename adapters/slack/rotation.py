"""Token rotation: where it is on, bot tokens live twelve hours and are exchanged in time."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.web import word_of
from bot.daily.leasing import LeaseLost, Leases
from bot.store import StoreAway
from bot.store.records import Installation

log = logging.getLogger(__name__)

EARLY = timedelta(hours=2)  # before the end, so that an hour without Slack does no harm
WAIT = 10.0  # seconds for whoever is exchanging it
_AGAIN = timedelta(minutes=1)  # after an exchange that failed


class Kept(Protocol):
    """Where an installation is read again and kept."""

    def current(self, installation: Installation) -> Installation | None: ...
    def renew(self, installation: Installation) -> None: ...


def expiry(data: Mapping[str, str]) -> datetime | None:
    """When a token has to be exchanged; None for tokens that live until they are revoked."""
    stamp = data.get("expires_at", "")
    if not (data.get("refresh_token") and stamp.isascii() and stamp.isdigit()):
        return None
    return datetime.fromtimestamp(int(stamp), UTC)


class Rotation:
    """Exchanges tokens, one exchange at a time for each installation.

    A refresh token is good for one exchange: what came of it serves from memory until it is kept.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        kept: Kept,
        clock: Callable[[], datetime],
        leases: Leases,
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._kept = kept
        self._clock = clock
        self._leases = leases  # other replicas exchange tokens too
        self._not_before: dict[str, datetime] = {}
        self._unkept: dict[str, tuple[str, Installation]] = {}  # and what the store still holds

    def is_due(self, ends: datetime | None) -> bool:
        return ends is not None and self._clock() >= ends - EARLY

    async def renewed(self, client: AsyncWebClient, installation: Installation) -> Installation:
        """The installation with a token that lives on; as it is where there is nothing to do."""
        name = f"{installation.workspace} {installation.enterprise}"
        try:
            async with self._leases.alone(f"token {name}", WAIT) as alone:
                return await self._renewed(client, name, installation, alone=alone)
        except (StoreAway, LeaseLost):
            if name not in self._unkept:
                raise
            return self._unkept[name][1]

    async def _renewed(
        self, client: AsyncWebClient, name: str, installation: Installation, *, alone: bool
    ) -> Installation:
        found = await asyncio.to_thread(self._kept.current, installation)
        newest = self._newest(name, found)
        if not alone or found is None or newest is None:
            return newest or installation  # somebody else was quicker, or it was removed
        now = self._clock()
        if self.is_due(expiry(newest.data)) and now >= self._not_before.get(name, now):
            exchanged = await self._exchanged(client, newest)
            if exchanged is None:
                self._not_before[name] = now + _AGAIN
            else:
                newest = exchanged
                self._unkept[name] = found.data["refresh_token"], newest
        if name in self._unkept:
            await self._keep(name)
        return newest

    def _newest(self, name: str, found: Installation | None) -> Installation | None:
        """What is known of an installation that was *found*; it may have been made anew."""
        spent, unkept = self._unkept.get(name, ("", None))
        if unkept is not None and found is not None and found.data.get("refresh_token") == spent:
            return unkept
        self._unkept.pop(name, None)
        return found

    async def _keep(self, name: str) -> None:
        _spent, newest = self._unkept[name]
        try:
            await asyncio.to_thread(self._kept.renew, newest)
        except Exception as error:  # whatever it is: Slack takes the old token no more
            kind = type(error).__name__
            log.warning("the new token of %s is not kept yet: %s", newest.workspace, kind)
        else:
            self._unkept.pop(name, None)

    async def _exchanged(
        self, client: AsyncWebClient, installation: Installation
    ) -> Installation | None:
        """The old refresh token for a new pair; it is good for one exchange."""
        try:
            answer = await client.oauth_v2_access(
                client_id=self._client_id,
                client_secret=self._client_secret,
                grant_type="refresh_token",
                refresh_token=installation.data["refresh_token"],
            )
        except SlackApiError as error:
            word = word_of(error)
            log.error("the token of %s was not exchanged: %s", installation.workspace, word)
            return None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            kind = type(error).__name__
            log.warning("the token of %s was not exchanged: %s", installation.workspace, kind)
            return None
        lives = timedelta(seconds=int(answer.get("expires_in") or 0))
        fresh = {
            "bot_token": str(answer["access_token"]),
            "refresh_token": str(answer.get("refresh_token") or ""),
            "expires_at": str(int((self._clock() + lives).timestamp())),
        }
        return replace(installation, data={**installation.data, **fresh})
