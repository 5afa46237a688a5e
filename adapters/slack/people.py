"""Who somebody is: name, zone, admin or not, guest or not. Asked seldom, remembered for minutes.

One click must not cost one users.info call: when hundreds click at once, the workspace's
directory is read instead, and what is still unknown is left open rather than waited for.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack import limits
from adapters.slack.web import Silent, SlackRefused, Web
from bot.messages import Person
from bot.text import without_controls

log = logging.getLogger(__name__)

_REMEMBERED = 20_000
_DIRECTORY_PAUSE = 60.0
_DIRECTORY_PAGES = 10


@dataclass(frozen=True, slots=True)
class KnownMember:
    """What Slack said about somebody, and when (by the loop's clock)."""

    name: str
    zone: str
    admin: bool
    counts: bool
    language: str
    at: float


class SlackDirectory:
    """Looks people up for all workspaces."""

    def __init__(self, fresh_for: float = limits.CACHE_PEOPLE) -> None:
        self._known: OrderedDict[tuple[str, str], KnownMember] = OrderedDict()
        self._asking: dict[tuple[str, str], asyncio.Task[KnownMember | None]] = {}
        self._directory: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._fresh_for = fresh_for

    async def person(self, web: Web, user: str, name: str = "", home: str = "") -> Person:
        """The person behind a user id; *home* is the workspace they belong to, where it is said."""
        team = web.identity.team
        known = await self._find(web, user)
        stranger = bool(home) and home not in (team, web.identity.enterprise or team)
        if known is None:
            return Person("slack", team, user, without_controls(name), counts=not stranger)
        fresh = self._age(known) <= self._fresh_for
        return Person(
            platform="slack",
            workspace=team,
            user=user,
            name=known.name or without_controls(name),
            zone=known.zone,
            may_administer=known.admin and fresh and not stranger,
            counts=known.counts and not stranger,
            language=known.language,
        )

    def language(self, team: str, user: str) -> str:
        """What somebody speaks, as far as it was looked up before."""
        known = self._known.get((team, user))
        return known.language if known else ""

    def forget(self, team: str) -> None:
        for key in [key for key in self._known if key[0] == team]:
            del self._known[key]

    def _age(self, known: KnownMember) -> float:
        return asyncio.get_running_loop().time() - known.at

    async def _find(self, web: Web, user: str) -> KnownMember | None:
        key = (web.identity.team, user)
        known = self._known.get(key)
        if known is not None and self._age(known) <= self._fresh_for:
            return known
        if key not in self._asking and not web.call_rate.ready("users.info", limits.PEOPLE_LOOKUPS):
            await self._read_directory(web)
            return self._known.get(key)
        task = self._asking.get(key)
        if task is None:
            task = asyncio.create_task(self._ask(web, user))
            self._asking[key] = task
            task.add_done_callback(lambda _: self._asking.pop(key, None))
        return await asyncio.shield(task) or known

    async def _ask(self, web: Web, user: str) -> KnownMember | None:
        try:
            async with asyncio.timeout(5):
                answer = await web.read("users.info", user=user, include_locale=True)
        except (SlackRefused, Silent, TimeoutError) as error:
            log.warning("users.info failed in %s: %s", web.identity.team, error)
            return None
        return self._remember(web, answer.get("user", {}))

    async def _read_directory(self, web: Web) -> None:
        """Everybody at once, one reading at a time and not more than once a minute."""
        team = web.identity.team
        now = asyncio.get_running_loop().time()
        started, task = self._directory.get(team, (-_DIRECTORY_PAUSE, None))
        if task is None or (task.done() and now - started > _DIRECTORY_PAUSE):
            task = asyncio.create_task(self._directory_pages(web))
            self._directory[team] = (now, task)
        await asyncio.wait({task}, timeout=3)

    async def _directory_pages(self, web: Web) -> None:
        cursor = ""
        try:
            for _ in range(_DIRECTORY_PAGES):
                page = await web.read("users.list", limit=1000, cursor=cursor, include_locale=True)
                for member in page.get("members", []):
                    self._remember(web, member)
                cursor = page.get("response_metadata", {}).get("next_cursor", "")
                if not cursor:
                    return
        except (SlackRefused, Silent) as error:
            log.warning("users.list failed in %s: %s", web.identity.team, error)

    def _remember(self, web: Web, user: Mapping[str, Any]) -> KnownMember:
        team = web.identity.team
        known = read_user(user, team, asyncio.get_running_loop().time(), web.identity.enterprise)
        key = (team, str(user.get("id", "")))
        self._known[key] = known
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return known


def read_user(user: Mapping[str, Any], team: str, at: float, enterprise: str = "") -> KnownMember:
    """What a user object says. Guests, bots and people of other workspaces do not count."""
    profile = user.get("profile", {})
    name = profile.get("display_name") or profile.get("real_name") or user.get("real_name")
    ours = user.get("team_id", team) in (team, enterprise or team) and not user.get("is_stranger")
    person = not (user.get("is_bot") or user.get("deleted") or user.get("id") == "USLACKBOT")
    guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    leads = any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner"))
    return KnownMember(
        name=without_controls(str(name or user.get("name", ""))),
        zone=str(user.get("tz") or ""),
        admin=bool(leads and ours and person and not guest),
        counts=bool(ours and person and not guest),
        language=str(user.get("locale") or ""),
        at=at,
    )
