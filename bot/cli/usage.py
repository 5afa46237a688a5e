"""How the command line is spoken to: one style of error, one way to name notes."""

import argparse
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from shutil import get_terminal_size
from typing import NoReturn

WRONG_USAGE = 2


PIPE_WIDTH = 100  # where nobody can say how wide it is


def width() -> int:
    """Columns for what is printed: a terminal's own, within reason."""
    if not sys.stdout.isatty():
        return PIPE_WIDTH
    return max(40, min(PIPE_WIDTH, get_terminal_size((80, 24)).columns))


class UsageError(Exception):
    """The command line asks for something that cannot be; the text says what would do."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are sentences like all others."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. `{self.prog} --help` says what there is.")


def add_notes(parser: argparse.ArgumentParser) -> None:
    """Let other notes than those of the settings be named, one at a time."""
    parser.add_argument(
        "--notes",
        action="append",
        metavar="PATH",
        help="a file or folder to read instead of the setting NOTES, or `bundled`; may be repeated",
    )


def near_miss(word: str, known: Iterable[str]) -> str:
    """The known word that *word* probably was meant to be, as the end of a sentence."""
    found = get_close_matches(word, list(known), 1)
    return f" Did you mean {found[0]}?" if found else ""
