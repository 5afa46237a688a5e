"""A storm of answers: so many people click on the daily question within one second.

Run by `python -m bench clicks [--people N] [--busy N] [--mode socket|http] [--replicas N]`. The
real application runs beside a local Slack, once on a file, or as so many replicas over one
PostgreSQL, among which requests or connections are shared out; `--busy` other processes keep the
machine busy meanwhile. Each click is looked up among what was kept: one that was acknowledged must
be there once everything is, or its person was told to try again. Exit status 1 if a click was not
acknowledged within three seconds, or if one that was acknowledged was not kept, or kept twice.

`--rate N --seconds N [--workspaces N]` offers so many a second over HTTP, each of somebody else,
from processes of their own, and tells what they, the replicas and the server used of the processors
meanwhile. Answers of one workspace are kept one after the other, of several side by side. Then the
exit status is 1 only if an answer was lost or kept twice: how late they come is what is measured.
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
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bench.rated import Offer, Served, offer, percentiles
from bot.store import Store, open_database
from bot.store.database import Database
from bot.store.records import Installation
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
    parser.add_argument("--workspaces", type=int, default=1)
    asked = parser.parse_args(arguments)
    if asked.rate:
        wanted = asked.rate, asked.seconds, max(1, asked.replicas), asked.workspaces
        return asyncio.run(_at_a_rate(*wanted))
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


async def _at_a_rate(rate: int, seconds: int, replicas: int, workspaces: int) -> int:
    """Clicks for a while over HTTP; what came of each, and what was used up."""

    async def click(stage: Stage) -> tuple[Offer, Storm, list[float], int]:
        made = await offer(stage.slack, stage.questions, rate, stage.served, stage.folder)
        await _all_kept(stage.served.database, len(made.acks))
        replies = _replies(stage.slack)
        told = {name for name, (_, words) in replies.items() if TRY_AGAIN in words}
        due = {name: at for one in made.sent for name, at in one.due.items()}
        waited = [at - due[name] for name, (at, _) in replies.items() if name in due]
        replied = sum(at < min(due.values()) + seconds for at, _ in replies.values())
        return made, Storm(made.acks, *_kept(stage.served.database), told), waited, replied

    made, storm, waited, replied = await _staged(
        rate * seconds, "http", replicas, click, workspaces
    )
    within = sum(one.within for one in made.sent)
    unsent = sum(one.unsent for one in made.sent)
    offered, came = rate * seconds, [ack.seconds for ack in storm.acks.values() if ack.ok]
    cells = {
        "offered": f"{rate:,} for {seconds} s",
        "workspaces": f"{workspaces}",
        "replicas": f"{replicas}",
        "load": f"{os.getloadavg()[0]:.0f}",
        "acknowledged a second, meanwhile": f"{within / seconds:,.0f}",
        "of all offered: p50, p95, p99": percentiles(came, offered),
        "of those sent": percentiles(came, offered - unsent),
        "over 3 s": f"{storm.late:,}",
        "never acknowledged": f"{storm.unanswered:,}",
        "of these kept": f"{storm.kept_all_the_same:,}",
        "never sent": f"{unsent:,} ({unsent / offered:.0%})",
        "replied a second, meanwhile": f"{replied / seconds:,.0f}",
        "reply read, of those sent: p50, p95, p99": percentiles(waited, offered - unsent),
        "told to try again": f"{len(storm.told):,}",
        "acknowledged, not kept, not told": f"{storm.lost}",
        "kept twice": f"{storm.twice}",
    }
    print(f"| {' | '.join(cells)} |\n|{' --- |' * len(cells)}\n| {' | '.join(cells.values())} |")
    print(f"\nProcessors while clicks were offered: {made.used}.")
    return int(bool(storm.lost or storm.twice))


def _replies(slack: SlackServer) -> dict[str, tuple[float, str]]:
    """When everybody first read what came of their click, and what."""
    found: dict[str, tuple[float, str]] = {}
    for channel in slack.world.channels.values():
        for message in channel.messages:
            if message.ephemeral_to:
                found.setdefault(message.ephemeral_to, (float(message.ts), message.words))
    return found


@dataclass(frozen=True, slots=True)
class Stage:
    """People, the question before each of them, and those who serve them."""

    slack: SlackServer
    questions: Mapping[str, Message]
    served: Served
    folder: Path


async def _staged(
    people: int,
    mode: str,
    replicas: int,
    work: Callable[[Stage], Awaitable[T]],
    workspaces: int = 1,
) -> T:
    """Some workspaces with a question, and people in them, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        async with SlackServer(rate_limits=False) as slack:
            towns = [_town(slack, number, people, workspaces) for number in range(workspaces)]
            serving = _serving(slack, Path(folder), mode, replicas, workspaces)
            async with serving as served:
                questions: dict[str, Message] = {}
                for number, names in enumerate(towns, start=1):
                    asked = await _question(slack, number)
                    questions |= dict.fromkeys(names, asked)
                return await work(Stage(slack, questions, served, Path(folder)))


