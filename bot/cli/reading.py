"""Which notes a command reads, and what to say where there are none of that name."""

import argparse
from pathlib import Path

from bot.cli.progress import progress
from bot.cli.usage import UsageError
from bot.settings import Settings
from knowledge.library import Library


def notes_of(args: argparse.Namespace, settings: Settings) -> tuple[str, ...]:
    """The notes that were named, all of which must be there, or those of the settings."""
    for note in args.notes or ():
        if note != "bundled" and not Path(note).exists():
            raise UsageError(f"there is no {note}. --notes takes files, folders or `bundled`.")
    return tuple(args.notes or settings.notes)


def open_library(args: argparse.Namespace, settings: Settings) -> Library:
    """The library of the notes that the command line or the settings name."""
    notes = notes_of(args, settings)
    with progress("reading") as shown:
        return Library.open(notes, settings.data_dir, shown, settings.flashcard_tag)


def settle(library: Library) -> None:
    """Wait for the questions of the notes as they are now."""
    with progress("making questions"):
        library.settle()


def topic_in(library: Library, name: str | None) -> str | None:
    """The topic that --topic means, by the notes' own name for it; None for all of them."""
    if name is None:
        return None
    topic = library.topic(name)
    if topic is None:
        raise UsageError(f"the notes have no topic “{name}”. `companion ask` finds the name.")
    return topic.name
