"""Temporary folders that lie in memory: a commit waits for no disk there.

The tests kill processes and never the machine, so what would outlive a loss of power is the same
to them. The code that they run is too: it still asks for every commit to be durable.
"""

import os
import tempfile
from pathlib import Path

FOLDER = Path("/dev/shm")
ROOM = 2_000_000_000  # bytes; a run keeps what failed, and a cluster of PostgreSQL for each worker


def usable(folder: Path = FOLDER) -> bool:
    """Whether tests find there what they find in a usual folder: room, and programs that run."""
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize >= ROOM and not there.f_flag & os.ST_NOEXEC


def settle() -> None:
    """Make all temporary folders of this process and its children there, if nobody chose others."""
    if not {"TMPDIR", "TEMP", "TMP"} & set(os.environ) and usable():
        os.environ["TMPDIR"] = str(FOLDER)
        tempfile.tempdir = None
