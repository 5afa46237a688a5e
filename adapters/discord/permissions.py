"""The permissions that a post takes, as Discord calls them for programs and for people."""

from collections.abc import Mapping, Sequence

import discord

from bot.language import later

NOT_ALLOWED = frozenset({50001, 50013})  # the channel is there, and a permission is missing

NEEDED = {
    "view_channel": later("View Channel"),
    "send_messages": later("Send Messages"),
    "embed_links": later("Embed Links"),
}
NEEDED_IN_A_THREAD = {
    "view_channel": NEEDED["view_channel"],
    "send_messages_in_threads": later("Send Messages In Threads"),
    "embed_links": NEEDED["embed_links"],
}
# There writing means beginning a post, and answering in it.
NEEDED_IN_A_FORUM = {
    "view_channel": NEEDED["view_channel"],
    "send_messages": later("Create Posts"),
    "send_messages_in_threads": NEEDED_IN_A_THREAD["send_messages_in_threads"],
    "embed_links": NEEDED["embed_links"],
}


def lacked(needed: Mapping[str, str], granted: discord.Permissions) -> Sequence[str]:
    """What is missing of what is needed, as people call it."""
    return [name for permission, name in needed.items() if not getattr(granted, permission)]
