"""Who can add the bot to a server, and with that read the notes."""

import discord

OPEN_TO_ALL = (
    "anybody on Discord can add this bot to a server of theirs and read these notes through it"
)
ADVICE = (
    "developer portal, your application, Installation: set Install Link to None, then Bot: "
    "switch Public Bot off; see docs/security.md"
)


def is_open(application: discord.AppInfo | None) -> bool:
    """Whether the application is a public one. DISCORD_GUILD_ID does not change that."""
    return application is not None and application.bot_public
