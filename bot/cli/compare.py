"""`companion compare`: topics side by side, from the notes' tables or from facts that line up."""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

from bot.cli.reading import open_library
from bot.cli.usage import UsageError, add_notes, width
from bot.settings import Settings
from knowledge.comparing.comparer import FEWEST, MOST
from knowledge.model import Cell, Comparison

GAP = "not in the notes"
EXAMPLE = "companion compare sqs sns"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "things",
        nargs="+",
        metavar="TOPIC",
        help="two to four topics; one of several words in quotes, or all separated by commas",
    )
    parser.epilog = "Exit status: 0 compared, 1 nothing to compare, 2 wrong usage."
    parser.add_argument("--json", action="store_true", help="one JSON object")
    add_notes(parser)


def run(args: argparse.Namespace, settings: Settings) -> int:
    names, loose = _names(args.things)
    if len(names) < FEWEST:
        raise UsageError(f"two to four things go side by side. Try: {EXAMPLE}")
    library = open_library(args, settings)
    try:
        found = library.compare(names, loose=loose)
        if loose and not found.topics:
            found = library.compare(names)
    finally:
        library.close()
    if len(found.topics) + len(found.unknown) > MOST:
        raise UsageError(f"two to four things can be compared at once. Try: {EXAMPLE}")
    if args.json:
        print(json.dumps(as_json(found), ensure_ascii=False))
    elif found.rows:
        print(as_text(found))
    else:
        print(f"companion: {_why_not(found)}", file=sys.stderr)
    return 0 if found.rows else 1


def _names(words: list[str]) -> tuple[tuple[str, ...], bool]:
    """Names as they were separated: by commas, or by the shell."""
    if any("," in word for word in words):
        words = " ".join(words).split(",")
        return _named(words), False
    return _named(words), all(" " not in word for word in words)


def _named(words: list[str]) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in words)))


def as_json(found: Comparison) -> dict[str, Any]:
    """A comparison as other programs read it; text is null where the notes do not say."""
    return {
        "topics": list(found.topics),
        "rows": [
            {"attribute": attribute, "cells": [_cell(cell) for cell in cells]}
            for attribute, cells in found.rows
        ],
        "unknown": list(found.unknown),
        "suggestions": list(found.suggestions),
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "text": cell.text or None,
        "sources": [{"file": source.file, "line": source.line} for source in cell.sources],
    }


def as_text(found: Comparison) -> str:
    """A comparison for a person, as wide as the terminal."""
    return "\n".join(_lines(found))


def _lines(found: Comparison) -> Iterator[str]:
    names = max(map(len, found.topics))
    whole = width()
    yield " · ".join(found.topics)
    for attribute, cells in found.rows:
        yield ""
        yield attribute
        for name, cell in zip(found.topics, cells, strict=True):
            places = " ".join(map(str, cell.sources))
            text = f"{cell.text}  ({places})" if cell.text else GAP
            margin = " " * (names + 4)
            yield textwrap.fill(
                text,
                max(whole, names + 30),
                initial_indent=f"  {name:{names}}  ",
                subsequent_indent=margin,
                break_long_words=False,
                break_on_hyphens=False,
            )


def _why_not(found: Comparison) -> str:
    if found.unknown:
        names = ", ".join(f"“{name}”" for name in found.unknown)
        near = f" Close by: {', '.join(found.suggestions)}." if found.suggestions else ""
        return f"nothing in the notes on {names}, so there is nothing to compare.{near}"
    if len(found.topics) == 1:
        return f"that is one and the same here: {found.topics[0]}."
    return f"the notes say nothing that puts {' and '.join(found.topics)} side by side."
