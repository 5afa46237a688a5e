"""Clicks offered to replicas over HTTP at a rate: part of `python -m bench clicks --rate N`.

Senders are processes of their own, each with a part of the clicks ready in a file: signed Slack
requests of one person each, which go out at their own pace whether those before were answered or
not. The local Slack, to which the replicas say what came of each click, is a process as well.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

import aiohttp

from bench import processors
from bot.store.database import Database
from tests.platforms.patience import ACKNOWLEDGE
from tests.platforms.process import Running
from tests.platforms.slack.delivery import Ack, form_of, signed
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Json, Message

SENDERS = 2
CONNECTIONS = 250  # of each sender: a load balancer keeps as many open
LOOKS = 0.5  # seconds between two looks at who waits
GIVEN_UP = 3  # times the seconds of the offer, after which nothing more is sent
WAITING = """
SELECT COUNT(*) AS waiting FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@dataclass(frozen=True, slots=True)
class Served:
    """So many of the application, and where they keep what people answer."""

    replicas: Sequence[Running]
    database: Database
    postmaster: int = 0  # of its server, if it has one


@dataclass(slots=True)
class Sent:
    """What came of the clicks of one sender."""

    acks: dict[str, tuple[float, bool]] = field(default_factory=dict)  # since it was due; taken
    due: dict[str, float] = field(default_factory=dict)  # when, of those that were sent
    within: int = 0  # acknowledged before the offer ended
    unsent: int = 0  # still in line when the sender gave up
    processors: float = 0.0  # used by the sender while clicks were offered


@dataclass(frozen=True, slots=True)
class Offer:
    """What came of all, and what it used up."""

    sent: Sequence[Sent]
    slack: float  # processors of the local Slack
    replicas: Sequence[float]
    server: float
    machine: float
    waiting: Sequence[int]  # sessions of the server in line for a lock, at each look

    @property
    def acks(self) -> dict[str, Ack]:
        return {
            member: Ack("interactive", seconds, ok)
            for one in self.sent
            for member, (seconds, ok) in one.acks.items()
        }

    @property
    def used(self) -> str:
        """Processors and lines, in words: what was used up shows there."""
        waiting = sorted(self.waiting) or [0]
        parts = (
            ("senders", " + ".join(processors.told(one.processors) for one in self.sent)),
            ("local Slack", processors.told(self.slack)),
            ("replicas", " + ".join(map(processors.told, self.replicas))),
            ("PostgreSQL", processors.told(self.server)),
            ("the machine", f"{processors.told(self.machine)} of {os.cpu_count()}"),
            ("in line for a lock", f"{waiting[len(waiting) // 2]} (median), {waiting[-1]} (most)"),
        )
        return "; ".join(f"{name} {figure}" for name, figure in parts)


SHARES = (0.5, 0.95, 0.99)


def percentiles(seconds: Sequence[float], offered: int) -> str:
    """Within which seconds half of *offered* came, 95 % and 99 %; what did not come is the latest.

    Those that were never sent count like this, else an offer looks the better the less is taken.
    """
    came = sorted(seconds)
    places = (min(offered - 1, int(share * offered)) for share in SHARES)
    return ", ".join(f"{came[at]:.2f} s" if 0 <= at < len(came) else "never" for at in places)


async def offer(
    slack: SlackServer,
    questions: Mapping[str, Message],
    rate: int,
    served: Served,
    folder: Path,
) -> Offer:
    """Offer everybody's click on the question before them, so many a second, and look on."""
    senders = list(_senders(slack, questions, rate, folder))
    for sender in senders:
        await asyncio.to_thread(_answer_of, sender)  # it has read its clicks
    for sender in senders:
        assert sender.stdin is not None
        sender.stdin.write("go\n")
        sender.stdin.flush()
    looks, used = await _looked_on(served, len(questions) / rate)
    own, server, machine, *each = used
    told = await asyncio.gather(*(asyncio.to_thread(sender.communicate) for sender in senders))
    sent = [Sent(**json.loads(out)) for out, _ in told]
    return Offer(sent, own, each, server, machine, looks)


