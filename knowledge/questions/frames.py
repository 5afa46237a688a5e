"""Wordings of questions in the languages that notes are asked in."""

from pathlib import Path


def _read() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    text = Path(__file__).with_name("frames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        name, bar, frame = line.partition("|")
        if line.startswith("["):
            found[line.strip("[]")] = {}
        elif bar and not line.startswith("#"):
            found[list(found)[-1]][name.strip()] = frame.strip()
    return found


FRAMES = _read()


def framed(tongue: str, frame: str, place: str, **values: str) -> str:
    """A frame of *tongue* filled in, behind the place where the notes say it."""
    stem = FRAMES[tongue][frame].format(**values)
    return FRAMES[tongue]["where"].format(place=place, stem=stem) if place else stem
