"""The subcommands that join parts: run, chat, doctor.

Each imports what it joins when it is called, so that no other command waits for it.
"""

import argparse
import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.root.parts import joined, open_store, read_notes
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.companion import Companion
    from bot.ops.doctor import Finding
    from jobs.clockwork import Clockwork


def no_arguments(parser: argparse.ArgumentParser) -> None:
    """For subcommands that take no arguments."""


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Serve the platforms until told to stop."""
    from bot.ops import logs
    from bot.root.serving import serve

    if not (settings.uses_slack or settings.uses_discord):
        raise SettingsError(
            "no tokens are set, so there is nothing to run. `companion chat` opens the "
            "terminal chat; docs/slack.md and docs/discord.md say how to get tokens."
        )
    logs.set_up(settings)
    return asyncio.run(serve(settings))


def chat_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to play, and with which notes."""
    from adapters.terminal.chat import add_arguments

    add_arguments(parser)


def chat_here(arguments: argparse.Namespace, settings: Settings) -> int:
    """Talk in this terminal; the clock turns what belongs to it."""
    from adapters.terminal.chat import chat
    from adapters.terminal.screen import ReadingNotes
    from bot.cli.reading import notes_of
    from bot.ops import logs
    from jobs.clockwork import Clockwork

    settings = replace(settings, notes=notes_of(arguments, settings))
    logs.set_up(settings, settings.data_dir / "chat.log")  # a chat is no place for a traceback

    reading = ReadingNotes()

    async def read(companion: "Companion") -> None:
        await read_notes(companion, reading)
        reading.end()

    async def begin(companion: "Companion", clockwork: "Clockwork", ready: Awaitable[None]) -> None:
        await ready
        await clockwork.start()
        companion.warm_up_soon()

    async def talk() -> int:
        async with joined(settings) as (companion, store):
            # It only turns what belongs to this terminal, so it may run beside `companion run`.
            clockwork = Clockwork(companion, store, settings)
            ready = asyncio.create_task(read(companion))
            talking = asyncio.create_task(chat(companion, arguments, reading, ready))
            begun = asyncio.create_task(begin(companion, clockwork, ready))
            try:
                return await _first_trouble_or(talking, begun)
            finally:
                await clockwork.stop()

    return asyncio.run(talk())


async def _first_trouble_or(talking: "asyncio.Task[int]", begun: "asyncio.Task[None]") -> int:
    """What the talk comes to; if what it needs cannot begin, that ends it."""
    try:
        await asyncio.wait({talking, begun}, return_when=asyncio.FIRST_COMPLETED)
        if begun.done():
            begun.result()
        return await talking
    finally:
        for task in (talking, begun):
            task.cancel()
        await asyncio.gather(talking, begun, return_exceptions=True)


def _channels(settings: Settings, platform: str) -> list[str]:
    """The channels with a daily question: the companion has to be in them."""
    file = settings.database_file
    if file is not None and not file.exists():
        return []
    from bot.store.files import FileError

    try:
        with closing(open_store(settings)) as store:
            schedules = store.schedules.all()
    except (SettingsError, OSError, FileError):
        return []  # what is wrong with the database is found further on
    return [s.channel for s in schedules if s.team.startswith(f"{platform}:") and not s.off]


def doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    """Look at everything, and say what has to be mended."""
    from bot.ops.doctor import report

    return report(_looked_at(settings))


def _looked_at(settings: Settings) -> "Iterator[Finding]":
    """Everything, tokens first; what fails keeps nothing else from being looked at."""
    from bot.cli.progress import progress
    from bot.ops.doctor import examine, examine_settings, guarded

    yield from examine_settings(settings)
    if settings.uses_slack:
        from adapters.slack.doctor import examine as slack

        channels = _channels(settings, "slack")
        yield from guarded("Slack", lambda: asyncio.run(slack(settings, channels)))
    if settings.uses_discord:
        from adapters.discord.doctor import examine as discord

        yield from guarded("Discord", lambda: asyncio.run(discord(settings)))
    yield from examine(settings, progress)
    yield from guarded("Kept tokens", lambda: _kept_tokens(settings))


def _kept_tokens(settings: Settings) -> "Iterator[Finding]":
    """Whether SECRET_KEY opens the tokens of the workspaces that installed the app."""
    from bot.ops.doctor import Finding
    from bot.store import StoreError

    file = settings.database_file
    if not settings.slack_client_id or (file is not None and not file.exists()):
        return
    with closing(open_store(settings)) as store:
        try:
            count = len(store.installations.all("slack"))
        except StoreError as error:
            yield Finding("Kept tokens", "bad", str(error), "see SECRET_KEY in docs/settings.md")
            return
    yield Finding("Kept tokens", "good", f"those of {count} workspaces can be read")
