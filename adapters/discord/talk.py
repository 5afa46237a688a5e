"""Mentions and direct messages: the same companion, asked in plain text."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import discord

from adapters.discord import endpoints, limits, requests
from adapters.discord.flows import DiscordFlows
from adapters.discord.people import DiscordHomes
from adapters.discord.render import render
from adapters.discord.sending import CONNECTION_LOST, send
from adapters.discord.surface import done
from adapters.discord.text import mentions, typed
from adapters.intake import Deduplicator, offered, told_when_slow
from bot.language import _, later, speaking
from bot.messages import Person, Place, Prose, Reply, Request
from bot.trouble import answered

log = logging.getLogger(__name__)

CLOSED = later(
    "That answer is for you alone, and you take no direct messages. "
    "Use a slash command here, which only you see."
)


@dataclass(frozen=True, slots=True)
class Talk:
    """Answers messages that people write to the bot."""

    flows: DiscordFlows
    people: DiscordHomes
    me: Callable[[], discord.ClientUser | None]
    seen: Deduplicator = field(default_factory=Deduplicator)

    async def hear(self, message: discord.Message) -> None:
        """A message: ours to answer if it is written to us."""
        me = self.me()
        if me is None or not requests.is_written_by_a_person(message):
            return
        if message.guild is not None and not mentions(message.content, str(me.id)):
            return
        if self.seen.first(message.id) and not self.flows.work.closing:
            self.flows.work.start(self._answer(message, str(me.id)), "a message")

    async def _answer(self, message: discord.Message, me: str) -> None:
        workspace = await self.people.of_message(message)
        language = await self.people.language(message.author.id)
        who = requests.message_person(message, workspace, language)
        where = requests.message_place(message, workspace)
        with speaking(self.flows.companion.language(who, where)):
            await self._answered(message, who, where, typed(message.content, me))

    async def _answered(
        self, message: discord.Message, who: Person, where: Place, text: str
    ) -> None:
        request = Request(who, where, message.created_at, text=text, pictures=True)
        reply = await told_when_slow(
            answered(self.flows.companion, request),
            limits.PATIENCE,
            lambda: self._typing(message),
        )
        if reply.form is not None:
            reply = offered(reply.form)
        await self.flows.work.first_responses.hesitate()  # a second answer has the same nonce
        if reply.private and not where.private:
            sent = await self.flows.messenger.whisper(who, reply, f"answer-{message.id}")
            if sent is not None:
                return
            reply = Reply((Prose(_(CLOSED)),), private=False)
        try:
            await self._post(message, where, reply)
        except discord.Forbidden:  # no posting in this channel: then to the person
            await self.flows.messenger.whisper(who, reply, f"answer-{message.id}")

    async def _post(self, message: discord.Message, where: Place, reply: Reply) -> None:
        link = endpoints.link(where) if where.private else ""
        said = render(reply, link, self.flows.messenger.commands) or render(done(), link)
        for number, one in enumerate(said):
            answering = where.thread if number == 0 else ""
            files = reply.files if number == 0 else ()
            await send(message.channel, one, f"answer-{message.id}#{number}", answering, files)

    async def _typing(self, message: discord.Message) -> None:
        try:
            await message.channel.typing()
        except (discord.DiscordException, *CONNECTION_LOST) as error:
            log.info("could not show that it takes a moment: %s", type(error).__name__)
