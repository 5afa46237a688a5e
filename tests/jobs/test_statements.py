"""How much the database is asked for one thing that a person does: it is what a click costs."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest

from bot.companion import Companion
from bot.messages import Action, Person, Place, Request
from bot.settings import Settings
from bot.store import Store, open_database
from bot.store.database import Queries
from tests.jobs.world import World

T = TypeVar("T")
STATEMENTS = ("rows", "row", "change", "insert", "each", "wrote")
MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)


class CountedDatabase:
    """Hands everything on, and counts what is asked."""

    def __init__(self, behind: Any, asked: list[str]) -> None:
        self._behind = behind
        self._asked = asked

    def __getattr__(self, name: str) -> Any:
        if name in STATEMENTS:
            self._asked.append(name)
        return getattr(self._behind, name)

    def run(self, work: Callable[[Queries], T], team: str = "") -> T:
        counted = CountedDatabase
        return cast(
            T, self._behind.run(lambda kept: work(cast(Any, counted(kept, self._asked))), team)
        )


@pytest.mark.parametrize(
    ("what", "most"), [("answer", 14), ("leaderboard", 15), ("me", 21), ("home", 31)]
)
async def test_little_is_asked_of_the_database(tmp_path: Path, what: str, most: int) -> None:
    world = World(tmp_path, MONDAY)
    for channel in ("C1", "C2", "C3"):
        world.schedule(channel)
    for day in range(4):
        world.now = MONDAY + timedelta(days=day, hours=1, minutes=1)
        await world.beat()
        for message in world.platform.messages:
            if message.key.startswith("round-"):
                round_id = int(message.key.removeprefix("round-"))
                for user in ("U1", "U2", "U3")[: 3 if day < 3 else 2]:
                    await world.answer(user, round_id, 2, message.place.channel)
    (last,) = [m for m in world.platform.messages if m.key.startswith("round-")][-1:]
    asked: list[str] = []
    database = open_database(world.url)
    companion = Companion(
        library=cast(Any, world.library),
        store=Store(cast(Any, CountedDatabase(database, asked))),
        settings=Settings(database_url=world.url),
        clock=lambda: world.now,
        messengers={"slack": world.platform},
    )
    person = Person("slack", "T1", "U3", "U3")
    if what == "answer":
        action = Action("answer", (last.key.removeprefix("round-"), "2"))
        place = Place("slack", "T1", last.place.channel)
        await companion.handle(Request(person, place, world.now, action=action))
    else:
        place = Place("slack", "T1", "D1", private=True)
        home = Action("home", ()) if what == "home" else None
        request = Request(person, place, world.now, text="" if home else what, action=home)
        await companion.handle(request)
    assert 5 < len(asked) <= most
    await companion.close()
    await world.close()