def _senders(
    slack: SlackServer, questions: Mapping[str, Message], rate: int, folder: Path
) -> Iterator["subprocess.Popen[str]"]:
    """Processes, each of which is given its part of the clicks in a file."""
    order = list(questions)
    random.Random(rate).shuffle(order)
    rest = (slack.delivery.signing_secret, *slack.delivery.balanced)
    for number in range(SENDERS):
        file = folder / f"clicks-{number}"
        with file.open("w") as lines:
            for name in order[number::SENDERS]:
                body = form_of(_click(slack, name, questions[name]))
                lines.write(json.dumps([name, body]) + "\n")
        words = (str(file), str(rate / SENDERS), str(len(order) / rate), *rest)
        yield subprocess.Popen(
            [sys.executable, "-m", "bench.rated", *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip


def _click(slack: SlackServer, name: str, question: Message) -> Json:
    return slack.member(name, question.team).click(question, "AB"[int(name[1:]) % 2])


def _answer_of(sender: "subprocess.Popen[str]") -> str:
    assert sender.stdout is not None
    return sender.stdout.readline()


async def _looked_on(served: Served, seconds: float) -> tuple[list[int], list[float]]:
    """Who was in line for a lock, at each look; processors: ours, the server's, all, replicas'."""
    pids = [one.process.pid for one in served.replicas if one.process is not None]

    def used() -> list[float]:
        mine = [time.process_time(), processors.of_family(served.postmaster), processors.of_all()]
        return [*mine, *map(processors.of_process, pids)]

    before, began, looks = used(), time.monotonic(), list[int]()
    while (now := time.monotonic()) < began + seconds:
        looks.append(await asyncio.to_thread(_look, served.database))
        await asyncio.sleep(min(LOOKS, max(0.0, began + seconds - now)))
    lasted = time.monotonic() - began
    return looks, [(now - then) / lasted for now, then in zip(used(), before, strict=True)]


def _look(database: Database) -> int:
    row = database.row(WAITING)
    return row["waiting"] if row else 0


# ---------------------------------------------------------------- a sender


class Sender:
    """Sends one file of clicks, each when it is due or as soon as a connection is free."""

    def __init__(self, rate: float, seconds: float, secret: str, urls: Sequence[str]) -> None:
        self._rate = rate
        self._seconds = seconds
        self._secret = secret
        self._urls = urls
        self._sent = Sent()
        self._began = 0.0

    async def send(self, clicks: Sequence[tuple[str, str]]) -> Sent:
        connector = aiohttp.TCPConnector(limit=CONNECTIONS)
        room = asyncio.Semaphore(CONNECTIONS)
        tasks = set[asyncio.Task[None]]()
        async with aiohttp.ClientSession(connector=connector) as session:
            self._began = time.monotonic()
            used = asyncio.create_task(self._used())
            for number, (name, body) in enumerate(clicks):
                due = self._began + number / self._rate
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                await room.acquire()
                if time.monotonic() > self._began + GIVEN_UP * self._seconds:
                    self._sent.unsent = len(clicks) - number
                    break
                url = self._urls[number % len(self._urls)]
                task = asyncio.create_task(self._one(session, url, name, body, due))
                tasks.add(task)
                task.add_done_callback(tasks.discard)
                task.add_done_callback(lambda _: room.release())
            await asyncio.gather(*tasks)
            await used
        return self._sent

    async def _used(self) -> None:
        """Processors, while clicks are offered."""
        before = time.process_time()
        await asyncio.sleep(max(0.0, self._began + self._seconds - time.monotonic()))
        lasted = time.monotonic() - self._began
        self._sent.processors = (time.process_time() - before) / lasted

    async def _one(
        self, session: aiohttp.ClientSession, url: str, name: str, body: str, due: float
    ) -> None:
        ok = False
        self._sent.due[name] = time.time() - (time.monotonic() - due)
        headers = signed(body, self._secret) | {"Content-Type": "application/x-www-form-urlencoded"}
        with suppress(TimeoutError, aiohttp.ClientError, ConnectionError):
            async with (
                asyncio.timeout(ACKNOWLEDGE),
                session.post(url, data=body, headers=headers) as answer,
            ):
                ok = answer.status == 200
                await answer.read()
        now = time.monotonic()
        self._sent.acks[name] = (now - due, ok)
        self._sent.within += ok and now < self._began + self._seconds


def main() -> int:
    file, rate, seconds, secret, *urls = sys.argv[1:]
    clicks = [json.loads(line) for line in Path(file).read_text().splitlines()]
    print("ready", flush=True)
    if sys.stdin.readline() != "go\n":
        return 1  # whoever started it has ended
    sent = asyncio.run(Sender(float(rate), float(seconds), secret, urls).send(clicks))
    print(json.dumps(asdict(sent)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
