"""Discord's addresses, and its API under another base than the usual one.

discord.py 2.7 has no public setting for a REST proxy, so two names of its insides are used. They
are looked up here, at start, so that another version fails with a sentence and not in the middle.
"""

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.messages import CannotConnect, MessageRef, Place

PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
)
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
_MARK = "study"
_CHANNELS = "https://discord.com/channels"


def use(base: str) -> None:
    """Send every request to *base*; for the whole process, as the library keeps it."""
    if not hasattr(Route, "BASE") or not hasattr(DiscordWebSocket, "DEFAULT_GATEWAY"):
        raise CannotConnect("this version of discord.py is not known; install 2.7.")
    Route.BASE = base.rstrip("/")


async def use_gateway(client: discord.Client) -> None:
    """Take the gateway from the same API, for the first connection and for every later one."""
    _, url, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)


def invitation(application: int, guild: str = "") -> str:
    """The link with which somebody adds the bot to a server, with exactly what it needs."""
    return discord.utils.oauth_url(
        application,
        permissions=PERMISSIONS,
        scopes=("bot", "applications.commands"),
        guild=discord.Object(int(guild)) if guild.isdigit() else discord.utils.MISSING,
    )


def own_invitation(application: int) -> str:
    """The link with which somebody adds the app for themselves alone."""
    scopes = ("applications.commands",)
    return discord.utils.oauth_url(application, scopes=scopes) + "&integration_type=1"


def address(place: Place) -> str:
    """Leads to the channel itself."""
    return f"{_CHANNELS}/{place.workspace}/{place.channel}"


def to_message(message: MessageRef) -> str:
    """Leads to a message; in a forum, whose posts are channels of their own, to the forum."""
    return f"{address(message.place)}/{message.id}"


def link(place: Place, mark: str = "-") -> str:
    """Leads to the channel itself, and carries the mark by which a message is found again.

    In a direct message the workspace travels along: there Discord does not say which it is about.
    """
    if place.private:
        about = place.workspace
        return f"{_CHANNELS}/@me/{place.channel}?{_MARK}={mark}&in={about}"
    return f"{address(place)}?{_MARK}={mark}"


def mark_in(url: str | None) -> str:
    """The mark of a message of ours; empty when it has none."""
    return _query(url, _MARK)


def workspace_in(url: str | None) -> str:
    """What a direct message of ours is about; empty when it does not say."""
    return _query(url, "in")


def _query(url: str | None, name: str) -> str:
    if not url or not url.startswith(_CHANNELS):
        return ""
    return str(yarl.URL(url).query.get(name, ""))
