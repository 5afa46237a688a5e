"""What Discord's requests share: how late it is, and what was just found."""

import asyncio

import pytest

from adapters.discord.work import Lag, Shared
from tests.jumping import jumping


def test_lateness_is_told_from_a_clock_that_is_wrong() -> None:
    lag = Lag()
    assert lag.of(happened=100.0, now=105.0) == 0, "perhaps our clock is ahead"
    assert lag.of(happened=101.0, now=108.0) == pytest.approx(2.0)
    assert lag.of(happened=102.0, now=107.1) == pytest.approx(0.1)
    assert lag.of(happened=103.0, now=9_999.0) == 0


@jumping
async def test_what_many_look_for_at_once_is_found_once() -> None:
    found: list[str] = []

    async def find() -> tuple[str, ...]:
        found.append("x")
        await asyncio.sleep(0.01)
        if len(found) == 1:
            raise RuntimeError("not yet")
        return tuple(found)

    shared = Shared(seconds=0.05)
    with pytest.raises(RuntimeError):
        await shared.get("l", find)
    answers = await asyncio.gather(*(shared.get("l", find) for _ in range(5)))
    assert answers == [("x", "x")] * 5
    await asyncio.sleep(0.06)
    assert len(await shared.get("l", find)) == 3
