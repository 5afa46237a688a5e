"""Replicas as processes over one PostgreSQL: thirty days, and one of them killed on each.

Run by `python -m bench replicas [--replicas N] [--days N]`. A local Slack and a local Discord stand
beside them; people answer every question. Exit status 1 if anything was posted twice or not at all,
or if a board is not what a recount says that shares no code with the store.
"""

import argparse
import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from bot.quiz import scoreboards
from bot.store import Store
from bot.store.records import Team
from tests import postgres
from tests.adapters.discord.process import settings_for as discord_settings
from tests.adapters.slack.process import settings_for as slack_settings
from tests.jobs.towns import NOTES, Message
from tests.platforms.discord.server import DiscordServer
from tests.platforms.process import Running
from tests.platforms.slack.server import SlackServer

FIRST = datetime(2027, 3, 1, 8, 30, tzinfo=UTC)
PEOPLE = ("U1", "U2", "U3", "U4")
CHANNELS = ("C1", "C2")
LEASE = 2  # seconds: what takes 45 in earnest
LONGEST_TAKEOVER = 13.0  # seconds after a lease, of the sixty that another replica has for both
PATIENCE = 120.0
QUESTION = "Daily question"
WEEK = "The week in short"


class Slack:
    """The local Slack with its people and channels."""

    team = "slack:T1"

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.server = SlackServer(rate_limits=False)
        self.server.world.now = lambda: clock().timestamp()
        for user in PEOPLE:
            self.server.world.add_user(user, admin=user == "U1")
        for channel in CHANNELS:
            self.server.world.add_channel(channel, PEOPLE)

    @property
    def settings(self) -> dict[str, str]:
        return slack_settings(self.server, "socket")

    def posted(self, channel: str) -> Sequence[Message]:
        messages = self.server.world.channels[channel].messages
        return [one for one in messages if one.bot and not one.ephemeral_to]

    def under(self, question: Any, channel: str) -> Sequence[str]:
        messages = self.server.world.channels[channel].messages
        return [one.words for one in messages if one.bot and one.thread == question.ts]

    def user(self, name: str) -> str:
        return name


