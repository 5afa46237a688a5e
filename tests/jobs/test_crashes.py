"""The real process beside a local Slack, killed at every step of a day and at random moments."""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.adapters.slack.process import Running
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message

pytestmark = [pytest.mark.process, pytest.mark.slow]

RANDOM_KILLS = int(os.environ.get("CRASHES", "12"))  # make bench takes 50
STEPS_OF_A_DAY = 10  # claim, post, confirm; close, reveal, claim, post and confirm recap, revealed
PATIENCE = 20.0
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


class Days:
    """A team's days: a process that is killed and started, and a Slack that goes on."""

    def __init__(self, slack: SlackServer, folder: Path) -> None:
        self.slack = slack
        self.clock_file = folder / "clock"
        self.clock_file.touch()
        self.now = MONDAY - timedelta(minutes=5)
        self.running = Running(slack, folder, "socket")
        slack.world.now = lambda: self.now.timestamp()
        self.member = slack.member("U1")
        self.acknowledged = 0

    def set(self, now: datetime) -> None:
        self.now = now
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(now.isoformat())
        fresh.replace(self.clock_file)

    async def start(self, die_at: int = 0) -> None:
        self.running.command = ("-m", "tests.jobs.moved", str(self.clock_file), str(die_at))
        try:
            await self.running.start()
            await self.slack.connected()
        except AssertionError:
            process = self.running.process
            if process is None or process.returncode != -signal.SIGKILL:
                raise  # it did not die because it was killed while starting

    @property
    def alive(self) -> bool:
        process = self.running.process
        return process is not None and process.returncode is None

    async def until(self, seen: Callable[[], object]) -> None:
        """Wait for something to be seen, starting the process again whenever it has died."""
        deadline = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < deadline, self.running.log[-3000:]
            if not self.alive:
                await self.slack.close_sockets()
                self.set(self.now + timedelta(seconds=1))
                await self.start()
            await asyncio.sleep(0.02)

    def posted(self) -> list[Message]:
        return [message for message in self._public() if "Question of the day" in message.words]

    def recaps(self) -> list[Message]:
        return [message for message in self._public() if message.thread]

    def _public(self) -> list[Message]:
        messages = self.slack.world.channels["C1"].messages
        return [m for m in messages if m.bot and not m.ephemeral_to]

    def confirmed(self, day: int) -> bool:
        return self.running.count("SELECT count(*) FROM rounds WHERE state <> 'claimed'") == day

    async def answers(self) -> None:
        """Somebody answers, and clicks again while nothing comes back, as people do.

        What was answered is acknowledged, and must never be lost.
        """
        before = len(self.member.sees("C1"))

        def replied() -> bool:
            return len(self.member.sees("C1")) > before

        while not replied():
            await self.until(lambda: self.alive)
            await self.member.clicks(self.posted()[-1], "B")
            with suppress(TimeoutError):
                async with asyncio.timeout(2):
                    await self.until(lambda: replied() or not self.alive)
        self.acknowledged += 1

    async def a_day(self, number: int) -> None:
        """From the question to the reveal, and what members saw of it."""
        self.set(MONDAY + timedelta(days=number - 1, seconds=5))
        await self.until(lambda: len(self.posted()) >= number and self.confirmed(number))
        await self.answers()
        self.set(MONDAY + timedelta(days=number - 1, hours=23, minutes=5))
        await self.until(lambda: "closed" in self.posted()[number - 1].words)
        await self.until(lambda: len(self.recaps()) >= number)
        await self.until(
            lambda: (
                self.running.count("SELECT count(*) FROM rounds WHERE state = 'revealed'") == number
            )
        )

    def check(self, days: int) -> None:
        assert len(self.posted()) == days
        assert all("closed" in message.words for message in self.posted())
        assert len(self.recaps()) == days
        weeks = [m for m in self._public() if "The week in short" in m.words]
        assert len(weeks) == days // 7
        stored = self.running.count("SELECT count(*) FROM answers")
        assert stored == self.acknowledged == days


@pytest.fixture
async def days(tmp_path: Path) -> AsyncIterator[Days]:
    async with SlackServer(rate_limits=False) as slack:
        slack.world.add_user("U1", "a", admin=True)
        slack.world.add_channel("C1", ("U1",))
        days = Days(slack, tmp_path)
        days.set(days.now)
        await days.start()
        await days.member.command("daily 09:00 UTC daily", "C1")
        await days.until(lambda: any("09:00" in m.words for m in days.member.sees("C1")))
        yield days
        if days.alive:
            await days.running.stop()


async def test_killed_before_every_step_each_day_has_one_question_and_one_reveal(
    days: Days,
) -> None:
    for number in range(1, STEPS_OF_A_DAY + 1):
        if days.alive:
            await days.running.kill()
        await days.start(die_at=number)
        await days.a_day(number)
    days.check(STEPS_OF_A_DAY)
    taken = set(days.clock_file.with_suffix(".steps").read_text().split("\n"))
    assert {"claim", "find", "post", "confirm", "close", "reveal", "revealed"} <= taken


async def test_killed_at_random_moments_each_day_has_one_question_and_one_reveal(
    days: Days,
) -> None:
    chance = random.Random(20261121)
    for number in range(1, RANDOM_KILLS + 1):
        day = asyncio.create_task(days.a_day(number))
        await asyncio.sleep(chance.uniform(0.0, 0.6))
        process = days.running.process
        if days.alive and process is not None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
        await day
    days.check(RANDOM_KILLS)


async def test_told_to_stop_it_finishes_what_is_under_way_within_ten_seconds(days: Days) -> None:
    days.slack.faults.add("chat.postMessage", "slow:2", times=1)
    days.set(MONDAY + timedelta(seconds=5))
    await asyncio.sleep(0.5)
    began = time.monotonic()
    assert await days.running.stop() == 0
    assert time.monotonic() - began < 10
    assert len(days.posted()) == 1
    assert days.confirmed(1)


async def test_a_second_instance_on_the_same_file_is_refused_with_a_sentence(days: Days) -> None:
    second = Running(days.slack, days.running.folder, "socket")
    with pytest.raises(AssertionError, match="already running"):
        await second.start()
