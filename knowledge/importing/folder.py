"""Decks as files in a folder of notes: a second import replaces what the first one wrote."""

import os
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.importing.items import Imported, ImportedDeck
from knowledge.importing.markdown import END_OF_ITEM, MADE_BY, deck_as_markdown

_UNSAFE = re.compile(r"[^\w .,()&+-]+")
_RESERVED = re.compile(r"^(?:con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST_NAME = 80


@dataclass(slots=True)
class WrittenFiles:
    """What an import did to the folder."""

    files: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    removed: list[Path] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    items: int = 0


def write_decks(imported: Imported, source: str, folder: Path, tag: str) -> WrittenFiles:
    """Write a file for each deck; files that no import wrote are left alone."""
    result = WrittenFiles(problems=list(imported.problems))
    taken: set[str] = set()
    ids: set[str] = set()
    for deck in imported.decks:
        if not deck.items:
            continue
        path = folder / _free_name(deck, taken)
        text = deck_as_markdown(deck, source, tag)
        kind = deck.items[0].id.partition("-")[0]
        if not _is_ours(path, folder, kind):
            result.problems.append(f"{path}: was written otherwise than by such an import; kept.")
            continue
        result.items += len(deck.items)
        ids.update(END_OF_ITEM.findall(text))
        (result.files if _write(path, text) else result.unchanged).append(path)
    _take_out_doubles(folder, ids, result)
    return result


def _free_name(deck: ImportedDeck, taken: set[str]) -> Path:
    """Where a deck stands: "Parent::Child" in Parent/Child.md."""
    parts = [_safe(part) for part in deck.name.split("::")][:6]
    name = "/".join(parts)
    number = 2
    while name.casefold() in taken:
        name = f"{'/'.join(parts)} {number}"
        number += 1
    taken.add(name.casefold())
    return Path(f"{name}.md")


def _safe(part: str) -> str:
    """A name that every system takes and that leads nowhere else."""
    name = " ".join(_UNSAFE.sub(" ", part).split())[:_LONGEST_NAME].strip(" .") or "deck"
    return f"{name} deck" if _RESERVED.match(name) else name


def _is_ours(path: Path, folder: Path, kind: str = "") -> bool:
    """Whether nothing stands there, or what such an import wrote; never through a link outwards."""
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
        return False
    if not path.exists():
        return True
    text = _text(path) if path.is_file() else ""
    first = END_OF_ITEM.search(text)
    return bool(MADE_BY.search(text) and first and first[1].startswith(kind))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(path: Path, text: str) -> bool:
    """Put *text* there in one step; False if it stood there already."""
    if path.exists() and _text(path) == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".import-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def _take_out_doubles(folder: Path, ids: set[str], result: WrittenFiles) -> None:
    """Cards that moved to another deck leave the file that an earlier import wrote."""
    written = {*result.files, *result.unchanged}
    for path in sorted(folder.rglob("*.md")):
        if path in written or path.is_symlink() or not _is_ours(path, folder):
            continue
        text = _text(path)
        kept, left = _without(text, ids)
        if kept == text:
            continue
        if left:
            _write(path, kept)
        else:
            path.unlink()
            result.removed.append(path)


def _without(text: str, ids: set[str]) -> tuple[str, int]:
    """The file without these items, and how many are left in it."""
    made_by = MADE_BY.search(text)
    start = made_by.end() + 1 if made_by else 0
    parts = [text[:start]]
    left = 0
    for found in END_OF_ITEM.finditer(text, start):
        if found[1] not in ids:
            parts.append(text[start : found.end() + 1])
            left += 1
        start = found.end() + 1
    return "".join([*parts, text[start:]]), left
