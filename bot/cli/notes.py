"""`companion notes lint`: what would make notes better, by file and line."""

import argparse

from bot.cli.progress import progress
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    lint = actions.add_parser("lint", help="say by file and line what would make a better fact")
    lint.add_argument(
        "notes",
        nargs="*",
        metavar="PATH",
        help="files or folders, or `bundled`; default: the setting NOTES",
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    from knowledge.lint import lint

    notes = tuple(args.notes or settings.notes)
    with progress("reading"):
        found = lint(notes)
    for advice in found:
        place = f"{advice.file}:{advice.line}: " if advice.file else ""
        print(f"{place}{advice.rule}: {advice.text}")
    named = ", ".join(notes)
    print(f"{named}: {len(found)} to look at" if found else f"{named}: clean")
    return 1 if found else 0
