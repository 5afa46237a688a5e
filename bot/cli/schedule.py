"""`companion schedule`: every daily question, what it posted last and what it will post next."""

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.cli.progress import progress
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.store import Store


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    simulate = actions.add_parser(
        "simulate", help="what would be posted when, if nobody answers and nothing changes"
    )
    simulate.add_argument("--days", type=_days, default=30, metavar="N", help="default: 30")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 366:
        raise argparse.ArgumentTypeError("a number from 1 to 366, please")
    return int(text)


def run(args: argparse.Namespace, settings: Settings) -> int:
    from bot.store import Store, StoreError

    file = settings.database_file
    if file is not None and not file.exists():
        print("No daily question is set up yet. In a channel: daily 09:00 Europe/Berlin weekdays")
        return 0
    try:
        store = Store.open(settings.database_url)
    except StoreError as error:
        print(f"companion: {error}", file=sys.stderr)
        return 2
    try:
        lines = (
            _simulated(store, settings, args.days)
            if args.action == "simulate"
            else _listed(store, datetime.now(UTC))
        )
        for line in lines or ["No daily question is set up yet."]:
            print(line)
    finally:
        store.close()
    return 0


def _listed(store: "Store", now: datetime) -> list[str]:
    from bot.daily.forecast import upcoming
    from bot.schedule import describe

    lines = []
    for schedule in store.schedules.all():
        topics = f", {', '.join(schedule.topics)}" if schedule.topics else ""
        lines.append(f"{schedule.team} {schedule.channel}: {describe(schedule.timing)}{topics}")
        last = store.rounds.last_of_schedule(schedule.id)
        if last is None:
            lines.append("  last: nothing yet")
        else:
            lines.append(f"  last: {last.day} ({last.state}) {last.question.stem}")
        if schedule.off:
            lines.append(
                f"  next: none, it is off{f' ({schedule.reason})' if schedule.reason else ''}"
            )
            continue
        posts = [f"{post:%a %Y-%m-%d %H:%M %Z}" for post in upcoming(store, schedule, now)]
        lines.append("  next: " + (", ".join(posts) or "none within a year"))
    return lines


def _simulated(store: "Store", settings: Settings, days: int) -> list[str]:
    from bot.daily.forecast import forecast
    from knowledge.library import Library

    with (
        progress("reading") as shown,
        closing(
            Library.open(settings.notes, settings.data_dir, shown, settings.flashcard_tag)
        ) as library,
    ):
        library.settle()
        questions = (*library.written(), *library.questions())
        planned = list(forecast(store, questions, datetime.now(UTC), days))
    return [
        f"{post.at:%a %Y-%m-%d %H:%M %Z}  {post.schedule.team} {post.schedule.channel}  "
        + (f"{post.question.topic}: {post.question.stem}" if post.question else "nothing to ask")
        for post in planned
    ]
