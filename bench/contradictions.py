"""Contradictions: how many of the labelled ones are found, and how many alarms are false.

`bench/labels/contradictions.jsonl` was put together by two readers of the shared notes: what cannot
both be right, and pairs that only look so. What one reader took for a contradiction and the other
for a look-alike is marked as debatable. `bench/labels/seeded.jsonl` lists lines that were written
to contradict the bundled notes, or to look so, in other words than theirs; they stand in
`bench/labels/seeded-notes`.
"""

import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.notes import ABSENT, SHARED_NOTES
from knowledge.library import Library
from knowledge.model import Conflict, DisputedLine

LABELS = Path(__file__).parent / "labels"
Place = tuple[str, int]
_NEAR = 2  # lines: a heading is told by the line that stands below it


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair of places, each said in one or more lines."""

    contradiction: bool
    kind: str  # numeric, opposite, other
    a: tuple[Place, ...]
    b: tuple[Place, ...]
    certain: bool = True

    def meets(self, one: Conflict) -> bool:
        near = _NEAR if self.contradiction else 0
        left, right = _place(one.a), _place(one.b)
        return (_among(left, self.a, near) and _among(right, self.b, near)) or (
            _among(right, self.a, near) and _among(left, self.b, near)
        )


def _place(side: DisputedLine) -> Place:
    return Path(side.file).name, side.line


def _among(place: Place, places: Iterable[Place], near: int) -> bool:
    return any(place[0].startswith(file) and abs(place[1] - line) <= near for file, line in places)


def main() -> int:
    """Print the tables; 1 if a limit is missed."""
    missed = False
    if SHARED_NOTES.is_dir():
        missed = _shared()
    else:
        print(ABSENT.format("notes"))
    false = len(_conflicts("bundled"))
    print(f"\nThe bundled notes by themselves: {false} alarms, each of them false.\n")
    _seeded()
    return int(missed or false > 0)


def _shared() -> bool:
    found = _conflicts(SHARED_NOTES)
    labels = [_labelled(row) for row in _rows("contradictions.jsonl")]
    true = [one for one in labels if one.contradiction]
    certain = [one for one in true if one.certain]
    looks = [one for one in labels if not one.contradiction]
    right = sum(any(one.meets(pair) for one in true) for pair in found)
    figures = [
        ("precision, of the pairs told", 0.95, right, len(found)),
        ("recall, numeric", 0.09, *_recall(found, [one for one in true if one.kind == "numeric"])),
        ("recall, all", 0.0, *_recall(found, true)),
        ("recall, where the readers did not differ", 0.0, *_recall(found, certain)),
        *((f"recall, {kind}", 0.0, *_recall(found, [one for one in true if one.kind == kind]))
          for kind in ("opposite", "other")),
    ]  # fmt: skip
    print("| shared notes | at least | measured |\n| --- | --- | --- |")
    for name, least, hits, of in figures:
        print(f"| {name} | {least or '–'} | {hits / max(of, 1):.2f} ({hits} of {of}) |")
    alarms = _recall(found, looks)[0]
    print(f"| look-alikes told, of {len(looks)} | at most 3 | {alarms} |")
    return alarms > 3 or any(hits < least * of for _, least, hits, of in figures[:2])


def _seeded() -> None:
    found = _conflicts("bundled", LABELS / "seeded-notes")
    print("| seeded lines | contradictions found | look-alikes told |\n| --- | --- | --- |")
    rows = _rows("seeded.jsonl")
    for kind in ("numeric", "opposite", "other"):
        hits = {
            label: [
                _told(row, found) for row in rows if (row["label"], row["kind"]) == (label, kind)
            ]
            for label in ("contradiction", "lookalike")
        }
        cells = (f"{sum(of)} of {len(of)}" for of in hits.values())
        print(f"| {kind} | {' | '.join(cells)} |")


def _told(row: dict[str, object], found: Sequence[Conflict]) -> bool:
    seeded = row["seeded"]
    assert isinstance(seeded, dict)
    place = (str(seeded["file"]), int(seeded["line"]))
    return any(place in (_place(pair.a), _place(pair.b)) for pair in found)


def _recall(found: Sequence[Conflict], labels: Sequence[Labelled]) -> tuple[int, int]:
    return sum(any(one.meets(pair) for pair in found) for one in labels), len(labels)


def _conflicts(*notes: str | Path) -> tuple[Conflict, ...]:
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(notes, Path(folder))
        try:
            return library.conflicts()
        finally:
            library.close()


def _rows(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (LABELS / name).read_text("utf-8").splitlines()]


def _labelled(row: dict[str, object]) -> Labelled:
    def places(side: object) -> tuple[Place, ...]:
        assert isinstance(side, list)
        return tuple((str(one["file"]), int(one["line"])) for one in side)

    return Labelled(
        row["label"] == "contradiction",
        str(row["kind"]),
        places(row["a"]),
        places(row["b"]),
        not row.get("debatable", False),
    )


if __name__ == "__main__":
    sys.exit(main())
