"""Ten thousand daily questions due in the same minute, shared by four replicas over one PostgreSQL.

Run by `python -m bench sharing [--schedules N] [--replicas N]`. Each replica is a process with a
platform in memory that takes 30 ms for a post. Exit status 1 if a channel got none, or two.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

from bench.schedules import MORNING, SlowPlatform, _set_up
from bot.store import Store
from tests import postgres
from tests.jobs.world import World

PATIENCE = 600.0


async def replica(url: str, folder: Path, wanted: int) -> None:
    """Beats until every channel has had its question; tells what it posted itself."""
    world = World(folder, MORNING, url, SlowPlatform(MORNING))
    await world.beat()  # takes the schedules over, nothing is due yet
    print("ready", flush=True)
    sys.stdin.readline()
    world.now += timedelta(minutes=1)
    world.platform.now = world.now
    deadline = time.monotonic() + PATIENCE
    done = 0
    while done < wanted and time.monotonic() < deadline:
        await world.clockwork.beat()
        await asyncio.sleep(1)
        row = world.store._database.row(
            "SELECT COUNT(*) AS done FROM rounds WHERE state = 'posted'"
        )
        done = row["done"] if row else 0
    await world.clockwork.settle()
    print(json.dumps([message.place.channel for message in world.platform.messages]))
    await world.close()


def measure(schedules: int, replicas: int) -> bool:
    with postgres.server() as server, tempfile.TemporaryDirectory() as folder:
        url = server.make()
        with closing(Store.open(url)) as store:
            store.run(partial(_set_up, size=schedules))
        processes = []
        for number in range(replicas):
            place = Path(folder) / str(number)
            place.mkdir()
            command = ["--replica", url, str(place), str(schedules)]
            processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", "bench.sharing", *command],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
        for process in processes:
            assert process.stdout and process.stdout.readline() == "ready\n"
        began = time.perf_counter()
        for process in processes:
            assert process.stdin
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [json.loads(process.communicate()[0]) for process in processes]
        seconds = time.perf_counter() - began
    posted = Counter(channel for channels in told for channel in channels)
    twice = sum(count > 1 for count in posted.values())
    never = schedules - len(posted)
    shares = ", ".join(str(len(channels)) for channels in told)
    print(f"| {schedules:,} | {replicas} | {seconds:.0f} s | {shares} | {twice} | {never} |")
    return not (twice or never)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=10_000)
    parser.add_argument("--replicas", type=int, default=4)
    parser.add_argument("--replica", nargs=3, help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.replica:
        url, folder, schedules = wanted.replica
        asyncio.run(replica(url, Path(folder), int(schedules)))
        return 0
    print("| schedules due | replicas | until all were posted | each posted | twice | never |")
    print("| --- | --- | --- | --- | --- | --- |")
    return int(not measure(wanted.schedules, wanted.replicas))


if __name__ == "__main__":
    raise SystemExit(main())
