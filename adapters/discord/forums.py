"""Forums: a message for everybody there is a post of its own, found again by the mark it carries.

Discord knows no nonce for posts. So one is begun in a single attempt; whoever does not hear what
became of it has to look before trying again.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
import discord
from discord.http import Route, handle_message_parameters

from adapters.discord import endpoints, limits, requests, wire
from adapters.discord.render import DiscordMessage
from bot.messages import Heading, Reply
from bot.text import shorten, without_controls

ARCHIVED = 50083  # a post that nobody has written in for days takes no changes until it is opened
KEPT_OPEN = 4320  # minutes without a word; a question is open for a day
_LOOK_BACK = 100


class Undecided(aiohttp.ClientError):
    """Discord said that something broke: perhaps after the post was stored."""


def title_of(reply: Reply) -> str:
    """What a post is called: by its heading, or by what it says in a line."""
    heading = next((part.text for part in reply.parts if isinstance(part, Heading)), "")
    said = " ".join(without_controls(heading or reply.summary).split())
    return shorten(said or "Study Companion", limits.THREAD_NAME)


@dataclass(frozen=True, slots=True)
class Spot:
    """What never changes of a channel: the server that it belongs to, and whether it's a forum."""

    guild: str  # "" for direct messages
    forum: bool


class DiscordForums:
    """Begins posts in forums, finds them, and opens them again for a change."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._known: dict[int, Spot] = {}

    async def spot(self, channel: int) -> Spot:
        """Where a channel is; Discord's word for it, since anybody may type a number."""
        if channel not in self._known:
            found = await self._channel(channel)
            guild = getattr(found, "guild", None)
            forum = isinstance(found, discord.ForumChannel)
            self._known[channel] = Spot(str(guild.id) if guild else "", forum)
        return self._known[channel]

    async def _channel(self, channel: int) -> object:
        """A channel as it is now; asked of Discord where another replica hears of it."""
        return self._client.get_channel(channel) or await self._client.fetch_channel(channel)

    async def begin(self, channel: int, title: str, message: DiscordMessage) -> int:
        """A post; its number is that of its first message as well.

        Which tags there are, and whether one is wanted, may have changed since the last one.
        """
        about: dict[str, Any] = {"name": title, "auto_archive_duration": KEPT_OPEN}
        forum = await self._channel(channel)
        if isinstance(forum, discord.ForumChannel) and forum.flags.require_tag:
            about["applied_tags"] = [tag.id for tag in forum.available_tags if not tag.moderated][
                :1
            ]
        with handle_message_parameters(**wire.sending(message), channel_payload=about) as made:
            route = Route("POST", "/channels/{channel_id}/threads", channel_id=channel)
            begun = await self._client.http.request(
                route, json=made.payload, params={"use_nested_fields": 1}, raise_for_status=_once
            )
        return int(begun["id"])

    async def find(self, guild: int, channel: int, mark: str, since: datetime) -> str:
        """The post of ours whose first message carries a mark; "" where there is none."""
        async for post in self._ours(guild, channel, since):
            place = self._client.get_partial_messageable(post)
            try:
                first = await place.fetch_message(post)
            except discord.NotFound:
                continue
            if endpoints.mark_in(requests.link_of(first)) == mark:
                return str(post)
        return ""

    async def _ours(self, guild: int, channel: int, since: datetime) -> AsyncIterator[int]:
        """Posts of ours in a forum since a moment, those that are open first."""
        us = self._client.user.id if self._client.user else 0
        http = self._client.http
        oldest = discord.utils.time_snowflake(since)
        for found in (
            await http.get_active_threads(guild),
            await http.get_public_archived_threads(channel, limit=_LOOK_BACK),
        ):
            for post in found["threads"]:
                number = int(post["id"])
                here = int(post.get("parent_id") or 0) == channel
                if here and int(post.get("owner_id") or 0) == us and number > oldest:
                    yield number

    async def open(self, post: int) -> None:
        """Open a post again that was put away."""
        await self._client.http.edit_channel(post, archived=False)


async def _once(response: aiohttp.ClientResponse) -> None:
    """The library repeats a request after these, and would begin a second post."""
    if response.status >= 500:
        raise Undecided(f"Discord says {response.status}")
