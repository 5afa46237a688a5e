"""Whether the bundled notes answer what learners ask, or correct an outdated answer.

Takes the answerable queries of ../shared/eval/dev.jsonl, if it exists, to the bundled notes. Those
that the pack fails on purpose, because their expectation is no longer true or is about somebody's
own notes, stand in queries/outdated.jsonl with the reason and what the pack answers instead; they
count as misses all the same. `--misses` lists the others.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.judge import QUERIES, Query, Verdict, judge_all, read_queries, share, totals
from bench.notes import ABSENT, DEVELOPMENT, own_queries
from bench.quality import print_misses
from knowledge.library import Library

HIT1, SECTION, OWN_HIT1 = 0.85, 0.80, 0.95


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="What the bundled notes answer.")
    parser.add_argument("--misses", action="store_true", help="list what was answered wrongly")
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(("bundled",), Path(folder))
        try:
            own = judge_all(own_queries("pack"), library.ask)
            learners = judge_all(_learners(), library.ask)
        finally:
            library.close()
    print("| queries | figure | limit | measured | |")
    print("| --- | --- | --- | --- | --- |")
    _line(f"{len(own)} written for the pack", "hit@1", OWN_HIT1, totals(own).hit1)
    if not learners:
        print("\nCoverage " + ABSENT.format("eval/dev.jsonl"))
    else:
        sums = totals(learners)
        _line(f"{len(learners)} of learners", "hit@1", HIT1, sums.hit1)
        _line(f"{len(learners)} of learners", "section", SECTION, sums.section)
        _outdated(learners)
    if args.misses:
        known = outdated()
        print_misses([*(one for one in learners if one.query.id not in known)])
    return 0


def _learners() -> tuple[Query, ...]:
    queries = read_queries(DEVELOPMENT) if DEVELOPMENT.exists() else ()
    return tuple(query for query in queries if query.kind != "none")


def outdated() -> dict[str, str]:
    """Queries that the pack fails on purpose: id and reason."""
    lines = (QUERIES / "outdated.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row["reason"] for row in map(json.loads, lines)}


def _line(queries: str, figure: str, limit: float, value: float | None) -> None:
    reached = "met" if value is not None and value >= limit else "MISSED"
    print(f"| {queries} | {figure} | ≥ {limit:g} | {share(value)} | {reached} |")


def _outdated(verdicts: Sequence[Verdict]) -> None:
    known = outdated()
    failed = [one for one in verdicts if one.query.id in known]
    right = [one for one in verdicts if one.query.id not in known]
    sums = totals(right)
    print(
        f"\n{len(failed)} of them expect what is outdated or stands only in somebody's own notes; "
        f"without them hit@1 is {share(sums.hit1)}, section {share(sums.section)}."
    )
    for one in failed:
        print(f"- {one.query.text!r}: {known[one.query.id]}")


if __name__ == "__main__":
    sys.exit(main())
