"""From what Discord sends to a Request: who asks, and where."""

import re
from collections.abc import Iterator, Sequence

import discord

from bot.messages import Person, Place
from bot.text import clean_name


def own_workspace(user: int) -> str:
    """Where nobody else is: a private conversation that belongs to no server."""
    return f"@{user}"


def interaction_person(interaction: discord.Interaction, workspace: str) -> Person:
    rights = interaction.permissions
    administers = interaction.guild_id is not None and (
        rights.manage_guild or rights.administrator or _owns(interaction)
    )
    return _person(interaction.user, workspace, administers, str(interaction.locale))


def message_person(message: discord.Message, workspace: str, language: str) -> Person:
    """Who wrote something; in which *language* they are answered it does not say itself."""
    author = message.author
    administers = isinstance(author, discord.Member) and (
        author.guild_permissions.manage_guild or author.guild.owner_id == author.id
    )
    return _person(author, workspace, administers, language)


def _owns(interaction: discord.Interaction) -> bool:
    return interaction.guild is not None and interaction.guild.owner_id == interaction.user.id


def _person(
    user: discord.User | discord.Member, workspace: str, administers: bool, language: str = ""
) -> Person:
    guest = isinstance(user, discord.Member) and user.flags.guest
    return Person(
        "discord",
        workspace,
        str(user.id),
        name=user.display_name,
        may_administer=administers,
        rights_told=isinstance(user, discord.Member),  # nobody is one in direct messages
        counts=not (user.bot or guest),
        language=language,
    )


def spoken_in(channel: object, identity: int | None, us: int) -> str:
    """The channel that something happens in.

    A thread below a message of ours belongs to that message's channel, and a post of ours to its
    forum; every other thread or post is a channel of its own.
    """
    if not isinstance(channel, discord.Thread) or channel.owner_id != us:
        return str(identity or "")
    above = isinstance(channel.parent, discord.TextChannel | discord.ForumChannel)
    return str(channel.parent_id if above else identity or "")


def interaction_place(interaction: discord.Interaction, workspace: str) -> Place:
    channel = _channel_of(interaction)
    return Place("discord", workspace, channel, private=interaction.guild_id is None)


def joined(interaction: discord.Interaction) -> frozenset[str] | None:
    """The channel of an interaction, if the person may write there; in private all may."""
    if interaction.guild_id is None:
        return None
    rights, threaded = interaction.permissions, isinstance(interaction.channel, discord.Thread)
    speaks = rights.send_messages_in_threads if threaded else rights.send_messages
    there = speaks or rights.administrator
    return frozenset({_channel_of(interaction)}) if there else frozenset()


def _channel_of(interaction: discord.Interaction) -> str:
    us = interaction.client.user
    return spoken_in(interaction.channel, interaction.channel_id, us.id if us else 0)


def channel_name(interaction: discord.Interaction, identity: str) -> str:
    """What a channel is called; "" where that is not known."""
    known = interaction.client.get_channel(int(identity)) if identity.isdecimal() else None
    here = interaction.channel if identity == str(interaction.channel_id) else None
    return clean_name(str(getattr(known or here, "name", "") or ""))


def message_place(message: discord.Message, workspace: str) -> Place:
    """Where a message is answered: a mention as a reply to it, a direct message beside it."""
    private = message.guild is None
    thread = "" if private else str(message.id)
    return Place("discord", workspace, str(message.channel.id), thread, private)


def is_direct(interaction: discord.Interaction) -> bool:
    """In the conversation with the bot itself, where all that is said stays between the two."""
    if interaction.guild_id is not None:
        return False
    if interaction.context.dm_channel or interaction.context.private_channel:
        return bool(interaction.context.dm_channel)
    return isinstance(interaction.channel, discord.DMChannel)


def is_written_by_a_person(message: discord.Message) -> bool:
    """Not by a bot, not by us, not a notice of the platform."""
    written = message.type in (discord.MessageType.default, discord.MessageType.reply)
    return written and not message.author.bot and message.webhook_id is None


def content(message: discord.Message) -> str:
    """What a message says: its text, or that of its embeds."""
    if message.content.strip():
        return message.content
    said = [
        text
        for embed in message.embeds
        for text in (embed.title, embed.description, *(f"{f.name} {f.value}" for f in embed.fields))
        if text
    ]
    laid_out = "\n".join(_texts(message.components))
    return "\n".join(said) or _AT_LINE_START.sub("", _LINKED.sub(r"\1", laid_out))


_AT_LINE_START = re.compile(r"^(?:###|-#) ", re.MULTILINE)
_LINKED = re.compile(r"\[((?:\\.|[^\]\\])*)\]\((https://[^\s)]+)\)")  # words, and where they lead


def _texts(components: Sequence[discord.Component]) -> Iterator[str]:
    """The texts of a message that is laid out, whatever they are within."""
    for component in components:
        if isinstance(component, discord.TextDisplay):
            yield component.content
        yield from _texts(getattr(component, "children", ()))


def link_of(message: discord.Message) -> str:
    """Where the title of a message of ours leads; "" where it leads nowhere."""
    if message.embeds:
        return message.embeds[0].url or ""
    found = (_LINKED.search(text) for text in _texts(message.components))
    return next((one[2] for one in found if one), "")


def message_of(interaction: discord.Interaction) -> str:
    """The message on which a button was clicked; empty where only one person sees it."""
    message = interaction.message
    return "" if message is None or message.flags.ephemeral else str(message.id)
