"""Which kind of file something is, by its name and its first words."""

from pathlib import Path

from knowledge.importing.aiken import import_aiken, looks_like_aiken
from knowledge.importing.anki import import_anki
from knowledge.importing.gift import import_gift, looks_like_gift
from knowledge.importing.items import Imported, Importer, ImportTrouble
from knowledge.importing.moodle import import_moodle
from knowledge.importing.sheets import import_sheet
from knowledge.reading.decoding import decode

KINDS: dict[str, Importer] = {
    "anki": import_anki,
    "csv": import_sheet,
    "gift": import_gift,
    "aiken": import_aiken,
    "moodle": import_moodle,
}
_BY_SUFFIX = {
    ".apkg": "anki", ".colpkg": "anki", ".csv": "csv", ".tsv": "csv", ".gift": "gift",
    ".aiken": "aiken", ".xml": "moodle",
}  # fmt: skip
LARGEST_PACKAGE = 500_000_000  # bytes; most of a package is pictures and sounds, which stay there
LARGEST_FILE = 50_000_000  # bytes of any other kind


def import_file(path: Path, kind: str = "") -> Imported:
    """What *path* holds; *kind* is one of KINDS where the name does not say it."""
    known = kind or _BY_SUFFIX.get(path.suffix.lower(), "")
    content = _content(path, LARGEST_PACKAGE if known == "anki" else LARGEST_FILE)
    known = known or _guessed(content, path)
    imported = KINDS[known](content, path.stem)
    if not any(deck.items for deck in imported.decks):
        imported.problems.append(f"{path.name}: holds nothing that can be asked.")
    return imported


def _content(path: Path, largest: int) -> bytes:
    try:
        if not path.is_file():
            raise ImportTrouble(f"{path}: there is no such file.")
        with path.open("rb") as file:
            content = file.read(largest + 1)
    except OSError as error:
        raise ImportTrouble(f"{path}: cannot be read ({error.strerror or error}).") from error
    if len(content) > largest:
        limit = largest // 1_000_000
        raise ImportTrouble(f"{path}: is larger than {limit} MB. Split it.")
    return content


def _guessed(content: bytes, path: Path) -> str:
    """Text files come as .txt from Moodle as well as from Quizlet and Anki."""
    text, _ = decode(content, path.name)
    if looks_like_aiken(text):
        return "aiken"
    if looks_like_gift(text):
        return "gift"
    if "\t" in text:
        return "csv"
    known = ", ".join(KINDS)
    raise ImportTrouble(f"{path}: is of no known kind. Say which with --kind ({known}).")
