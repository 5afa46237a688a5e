"""What stands in the form of a daily question before anybody has filled anything in."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import actions
from bot.messages import ChannelLine, ChannelLines, Form, Person, Place, Request
from bot.replies.daily import cannot_post, from_elsewhere
from bot.replies.voice import Voice
from tests.jobs.world import WORKSPACE, World

MORNING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
HOST = Person("slack", WORKSPACE, "host", "Host", may_administer=True)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path, MORNING)
    yield world
    await world.close()


async def form_of(world: World, who: Person) -> Form:
    request = Request(who, Place("slack", WORKSPACE, "C9"), MORNING, action=actions.SCHEDULE())
    form = (await world.companion.handle(request)).form
    assert form is not None
    return form


async def test_it_names_the_channel_that_is_set_up(world: World) -> None:
    about = (await form_of(world, HOST)).about
    assert about and about.channel == "C9"


async def zone_in_the_form(world: World, who: Person) -> str:
    form = await form_of(world, who)
    return next(field.value for field in form.fields if field.name == "zone")


async def test_a_zone_that_nobody_said_is_left_to_them(world: World) -> None:
    assert await zone_in_the_form(world, HOST) == ""


async def test_whoever_has_a_zone_finds_their_own(world: World) -> None:
    world.schedule()
    assert await zone_in_the_form(world, replace(HOST, zone="Asia/Kolkata")) == "Asia/Kolkata"


async def test_else_it_is_that_of_the_workspaces_other_quizzes(world: World) -> None:
    line = Request(HOST, Place("slack", WORKSPACE, "C1"), MORNING, text="daily 09:00 Europe/Berlin")
    await world.companion.handle(line)
    assert await zone_in_the_form(world, HOST) == "Europe/Berlin"


async def test_a_quiz_that_was_switched_off_says_nothing_about_zones(world: World) -> None:
    for channel, zone in (("C1", "Asia/Tokyo"), ("C2", "Asia/Tokyo"), ("C3", "Europe/Berlin")):
        place = Place("slack", WORKSPACE, channel)
        lines = [f"daily 09:00 {zone}", *(["daily off"] if zone == "Asia/Tokyo" else [])]
        for line in lines:
            await world.companion.handle(Request(HOST, place, MORNING, text=line))
    assert await zone_in_the_form(world, HOST) == "Europe/Berlin"


def test_a_set_up_that_was_refused_elsewhere_does_not_say_that_it_comes_there() -> None:
    reply = from_elsewhere(Voice(), cannot_post("I am not in it."), "C1")
    lines = [line for part in reply.parts if isinstance(part, ChannelLines) for line in part.lines]
    assert lines == [ChannelLine("C1", "is the channel that this is about.")]