class Discord:
    """The local Discord likewise."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.server = DiscordServer(0.01, lambda: clock().timestamp())
        world = self.server.world
        world.add_guild("G1")
        for user in PEOPLE:
            world.add_user(user, admin=user == "U1")
        for channel in CHANNELS:
            world.add_channel(channel)

    @property
    def team(self) -> str:
        return f"discord:{self.server.world.id('G1')}"

    @property
    def settings(self) -> dict[str, str]:
        return discord_settings(self.server)

    def posted(self, channel: str) -> Sequence[Message]:
        messages = self.server.world.messages[self.server.world.id(channel)]
        return [one for one in messages if one.bot and not one.ephemeral_to]

    def under(self, question: Any, channel: str) -> Sequence[str]:
        thread = self.server.world.messages.get(question.id, ())
        world = self.server.world
        answers = [m for m in world.messages[world.id(channel)] if m.answers == question.id]
        return [one.words for one in (*thread, *answers) if one.bot]

    def user(self, name: str) -> str:
        return str(self.server.world.id(name))


Town = Slack | Discord


def questions(town: Town, channel: str) -> list[Message]:
    return [one for one in town.posted(channel) if QUESTION in one.words]


@dataclass
class Run:
    """Days that pass over some replicas, and what people did."""

    folder: Path
    url: str
    now: datetime = FIRST
    towns: list[Town] = field(default_factory=list)
    replicas: list[Running] = field(default_factory=list)
    clicked: Counter[tuple[str, str, str, int, int]] = field(default_factory=Counter)
    kills: int = 0
    longest: float = 0.0
    takeovers: list[float] = field(default_factory=list)

    async def begin(self, count: int) -> None:
        self.set(self.now)
        self.towns = [Slack(lambda: self.now), Discord(lambda: self.now)]
        settings: dict[str, str] = {"DATABASE_URL": self.url, "LEASE_SECONDS": str(LEASE)}
        for town in self.towns:
            await town.server.start()
            settings |= town.settings
        for number in range(count):
            place = self.folder / str(number)
            place.mkdir()
            running = Running(place, NOTES, settings | {"DATA_DIR": str(place)})
            running.command = ("-m", "tests.jobs.moved", str(self.folder / "clock"), "0")
            self.replicas.append(running)
        for running in self.replicas:
            await running.start()
        for town in self.towns:
            for channel in CHANNELS:
                await self.schedule(town, channel)

    async def schedule(self, town: Town, channel: str) -> None:
        admin = town.server.member("U1")
        before = len(admin.sees(channel))
        await admin.command("daily 09:00 UTC", channel)
        await self.until(lambda: len(admin.sees(channel)) > before, "a schedule")

    def set(self, now: datetime) -> None:
        self.now = now
        fresh = self.folder / "clock.new"
        fresh.write_text(now.isoformat())
        fresh.replace(self.folder / "clock")

    async def until(self, seen: Callable[[], object], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > deadline:
                logs = "\n".join(one.log[-1500:] for one in self.replicas)
                raise SystemExit(f"{what} did not come on {self.now}\n{logs}")
            await asyncio.sleep(0.02)

    async def kill_one(self, chance: random.Random) -> None:
        """At a random moment, most often while something is posted; then it is started again."""
        victim = chance.choice(self.replicas)
        await asyncio.sleep(chance.uniform(0.0, chance.choice((0.15, 0.15, 1.5))))
        assert victim.process is not None
        owner = f"%-{victim.process.pid}-%"
        await victim.kill()
        self.kills += 1
        watching = asyncio.create_task(self._watch(owner))
        await victim.start()
        await watching

    async def _watch(self, owner: str) -> None:
        """How long it takes until others have what the dead one was at.

        What nobody has to go on with, since it was as good as done, is not waited for.
        """
        began = time.monotonic()
        left = await asyncio.to_thread(self._held_by, owner)
        while left and time.monotonic() < began + LEASE + LONGEST_TAKEOVER:
            await asyncio.sleep(0.05)
            still = await asyncio.to_thread(self._held_by, owner)
            if still < left:
                self.takeovers.append(time.monotonic() - began)
            left = still

    def _held_by(self, owner: str) -> int:
        with psycopg.connect(self.url) as connection:
            told = connection.execute("SELECT COUNT(*) FROM leases WHERE owner LIKE %s", (owner,))
            row = told.fetchone()
        return int(row[0]) if row else 0

    async def day(self, number: int, chance: random.Random) -> None:
        self.set(FIRST + timedelta(days=number, minutes=30, seconds=5))
        at_the_question = chance.random() < 0.5
        killing = asyncio.create_task(self.kill_one(chance)) if at_the_question else None
        began = time.monotonic()
        places = [(town, channel) for town in self.towns for channel in CHANNELS]
        await self.until(
            lambda: all(len(questions(*place)) > number for place in places), "a question"
        )
        self.longest = max(self.longest, time.monotonic() - began)
        for place in places:
            for user in PEOPLE:
                await self.answer(*place, user, number, chance.randrange(2))
        self.set(FIRST + timedelta(days=number, hours=23, minutes=40))
        killing = killing or asyncio.create_task(self.kill_one(chance))
        await self.until(
            lambda: all("closed" in questions(*place)[number].words for place in places), "a reveal"
        )
        await self.until(lambda: self.count("state <> 'revealed'") == 0, "the end of a day")
        await killing

    async def answer(self, town: Town, channel: str, user: str, day: int, choice: int) -> None:
        """Click, and again while nothing comes back, as people do."""
        member = town.server.member(user)
        before = len(member.sees(channel))
        (message,) = questions(town, channel)[day:]
        while len(member.sees(channel)) <= before:
            await member.clicks(message, "AB"[choice])  # type: ignore[arg-type]
            with suppress(TimeoutError):
                await asyncio.wait_for(self._replied(member, channel, before), 3)
        self.clicked[town.team, channel, town.user(user), day, choice] += 1

    async def _replied(self, member: Any, channel: str, before: int) -> None:
        await self.until(lambda: len(member.sees(channel)) > before, "a reply")

    def count(self, condition: str) -> int:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(f"SELECT COUNT(*) FROM rounds WHERE {condition}").fetchone()
        return int(row[0]) if row else 0

    async def end(self) -> None:
        for running in self.replicas:
            if running.alive:
                await running.kill()
        for town in self.towns:
            await town.server.stop()

    # ------------------------------------------------------------ what came of it

    def twice_or_never(self, days: int) -> list[str]:
        """What there is more or less of than one a day and channel."""
        wrong = []
        for town in self.towns:
            for channel in CHANNELS:
                asked = questions(town, channel)
                said = [words for one in asked for words in town.under(one, channel)]
                weeks = sum(WEEK in words for words in said)
                found = {
                    "questions": (len(asked), days),
                    "results": (sum("closed" in one.words for one in asked), days),
                    "recaps": (len(said) - weeks, days),
                    "weeks": (weeks, days // 7),
                }
                wrong += [
                    f"{town.team} {channel}: {number} {what}"
                    for what, (number, wanted) in found.items()
                    if number != wanted
                ]
        return wrong

    def recount(self) -> dict[tuple[str, str], int]:
        """Points from what was clicked and what was right, by nothing but arithmetic."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute("SELECT team, channel, day, snapshot, void FROM rounds")
            right = {
                (team, channel, (date.fromisoformat(day) - FIRST.date()).days): (
                    -1 if void else json.loads(snapshot)["answer"]
                )
                for team, channel, day, snapshot, void in rows
            }
        channels = {
            str(town.server.world.id(name)): name
            for town in self.towns
            if isinstance(town, Discord)
            for name in CHANNELS
        }
        right = {(t, channels.get(c, c), d): answer for (t, c, d), answer in right.items()}
        points: Counter[tuple[str, str]] = Counter()
        for team, channel, user, day, choice in self.clicked:
            points[team, user] += 10 * (right[team, channel, day] == choice)
        return dict(points)

    def boards(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        with closing(Store.open(self.url)) as store:
            for town in self.towns:
                board = scoreboards.board(
                    store, Team(town.team), self.now.date(), channel=None, period="all", top=100
                )
                found |= {(town.team, row.user): row.points for row in board.rows}
        return found


async def measure(count: int, days: int, seed: int) -> bool:
    chance, began = random.Random(seed), time.monotonic()
    with postgres.server() as server, tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder), server.make())
        try:
            await run.begin(count)
            for number in range(days):
                await run.day(number, chance)
            wrong = run.twice_or_never(days)
            recount, boards = run.recount(), run.boards()
        finally:
            await run.end()
    if {who: points for who, points in recount.items() if points} != {
        who: points for who, points in boards.items() if points
    }:
        wrong.append(f"boards {boards} are not {recount}")
    posts = days * len(CHANNELS) * 2
    print(
        f"| {count} | {days} | {run.kills} | {posts} questions, {posts} results | "
        f"{len(run.clicked)} | {'; '.join(wrong) or 'none'} | {run.longest:.1f} s | "
        f"{len(run.takeovers)}, {max(run.takeovers, default=0.0) - LEASE:.1f} s | "
        f"{time.monotonic() - began:.0f} s |",
        flush=True,
    )
    return not wrong and max(run.takeovers, default=0.0) < LEASE + LONGEST_TAKEOVER


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicas", type=int, nargs="+", default=[2, 4])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20271130)
    wanted = parser.parse_args()
    print(
        "| replicas | days | kills | posted | answers | twice, never or wrong | longest wait for a "
        "question | taken over, longest after the end of the lease | took |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    good = [asyncio.run(measure(n, wanted.days, wanted.seed)) for n in wanted.replicas]
    return int(not all(good))


if __name__ == "__main__":
    raise SystemExit(main())
