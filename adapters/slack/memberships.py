"""Which channels somebody is in: asked seldom, remembered for a minute.

Slack says so for public channels and for the private ones that the bot is in as well.
"""

import asyncio
import logging
from collections import OrderedDict

from adapters.slack import limits
from adapters.slack.web import Silent, SlackRefused, Web

log = logging.getLogger(__name__)

_REMEMBERED = 5_000
_PAGES = 5


class Memberships:
    """Looks up the channels of people, for all workspaces."""

    def __init__(self, fresh_for: float = limits.CACHE_CHANNELS) -> None:
        self._known: OrderedDict[tuple[str, str], tuple[float, frozenset[str]]] = OrderedDict()
        self._fresh_for = fresh_for

    async def of(self, web: Web, user: str) -> frozenset[str]:
        """The channels that a person is in; none where Slack does not say."""
        key, now = (web.identity.team, user), asyncio.get_running_loop().time()
        at, known = self._known.get(key, (-self._fresh_for, frozenset[str]()))
        if now - at < self._fresh_for:
            return known
        try:
            async with asyncio.timeout(limits.CHANNELS_PATIENCE):
                found = await _asked(web, user)
        except (SlackRefused, Silent, TimeoutError) as error:
            log.warning("users.conversations failed in %s: %s", web.identity.team, error)
            return frozenset()
        self._known[key] = (now, found)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return found


async def _asked(web: Web, user: str) -> frozenset[str]:
    found: set[str] = set()
    cursor = ""
    for _ in range(_PAGES):
        page = await web.read(
            "users.conversations",
            user=user,
            types="public_channel,private_channel",
            exclude_archived="true",
            limit=1000,
            cursor=cursor,
        )
        found.update(str(channel.get("id", "")) for channel in page.get("channels", []))
        cursor = page.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            break
    return frozenset(found)
