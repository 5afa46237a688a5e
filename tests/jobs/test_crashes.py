"""The real process beside a local Slack and a local Discord, killed at every step and anywhere."""

import asyncio
import os
import random
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.jobs.towns import NOTES, DiscordTown, Message, SlackTown, Town
from tests.platforms.process import Running

pytestmark = [pytest.mark.process, pytest.mark.slow]

RANDOM_KILLS = int(os.environ.get("CRASHES", "12"))  # make bench takes 50
STEPS = (
    "claim", "post", "confirm", "close", "reveal", "claim recap", "post recap", "confirm recap",
    "claim week", "post week", "confirm week", "revealed",
)  # fmt: skip
PATIENCE = 120.0
AGAIN = 5.0  # seconds after which people click again where nothing came back
MONDAY = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
CONFIRMED = "SELECT count(*) FROM rounds WHERE kind = 'daily' AND state <> 'claimed'"
REVEALED = "SELECT count(*) FROM rounds WHERE state = 'revealed'"


class Days:
    """A team's days: a process that is killed and started, and a platform that goes on.

    Every question is a Monday's, so that each ends its week and brings all steps there are.
    """

    schedule = "daily 09:00 UTC mon"
    patience = PATIENCE
    notes = NOTES
    program: type[Running] = Running

    def __init__(self, make: Callable[[Callable[[], datetime]], Town], folder: Path) -> None:
        self.clock_file = folder / "clock"
        self.now = MONDAY - timedelta(minutes=5)
        self.set(self.now)
        self.town = make(lambda: self.now)
        self.folder = folder
        self.dies_again_at = 0
        self.acknowledged = 0

    async def begin(self) -> None:
        """The first start, and the channel's schedule."""
        await self.town.start()
        self.running = self.program(
            self.folder, self.notes, self.town.settings | self.environment()
        )
        await self.start()
        await self.town.says(self.schedule)
        await self.until(lambda: any("09:00" in m.words for m in self.town.sees("U1")))

    def environment(self) -> dict[str, str]:
        """What the process finds besides the settings of its platform."""
        return {}

    async def end(self) -> None:
        if self.running.alive:
            await self.running.stop()
        await self.town.stop()

    def set(self, now: datetime) -> None:
        self.now = now
        fresh = self.clock_file.with_suffix(".new")
        fresh.write_text(now.isoformat())
        fresh.replace(self.clock_file)

    async def start(self, die_at: int = 0) -> None:
        self.running.command = ("-m", "tests.jobs.moved", str(self.clock_file), str(die_at))
        try:
            await self.running.start()
        except AssertionError:
            process = self.running.process
            if process is None or process.returncode != -signal.SIGKILL:
                raise  # it did not die because it was killed while starting

    async def kill(self) -> None:
        if self.running.alive:
            await self.running.kill()
            await self.town.noticed_death()

    async def until(self, seen: Callable[[], object]) -> None:
        """Wait for something to be seen, starting the process again whenever it has died."""
        deadline = time.monotonic() + self.patience
        while not seen():
            assert time.monotonic() < deadline, self.running.log[-3000:]
            if not self.running.alive:
                await self.town.noticed_death()
                self.set(self.now + timedelta(seconds=1))
                again, self.dies_again_at = self.dies_again_at, 0
                await self.start(again)
            await asyncio.sleep(0.02)

    def posted(self) -> list[Message]:
        return [one for one in self.town.public() if "Daily question" in one.words]

    def confirmed(self, day: int) -> bool:
        return self.running.count(CONFIRMED) == day

    async def answers(self, user: str = "U1") -> None:
        """Somebody answers, and clicks again while nothing comes back, as people do.

        What was answered is acknowledged, and must never be lost.
        """
        before = len(self.town.sees(user))

        def replied() -> bool:
            return len(self.town.sees(user)) > before

        async def click() -> None:
            asked = self.posted()[-1]
            await self.town.clicks(user, asked, asked.labels[1])  # whatever the second option is

        await self.insists(click, replied)
        self.acknowledged += 1

    async def insists(
        self, doing: Callable[[], Awaitable[None]], seen: Callable[[], object]
    ) -> None:
        """Do something until something is seen: again when the process died that had to do it, and
        when nothing comes of it for a while."""
        ends, why = time.monotonic() + self.patience, "nothing went wrong"
        while not seen():
            told = f"nothing comes of it ({why}):\n{self.running.log[-3000:]}"
            assert time.monotonic() < ends, told
            await self.until(lambda: self.running.alive)
            process = self.running.process
            assert process is not None
            death = asyncio.create_task(process.wait())
            attempt = asyncio.create_task(self._attempt(doing, seen))
            both = {death, attempt}
            await asyncio.wait(both, timeout=AGAIN, return_when=asyncio.FIRST_COMPLETED)
            for one in both:
                one.cancel()
            _, failed = await asyncio.gather(death, attempt, return_exceptions=True)
            why = repr(failed) if isinstance(failed, Exception) else why
            await asyncio.sleep(0.1)

    async def _attempt(
        self, doing: Callable[[], Awaitable[None]], seen: Callable[[], object]
    ) -> None:
        await doing()
        while not seen():
            await asyncio.sleep(0.02)

    async def a_day(self, number: int) -> None:
        """From the question to the reveal, and what members saw of it."""
        self.set(MONDAY + timedelta(weeks=number - 1, seconds=5))
        await self.until(lambda: len(self.posted()) >= number and self.confirmed(number))
        await self.answers()
        self.set(MONDAY + timedelta(weeks=number - 1, hours=24, minutes=5))
        await self.until(lambda: "closed" in self.posted()[number - 1].words)
        await self.until(lambda: len(self.town.recaps()) >= number)
        await self.until(lambda: self.running.count(REVEALED) == number)

    def check(self, days: int) -> None:
        assert len(self.posted()) == days
        assert all("closed" in message.words for message in self.posted())
        assert len(self.town.recaps()) == days
        weeks = [one for one in self.town.public() if "The week in short" in one.words]
        assert len(weeks) == days
        stored = self.running.count("SELECT count(*) FROM answers")
        assert stored == self.acknowledged == days


