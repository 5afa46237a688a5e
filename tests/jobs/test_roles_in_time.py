"""Roles for those who have earned them: looked at once an hour, whatever happens meanwhile."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.messages import NotDelivered, NotPermitted, Person
from bot.store.honours import Held
from tests.jobs.test_exactly_once import MORNING
from tests.jobs.world import TEAM, World

U1 = Person("slack", "T1", "U1", "U1")
HOUR = timedelta(hours=1)
PING = "ping-C1"


class Keeper:
    """A platform with roles, which fails when told to."""

    def __init__(self) -> None:
        self.holds: set[tuple[str, str]] = set()
        self.looked: list[str] = []
        self.fault: Exception | None = None
        self.lost = False

    def name(self, workspace: str, role: str) -> str:
        del workspace
        return role

    async def hindrance(self, workspace: str, role: str, *, pinged: bool) -> str:
        del workspace, role, pinged
        return ""

    async def give(self, workspace: str, role: str, user: str) -> bool:
        del workspace
        self.looked.append(user)
        if self.fault:
            raise self.fault
        self.holds.add((role, user))
        if self.lost:
            raise NotDelivered("the connection was lost")
        return True

    async def take(self, workspace: str, role: str, user: str) -> None:
        del workspace
        self.holds.discard((role, user))


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Somebody wants to be pinged, and there is a role for that."""
    world = World(tmp_path, MORNING)
    person = world.store.people.see(U1).id
    world.store.callouts.add(U1, person, "C1", world.now)
    world.store.honours.put(TEAM, PING, "R1", world.now)
    yield world
    await world.close()


@pytest.fixture
def keeper(world: World) -> Keeper:
    keeper = Keeper()
    world.companion.posting.keepers["slack"] = keeper
    return keeper


async def test_it_is_looked_once_an_hour(world: World, keeper: Keeper) -> None:
    keeper.fault = NotPermitted("no")
    await world.pass_time(HOUR * 3, beats=180)
    assert 3 <= len(keeper.looked) <= 4


async def test_what_is_refused_is_tried_again_and_not_thought_given(
    world: World, keeper: Keeper
) -> None:
    keeper.fault = NotPermitted("no")
    await world.pass_time(HOUR)
    assert world.store.honours.held(TEAM, PING) == Held()
    keeper.fault = None
    await world.pass_time(HOUR)
    assert keeper.holds == {("R1", "U1")}


async def test_what_was_perhaps_given_is_taken_back(world: World, keeper: Keeper) -> None:
    keeper.lost = True
    await world.pass_time(HOUR)
    assert keeper.holds == {("R1", "U1")}
    world.store.honours.put(TEAM, PING, "", world.now)
    await world.pass_time(HOUR)
    assert keeper.holds == set()
    assert world.store.honours.all() == ()


async def test_it_goes_with_its_workspace(world: World, keeper: Keeper) -> None:
    await world.pass_time(HOUR)
    assert keeper.holds
    world.store.personal.purge_team(TEAM)
    assert world.store.honours.all() == ()
