"""`companion conflicts`: where the notes contradict one another, for people and for programs."""

import argparse
import json
from contextlib import closing
from dataclasses import asdict

from bot.cli.progress import progress
from bot.cli.reading import open_library, topic_in
from bot.cli.usage import add_notes
from bot.settings import Settings
from knowledge.conflicts import disagreements
from knowledge.model import Conflict, Disagreement, DisputedLine

DONE = 0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the subcommand."""
    parser.epilog = "Exit status: 0 done, 2 wrong usage."
    add_notes(parser)
    parser.add_argument("--topic", metavar="T", help="only contradictions about this topic")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Print the contradictions."""
    with closing(open_library(args, settings)) as library:
        topic = topic_in(library, args.topic)
        with progress("comparing what the notes say"):
            found = library.conflicts(topic)
    if args.json:
        for conflict in found:
            print(json.dumps(as_json(conflict), ensure_ascii=False))
        return DONE
    for one in disagreements(found):
        print(_told(one))
    if not found:
        print("No contradictions found in the notes.")
    return DONE


def as_json(conflict: Conflict) -> dict[str, object]:
    """A contradiction as other programs read it."""
    return asdict(conflict)


def _told(one: Disagreement) -> str:
    title = " · ".join(filter(None, (one.topic, one.attribute, one.severity)))
    return "\n".join((title, *map(_side, one.statements), ""))


def _side(side: DisputedLine) -> str:
    return f"  {side.file}:{side.line}  {side.told}"
