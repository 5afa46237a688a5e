"""Sending once, whatever becomes of the connection, and what Discord's failures mean."""

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import aiohttp
import discord

from adapters.discord import limits, wire
from adapters.discord.render import DiscordMessage, without_pictures
from bot.language import later
from bot.messages import (
    File,
    NotDelivered,
    PlaceGone,
)

log = logging.getLogger(__name__)


T = TypeVar("T")


# Nobody is there to hear it: the channel is gone, closed to us, or a thread that is put away.
GONE = {
    10003: later("the channel was deleted"),
    10004: later("I am not in that server any more"),
    50001: later("I may not see the channel"),
    50013: later("I may not write in the channel"),
    50083: later("the thread was put away"),
    160005: later("the thread was closed"),
}


# They take no messages from us.
CLOSED = frozenset({10013, 50007, 50278})


NO_HISTORY = 160002  # to answer a message one has to be allowed to read it


# What happened to a request after these is anybody's guess.
CONNECTION_LOST = (aiohttp.ClientError, OSError, TimeoutError)


_PAUSES = (0.2, 0.6, 1.5)


async def send(
    channel: discord.abc.Messageable,
    message: DiscordMessage,
    key: str,
    answering: str = "",
    files: Sequence[File] = (),
) -> discord.Message:
    """Send once, whatever becomes of the connection: the nonce is the same each time."""
    target = await channel._get_channel()
    nonce = nonce_of(key, target.id)

    def attempt() -> Awaitable[discord.Message]:
        arguments: dict[str, Any] = wire.sending(message, files)
        if answering.isdigit():
            arguments["reference"] = discord.MessageReference(
                message_id=int(answering), channel_id=target.id, fail_if_not_exists=False
            )
        return channel.send(nonce=nonce, **arguments)

    try:
        return await retried(attempt)
    except discord.HTTPException as error:
        if error.code == NO_HISTORY and answering:
            answering = ""
        elif message.pictures:
            log.warning("sending a message without its picture: %s", error)
            message = without_pictures(message)
        else:
            raise
    return await send(channel, message, key, answering, files)


async def retried(call: Callable[[], Awaitable[T]]) -> T:
    """Repeat what does no harm when it is done twice, as long as the connection breaks."""
    for pause in _PAUSES:
        try:
            return await call()
        except CONNECTION_LOST as error:
            log.info("unknown outcome, trying again: %s", type(error).__name__)
        await asyncio.sleep(pause)
    return await call()


def translated(error: Exception) -> PlaceGone | NotDelivered:
    """What a failure means to those who wanted something posted."""
    if isinstance(error, discord.HTTPException):
        if error.code in GONE:
            return PlaceGone(GONE[error.code])
        return NotDelivered(f"Discord says {error.status} ({error.code})")
    return NotDelivered(type(error).__name__)


def is_silence(error: Exception) -> bool:
    """Whether Discord did not get to say anything about what was asked."""
    broken = isinstance(error, discord.HTTPException) and error.status >= 500
    return broken or isinstance(error, CONNECTION_LOST)


def nonce_of(key: str, channel: int) -> str:
    """The nonce of a post: one for each key and channel."""
    return _digest(f"{channel}|{key}")[: limits.NONCE]


def mark(key: str) -> str:
    """The key as members may see it, in the address behind a title."""
    return _digest(key)[:12]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
