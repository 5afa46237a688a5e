"""Which server a private conversation is about, and in which language it is held.

Discord names a server with everything that happens in one, and none in a direct message. There the
message that was clicked says what it is about; else it is the server where the person was last
seen. Both hold only for as long as they are a member there. Their language comes with everything
that they click or choose, and with nothing that they write: it is what it was when they last did.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime

import discord

from adapters.discord import endpoints, requests
from adapters.discord.sending import CONNECTION_LOST
from bot.store import Areas, Store, StoreAway
from bot.store.records import Team

log = logging.getLogger(__name__)

_MOST = 50_000
_TRUST = 3600.0  # seconds for which a membership is not looked up again
_PAUSE = 5.0  # seconds between two times that homes are written down


class DiscordHomes:
    """Remembers where people are at home."""

    def __init__(self, client: discord.Client, store: Store, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._store = store
        self._clock = clock
        self._homes: OrderedDict[int, int] = OrderedDict()
        self._members: OrderedDict[tuple[int, int], float] = OrderedDict()
        self._unwritten: dict[int, int] = {}
        self._languages: OrderedDict[int, str] = OrderedDict()
        self._unwritten_languages: dict[int, str] = {}
        self._writing: asyncio.Task[None] | None = None

    async def of_interaction(self, interaction: discord.Interaction) -> str:
        user = interaction.user.id
        self.heard(user, str(interaction.locale))
        if interaction.guild_id is not None:
            if interaction.is_guild_integration():
                self.saw(user, interaction.guild_id)
            return str(interaction.guild_id)
        if not requests.is_direct(interaction):
            return requests.own_workspace(user)
        shown = interaction.message
        about = endpoints.workspace_in(requests.link_of(shown) if shown else "")
        if about.isdigit() and await self._belongs(user, int(about)):
            return about
        return requests.own_workspace(user) if about else await self.home(user)

    async def of_message(self, message: discord.Message) -> str:
        if message.guild is None:
            return await self.home(message.author.id)
        self.saw(message.author.id, message.guild.id)
        return str(message.guild.id)

    def saw(self, user: int, guild: int) -> None:
        """Note that somebody did something in this server."""
        self._members[user, guild] = _now()
        _trim(self._members)
        if self._homes.get(user) == guild:
            return
        self._homes[user] = self._unwritten[user] = guild
        if user in self._languages:  # heard before there was a server to keep it with
            self._unwritten_languages[user] = self._languages[user]
        _trim(self._homes)
        self._write_soon()

    def _write_soon(self) -> None:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_later())

    def heard(self, user: int, language: str) -> None:
        """Note the language in which somebody's Discord speaks to them."""
        if self._languages.get(user) == language:
            return
        self._languages[user] = self._unwritten_languages[user] = language
        _trim(self._languages)
        self._write_soon()

    async def language(self, user: int) -> str:
        """The language of somebody, as they were last heard; "" of somebody new."""
        if user in self._languages:
            return self._languages[user]
        try:
            kept = await asyncio.to_thread(self._store.values.get, _language(user)) or ""
        except StoreAway:
            return ""
        heard = self._languages.setdefault(user, kept)  # perhaps meanwhile
        _trim(self._languages)
        return heard

    async def home(self, user: int) -> str:
        """The server that a conversation with this person is about."""
        guild = self._homes.get(user)
        if guild is None:
            guild = await self._kept(user)
        if guild is None or not await self._belongs(user, guild):
            return requests.own_workspace(user)
        return str(guild)

    async def _kept(self, user: int) -> int | None:
        """What was written down; while the database is away they are answered as strangers."""
        try:
            kept = await asyncio.to_thread(self._store.values.get, _name(user))
        except StoreAway:
            return None
        return int(kept) if kept and kept.isdigit() else None

    async def forget(self, user: int) -> None:
        """Forget somebody who asked for it."""
        for remembered in (
            self._homes, self._unwritten, self._languages, self._unwritten_languages,
        ):  # fmt: skip
            remembered.pop(user, None)
        for name in (_name(user), _language(user)):
            await asyncio.to_thread(self._store.values.take, name)

    async def flush(self) -> None:
        """Write down what was not written yet."""
        unwritten, self._unwritten = self._unwritten, {}
        languages, self._unwritten_languages = self._unwritten_languages, {}
        if not (unwritten or languages):
            return
        try:
            known = {user: self._homes[user] for user in languages if user in self._homes}
            await asyncio.to_thread(self._write, unwritten, languages, known)
        except StoreAway as away:
            self._unwritten = unwritten | self._unwritten
            self._unwritten_languages = languages | self._unwritten_languages
            log.info("where people are at home is written down later: %s", away)

    async def _belongs(self, user: int, guild: int) -> bool:
        if self._members.get((user, guild), -_TRUST) + _TRUST > _now():
            return True
        server = self._client.get_guild(guild)
        if server is None:
            return False
        try:
            await server.fetch_member(user)
        except discord.NotFound:
            return False
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            log.info("could not look up a member, taking their word: %s", type(error).__name__)
            return True
        self._members[user, guild] = _now()
        return True

    async def _write_later(self) -> None:
        """Together and after a while: a crowd that answers a question must not wait for this."""
        await asyncio.sleep(_PAUSE)
        try:
            await self.flush()
        except Exception:
            log.exception("could not write down where people are at home")

    def _write(
        self, homes: dict[int, int], languages: dict[int, str], known: dict[int, int]
    ) -> None:
        """In a thread, and so with homes that are *known* at its beginning; others are stored.

        A language is kept with somebody's home, since it goes when that does.
        """
        now = self._clock()

        def written(kept: Areas) -> None:
            for user, guild in homes.items():
                if kept.values.get(_name(user)) != str(guild):
                    team = Team(f"discord:{guild}")
                    kept.values.put(_name(user), str(guild), now, team)
            for user, language in languages.items():
                home = known.get(user) or kept.values.get(_name(user))
                if home and kept.values.get(_language(user)) != language:
                    kept.values.put(_language(user), language, now, Team(f"discord:{home}"))

        self._store.run(written)


def _name(user: int) -> str:
    return f"discord-home:{user}"


def _language(user: int) -> str:
    return f"discord-language:{user}"


def _now() -> float:
    return asyncio.get_running_loop().time()


def _trim(
    kept: OrderedDict[int, int] | OrderedDict[int, str] | OrderedDict[tuple[int, int], float],
) -> None:
    while len(kept) > _MOST:
        kept.popitem(last=False)
