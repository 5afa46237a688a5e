"""`companion import`: decks and quizzes of other programs as files in a folder of notes."""

import argparse
import sys
from pathlib import Path

from bot.cli.progress import progress
from bot.settings import Settings
from knowledge.importing.folder import WrittenFiles, write_decks
from knowledge.importing.items import ImportTrouble
from knowledge.importing.kinds import KINDS, import_file

_MOST_PROBLEMS_SHOWN = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the subcommand."""
    parser.epilog = (
        "Importing a file again replaces what it made before. "
        "Exit status: 0 imported, 1 a file could not be imported, 2 wrong usage."
    )
    kinds = ".apkg, .csv, .tsv, .gift, .xml (Moodle), .txt (Aiken, GIFT)"
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=kinds)
    folder = "the folder of notes to write into"
    parser.add_argument("--to", type=Path, required=True, metavar="FOLDER", help=folder)
    parser.add_argument("--kind", choices=tuple(KINDS), help="where the name does not say it")


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Import one file after the other; a broken one keeps no other from being imported."""
    status = 0
    for number, path in enumerate(args.files):
        try:
            with progress("importing") as shown:
                shown(number, len(args.files), path.name)
                imported = import_file(path, args.kind or "")
                written = write_decks(imported, path.name, args.to, settings.flashcard_tag)
        except ImportTrouble as error:
            print(f"companion: {error}", file=sys.stderr)
            status = 1
            continue
        except OSError as error:
            print(f"companion: {args.to} cannot be written: {error.strerror or error}.",
                  file=sys.stderr)  # fmt: skip
            return 1
        _tell(path, written)
        status = status if written.items else 1
    return status


def _tell(path: Path, written: WrittenFiles) -> None:
    """What became of one file."""
    changed = len(written.files)
    print(f"{path.name}: {written.items:,} questions and cards; {changed:,} files written, "
          f"{len(written.unchanged):,} unchanged, {len(written.removed):,} removed.")  # fmt: skip
    for file in written.files:
        print(f"  {file}")
    for problem in written.problems[:_MOST_PROBLEMS_SHOWN]:
        print(f"! {problem}")
    hidden = len(written.problems) - _MOST_PROBLEMS_SHOWN
    if hidden > 0:
        print(f"! and {hidden:,} problems more.")
