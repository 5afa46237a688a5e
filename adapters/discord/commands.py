"""The native commands: what one finds after a slash, and in a message's menu.

Each only puts together what was chosen; the companion reads it like anything else that is typed.
"""

import logging
from typing import Any, Literal

import discord
from discord import app_commands

from adapters.discord.flows import DiscordFlows
from bot.commands import Quiz
from bot.messages import Action

log = logging.getLogger(__name__)

Interaction = discord.Interaction
Choices = list[app_commands.Choice[str]]
Plain = app_commands.Command[Any, ..., Any]
AnyCommand = Plain | app_commands.Group | app_commands.ContextMenu
Tree = app_commands.CommandTree[Any]

DAYS = ("weekdays", "daily", "mon,wed,fri", "tue,thu", "sat,sun")
LOOK_UP = "Look this up"

_anywhere = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
_installed = app_commands.AppInstallationType(guild=True, user=True)


def build(tree: Tree, flows: DiscordFlows, name: str) -> None:
    """Put every command into the tree; *name* is the one that answers questions."""
    commands: tuple[AnyCommand, ...] = (
        *_questions(flows, name),
        *_study(flows),
        *_notes(flows),
        _privacy(flows),
        _daily(flows),
        _menu(flows),
    )
    for command in commands:
        if tree.get_command(command.name) is not None:
            log.warning("COMMAND is %r, so Discord's own /%s is left out", name, command.name)
            continue
        tree.add_command(everywhere(command))


def everywhere(command: AnyCommand) -> AnyCommand:
    """In servers, direct messages and groups; installed in a server or for oneself."""
    command.allowed_contexts, command.allowed_installs = _anywhere, _installed
    return command


def _command(name: str, description: str, callback: Any) -> Plain:
    return app_commands.Command(name=name, description=description, callback=callback)


def _questions(flows: DiscordFlows, name: str) -> tuple[Plain, ...]:
    async def queries(interaction: Interaction, typed: str) -> Choices:
        return await flows.complete(interaction, "query", typed)

    async def topics(interaction: Interaction, typed: str) -> Choices:
        return await flows.complete(interaction, "topic", typed)

    @app_commands.describe(query="A question for the notes, such as: lambda limits")
    @app_commands.autocomplete(query=queries)
    async def ask(interaction: Interaction, query: str) -> None:
        await flows.command(interaction, query)

    @app_commands.describe(a="The first topic", b="The second topic", c="Perhaps a third topic")
    @app_commands.autocomplete(a=topics, b=topics, c=topics)
    async def compare(interaction: Interaction, a: str, b: str, c: str = "") -> None:
        things = tuple(thing.replace("|", "/") for thing in (a, b, c) if thing)
        await flows.act(interaction, Action("compare", things))

    async def help_(interaction: Interaction) -> None:
        await flows.command(interaction, "help")

    return (
        _command(name, "Look something up in the notes", ask),
        _command("compare", "Lay topics side by side", compare),
        _command("help", "What you can do here", help_),
    )


def _study(flows: DiscordFlows) -> tuple[Plain, ...]:
    async def topics(interaction: Interaction, typed: str) -> Choices:
        return await flows.complete(interaction, "topic", typed)

    @app_commands.describe(topic="What the questions are about", count="How many questions")
    @app_commands.autocomplete(topic=topics)
    async def quiz(
        interaction: Interaction, topic: str = "", count: app_commands.Range[int, 1, 50] = 0
    ) -> None:
        await flows.command(interaction, str(Quiz(topic, count)))

    async def review(interaction: Interaction) -> None:
        await flows.command(interaction, "review")

    @app_commands.describe(
        period="Which time it covers", scope="Who is on it", order="What counts for a rank"
    )
    async def leaderboard(
        interaction: Interaction,
        period: Literal["week", "month", "all"] = "month",
        scope: Literal["channel", "server"] = "channel",
        order: Literal["points", "accuracy"] = "points",
    ) -> None:
        await flows.command(interaction, f"leaderboard {period} {scope} {order}")

    async def me(interaction: Interaction) -> None:
        await flows.command(interaction, "me")

    @app_commands.describe(
        by="The day of the exam, as 2027-03-01",
        topics="What to cover, separated by commas; everything if left out",
        stop="End the plan",
    )
    async def plan(
        interaction: Interaction, by: str = "", topics: str = "", stop: bool = False
    ) -> None:
        words = "off" if stop else " ".join(filter(None, (by, topics and f"topics {topics}")))
        await flows.command(interaction, f"plan {words}")

    async def settings(interaction: Interaction) -> None:
        await flows.act(interaction, Action("settings"))

    return (
        _command("quiz", "Questions now, for you alone", quiz),
        _command("review", "What is due for you today", review),
        _command("leaderboard", "The ranking, with you marked", leaderboard),
        _command("me", "Your points, streak and weak topics", me),
        _command("plan", "Cover the notes by a date", plan),
        _command("settings", "Your own settings", settings),
    )


