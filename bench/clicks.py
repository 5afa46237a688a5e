"""A storm of answers: so many people click on the daily question within one second.

Run by `python -m bench clicks [--people N] [--busy N] [--mode socket|http] [--replicas N]`. The
real application runs beside a local Slack, once on a file, or as so many replicas over one
PostgreSQL, among which requests or connections are shared out; `--busy` other processes keep the
machine busy meanwhile. Each click is looked up among what was kept: one that was acknowledged must
be there once everything is, or its person was told to try again. Exit status 1 if a click was not
acknowledged within three seconds, or if one that was acknowledged was not kept, or kept twice.

`--rate N --seconds N` offers so many a second over HTTP, each of somebody else, from processes of
their own, and tells what they, the replicas and the server used of the processors meanwhile.
"""

import argparse
import asyncio
import multiprocessing
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence, Set
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bench.rated import Offer, Served, offer
from bot.store import open_database
from bot.store.database import Database
from tests import postgres
from tests.adapters.slack.process import running
from tests.jobs.towns import NOTES
from tests.platforms.slack.delivery import Ack
from tests.platforms.slack.member import Member
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message

T = TypeVar("T")
PATIENCE = 3.0  # seconds, after which Slack shows an error to whoever clicked
WITHIN = 1.0  # seconds in which all click
STARTED = 60.0  # seconds that a busy machine is given
SETTLED = 120  # seconds in which nothing more was kept, after which nothing more is waited for
TRY_AGAIN = "try again in a moment"
QUESTION = "Daily question"


@dataclass(frozen=True, slots=True)
class Storm:
    """How the clicks were taken, and what was kept of them."""

    acks: Mapping[str, Ack]  # of each member who clicked
    answers: int
    kept: Set[str]  # the members that answers are kept of
    told: Set[str] = frozenset()  # those who read that they should try again

    @property
    def late(self) -> int:
        return sum(not ack.ok or ack.seconds > PATIENCE for ack in self.acks.values())

    @property
    def lost(self) -> int:
        """Acknowledged, not kept and not told, which must not be."""
        known = self.kept | self.told
        return sum(ack.ok and member not in known for member, ack in self.acks.items())

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
    parser.add_argument("--rate", type=int, default=0)
    parser.add_argument("--seconds", type=int, default=30)
    asked = parser.parse_args(arguments)
    if asked.rate:
        return asyncio.run(_at_a_rate(asked.rate, asked.seconds, asked.replicas))
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


async def _at_a_rate(rate: int, seconds: int, replicas: int) -> int:
    """Clicks for a while over HTTP; what came of each, and what was used up."""

    async def click(stage: Stage) -> tuple[Offer, Storm]:
        made = await offer(
            stage.slack, stage.question, stage.names, rate, stage.served, stage.folder
        )
        await _all_kept(stage.served.database, len(made.acks))
        told = {
            message.ephemeral_to
            for message in stage.slack.world.channels["C1"].messages
            if message.ephemeral_to and TRY_AGAIN in message.words
        }
        return made, Storm(made.acks, *_kept(stage.served.database), told)

    made, storm = await _staged(rate * seconds, "http", max(1, replicas), click)
    within = sum(one.within for one in made.sent)
    unsent = sum(one.unsent for one in made.sent)
    print(
        "| offered | replicas | acknowledged a second, meanwhile | p50 | p99 | slowest | over 3 s |"
        " never acknowledged | of these kept | told to try again | acknowledged and not kept |"
        " kept twice | never sent | kept in all | load |"
    )
    print(f"|{' ---: |' * 15}")
    print(
        f"| {rate:,} for {seconds} s | {replicas} | {within / seconds:,.0f} |"
        f" {storm.slowest(0.5):.2f} s | {storm.slowest(0.99):.2f} s | {storm.slowest(1.0):.2f} s |"
        f" {storm.late:,} | {storm.unanswered:,} | {storm.kept_all_the_same:,} |"
        f" {len(storm.told):,} | {storm.lost} | {storm.twice} | {unsent:,} |"
        f" {len(storm.kept):,} | {os.getloadavg()[0]:.0f} |"
    )
    print(f"\nProcessors while clicks were offered: {made.used}.")
    return int(bool(storm.lost or storm.twice))


@dataclass(frozen=True, slots=True)
class Stage:
    """People, a question, and those who serve them."""

    slack: SlackServer
    names: Sequence[str]
    question: Message
    served: Served
    folder: Path


async def _staged(
    people: int, mode: str, replicas: int, work: Callable[[Stage], Awaitable[T]]
) -> T:
    names = tuple(f"U{1_000 + number}" for number in range(people))
    with tempfile.TemporaryDirectory() as folder:
        async with SlackServer(rate_limits=False) as slack:
            slack.world.add_user("U1", admin=True)
            for name in names:
                slack.world.add_user(name)
            slack.world.add_channel("C1", ("U1", *names))
            async with _serving(slack, Path(folder), mode, replicas) as served:
                question = await _question(slack)
                return await work(Stage(slack, names, question, served, Path(folder)))


@asynccontextmanager
async def _serving(
    slack: SlackServer, folder: Path, mode: str, replicas: int
) -> AsyncIterator[Served]:
    """The application, or so many of it over one server."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postgres.server()) if replicas else None
        url = server.make() if server else ""
        balanced, companions = [], []
        for number in range(max(1, replicas)):
            place = folder / str(number)
            place.mkdir()
            more = {"DATABASE_URL": url, "DATA_DIR": str(place)} if replicas else {}
            serving = running(slack, place, mode, NOTES, more)
            companions.append(await stack.enter_async_context(serving))
            balanced.append(slack.delivery.events_url)
        slack.delivery.balanced = balanced if mode == "http" else []
        database = stack.enter_context(closing(open_database(url or companions[0].database)))
        yield Served(companions, database, server.postmaster if server else 0)


async def _measure(people: int, busy: int, mode: str, replicas: int) -> Storm:
    async def click(stage: Stage) -> Storm:
        members = [stage.slack.member(name) for name in stage.names]
        with _busy(busy):
            acks = await asyncio.gather(
                *(
                    _click(member, stage.question, WITHIN * number / people)
                    for number, member in enumerate(members)
                )
            )
            await _all_kept(stage.served.database, people)
        return Storm(dict(zip(stage.names, acks, strict=True)), *_kept(stage.served.database))

    return await _staged(people, mode, replicas, click)


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
    """Wait for what was acknowledged before it was kept, for as long as anything more is kept."""
    before, idle = 0, 0
    while idle < SETTLED:
        answers, kept = await asyncio.to_thread(_kept, database)
        if len(kept) >= people:
            return
        idle = 0 if answers > before else idle + 1
        before = answers
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
