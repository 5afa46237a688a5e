"""A storm of answers: so many people click on the daily question within one second.

Run by `python -m bench clicks [--people N] [--busy N] [--mode socket|http] [--replicas N]`. The
real application runs beside a local Slack, once on a file, or as so many replicas over one
PostgreSQL, among which requests or connections are shared out; `--busy` other processes keep the
machine busy meanwhile. Each click is looked up among what was kept: one that was acknowledged must
be there two minutes later. Exit status 1 if a click was not acknowledged within three seconds, or
if one that was acknowledged was not kept, or kept twice.
"""

import argparse
import asyncio
import multiprocessing
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence, Set
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.store import open_database
from bot.store.database import Database
from tests import postgres
from tests.adapters.slack.process import running
from tests.jobs.towns import NOTES
from tests.platforms.slack.delivery import Ack
from tests.platforms.slack.member import Member
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message

PATIENCE = 3.0  # seconds, after which Slack shows an error to whoever clicked
WITHIN = 1.0  # seconds in which all click
STARTED, SETTLED = 60.0, 120.0  # seconds that a busy machine is given
QUESTION = "Daily question"


@dataclass(frozen=True, slots=True)
class Storm:
    """How the clicks were taken, and what was kept of them."""

    acks: Mapping[str, Ack]  # of each member who clicked
    answers: int
    kept: Set[str]  # the members that answers are kept of

    @property
    def late(self) -> int:
        return sum(not ack.ok or ack.seconds > PATIENCE for ack in self.acks.values())

    @property
    def lost(self) -> int:
        """Acknowledged and not kept, which must not be."""
        return sum(ack.ok and member not in self.kept for member, ack in self.acks.items())

    @property
    def unanswered(self) -> int:
        """Never acknowledged: whoever clicked saw an error, and may click again."""
        return sum(not ack.ok for ack in self.acks.values())

    @property
    def kept_all_the_same(self) -> int:
        """Never acknowledged and kept: it arrived, only the answer to it came too late."""
        return sum(not ack.ok and member in self.kept for member, ack in self.acks.items())

    @property
    def twice(self) -> int:
        return self.answers - len(self.kept)

    def slowest(self, share: float) -> float:
        seconds = sorted(ack.seconds for ack in self.acks.values())
        return seconds[min(len(seconds) - 1, int(share * len(seconds)))]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench clicks")
    parser.add_argument("--people", type=int, default=1_000)
    parser.add_argument("--busy", type=int, default=4)
    parser.add_argument("--mode", choices=("socket", "http"), default="socket")
    parser.add_argument("--replicas", type=int, default=0)
    asked = parser.parse_args(arguments)
    storm = asyncio.run(_measure(asked.people, asked.busy, asked.mode, asked.replicas))
    print(
        "| clicks | other processes | p50 | p99 | slowest | over 3 s | never acknowledged |"
        " of these kept | acknowledged and not kept | kept twice |"
    )
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    print(
        f"| {asked.people:,} | {asked.busy} | {storm.slowest(0.5):.2f} s |"
        f" {storm.slowest(0.99):.2f} s | {storm.slowest(1.0):.2f} s | {storm.late} |"
        f" {storm.unanswered} | {storm.kept_all_the_same} | {storm.lost} | {storm.twice} |"
    )
    return int(bool(storm.late or storm.lost or storm.twice))


@asynccontextmanager
async def _serving(
    slack: SlackServer, folder: Path, mode: str, replicas: int
) -> AsyncIterator[Database]:
    """The application, or so many of it; and the database where it keeps what people answer."""
    async with AsyncExitStack() as stack:
        url = stack.enter_context(postgres.server()).make() if replicas else ""
        balanced = []
        for number in range(max(1, replicas)):
            place = folder / str(number)
            place.mkdir()
            more = {"DATABASE_URL": url, "DATA_DIR": str(place)} if replicas else {}
            serving = running(slack, place, mode, NOTES, more)
            companion = await stack.enter_async_context(serving)
            balanced.append(slack.delivery.events_url)
        slack.delivery.balanced = balanced if mode == "http" else []
        yield stack.enter_context(closing(open_database(url or companion.database)))


async def _measure(people: int, busy: int, mode: str, replicas: int) -> Storm:
    names = tuple(f"U{1_000 + number}" for number in range(people))
    with tempfile.TemporaryDirectory() as folder:
        async with SlackServer(rate_limits=False) as slack:
            slack.world.add_user("U1", admin=True)
            members = [slack.member(slack.world.add_user(name)) for name in names]
            slack.world.add_channel("C1", ("U1", *names))
            async with _serving(slack, Path(folder), mode, replicas) as database:
                question = await _question(slack)
                with _busy(busy):
                    acks = await asyncio.gather(
                        *(
                            _click(member, question, WITHIN * number / people)
                            for number, member in enumerate(members)
                        )
                    )
                    await _all_kept(database, people)
                answers, kept = _kept(database)
    return Storm(dict(zip(names, acks, strict=True)), answers, kept)


async def _question(slack: SlackServer) -> Message:
    """The daily question, asked for by the admin."""
    host = slack.member("U1")
    await host.command("daily now", "C1")

    def asked() -> list[Message]:
        seen = host.replies("C1")
        return [one for one in seen if not one.ephemeral_to and QUESTION in one.words]

    await host.waits(asked, STARTED)
    return asked()[0]


async def _click(member: Member, question: Message, after: float) -> Ack:
    await asyncio.sleep(after)
    return await member.clicks(question, "AB"[int(member.user[1:]) % 2])


def _kept(database: Database) -> tuple[int, Set[str]]:
    """How many answers are kept, and of which members."""
    rows = database.rows(
        "SELECT p.member FROM answers a JOIN people p ON p.team = a.team AND p.id = a.person"
    )
    return len(rows), {row["member"] for row in rows}


async def _all_kept(database: Database, people: int) -> None:
    """Wait for what was acknowledged before it was kept, if anything was; or give up."""
    for _ in range(int(SETTLED)):
        _answers, kept = await asyncio.to_thread(_kept, database)
        if len(kept) >= people:
            return
        await asyncio.sleep(1)


@contextmanager
def _busy(count: int) -> Iterator[None]:
    """So many processes that do nothing but compute."""
    start = multiprocessing.get_context("spawn").Process
    others = [start(target=_compute, daemon=True) for _ in range(count)]
    for other in others:
        other.start()
    try:
        yield
    finally:
        for other in others:
            other.kill()


def _compute() -> None:
    while True:
        sum(range(10_000))


if __name__ == "__main__":
    sys.exit(main())
