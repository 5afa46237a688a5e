"""Roles for those who have earned them: looked at once an hour, whatever happens meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.daily.honouring import Honouring, honoured_by
from bot.daily.leasing import Leases
from bot.messages import NotDelivered, NotPermitted, Person
from tests.jobs.test_exactly_once import MORNING
from tests.jobs.world import TEAM, World

U1 = Person("slack", "T1", "U1", "U1")
U2 = Person("slack", "T1", "U2", "U2")
HOUR = timedelta(hours=1)
PING = "ping-C1"


class Keeper:
    """A platform with roles, which fails when told to."""

    def __init__(self) -> None:
        self.holds: set[tuple[str, str]] = set()
        self.looked: list[str] = []
        self.fault: Exception | None = None
        self.lost = False
        self.stuck: set[str] = set()  # roles that may not be taken
        self.meanwhile: Callable[[], Awaitable[None]] | None = None  # while one is being taken

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
        if self.meanwhile:
            await self.meanwhile()
        if role in self.stuck:
            raise NotPermitted("no")
        self.holds.discard((role, user))


def wants_pings(world: World, who: Person) -> None:
    person = world.store.people.see(who).id
    world.store.callouts.add(who, person, "C1", world.now)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Somebody wants to be pinged, and there is a role for that."""
    world = World(tmp_path, MORNING)
    wants_pings(world, U1)
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
    assert world.store.honours.held_by(TEAM, "U1") == ()
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


async def test_a_role_that_cannot_be_taken_keeps_nobody_from_the_next_one(
    world: World, keeper: Keeper
) -> None:
    """What could not be taken is remembered, and taken as soon as it can be."""
    await world.pass_time(HOUR)
    keeper.stuck = {"R1", "R2"}
    for role in ("R2", "R3"):
        world.store.honours.put(TEAM, PING, role, world.now)
        await world.pass_time(HOUR)
        assert (role, "U1") in keeper.holds
    assert keeper.holds == {("R1", "U1"), ("R2", "U1"), ("R3", "U1")}
    keeper.stuck = {"R2"}
    await world.pass_time(HOUR)
    assert keeper.holds == {("R2", "U1"), ("R3", "U1")}
    keeper.stuck = set()
    await world.pass_time(HOUR)
    assert keeper.holds == {("R3", "U1")}


async def test_who_no_longer_deserves_a_role_keeps_nobody_else_from_it(
    world: World, keeper: Keeper
) -> None:
    await world.pass_time(HOUR)
    keeper.stuck = {"R1"}
    world.store.callouts.remove(U1, world.store.people.id_of(U1), "C1")
    wants_pings(world, U2)
    await world.pass_time(HOUR)
    assert keeper.holds == {("R1", "U1"), ("R1", "U2")}
    world.store.honours.put(TEAM, PING, "", world.now)
    keeper.stuck = set()
    await world.pass_time(HOUR)
    assert keeper.holds == set()


async def test_while_somebody_is_forgotten_nobody_else_notes_who_has_it(
    world: World, keeper: Keeper
) -> None:
    await world.pass_time(HOUR)
    core, keepers = world.companion.core, world.companion.posting.keepers
    other = Honouring(core, keepers, Leases(world.store.leases))
    wants_pings(world, U2)

    async def meanwhile() -> None:
        keeper.meanwhile = None
        await other.settle_now(TEAM, PING, world.now)

    keeper.meanwhile = meanwhile
    await world.companion.posting.honouring.let_go(TEAM, "U1", world.now)
    assert keeper.holds == set(), "the other one left it to this one"
    assert world.store.honours.held_by(TEAM, "U1") == ()
    await world.pass_time(HOUR)
    assert keeper.holds == {("R1", "U1"), ("R1", "U2")}, "who still wants it has it again"
    assert world.store.honours.held_by(TEAM, "U2") == (PING,)


async def test_who_is_forgotten_while_somebody_else_gives_it_is_taken_it_afterwards(
    world: World, keeper: Keeper
) -> None:
    await world.pass_time(HOUR)
    let_go = world.companion.posting.honouring.let_go
    async with Leases(world.store.leases).alone(honoured_by(TEAM, PING)) as alone:
        assert alone
        leaving = asyncio.create_task(let_go(TEAM, "U1", world.now))
        await asyncio.wait({leaving}, timeout=0.5)
        assert keeper.holds == {("R1", "U1")}
    await leaving
    assert keeper.holds == set()