def _notes(flows: DiscordFlows) -> tuple[Plain, ...]:
    async def names(interaction: Interaction, typed: str) -> Choices:
        return await flows.complete(interaction, "topic", typed)

    @app_commands.describe(prefix="How the names begin")
    async def topics(interaction: Interaction, prefix: str = "") -> None:
        await flows.command(interaction, f"topics {prefix}")

    @app_commands.describe(topic="Only about this topic")
    @app_commands.autocomplete(topic=names)
    async def conflicts(interaction: Interaction, topic: str = "") -> None:
        await flows.command(interaction, f"conflicts {topic}")

    async def gaps(interaction: Interaction) -> None:
        await flows.command(interaction, "gaps")

    return (
        _command("topics", "What the notes have chapters on", topics),
        _command("conflicts", "Where the notes contradict one another", conflicts),
        _command("gaps", "What people looked up in vain", gaps),
    )


def _privacy(flows: DiscordFlows) -> app_commands.Group:
    group = app_commands.Group(name="privacy", description="What is kept about you")

    def add(name: str, description: str, line: str) -> None:
        async def run(interaction: Interaction) -> None:
            await flows.command(interaction, line)

        group.add_command(_command(name, description, run))

    add("export", "Everything that is kept about you, as a file", "export me")
    add("forget", "Delete everything that is kept about you", "forget me")
    add("opt-out", "Leave the boards and recaps", "opt out")
    add("opt-in", "Come back to the boards and recaps", "opt in")
    return group


def _daily(flows: DiscordFlows) -> app_commands.Group:
    """Shown to those who may manage the server; the companion checks again."""
    group = app_commands.Group(
        name="daily",
        description="The question of the day in this channel",
        default_permissions=discord.Permissions(manage_guild=True),
    )

    async def zones(interaction: Interaction, typed: str) -> Choices:
        return await flows.complete(interaction, "zone", typed)

    async def weekdays(_interaction: Interaction, typed: str) -> Choices:
        fitting = [days for days in DAYS if typed.strip().lower() in days]
        return [app_commands.Choice(name=days, value=days) for days in fitting]

    @app_commands.describe(
        time="When, as 09:00; leave everything out for a form",
        zone="In which time zone, as Europe/Berlin",
        days="On which days, as weekdays or mon,wed,fri",
        topics="What about, separated by commas",
    )
    @app_commands.autocomplete(zone=zones, days=weekdays)
    async def set_(
        interaction: Interaction, time: str = "", zone: str = "", days: str = "", topics: str = ""
    ) -> None:
        words = [time, zone, days, topics and f"topics {topics}"]
        if any(words):
            await flows.command(interaction, " ".join(["daily", *filter(None, words)]))
        else:
            await flows.act(interaction, Action("schedule"))

    @app_commands.describe(until="The day on which it comes again, as 2027-01-07")
    async def pause(interaction: Interaction, until: str) -> None:
        await flows.command(interaction, f"daily pause until {until}")

    @app_commands.describe(when="When people learn whether they were right")
    async def reveal(interaction: Interaction, when: Literal["at once", "later"]) -> None:
        await flows.command(interaction, f"daily reveal {when}")

    def add(name: str, description: str) -> None:
        async def run(interaction: Interaction) -> None:
            await flows.command(interaction, f"daily {name}")

        group.add_command(_command(name, description, run))

    add("show", "When it runs here")
    group.add_command(_command("set", "Run it then", set_))
    add("off", "No more of it here")
    add("now", "Ask one now")
    group.add_command(_command("pause", "Stop it until a day", pause))
    add("resume", "End the pause")
    group.add_command(_command("reveal", "At once, or when the question closes", reveal))
    return group


def _menu(flows: DiscordFlows) -> app_commands.ContextMenu:
    async def look_up(interaction: Interaction, message: discord.Message) -> None:
        await flows.look_up(interaction, message)

    return app_commands.ContextMenu(name=LOOK_UP, callback=look_up)
