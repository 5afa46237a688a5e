"""Where settings and data lie, from whatever folder the companion is called."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

HOME = "COMPANION_HOME"  # in the environment: the folder of `.env` and of data
NAME = "study-companion"
PROJECT = Path(__file__).resolve().parents[2]


def home(environment: Mapping[str, str]) -> Path:
    """The folder of `.env` and of data: the one that was named, the project's, or the user's."""
    if named := environment.get(HOME, "").strip():
        return Path(named).expanduser()
    return PROJECT if is_checkout(PROJECT) else user_folder(environment, sys.platform)


def is_checkout(folder: Path) -> bool:
    """Whether the companion runs from its own project, not from where a package was installed."""
    return (folder / "pyproject.toml").is_file() and (folder / "knowledge").is_dir()


def user_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Where this system keeps what belongs to a program and a user."""
    if platform == "win32":
        base = environment.get("LOCALAPPDATA") or "~/AppData/Local"
    elif platform == "darwin":
        base = "~/Library/Application Support"
    else:
        base = environment.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(base).expanduser() / NAME


def shown(path: Path) -> str:
    """A path as people read it: from here, where it lies beneath the current folder."""
    try:
        return str(path.resolve().relative_to(Path.cwd().resolve()))
    except (ValueError, OSError):
        return str(path)


def absolute(path: str, base: Path) -> str:
    """*path* as seen from *base*; what is whole already stays."""
    return os.path.normpath(base / Path(path).expanduser())
