"""A draw of questions as a sheet for readers, who know nothing of how they were made.

`python -m bench draw --notes PATH … --seed N --count 60` prints Markdown: stem, options, the key,
what is shown to whoever picks a wrong option, the explanation, and the cited lines with their
neighbours. Of generated questions the types are drawn in proportion; `--written` draws from what
people wrote into the notes instead.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from knowledge.library import Library
from knowledge.model import Authored, Question, Source
from knowledge.questions import make_questions
from knowledge.reading.decoding import read_text
from knowledge.reading.files import find_files
from knowledge.reading.notes import read_notes

Drawn = TypeVar("Drawn", Question, Authored)
AROUND = 2  # lines shown before and behind the cited one


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--notes", nargs="+", default=["bundled"])
    parser.add_argument("--seed", default="1")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--written", action="store_true", help="of what people wrote")
    args = parser.parse_args(arguments)
    paths = [path if path == "bundled" else Path(path) for path in args.notes]
    lines = {file.label: read_text(file)[0].splitlines() for file in find_files(paths).files}
    if args.written:
        with TemporaryDirectory() as folder:
            library = Library.open(args.notes, Path(folder))
            found = library.authored()
            library.close()
        print(f"{len(found)} written questions; seed {args.seed}\n")
        for number, own in enumerate(draw(found, args.count, args.seed), 1):
            print(written_sheet(number, own, lines))
        return
    notes = read_notes(paths)
    made = make_questions(notes.facts, notes.topics).questions
    print(f"{len(made)} questions from {len(notes.facts)} facts; seed {args.seed}\n")
    for number, question in enumerate(draw(made, args.count, args.seed), 1):
        print(sheet(number, question, lines))


def draw(questions: Sequence[Drawn], count: int, seed: str) -> list[Drawn]:
    """So many of the questions, in an order that the seed alone decides."""
    pool = sorted(questions, key=lambda one: one.id)
    random.Random(seed).shuffle(pool)
    return pool[:count]


def sheet(number: int, question: Question, lines: dict[str, list[str]]) -> str:
    """One question as readers see it."""
    told = [f"## {number}. {question.kind} id {question.id} topic {question.topic}", question.stem]
    for place, option in enumerate(question.options):
        told.append(f"  {'ABCD'[place]}) {option}{'   <-- key' * (place == question.answer)}")
        if question.why_not[place]:
            told.append(f"     shown to whoever picks it: {question.why_not[place]}")
    told += [f"explanation: {question.explanation}"] if question.explanation else []
    told.append(f"source {question.sources[0]}")
    return "\n".join((*told, *_cited(question.sources[0], lines), ""))


def written_sheet(number: int, question: Authored, lines: dict[str, list[str]]) -> str:
    """One that somebody wrote, with every line that it cites; the last source is its own place."""
    told = [f"## {number}. id {question.id} topic {question.topic}", question.stem]
    for place, option in enumerate(question.options):
        told.append(f"  {'ABCDEF'[place]}) {option}{'   <-- key' * (place in question.answers)}")
        told.append(f"     shown to whoever picks it: {question.why[place]}")
    told += [f"typed; counts: {'; '.join(question.accept)}"] if question.accept else []
    told += [f"explanation: {question.explanation}"] if question.explanation else []
    *cited, _own = question.sources
    shown = [part for source in cited for part in (f"source {source}", *_cited(source, lines))]
    return "\n".join((*told, *shown, ""))


def _cited(source: Source, lines: dict[str, list[str]]) -> list[str]:
    text = lines.get(source.file, [])
    first = max(1, source.line - AROUND)
    shown = enumerate(text[first - 1 : source.line + AROUND], first)
    return [f"{'>' if number == source.line else ' ':>4} {line}" for number, line in shown]
