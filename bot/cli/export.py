"""`companion export`: questions as an Anki deck; what is kept as CSV or JSON."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.progress import progress
from bot.cli.reading import open_library, settle, topic_in
from bot.cli.stored import NO_DATABASE, existing_store
from bot.cli.usage import add_notes
from bot.export import tables
from bot.private import write_private
from bot.settings import Settings
from knowledge.index.versions import QUESTION_CODE, code_files
from knowledge.model import Question
from knowledge.reading.files import find_files

TABLES = {
    "questions": "the questions",
    "answers": "every answer",
    "scores": "points by month and channel",
    "audit": "who changed what: quizzes, plans, questions",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Exit status: 0 written, 1 nothing to write, 2 wrong usage."
    kinds = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    anki = kinds.add_parser("anki", help="the questions as a deck for Anki")
    anki.add_argument("file", type=Path, metavar="DECK.apkg", help="where to write it")
    anki.add_argument("--name", default="Study Companion", help="what Anki calls the deck")
    _about_notes(anki)
    for what, contents in TABLES.items():
        table = kinds.add_parser(what, help=f"{contents}, as a table")
        formats = ("csv", "json", "md") if what == "questions" else ("csv", "json")
        table.add_argument("--format", choices=formats, default="csv", help="default: csv")
        table.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")
        if what == "questions":
            _about_notes(table)


def _about_notes(parser: argparse.ArgumentParser) -> None:
    add_notes(parser)
    parser.add_argument("--topic", help="only the questions of this topic")


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.what == "anki":
        return _anki(args, settings)
    if args.what == "questions" and args.format == "md":
        text = _as_notes(args, settings)
    elif args.what == "questions":
        records = tables.question_records(_questions(args, settings))
        text = tables.table(records, tables.QUESTION_COLUMNS, args.format)
    elif (found := _from_store(args.what, args.format, settings)) is not None:
        text = found
    else:
        _complain(NO_DATABASE.format(settings.shown_database))
        return 1
    return _write(args.output, text.encode("utf-8", "replace"))


def _from_store(what: str, format: tables.Format, settings: Settings) -> str | None:
    """A table of the store; None where there is no store, which is not made for this."""
    store = existing_store(settings)
    if store is None:
        return None
    try:
        if what == "answers":
            return tables.table(store.figures.answers(), tables.ANSWER_COLUMNS, format)
        if what == "audit":
            return tables.table(store.figures.audit(), tables.AUDIT_COLUMNS, format)
        return tables.table(store.figures.scores(), tables.SCORE_COLUMNS, format)
    finally:
        store.close()


def _anki(args: argparse.Namespace, settings: Settings) -> int:
    from bot.export.anki import deck

    questions = _questions(args, settings)
    if not questions:
        _complain("the notes yield no question for a deck. `companion index` says what was read.")
        return 1
    with progress("writing the deck"):
        changed = newest(args.notes or settings.notes)
        content = deck(questions, args.name, changed)
    status = _write(args.file, content)
    if status == 0:
        print(f"{len(questions):,} cards in {args.file}. Import it in Anki; again after a change.")
    return status


def _as_notes(args: argparse.Namespace, settings: Settings) -> str:
    """All questions as one file of notes: those that people wrote, then those that were made."""
    from knowledge.importing.markdown import items_as_markdown
    from knowledge.importing.own import item_of_authored, item_of_question

    made = [question for question in _questions(args, settings) if not question.written]
    with closing(open_library(args, settings)) as library:
        written = library.authored(topic_in(library, args.topic))
    items = [*map(item_of_authored, written), *map(item_of_question, made)]
    return items_as_markdown(items, "Questions", settings.flashcard_tag)


def _questions(args: argparse.Namespace, settings: Settings) -> tuple[Question, ...]:
    """The questions that may be asked: what any workspace holds or retired stays out."""
    with closing(open_library(args, settings)) as library:
        settle(library)
        topic = topic_in(library, args.topic)
        written = (q for q in library.written() if topic in (None, q.topic))
        found = (*written, *library.questions(topic))
    unusable = _unusable(settings)
    return tuple(q for q in found if (q.id, q.version) not in unusable)


def _unusable(settings: Settings) -> frozenset[tuple[str, str]]:
    store = existing_store(settings)
    if store is None:
        return frozenset()
    try:
        teams = store.figures.teams()
        return frozenset(pair for team in teams for pair in store.items.unusable(team))
    finally:
        store.close()


def newest(notes: Sequence[str]) -> datetime:
    """When the notes, or the rules that make questions of them, last changed.

    Anki takes over a card again only if it is newer than at the last import, so the time must
    move with the content, and with nothing else: the same notes give the same file.
    """
    read = [note.path for note in find_files(notes).files]
    times = [file.stat().st_mtime for file in (*read, *code_files(QUESTION_CODE)) if file.exists()]
    return datetime.fromtimestamp(int(max(times, default=0)), UTC)


def _write(target: Path | None, content: bytes) -> int:
    """To a file, or to whoever reads our output."""
    if target is None:
        sys.stdout.write(content.decode("utf-8"))
        return 0
    try:
        write_private(target, content)
    except OSError as error:
        _complain(f"{target} cannot be written: {error.strerror or error}.")
        return 1
    return 0


def _complain(text: str) -> None:
    print(f"companion: {text}", file=sys.stderr)
