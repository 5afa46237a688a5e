"""`companion migrate FROM TO`: everything that is kept, from one database into another."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.progress import progress
from bot.settings import Settings
from bot.store import StoreError, open_database
from bot.store.database import Database
from bot.store.moving import Moved, move

EPILOG = """FROM and TO are files or URLs:
  data/companion.db, postgresql://user@host/database
Leave the password to ~/.pgpass or PGPASSWORD: others do not see it there.
Stop the companion first. Broken off, the same command goes on where it was."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("source", metavar="FROM", help="the database as it is now")
    parser.add_argument("target", metavar="TO", help="an empty database, or one begun like this")


def run(args: argparse.Namespace, settings: Settings) -> int:
    del settings  # both ends are named
    try:
        with (
            closing(_source(args.source)) as source,
            closing(_opened(args.target, half_moved=True)) as target,
        ):
            found = _moved(source, target)
    except StoreError as error:
        print(f"companion: {error}", file=sys.stderr)
        return 1
    return _report(found, target.name)


def _source(where: str) -> Database:
    if "://" not in where and not Path(where).exists():
        raise StoreError(f"there is no database at {where}. FROM is a file or a URL.")
    return _opened(where)


def _opened(where: str, *, half_moved: bool = False) -> Database:
    return open_database(where if "://" in where else Path(where), half_moved=half_moved)


def _moved(source: Database, target: Database) -> tuple[Moved, ...]:
    for database in (source, target):
        if not database.claim_alone():
            killed = " Of one that was killed nothing is left after a minute."
            raise StoreError(
                f"a companion is running on {database.name}; stop it first."
                + (killed if database.shared else "")
            )
    with progress("migrating:") as shown:
        return move(source, target, lambda what: shown(0, 0, what))


def _report(found: tuple[Moved, ...], target: str) -> int:
    for table in found:
        word = "same" if table.same else f"DIFFERS: {table.arrived:,} rows, {table.there}"
        print(f"{table.table:16} {table.rows:>12,} rows  {table.checksum}  {word}")
    if all(table.same for table in found):
        print(f"Everything is in {target}. Set DATABASE_URL to it and start the companion.")
        return 0
    print(
        "companion: the two do not hold the same: one of them changed meanwhile. Empty the new "
        "database and move again, with the companion stopped.",
        file=sys.stderr,
    )
    return 1
