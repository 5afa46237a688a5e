"""The way in, and the composition root: reads the settings, builds every part once, joins them.

The only module that sees everything. It imports a part only when a command needs it, so that
`companion ask` stays as quick as the search itself.
"""

import argparse
import asyncio
import importlib
import logging
import platform
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from bot.cli.usage import WRONG_USAGE, Parser, UsageError, near_miss
from bot.ops.mishaps import sentence_on
from bot.private import privately
from bot.settings import Settings, SettingsError, load_settings, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bot.companion import Companion
    from bot.messages import Adapter, Platform
    from bot.ops.connecting import PlatformLine
    from bot.ops.doctor import Finding
    from bot.ops.metrics import Metrics
    from bot.store import Store
    from jobs.clockwork import Clockwork
    from knowledge.index.current import Progress
    from knowledge.index.report import IndexReport

Clock = Callable[[], datetime]
NAME = "study-companion"
SILENCE = 60.0  # seconds without a beat after which the clock is taken to stand still
log = logging.getLogger("companion")

# Every subcommand and what it is for, in the order in which help shows them. `run`, `chat` and
# `doctor` join parts that only this file may see; the others are modules of bot/cli/.
COMMANDS = {
    "run": "serve Slack and Discord, and post by the clock",
    "chat": "the same companion in this terminal",
    "ask": "one answer from the notes",
    "compare": "topics side by side",
    "index": "read the notes and report what was read and what was skipped",
    "questions": "the quiz questions that the notes yield",
    "conflicts": "where the notes contradict one another",
    "coverage": "what the notes cover, and how well the team knows it",
    "notes": "check notes: companion notes lint",
    "schedule": "the daily quizzes: what was posted, what comes next",
    "import": "decks and quizzes of others as notes: Anki, Quizlet, Moodle",
    "export": "answers, scores and questions to take away",
    "backup": "a copy of the database, while running",
    "migrate": "everything that is kept, into another database",
    "settings": "what is set, to what, and where",
    "doctor": "check tokens, permissions, database, notes and clock",
    "completion": "what your shell needs to complete all of this",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the result is the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with privately():
            return _started(words)
    except (SettingsError, UsageError) as error:
        _complain(str(error))
        return WRONG_USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our output had enough
        sys.stderr.close()
        return 0
    except (OSError, sqlite3.Error) as error:
        sentence = sentence_on(error)
        if not sentence:
            raise
        _complain(sentence)
        return 1


def _started(words: list[str]) -> int:
    """What was asked for; help and version are told whatever the settings hold."""
    settings = None if words else _settings_for("")
    if settings is not None:
        words = ["run" if settings.uses_slack or settings.uses_discord else "chat"]
    if words[0] not in COMMANDS:
        return _overview(words)
    parser, run = _parser_of(words[0])
    arguments = parser.parse_args(words[1:])
    return run(arguments, settings or _settings_for(words[0]))


def _parser_of(name: str) -> "tuple[Parser, Run]":
    parser = Parser(prog=f"companion {name}", description=f"{_upper(COMMANDS[name])}.")
    add_arguments, run = _JOINED.get(name) or _from_cli(name)
    add_arguments(parser)
    return parser, run


def _settings_for(command: str) -> Settings:
    """The settings; what is probably a mistake in them is pointed out.

    Whoever asks what is wrong with them gets them as far as they can be used.
    """
    if command in ("doctor", "settings", "completion"):
        return read_settings()
    settings = load_settings()
    for remark in settings.remarks:
        _complain(remark)
    return settings


def _complain(text: str) -> None:
    print(f"companion: {text}", file=sys.stderr)


def _upper(purpose: str) -> str:
    return purpose[:1].upper() + purpose[1:]


AddArguments = Callable[[argparse.ArgumentParser], None]
Run = Callable[[argparse.Namespace, Settings], int]


def _from_cli(name: str) -> tuple[AddArguments, Run]:
    name = "importing" if name == "import" else name  # which Python keeps for itself
    module = importlib.import_module(f"bot.cli.{name}")
    return module.add_arguments, module.run


def _overview(words: list[str]) -> int:
    """The list of commands, the version, or which command was probably meant."""
    if words[0] == "--version":
        print(f"companion {version(NAME)}")
        return 0
    if words[0] not in ("--help", "-h", "help"):
        raise UsageError(
            f"there is no command {words[0]!r}.{near_miss(words[0], COMMANDS)} "
            "`companion --help` lists them."
        )
    width = max(map(len, COMMANDS))
    listing = "\n".join(f"  {name:{width}}  {purpose}" for name, purpose in COMMANDS.items())
    print(
        "usage: companion [COMMAND] [OPTION …] | companion --version\n\n"
        "Studies with your team: answers from your notes, daily quizzes, reviews.\n\n"
        f"commands:\n{listing}\n\n"
        "Without a command: runs the platforms that tokens are set for, else opens the\n"
        "terminal chat. `companion COMMAND --help` says more."
    )
    return 0


# ---------------------------------------------------------------- the parts, joined


def now() -> datetime:
    return datetime.now(UTC)


def open_store(settings: Settings) -> "Store":
    """The database; whatever is wrong with it is a sentence."""
    from bot.store import Store, StoreError

    try:
        return Store.open(settings.database_url, settings.secret_keys)
    except StoreError as error:
        raise SettingsError(str(error)) from error


@asynccontextmanager
async def joined(settings: Settings, clock: Clock) -> AsyncIterator[tuple["Companion", "Store"]]:
    """The companion over notes yet unread and its store; all of it closed afterwards."""
    from bot.companion import Companion
    from knowledge.library import Library

    async with AsyncExitStack() as stack:
        store = open_store(settings)
        stack.callback(store.close)
        library = Library.unread(settings.notes, settings.data_dir, settings.flashcard_tag)
        stack.callback(library.close)
        companion = Companion(
            library=library, store=store, settings=settings, clock=clock, messengers={}
        )
        stack.push_async_callback(companion.close)
        stack.callback(library.wait_no_more)
        yield companion, store


async def read_notes(companion: "Companion", progress: "Progress | None" = None) -> "IndexReport":
    """Read the notes, and from then on notice what changes in them."""
    library = companion.core.library
    report = await asyncio.wrap_future(library.read_soon(progress))

    def changed(report: "IndexReport") -> None:
        log.info("the notes have changed")
        _tell_notes(companion.core.settings, report)
        companion.warm_up_soon()

    library.watch(changed)
    return report


def adapters_for(
    settings: Settings, companion: "Companion", store: "Store"
) -> "dict[Platform, Callable[[], Adapter]]":
    """What makes an adapter, for every platform that there are tokens for."""
    adapters: dict[Platform, Callable[[], Adapter]] = {}
    if settings.uses_slack:
        from adapters.slack.adapter import SlackAdapter

        adapters["slack"] = partial(SlackAdapter, settings, companion, store, companion.clock)
    if settings.uses_discord:
        from adapters.discord.adapter import DiscordAdapter

        adapters["discord"] = partial(DiscordAdapter, settings, companion, store, companion.clock)
    return adapters


async def serve(
    settings: Settings, clock: Clock = now, step: Callable[[str], None] | None = None
) -> int:
    """Run the platforms and the clockwork until the process is told to stop.

    `step` hears of every step of a post before it is taken: the crash tests die there.
    """
    from bot.messages import CannotConnect
    from bot.ops.metrics import Metrics
    from jobs.clockwork import Clockwork

    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    async with joined(settings, clock) as (companion, store), AsyncExitStack() as stack:
        if not store.claim_instance():
            raise SettingsError(
                f"another companion is already running on {settings.shown_database}; "
                "stop it first, or give this one a DATABASE_URL of its own."
            )
        _seal_tokens(store)
        if step is not None:
            companion.posting.step = step
        adapters = adapters_for(settings, companion, store)
        _tell_what_there_is(settings, store, await read_notes(companion))
        metrics = Metrics() if settings.health_port is not None else None
        connections = _connections(companion, adapters, metrics)
        for connection in connections:
            stack.push_async_callback(connection.stop)
            try:
                await connection.start()
            except CannotConnect as error:
                raise SettingsError(f"{connection.platform}: {error}") from error
        # Stopped in the opposite order: no new posts, then the last counts, then the connections.
        stack.push_async_callback(companion.live.flush)
        clockwork = Clockwork(companion, store, settings, clock)
        await clockwork.start()
        stack.push_async_callback(clockwork.stop)
        if metrics is not None:
            await _watched(stack, settings, companion, store, connections, clockwork, metrics)
        log.info("ready")
        companion.warm_up_soon()
        await _until(stopping, connections)
        log.info("stopping")
    return 0


def _tell_what_there_is(settings: Settings, store: "Store", notes: "IndexReport") -> None:
    """The first lines of the log: what runs here, over what."""
    log.info("Study Companion %s, Python %s", version(NAME), platform.python_version())
    _tell_notes(settings, notes)
    for place in settings.missing_notes:
        log.warning("NOTES names %s, which is not there", place)
    log.info("database: %s", settings.shown_database)
    schedules = store.schedules.all()
    on = sum(not schedule.off for schedule in schedules)
    log.info("daily quizzes: %d, %d of them off", len(schedules), len(schedules) - on)


def _tell_notes(settings: Settings, notes: "IndexReport") -> None:
    log.info("notes: %d facts on %d topics in %d files of %s; %d problems", notes.facts,
             notes.topics, len(notes.files), ", ".join(settings.notes),
             len(notes.problems))  # fmt: skip


def _connections(
    companion: "Companion",
    adapters: "Mapping[Platform, Callable[[], Adapter]]",
    metrics: "Metrics | None",
) -> "list[PlatformLine]":
    """The platforms, not yet connected; what is posted goes through those that are."""
    from bot.ops.connecting import PlatformLine

    def connected(adapter: "Adapter") -> None:
        messenger = adapter.messenger
        companion.messengers[adapter.platform] = (
            metrics.over(adapter.platform, messenger) if metrics else messenger
        )

    return [PlatformLine(name, make, connected) for name, make in adapters.items()]


async def _until(stopping: asyncio.Event, connections: "Sequence[PlatformLine]") -> None:
    """Wait for the end; a platform that says no when it is reached at last is one."""
    asked = asyncio.create_task(stopping.wait())
    refusals = {connection.refused: connection.platform for connection in connections}
    waited: set[asyncio.Future[Any]] = {asked, *refusals}
    done, _ = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    for refused, name in refusals.items():
        if refused in done:
            raise SettingsError(f"{name}: {refused.result()}")


async def _watched(
    stack: AsyncExitStack,
    settings: Settings,
    companion: "Companion",
    store: "Store",
    connections: "Sequence[PlatformLine]",
    clockwork: "Clockwork",
    metrics: "Metrics",
) -> None:
    """Tell whoever asks how the parts are, and count what they do."""
    from bot.ops.health import Health

    index = companion.core.library.index
    companion.heard = metrics.heard
    listener = metrics.listener()
    logging.getLogger().addHandler(listener)
    stack.callback(logging.getLogger().removeHandler, listener)
    for name, what, read in (
        (
            "clock_silence_seconds",
            "Since the clock last looked at what is due",
            clockwork.silence_now,
        ),
        ("clock_lag_seconds", "By how much the latest due post is late", clockwork.lag_now),
        ("chores_waiting", "Chores under way or waiting for their turn", clockwork.depth_now),
        ("requests_waiting", "Requests that wait for a thread", companion.waiting),
        ("index_age_seconds", "Since the index of the notes was made", partial(_age, index)),
        ("database_connections", "Connections to the database", lambda: store.pool[0]),
        ("database_connections_in_use", "Connections in use", lambda: store.pool[1]),
        ("database_waiting", "Callers that wait for a connection", lambda: store.pool[2]),
    ):
        metrics.gauge(name, what, read)
    checks: dict[str, Callable[[], bool]] = {
        **{str(one.platform): one.healthy for one in connections},
        "database": store.is_there,
        "index": index.exists,
        "clock": lambda: clockwork.silence_now() < SILENCE,
    }
    health = Health(settings.health_port or 0, checks, metrics, settings.health_host)
    try:
        await health.start()
    except OSError as error:
        raise SettingsError(
            f"HEALTH_PORT {settings.health_port} cannot be listened on "
            f"({error.strerror or error}). Set another one, or stop what listens there."
        ) from error
    stack.push_async_callback(health.stop)


def _age(index: "Path") -> float:
    return time.time() - index.stat().st_mtime if index.exists() else float("nan")


def _seal_tokens(store: "Store") -> None:
    """Encrypt what the settings' first key did not; a sentence where the key is the wrong one."""
    from bot.store import StoreError

    try:
        sealed = store.seal_tokens()
    except StoreError as error:
        raise SettingsError(str(error)) from error
    if sealed:
        log.info("the tokens of %d installations were encrypted anew", sealed)


# ---------------------------------------------------------------- commands that join parts


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """For subcommands that take no arguments."""


def _run(_arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.ops import logs

    if not (settings.uses_slack or settings.uses_discord):
        raise SettingsError(
            "no tokens are set, so there is nothing to run. `companion chat` opens the "
            "terminal chat; docs/slack.md and docs/discord.md say how to get tokens."
        )
    logs.set_up(settings)
    return asyncio.run(serve(settings))


def _chat_arguments(parser: argparse.ArgumentParser) -> None:
    from adapters.terminal.chat import add_arguments

    add_arguments(parser)


def _chat(arguments: argparse.Namespace, settings: Settings) -> int:
    from adapters.terminal.chat import chat
    from adapters.terminal.screen import ReadingNotes
    from bot.cli.reading import notes_of
    from bot.ops import logs
    from jobs.clockwork import Clockwork

    settings = replace(settings, notes=notes_of(arguments, settings))
    logs.set_up(settings, settings.data_dir / "chat.log")  # a chat is no place for a traceback

    reading = ReadingNotes()

    async def begin(companion: "Companion", clockwork: "Clockwork") -> None:
        await read_notes(companion, reading)
        reading.end()
        await clockwork.start()
        companion.warm_up_soon()

    async def talk() -> int:
        async with joined(settings, now) as (companion, store):
            # It only turns what belongs to this terminal, so it may run beside `companion run`.
            clockwork = Clockwork(companion, store, settings, now)
            begun = asyncio.create_task(begin(companion, clockwork))
            talking = asyncio.create_task(chat(companion, arguments, reading, begun))
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
    """The channels with a daily quiz: the companion has to be in them."""
    file = settings.database_file
    if file is not None and not file.exists():
        return []
    try:
        with closing(open_store(settings)) as store:
            schedules = store.schedules.all()
    except (SettingsError, OSError, sqlite3.Error):
        return []  # what is wrong with the database is found further on
    return [s.channel for s in schedules if s.team.startswith(f"{platform}:") and not s.off]


def _doctor(_arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.ops.doctor import report

    return report(_looked_at(settings))


def _looked_at(settings: Settings) -> "Iterator[Finding]":
    """Everything, tokens first; what fails keeps nothing else from being looked at."""
    from bot.ops.doctor import examine, examine_settings, guarded

    yield from examine_settings(settings)
    if settings.uses_slack:
        from adapters.slack.doctor import examine as slack

        channels = _channels(settings, "slack")
        yield from guarded("Slack", lambda: asyncio.run(slack(settings, channels)))
    if settings.uses_discord:
        from adapters.discord.doctor import examine as discord

        yield from guarded("Discord", lambda: asyncio.run(discord(settings)))
    yield from examine(settings)
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


def _completion_arguments(parser: argparse.ArgumentParser) -> None:
    from bot.cli.completion import add_arguments

    add_arguments(parser)


def _completion(arguments: argparse.Namespace, _settings: Settings) -> int:
    from bot.cli.completion import script

    parsers = {name: _parser_of(name)[0] for name in COMMANDS}
    print(script(arguments.shell, COMMANDS, parsers), end="")
    return 0


_JOINED: dict[str, tuple[AddArguments, Run]] = {
    "run": (_no_arguments, _run),
    "chat": (_chat_arguments, _chat),
    "doctor": (_no_arguments, _doctor),
    "completion": (_completion_arguments, _completion),
}


if __name__ == "__main__":
    sys.exit(main())
