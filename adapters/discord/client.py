"""The connection to Discord: what comes in is handed on, what cannot be understood is answered."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import discord
from discord import app_commands

from adapters.discord import endpoints, limits
from adapters.discord.commands import build
from adapters.discord.flows import DiscordFlows
from adapters.discord.messenger import DiscordMessenger
from adapters.discord.openness import ADVICE, OPEN_TO_ALL, is_open
from adapters.discord.people import DiscordHomes
from adapters.discord.sync import command_ids, sync
from adapters.discord.talk import Talk
from adapters.discord.work import RequestsUnderWay
from adapters.intake import DoubleClicks
from bot.language import _
from bot.messages import Handler, Place, Prose, Reply
from bot.settings import Settings
from bot.store import Store
from bot.text import clean_name
from bot.trouble import reported

log = logging.getLogger(__name__)

_NAMED = 20  # servers in one line of the log
GUILD_PATIENCE = 0.5  # seconds between two servers at the start, after which all are there


class Tree(app_commands.CommandTree[discord.AutoShardedClient]):
    """Commands that nobody knows any more get a sentence, not a failure."""

    flows: DiscordFlows | None = None

    async def on_error(
        self,
        interaction: discord.Interaction[discord.AutoShardedClient],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        outdated = (app_commands.CommandNotFound, app_commands.CommandSignatureMismatch)
        known = isinstance(error, (*outdated, app_commands.TransformerError))
        if self.flows is not None:
            await self.flows.tell(
                interaction, _changed if known else lambda: reported("a command failed")
            )


def _changed() -> Reply:
    sentence = _("This command has changed since you last saw it. Type it again, please.")
    return Reply((Prose(sentence),))


class Client(discord.AutoShardedClient):
    """Listens, and hands on; keeps no members, messages or views."""

    def __init__(
        self,
        settings: Settings,
        companion: Handler,
        store: Store,
        clock: Callable[[], datetime],
        work: RequestsUnderWay,
        double_clicks: DoubleClicks,
    ) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing is spoken
        shards = settings.discord_shards
        share: dict[str, Any] = {}
        if shards:
            share = {"shard_count": shards[1], "shard_ids": [shards[0]]}
        super().__init__(
            **share,
            intents=endpoints.INTENTS,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=GUILD_PATIENCE,
        )
        self.connected = asyncio.Event()
        self.messenger = DiscordMessenger(self)
        self.people = DiscordHomes(self, store, clock)
        self._settings = settings
        self._companion = companion
        self._store = store
        self._clock = clock
        self._flows = DiscordFlows(
            companion,
            self.people,
            self.messenger,
            work,
            self._app_number,
            double_clicks,
            store.drafts,
            clock,
        )
        self._talk = Talk(self._flows, self.people, lambda: self.user)
        self._tree = Tree(self)
        self._tree.flows = self._flows
        build(self._tree, self._flows, settings.command)

    async def setup_hook(self) -> None:
        """Before the first connection."""
        self.http.max_ratelimit_timeout = limits.LONGEST_RATE_LIMIT
        await endpoints.use_gateway(self)
        guild = self._settings.discord_guild_id
        await sync(self._tree, self._app_number(), guild, self._store, self._clock)
        self.messenger.commands = await command_ids(self._tree, guild)

    def _app_number(self) -> int:
        return self.application_id or 0

    # ------------------------------------------------------------ what Discord tells

    async def on_shard_connect(self, _shard: int) -> None:
        self.connected.set()

    async def on_ready(self) -> None:
        """All servers are known: whoever runs the companion should recognise them."""
        if is_open(self.application):
            names = ", ".join(
                f"{clean_name(guild.name)} ({guild.id})" for guild in self.guilds[:_NAMED]
            )
            more = f" and {len(self.guilds) - _NAMED} more" if len(self.guilds) > _NAMED else ""
            log.warning("%s; %s. It is in: %s%s", OPEN_TO_ALL, ADVICE, names or "none", more)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Clicks and forms; commands have gone to the tree already."""
        if interaction.type is discord.InteractionType.component:
            await self._flows.click(interaction)
        elif interaction.type is discord.InteractionType.modal_submit:
            await self._flows.submit(interaction)

    async def on_message(self, message: discord.Message) -> None:
        await self._talk.hear(message)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Who invited us is not told, so its owner is greeted."""
        log.info("joined server %s", guild.id)
        owner = str(guild.owner_id or "")
        await self._companion.bot_joined(Place("discord", str(guild.id), ""), owner)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        log.info("removed from server %s", guild.id)
        await self._companion.bot_removed("discord", str(guild.id))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await self._left(channel.guild.id, channel.id)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        await self._left(payload.guild_id, payload.thread_id)

    async def _left(self, guild: int, channel: int) -> None:
        await self._companion.bot_left(Place("discord", str(guild), str(channel)))

    async def on_error(  # what the arguments are is nobody's business
        self,
        event_method: str,
        /,
        *args: Any,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> None:
        log.exception("%s failed", event_method)
