"""Posting, finding and changing messages: exactly once, by a nonce and a mark of our own.

Discord gives back the earlier message when the same nonce comes again within a few minutes, so an
unknown outcome may be tried again at once. Later the mark in the link of its title tells.
"""

import logging
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

import discord

from adapters.discord import endpoints, limits, requests, wire
from adapters.discord.draw import CommandIds
from adapters.discord.forums import ARCHIVED, DiscordForums, title_of
from adapters.discord.layout import fitting, reads_better_laid_out
from adapters.discord.permissions import (
    NEEDED,
    NEEDED_IN_A_FORUM,
    NEEDED_IN_A_THREAD,
    NOT_ALLOWED,
    lacked,
)
from adapters.discord.render import DiscordMessage, linked, render
from adapters.discord.sending import (
    CLOSED,
    CONNECTION_LOST,
    GONE,
    is_silence,
    mark,
    retried,
    send,
    translated,
)
from adapters.intake import CallRate
from bot.language import _, later
from bot.messages import (
    MessageRef,
    NotDelivered,
    NotPermitted,
    Person,
    Place,
    PlaceGone,
    Prose,
    Reply,
)
from bot.text import shorten

NOT_HERE = later("the channel does not belong to this server")
log = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 10008
HAS_A_THREAD = 160004  # a message has one thread at most
A_DAY: Literal[1440] = 1440  # minutes without a word, after which a thread is put away
_CLOCKS_DIFFER = timedelta(seconds=30)
_LOOK_BACK = 5_000
_KEPT_IN_MIND = 5_000
_EMPTY = Reply((Prose("–"),))


Sent = discord.Message | discord.PartialMessage


@dataclass(frozen=True, slots=True)
class Posted:
    """What stays of a message when it changes: where its title leads, its form, and what follows.

    Discord lays no message out that was made without that, and takes it back from none.
    """

    link: str
    laid_out: bool
    further: tuple[Sent, ...] = ()  # in which it goes on


