"""`companion run` on a clock that a test moves, dying at a step that the test names.

python -m tests.jobs.moved CLOCK_FILE STEP     STEP 0: do not die
"""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from bot.ops import logs
from bot.root.serving import serve
from bot.settings import load_settings
from jobs import clockwork


def main(clock_file: str, die_at: str) -> int:
    clockwork.BEAT_SECONDS = 0.1  # the test's days are short
    path, last, taken = Path(clock_file), int(die_at), 0

    def clock() -> datetime:
        return datetime.fromisoformat(path.read_text())

    def step(name: str) -> None:
        nonlocal taken
        taken += 1
        if taken == last:
            with path.with_suffix(".deaths").open("a") as deaths:
                deaths.write(f"{name}\n")
            os.kill(os.getpid(), signal.SIGKILL)

    settings = load_settings()
    logs.set_up(settings)
    return asyncio.run(serve(settings, clock, step))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
