"""The labelled query sets, each with the notes that it asks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.judge import Query, read_queries
from bench.notes import DEVELOPMENT, MATERIAL, SHARED_NOTES, own_queries

OVER_SHARED = (
    "heldout",
    "fresh",
    "tuning",
    "blind",
    "blind2",
    "unread1",
    "foreign",
    "chat",
    "learners",
    "unread2",
    "unread3",
    "unread5",
    "unread6",
    "unread7",
    "unread8",
    "unread9",
    "unread10",
)
UNREAD = (
    "blind2",
    "unread5",
    "unread10",
    "unread-pack5",
    "everyday2",
    "everyday3",
)  # nobody reads their misses, nothing is fitted to them
EVERYDAY = ("everyday", "everyday2", "everyday3", "remarks")  # what no notes here should answer


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """Queries with what is right about them, and the notes that they are asked of."""

    name: str
    notes: tuple[Path | str, ...]
    queries: Sequence[Query]

    @property
    def is_unread(self) -> bool:
        return self.name in UNREAD


def labelled_sets() -> Iterator[LabelledSet]:
    """All sets whose notes are there."""
    if SHARED_NOTES.is_dir():
        if DEVELOPMENT.exists():
            yield LabelledSet("dev", (SHARED_NOTES,), read_queries(DEVELOPMENT))
        for name in OVER_SHARED:
            yield LabelledSet(name, (SHARED_NOTES,), own_queries(name))
    yield LabelledSet("pack", ("bundled",), own_queries("pack"))
    yield LabelledSet("chat", ("bundled",), own_queries("chat-pack"))
    yield LabelledSet("learners-pack", ("bundled",), own_queries("learners-pack"))
    for name in ("unread-pack", "unread-pack2", "unread-pack5"):
        yield LabelledSet(name, ("bundled",), own_queries(name))
    for folder in _samples():
        labels = DEVELOPMENT.with_name(f"material-{folder.name}.jsonl")
        if labels.exists():
            yield LabelledSet("material", (folder,), read_queries(labels))
        yield LabelledSet("learners-material", (folder,), own_queries(f"learners-{folder.name}"))
    everywhere: list[tuple[Path | str, ...]] = [("bundled",), *((folder,) for folder in _samples())]
    if SHARED_NOTES.is_dir():
        everywhere.append((SHARED_NOTES,))
    for name in EVERYDAY:
        for notes in everywhere:
            yield LabelledSet(name, notes, own_queries(name))


def _samples() -> list[Path]:
    """Other people's notes, a collection a folder."""
    return sorted(one for one in MATERIAL.iterdir() if one.is_dir()) if MATERIAL.is_dir() else []
