"""Files that nobody wrote by hand, a megabyte of each kind: how long reading them takes.

    python -m bench hostile [--only TEXT] [--size 1000000] [--top 25] [--documents]

The kinds are those of `tests/knowledge/hostile.py`. Each is read twice, each time in a process of
its own so that nothing is remembered, without the collector as whenever notes are taken in; the
better of the two counts, in processor time, since cores are shared. The exit status is 1 if a
megabyte of one took more than two seconds.

With `--documents` those of `tests/knowledge/hostile_documents.py`, each read once: seconds on the
wall, memory of the program that reads it, and what was said. The exit status is 1 if one took
longer than a document may.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from knowledge.index.collecting import nothing_collected
from knowledge.reading import converting
from knowledge.reading.decoding import read_text
from knowledge.reading.files import NoteFile
from knowledge.reading.notes import read_notes
from tests.knowledge.hostile import KINDS, write
from tests.knowledge.hostile_documents import DOCUMENTS

MEGABYTE = 1_000_000
LIMIT = 2.0  # seconds for a megabyte
TRIES = 2
LATE = 15.0  # seconds: for stopping a program, and reading what it said, on a busy machine


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading took: seconds of processor time for a megabyte, megabytes of memory."""

    kind: str
    seconds: float
    memory: float
    facts: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench hostile", description=__doc__)
    parser.add_argument("--only", default="", help="kinds whose name holds this text")
    parser.add_argument("--size", type=int, default=MEGABYTE, help="bytes, about")
    parser.add_argument("--top", type=int, default=25, help="so many of the slowest are printed")
    parser.add_argument("--documents", action="store_true", help="documents instead of notes")
    chosen = parser.parse_args()
    if chosen.documents:
        return _documents(chosen.only, chosen.size)
    names = [name for name in KINDS if chosen.only in name for _ in range(TRIES)]
    read_notes(["bundled"])  # what is loaded once is no cost of a file
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        readings = list(pool.imap(partial(read, size=chosen.size), names, chunksize=1))
    best = [min(tries, key=lambda one: one.seconds) for tries in _in_pairs(readings)]
    return report(best, chosen.top)


def _in_pairs(readings: list[Reading]) -> list[list[Reading]]:
    return [readings[at : at + TRIES] for at in range(0, len(readings), TRIES)]


def read(name: str, size: int) -> Reading:
    """Read a file of this kind, which must never raise anything."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), name, size)
        before, began = _memory(), time.process_time()
        with nothing_collected():
            facts = len(read_notes([path]).facts)
        took = time.process_time() - began
        return Reading(name, took * MEGABYTE / path.stat().st_size, _memory() - before, facts)


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _documents(only: str, size: int) -> int:
    print(
        "| document | kB | s | MB of memory | what came of it |\n| --- | ---: | ---: | ---: | --- |"
    )
    names = [name for name in DOCUMENTS if only in name]
    with multiprocessing.get_context("fork").Pool(1, maxtasksperchild=1) as pool:
        slowest = 0.0
        for name, row, seconds in pool.imap(partial(convert, size=size), names, chunksize=1):
            print(f"| {name} | {row} |", flush=True)
            slowest = max(slowest, seconds)
    return int(slowest > converting._SECONDS + LATE)


def convert(name: str, size: int) -> tuple[str, str, float]:
    """Read a document of this kind; a row of the table and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(DOCUMENTS[name](size))
        began = time.perf_counter()
        text, problem = read_text(NoteFile(path, name))
        took = time.perf_counter() - began
        kilobytes = path.stat().st_size / 1000
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    came = problem.partition(": ")[2] or f"{len(text):,} characters"
    return name, f"{kilobytes:.0f} | {took:.1f} | {memory:.0f} | {came}", took


def report(best: list[Reading], top: int) -> int:
    """Print the slowest as a table; 1 if one was too slow."""
    slowest = sorted(best, key=lambda one: -one.seconds)
    print(
        f"| {len(best)} kinds | s a megabyte | MB of memory | facts |\n| --- | ---: | ---: | ---: |"
    )
    for one in slowest[:top]:
        print(f"| {one.kind} | {one.seconds:.2f} | {one.memory:.0f} | {one.facts:,} |")
    over = sum(one.seconds > LIMIT for one in best)
    most = max((one.memory for one in best), default=0)
    middle = slowest[len(slowest) // 2].seconds if slowest else 0
    print(f"\n{over} over {LIMIT:g} s; half of them below {middle:.2f} s; at most {most:.0f} MB.")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
