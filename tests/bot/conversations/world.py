"""The parts every driver stands on: notes, a store in a file, a clock that tests move."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.companion import Companion
from bot.daily import hosting
from bot.messages import Messenger, Person, Place, Platform
from bot.replies.options import labels
from bot.replies.voice import Voice
from bot.schedule import latest_post, next_posts, quiz_day, window
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Schedule, team_of
from knowledge.model import Question
from tests.bot.conversations.driver import ADMIN, GUEST
from tests.databases import new_file

if TYPE_CHECKING:
    from knowledge.library import Library

MONDAY = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)  # 08:30 in Berlin
STEP = timedelta(minutes=15)  # how often the clockwork looks


class World:
    """One workspace on one platform, with a companion that can be restarted."""

    def __init__(
        self, library: "Library", folder: Path, platform: Platform = "terminal", locale: str = ""
    ) -> None:
        self.library = library
        self.locale = locale  # of everybody, as their platform names it
        self.now = MONDAY
        self.place = Place(platform, "W1", "study")
        self.settings = Settings(
            database_url=f"sqlite:///{new_file(folder / 'study.db')}", timezone="Europe/Berlin"
        )
        self.messengers: dict[Platform, Messenger] = {}
        self._open()
        self.approve_all()

    def _open(self) -> None:
        self.store = Store.open(self.settings.database_url)
        self.companion = Companion(
            library=self.library,
            store=self.store,
            settings=self.settings,
            clock=lambda: self.now,
            messengers=self.messengers,
        )
        self.companion.core.warm_up()

    def approve_all(self) -> None:
        """What rules made of the notes may be the daily question: a host has said so."""
        for question in self.library.questions():
            self.approve(question)

    def approve(self, question: Question) -> None:
        host, before = self.person("Hal"), self.now - timedelta(days=1)
        self.companion.core.moderation.approve(host, question, before)

    async def begin(self) -> None:
        await self.companion.bot_joined(self.place, self.person(ADMIN).user)

    async def restart(self) -> None:
        await self.close()
        self._open()

    async def close(self) -> None:
        await self.companion.close()
        self.store.close()

    def person(self, name: str, workspace: str = "") -> Person:
        return Person(
            self.place.platform,
            workspace or self.place.workspace,
            name.lower(),
            name,
            may_administer=name == ADMIN,
            counts=name != GUEST,
            language=self.locale,
        )

    async def pass_time(self, time: timedelta) -> None:
        """Move the clock in small steps; what a clockwork would do happens at each."""
        end = self.now + time
        while self.now < end:
            self.now = min(self.now + STEP, end)
            await self._tick()

    async def _tick(self) -> None:
        posting, rounds = self.companion.posting, self.companion.core.rounds
        for round in rounds.unconfirmed():
            await posting.finish(round, self.now)
        for round in rounds.to_close(self.now):
            await posting.close(round, self.now)
        for round in rounds.to_reveal():
            await posting.reveal(round, self.now)
        for round in rounds.to_correct():
            await posting.correct(round, self.now)
        for team, honour in self.store.honours.all():
            hourly = self.now - timedelta(hours=1)
            if self.store.seen.again(team, f"role {honour}", self.now, hourly):
                await posting.honouring.settle(team, honour, self.now)
        for schedule in self.store.schedules.all():
            await self._preview(schedule)
            due = latest_post(schedule.timing, self.now)
            changed = schedule.changed_at or self.now
            if schedule.off or due is None or due < changed or self.now - due > schedule.grace:
                continue
            day = quiz_day(schedule.timing, due)
            if rounds.on(schedule.team, schedule.channel, day) is None:
                await posting.ask(schedule, day, *window(schedule.timing, day), self.now)

    async def recap(self) -> None:
        """What comes with the result of a week's last question: the week, in its thread."""
        for schedule in self.store.schedules.all():
            round = self.companion.core.rounds.latest(schedule.team, schedule.channel)
            assert round is not None
            thread = replace(round.place, thread=round.message)
            await self.companion.posting.recap(schedule, round.day, self.now, thread)

    async def _preview(self, schedule: Schedule) -> None:
        """Show the question of the next post to the host, a day before it."""
        (following,) = next_posts(schedule.timing, self.now, count=1)
        if schedule.preview and not schedule.off and following - self.now < timedelta(hours=23):
            day = quiz_day(schedule.timing, following)
            await hosting.preview(
                self.companion.posting, self.companion.core, schedule, day, self.now
            )

    def line(self, typed: str) -> str:
        return Voice(self.place.platform, self.settings.command).line(typed)

    def right_answer(self, stem: str) -> tuple[str, tuple[str, ...]]:
        """The newest question that was asked and stands in *stem*."""
        found = self.companion.core.stock.questions(team_of(self.place))
        asked = [q for q in found if q.options and " ".join(q.stem.split()) in stem]
        assert asked, f"no question of the notes stands in {stem!r}"
        question = max(asked, key=lambda q: len(q.stem))
        names = labels(question)
        return names[question.answer], names


class InWorld:
    """What every driver does alike: the world's questions, and its clock."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._runner = asyncio.Runner()

    def line(self, typed: str) -> str:
        return self._world.line(typed)

    def installed_by(self, who: str) -> None:
        self._runner.run(self._joins(who))

    async def _joins(self, who: str) -> None:
        place = replace(self._world.place, channel="")
        await self._world.companion.bot_joined(place, self._user_of(who))

    def _user_of(self, who: str) -> str:
        return self._world.person(who).user

    def recap(self) -> None:
        self._runner.run(self._world.recap())

    def has(self, question: Question) -> None:
        """The team has a question that it did not write in this chat; a generated one is proven."""
        world = self._world
        world.store.team_questions.put(team_of(world.place), question, "", world.now)
        if not question.written:
            world.approve(question)

    def remind(self) -> None:
        """Tell everybody who wants to be reminded what is due."""
        world = self._world
        for profile in world.store.people.reminders():
            remind = world.companion.posting.remind
            self._runner.run(remind(profile, world.now.date(), world.now))

    @property
    def has_options(self) -> bool:
        """Whether one picks the answer of the channel's question, and does not type it."""
        place = self._world.place
        round = self._world.companion.core.rounds.latest(team_of(place), place.channel)
        return bool(round and round.question.options)

    def moment(self, at: datetime, words: str) -> str:
        del at
        return words

    def right_answer(self, stem: str) -> tuple[str, tuple[str, ...]]:
        return self._world.right_answer(stem)

    @property
    def now(self) -> datetime:
        return self._world.now

    def wait(self, time: timedelta) -> None:
        self._runner.run(self._world.pass_time(time))
