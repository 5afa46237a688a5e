"""What the companion writes is for whoever runs it: files 0600, folders 0700."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = 0o700
FILE = 0o600
_OTHERS = 0o077


@contextmanager
def privately() -> Iterator[None]:
    """Everything that this process makes from here on is its owner's alone."""
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def private_folder(folder: Path) -> None:
    """Make *folder*, and what leads to it, where they do not exist; others stay as they are."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=FOLDER, exist_ok=True)


def private_file(path: Path) -> None:
    """Make *path* if it does not exist; either way nobody else may read it afterwards."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, FILE))
    tighten(path)


def write_private(path: Path, content: bytes) -> None:
    """Write a file of one's own. What is no regular file (a pipe, a terminal) keeps its rights."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE)
    tighten(path)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)


def tighten(path: Path) -> None:
    """Take from others what an older version or another program let them do with *path*.

    Somebody else's file cannot be changed and is left alone: the operator gave it to us that way.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode) and mode & _OTHERS:
            path.chmod(stat.S_IMODE(mode) & ~_OTHERS)
    except OSError:
        return


def open_to_others(path: Path) -> bool:
    """Whether others may read or write *path*; never so where a system has no such rights."""
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & _OTHERS)
