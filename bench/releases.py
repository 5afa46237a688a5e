"""A release that is really older, beside this code: three days over one PostgreSQL.

Run by `python -m bench releases FOLDER`, where FOLDER holds an earlier state of this project, tests
included: `git worktree add FOLDER COMMIT` makes one. Each does a part alone, takes over what the
other one began, and both go on side by side. Exit status 1 if anything was posted twice, not at
all or with an error in a log, or if the board is not what the clicks say.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from tests import postgres
from tests.jobs.releases import Changeover
from tests.platforms.slack.server import SlackServer


async def measure(older: Path) -> bool:
    with postgres.server() as server, tempfile.TemporaryDirectory() as folder:
        url = server.make()
        async with SlackServer(rate_limits=False) as slack:
            play = Changeover(Path(folder), url, slack)
            play.releases(("tests.jobs.moved", {"PYTHONPATH": str(older)}))
            try:
                await play.play()
            finally:
                await play.end()
        wrong = play.wrong()
    first, last = play.formats
    print("| format of the older one's tables | of the newer one's | answers | wrong |")
    print("| --- | --- | --- | --- |")
    print(f"| {first} | {last} | {len(play.picked)} | {'; '.join(wrong) or 'none'} |")
    return not wrong


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench releases", description=__doc__)
    parser.add_argument("folder", type=Path)
    wanted = parser.parse_args()
    return int(not asyncio.run(measure(wanted.folder.resolve())))


if __name__ == "__main__":
    raise SystemExit(main())
