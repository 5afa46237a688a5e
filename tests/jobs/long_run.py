"""Many days of one channel, with a process that is killed at any moment and calls that go wrong.

What came of it is taken from what the local platform recorded. The database is asked last, and only
whether it holds what members were shown.
"""

import asyncio
import random
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.jobs.test_crashes import MONDAY, REVEALED, Days
from tests.jobs.towns import (
    OUTSIDER,
    REFUSED,
    THINGS,
    WRONG,
    DiscordTown,
    Message,
    SlackTown,
    Town,
)
from tests.waiting import until

MEMBERS = tuple(f"U{number}" for number in range(1, 13))  # U1 is the admin
USUAL = 2  # members who answer on most days
ALL_ANSWER = 5  # every so many days all do, and all alike
TURN = 20  # days until the host takes questions back again:
BEFORE, AFTER = 3, 6  # on this day of it before the close, on that one after the result
TOWNS: tuple[type[SlackTown | DiscordTown], ...] = (SlackTown, DiscordTown)
VERDICTS = ("Right:", "Not quite")
LOCKED = 1.6  # seconds: more than the second after which people are told that it takes a while
ENOUGH = 20  # days after which every kind of call has gone wrong
TAKEN_BACK = "SELECT count(*) FROM rounds WHERE kind = 'daily' AND void <> ''"
REPORTS = "SELECT count(*) FROM reports"
STORED = (
    "SELECT rounds.message, people.member, answers.choice, answers.correct FROM answers"
    " JOIN rounds ON rounds.id = answers.round JOIN people ON people.id = answers.person"
)
OF_ANYBODY = ("answers", "hints", "cards", "reviews", "reports")  # what one click may leave
UNTOLD = f"{TAKEN_BACK} AND state = 'revealed' AND void_told = 0"


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
    verdicts: int  # that members were shown, each of them once
    stored: int  # answers in the database
    unlike: tuple[str, ...]  # what somebody was shown, and something else is stored or nothing
    leaks: int  # questions that somebody outside the channel saw
    refused: int  # how often they were refused when they answered one all the same
    left: int  # rows that this left
    broken: Counter[str]  # calls that went wrong, by what they were for
    unharmed: Mapping[str, int]  # kinds that never went wrong, and how often they were called

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
            "verdicts shown": (self.verdicts, self.answered),
            "seen outside": (self.leaks, 0),
            "refused outside": (self.refused >= self.days, True),
            "left by somebody outside": (self.left, 0),
        }
        found = [f"{what}: {n}, not {m}" for what, (n, m) in must.items() if n != m]
        unharmed = [f"never went wrong: {one}" for one in self.unharmed if self.days >= ENOUGH]
        return (*found, *self.unlike, *unharmed)


