"""What nobody comes back for is let go of, and nothing else."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import Person, Place
from bot.store.values import OAUTH_STATES
from tests.jobs.test_exactly_once import MORNING
from tests.jobs.world import TEAM, WORKSPACE, World, question


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path, MORNING)
    yield world
    await world.close()


async def test_texts_behind_buttons_live_for_a_year(world: World) -> None:
    key = world.store.texts.keep(TEAM, "a long question", world.now)
    await world.pass_time(timedelta(days=364))
    assert world.store.texts.get(TEAM, key) == "a long question"
    await world.pass_time(timedelta(days=2))
    assert world.store.texts.get(TEAM, key) is None


async def test_marks_of_deliveries_live_for_a_month(world: World) -> None:
    assert world.store.seen.first(TEAM, "tip", world.now)
    await world.pass_time(timedelta(days=29))
    assert not world.store.seen.first(TEAM, "tip", world.now)
    await world.pass_time(timedelta(days=2))
    assert world.store.seen.first(TEAM, "tip", world.now)


async def test_lookups_live_for_a_year_and_deliveries_for_three_months(world: World) -> None:
    who = world.store.people.see(Person("slack", WORKSPACE, "ann"))
    world.store.lookups.missed(who.id, TEAM, "blob tiers", world.now)
    world.store.deliveries.claim(TEAM, "recap-1", world.now)
    await world.pass_time(timedelta(days=89))
    assert not world.store.deliveries.claim(TEAM, "recap-1", world.now).new
    await world.pass_time(timedelta(days=2))
    assert world.store.deliveries.claim(TEAM, "recap-1", world.now).new
    await world.pass_time(timedelta(days=300))
    assert world.store.personal.export(who.person)["lookups"] == []


async def test_marks_of_people_who_were_forgotten_live_for_sixty_days(world: World) -> None:
    marks = world.store.marks
    marks.leave(TEAM, "ann", "round 1", world.now)
    await world.pass_time(timedelta(days=59))
    assert marks.among(TEAM, "ann", "round 1")
    await world.pass_time(timedelta(days=2))
    assert not marks.among(TEAM, "ann", "round 1")


async def test_states_of_an_installation_go_when_they_have_ended(world: World) -> None:
    """Also where nobody installs anything ever after."""
    world.store.values.add(f"{OAUTH_STATES}abc", "", world.now)
    await world.pass_time(timedelta(minutes=9))
    assert world.store.values.under(OAUTH_STATES)
    await world.pass_time(timedelta(minutes=3))
    assert world.store.values.under(OAUTH_STATES) == {}


async def test_refused_forms_live_for_a_day_and_what_threads_are_about_for_a_week(
    world: World,
) -> None:
    who = Person("slack", WORKSPACE, "ann")
    thread = Place("slack", WORKSPACE, "C1", thread="17.4")
    world.store.drafts.keep(who, "save", {"time": "25:00"}, world.now)
    world.companion.core.threads.remember(thread, "Lambda", world.now)
    await world.pass_time(timedelta(hours=23))
    assert world.store.drafts.of(who, "save")
    await world.pass_time(timedelta(hours=2))
    assert world.store.drafts.of(who, "save") == {}
    await world.pass_time(timedelta(days=5, hours=22))
    assert world.companion.core.threads.topic_of(thread) == "Lambda"
    await world.pass_time(timedelta(hours=2))
    assert world.companion.core.threads.topic_of(thread) == ""


async def test_practice_that_was_left_lives_for_a_month_and_answered_practice_stays(
    world: World,
) -> None:
    who, place = Person("slack", WORKSPACE, "ann"), Place("slack", WORKSPACE, "C1")
    rounds = world.companion.core.rounds
    answered, left = rounds.practice(who, place, [question(1), question(2)], world.now)
    rounds.answer(who, answered.id, 0, world.now + timedelta(seconds=5))
    await world.pass_time(timedelta(days=29))
    assert rounds.get(TEAM, left.id) is not None
    await world.pass_time(timedelta(days=2))
    assert rounds.get(TEAM, left.id) is None
    assert rounds.get(TEAM, answered.id) is not None
