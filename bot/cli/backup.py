"""`companion backup FILE`: a copy of the database, also while the companion is running."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.progress import progress
from bot.cli.stored import NO_DATABASE, existing_store
from bot.settings import Settings
from bot.store import StoreError
from bot.store.files import FileError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where the copy goes")
    parser.add_argument(
        "--force", action="store_true", help="replace FILE if it exists (else it is left alone)"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    target: Path = args.file
    try:
        wrong = _unfit(target, settings.database_file, force=args.force) or _copied(
            settings, target
        )
    except (OSError, FileError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        wrong = f"{target} cannot be written: {reason}."
    except StoreError as error:
        wrong = f"{error} {target} was not written; run the command again."
    if wrong:
        print(f"companion: {wrong}", file=sys.stderr)
        return 1
    print(f"{target}: {target.stat().st_size / 1e6:,.1f} MB.")
    print(_way_back(settings.database_file, target))
    return 0


def _way_back(database: Path | None, copy: Path) -> str:
    if database is None:
        return (
            f"To go back: make an empty database, run `companion migrate {copy} URL` with its URL, "
            "and set DATABASE_URL to it."
        )
    return (
        f"To go back: stop the companion, put this file in place of {database}, delete\n"
        f"{database.name}-wal and {database.name}-shm if they are there, and start it again."
    )


def _unfit(target: Path, database: Path | None, *, force: bool) -> str:
    """Why a backup cannot go there; empty if it can."""
    if target.is_dir():
        return f"{target} is a folder; name a file in it, such as {target / 'companion-backup.db'}."
    if not target.parent.is_dir():
        return f"there is no folder {target.parent}; make it first."
    if target.exists():
        if database is not None and database.exists() and target.samefile(database):
            return f"{target} is the database itself; choose another file."
        if not force:
            return f"{target} exists already; choose another name, or add --force to replace it."
    return ""


def _copied(settings: Settings, target: Path) -> str:
    """Copy the database; why that cannot be, or nothing."""
    store = existing_store(settings)
    if store is None:
        return NO_DATABASE.format(settings.shown_database)
    with closing(store), progress("copying"):
        store.backup(target)
    return ""
