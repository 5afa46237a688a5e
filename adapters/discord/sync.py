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
from typing import Any

import discord
from discord import app_commands

from adapters.discord.commands import Tree, everywhere
from adapters.discord.sending import CONNECTION_LOST
from bot.store import Store

log = logging.getLogger(__name__)

NAME = "discord-commands"


async def sync(
    tree: Tree, application: int, guild: str, store: Store, clock: Callable[[], datetime]
) -> bool:
    """Register the commands, in one server or everywhere, if they are not; whether it was done."""
    scope = f"{application}/{guild or 'everywhere'}"
    wanted = f"{scope} {await fingerprint(tree)}"
    before = await asyncio.to_thread(store.values.get, NAME) or ""
    if before == wanted:
        return False
    try:
        await _register(tree, guild)
        if before and not before.startswith(f"{scope} "):
            await _clear(tree, before.split(" ")[0], application)
    except (discord.DiscordException, *CONNECTION_LOST) as error:
        log.error("the commands were not registered (%s); the next start tries again", error)
        return False
    await asyncio.to_thread(store.values.put, NAME, wanted, clock())
    log.info("registered the commands: %s", guild or "everywhere")
    return True


async def fingerprint(tree: Tree) -> str:
    """Of everything that people see of the commands, in all languages."""
    text = json.dumps([await _payload(tree, one) for one in tree.get_commands()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


async def _payload(tree: Tree, command: Any) -> dict[str, Any]:
    translator: app_commands.Translator | None = tree.translator
    if translator is None:
        return dict(command.to_dict(tree))
    return dict(await command.get_translated_payload(tree, translator))


async def _register(tree: Tree, guild: str) -> None:
    if not guild:
        await tree.sync()
        return
    server = discord.Object(int(guild))
    tree.copy_global_to(guild=server)
    commands = tree.get_commands(guild=server)
    for command in commands:  # a command of one server has no say in where else it appears
        command.allowed_contexts = command.allowed_installs = None
    try:
        await tree.sync(guild=server)
    finally:
        tree.clear_commands(guild=server)  # the commands for everywhere answer there as well
        for command in commands:
            everywhere(command)


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
