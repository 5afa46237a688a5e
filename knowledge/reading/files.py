"""Which files are notes, and what text stands in them.

Whatever cannot be read costs one clear line and never the rest: empty, binary, unreadable and
enormous files, other encodings, links that lead out of the folder or in circles.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

BUNDLED = "bundled"
FLASHCARD_TAG = "#flashcards"  # where notes have it, "question::answer" and the like are cards
MARKDOWN = frozenset({".md", ".mdx", ".markdown", ".txt"})
SUFFIXES = MARKDOWN | {".html", ".htm", ".csv", ".tsv", ".ipynb"}
DOCUMENTS = frozenset({".docx", ".pdf", ".pptx", ".rst", ".adoc", ".org"})  # with the extra
NOT_READ = {  # what may well hold notes, and what would help
    ".apkg": "`companion import` makes notes of it",
    ".colpkg": "`companion import` makes notes of it",
    ".gift": "`companion import` makes notes of it", ".xlsx": "save it as .csv",
    ".xls": "save it as .csv", ".ods": "save it as .csv", ".doc": "save it as .docx",
    ".odt": "save it as .docx", ".rtf": "save it as .docx", ".pages": "save it as .docx",
    ".ppt": "save it as .pptx", ".odp": "save it as .pptx", ".key": "save it as .pptx",
    ".epub": "save it as .html", ".tex": "save it as .html", ".textile": "save it as .html",
    ".wiki": "save it as .html", ".one": "save it as .docx", ".enex": "save it as .html",
}  # fmt: skip
_MOST_KINDS_NAMED = 12
_NOTION_ID = re.compile(r" [0-9a-f]{32}(?:_all)?(?=\.\w{1,8}$|$)")
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file to read, and the name under which answers cite it."""

    path: Path
    label: str
    bundled: bool = False  # it comes with the companion


@dataclass(slots=True)
class Finds:
    """The files that were found, in the order of their labels, and what was left out and why."""

    files: list[NoteFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)  # kinds of files that nobody reads, summed up


def find_files(notes: Sequence[Path | str]) -> Finds:
    """Every note under *notes*: files, folders, or the word "bundled"."""
    finds = Finds()
    groups: list[tuple[Path, list[NoteFile]]] = []
    seen: set[tuple[int, int]] = set()
    for entry in notes:
        root = root_of(entry)
        try:
            files = _of_root(root, finds, seen)
        except OSError as error:
            finds.problems.append(f"{root}: cannot be read ({why_unreadable(error)}).")
            continue
        if str(entry) == BUNDLED:
            files = [replace(file, bundled=True) for file in files]
        groups.append((root, files))
    finds.files = _label_apart(groups)
    finds.problems = list(map(_printable, finds.problems))
    finds.others = list(map(_printable, finds.others))
    return finds


def may_matter(path: Path, roots: Sequence[Path]) -> bool:
    """Whether what happened to *path*, below one of *roots*, may have changed the notes.

    What is no file may be a folder, or have been one, with notes in it.
    """
    above = [root for root in roots if path.is_relative_to(root)]
    if above:
        nearest = max(above, key=lambda root: len(root.parts))
        below = path.relative_to(nearest).parts
        if any(part.startswith(".") or part in SKIPPED_FOLDERS for part in below):
            return False
    suffix = path.suffix.lower()
    return suffix in SUFFIXES | DOCUMENTS | NOT_READ.keys() or not os.path.isfile(path)  # noqa: PTH113 - total


def root_of(entry: Path | str) -> Path:
    """The file or folder that one entry of a list of notes means."""
    if str(entry) == BUNDLED:
        from importlib import resources  # costs more than finding a folder's files

        return Path(str(resources.files("knowledge").joinpath("notes")))
    return Path(entry)


def _of_root(root: Path, finds: Finds, seen: set[tuple[int, int]]) -> list[NoteFile]:
    problems = finds.problems
    if root.is_dir():
        others: Counter[str] = Counter()
        files = [
            NoteFile(path, _label(path.parts[len(root.parts) :]))
            for path in _walk(root, root.resolve(), problems, set(), others)
            if _is_new(path, seen)
        ]
        finds.others += _summed_up(root, others)
        if not files:
            problems.append(f"{root}: has no .md, .txt or other file that can be read.")
        return files
    if not root.exists():
        missing = "points nowhere" if root.is_symlink() else "does not exist"
        problems.append(f"{root}: {missing}.")
        return []
    if not root.is_file():
        problems.append(f"{root}: is no file.")
        return []
    if not _is_note(root, problems):
        if root.suffix.lower() not in DOCUMENTS | NOT_READ.keys():
            problems.append(f"{root}: is neither .md nor .txt nor another kind that is read.")
        return []
    return [NoteFile(root, _label([root.name]))] if _is_new(root, seen) else []


