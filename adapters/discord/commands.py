"""The native commands: what one finds after a slash, and in a message's menu.

They are drawn from the companion's own table of commands. Each only puts together what was chosen;
the companion reads it like anything else that is typed after a slash.
"""

import inspect
import logging
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any, Literal

import discord
from discord import app_commands

from adapters.discord.flows import DiscordFlows
from bot import actions
from bot.commands.lines import menu_line
from bot.commands.options import CommandSpec, Option, Phrase
from bot.commands.records import Ask
from bot.commands.table import GROUPS, LOOK_UP, MAKE_QUESTION, TABLE, path_of

log = logging.getLogger(__name__)

Interaction = discord.Interaction
Choices = list[app_commands.Choice[str]]
Plain = app_commands.Command[Any, ..., Any]
AnyCommand = Plain | app_commands.Group | app_commands.ContextMenu
Tree = app_commands.CommandTree[Any]
Complete = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, Choices]]

DAYS = ("weekdays", "daily", "mon,wed,fri", "tue,thu", "sat,sun")

_anywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_installed = app_commands.AppInstallationType(guild=True, user=True)


def build(tree: Tree, flows: DiscordFlows, name: str) -> None:
    """Put every command into the tree; *name* is the one that answers questions."""
    for command in (*_commands(flows, name), *_menu(flows)):
        if tree.get_command(command.name) is not None:
            log.warning("COMMAND is %r, so Discord's own /%s is left out", name, command.name)
            continue
        tree.add_command(everywhere(command))


def everywhere(command: AnyCommand) -> AnyCommand:
    """In servers, direct messages and groups; installed in a server or for oneself."""
    command.allowed_contexts, command.allowed_installs = _anywhere, _installed
    return command


def in_the_tree() -> Iterable[CommandSpec]:
    """The rows that stand in menus, each path once."""
    rows: dict[str, CommandSpec] = {}
    for spec in TABLE:
        if spec.menu is not None:
            rows.setdefault(spec.path, spec)
    return rows.values()


def _commands(flows: DiscordFlows, name: str) -> Iterable[AnyCommand]:
    groups: dict[str, app_commands.Group] = {}
    for spec in in_the_tree():
        group, _, last = path_of(spec, name).rpartition(" ")
        command = _command(flows, spec, name, last)
        if not group:
            yield command
            continue
        groups.setdefault(group, _group(group)).add_command(command)
    yield from groups.values()


def _group(name: str) -> app_commands.Group:
    """Where a right is asked for it is shown to those who may manage the server.

    The companion asks again, since a server may set that as it likes.
    """
    rows = [spec for spec in in_the_tree() if spec.path.startswith(f"{name} ")]
    guarded = any(spec.right for spec in rows)
    return app_commands.Group(
        name=name,
        description=GROUPS[name].english,
        default_permissions=discord.Permissions(manage_guild=True) if guarded else None,
    )


def _command(flows: DiscordFlows, spec: CommandSpec, name: str, called: str) -> Plain:
    async def run(interaction: Interaction, **given: Any) -> None:
        told = {key: _said(value) for key, value in given.items() if value}
        line = told["query"] if spec.record is Ask else menu_line(spec, name, told)
        await flows.command(interaction, line)

    options = spec.options
    run.__signature__ = inspect.Signature(  # type: ignore[attr-defined]  # discord.py reads it
        [_parameter("interaction", Interaction), *map(_of_option, options)]
    )
    described = {option.name.english: option.about.english for option in options}
    callback = app_commands.describe(**described)(run) if described else run
    if completions := _completions(flows, options):
        callback = app_commands.autocomplete(**completions)(callback)
    return app_commands.Command(name=called, description=spec.about.english, callback=callback)


def _said(value: Any) -> str:
    """What was chosen, as it is typed: of a role or a forum its number."""
    numbered = isinstance(value, discord.Role | discord.abc.GuildChannel)
    return str(value.id) if numbered else str(value)


def _parameter(
    name: str, annotation: Any, default: Any = inspect.Parameter.empty
) -> inspect.Parameter:
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _of_option(option: Option) -> inspect.Parameter:
    """What an option takes, in discord.py's terms."""
    kind, default = _type_of(option)
    return _parameter(
        option.name.english, kind, inspect.Parameter.empty if option.required else default
    )


def _type_of(option: Option) -> tuple[Any, Any]:
    if option.choices:
        return Literal[tuple(choice.shown.english for choice in option.choices)], ""
    match option.kind:
        case "number":
            return app_commands.Range[int, 1, option.most], 0
        case "flag":
            return bool, False
        case "role":
            return discord.Role, None
        case "forum":
            return discord.ForumChannel, None
        case _:
            return str, ""


def _completions(flows: DiscordFlows, options: Iterable[Option]) -> Mapping[str, Complete]:
    return {
        option.name.english: _weekdays if option.completes == "days" else _found(flows, option)
        for option in options
        if option.completes
    }


def _found(flows: DiscordFlows, option: Option) -> Complete:
    async def complete(interaction: Interaction, typed: str) -> Choices:
        return await flows.complete(interaction, option.completes, typed)

    return complete


async def _weekdays(_interaction: Interaction, typed: str) -> Choices:
    fitting = [days for days in DAYS if typed.strip().lower() in days]
    return [app_commands.Choice(name=days, value=days) for days in fitting]


def _menu(flows: DiscordFlows) -> Iterable[app_commands.ContextMenu]:
    """What stands in a message's menu."""

    async def look_up(interaction: Interaction, message: discord.Message) -> None:
        await flows.of_message(interaction, message, actions.LOOK_UP_MESSAGE())

    async def make_question(interaction: Interaction, message: discord.Message) -> None:
        await flows.of_message(interaction, message, actions.MAKE_QUESTION())

    yield app_commands.ContextMenu(name=LOOK_UP.english, callback=look_up)
    yield app_commands.ContextMenu(name=MAKE_QUESTION.english, callback=make_question)


def phrases() -> Iterable[Phrase]:
    """Everything that Discord's menus say."""
    yield LOOK_UP
    yield MAKE_QUESTION
    yield from GROUPS.values()
    for spec in in_the_tree():
        yield spec.about
        for option in spec.options:
            yield option.name
            yield option.about
            yield from (choice.shown for choice in option.choices)
