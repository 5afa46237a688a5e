"""Right answers: every query set over its notes, in all and style by style.

Sets that nobody has read (`bench.labelled.UNREAD`) only tell their totals; `--misses` lists what
went wrong in the others. `--rivals` says how hard a set is: what plain engines get right of it.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.engines import FullText, Tantivy
from bench.judge import Verdict, judge, judge_all, share, totals
from bench.labelled import OVER_SHARED, UNREAD, LabelledSet, labelled_sets
from bench.notes import ABSENT, SHARED_NOTES
from knowledge.index.location import index_file
from knowledge.library import Library

_HEAD = "| {} | queries | hit@1 | MRR | section | none refused | accepted |"
_RULE = "| --- | --- | --- | --- | --- | --- | --- |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How many queries get the right answer.")
    parser.add_argument("--misses", action="store_true", help="list what was answered wrongly")
    parser.add_argument("--only", metavar="SET", help="one set, such as dev or pack")
    parser.add_argument("--rivals", action="store_true", help="how hard the sets are")
    args = parser.parse_args(arguments)
    if args.rivals:
        return _how_hard(args.only)
    judged: dict[str, list[Verdict]] = {}
    for labelled in labelled_sets():
        if args.only in (None, labelled.name) and labelled.queries:
            judged.setdefault(labelled.name, []).extend(_judge(labelled))
    print(_HEAD.format("set"), _RULE, sep="\n")
    for name, verdicts in judged.items():
        print(row(name, verdicts))
    for name, verdicts in judged.items():
        if name in UNREAD:
            continue
        print(f"\n{_HEAD.format(f'{name}: style')}\n{_RULE}")
        for style in sorted({one.query.style for one in verdicts}):
            print(row(style, [one for one in verdicts if one.query.style == style]))
        if args.misses:
            print_misses(verdicts)
    if not SHARED_NOTES.is_dir():
        print(f"\ndev, {', '.join(OVER_SHARED)} " + ABSENT.format("notes"))
    return 0


def _how_hard(only: str | None) -> int:
    """What engines without any sense of notes find at once, beside ours, of every set's facts."""
    print(
        "| set | queries | ours, hit@1 | FTS5 | tantivy |",
        "| --- | --- | --- | --- | --- |",
        sep="\n",
    )
    for labelled in labelled_sets():
        if only in (None, labelled.name) and any(one.kind == "fact" for one in labelled.queries):
            shares = (share(totals(verdicts).hit1) for verdicts in _by_rivals(labelled))
            print(f"| {labelled.name} | {len(labelled.queries)} | {' | '.join(shares)} |")
    return 0


def _by_rivals(labelled: LabelledSet) -> Iterator[list[Verdict]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Library.open(labelled.notes, folder)
        try:
            yield judge_all(labelled.queries, library.ask)
        finally:
            library.close()
        index = index_file(labelled.notes, folder)
        for engine in (FullText(index), Tantivy(index, folder / "tantivy")):
            yield [
                judge(one, engine.found(one.text, engine.look(one.text)))
                for one in labelled.queries
            ]


def _judge(labelled: LabelledSet) -> list[Verdict]:
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(labelled.notes, Path(folder))
        try:
            return judge_all(labelled.queries, library.ask)
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
