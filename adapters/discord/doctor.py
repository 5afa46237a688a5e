"""What is wrong with the Discord side of an installation, in sentences that say what to do."""

from collections.abc import AsyncIterator

import discord

from adapters.discord import endpoints
from adapters.discord.openness import ADVICE, OPEN_TO_ALL, is_open
from adapters.discord.sending import CONNECTION_LOST
from bot.messages import CannotConnect
from bot.ops.doctor import Finding
from bot.settings import Settings
from bot.text import clean_name

FEW_STARTS = 50
UNREACHABLE = (discord.DiscordException, *CONNECTION_LOST)
AGAIN = "try again"
# What stops working without a permission.
WITHOUT = {
    "view_channel": "it sees no channel",
    "send_messages": "it cannot post",
    "send_messages_in_threads": "it cannot post in threads",
    "embed_links": "its posts are empty",
    "attach_files": "exports asked for in a direct message or by mention cannot be handed over",
    "read_message_history": "it cannot find a post whose confirmation was lost",
}


async def examine(settings: Settings) -> list[Finding]:
    """Check the token, the application, the gateway and the server that is named."""
    if not settings.discord_token:
        advice = "set DISCORD_TOKEN; docs/discord.md says how to get one"
        return [Finding("Discord token", "note", "none is set", advice)]
    try:
        endpoints.use(settings.discord_api_url)
    except CannotConnect as error:
        return [Finding("Discord", "bad", str(error), "pip install 'discord.py>=2.7,<2.8'")]
    client = discord.Client(intents=endpoints.INTENTS)
    try:
        return [finding async for finding in _examined(client, settings)]
    finally:
        await client.close()


async def _examined(client: discord.Client, settings: Settings) -> AsyncIterator[Finding]:
    try:
        await client.login(settings.discord_token)
    except discord.LoginFailure:
        advice = "make a new one: developer portal, your application, Bot, Reset Token"
        yield Finding("Discord token", "bad", "Discord does not take it", advice)
        return
    except UNREACHABLE as error:
        advice = "check the network, and DISCORD_API_URL if you set it"
        yield Finding("Discord", "bad", f"not reachable ({type(error).__name__})", advice)
        return
    yield Finding("Discord token", "good", f"works; the bot is {client.user}")
    application = client.application
    assert application is not None, "it came with the login"
    if is_open(application):
        yield Finding("Discord servers", "note", OPEN_TO_ALL, ADVICE)
    yield Finding("Discord intents", "good", "no privileged intent is asked for or needed")
    yield await _gateway(client)
    async for finding in _server(client, settings.discord_guild_id):
        yield finding
    invitation = endpoints.invitation(application.id, settings.discord_guild_id)
    yield Finding("Invite to a server", "note", invitation, "open it in a browser")
    yield _for_oneself(application)


async def _gateway(client: discord.Client) -> Finding:
    try:
        shards, _, limits = await client.http.get_bot_gateway()
    except UNREACHABLE as error:
        return Finding("Discord gateway", "bad", f"not known ({type(error).__name__})", AGAIN)
    left = int(limits["remaining"])
    text = f"{shards} shard{'s' if shards != 1 else ''}, {left} more starts today"
    if left < FEW_STARTS:
        return Finding("Discord gateway", "bad", text, "find out why it starts again and again")
    return Finding("Discord gateway", "good", text)


async def _server(client: discord.Client, identity: str) -> AsyncIterator[Finding]:
    """The server in which the commands appear, if one is named."""
    if not identity:
        yield Finding("Discord commands", "good", "registered everywhere, in servers and for users")
        return
    try:
        guild = await client.fetch_guild(int(identity), with_counts=False)
        me = await guild.fetch_member(client.user.id if client.user else 0)
    except (discord.NotFound, discord.Forbidden):
        advice = "invite it with the link below, or mend DISCORD_GUILD_ID"
        yield Finding("Discord server", "bad", f"the bot is not in server {identity}", advice)
        return
    except UNREACHABLE as error:
        yield Finding("Discord server", "bad", f"not known ({type(error).__name__})", AGAIN)
        return
    yield Finding("Discord server", "good", f"commands appear in {clean_name(guild.name)} only")
    granted = me.guild_permissions
    for name, consequence in WITHOUT.items():
        if not getattr(granted, name):
            readable = name.replace("_", " ").title()
            advice = f"grant {readable} to its role in {clean_name(guild.name)}"
            yield Finding("Discord permissions", "bad", f"{readable}: {consequence}", advice)


def _for_oneself(application: discord.AppInfo) -> Finding:
    """Whether people may add the app for themselves."""
    link = endpoints.own_invitation(application.id)
    if application.user_integration_config is not None:
        return Finding("Install for oneself", "note", link, "open it in a browser")
    return Finding(
        "Install for oneself",
        "note",
        "does not seem to be switched on",
        "developer portal, Installation, User Install, if people should use it everywhere",
    )