class LongRun(Days):
    """A question every day, members who answer, and somebody who is not in the channel."""

    schedule = "daily 09:00 UTC"
    patience = 90.0

    def __init__(self, make: type[SlackTown | DiscordTown], folder: Path, seed: int) -> None:
        town: Callable[[Callable[[], datetime]], Town] = partial(make, members=MEMBERS)
        super().__init__(town, folder)
        self.platform = make.name
        self.chance = random.Random(seed)
        self.kills = self.to_take_back = self.to_correct = 0
        self.clicked: dict[tuple[str, str], Clicked] = {}  # by message and person

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
            await asyncio.sleep(0.1)
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
        alike = number % ALL_ANSWER == 0
        for user in MEMBERS if alike else self.chance.sample(MEMBERS[:USUAL], USUAL):
            self._break(1)
            await self._picks(user, 1 if alike else self.chance.randrange(2))
        await self._outsider_looks()
        await self._outsider_clicks()
        for what in self.chance.sample(THINGS, 2):
            self._break(1)
            await self._does(self._who_does(what), what)
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
            self.town.luck.runs_out(self.chance)

    async def _picks(self, user: str, option: int) -> None:
        """Somebody answers the day's question, and clicks on until they are told how they did."""
        question = self.posted()[-1]
        who = self.town.id_of(user)
        for (_, answered), earlier in self.clicked.items():
            if answered == who:
                earlier.ends()
        clicked = Clicked(self.town, user, option)
        self.clicked[self.town.number_of(question), who] = clicked

        async def click() -> None:
            await self.town.clicks(user, question, question.labels[option])

        await self.insists(click, lambda: clicked.verdicts)
        self.acknowledged += 1

    def _who_does(self, what: str) -> str:
        """The admin sets the schedule; practice is for others, who take no question back."""
        match what:
            case "set":
                return MEMBERS[0]
            case "practice" | "quiz":
                return self.chance.choice(MEMBERS[1:])
            case _:
                return self.chance.choice(MEMBERS)

    async def _does(self, user: str, what: str) -> None:
        """Something else than answering, again while nothing is shown."""
        before = self.town.before(user)

        async def act() -> None:
            if what == "set":
                await self.town.says(self.schedule)
            elif what == "quiz":
                await self._while_locked(lambda: self.town.does(user, what))
            else:
                await self.town.does(user, what)

        await self.insists(act, lambda: self.town.before(user) != before)

    async def _while_locked(self, doing: Callable[[], Awaitable[None]]) -> None:
        """With another writer in the database: an answer takes longer than people like to wait."""
        with closing(sqlite3.connect(self.running.database, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            await doing()
            await asyncio.sleep(LOCKED)
            connection.execute("ROLLBACK")

    async def _outsider_looks(self) -> None:
        """A look that a dying process does not answer is no look: they look again."""
        before = len(self.town.outsider_saw())
        await self.insists(self.town.outsider_looks, lambda: len(self.town.outsider_saw()) > before)

    async def _outsider_clicks(self) -> None:
        """They answer as well, until they are told that they can't."""
        before, question = self._refusals(), self.posted()[-1]
        await self.insists(
            lambda: self.town.outsider_clicks(question), lambda: self._refusals() > before
        )

    def _refusals(self) -> int:
        return sum(REFUSED in words for words in self.town.outsider_saw())

    def _unlike(self) -> list[str]:
        """Each verdict that was shown beside what is stored, and the other way round."""
        with sqlite3.connect(f"file:{self.running.database}?mode=ro", uri=True) as connection:
            rows = connection.execute(STORED).fetchall()
        stored = {(message, member): (choice, right) for message, member, choice, right in rows}
        found = [f"nobody gave the answer {key}" for key in stored.keys() - self.clicked.keys()]
        for key, clicked in self.clicked.items():
            verdicts = {(clicked.option, int(right)) for right in clicked.verdicts}
            if verdicts != {stored.get(key)}:
                found.append(f"{key} was shown {verdicts}, and {stored.get(key)} is stored")
        return found

    def _left_outside(self) -> int:
        who = f"SELECT id FROM people WHERE member = '{self.town.id_of(OUTSIDER)}'"
        counts = (f"SELECT count(*) FROM {table} WHERE person IN ({who})" for table in OF_ANYBODY)
        return sum(map(self.running.count, counts))

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
            faults=self.town.luck.had().total(),
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
            verdicts=sum(bool(one.verdicts) for one in self.clicked.values()),
            stored=self.running.count("SELECT count(*) FROM answers"),
            unlike=tuple(self._unlike()),
            leaks=sum(_stem(text) in seen for text in questions),
            refused=self._refusals(),
            left=self._left_outside(),
            broken=self.town.luck.had(),
            unharmed=self.town.luck.unharmed(),
        )


class Clicked:
    """The option that somebody picked, and what they were shown from then on to their next one."""

    def __init__(self, town: Town, user: str, option: int) -> None:
        self.option = option
        self._town, self._user = town, user
        self._before = frozenset(map(id, town.sees(user)))
        self._shown: list[Message] | None = None

    @property
    def shown(self) -> list[Message]:
        if self._shown is not None:
            return self._shown
        return [one for one in self._town.sees(self._user) if id(one) not in self._before]

    def ends(self) -> None:
        """What they are shown from now on is about another question."""
        self._shown = self.shown

    @property
    def verdicts(self) -> tuple[bool, ...]:
        """Whether it was right, as often as they were told."""
        return tuple("Right:" in one.words for one in self.shown if _is_verdict(one.words))


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
        "| superfluous | taken back | answered / verdicts / stored | verdicts unlike what is "
        "stored | seen outside | refused outside / stored |"
    )
    return [
        head,
        "| --- |" + " ---: |" * 14,
        *(
            f"| {s.platform} | {s.days} | {s.kills} | {s.faults} | {s.questions} | {s.reveals} | "
            f"{s.recaps} | {s.weeks} | {s.corrections} | {s.superfluous} | {s.taken_back} | "
            f"{s.answered} / {s.verdicts} / {s.stored} | {len(s.unlike)} | "
            f"{s.leaks} | {s.refused} / {s.left} |"
            for s in stories
        ),
    ]
