"""A `.env` file: its values, the line of each, and the lines that say nothing."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings.places import shown


@dataclass(frozen=True, slots=True)
class DotenvFile:
    """What stands in a `.env` file."""

    path: Path
    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()  # each with file and line
    remarks: tuple[str, ...] = ()


def read_dotenv(path: Path) -> DotenvFile:
    """The file, as far as it can be read; where there is none, nothing is set."""
    try:
        text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        trouble = f"{shown(path)} is not UTF-8 text; save it as UTF-8 and try again."
        return DotenvFile(path, troubles=(trouble,))
    except OSError as error:
        trouble = f"{shown(path)} cannot be read: {error.strerror or error}."
        return DotenvFile(path, troubles=(trouble,))
    return _parsed(path, text) if text else DotenvFile(path)


def _parsed(path: Path, text: str) -> DotenvFile:
    from dotenv import dotenv_values  # only needed when there is a file
    from dotenv.parser import parse_stream

    lines: dict[str, int] = {}
    troubles: list[str] = []
    remarks: list[str] = []
    sound: list[str] = []
    for bound in parse_stream(io.StringIO(text)):
        written = bound.original.string
        blank = written[: len(written) - len(written.lstrip())]
        line = bound.original.line + blank.count("\n")
        place = f"{shown(path)}:{line}"
        if bound.error or (bound.key is not None and bound.value is None):
            troubles.append(f"{place}: this line does not read NAME=value.")
            continue
        sound.append(written)
        if bound.key is not None:
            if bound.key in lines:
                remarks.append(f"{place}: {bound.key} is set for the second time; this one counts.")
            lines[bound.key] = line
    values = dotenv_values(stream=io.StringIO("".join(sound)))
    known = {name: value for name, value in values.items() if value is not None}
    return DotenvFile(path, known, lines, tuple(troubles), tuple(remarks))
