"""Collects what the code says to people, for those who translate it, and compiles what they said.

`make translations` writes bot/language/<language>/LC_MESSAGES/companion.po and .mo anew.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from bot.language import CATALOGS, DOMAIN, ENGLISH, LANGUAGES

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)  # else every run would write other bytes
ROOT = Path(__file__).parent.parent
SPOKEN = ("bot", "adapters", "jobs", "knowledge")  # the packages that say something to people
CALLS = {"_": None, "later": None, "plural": (1, 2)}


def collected() -> Catalog:
    """Every sentence of the code, in no language yet."""
    found = Catalog(charset="utf-8")
    for package in SPOKEN:
        for _, _, message, _, context in extract_from_dir(
            ROOT / package, [("**.py", "python")], keywords=CALLS
        ):
            found.add(message, context=context)
    return found


def paths() -> Iterator[tuple[str, Path]]:
    """Where each language but English stands."""
    for language in LANGUAGES:
        if language != ENGLISH:
            yield language, CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def translated(language: str, path: Path) -> Catalog:
    """What is said in a language already."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(catalog: Catalog, path: Path) -> None:
    """The catalog for people, and beside it the one for machines."""
    with path.open("wb") as file:
        write_po(
            file, catalog, width=0, no_location=True, sort_output=True,
            ignore_obsolete=True, include_previous=False, omit_header=True,
        )  # fmt: skip
    readable = path.read_bytes()
    path.write_bytes(_head(catalog) + readable)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalog)


def _head(catalog: Catalog) -> bytes:
    """What says how the file is written, without the moments that would change with every run."""
    kept = ("Language", "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Plural-Forms")
    told = dict(catalog.mime_headers)
    lines = "".join(f'"{name}: {told[name]}\\n"\n' for name in kept if name in told)
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode()


def main() -> None:
    """Bring every catalog up to what the code says."""
    template = collected()
    for language, path in paths():
        catalog = translated(language, path)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.creation_date = catalog.revision_date = UNDATED
        write(catalog, path)


if __name__ == "__main__":
    main()
