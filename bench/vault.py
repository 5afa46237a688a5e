"""A large vault: the notes that there are, again and again with other words, read and indexed.

    python -m bench vault [--lines 70000] [--profile]

The first round are the notes as they stand; in each further one every longer word loses a letter
and gains another, the same word always in the same way, so that vocabulary and facts grow as they
do in other people's notes while all marks stay. Seconds on the wall and of the processor are those
of whole processes of `companion index`, Python's start included, the best of three each; the limits
hold for the wall.
"""

import argparse
import cProfile
import os
import pstats
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bench.limits import Limited
from bench.notes import MATERIAL, SHARED_NOTES
from knowledge.index.builder import build
from knowledge.reading.decoding import read_text
from knowledge.reading.document import read_document
from knowledge.reading.files import find_files

LINES = 70_000
COLD, IDLE = 15.0, 0.5
ROUNDS = 3
_WORD = re.compile(r"(?<![\w/#.:@&\\^<-])[A-Za-z]{5,}(?![\w/.:@-])")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds on the wall and of the processor, with those of child processes."""

    wall: float
    processor: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--profile", action="store_true", help="where the time of reading goes")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        notes = Path(temporary, "notes")
        files, lines = write_vault(notes, chosen.lines)
        if chosen.profile:
            _profile(notes, Path(temporary))
            return 0
        print(f"{lines:,} lines in {files:,} notes\n")
        cold = [_index(notes, Path(temporary, str(number))) for number in range(ROUNDS)]
        idle = [_index(notes, Path(temporary, "0")) for _ in range(ROUNDS)]
        alone = [_read(notes) for _ in range(ROUNDS)]
    print("| what | limit | wall, s | processor, s | |")
    print("| --- | ---: | ---: | ---: | --- |")
    missed = [not _row("read and build, cold", COLD, cold), not _row("nothing to do", IDLE, idle)]
    print(f"\nReading alone: {min(alone) / lines * 1e6:.0f} µs of processor time a line.")
    return int(any(missed))


def write_vault(folder: Path, lines: int) -> tuple[int, int]:
    """Fill *folder* with at least so many lines of notes; how many files and lines it has now."""
    roots = [path for path in (SHARED_NOTES, MATERIAL) if path.is_dir()]
    found = find_files(["bundled", *roots]).files
    sources = [(one.label, text) for one in found if (text := read_text(one)[0])]
    files = written = number = 0
    while written < lines:
        for label, text in sources:
            if written >= lines:
                break
            target = folder / f"{number}" / label
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(in_other_words(text, number), encoding="utf-8", errors="replace")
            files, written = files + 1, written + text.count("\n")
        number += 1
    return files, written


def in_other_words(text: str, number: int) -> str:
    """*text* as the notes of another round have it, the first of which has it as it is."""
    return _WORD.sub(lambda word: _other(word[0], number), text) if number else text


def _other(word: str, number: int) -> str:
    """*word* with one letter inside it for another."""
    value = int.from_bytes(blake2b(f"{number}{word.lower()}".encode(), digest_size=4).digest())
    place = 1 + value % (len(word) - 2)
    letter = "aeioulnrst"[(value >> 8) % 10]
    return f"{word[:place]}{letter}{word[place + 1 :]}"


def _index(notes: Path, home: Path) -> Spent:
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{home / 'companion.db'}"}
    command = [sys.executable, "-m", "bot", "index", "--notes", str(notes)]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Spent(wall, sum(after[:2]) - sum(before[:2]))


def _read(notes: Path) -> float:
    """Processor time for reading all notes, and nothing else."""
    texts = [(file.label, read_text(file)[0]) for file in find_files([notes]).files]
    began = time.process_time()
    for label, text in texts:
        read_document(text, label)
    return time.process_time() - began


def _row(what: str, limit: float, spent: list[Spent]) -> bool:
    """With the processor time besides."""
    processor = min(one.processor for one in spent)
    figure = Limited(what, limit, min(one.wall for one in spent))
    print(f"| {what} | ≤ {limit:g} | {figure.measured:.2f} | {processor:.2f} | {figure.verdict} |")
    return figure.met


def _profile(notes: Path, folder: Path) -> None:
    profile = cProfile.Profile()
    profile.enable()
    build([notes], folder / "index.db")
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


if __name__ == "__main__":
    sys.exit(main())
