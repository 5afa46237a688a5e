"""Which code made something: what other code made is made anew."""

import re
from collections.abc import Iterable
from functools import cache
from hashlib import blake2b
from pathlib import Path

_HOME = Path(__file__).parent.parent
_IMPORT = re.compile(rb"^ *from knowledge\.(\w+)", re.MULTILINE)
INDEX_CODE = ("index",)
QUESTION_CODE = ("questions",)


@cache
def code_version(rooms: tuple[str, ...] = INDEX_CODE) -> str:
    """A digest of the code and the word lists of these rooms and of all that they rest on."""
    digest = blake2b(digest_size=8)
    for file in code_files(rooms):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def code_files(rooms: tuple[str, ...]) -> list[Path]:
    """Every file of these rooms and of the rooms that they import, however far down."""
    known: dict[str, list[Path]] = {}
    waiting = list(rooms)
    while waiting:
        room = waiting.pop()
        if room not in known:
            known[room] = _files_of(room)
            waiting.extend(_imported_by(known[room]))
    return [file for room in sorted(known) for file in known[room]]


def _files_of(room: str) -> list[Path]:
    home = _HOME / room
    if not home.is_dir():
        return [home.with_suffix(".py")]
    return sorted(f for f in home.rglob("*") if f.is_file() and f.parent.name != "__pycache__")


def _imported_by(files: Iterable[Path]) -> set[str]:
    texts = (file.read_bytes() for file in files if file.suffix == ".py")
    return {room.decode() for text in texts for room in _IMPORT.findall(text)}
