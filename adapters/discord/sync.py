"""Registering the commands with Discord, only when they have changed.

A registration replaces the whole list, and new names are limited in number; what was registered
last is therefore remembered, with where: an app or a server that is new gets its commands at once.
"""

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable
from datetime import datetime

import discord
from discord import app_commands

from adapters.discord.commands import Tree
from adapters.discord.languages import Payload, localized
from adapters.discord.sending import CONNECTION_LOST
from bot.store import Store

log = logging.getLogger(__name__)

NAME = "discord-commands"


async def sync(
    tree: Tree, application: int, guild: str, store: Store, clock: Callable[[], datetime]
) -> bool:
    """Register the commands, in one server or everywhere, if they are not; whether it was done."""
    commands = [localized(dict(one.to_dict(tree))) for one in tree.get_commands()]
    scope = f"{application}/{guild or 'everywhere'}"
    wanted = f"{scope} {_fingerprint(commands)}"
    before = await asyncio.to_thread(store.values.get, NAME) or ""
    if before == wanted:
        return False
    try:
        await _register(tree, application, guild, commands)
        if before and not before.startswith(f"{scope} "):
            await _clear(tree, before.split(" ")[0], application)
    except (discord.DiscordException, *CONNECTION_LOST) as error:
        log.error("the commands were not registered (%s); the next start tries again", error)
        return False
    await asyncio.to_thread(store.values.put, NAME, wanted, clock())
    log.info("registered the commands: %s", guild or "everywhere")
    return True


def _fingerprint(commands: list[Payload]) -> str:
    """Of everything that people see of the commands, in all languages."""
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


async def _register(tree: Tree, application: int, guild: str, commands: list[Payload]) -> None:
    http = tree.client.http
    if not guild:
        await http.bulk_upsert_global_commands(application, commands)
        return
    for command in commands:  # a command of one server has no say in where else it appears
        command["contexts"] = command["integration_types"] = None
    await http.bulk_upsert_guild_commands(application, int(guild), commands)


async def _clear(tree: Tree, scope: str, application: int) -> None:
    """Take the commands away where they were registered before: else they appear twice."""
    owner, _, place = scope.partition("/")
    if owner != str(application):
        return
    if place == "everywhere":
        await tree.client.http.bulk_upsert_global_commands(application, [])
    elif place.isdigit():
        await tree.client.http.bulk_upsert_guild_commands(application, int(place), [])


async def command_ids(tree: Tree, guild: str) -> dict[str, int]:
    """The ids of what is registered, by the paths that menus show; none where Discord is silent."""
    try:
        found = await tree.fetch_commands(guild=discord.Object(int(guild)) if guild else None)
    except (discord.DiscordException, *CONNECTION_LOST) as error:
        log.info("the ids of the commands are not known: %s", type(error).__name__)
        return {}
    ids: dict[str, int] = {}
    for command in found:
        groups = [one for one in command.options if isinstance(one, app_commands.AppCommandGroup)]
        for path in [f"{command.name} {one.name}" for one in groups] or [command.name]:
            ids[path] = command.id
    return ids
