"""Two releases over one PostgreSQL, as processes that come and go while days pass.

Which of them does what is certain, wherever only one of them runs at a time.
"""

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from bot.quiz import scoreboards
from bot.store import Store
from bot.store.records import Team
from tests.adapters.slack.process import settings_for
from tests.jobs.towns import NOTES
from tests.platforms.process import Running
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message
from tests.waiting import until

MONDAY = datetime(2027, 3, 1, 9, 0, 5, tzinfo=UTC)
PEOPLE = ("U1", "U2", "U3", "U4")  # U1 is an admin
CHANNEL = "C1"
RIGHT = 10  # points
DAYS = 3
READ_OFTEN = 10  # from the sixth time on the driver has a statement prepared, for these columns


class Release(Running):
    """One release, reached at an address of its own."""

    def __init__(self, folder: Path, slack: SlackServer, settings: Mapping[str, str]) -> None:
        folder.mkdir()
        own = settings_for(slack, "http") | {"DATA_DIR": str(folder)}
        super().__init__(folder, NOTES, own | dict(settings))
        self.url = slack.delivery.events_url


@dataclass
class Changeover:
    """An older release and a newer one, three days, and what people clicked."""

    folder: Path
    database: str
    slack: SlackServer
    old: Release = field(init=False)
    new: Release = field(init=False)
    picked: dict[tuple[int, str], str] = field(default_factory=dict)  # by day and person
    formats: list[int] = field(default_factory=list)  # of the tables, by the older one and after

    def __post_init__(self) -> None:
        self.set(MONDAY - timedelta(minutes=30))
        for user in PEOPLE:
            self.slack.world.add_user(user, admin=user == "U1")
        self.slack.world.add_channel(CHANNEL, PEOPLE)
        self.slack.world.now = lambda: self.now.timestamp()

    def releases(
        self,
        older: tuple[str, Mapping[str, str]],
        newer: tuple[str, Mapping[str, str]] = ("tests.jobs.moved", MappingProxyType({})),
    ) -> None:
        """The module that runs each of them, and what it is told besides."""
        shared = {"DATABASE_URL": self.database}
        for name, (module, more) in (("old", older), ("new", newer)):
            release = Release(self.folder / name, self.slack, shared | dict(more))
            release.command = ("-m", module, str(self._clock), "0")
            setattr(self, name, release)

    @property
    def _clock(self) -> Path:
        return self.folder / "clock"

    def set(self, now: datetime) -> None:
        self.now = now
        fresh = self.folder / "clock.new"
        fresh.write_text(now.isoformat())
        fresh.replace(self._clock)

    def through(self, *releases: Release) -> None:
        """Where what people do arrives from now on, in turn."""
        self.slack.delivery.balanced = [release.url for release in releases]

    # ------------------------------------------------------------ what people do and see

    async def says(self, text: str, release: Release) -> str:
        """What the admin is answered by a release."""
        self.through(release)
        admin = self.slack.member("U1")
        before = len(admin.sees(CHANNEL))
        await admin.command(text, CHANNEL)
        await until(lambda: len(admin.sees(CHANNEL)) > before)
        return admin.sees(CHANNEL)[-1].words

    def posted(self) -> list[Message]:
        messages = self.slack.world.channels[CHANNEL].messages
        return [one for one in messages if one.bot and not one.ephemeral_to]

    def questions(self) -> list[Message]:
        return [one for one in self.posted() if "Daily question" in one.words]

    def under(self, question: Message) -> list[str]:
        return [one.words for one in self.posted() if one.thread == question.ts]

    async def asks(self, day: int) -> None:
        self.set(MONDAY + timedelta(days=day))
        await until(lambda: len(self.questions()) > day)

    async def answered(self, day: int, *by: tuple[str, str, Release]) -> None:
        """Who picks what, through which release; each is told that it was noted."""
        for user, label, release in by:
            self.through(release)
            member = self.slack.member(user)
            before = len(member.sees(CHANNEL))
            ack = await member.clicks(self.questions()[day], label)
            assert ack.ok, (user, release.log)
            await until(lambda seen=member, then=before: len(seen.sees(CHANNEL)) > then)  # type: ignore[misc]
            self.picked.setdefault((day, user), label)

    async def reveals(self, day: int) -> None:
        self.set(MONDAY + timedelta(days=day, hours=23, minutes=5))
        await until(lambda: "closed" in self.questions()[day].words)
        await until(lambda: self.under(self.questions()[day]))

    # ------------------------------------------------------------ the three days

    async def play(self) -> None:
        """Each hands over to the other what it has begun, and both go on side by side."""
        old, new = self.old, self.new
        await old.start()
        self.formats.append(self._format())
        await self.says("daily 09:00 UTC", old)
        await self.asks(0)  # the older one alone
        for _ in range(READ_OFTEN):
            await self.says("leaderboard all", old)
        await new.start()
        self.formats.append(self._format())
        await self.answered(0, ("U1", "A", old), ("U2", "B", new), ("U3", "A", old))
        await self.answered(0, ("U3", "B", new))  # the same person elsewhere: counted once
        assert await old.stop() == 0
        await self.reveals(0)  # the newer one alone
        await self.asks(1)
        await old.start()  # an older one that comes to what a newer one has changed
        await self.answered(1, ("U1", "A", new), ("U2", "B", old), ("U4", "B", old))
        assert await new.stop() == 0
        await self.reveals(1)  # the older one alone
        await new.start()
        await self.asks(2)  # whoever comes first
        await self.answered(2, ("U1", "A", old), ("U2", "B", new), ("U4", "A", new))
        await self.reveals(2)

    def _format(self) -> int:
        """The version of the tables, without touching them."""
        import psycopg

        with psycopg.connect(self.database) as connection:
            row = connection.execute("SELECT MAX(version) FROM schema_version").fetchone()
        return int(row[0]) if row else 0

    def wrong(self) -> list[str]:
        """What there is more or less of than there should be, and what went wrong on the way.

        Boards are counted anew from the clicks and the right options.
        """
        asked = self.questions()
        found = {
            "questions": [len(asked)],
            "results": ["closed" in one.words for one in asked],
            "recaps": [len(self.under(one)) for one in asked],
        }
        wanted = {"questions": [DAYS], "results": [True] * DAYS, "recaps": [1] * DAYS}
        wrong = [f"{what}: {found[what]}" for what in found if found[what] != wanted[what]]
        with closing(Store.open(self.database)) as store:
            rounds = store._database.rows("SELECT snapshot FROM rounds ORDER BY day")
            kept = store._database.rows("SELECT id FROM answers")
            board = scoreboards.board(
                store, Team("slack:T1"), self.now.date(), channel=None, period="all", top=100
            )
        right = ["ABC"[json.loads(row["snapshot"])["answer"]] for row in rounds]
        points = Counter[str]()
        for (day, user), label in self.picked.items():
            points[user] += RIGHT * (right[day] == label)
        if {row.user: row.points for row in board.rows if row.points} != +points:
            wrong.append(f"the board says {board.rows}, the clicks {points}")
        if len(kept) != len(self.picked):
            wrong.append(f"{len(kept)} answers kept of {len(self.picked)}")
        for release in (self.old, self.new):
            for trouble in ("Traceback", " ERROR "):
                if trouble in release.log:
                    wrong.append(release.log[-3000:])
        return wrong

    async def end(self) -> None:
        for release in (self.old, self.new):
            if release.alive:
                await release.stop()
