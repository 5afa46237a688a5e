"""`companion ask`: answers from the notes, for people, for pipes and for programs."""

import argparse
import json
import os
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from shutil import get_terminal_size
from typing import TextIO

from bot.cli.progress import progress
from bot.cli.reading import notes_of
from bot.cli.usage import UsageError, add_notes
from bot.settings import Settings
from knowledge.index.report import IndexReport
from knowledge.library import Library
from knowledge.model import Answer, Found

FOUND, NOTHING = 0, 1
_LIMIT_JSON, _LIMIT_TEXT, _MOST = 5, 1, 50
# What sets things side by side has one of these; the parts that compare are loaded for it alone.
_APART = re.compile(r"\b(?:vs|versus|compare|differences?)\b", re.IGNORECASE)
_LONGEST_LINE = 1_000_000
_PROBLEMS_SHOWN = 3
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = (
        "Exit status: 0 found, 1 nothing found, 2 wrong usage. Without QUERY, queries are read "
        "from standard input, one a line."
    )
    parser.add_argument("query", nargs="*", metavar="QUERY", help="what you want to know")
    parser.add_argument("--json", action="store_true", help="one JSON object for each query")
    parser.add_argument(
        "--batch", metavar="FILE", help="one query a line in (- is standard input), one JSON out"
    )
    add_notes(parser)
    parser.add_argument(
        "--limit", type=int, metavar="N", help="at most N answers (1 as text, 5 as JSON)"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _speak_utf8(stream)
    queries = _queries(args)
    with closing(_library(args, settings)) as library:
        return _answer(args, queries, library)


def _speak_utf8(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="replace")


def _complain(text: str) -> None:
    print(f"companion: {text}", file=sys.stderr)


def _queries(args: argparse.Namespace) -> Iterable[str]:
    if args.limit is not None and not 1 <= args.limit <= _MOST:
        raise UsageError(f"--limit takes a number from 1 to {_MOST}, not {args.limit}.")
    query = " ".join(args.query).encode("utf-8", "replace").decode()
    if args.batch is not None:
        if args.query:
            raise UsageError("give a QUERY or --batch, not both.")
        return _lines(args.batch)
    if args.query:
        if not query.strip():
            raise UsageError("the query is empty. Ask about something, like `lambda limits`.")
        return (query,)
    if sys.stdin.isatty():
        print("What would you like to know? (end with Ctrl-D)", file=sys.stderr)
    typed = [line for line in _read_lines(sys.stdin) if line.strip()]
    if not typed:
        raise UsageError("nothing was asked. Give a QUERY, or write one to standard input.")
    return typed


def _lines(name: str) -> Iterable[str]:
    if name == "-":
        return _read_lines(sys.stdin)
    try:
        return Path(name).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise UsageError(f"cannot read {name}: {error.strerror or error}.") from error


def _read_lines(stream: TextIO) -> Iterator[str]:
    """Lines as they come, so that a program can ask and wait for each answer."""
    while line := stream.readline(_LONGEST_LINE):
        yield line.rstrip("\r\n")


def _library(args: argparse.Namespace, settings: Settings) -> Library:
    notes = notes_of(args, settings)
    library = Library.unread(notes, settings.data_dir, settings.flashcard_tag)
    with progress("reading") as shown:
        report = library.refresh(shown)
    if report.rebuilt or not report.facts:  # told once, not with every answer
        _tell_problems(report)
    return library


def _tell_problems(report: IndexReport) -> None:
    for problem in report.problems[:_PROBLEMS_SHOWN]:
        print(f"! {problem}", file=sys.stderr)
    if len(report.problems) > _PROBLEMS_SHOWN:
        more = len(report.problems) - _PROBLEMS_SHOWN
        print(f"! and {more:,} problems more; `companion index` lists them.", file=sys.stderr)
    if not report.facts:
        print(
            "! The notes hold nothing to answer from. Set NOTES, or name others with --notes.",
            file=sys.stderr,
        )


def _answer(args: argparse.Namespace, queries: Iterable[str], library: Library) -> int:
    as_json = args.json or args.batch is not None
    limit = args.limit or (_LIMIT_JSON if as_json else _LIMIT_TEXT)
    status = NOTHING
    for number, query in enumerate(queries):
        if number and not as_json:
            print()
        if not as_json and (side_by_side := _compared(query, library)):
            status = FOUND
            print(side_by_side, flush=True)
            continue
        found = library.ask(query, limit)
        if found.confident:
            status = FOUND
        if as_json:
            print(json.dumps(as_object(found), ensure_ascii=False), flush=True)
        else:
            print(as_text(found, _is_coloured(), _width()), flush=True)
    return status


def _compared(query: str, library: Library) -> str:
    """What a query sets side by side, as the chat would; "" where it is a look-up."""
    if not _APART.search(query):
        return ""
    from bot.cli.compare import as_text as comparison_as_text
    from bot.commands import Compare, parse
    from bot.commands.words import told_apart

    command = parse(query)
    things = command.things if isinstance(command, Compare) else told_apart(query)
    if not things:
        return ""
    found = library.compare(things, loose=isinstance(command, Compare) and command.loose)
    return comparison_as_text(found) if found.rows else ""


def as_object(found: Found) -> dict[str, object]:
    """What programs read; the keys are part of the interface."""
    return {
        "query": found.query,
        "confident": found.confident,
        "answers": [
            {
                "topic": answer.topic,
                "section": list(answer.section),
                "best": answer.best,
                "facts": list(answer.facts),
                "sources": [{"file": s.file, "line": s.line} for s in answer.sources],
                "score": answer.score,
            }
            for answer in found.answers
        ],
        "suggestions": list(found.suggestions or found.spread[:_LIMIT_JSON]),
    }


# ---------------------------------------------------------------- for people


def _is_coloured() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _width() -> int:
    return max(40, min(100, get_terminal_size((80, 24)).columns))


def as_text(found: Found, coloured: bool, width: int) -> str:
    """*found* for a person: a card for each answer, or what to ask instead."""
    bold, dim, plain = (_BOLD, _DIM, _PLAIN) if coloured else ("", "", "")
    blocks = []
    if found.read_as:
        blocks.append(f"{dim}Read as “{_tame(found.read_as)}”.{plain}")
    if not found.confident:
        asked = textwrap.shorten(_tame(found.query), 80, placeholder="…")
        if found.spread:
            named = ", ".join(map(_tame, found.spread[:_LIMIT_JSON]))
            return f"“{asked}” could be about any of {len(found.spread)} topics. Name one: {named}."
        blocks.append(f"The notes have nothing on “{asked}”.")
        if found.suggestions:
            blocks.append("Did you mean: " + ", ".join(map(_tame, found.suggestions)) + "?")
        return "\n".join(blocks)
    blocks += [_card(answer, bold, dim, plain, width) for answer in found.answers]
    if found.related:
        blocks.append(f"{dim}See also: {', '.join(map(_tame, found.related))}{plain}")
    return "\n\n".join(blocks)


def _card(answer: Answer, bold: str, dim: str, plain: str, width: int) -> str:
    place = " › ".join(_tame(title) for title in answer.section)
    lines = [f"{dim}{place}{plain}"] if place else []
    lines += [f"{bold}{line}{plain}" for line in _wrapped(answer.best, width, "", "")]
    for fact in answer.facts:
        lines += _wrapped(fact, width, "  • ", "    ")
    lines += [f"{dim}{_tame(str(source))}{plain}" for source in answer.sources]
    return "\n".join(lines)


def _wrapped(text: str, width: int, first: str, further: str) -> Iterator[str]:
    """*text* in lines of a terminal; what has lines of its own, such as code, keeps them."""
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))]
        yield from textwrap.wrap(
            _tame(line.strip()),
            width,
            initial_indent=first + indent,
            subsequent_indent=further + indent,
        )
        first = further


def _tame(text: str) -> str:
    """*text* without what would move a terminal's cursor or change its colours."""
    return "".join(c if c.isprintable() else " " for c in text)