@pytest.fixture(params=[SlackTown, DiscordTown], ids=["slack", "discord"])
async def days(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Days]:
    days = Days(request.param, tmp_path)
    await days.begin()
    yield days
    await days.end()


async def test_killed_before_every_step_each_day_has_one_question_and_one_reveal(
    days: Days,
) -> None:
    for number in range(1, len(STEPS) + 1):
        await days.kill()
        days.dies_again_at = 1 if number in (2, 3) else 0  # looking for what it posted
        await days.start(die_at=number)
        await days.a_day(number)
    days.check(len(STEPS))
    deaths = days.clock_file.with_suffix(".deaths").read_text().splitlines()
    assert deaths.count("find") == 2
    assert [step for step in deaths if step != "find"] == list(STEPS)


async def test_killed_at_random_moments_each_day_has_one_question_and_one_reveal(
    days: Days,
) -> None:
    chance = random.Random(20261121)
    for number in range(1, RANDOM_KILLS + 1):
        day = asyncio.create_task(days.a_day(number))
        await asyncio.sleep(chance.uniform(0.0, 0.6))
        process = days.running.process
        if days.running.alive and process is not None:
            process.send_signal(signal.SIGKILL)
            await process.wait()
        await day
    days.check(RANDOM_KILLS)


async def test_told_to_stop_it_finishes_what_is_under_way(days: Days) -> None:
    days.town.slow_post(2)
    before = days.town.posting()
    days.set(MONDAY + timedelta(seconds=5))
    await days.until(lambda: days.town.posting() > before)
    assert days.posted() == []
    assert await days.running.stop() == 0
    assert len(days.posted()) == 1
    assert days.confirmed(1)


async def test_told_to_stop_right_after_an_answer_it_leaves_the_true_count(days: Days) -> None:
    days.set(MONDAY + timedelta(seconds=5))
    await days.until(days.posted)
    for user in ("U1", "U2"):
        await days.answers(user)
    assert await days.running.stop() == 0
    assert "2 answered" in days.posted()[-1].words


async def test_a_second_instance_on_the_same_file_is_refused_with_a_sentence(days: Days) -> None:
    second = Running(days.folder, NOTES, days.town.settings)
    with pytest.raises(AssertionError, match="already running"):
        await second.start()
