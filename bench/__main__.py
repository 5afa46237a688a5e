"""Everything that is measured: `python -m bench` runs the default list, `python -m bench NAME` one.

What stands behind NAME is passed on, so `python -m bench scale --scale 1000000` works.
Prints Markdown; the exit status is 1 if a measurement says that a limit was missed.
"""

import importlib
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests import postgres


@dataclass(frozen=True, slots=True)
class Measurement:
    """A module with a `main()` that prints Markdown, and what it is started with."""

    name: str
    module: str
    what: str
    arguments: tuple[str, ...] = ()
    by_default: bool = True
    smaller: tuple[str, ...] = ()  # what it is given in the default list, to take a minute or two
    servers: bool = False  # whether it starts PostgreSQL


MEASUREMENTS = (
    Measurement("quality", "bench.quality", "right answers, per query set and style"),
    Measurement("pack", "bench.pack_coverage", "what the bundled notes answer"),
    Measurement("indexing", "bench.indexing", "reading and indexing, cold and with nothing to do"),
    Measurement("edits", "bench.edits", "an edit among 10,000 notes, and watching", (), False),
    Measurement("first", "bench.first", "the first look-up of a process, and its end"),
    Measurement("vault", "bench.vault", "reading and indexing 70,000 lines", (), False),
    Measurement("hostile", "bench.hostile", "a megabyte of each hostile kind of file", (), False),
    Measurement("loss", "bench.reading_loss", "words of notes that nothing which was read holds"),
    Measurement("speed", "bench.lookup", "lookup beside other engines"),
    Measurement("scale", "bench.lookup", "the same, 100,000 facts", ("--scale", "100000")),
    Measurement(
        "million", "bench.lookup", "the same, 1,000,000 facts", ("--scale", "1000000"), False
    ),
    Measurement("state", "bench.state", "boards, answers and reviews with 200,000 answers"),
    Measurement("use", "bench.state_use", "wrong questions noticed, sound ones left alone"),
    Measurement("clicks", "bench.clicks", "a thousand answers within a second, busy machine"),
    Measurement("schedules", "bench.schedules", "daily questions of many channels coming due"),
    Measurement(
        "days", "bench.days", "sixty days with kills and faults, on both platforms", (), False
    ),
    Measurement("mends", "bench.mends", "what was mended, undone: its test fails", (), False),
    Measurement("http", "bench.http", "hostile requests to HTTP mode: answers, processor time"),
    Measurement(
        "replicas",
        "bench.replicas",
        "thirty days over two and four replicas, one killed on each",
        smaller=("--days", "4"),
        servers=True,
    ),
    Measurement("releases", "bench.releases", "an older release beside this one", (), False),
    Measurement(
        "sharing",
        "bench.sharing",
        "ten thousand quizzes due at once, four replicas",
        smaller=("--schedules", "2000"),
        servers=True,
    ),
    Measurement(
        "answers",
        "bench.answers",
        "a million answers on both databases, and clicks on several replicas",
        smaller=("--answers", "100000", "--clicks", "100", "2000"),
        servers=True,
    ),
    Measurement(
        "rate",
        "bench.clicks",
        "clicks offered over HTTP at a rate, to replicas behind a load balancer",
        ("--rate", "2000", "--seconds", "30", "--replicas", "2", "--workspaces", "20"),
        smaller=("--rate", "200", "--seconds", "5", "--workspaces", "2"),
        servers=True,
    ),
    Measurement("conflicts", "bench.contradictions", "contradictions found, false alarms"),
    Measurement("plan", "bench.plan_simulation", "exam plans over many weeks"),
    Measurement("bank", "bench.bank", "the written questions against their checks"),
    Measurement("readings", "bench.readings", "what readers said of the bank", (), False),
    Measurement("questions", "bench.questions_gates", "quiz questions against their gates"),
    Measurement("draw", "bench.questions_draw", "a draw of questions for readers", (), False),
)


def main(arguments: Sequence[str]) -> int:
    names = {one.name: one for one in MEASUREMENTS}
    if not arguments:
        chosen = [one for one in MEASUREMENTS if one.by_default]
        return max(run(one, one.smaller) for one in chosen)
    if arguments[0] not in names:
        print(f"There is no measurement {arguments[0]!r}. There are:\n", file=sys.stderr)
        for one in MEASUREMENTS:
            also = "" if one.by_default else " (not by default)"
            print(f"  {one.name:10} {one.what}{also}", file=sys.stderr)
        return 2
    return run(names[arguments[0]], arguments[1:])


def run(one: Measurement, more: Sequence[str]) -> int:
    """Run one measurement as if started by itself; arguments that come later count."""
    given = f" ({' '.join(more)})" if more else ""
    print(f"\n## {one.name}: {one.what}{given}\n", flush=True)
    if one.servers and not postgres.available():
        print(postgres.HOW_TO_GET_IT)
        return 0
    before, began = sys.argv, time.perf_counter()
    sys.argv = [one.module, *one.arguments, *more]
    try:
        status = importlib.import_module(one.module).main()
    except SystemExit as exit:
        status = exit.code
    finally:
        sys.argv = before
    print(f"\n({time.perf_counter() - began:.0f} s)", flush=True)
    return status if isinstance(status, int) else int(status is not None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
