"""SQLite files as whoever runs the companion meets them: damaged, locked, on a full disk."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

FileError = sqlite3.Error
# What SQLite says, and what that means to whoever runs the companion.
_MEANING = (
    ("full", "the disk is full; make room and try again."),
    ("readonly", "the database's folder cannot be written; see who owns it, or set DATABASE_URL."),
    ("unable to open", "a database file cannot be opened; see who owns it, or set DATABASE_URL."),
    ("disk I/O", "the disk does not take what is written; it is full or failing."),
    ("locked", "another program keeps the database locked; try again when it is done."),
)


def sentence_of_file(error: Exception) -> str:
    """What to tell about an error of a file; empty where it is no such error, or a fault of ours.

    The index of the notes is such a file too.
    """
    if not isinstance(error, FileError):
        return ""
    said = str(error)
    return next((sentence for sign, sentence in _MEANING if sign in said), "")


def damage(path: Path) -> str:
    """What is wrong with a file that should be a sound database; empty if nothing is."""
    try:
        result = _read(path, "PRAGMA quick_check(1)")
    except FileError as error:
        return str(error)
    return "" if result == "ok" else result


def half_moved_from(path: Path) -> str:
    """Which database a file is being filled from; empty where it is whole."""
    with suppress(FileError):
        return _read(path, "SELECT source FROM moving")
    return ""


def _read(path: Path, sql: str) -> str:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return str(connection.execute(sql).fetchone()[0])
