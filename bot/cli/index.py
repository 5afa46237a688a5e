"""`companion index`: reads the notes and reports what became facts and what did not, and why."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.cli.progress import progress
from bot.cli.reading import notes_of
from bot.cli.usage import add_notes, width
from bot.settings import Settings
from knowledge.index.layout import open_index
from knowledge.index.location import index_file, usable_folder
from knowledge.index.refresh import refresh
from knowledge.index.report import FileReport, IndexReport, skipped_lines

_MOST_PROBLEMS_SHOWN = 200
_FIGURES = 45  # columns beside the names


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_notes(parser)
    parser.add_argument(
        "--skipped", action="store_true", help="list every line that became no fact, with why"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    notes = notes_of(args, settings)
    index = index_file(notes, usable_folder(settings.data_dir))
    with progress("reading") as shown:
        report = refresh(notes, index, shown, settings.flashcard_tag)
    for line in _report(report):
        _say(line)
    if args.skipped:
        _list_skipped(index)
    for item in report.broken[:_MOST_PROBLEMS_SHOWN]:
        _say(f"! {item.file}:{item.line}: this question cannot be asked: {item.reason}.")
    _say_hidden(len(report.broken), "broken question")
    for problem in report.problems[:_MOST_PROBLEMS_SHOWN]:
        _say(f"! {problem}")
    _say_hidden(len(report.problems), "problem")
    for sentence in report.others:
        _say(f"! {sentence}")
    return 0 if report.facts else 1


def _report(report: IndexReport) -> Iterator[str]:
    first = max((len(file.file) for file in report.files), default=4)
    if sys.stdout.isatty():
        first = min(first, max(width() - _FIGURES, 20))
    if report.files:
        yield f"{'note':{first}}  {'lines':>7}  {'as facts':>8}  {'facts':>7}  not facts"
    for file in report.files:
        yield (
            f"{_end(file.file, first):{first}}  {file.lines:>7,}  {file.fact_lines:>8,}  "
            f"{file.facts:>7,}  {_reasons(file)}"
        )
    yield (
        f"{_count(len(report.files), 'note')}: {_count(report.facts, 'fact')} on "
        f"{_count(report.topics, 'topic')}; {_lost(report)}"
    )
    if report.choices or report.cards or report.broken:
        yield (
            f"written by people: {_count(report.choices, 'question')} with options, "
            f"{_count(report.cards, 'card')}; {len(report.broken):,} broken"
        )
    if report.rebuilt:
        yield f"indexed in {report.seconds:.1f} s ({_count(len(report.read), 'note')} read)"
    else:
        yield "nothing had changed"


def _lost(report: IndexReport) -> str:
    """How many lines with content are in neither facts nor questions, and where that is known."""
    share = report.lost / max(report.held + report.lost, 1)
    broken = report.lost_as_broken
    where = f", {broken:,} in broken questions" if broken else ""
    return f"{_count(report.lost, 'line')} with content lost ({share:.1%}){where}"


def _end(name: str, most: int) -> str:
    """The end of a name, which tells most about a file."""
    return name if len(name) <= most else f"…{name[1 - most :]}"


def _reasons(file: FileReport) -> str:
    ordered = sorted(file.reasons.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count:,} {reason}" for reason, count in ordered) or "–"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _list_skipped(index: Path) -> None:
    db = open_index(index)
    try:
        for line in skipped_lines(db):
            _say(f"{line.file}:{line.line}: {line.reason}: {line.text}")
    finally:
        db.close()


def _say_hidden(number: int, thing: str) -> None:
    """How many of these there were beyond those that are listed."""
    if number > _MOST_PROBLEMS_SHOWN:
        _say(f"! and {_count(number - _MOST_PROBLEMS_SHOWN, thing)} more.")


def _say(line: str) -> None:
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
