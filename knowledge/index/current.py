"""Is the index still that of the notes? Said from dates and sizes where those can be trusted.

Beside the index lies a small file with date, size and hash of each note as they were at the last
look. A note whose date and size are unchanged is taken to be unchanged, unless it was written so
shortly before that look that a second edit could have gone unnoticed.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from pathlib import Path

from knowledge.index.layout import meta_of, open_index
from knowledge.index.versions import code_version
from knowledge.reading.decoding import LARGEST
from knowledge.reading.files import FLASHCARD_TAG, Finds, NoteFile, find_files, root_of

Progress = Callable[[int, int, str], None]


_TOO_FRESH = 2_000_000_000  # nanoseconds; coarse clocks of file systems tick once in two seconds


@dataclass(frozen=True)
class State:
    """The notes as they are now."""

    finds: Finds
    hashes: dict[str, str]  # label → hash; "" for what cannot be read
    stats: dict[str, tuple[int, int]]
    flashcard_tag: str = FLASHCARD_TAG

    @property
    def reader(self) -> str:
        """Who reads: other code, or the same under another setting, reads all anew."""
        return f"{code_version()} {self.flashcard_tag}"

    @cached_property
    def fingerprint(self) -> str:
        digest = blake2b(self.reader.encode("utf-8", "replace"), digest_size=16)
        for label, value in sorted(self.hashes.items()):
            digest.update(f"\0{label}\0{value}".encode("utf-8", "replace"))
        for problem in self.finds.problems:
            digest.update(f"\0{problem}".encode("utf-8", "replace"))
        return digest.hexdigest()


def look(notes: Sequence[Path | str], index: Path, flashcard_tag: str = FLASHCARD_TAG) -> State:
    """See what the notes are now, hashing only what may have changed since the last look."""
    finds = find_files(notes)
    known, seen_at = _remembered(index)
    hashes: dict[str, str] = {}
    stats: dict[str, tuple[int, int]] = {}
    for file in finds.files:
        status = date_and_size(file.path)
        stats[file.label] = status
        date, size, value = known.get(f"{file.path}", (0, 0, ""))
        trusted = status == (date, size) and date < seen_at - _TOO_FRESH and value
        hashes[file.label] = value if trusted else content_hash(file, status[1])
    return State(finds, hashes, stats, flashcard_tag)


def lost(notes: Sequence[Path | str], index: Path) -> tuple[str, ...]:
    """The roots that had notes at the last look and have none now, while an index of them is there.

    A share that is not mounted looks like that: an empty folder, or none. What it held is still in
    the index, which answers better than nothing does.
    """
    known, _ = _remembered(index)
    if not known or not index.exists():
        return ()
    roots = [root_of(entry) for entry in notes]
    before = list(map(Path, known))  # that one is where it was is said sooner than what there is
    silent = [
        root
        for root in roots
        if _holds(root, before) and not any(_is_in(root, f) and _is_there(f) for f in before)
    ]
    if not silent:
        return ()
    there = [file.path for file in find_files(notes).files]
    return tuple(str(root) for root in silent if not _holds(root, there))


def _holds(root: Path, files: Iterable[Path]) -> bool:
    return any(_is_in(root, file) for file in files)


def _is_there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:  # a share that answers with an error is as good as none
        return False


def _is_in(root: Path, file: Path) -> bool:
    return file == root or root in file.parents


def is_current(state: State, index: Path) -> bool:
    """Was *index* built from these very notes by this very code?"""
    if not index.exists():
        return False
    try:
        with closing(open_index(index)) as db:
            return meta_of(db, "fingerprint") == state.fingerprint
    except Exception:  # a damaged index is no reason to fail: it is built again
        return False


def content_hash(file: NoteFile, size: int) -> str:
    """A hash of the content; what cannot be read has none, what is too large only its size."""
    if size > LARGEST:
        return f"size {size}"
    try:
        return blake2b(file.path.read_bytes(), digest_size=16).hexdigest()
    except OSError:
        return ""


def remember(state: State, index: Path, seen_at: int) -> None:
    """Note dates and sizes for the next look; that this fails is no harm."""
    notes = {
        str(file.path): [*state.stats[file.label], state.hashes[file.label]]
        for file in state.finds.files
    }
    text = json.dumps({"at": seen_at, "notes": notes})
    memory = _memory(index)
    try:
        temporary = memory.with_name(f"{memory.name}.{os.getpid()}")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(memory)
    except (OSError, UnicodeError):
        return


def _remembered(index: Path) -> tuple[dict[str, tuple[int, int, str]], int]:
    try:
        found = json.loads(_memory(index).read_text(encoding="utf-8"))
        notes = {path: (int(a), int(b), str(c)) for path, (a, b, c) in found["notes"].items()}
        return notes, int(found["at"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, 0


def _memory(index: Path) -> Path:
    return index.with_name(index.name + ".seen")


def date_and_size(path: Path) -> tuple[int, int]:
    """When a file was last written, and how long it is; (0, 0) if it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return 0, 0
    return status.st_mtime_ns, status.st_size
