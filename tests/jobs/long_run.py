"""Many days of one channel, with a process that is killed at any moment and calls that go wrong.

What came of it is taken from what the local platform recorded. The database is asked last, and only
whether it holds what members were shown.
"""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.jobs.test_crashes import MONDAY, REVEALED, Days
from tests.jobs.towns import WRONG, DiscordTown, SlackTown, Town
from tests.waiting import until

MEMBERS = tuple(f"U{number}" for number in range(1, 13))  # U1 is the admin
USUAL = 2  # members who answer on most days
ALL_ANSWER = 5  # every so many days all do, and all alike
TURN = 20  # days until the host takes questions back again:
BEFORE, AFTER = 3, 6  # on this day of it before the close, on that one after the result
TOWNS: tuple[type[SlackTown | DiscordTown], ...] = (SlackTown, DiscordTown)
VERDICTS = ("Right:", "Not quite")
TAKEN_BACK = "SELECT count(*) FROM rounds WHERE void <> ''"
REPORTS = "SELECT count(*) FROM reports"
UNTOLD = "SELECT count(*) FROM rounds WHERE state = 'revealed' AND void <> '' AND void_told = 0"


@dataclass(frozen=True, slots=True)
class Story:
    """What members saw of many days, in numbers."""

    platform: str
    days: int
    kills: int
    faults: int
    questions: int
    reveals: int
    recaps: int  # questions with exactly one recap under them
    weeks: int
    corrections: int  # of results that had been shown before the question was taken back
    superfluous: int  # corrections of what the recap had said already, or a second time
    taken_back: int
    to_take_back: int  # as often as the questions that the host objected to had been asked
    to_correct: int  # of these, results that had been shown by then
    answered: int  # how often a member was answered after picking an option
    verdicts: int  # that members were shown, each for the first time
    stored: int  # answers in the database
    leaks: int  # questions that somebody outside the channel saw

    @property
    def wrong(self) -> tuple[str, ...]:
        """What is not as it has to be."""
        must = {
            "questions": (self.questions, self.days),
            "reveals": (self.reveals, self.days),
            "recaps": (self.recaps, self.days),
            "weeks": (self.weeks, self.days // 7),
            "questions taken back": (self.taken_back, self.to_take_back),
            "corrections": (self.corrections, self.to_correct),
            "superfluous corrections": (self.superfluous, 0),
            "answers stored": (self.stored, self.answered),
            "verdicts shown of what is not stored": (max(self.verdicts - self.stored, 0), 0),
            "seen outside": (self.leaks, 0),
        }
        return tuple(f"{what}: {n}, not {m}" for what, (n, m) in must.items() if n != m)


class LongRun(Days):
    """A question every day, members who answer, and somebody who is not in the channel."""

    schedule = "daily 09:00 UTC"
    patience = 90.0

    def __init__(self, make: type[SlackTown | DiscordTown], folder: Path, seed: int) -> None:
        town: Callable[[Callable[[], datetime]], Town] = partial(make, members=MEMBERS)
        super().__init__(town, folder)
        self.platform = make.name
        self.chance = random.Random(seed)
        self.kills = self.faults = self.to_take_back = self.to_correct = 0

    async def play(self, days: int, kills: int) -> Story:
        """Live through the days, each with its share of the kills."""
        for number in range(1, days + 1):
            share = kills * number // days - kills * (number - 1) // days
            reaper = asyncio.create_task(self._strike(share))
            try:
                await self.a_day(number)
                await self.until(reaper.done)  # which starts the process again, to be killed anew
                await reaper
            finally:
                reaper.cancel()
        await self.until(lambda: self.running.alive)
        return self._story(days)

    async def until(self, seen: Callable[[], object]) -> None:
        async with self._ticking():
            await super().until(seen)

    async def insists(
        self, doing: Callable[[], Awaitable[None]], seen: Callable[[], object]
    ) -> None:
        async with self._ticking():
            await super().insists(doing, seen)

    @asynccontextmanager
    async def _ticking(self) -> AsyncIterator[None]:
        """While something is waited for the clock goes on: what failed waits for its turn."""
        ticking = asyncio.create_task(self._ticks())
        try:
            yield
        finally:
            ticking.cancel()

    async def _ticks(self) -> None:
        while True:
            await asyncio.sleep(0.25)
            self.set(self.now + timedelta(seconds=1))

    async def _strike(self, times: int) -> None:
        """Kill the process at random moments, as often as that."""
        for _ in range(times):
            await asyncio.sleep(self.chance.uniform(0.0, 1.2))
            await until(lambda: self.running.alive)
            process = self.running.process
            if process is not None and process.returncode is None:
                process.send_signal(signal.SIGKILL)
                await process.wait()
                self.kills += 1

    async def a_day(self, number: int) -> None:
        """From the question to the reveal, with calls that go wrong on the way."""
        morning = MONDAY + timedelta(days=number - 1)
        self._break(3)
        self.set(morning + timedelta(seconds=5))
        await self.until(lambda: len(self.posted()) >= number and self.confirmed(number))
        for user in MEMBERS if number % ALL_ANSWER == 0 else MEMBERS[:USUAL]:
            await self.answers(user)
        await self._outsider_looks()
        if number % TURN == BEFORE:
            await self._takes_back(number, shown=False)
        self._break(3)
        self.set(morning + timedelta(hours=23, minutes=5))
        await self.until(lambda: "closed" in self.posted()[number - 1].words)
        await self.until(lambda: len(self.town.recaps()) >= number)
        await self.until(lambda: self.running.count(REVEALED) == number)
        if number % TURN == AFTER:
            await self._takes_back(number, shown=True)
            await self.until(lambda: self.running.count(UNTOLD) == 0)

    async def _takes_back(self, number: int, *, shown: bool) -> None:
        """The host says that the day's question is wrong, again while nothing comes of it.

        Forty questions do not last for sixty days: it may have been asked before, and that is
        taken back as well.
        """
        stems = [_stem(one.words) for one in self.posted()]
        asked = stems.count(stems[number - 1])
        self.to_take_back += asked
        self.to_correct += asked if shown else asked - 1
        reports, taken = self.running.count(REPORTS), self.running.count(TAKEN_BACK)
        await self.insists(self._objects, lambda: self.running.count(REPORTS) > reports)
        await self.insists(self._takes_it_back, lambda: self.running.count(TAKEN_BACK) > taken)

    async def _takes_it_back(self) -> None:
        """Click on the offer to do so; where it never came, object once more to be asked again."""
        if not self.town.is_asked("U1"):
            await self._objects()
            await until(lambda: self.town.is_asked("U1"))
        await self.town.takes_back("U1")

    async def _objects(self) -> None:
        receipt = next(
            one
            for one in reversed(self.town.sees("U1"))
            if any(label.startswith(WRONG) for label in one.labels)
        )
        await self.town.objects("U1", receipt)

    def _break(self, calls: int) -> None:
        for _ in range(calls):
            self.town.breaks(self.chance)
        self.faults += calls

    async def _outsider_looks(self) -> None:
        """A look that a dying process does not answer is no look: they look again."""
        before = len(self.town.outsider_saw())
        await self.insists(self.town.outsider_looks, lambda: len(self.town.outsider_saw()) > before)

    def _story(self, days: int) -> Story:
        public = [one.words for one in self.town.public()]
        questions = [one.words for one in self.posted()]
        under = [list(self.town.under(one)) for one in self.posted()]
        fixed = [[text for text in texts if "Correction" in text] for texts in under]
        said = [[text for text in texts if "Correction" not in text] for texts in under]
        seen = "\n".join(self.town.outsider_saw())
        return Story(
            platform=self.platform,
            days=days,
            kills=self.kills,
            faults=self.faults,
            questions=len(questions),
            reveals=sum("closed" in text for text in questions),
            recaps=sum(len(texts) == 1 for texts in said),
            weeks=sum("The week in short" in text for text in public),
            corrections=sum(map(len, fixed)),
            superfluous=sum(
                len(corrections) > 1 or (bool(corrections) and "taken back" in " ".join(recaps))
                for corrections, recaps in zip(fixed, said, strict=True)
            ),
            taken_back=sum("taken back" in text for text in questions),
            to_take_back=self.to_take_back,
            to_correct=self.to_correct,
            answered=self.acknowledged,
            verdicts=self._verdicts(),
            stored=self.running.count("SELECT count(*) FROM answers"),
            leaks=sum(_stem(text) in seen for text in questions),
        )

    def _verdicts(self) -> int:
        """How often a member was shown a verdict; a second click on the same one adds nothing."""
        repeated = "answered this one already"
        return sum(
            _is_verdict(one.words) and repeated not in one.words
            for user in MEMBERS
            for one in self.town.sees(user)
        )


def _is_verdict(words: str) -> bool:
    return any(sign in words for sign in VERDICTS) and "Daily question" not in words


def _stem(words: str) -> str:
    """The question itself, as it stands under its title."""
    return words.split("\n")[1] if "\n" in words else words


async def run(
    make: type[SlackTown | DiscordTown], folder: Path, days: int, kills: int, seed: int
) -> Story:
    """One platform's days."""
    long = LongRun(make, folder, seed)
    await long.begin()
    try:
        return await long.play(days, kills)
    finally:
        await long.end()


def rows(stories: Sequence[Story]) -> list[str]:
    """The stories as a table in Markdown."""
    head = (
        "| platform | days | kills | faults | questions | reveals | recaps | weeks | corrections "
        "| superfluous | taken back | answered / verdicts / stored | seen outside |"
    )
    return [
        head,
        "| --- |" + " ---: |" * 12,
        *(
            f"| {s.platform} | {s.days} | {s.kills} | {s.faults} | {s.questions} | {s.reveals} | "
            f"{s.recaps} | {s.weeks} | {s.corrections} | {s.superfluous} | {s.taken_back} | "
            f"{s.answered} / {s.verdicts} / {s.stored} | {s.leaks} |"
            for s in stories
        ),
    ]