def _summed_up(root: Path, others: Counter[str]) -> list[str]:
    """How many files of kinds that nobody reads are in a folder of notes, in one sentence."""
    if not others:
        return []
    count = others.total()
    kinds = [f"{n:,} {kind}" for kind, n in others.most_common(_MOST_KINDS_NAMED)]
    if len(others) > _MOST_KINDS_NAMED:
        kinds.append(f"{count - sum(n for _, n in others.most_common(_MOST_KINDS_NAMED)):,} others")
    files = "1 file of a kind" if count == 1 else f"{count:,} files of kinds"
    return [
        f"{root}: {files} that nobody reads here ({', '.join(kinds)}). "
        "What stands in them must be saved as .md or another kind that docs/notes.md lists."
    ]


def _walk(
    folder: Path, home: Path, problems: list[str], above: set[tuple[int, int]],
    others: Counter[str],
) -> Iterator[Path]:  # fmt: skip
    """The notes in *folder* by name; *above* are the folders we are in, to notice circles.

    *others* counts the files that are of no kind that could be read, by suffix.
    """
    try:
        here = folder.stat()
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        problems.append(f"{folder}: cannot be read ({why_unreadable(error)}).")
        return
    inside = above | {(here.st_dev, here.st_ino)}
    for entry in entries:
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink() and not _stays_inside(path, home, inside, problems):
            continue
        if entry.is_dir():
            if entry.name not in SKIPPED_FOLDERS:
                yield from _walk(path, home, problems, inside, others)
        elif _is_note(path, problems):
            if entry.is_file():
                yield path
            else:
                problems.append(f"{path}: is no ordinary file.")
        elif _is_unknown(path):
            others[path.suffix.lower() if path.suffix else "without a suffix"] += 1


def _is_note(path: Path, problems: list[str]) -> bool:
    """Whether a file is of a kind that is read here; if it should be and is not, say so."""
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        # Notion exports a database twice: as it is shown, and with all of its rows.
        return suffix != ".csv" or not path.with_name(f"{path.stem}_all.csv").exists()
    if suffix in DOCUMENTS:
        if can_read_documents():
            return True
        remedy = 'install the extra: pip install "study-companion[documents]"'
        problems.append(f"{path}: was not read; for {suffix} {remedy}.")
    elif suffix in NOT_READ:
        problems.append(f"{path}: was not read; {NOT_READ[suffix]}.")
    return False


def _is_unknown(path: Path) -> bool:
    """Whether a file is of a kind that was not spoken of yet."""
    return path.suffix.lower() not in SUFFIXES | DOCUMENTS | NOT_READ.keys()


def can_read_documents() -> bool:
    """Whether the extra `documents` is installed."""
    return find_spec("pypandoc") is not None and find_spec("pypdf") is not None


def _stays_inside(
    link: Path, home: Path, inside: set[tuple[int, int]], problems: list[str]
) -> bool:
    try:
        target = link.resolve(strict=True)
        status = target.stat()
    except (OSError, RuntimeError):
        problems.append(f"{link}: is a link that leads nowhere or in circles.")
        return False
    if not target.is_relative_to(home):
        problems.append(f"{link}: is a link that leads out of the notes folder; not followed.")
        return False
    if target.is_dir() and (status.st_dev, status.st_ino) in inside:
        problems.append(f"{link}: is a link that leads in circles; not followed.")
        return False
    return True


def file_identity(path: Path) -> tuple[int, int] | None:
    """Which file or folder that is, whatever it is called; None if it cannot be seen."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _is_new(path: Path, seen: set[tuple[int, int]]) -> bool:
    key = file_identity(path)
    if key is None:
        return True  # reading it will say what is wrong
    known = key in seen
    seen.add(key)
    return not known


def _label_apart(groups: list[tuple[Path, list[NoteFile]]]) -> list[NoteFile]:
    """Put the folder's name before labels that would otherwise be the same, then number them."""
    counts: dict[str, int] = {}
    for _, files in groups:
        for file in files:
            counts[file.label] = counts.get(file.label, 0) + 1
    taken: set[str] = set()
    result = []
    for root, files in groups:
        for file in files:
            label = file.label
            if counts[label] > 1:
                home = root if root.is_dir() else root.resolve().parent
                label = f"{home.resolve().name}/{label}"
            number = 2
            unique = label
            while unique in taken:
                unique = f"{label} ({number})"
                number += 1
            taken.add(unique)
            result.append(file if unique == file.label else replace(file, label=unique))
    return sorted(result, key=lambda file: file.label)


def _label(parts: Sequence[str]) -> str:
    """The name of a note by its path, without the ids that Notion gives to files and folders."""
    return _printable("/".join(_NOTION_ID.sub("", part) or part for part in parts))


def _printable(name: str) -> str:
    """File names may hold anything; what is said of them is one line of proper text."""
    if name.isprintable():
        return name
    name = name.encode("utf-8", "replace").decode("utf-8")
    return "".join(char if char.isprintable() else "?" for char in name)


def why_unreadable(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
