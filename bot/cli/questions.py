"""`companion questions`: the quiz questions that the notes yield, for people and for programs."""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from bot.cli.progress import progress
from bot.cli.reading import open_library, settle, topic_in
from bot.cli.usage import add_notes
from bot.settings import Settings
from knowledge.library import Library
from knowledge.model import Question
from knowledge.questions import as_json, make_questions

FOUND, NOTHING = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the subcommand."""
    parser.epilog = "Exit status: 0 questions found, 1 none, 2 wrong usage."
    add_notes(parser)
    parser.add_argument("--topic", metavar="T", help="only questions of this topic")
    parser.add_argument(
        "--authored", action="store_true", help="only those that people wrote into the notes"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument(
        "--rejected", action="store_true", help="what was not asked, with rule, file and line"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the questions, or what was rejected."""
    try:
        with closing(open_library(args, settings)) as library:
            return _print(args, library)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has seen enough
        return FOUND


def _print(args: argparse.Namespace, library: Library) -> int:
    if args.rejected or not args.authored:  # what people wrote is there as soon as it is read
        settle(library)
    name = topic_in(library, args.topic)
    if args.rejected:
        return _print_rejected(args, library, name)
    stems = {one.id: one.stem for one in library.authored()}  # with the numbers they have there
    written = [
        replace(question, stem=stems.get(question.id, question.stem))
        for question in library.written()
        if name in (None, question.topic)
    ]
    questions = (*written, *(() if args.authored else library.questions(name)))
    for question in questions:
        if args.json:
            print(json.dumps(as_json(question), ensure_ascii=False))
        else:
            print(_written(question) if question.written else _shown(question))
    return _told(questions)


def _told(questions: Sequence[object]) -> int:
    """The exit status; that there are none is said."""
    if not questions:
        print(
            "companion: the notes yield no question here. `companion index` says what was read.",
            file=sys.stderr,
        )
    return FOUND if questions else NOTHING


def _written(question: Question) -> str:
    """A question that people wrote, as people read it."""
    origin = "bank" if question.origin == "bank" else "written"
    lines = [f"{question.stem}  [{origin}, {question.topic}, {question.sources[0]}]"]
    for place, option in enumerate(question.options):
        mark = "*" if place in question.rights else " "
        lines.append(f"  {mark} {chr(ord('A') + place)}  {option}")
    if question.accept:
        lines.append(f"  = {' | '.join(question.accept)}")
    lines += [f"    {line}" for line in question.explained.split("\n") if line]
    return "\n".join(lines) + "\n"


def _shown(question: Question) -> str:
    """A question as people read it: the right option is marked."""
    lines = [f"{question.stem}  [{question.kind}, {question.topic}, {question.sources[0]}]"]
    for place, option in enumerate(question.options):
        mark = "*" if place == question.answer else " "
        lines.append(f"  {mark} {'ABCD'[place]}  {option}")
    return "\n".join(lines) + "\n"


def _print_rejected(args: argparse.Namespace, library: Library, topic: str | None) -> int:
    files = {(fact.file, fact.line) for fact in library.facts(topic)} if topic else None
    with progress("making questions"):
        made = make_questions(library.facts(), library.topics())
    found = [
        reject for reject in made.rejected if files is None or (reject.file, reject.line) in files
    ]
    for reject in found:
        if args.json:
            record = {"code": reject.code, "file": reject.file, "line": reject.line}
            print(json.dumps(record | {"detail": reject.detail}, ensure_ascii=False))
        else:
            print(f"{reject.code}  {reject.file}:{reject.line}  {reject.detail}")
    return FOUND if found else NOTHING
