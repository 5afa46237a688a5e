"""Ten thousand daily questions due in the same minute: how long, how much memory, who waits?

Run by `python -m bench schedules`. The platform is in memory and takes 30 ms for a post, a usual
round trip; pacing by the platforms' own limits is the adapters' business and comes on top.
"""

import asyncio
import resource
import statistics
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.messages import MessageRef, Person, Place, Reply, Request
from bot.store import Areas
from bot.store.records import Schedule, Team
from tests.jobs.world import MemoryPlatform, World

SIZES = (100, 1_000, 10_000)
ROUND_TRIP = 0.03
MORNING = datetime(2026, 11, 16, 8, 59, tzinfo=UTC)


class SlowPlatform(MemoryPlatform):
    """Answers after a round trip."""

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        await asyncio.sleep(ROUND_TRIP)
        return await super().post(place, reply, key)


async def measure(size: int) -> tuple[float, float, float, float]:
    """Seconds for all posts; a command's median before and meanwhile, and its worst, in ms."""
    with TemporaryDirectory() as folder:
        world = World(Path(folder), MORNING)
        world.platform = SlowPlatform(MORNING)
        world.companion.messengers["slack"] = world.platform
        world.store.run(partial(_set_up, size=size))
        await world.beat()  # takes the schedules over, nothing is due yet
        idle = [await _command(world) for _ in range(20)]
        world.now += timedelta(minutes=1)
        world.platform.now = world.now
        began = time.perf_counter()
        work = asyncio.create_task(world.beat())
        busy = []
        while not work.done():
            busy.append(await _command(world))
            await asyncio.sleep(0.02)
        seconds = time.perf_counter() - began
        keys = {message.key for message in world.platform.messages}
        assert len(world.platform.messages) == len(keys) == size
        await world.close()
        return seconds, statistics.median(idle), statistics.median(busy), max(busy)


def _set_up(kept: Areas, size: int) -> None:
    for number in range(size):
        team = Team(f"slack:T{number % 50}")
        at = (MORNING + timedelta(minutes=1)).time()
        kept.schedules.put(Schedule(team, f"C{number}", at, "UTC", changed_at=MORNING))


async def _command(world: World) -> float:
    """How long somebody waits for their own page, in ms."""
    began = time.perf_counter()
    person = Person("slack", "T1", "U1", "A.")
    await world.companion.handle(Request(person, Place("slack", "T1", "C1"), world.now, text="me"))
    return (time.perf_counter() - began) * 1000


def main() -> None:
    print("| schedules due at once | all posted after | posts a second | a command, idle | "
          "meanwhile | the slowest | memory |")  # fmt: skip
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for size in SIZES:
        seconds, idle, busy, worst = asyncio.run(measure(size))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"| {size:,} | {seconds:.1f} s | {size / seconds:,.0f} | {idle:.1f} ms | "
            f"{busy:.1f} ms | {worst:.0f} ms | {memory:,.0f} MB |",
            flush=True,
        )


if __name__ == "__main__":
    main()
