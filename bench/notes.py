"""Which notes and query sets the measurements use: ours, and the shared ones where they exist."""

from pathlib import Path

from bench.judge import QUERIES, Query, read_queries

_BESIDE = Path(__file__).resolve().parents[2] / "shared"
SHARED_NOTES = _BESIDE / "notes"
DEVELOPMENT = _BESIDE / "eval" / "dev.jsonl"
MATERIAL = _BESIDE / "material"
ABSENT = "skipped: there is no ../shared/{} beside this repository"


def team_notes() -> tuple[Path | str, ...]:
    """Notes as people really write them; the bundled ones where those are not there."""
    return (SHARED_NOTES,) if SHARED_NOTES.is_dir() else ("bundled",)


def further_queries() -> tuple[Query, ...]:
    """Queries over the shared notes beside the development set."""
    return own_queries("heldout") + own_queries("fresh")


def own_queries(name: str) -> tuple[Query, ...]:
    path = QUERIES / f"{name}.jsonl"
    return read_queries(path) if path.exists() else ()
