"""Lookup beside what one would use instead: times, ratios, memory, and quality on the same queries.

`python -m bench speed` measures over the notes as they are, `python -m bench scale` over 100,000
facts; `--scale 1000000` takes any other number. The engines take turns, three rounds each, and the
best of a query's three times counts, so that a busy machine does not tell. WRatio over many facts
takes seconds a query; there it gets few.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import growth, scaled
from bench.engines import RIVALS, Engine, Ours
from bench.judge import Query, Totals, judge, read_queries, share, totals
from bench.limits import Limited, judged
from bench.memory import memory
from bench.notes import DEVELOPMENT, further_queries, team_notes
from knowledge.index.builder import build_from
from knowledge.index.layout import open_index
from knowledge.reading.notes import read_notes
from knowledge.search import Search
from knowledge.search.store import Unreadable

ROUNDS = 3
QUERIES_AT_SCALE = 120
MANY_FACTS = 200_000
SLOW_QUERIES = 4  # for an engine that takes seconds
_COMPLETED = 60


@dataclass(frozen=True, slots=True)
class Measured:
    """One engine's figures: milliseconds a query."""

    name: str
    median: float
    p99: float
    quality: Totals
    queries: int


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Lookup beside what one would use instead.")
    parser.add_argument("--scale", type=int, default=0, metavar="N", help="so many facts")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the index, use it again")
    args = parser.parse_args(arguments)
    with _folder(args.keep) as folder:
        index = folder / f"facts-{args.scale}.db"
        if not _is_usable(index):
            _make(index, args.scale)
        measured = [*_measure(index, folder, _queries(args.scale))]
        completing = _completing(index)
        _report(index, measured)
        return judged(_targets(args.scale, index, measured, completing))


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _is_usable(index: Path) -> bool:
    try:
        return index.exists() and bool(Search.open(index))
    except Unreadable:  # kept by an older version
        return False


def _make(index: Path, scale: int) -> None:
    began = time.perf_counter()
    notes = read_notes(team_notes())
    facts = scaled(notes.facts, scale) if scale else iter(notes.facts)
    build_from(facts, notes.topics, index)
    note = f"Made and indexed in {time.perf_counter() - began:.0f} s"
    if scale:
        law = growth(notes.facts)
        note += (
            f" from {len(notes.facts):,} real facts; K = {law.factor:.1f}, β = {law.exponent:.2f}"
        )
    print(f"{note}.\n")


def _queries(scale: int) -> tuple[Query, ...]:
    queries = (*further_queries(), *(read_queries(DEVELOPMENT) if DEVELOPMENT.exists() else ()))
    if scale < MANY_FACTS:
        return queries
    return tuple(random.Random(1).sample(queries, min(QUERIES_AT_SCALE, len(queries))))


def _measure(index: Path, folder: Path, queries: Sequence[Query]) -> Iterator[Measured]:
    count = _count(index)
    engines: list[tuple[Engine, Sequence[Query], int]] = []
    for rival in RIVALS:
        slow = rival.slow_beyond is not None and count > rival.slow_beyond
        asked = queries[:SLOW_QUERIES] if slow else queries
        engines.append((rival.make(index, folder), asked, 1 if slow else ROUNDS))
        _say(f"{engines[-1][0].name} is ready")
    times: dict[tuple[str, str], float] = {}
    for turn in range(ROUNDS):
        for engine, asked, rounds in engines:
            if turn < rounds:
                _round(engine, asked, times)
                _say(f"{engine.name}: round {turn + 1} of {rounds}")
    for engine, asked, _ in engines:
        verdicts = [
            judge(query, engine.found(query.text, engine.look(query.text))) for query in asked
        ]
        taken = [times[engine.name, query.id] for query in asked]
        yield Measured(
            engine.name, statistics.median(taken), p99(taken), totals(verdicts), len(asked)
        )


def _round(engine: Engine, queries: Sequence[Query], times: dict[tuple[str, str], float]) -> None:
    for query in queries:
        taken = _timed(lambda text=query.text: engine.look(text))  # type: ignore[misc]
        key = engine.name, query.id
        times[key] = min(taken, times.get(key, taken))


def _timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return (time.perf_counter() - began) * 1000


def p99(values: Sequence[float]) -> float:
    """The 99th percentile, nearest rank."""
    ordered = sorted(values)
    return ordered[max(0, -(-99 * len(ordered) // 100) - 1)]


def _completing(index: Path) -> list[float]:
    """Times of completing what somebody types, letter by letter; the best of three each."""
    search = Ours(index).search
    queries = random.Random(2).sample(further_queries(), min(_COMPLETED, len(further_queries())))
    typed = [query.text[:end] for query in queries for end in range(1, len(query.text) + 1)]
    search.complete("s")
    return [
        min(_timed(lambda text=text: search.complete(text)) for _ in range(ROUNDS))  # type: ignore[misc]
        for text in typed
    ]


def _count(index: Path) -> int:
    with open_index(index) as db:
        return int(db.execute("SELECT count(*) FROM facts").fetchone()[0])


def _say(text: str) -> None:
    print(text, file=sys.stderr)


# ---------------------------------------------------------------- the tables


def _report(index: Path, measured: Sequence[Measured]) -> None:
    plain = next(one for one in measured if one.name.startswith("FTS5"))
    print(f"{_count(index):,} facts, {plain.queries} queries.\n")
    print("| engine | median ÷ FTS5 | p99 ÷ FTS5 | median ms | p99 ms | hit@1 | MRR | section |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for one in measured:
        few = f" ({one.queries} queries)" if one.queries < plain.queries else ""
        judged = one.quality
        quality = (
            ["–"] * 3 if few else [share(judged.hit1), share(judged.mrr), share(judged.section)]
        )
        print(
            f"| {one.name}{few} | {one.median / plain.median:.2f} | {one.p99 / plain.p99:.2f} "
            f"| {one.median:.2f} | {one.p99:.2f} | {' | '.join(quality)} |"
        )
    print()


def _targets(
    scale: int, index: Path, measured: Sequence[Measured], completing: list[float]
) -> Iterator[Limited]:
    """What is asked for at each size."""
    ours, plain, fuzzy, ratio = measured
    if not scale:
        yield Limited("median ÷ FTS5 OR", 3, ours.median / plain.median)
        yield Limited("median ÷ WRatio", 1 / 25, ours.median / ratio.median)
        yield Limited("autocomplete p99 ÷ median answer", 1, p99(completing) / ours.median)
    elif scale <= MANY_FACTS:
        yield Limited("median ÷ FTS5 OR", 0.5, ours.median / plain.median)
        yield Limited("p99 ÷ FTS5 OR", 0.3, ours.p99 / plain.p99)
    else:
        yield Limited("median ÷ FTS5 OR", 0.1, ours.median / plain.median)
        yield Limited("p99 ÷ FTS5 OR", 0.05, ours.p99 / plain.p99)
        yield Limited("median ÷ tantivy fuzzy", 3, ours.median / fuzzy.median)
    peak, before = memory(index)
    yield Limited(f"memory, GB ({before / 1000:.2f} before opening)", 2.2, peak / 1000)


if __name__ == "__main__":
    sys.exit(main())
