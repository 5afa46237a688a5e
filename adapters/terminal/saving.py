"""Files that a reply brings, kept where nobody else reads them."""

from pathlib import Path

from bot.messages import File
from bot.private import private_folder, write_private


def saved(folder: Path, file: File) -> Path:
    """Write a file without overwriting another, and say where it is."""
    private_folder(folder)
    name = Path(file.name).name
    target, number = folder / name, 2
    while target.exists():
        target = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    write_private(target, file.content)
    return target
