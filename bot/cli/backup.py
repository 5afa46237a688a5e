"""`companion backup FILE`: a copy of the database, also while the companion is running."""

import argparse
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from bot.cli.stored import existing_store
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="where the copy goes")
    parser.add_argument(
        "--force", action="store_true", help="replace FILE if it exists (else it is left alone)"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    target: Path = args.file
    try:
        wrong = _unfit(target, settings.database_path, force=args.force) or _copied(
            settings, target
        )
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        wrong = f"{target} cannot be written: {reason}."
    if wrong:
        print(f"companion: {wrong}", file=sys.stderr)
        return 1
    database = settings.database_path
    print(f"{target}: {target.stat().st_size / 1e6:,.1f} MB.")
    print(f"To go back: stop the companion, put this file in place of {database}, delete")
    print(f"{database.name}-wal and {database.name}-shm if they are there, and start it again.")
    return 0


def _unfit(target: Path, database: Path, *, force: bool) -> str:
    """Why a backup cannot go there; empty if it can."""
    if target.is_dir():
        return f"{target} is a folder; name a file in it, such as {target / 'companion-backup.db'}."
    if not target.parent.is_dir():
        return f"there is no folder {target.parent}; make it first."
    if target.exists():
        if database.exists() and target.samefile(database):
            return f"{target} is the database itself; choose another file."
        if not force:
            return f"{target} exists already; choose another name, or add --force to replace it."
    return ""


def _copied(settings: Settings, target: Path) -> str:
    """Copy the database; why that cannot be, or nothing."""
    store = existing_store(settings)
    if store is None:
        return f"there is no database at {settings.database_path} yet."
    with closing(store):
        store.backup(target)
    return ""
