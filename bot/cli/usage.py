"""How the command line is spoken to: one style of error, one way to name notes."""

import argparse
import re
import sys
from collections.abc import Iterable
from difflib import get_close_matches
from shutil import get_terminal_size
from typing import NoReturn

WRONG_USAGE = 2
_MISSING = re.compile(r"^the following arguments are required: (.+)$")
_CHOICES = re.compile(r"^(.+): invalid choice: (.+) \(choose from (.+)\)$")


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
        said = message.removeprefix("argument ")
        _, unknown, words = said.partition("unrecognized arguments: ")
        if unknown:
            said = f"there is no option or place for {words}"
        said = _MISSING.sub(
            r"\1 is missing", _CHOICES.sub(r"\1 cannot be \2: it is one of \3", said)
        )
        options = near_miss(words.split(" ")[0], self._option_string_actions) if unknown else ""
        raise UsageError(f"{said}.{options} `{self.prog} --help` says what there is.")


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
    found = get_close_matches(word, list(known), 1, 0.7)
    return f" Did you mean {found[0]}?" if found else ""
