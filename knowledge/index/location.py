"""Where the index of notes lies."""

import os
import stat
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path

from knowledge.reading.files import BUNDLED


def index_file(notes: Sequence[str | Path], folder: Path) -> Path:
    """Where the index of these *notes* lies: another list of notes is another file."""
    names = [str(note) if str(note) == BUNDLED else str(Path(note).resolve()) for note in notes]
    digest = blake2b("\0".join(names).encode("utf-8", "replace"), digest_size=6).hexdigest()
    return folder / f"notes-{digest}.db"


def usable_folder(folder: Path) -> Path:
    """*folder*, or one for temporary files where that cannot be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    import tempfile

    user = os.getuid() if hasattr(os, "getuid") else "user"
    substitute = Path(tempfile.gettempdir()) / f"study-companion-{user}"
    substitute.mkdir(mode=0o700, parents=True, exist_ok=True)
    if _is_ours_alone(substitute):
        return substitute
    return Path(tempfile.mkdtemp(prefix="study-companion-"))


def _is_ours_alone(folder: Path) -> bool:
    """Whether nobody else made that folder, whose name anybody can guess, or may write there."""
    if not hasattr(os, "getuid"):
        return True
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
