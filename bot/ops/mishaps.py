"""A full disk, a folder that cannot be written: what stops a command, in one sentence."""

import errno
import sqlite3

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_ROOM = "the disk is full; make room in {where} and try again."
# What SQLite says, and what that means to whoever runs the companion.
_OF_SQLITE = (
    ("full", "the disk is full; make room and try again."),
    ("readonly", "the database's folder cannot be written; see who owns it, or set DATABASE_URL."),
    ("unable to open", "a database file cannot be opened; see who owns it, or set DATABASE_URL."),
    ("disk I/O", "the disk does not take what is written; it is full or failing."),
    ("locked", "another program keeps the database locked; try again when it is done."),
)


def sentence_on(error: Exception) -> str:
    """What to tell about *error*; empty where it is none of these, but a fault of ours."""
    if isinstance(error, sqlite3.Error):
        said = str(error)
        return next((sentence for sign, sentence in _OF_SQLITE if sign in said), "")
    if not isinstance(error, OSError) or error.errno is None:
        return ""
    if error.errno in _FULL:
        return _NO_ROOM.format(where=error.filename or "the folder of DATABASE_URL")
    if error.filename is None:
        return ""
    return f"{error.filename} cannot be used: {error.strerror}."
