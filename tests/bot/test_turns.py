"""What one person says is done in order, and a locked database loses no answer in silence."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.messages import Action, Person, Place, Prose, Reply, Request
from bot.store import sqlite
from bot.store.records import Schedule
from tests.jobs.world import TEAM, WORKSPACE, World

MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
HOST = Person("slack", WORKSPACE, "host", "Host", may_administer=True)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path, MORNING)
    yield world
    await world.close()


def asked(text: str, channel: str, who: Person = HOST) -> Request:
    return Request(who, Place("slack", WORKSPACE, channel), MORNING, text=text)


def words(reply: Reply) -> str:
    return " ".join(part.text for part in reply.parts if isinstance(part, Prose))


async def test_what_was_sent_last_holds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    channels = [f"C{number}" for number in range(16)]
    lines = ("daily 09:00 UTC", "daily 10:00 UTC", "daily 11:00 UTC weekdays", "daily off")
    requests = [asked(line, channel) for channel in channels for line in lines]
    put = world.store.schedules.put

    def slowly(schedule: Schedule) -> Schedule:
        time.sleep(0.02 if schedule.at.hour == 9 else 0)  # what was sent first takes longest
        return put(schedule)

    monkeypatch.setattr(world.store.schedules, "put", slowly)
    await asyncio.gather(*(world.companion.handle(request) for request in requests))
    schedules = world.store.schedules.of(TEAM)
    assert len(schedules) == 16
    assert all(schedule.off and schedule.at.hour == 11 for schedule in schedules)


async def test_others_do_not_wait_for_a_slow_line(world: World) -> None:
    turns = world.companion._turns
    async with turns.of("slack", WORKSPACE, HOST.user, "C1"):
        waiting = asyncio.create_task(world.companion.handle(asked("me", "C1")))
        for other in (asked("me", "C2"), asked("me", "C1", Person("slack", WORKSPACE, "ann"))):
            await world.companion.handle(other)
        assert not waiting.done()
    await waiting


# ---------------------------------------------------------------- a locked database


async def test_while_the_database_is_locked_answers_are_told_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.3)
    world.schedule()
    await world.pass_time(timedelta(hours=1), beats=4)
    click = Action("answer", ("1", "0"))
    place = Place("slack", WORKSPACE, "C1")
    people = [Person("slack", WORKSPACE, f"u{number}") for number in range(8)]

    async def answers() -> list[str]:
        requests = [Request(who, place, world.now, action=click) for who in people]
        return [words(r) for r in await asyncio.gather(*map(world.companion.handle, requests))]

    with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = await answers()
        other.execute("ROLLBACK")
    assert all("try again in a moment" in text for text in locked)
    assert world.companion.core.rounds.answered(1) == 0
    monkeypatch.undo()
    assert not any("try again" in text for text in await answers())
    assert world.companion.core.rounds.answered(1) == 8


async def test_a_lock_that_outlasts_everybodys_patience_loses_no_answer_in_silence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a minute is three times the patience there is; a lock as many times a shorter one."""
    assert sqlite.BUSY_SECONDS == 10.0
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.1)
    world.schedule()
    await world.pass_time(timedelta(hours=1), beats=4)
    place, click = Place("slack", WORKSPACE, "C1"), Action("answer", ("1", "0"))
    people = [Person("slack", WORKSPACE, f"u{number}") for number in range(8)]

    async def answers() -> list[str]:
        requests = [Request(who, place, world.now, action=click) for who in people]
        return [words(r) for r in await asyncio.gather(*map(world.companion.handle, requests))]

    with closing(sqlite3.connect(world.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        told = [text for _ in range(3) for text in await answers()]
        other.execute("ROLLBACK")
    assert len(told) == 24
    assert all("try again in a moment" in text for text in told)
    assert world.companion.core.rounds.answered(1) == 0
    monkeypatch.undo()
    assert not any("try again" in text for text in await answers())
    assert world.companion.core.rounds.answered(1) == 8


async def test_a_lock_that_is_let_go_in_time_is_waited_for(world: World) -> None:
    other = sqlite3.connect(world.path, isolation_level=None, check_same_thread=False)
    with closing(other):
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, other.execute, ("ROLLBACK",)).start()
        assert "Saved" in words(await world.companion.handle(asked("daily 09:00 UTC", "C1")))


@pytest.mark.parametrize(
    "text", ["next|\ud800", "answer|\udfff|0", "hint|\ud83d", "board|\ud800|3"]
)
async def test_halves_of_characters_are_answered_like_anything_else(
    world: World, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place("slack", WORKSPACE, "C1")
    for request in (
        Request(HOST, place, MORNING, text="daily 25:00 \ud800"),
        Request(HOST, place, MORNING, action=Action.parse(text)),
        Request(HOST, place, MORNING, action=Action(*_forged(text))),
    ):
        reply = await world.companion.handle(request)
        assert "went wrong" not in words(reply)
    assert not [record for record in caplog.records if record.exc_info]


def _forged(text: str) -> tuple[str, tuple[str, ...]]:
    name, *arguments = text.split("|")
    return name, tuple(arguments)
