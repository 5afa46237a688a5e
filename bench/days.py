"""Sixty days with a hundred kills: one question, one reveal, one recap a day, and nothing lost.

The real process beside a local Slack and a local Discord, killed at random moments, with calls of
every kind that go wrong, and somebody outside the private channel who clicks as well. What is
printed was counted from what the platforms recorded; each verdict is compared with what is stored.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.jobs.long_run import TOWNS, rows, run


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench days", description=__doc__)
    reader.add_argument("--days", type=int, default=60)
    reader.add_argument("--kills", type=int, default=100, help="on each platform")
    reader.add_argument("--seed", type=int, default=2026)
    reader.add_argument("--platform", choices=[one.name for one in TOWNS], help="only this one")
    args = reader.parse_args()
    stories = []
    for make in (one for one in TOWNS if args.platform in (None, one.name)):
        with TemporaryDirectory() as folder:
            stories.append(asyncio.run(run(make, Path(folder), args.days, args.kills, args.seed)))
    print("\n".join(rows(stories)))
    for story in stories:
        each = ", ".join(f"{name} {times}" for name, times in sorted(story.broken.items()))
        print(f"\nCalls that went wrong on {story.platform}: {each}.")
        never = ", ".join(f"{name} ({times} calls)" for name, times in story.unharmed.items())
        print(f"Never went wrong there: {never or 'none'}.")
    wrong = [f"{story.platform}: {what}" for story in stories for what in story.wrong]
    print("\n" + ("\n".join(f"- {one}" for one in wrong) or "Everything is as it has to be."))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
