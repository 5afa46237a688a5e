"""Reading and indexing: in a fresh process, from nothing, and with nothing to do.

Each figure is the best of three whole processes of `companion index`, Python's start included.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.limits import Limited, judged
from bench.notes import team_notes

ROUNDS = 3
COLD, IDLE = 3.0, 0.2


def main() -> int:
    notes = [str(path) for path in team_notes()]
    with tempfile.TemporaryDirectory() as temporary:
        figures = _figures(Path(temporary), notes)
    return judged(figures)


def _figures(folder: Path, notes: list[str]) -> list[Limited]:
    cold = []
    for number in range(ROUNDS):
        home = folder / str(number)
        home.mkdir()
        cold.append(_index(home, notes))
    idle = [_index(folder / "0", notes) for _ in range(ROUNDS)]
    return [
        Limited("parse and build, cold, s", COLD, min(cold)),
        Limited("nothing to do, s", IDLE, min(idle)),
    ]


def _index(home: Path, notes: list[str]) -> float:
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{home / 'companion.db'}"}
    command = [sys.executable, "-m", "bot", "index", "--notes", *notes]
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
