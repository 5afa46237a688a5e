"""`companion coverage`: what the notes cover, what they yield, and how well teams know it."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from bot.cli.reading import open_library, settle, topic_in
from bot.cli.stored import existing_store
from bot.cli.usage import add_notes, width
from bot.plans.coverage_stats import CoverageStats, QuestionStats
from bot.settings import Settings
from bot.store.records import Gap, Team
from knowledge.coverage import Coverage, HeadingCoverage, TopicCoverage
from knowledge.library import Library

MOST_GAPS = 20
_FIGURES = 45  # columns of a table beside the names
Wanted = Sequence[tuple[Team, Gap]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Exit status: 0 done, 1 no notes, 2 wrong usage."
    add_notes(parser)
    parser.add_argument("--topic", help="one topic, heading by heading")
    parser.add_argument(
        "--silent", action="store_true", help="the headings that yield no question, with why"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a topic and line")


def run(args: argparse.Namespace, settings: Settings) -> int:
    with closing(open_library(args, settings)) as library:
        settle(library)
        topic = topic_in(library, args.topic)
        covered = library.coverage()
        stats, wanted = _from_store(settings, library)
    topics = tuple(one for one in covered.topics if topic in (None, one.topic))
    if args.json:
        for one in topics:
            print(json.dumps(as_json(one, stats), ensure_ascii=False))
        for team, gap in () if args.topic else wanted:
            print(json.dumps(_gap_json(team, gap), ensure_ascii=False))
        return 0 if topics else 1
    if not topics:
        print("companion: no notes were found. Set NOTES, or name some with --notes.",
              file=sys.stderr)  # fmt: skip
        return 1
    if args.silent:
        lines = _silent(topics)
    elif args.topic:
        lines = _headings(topics[0], stats)
    else:
        lines = _overview(covered, stats, wanted)
    print("\n".join(lines))
    return 0


def _from_store(settings: Settings, library: Library) -> tuple[CoverageStats, Wanted]:
    """Figures and gaps of all workspaces, where there is a database already."""
    store = existing_store(settings)
    if store is None:
        return CoverageStats(), ()
    try:
        wanted = [
            (team, gap)
            for team in store.figures.teams()
            for gap in store.lookups.gaps(team, MOST_GAPS)
            if not library.ask(gap.query, 1).confident
        ]
        wanted.sort(key=lambda one: (-one[1].people, -one[1].times, one[1].query))
        return CoverageStats.of(store), wanted[:MOST_GAPS]
    finally:
        store.close()


def as_json(topic: TopicCoverage, stats: CoverageStats) -> dict[str, Any]:
    """One topic with all its headings."""
    return {
        "topic": topic.topic,
        "facts": topic.facts,
        **_figures(stats.on(topic)),
        "headings": [
            {
                "section": list(heading.path),
                "file": heading.source.file,
                "line": heading.source.line,
                "facts": heading.facts,
                **_figures(stats.on(heading)),
                "rejected": dict(heading.codes),
                "why": heading.why,
            }
            for heading in topic.headings
        ],
    }


def _figures(known: QuestionStats) -> dict[str, Any]:
    return {
        "questions": known.questions,
        "asked": known.asked,
        "answers": known.answers,
        "right": known.right,
    }


def _gap_json(team: Team, gap: Gap) -> dict[str, Any]:
    return {"gap": gap.query, "workspace": team, "people": gap.people, "times": gap.times}


def _overview(covered: Coverage, stats: CoverageStats, wanted: Wanted) -> Iterator[str]:
    yield from _table(
        "topic",
        [(one.topic, one.facts, stats.on(one), len(one.silent)) for one in covered.topics],
    )
    headings = covered.headings
    silent = [heading for heading in headings if not heading.questions]
    yield (
        f"{len(covered.topics):,} topics, {len(headings):,} headings; "
        f"{len(silent):,} headings yield no question:"
    )
    for why, count in _reasons(silent):
        yield f"  {count:>5,}  {why}"
    if wanted:
        yield "looked up in vain, most wanted first:"
    for team, gap in wanted:
        yield f"  {gap.people:>5,}  {gap.query}  ({gap.times:,} times, {team})"


def _reasons(silent: Sequence[HeadingCoverage]) -> list[tuple[str, int]]:
    return Counter(heading.why.split("; ")[0] for heading in silent).most_common()


def _headings(topic: TopicCoverage, stats: CoverageStats) -> Iterator[str]:
    rows = [
        (heading.name, heading.facts, stats.on(heading), int(not heading.questions))
        for heading in topic.headings
    ]
    yield from _table(topic.topic, rows)
    for heading in topic.silent:
        yield f"{heading.source}: {heading.name}: {heading.why}"


def _silent(topics: Sequence[TopicCoverage]) -> Iterator[str]:
    for topic in topics:
        for heading in topic.silent:
            codes = " ".join(f"{code}×{count}" for code, count in heading.codes)
            place = f"{heading.source}: {topic.topic} › {heading.name}"
            yield f"{place}: {heading.why} {codes}".rstrip()


def _table(head: str, rows: Sequence[tuple[str, int, QuestionStats, int]]) -> Iterator[str]:
    widest = min(48, width() - _FIGURES)
    first = min(widest, max(len(head), *(len(name) for name, *_ in rows)))
    yield f"{head:{first}}  {'facts':>6}  {'questions':>9}  {'asked':>6}  {'known':>6}  silent"
    for name, facts, known, silent in rows:
        share = "–" if known.share is None else f"{known.share:.0%}"
        shown = name if len(name) <= first else f"{name[: first - 1]}…"
        yield (
            f"{shown:{first}}  {facts:>6,}  {known.questions:>9,}  {known.asked:>6,}  "
            f"{share:>6}  {silent:>6,}"
        )