class DiscordMessenger:
    """bot.messages.Messenger for Discord."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._posted: OrderedDict[str, Posted] = OrderedDict()
        self._call_rate = CallRate()
        self._forums = DiscordForums(client)
        self.commands: CommandIds = {}  # known once they are registered

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        """Post *reply* marked with *key*; below a message in its thread, or else as an answer."""
        link, laid_out = endpoints.link(place, mark(key)), reads_better_laid_out(reply.parts)
        said = render(reply, link, self.commands, laid_out=laid_out)
        first, *rest = said or render(_EMPTY, link)
        await self._call_rate.turn("post", limits.POSTS)
        try:
            channel, sent = await self._sent(place, reply, first, key)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._told(error, place) from error
        self._remember(str(sent), Posted(link, bool(first.layout)))
        ref = MessageRef(place, str(sent))
        await self._continue(channel, ref, rest)
        return ref

    async def _sent(
        self, place: Place, reply: Reply, message: DiscordMessage, key: str
    ) -> tuple[discord.abc.Messageable, int]:
        """Sent into the thread of its message, where there may be one; else into the channel,
        which in a forum begins a post.
        """
        number = _number(place.channel)
        forum = await self._is_forum(place)
        if forum and not place.thread:
            post = await self._forums.begin(number, title_of(reply), message)
            return self._client.get_partial_messageable(post), post
        if place.thread and (forum or await self._threaded(place, reply.thread)):
            thread = self._client.get_partial_messageable(_number(place.thread))
            try:
                return thread, (await send(thread, message, key, files=reply.files)).id
            except discord.HTTPException as error:
                if error.code not in GONE or forum:
                    raise
                log.info("the thread of message %s takes nothing: %s", place.thread, error)
        channel = self._client.get_partial_messageable(number)
        return channel, (await send(channel, message, key, place.thread, reply.files)).id

    async def _is_forum(self, place: Place) -> bool:
        """Whether it is a forum. Raises PlaceGone for a channel of another server: the number
        alone would lead there, whoever named it.
        """
        if place.private:
            return False
        spot = await self._forums.spot(_number(place.channel))
        if spot.guild != place.workspace:
            raise PlaceGone(NOT_HERE)
        return spot.forum

    async def _threaded(self, place: Place, name: str) -> bool:
        """Whether a message has a thread, which is begun now if it had none; it has its id."""
        if not name or not self._may_begin_threads(place):
            return False
        channel, message = _number(place.channel), _number(place.thread)
        title, begin = (
            shorten(name, limits.THREAD_NAME),
            self._client.http.start_thread_with_message,
        )
        try:
            await retried(lambda: begin(channel, message, name=title, auto_archive_duration=A_DAY))
        except discord.HTTPException as error:
            if error.code != HAS_A_THREAD:
                log.info("no thread for message %s: %s", place.thread, error)
                return False
        return True

    def _may_begin_threads(self, place: Place) -> bool:
        """As far as we know: where another replica hears of the channels, Discord will say."""
        channel = self._channel(place)
        if channel is None:
            return True
        if not isinstance(channel, discord.TextChannel):
            return False
        granted = channel.permissions_for(channel.guild.me)
        return granted.create_public_threads and granted.send_messages_in_threads

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        """Change a message; changing it twice does no harm, so unknown outcomes are repeated."""
        number = _number(ref.place.channel)
        await self._call_rate.turn("update", limits.UPDATES)
        try:
            forum = await self._is_forum(ref.place)
            channel = self._client.get_partial_messageable(_number(ref.id) if forum else number)
            message = channel.get_partial_message(_number(ref.id))
            was = await self._as_posted(message)
            if was.laid_out:
                reply = replace(reply, parts=tuple(fitting(reply.parts, self.commands)))
            said = render(reply, was.link, self.commands, laid_out=was.laid_out)
            first, *rest = said or render(_EMPTY, was.link, laid_out=was.laid_out)
            await self._changed(message, first)
        except discord.NotFound as error:
            if error.code != UNKNOWN_MESSAGE:
                raise self._told(error, ref.place) from error
            log.info("message %s was deleted, so there is nothing to change", ref.id)
            return
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._told(error, ref.place) from error
        if not was.laid_out:
            await self._continue(channel, ref, rest, await self._further(channel, ref, len(rest)))

    async def _changed(self, message: Sent, said: DiscordMessage) -> None:
        """Changed, also in a post or thread of ours that was put away meanwhile."""
        try:
            await retried(lambda: message.edit(**wire.editing(said, keep=True)))
        except discord.HTTPException as error:
            if error.code != ARCHIVED:
                raise
            await retried(lambda: self._forums.open(message.channel.id))
            await retried(lambda: message.edit(**wire.editing(said, keep=True)))

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The message marked with *key*, posted by us.

        Raises NotDelivered where the history may not be read, since Discord shows it as empty
        then: whoever asks must not post again.
        """
        self._check_history(place)
        await self._call_rate.turn("find", limits.LOOK_BACKS)
        try:
            forum = await self._is_forum(place)
            if forum and not place.thread:
                return await self._post_in_forum(place, key, since)
            found = await self._in_thread(place, key, since) if place.thread else None
            if found or forum:
                return found
            return await self._in(_number(place.channel), place, key, since)
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            raise self._told(error, place) from error

    async def _post_in_forum(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        guild, channel, begun = _number(place.workspace), _number(place.channel), mark(key)
        post = await self._forums.find(guild, channel, begun, since - _CLOCKS_DIFFER)
        return MessageRef(place, post) if post else None

    async def _in_thread(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        """The same in the thread of a message, if it has one."""
        try:
            return await self._in(_number(place.thread), place, key, since)
        except discord.NotFound:
            return None

    async def _in(self, channel: int, place: Place, key: str, since: datetime) -> MessageRef | None:
        history = self._client.get_partial_messageable(channel).history(
            limit=_LOOK_BACK, after=since - _CLOCKS_DIFFER, oldest_first=True
        )
        async for message in history:
            if self._ours(message) and mark(key) == _mark_of(message):
                return MessageRef(place, str(message.id))
        return None

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        """A direct message; None where the person does not take them."""
        await self._call_rate.turn("whisper", limits.DIRECT)
        try:
            channel = await retried(
                lambda: self._client.create_dm(discord.Object(int(person.user)))
            )
            place = Place("discord", person.workspace, str(channel.id), private=True)
            if since and (found := await self._in(channel.id, place, key, since)):
                return found
            link = endpoints.link(place, mark(key))
            first, *rest = render(reply, link, self.commands) or (None,)
            if first is None:
                return None
            sent = await send(channel, first, key, files=reply.files)
        except discord.HTTPException as error:
            if error.code in CLOSED:
                return None
            raise translated(error) from error
        except CONNECTION_LOST as error:
            raise translated(error) from error
        self._remember(str(sent.id), Posted(link, bool(first.layout)))
        ref = MessageRef(place, str(sent.id))
        await self._continue(channel, ref, rest)
        return ref

    async def _continue(
        self,
        channel: discord.abc.Messageable,
        ref: MessageRef,
        rest: Sequence[DiscordMessage],
        further: tuple[Sent, ...] = (),
    ) -> None:
        """The further messages of a long reply: changed where they are there, else sent."""
        for number, message in enumerate(rest):
            part = f"{ref.id}#{number + 2}"
            said = linked(message, endpoints.link(ref.place, mark(part)))
            try:
                if number < len(further):
                    await self._changed(further[number], said)
                    continue
                sent = await send(channel, said, part)
            except (discord.DiscordException, *CONNECTION_LOST) as error:
                log.warning("part %d of a long message was not posted: %s", number + 2, error)
                return
            further = (*further, sent)
            self._remember(ref.id, replace(self._posted[ref.id], further=further))

    async def _further(
        self, channel: discord.PartialMessageable, ref: MessageRef, parts: int
    ) -> tuple[Sent, ...]:
        """In which messages one goes on, by their marks where that was forgotten."""
        further, since = self._posted[ref.id].further, discord.utils.snowflake_time(int(ref.id))
        for number in range(len(further), parts):
            key = f"{ref.id}#{number + 2}"
            try:
                found = await self._in(channel.id, ref.place, key, since)
            except (discord.DiscordException, *CONNECTION_LOST) as error:
                log.warning("part %d of a long message was not found: %s", number + 2, error)
                break
            if found is None:
                break
            further = (*further, channel.get_partial_message(int(found.id)))
        return further

    async def _as_posted(self, message: discord.PartialMessage) -> "Posted":
        """What stays of a message of ours when it changes."""
        identity = str(message.id)
        if identity not in self._posted:
            fetched = await retried(message.fetch)
            laid_out = fetched.flags.components_v2
            self._remember(identity, Posted(requests.link_of(fetched), laid_out))
        return self._posted[identity]

    def _remember(self, identity: str, posted: "Posted") -> None:
        self._posted[identity] = posted
        while len(self._posted) > _KEPT_IN_MIND:
            self._posted.popitem(last=False)

    def _ours(self, message: discord.Message) -> bool:
        return self._client.user is not None and message.author.id == self._client.user.id

    def _told(self, error: Exception, place: Place) -> PlaceGone | NotDelivered:
        """What a failure means; of a lost permission, where it is and what to tick."""
        if isinstance(error, discord.HTTPException) and error.code in NOT_ALLOWED:
            return NotPermitted(
                later("in {where} my role lacks {lacking}: tick it in the channel's settings"),
                endpoints.address(place),
                self._missing(place),
            )
        told = translated(error)
        return (
            PlaceGone(told.why, endpoints.address(place)) if isinstance(told, PlaceGone) else told
        )

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        """Whether it is a channel of its server, and the permissions that our role lacks there, as
        far as Discord told us.
        """
        try:
            is_forum = await retried(lambda: self._is_forum(place))
        except (PlaceGone, discord.DiscordException, *CONNECTION_LOST) as error:
            if is_silence(error):
                return _("Discord did not answer just now. Please try again in a moment.")
            return _("I see no such channel in this server.")
        if forum and not is_forum:
            return _("That channel is no forum.")
        if not (missing := self._lacking(place)):
            return ""
        return _(
            "My role lacks {names} in this channel: tick it in the channel's settings.",
            names=", ".join(map(_, missing)),
        )

    def _missing(self, place: Place) -> Sequence[str]:
        """The permissions that are missing, as far as can be seen; else all that are needed."""
        return self._lacking(place) or tuple(NEEDED.values())

    def _channel(self, place: Place) -> "discord.abc.GuildChannel | discord.Thread | None":
        """The channel as far as Discord has told us of it."""
        guild = self._client.get_guild(int(place.workspace)) if place.workspace.isdigit() else None
        return guild.get_channel_or_thread(_number(place.channel)) if guild else None

    def _lacking(self, place: Place) -> Sequence[str]:
        if (channel := self._channel(place)) is None:
            return ()
        granted = channel.permissions_for(channel.guild.me)
        if isinstance(channel, discord.ForumChannel):
            return lacked(NEEDED_IN_A_FORUM, granted)
        threaded = isinstance(channel, discord.Thread)
        return lacked(NEEDED_IN_A_THREAD if threaded else NEEDED, granted)

    def _check_history(self, place: Place) -> None:
        channel = self._channel(place)
        if channel and not channel.permissions_for(channel.guild.me).read_message_history:
            raise NotDelivered("the bot may not read the history there")


def _mark_of(message: discord.Message) -> str:
    return endpoints.mark_in(requests.link_of(message))


def _number(identity: str) -> int:
    """Ids are numbers; one that is none belongs to a place that cannot exist."""
    if not (identity.isascii() and identity.isdigit()):
        raise PlaceGone(later("that is no channel of Discord"))
    return int(identity)
