"""Clicks offered to the store by several processes, and what they use up: part of `bench answers`.

Each process has a hundred threads over the ten connections of its pool, so that connections and
processors both can be what runs out; figures of both are taken while clicks are offered.
"""

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from bench import processors
from bench.peopled import PEOPLE, WORKSPACES, posted, somebody, team
from bot.quiz.outcomes import Answered
from bot.quiz.rounds import QuizRounds
from bot.store import Store, StoreAway

SECONDS = 30
PROCESSES = 4
IN_FLIGHT = 100  # in each process, far above the connections of its pool
LOOKS = 0.1  # seconds between two looks at who waits
HEAD = (
    "| clicks a second offered | answered | p50 | p95 | p99 | told to try again | never sent |"
    " processors: each process | server | the machine | waiting for a connection: median, most |"
)


@dataclass(slots=True)
class Worked:
    """What one process did with its share of the clicks."""

    took: list[float] = field(default_factory=list)  # from when each was due until it was answered
    within: int = 0  # answered before the offer ended
    failed: int = 0  # told to try again
    unsent: int = 0  # still in line when the measurement stopped
    processors: float = 0.0  # used by this process while clicks were offered
    server: float = 0.0  # by the database's server
    machine: float = 0.0  # by all that ran on the machine
    waiting: list[int] = field(default_factory=list)  # callers in line for a connection


def offer(url: str, postmaster: int, a_second: int) -> None:
    """Clicks come at their own pace, whether the ones before were answered or not."""
    share = str(a_second // PROCESSES)
    command = [sys.executable, "-m", "bench.offered", url, str(postmaster), share]
    workers = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(PROCESSES)
    ]
    told = [Worked(**json.loads(worker.communicate()[0])) for worker in workers]
    print(_row(a_second, told), flush=True)


def _row(a_second: int, told: Sequence[Worked]) -> str:
    took = sorted(seconds for one in told for seconds in one.took)
    waiting = sorted(number for one in told for number in one.waiting) or [0]
    cells = (
        f"{a_second:,}",
        f"{sum(one.within for one in told) / SECONDS:,.0f}",
        *(_at(took, part) for part in (0.5, 0.95, 0.99)),
        f"{sum(one.failed for one in told):,}",
        f"{sum(one.unsent for one in told):,}",
        ", ".join(processors.told(one.processors) for one in told),
        processors.told(told[0].server),
        f"{processors.told(told[0].machine)} of {os.cpu_count()}",
        f"{waiting[len(waiting) // 2]}, {waiting[-1]}",
    )
    return f"| {' | '.join(cells)} |"


def _at(took: Sequence[float], part: float) -> str:
    """How long it took at most for such a part of those that were answered."""
    return f"{took[int(len(took) * part)] * 1000:,.0f} ms" if took else "nobody answered"


def work(url: str, postmaster: int, a_second: int, number: int) -> Worked:
    """One process: its share of the clicks, each person once a round."""
    store, draw, worked = Store.open(url), random.Random(time.time()), Worked()
    rounds = QuizRounds(store)
    first = store.rounds.latest(team(number), "C1")
    assert first is not None
    day = first.day + timedelta(days=draw.randrange(1, 2000))
    mine = range(number, WORKSPACES, PROCESSES)
    today = {(w, n): posted(store, w, day + timedelta(days=n)) for w in mine for n in range(4)}
    clicks = [(key, person) for key in today for person in range(PEOPLE)]
    draw.shuffle(clicks)
    counting = threading.Lock()
    began = time.perf_counter() + 1.0

    def click(place: int) -> None:
        (workspace, n), person = clicks[place % len(clicks)]
        due = began + place / a_second
        time.sleep(max(0.0, due - time.perf_counter()))
        round = today[workspace, n]
        when = round.opens + timedelta(minutes=5)
        failed, unsent = False, time.perf_counter() > began + 3 * SECONDS
        if not unsent:
            try:
                outcome = rounds.answer(somebody(workspace, person), round.id, 1, when)
                assert isinstance(outcome, Answered)
            except StoreAway:
                failed = True
        now = time.perf_counter()
        with counting:
            worked.failed += failed
            worked.unsent += unsent
            if not (failed or unsent):
                worked.took.append(now - due)
                worked.within += now < began + SECONDS

    watching = threading.Thread(target=_watch, args=(store, worked, began, postmaster))
    watching.start()
    with ThreadPoolExecutor(IN_FLIGHT) as pool:
        list(pool.map(click, range(a_second * SECONDS)))
    watching.join()
    store.close()
    return worked


# ---------------------------------------------------------------- what is used up


def _watch(store: Store, worked: Worked, began: float, postmaster: int) -> None:
    """Look on while clicks are offered: who waits, and whose the processors are."""
    time.sleep(max(0.0, began - time.perf_counter()))
    before = _used(postmaster)
    ends = began + SECONDS
    while time.perf_counter() < ends:
        worked.waiting.append(store.pool[2])
        time.sleep(LOOKS)
    lasted = time.perf_counter() - began
    worked.processors, worked.server, worked.machine = (
        (after - earlier) / lasted for after, earlier in zip(_used(postmaster), before, strict=True)
    )


def _used(postmaster: int) -> tuple[float, float, float]:
    """Seconds of processors used so far: by this process, by the server, by all (on Linux)."""
    return time.process_time(), processors.of_family(postmaster), processors.of_all()


def main() -> int:
    url, postmaster, a_second, number = sys.argv[1:]
    print(json.dumps(asdict(work(url, int(postmaster), int(a_second), int(number)))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
