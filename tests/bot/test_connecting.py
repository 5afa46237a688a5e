"""A platform that cannot be reached is tried again; one that says no ends it."""

import asyncio

import pytest

from bot.messages import CannotConnect, NotReachable, Platform, RoleKeeper
from bot.ops.connecting import LONGEST_WAIT, PlatformLine
from tests.waiting import until


class Line:
    """An adapter that comes to what the next of its outcomes says."""

    platform: Platform = "slack"
    roles: RoleKeeper | None = None
    messenger = None
    healthy = True

    def __init__(self, outcomes: list[Exception | None]) -> None:
        self._outcomes = outcomes
        self.stopped = False

    async def start(self) -> None:
        outcome = self._outcomes.pop(0)
        if outcome is not None:
            raise outcome

    async def stop(self) -> None:
        self.stopped = True


class Waits:
    """Notes how long is waited, and waits not at all."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


def connection(outcomes: list[Exception | None], waits: Waits) -> tuple[PlatformLine, list[Line]]:
    connected: list[Line] = []
    made = PlatformLine("slack", lambda: Line(outcomes), connected.append, waits)  # type: ignore[arg-type, return-value]
    return made, connected


async def test_it_goes_on_trying_with_longer_waits() -> None:
    waits = Waits()
    down: list[Exception | None] = [NotReachable("down.")] * 9
    one, connected = connection([*down, None], waits)
    await one.start()
    assert not one.healthy()
    await until(lambda: connected)
    assert one.healthy()
    assert waits.seconds == [1, 2, 4, 8, 16, 32, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]
    await one.stop()
    assert connected[0].stopped


async def test_a_no_at_the_start_is_told_at_once() -> None:
    one, _ = connection([CannotConnect("wrong token")], Waits())
    with pytest.raises(CannotConnect, match="wrong token"):
        await one.start()
    await one.stop()


async def test_a_no_after_waiting_is_told_as_well() -> None:
    one, connected = connection([NotReachable("down."), CannotConnect("wrong token")], Waits())
    await one.start()
    assert str(await one.refused) == "wrong token"
    assert connected == []
    await one.stop()


async def test_it_can_be_stopped_while_it_tries() -> None:
    class Forever(Waits):
        async def __call__(self, seconds: float) -> None:
            await asyncio.Event().wait()

    one, _ = connection([NotReachable("down.")], Forever())
    await one.start()
    await one.stop()
    assert not one.healthy()
