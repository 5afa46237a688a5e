"""`companion index`: reads the notes and reports what became facts and what did not, and why."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.cli.reading import notes_of
from bot.cli.usage import add_notes
from bot.settings import Settings
from knowledge.index.layout import open_index
from knowledge.index.refresh import refresh
from knowledge.index.report import FileReport, IndexReport, skipped_lines
from knowledge.library import index_file, usable_folder

Progress = Callable[[int, int, str], None]
_MOST_PROBLEMS_SHOWN = 200


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_notes(parser)
    parser.add_argument(
        "--skipped", action="store_true", help="list every line that became no fact, with why"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    notes = notes_of(args, settings)
    index = index_file(notes, usable_folder(settings.data_dir))
    with _progress() as progress:
        report = refresh(notes, index, progress, settings.flashcard_tag)
    for line in _report(report):
        _say(line)
    if args.skipped:
        _list_skipped(index)
    for item in report.broken[:_MOST_PROBLEMS_SHOWN]:
        _say(f"! {item.file}:{item.line}: this question cannot be asked: {item.reason}.")
    for problem in report.problems[:_MOST_PROBLEMS_SHOWN]:
        _say(f"! {problem}")
    hidden = len(report.problems) - _MOST_PROBLEMS_SHOWN
    if hidden > 0:
        _say(f"! and {hidden:,} problems more.")
    for sentence in report.others:
        _say(f"! {sentence}")
    return 0 if report.facts else 1


def _report(report: IndexReport) -> Iterator[str]:
    width = max((len(file.file) for file in report.files), default=4)
    if report.files:
        yield f"{'note':{width}}  {'lines':>7}  {'as facts':>8}  {'facts':>7}  not facts"
    for file in report.files:
        yield (
            f"{file.file:{width}}  {file.lines:>7,}  {file.fact_lines:>8,}  {file.facts:>7,}  "
            f"{_reasons(file)}"
        )
    lines = sum(file.fact_lines for file in report.files)
    lost = report.lost
    share = lost / max(lines + lost, 1)
    yield (
        f"{_count(len(report.files), 'note')}: {_count(report.facts, 'fact')} on "
        f"{_count(report.topics, 'topic')}; {_count(lost, 'line')} with content lost ({share:.1%})"
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


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """A bar on a terminal, once there is something to do; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar()
    try:
        yield bar
    finally:
        bar.stop()


class _Bar:
    """Loads rich only when the first note is read: mostly nothing has changed."""

    def __init__(self) -> None:
        self._stop: Callable[[], None] = lambda: None
        self._show: Progress | None = None

    def __call__(self, done: int, total: int, what: str) -> None:
        if self._show is None:
            self._show = self._start()
        self._show(done, total, what)

    def stop(self) -> None:
        self._stop()

    def _start(self) -> Progress:
        from rich.console import Console
        from rich.progress import Progress as RichProgress

        progress = RichProgress(console=Console(stderr=True), transient=True)
        progress.start()
        task = progress.add_task("reading", total=None)
        self._stop = progress.stop

        def show(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=_shortened(what))

        return show


def _shortened(what: str) -> str:
    return what if len(what) <= 40 else f"…{what[-39:]}"


def _say(line: str) -> None:
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")
