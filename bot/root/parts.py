"""The parts that every way of running has: database, library, companion, adapters."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.companion import Companion
    from bot.messages import Adapter, Platform
    from bot.store import Store
    from knowledge.index.current import Progress
    from knowledge.index.report import IndexReport

log = logging.getLogger("companion")
Clock = Callable[[], datetime]
NAME = "study-companion"


def now() -> datetime:
    """This machine's clock."""
    return datetime.now(UTC)


def open_store(settings: Settings) -> "Store":
    """The database; whatever is wrong with it is a sentence."""
    from bot.store import Store, StoreError

    try:
        return Store.open(settings.database_url, settings.secret_keys)
    except StoreError as error:
        raise SettingsError(str(error)) from error


@asynccontextmanager
async def joined(
    settings: Settings, clock: Clock | None = None
) -> AsyncIterator[tuple["Companion", "Store"]]:
    """The companion over notes yet unread and its store; all of it closed afterwards.

    A test's *clock* stands for this machine's and the database's.
    """
    from bot.companion import Companion
    from knowledge.library import Library

    async with AsyncExitStack() as stack:
        store = open_store(settings)
        stack.callback(store.close)
        library = Library.unread(settings.notes, settings.data_dir, settings.flashcard_tag)
        stack.callback(library.close)
        companion = Companion(
            library=library,
            store=store,
            settings=settings,
            clock=clock or store.clock_over(now),
            messengers={},
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
        tell_notes(companion.core.settings, report)
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


def tell_notes(settings: Settings, notes: "IndexReport") -> None:
    log.info("notes: %d facts on %d topics in %d files of %s; %d problems", notes.facts,
             notes.topics, len(notes.files), ", ".join(settings.notes),
             len(notes.problems))  # fmt: skip
