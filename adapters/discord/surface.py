"""Where an interaction is answered: once within three seconds, then for fifteen minutes."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Literal

import discord

from adapters.discord import endpoints, limits, requests, wire
from adapters.discord.draw import CommandIds
from adapters.discord.render import DiscordMessage, render, without_pictures
from adapters.discord.sending import CONNECTION_LOST, retried
from adapters.discord.work import FirstResponses
from bot.language import _
from bot.messages import File, Place, Prose, Reply

log = logging.getLogger(__name__)

State = Literal["fresh", "silent", "whispering", "speaking"]
ALREADY_ANSWERED = 40060
# The three seconds or the fifteen minutes are over.
EXPIRED = frozenset({10062, 10015, 50027})


def done() -> Reply:
    """What is said where there is nothing to say."""
    return Reply((Prose(_("Done.")),))


class Expired(Exception):
    """Discord takes no answer to this interaction any more."""


class AnsweredElsewhere(Exception):
    """Another replica heard this interaction too, and answers it."""


class DiscordSurface:
    """One interaction, from the first response to the last followup."""

    def __init__(
        self,
        interaction: discord.Interaction,
        place: Place,
        first_responses: FirstResponses,
        commands: CommandIds,
    ) -> None:
        self._commands = commands
        self._interaction = interaction
        self.place = place  # what links in direct messages say; better known with the answer
        self._first_responses = first_responses
        self._direct = requests.is_direct(interaction)
        self._state: State = "fresh"

    @property
    def fresh(self) -> bool:
        """Whether nothing has been responded yet."""
        return self._state == "fresh"

    async def wait(self, public: bool) -> None:
        """Say that it takes a moment. Who will see the answer is settled with this.

        A click on a message that only this person sees leaves everything open: the answer may
        take the message's place.
        """
        response = self._interaction.response
        if self._replaceable and not public:
            await self._first(lambda: response.defer())
            self._state = "silent"
        else:
            hidden = not (public or self._direct)
            await self._first(lambda: response.defer(thinking=True, ephemeral=hidden))
            self._state = "whispering" if hidden else "speaking"

    async def acknowledge(self) -> None:
        """Nothing to say: a click that was answered a moment ago."""
        await self._first(lambda: self._interaction.response.defer())
        self._state = "silent"

    async def open(self, modal: Callable[[], discord.ui.Modal]) -> None:
        await self._first(lambda: self._interaction.response.send_modal(modal()))
        self._state = "silent"

    async def show(self, reply: Reply) -> None:
        """Say it, in as many messages as it takes."""
        files = reply.files
        if wire.too_large(files, self._interaction.filesize_limit):
            large = _("That is too large for Discord; `companion export` gives it.")
            reply, files = Reply((Prose(large),)), ()
        link = endpoints.link(self.place) if self.place.private else ""
        first, *rest = render(reply, link, self._commands) or render(done(), link)
        hidden = reply.private and not self._direct
        replaces = reply.replaces and reply.private and self._replaceable
        try:
            await self._without_if_need_be(
                first, lambda one: self._put(one, files, hidden, replaces=replaces)
            )
            for message in rest:
                await self._without_if_need_be(message, lambda one: self._followup(one, (), hidden))
        except discord.HTTPException as error:
            if error.code in EXPIRED:
                raise Expired(str(error.code)) from error
            raise

    async def _without_if_need_be(
        self, message: DiscordMessage, put: Callable[[DiscordMessage], Awaitable[None]]
    ) -> None:
        """Say it, and where Discord does not take its pictures, without them."""
        try:
            await put(message)
        except discord.HTTPException as error:
            if not message.pictures or error.code in EXPIRED:
                raise
            log.warning("answering without a picture: %s", error)
            await put(without_pictures(message))

    async def _put(
        self, message: DiscordMessage, files: Sequence[File], hidden: bool, *, replaces: bool
    ) -> None:
        if replaces:
            await self._replace(message, files)
        else:
            await self._say(message, files, hidden)

    @property
    def _replaceable(self) -> bool:
        """Whether the message that was clicked is this person's alone."""
        message = self._interaction.message
        return message is not None and (message.flags.ephemeral or self._direct)

    async def _replace(self, message: DiscordMessage, files: Sequence[File]) -> None:
        if self.fresh:
            response = self._interaction.response
            await self._first(lambda: response.edit_message(**wire.editing(message, files)))
            self._state = "silent"
        else:
            await self._edit(message, files)

    async def _say(self, message: DiscordMessage, files: Sequence[File], hidden: bool) -> None:
        if self.fresh:
            response = self._interaction.response
            await self._first(
                lambda: response.send_message(ephemeral=hidden, **wire.sending(message, files))
            )
            self._state = "silent"
        elif self._state == "silent":
            await self._followup(message, files, hidden)
        elif hidden == (self._state == "whispering"):
            await self._edit(message, files)
        else:
            with suppress(discord.NotFound):  # an attempt that seemed lost has done it
                await retried(lambda: self._interaction.delete_original_response())
            self._state = "silent"
            await self._followup(message, files, hidden)

    async def _edit(self, message: DiscordMessage, files: Sequence[File]) -> None:
        await retried(
            lambda: self._interaction.edit_original_response(**wire.editing(message, files))
        )

    async def _followup(self, message: DiscordMessage, files: Sequence[File], hidden: bool) -> None:
        """A further message. Seen twice is better than never seen, so it is tried again."""
        await retried(
            lambda: self._interaction.followup.send(
                ephemeral=hidden, wait=True, **wire.sending(message, files)
            )
        )

    async def _first(self, respond: Callable[[], Awaitable[object]]) -> None:
        """The first response: once, though the connection may break on the way."""
        begun, lost = time.monotonic(), False
        async with self._first_responses.turn():
            while True:
                try:
                    await respond()
                    return
                except discord.HTTPException as error:
                    if error.code == ALREADY_ANSWERED:
                        if not lost and not self._first_responses.alone:
                            self._first_responses.elsewhere.set()
                            raise AnsweredElsewhere from error
                        return  # by an attempt of ours whose outcome did not come back
                    if error.code in EXPIRED:
                        raise Expired(str(error.code)) from error
                    raise
                except CONNECTION_LOST as error:
                    lost = True
                    if time.monotonic() - begun > limits.FIRST_RESPONSE:
                        raise Expired(type(error).__name__) from error
                    await asyncio.sleep(0.05)
