"""A small world for the clockwork: a platform in memory that can fail in every documented way.

It stands for the platform, not for a library: the local servers of tests/platforms/ do the rest.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, cast

from bot.companion import Companion
from bot.messages import (
    Action,
    Heading,
    MessageRef,
    NotDelivered,
    NotPermitted,
    Person,
    Place,
    PlaceGone,
    Platform,
    Prose,
    Reply,
    Request,
)
from bot.schedule import EVERY_DAY
from bot.settings import Settings
from bot.store import Store
from bot.store.records import Schedule, Team
from jobs.clockwork import Clockwork
from knowledge.model import Question, Source
from tests.databases import new_file

Fault = Literal["", "refused", "lost", "kill before", "kill after"]
WORKSPACE = "T1"
TEAM = Team(f"slack:{WORKSPACE}")


class Killed(BaseException):
    """The process died here."""


@dataclass
class Message:
    """What a member sees."""

    place: Place
    key: str
    reply: Reply
    at: datetime
    id: str

    @property
    def text(self) -> str:
        parts = [p.text for p in self.reply.parts if isinstance(p, Heading | Prose)]
        return " / ".join(parts)


@dataclass
class MemoryPlatform:
    """Keeps messages as Slack does, and fails when told to."""

    now: datetime
    messages: list[Message] = field(default_factory=list)
    whispers: list[tuple[str, Reply]] = field(default_factory=list)
    updates: list[tuple[str, Reply]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    shut: dict[str, NotPermitted] = field(default_factory=dict)  # by channel
    deaf: set[str] = field(default_factory=set)  # whom no direct message reaches now
    faults: list[Fault] = field(default_factory=list)  # one for each coming call, in order
    whisper_faults: list[Fault] = field(default_factory=list)  # the same for direct messages
    whispered: set[tuple[str, str]] = field(default_factory=set)  # to whom, with which key
    refused: Counter[str] = field(default_factory=Counter)  # calls to closed channels
    dead: bool = False  # the process was killed: nothing more comes from it

    async def post(self, place: Place, reply: Reply, key: str) -> MessageRef:
        with self._call(place):
            message = Message(place, key, reply, self.now, str(len(self.messages)))
            self.messages.append(message)
        return MessageRef(place, message.id)

    async def update(self, ref: MessageRef, reply: Reply) -> None:
        with self._call(ref.place):
            message = self.messages[int(ref.id)]
            message.reply = reply
            self.updates.append((ref.id, reply))

    async def find(self, place: Place, key: str, since: datetime) -> MessageRef | None:
        with self._call(place):
            for message in self.messages:
                here = message.place.channel == place.channel
                if here and message.key == key and message.at >= since:
                    return MessageRef(place, message.id)
        return None

    async def hindrance(self, place: Place, *, forum: bool = False) -> str:
        del place, forum
        return ""

    async def whisper(
        self, person: Person, reply: Reply, key: str, since: datetime | None = None
    ) -> MessageRef | None:
        ref = MessageRef(Place("slack", person.workspace, f"D{person.user}"), key)
        if person.user in self.deaf:
            raise NotDelivered("503")
        with self._call(ref.place, self.whisper_faults):
            if since and (person.user, key) in self.whispered:
                return ref
            self.whispers.append((person.user, reply))
            self.whispered.add((person.user, key))
        return ref

    @contextmanager
    def _call(self, place: Place, faults: list[Fault] | None = None) -> Iterator[None]:
        faults = self.faults if faults is None else faults
        if self.dead:
            raise Killed
        if place.channel in self.gone or place.channel in self.shut:
            self.refused[place.channel] += 1
        if place.channel in self.gone:
            raise PlaceGone("the channel is archived")
        if place.channel in self.shut:
            raise self.shut[place.channel]
        fault = faults.pop(0) if faults else ""
        if fault == "refused":
            raise NotDelivered("503")
        if fault == "kill before":
            self.dead = True
            raise Killed
        yield
        if fault == "lost":
            raise NotDelivered("the connection was lost")
        if fault == "kill after":
            self.dead = True
            raise Killed

    def questions(self, channel: str = "C1") -> list[Message]:
        here = [m for m in self.messages if m.place.channel == channel and not m.place.thread]
        return [
            m for m in here if not m.key.startswith(("begins-", "moved-"))
        ]  # that there will be some


def question(number: int) -> Question:
    return Question(
        id=f"q{number}",
        version="1",
        kind="T3",
        topic=f"Topic {number % 5}",
        subject=f"Subject {number}",
        stem=f"How many are there of number {number}?",
        options=("1", "2", "3", "4"),
        answer=2,
        explanation="There are 3.",
        why_not=("", "", "", ""),
        sources=(Source("notes.md", number + 1),),
        section=("Numbers",),
        origin="bank",
    )


class FewNotes:
    """A library of forty questions."""

    lost: tuple[str, ...] = ()
    is_ready = is_read = True
    has_questions = True
    ready_conflicts = ()

    def __init__(self) -> None:
        self.empty = False
        self._questions = tuple(question(number) for number in range(40))

    @property
    def fingerprint(self) -> str:
        return "none" if self.empty else "forty"

    def questions(self, topic: str | None = None) -> tuple[Question, ...]:
        return ()

    def written(self) -> tuple[Question, ...]:
        return () if self.empty else self._questions

    def question(self, identity: str) -> Question | None:
        return next((q for q in self._questions if q.id == identity), None)

    def facts(self, topic: str | None = None) -> tuple[()]:
        return ()

    def conflicts(self, topic: str | None = None) -> tuple[()]:
        return ()

    def topic(self, name: str) -> None:
        return None

    def topics(self) -> tuple[()]:
        return ()


class World:
    """A process that can be killed and started again, beside a platform that goes on."""

    def __init__(
        self,
        folder: Path,
        now: datetime,
        url: str = "",
        platform: MemoryPlatform | None = None,
        notes: Callable[[], FewNotes] = FewNotes,
        *,
        shares_time: bool = False,
        **settings: Any,
    ) -> None:
        self._shares_time = shares_time  # with others, by the database's clock
        self._notes = notes
        self._settings = settings
        self.path = folder / "companion.db"
        self.url = url or f"sqlite:///{new_file(self.path)}"
        self.now = now
        self.platform = platform or MemoryPlatform(now)
        self.store = Store.open(self.url)
        self._begin()

    def _begin(self) -> None:
        self.library = self._notes()
        settings = Settings(database_url=self.url, **self._settings)

        def own() -> datetime:
            return self.now

        self.companion = Companion(
            library=cast(Any, self.library),
            store=self.store,
            settings=settings,
            clock=self.store.clock_over(own) if self._shares_time else own,
            messengers={"slack": self.platform},
        )
        self.clockwork = Clockwork(self.companion, self.store, settings)

    async def restart(self) -> None:
        """What was only in memory is gone."""
        self.platform.dead = False
        await self.companion.close()
        self.store.close()
        self.store = Store.open(self.url)
        self._begin()

    async def close(self) -> None:
        await self.companion.close()
        self.store.close()

    def schedule(self, channel: str = "C1", **more: Any) -> Schedule:
        known = self.store.schedules.get(TEAM, channel)
        base = known or Schedule(TEAM, channel, time(9), "UTC", EVERY_DAY)
        return self.store.schedules.put(replace(base, changed_at=self.now, **more))

    async def pass_time(self, amount: timedelta, beats: int = 1) -> None:
        """Let time pass, looking at the clock so many times on the way."""
        for _ in range(beats):
            self.now += amount / beats
            await self.beat()

    async def beat(self) -> None:
        self.platform.now = self.now
        await self.clockwork.beat()
        await self.clockwork.settle()

    async def answer(self, user: str, round_id: int, choice: int, channel: str = "C1") -> Reply:
        platform: Platform = "slack"
        return await self.companion.handle(
            Request(
                Person(platform, WORKSPACE, user, user),
                Place(platform, WORKSPACE, channel),
                self.now,
                action=Action("answer", (str(round_id), str(choice))),
            )
        )
