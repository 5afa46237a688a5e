"""The first look-up of a process, from its start, and how soon a process that is told to end does.

Whole processes, in turns, so that a machine that others use too is as busy for one as for the
other; the best of `--rounds` counts. `chat` is asked through a pipe as soon as it starts and told
that nothing more comes (Ctrl-D) as soon as it has answered; `run` is connected to a local Slack.
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from bench.judge import Query
from bench.limits import Limited, judged
from bench.notes import further_queries, team_notes
from tests.adapters.slack.process import settings_for
from tests.platforms.process import Running
from tests.platforms.slack.member import Member
from tests.platforms.slack.server import SlackServer

QUERY = "lambda timeout"
ANSWERED = re.compile("15 ?min|900")  # what the answer says, and neither echo nor "one moment"
WAITING = "Still"  # how the word begins that an answer is on its way
SOURCE = re.compile(r"\.(?:md|txt):\d+")  # what answers from the notes name
TROUBLE = re.compile("went wrong|try again")
CROWD = 60  # people, each with a question of their own
WARM, COLD = 3.0, 1.3  # times `companion ask`, times `companion index`
GIVES_UP = 300.0  # seconds after which whoever has not answered will not
CONNECTED, APART, END = 0.5, 2.0, 1.0  # seconds

Times = dict[str, list[float]]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench first")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    times: Times = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for number in range(asked.rounds):
            _measure(folder / str(number), times)
    best = {what: min(seconds) for what, seconds in times.items()}
    apart = f"run: {CROWD} at once, from the first to the last answer, s"
    missed = judged(
        (
            Limited("chat, warm ÷ ask, warm", WARM, best["chat warm"] / best["ask"]),
            Limited("chat, cold ÷ index, cold", COLD, best["chat cold"] / best["index"]),
            Limited("chat: from Ctrl-D to its end, s", END, best["chat ends"]),
            Limited("run: from connected to answered, s", CONNECTED, best["first"]),
            Limited(apart, APART, best["apart"]),
            Limited("run: from SIGTERM to its end, s", END, best["run ends"]),
        )
    )
    shown = ", ".join(f"{what} {seconds:.2f}" for what, seconds in best.items())
    print(f"\nSeconds: {shown}.")
    return missed


class NoAnswer(Exception):
    """A process said something else, or nothing: how soon that came says nothing."""


def _measure(folder: Path, times: Times) -> None:
    """One round: each process once."""
    cold, home = folder / "cold", folder / "home"
    for place in (cold, home):
        place.mkdir(parents=True)
    _note(times, "index", _took(lambda: _run(home, "index")))
    _note(times, "chat cold", _chat(cold)[0])
    _note(times, "ask", _took(lambda: _asked(home)))
    answered, ended = _chat(home)
    _note(times, "chat warm", answered)
    _note(times, "chat ends", ended)
    for what, seconds in asyncio.run(_connected(home)).items():
        _note(times, what, seconds)


def _note(times: Times, what: str, seconds: float) -> None:
    times.setdefault(what, []).append(seconds)


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _environment(home: Path) -> dict[str, str]:
    notes = ",".join(map(str, team_notes()))
    return os.environ | {"DATABASE_URL": f"sqlite:///{home / 'companion.db'}", "NOTES": notes}


def _run(home: Path, *words: str) -> str:
    command = [sys.executable, "-m", "bot", *words]
    environment = _environment(home)
    return subprocess.run(command, check=True, capture_output=True, env=environment).stdout.decode()


def _asked(home: Path) -> None:
    if not ANSWERED.search(said := _run(home, "ask", QUERY)):
        raise NoAnswer(said)


def _chat(home: Path) -> tuple[float, float]:
    """Seconds until the first answer of a chat, and from the end of what is typed to its own."""
    began = time.perf_counter()
    with _started(home, "chat", "--as", "Ben") as chat:
        assert chat.stdin is not None and chat.stdout is not None
        chat.stdin.write(f"{QUERY}\n".encode())
        chat.stdin.flush()
        said = ""
        while not ANSWERED.search(line := chat.stdout.readline().decode()):
            said += line
            if not line:
                raise NoAnswer(said)
        answered = time.perf_counter()
        chat.stdin.close()
        chat.stdout.read()
        if status := chat.wait():
            raise NoAnswer(f"chat ended with {status}")
        return answered - began, time.perf_counter() - answered


@contextmanager
def _started(home: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A process to talk to, which ends with what is done with it, however that ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(home),
    ) as process:
        late = Timer(GIVES_UP, process.kill)
        late.start()
        try:
            yield process
        finally:
            late.cancel()
            process.kill()  # nothing, if it has ended


async def _connected(home: Path) -> dict[str, float]:
    """One question as soon as a process is connected; then those of a crowd, with another one."""
    first, _, _ = await _asked_by(home, 1)
    _, apart, ends = await _asked_by(home, CROWD)
    return {"first": first, "apart": apart, "run ends": ends}


async def _asked_by(home: Path, people: int) -> tuple[float, float, float]:
    """Seconds until the first answer, from there to the last, and how long the end takes."""
    notes = ",".join(map(str, team_notes()))
    queries = [query for query in further_queries() if query.kind == "fact"][:people]
    assert len(queries) == people, "each asks a question of their own"
    async with SlackServer(rate_limits=False) as slack:
        names = tuple(f"U{100 + number}" for number in range(people))
        members = [slack.member(slack.world.add_user(name)) for name in names]
        slack.world.add_channel("C1", names)
        settings = settings_for(slack, "socket")
        settings |= {"NOTES": notes, "DATABASE_URL": f"sqlite:///{home / 'companion.db'}"}
        companion = Running(home, Path(), settings)
        try:
            return await _answered(slack, companion, members, queries)
        finally:
            if companion.alive:
                await companion.kill()


async def _answered(
    slack: SlackServer, companion: Running, members: Sequence[Member], queries: Sequence[Query]
) -> tuple[float, float, float]:
    starting = asyncio.create_task(companion.start())
    try:
        await slack.connected()
        began = time.perf_counter()

        async def answered(member: Member, query: Query) -> float:
            await member.command(query.text, "C1")
            await member.waits(lambda: any(WAITING not in m.words for m in member.replies("C1")))
            seconds = time.perf_counter() - began
            said = "\n".join(message.words for message in member.replies("C1"))
            if TROUBLE.search(said):
                raise NoAnswer(f"{query.text}: {said}")
            found.append(bool(SOURCE.search(said)))
            return seconds

        found: list[bool] = []
        done = await asyncio.gather(*map(answered, members, queries))
        await starting
        if sum(found) < len(found) / 2:
            raise NoAnswer(f"of {len(found)} only {sum(found)} were answered from the notes")
    finally:
        starting.cancel()
    ending = time.perf_counter()
    if status := await companion.stop():
        raise NoAnswer(f"run ended with {status}")
    return min(done), max(done) - min(done), time.perf_counter() - ending


if __name__ == "__main__":
    sys.exit(main())