def _town(slack: SlackServer, number: int, people: int, workspaces: int) -> Sequence[str]:
    """A workspace with its admin and its part of the people."""
    world, team, host = slack.world, f"T{number + 1}", f"U{number + 1}"
    if team not in world.teams:
        world.add_team(team, f"UBOT{number + 1}", f"B{number + 1}", f"xoxb-local-{number + 1}")
    world.add_user(host, team=team, admin=True)
    names = [
        world.add_user(f"U{1_000 + one}", team=team) for one in range(number, people, workspaces)
    ]
    world.add_channel(f"C{number + 1}", (host, *names), team=team)
    return names


def _installed(slack: SlackServer, url: str) -> Mapping[str, str]:
    """What makes the app one of several workspaces, of which each has installed it."""
    with closing(Store.open(url)) as store:
        for team in slack.world.teams.values():
            data = {"bot_token": team.token, "bot_user": team.bot_user, "bot_id": team.bot_id}
            store.installations.save(Installation("slack", team.id, data, datetime.now(UTC)))
    client = {"SLACK_CLIENT_ID": slack.client_id, "SLACK_CLIENT_SECRET": slack.client_secret}
    return client | {"SLACK_BOT_TOKEN": ""}


@asynccontextmanager
async def _serving(
    slack: SlackServer, folder: Path, mode: str, replicas: int, workspaces: int
) -> AsyncIterator[Served]:
    """The application, or so many of it over one server."""
    async with AsyncExitStack() as stack:
        server = stack.enter_context(postgres.server()) if replicas else None
        url = server.make() if server else ""
        balanced, companions = [], []
        shared = {"DATABASE_URL": url} if replicas else {}
        if workspaces > 1:
            shared |= _installed(slack, url)
        for number in range(max(1, replicas)):
            place = folder / str(number)
            place.mkdir()
            more = {"DATA_DIR": str(place)} if replicas else {}
            serving = running(slack, place, mode, NOTES, shared | more)
            companions.append(await stack.enter_async_context(serving))
            balanced.append(slack.delivery.events_url)
        slack.delivery.balanced = balanced if mode == "http" else []
        database = stack.enter_context(closing(open_database(url or companions[0].database)))
        yield Served(companions, database, server.postmaster if server else 0)


async def _measure(people: int, busy: int, mode: str, replicas: int) -> Storm:
    async def click(stage: Stage) -> Storm:
        with _busy(busy):
            acks = await asyncio.gather(
                *(
                    _click(stage.slack.member(name), question, WITHIN * number / people)
                    for number, (name, question) in enumerate(stage.questions.items())
                )
            )
            await _all_kept(stage.served.database, people)
        kept = _kept(stage.served.database)
        return Storm(dict(zip(stage.questions, acks, strict=True)), *kept)

    return await _staged(people, mode, replicas, click)


async def _question(slack: SlackServer, number: int) -> Message:
    """The daily question of a workspace, asked for by its admin."""
    host, channel = slack.member(f"U{number}", f"T{number}"), f"C{number}"
    await host.command("daily now", channel)

    def asked() -> list[Message]:
        seen = host.replies(channel)
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
