"""An edit among ten thousand notes: what taking it in costs, and what watching for it does.

The notes are made from real ones (`bench.corpus`), five facts to a file. Processor time is told,
since others may be using the machine; `--files N` makes another number of them.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from bench.corpus import scaled
from bench.limits import Limited, judged
from bench.notes import team_notes
from knowledge.index.watch import Watcher
from knowledge.library import Library
from knowledge.model import Fact

FACTS_OF_A_FILE = 5
LONG_AGO = 1_000_000_000  # a date that is trusted
WATCHED = 60.0  # seconds
WATCHING, EDIT = 0.02, 0.1  # limits: of a core, of reading all


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench edits", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        made = write_notes(folder / "notes", asked.files)
        cold, idle, edit = _indexing(made, folder / "index")
        share = _watching(made[0].parent.parent)
    return judged(
        (
            Limited("one file edited ÷ all", EDIT, edit / cold),
            Limited("watching, share of a core", WATCHING, share),
        ),
        (
            f"| {len(made):,} files read and indexed, s | | {cold:.2f} | |",
            f"| nothing to do, s | | {idle:.2f} | |",
            f"| one file edited, s | | {edit:.2f} | |",
        ),
    )


def write_notes(folder: Path, files: int) -> list[Path]:
    """So many notes of five facts each, a hundred to a folder."""
    with tempfile.TemporaryDirectory() as temporary:
        library = Library.open(team_notes(), Path(temporary))
        facts = scaled(library.facts(), files * FACTS_OF_A_FILE)
        library.close()
    made = []
    for number in range(files):
        file = folder / f"{number // 100:03}" / f"{number:05}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_note(list(islice(facts, FACTS_OF_A_FILE))), encoding="utf-8")
        os.utime(file, (LONG_AGO, LONG_AGO))
        made.append(file)
    return made


def _note(facts: Sequence[Fact]) -> str:
    """A note with these facts as bullets under their headings."""
    lines = [f"# {facts[0].topic or 'Notes'}"]
    above: tuple[str, ...] = ()
    for fact in facts:
        if fact.path != above:
            lines += ["", f"## {fact.path[-1] if fact.path else 'More'}", ""]
            above = fact.path
        lines.append(f"- {' '.join(fact.text.split())}")
    return "\n".join(lines) + "\n"


def _indexing(made: Sequence[Path], index: Path) -> tuple[float, float, float]:
    """Processor time of reading all, of finding nothing to do, of an edit."""
    library = Library.unread([made[0].parent.parent], index)
    cold = _took(library.refresh)
    idle = _took(library.refresh)
    with made[len(made) // 2].open("a", encoding="utf-8") as file:
        file.write("- An edit of the moment.\n")
    edit = _took(library.refresh)
    library.close()
    return cold, idle, edit


def _watching(notes: Path) -> float:
    watcher = Watcher([notes], lambda: None)
    watcher.start()
    time.sleep(WATCHED / 10)  # the first look, and where the system tells what it takes to hear
    began, worked = time.monotonic(), time.process_time()
    time.sleep(WATCHED)
    share = (time.process_time() - worked) / (time.monotonic() - began)
    watcher.stop()
    return share


def _took(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
