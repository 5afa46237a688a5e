"""Right answers: every query set over its notes, in all and style by style.

All but `pack` ask the shared notes, `pack` the bundled ones. All but `blind2` were read while the
search was tuned; of `blind2` only the totals are ever told. `--misses` lists what went wrong in the
others.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.judge import Query, Verdict, judge_all, read_queries, share, totals
from bench.notes import ABSENT, DEVELOPMENT, SHARED_NOTES, own_queries
from knowledge.library import Library

SHARED = ("dev", "heldout", "fresh", "tuning", "blind", "blind2")  # what asks the shared notes
NAMES = (*SHARED, "pack")
TOTALS_ONLY = ("blind2",)  # who reads its misses can't measure with it any more
_HEAD = "| {} | queries | hit@1 | MRR | section | none refused | accepted |"
_RULE = "| --- | --- | --- | --- | --- | --- | --- |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How many queries get the right answer.")
    parser.add_argument("--misses", action="store_true", help="list what was answered wrongly")
    parser.add_argument("--only", metavar="SET", help="one of " + ", ".join(NAMES))
    args = parser.parse_args(arguments)
    judged = {
        name: _judge(notes, queries)
        for name, notes, queries in _sets()
        if args.only in (None, name) and queries
    }
    print(_HEAD.format("set"), _RULE, sep="\n")
    for name, verdicts in judged.items():
        print(row(name, verdicts))
    for name, verdicts in judged.items():
        if name in TOTALS_ONLY:
            continue
        print(f"\n{_HEAD.format(f'{name}: style')}\n{_RULE}")
        for style in sorted({one.query.style for one in verdicts}):
            print(row(style, [one for one in verdicts if one.query.style == style]))
        if args.misses:
            print_misses(verdicts)
    if not SHARED_NOTES.is_dir():
        print(f"\n{', '.join(SHARED)} " + ABSENT.format("notes"))
    return 0


def _sets() -> Iterator[tuple[str, tuple[Path | str, ...], Sequence[Query]]]:
    if SHARED_NOTES.is_dir():
        yield "dev", (SHARED_NOTES,), read_queries(DEVELOPMENT) if DEVELOPMENT.exists() else ()
        for name in SHARED[1:]:
            yield name, (SHARED_NOTES,), own_queries(name)
    yield "pack", ("bundled",), own_queries("pack")


def _judge(notes: tuple[Path | str, ...], queries: Sequence[Query]) -> list[Verdict]:
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(notes, Path(folder))
        try:
            return judge_all(queries, library.ask)
        finally:
            library.close()


def row(name: str, verdicts: Sequence[Verdict]) -> str:
    """One line of the table."""
    sums = totals(verdicts)
    figures = (sums.hit1, sums.mrr, sums.section, sums.none, sums.accept)
    return f"| {name} | {sums.queries} | {' | '.join(map(share, figures))} |"


def print_misses(verdicts: Sequence[Verdict]) -> None:
    for one in verdicts:
        if not one.good:
            query = one.query
            state = "refused" if one.refused else f"{one.score:.2f}"
            print(f"\n{query.id} {query.kind} {query.style}: {query.text} — {state}")
            print(f"    {one.shown[:300]}")


if __name__ == "__main__":
    sys.exit(main())
