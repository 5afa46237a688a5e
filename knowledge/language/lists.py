"""Word lists, kept as data beside the code that reads them."""

from functools import cache
from pathlib import Path

_HOME = Path(__file__).parent


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of `<name>.txt` that hold more than a comment."""
    lines = (_HOME / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(plain for line in lines if (plain := line.partition("#")[0].strip()))


@cache
def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The words under each "[name]" of a list."""
    found: dict[str, tuple[str, ...]] = {}
    title = ""
    for plain in lines_of(name):
        if plain.startswith("["):
            title = plain.strip("[]")
        else:
            found[title] = (*found.get(title, ()), *plain.split())
    return found
