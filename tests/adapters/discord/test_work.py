"""What requests share: turns, memories, and how late it is."""

import asyncio

import pytest

from adapters.discord.work import Lag, Once, Pace, Recent, Shared


def test_lateness_is_told_from_a_clock_that_is_wrong() -> None:
    lag = Lag()
    assert lag.of(happened=100.0, now=105.0) == 0, "perhaps our clock is ahead"
    assert lag.of(happened=101.0, now=108.0) == pytest.approx(2.0)
    assert lag.of(happened=102.0, now=107.1) == pytest.approx(0.1)
    assert lag.of(happened=103.0, now=9_999.0) == 0


def test_a_key_is_new_once_and_a_click_is_doubled_only_for_a_while() -> None:
    once, recent = Once(most=2), Recent(within=5)
    assert [once.first(key) for key in (1, 1, 2, 3, 1)] == [True, False, True, True, True]
    assert [recent.first("a", now) for now in (0.0, 1.0, 7.0)] == [True, False, True]


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


async def test_turns_come_at_an_even_rate_after_the_first_few() -> None:
    pace = Pace(a_second=100, at_once=5)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for _ in range(5):
        await pace.turn()
    assert loop.time() - begun < 0.1
    for _ in range(20):
        await pace.turn()
    assert 0.15 < loop.time() - begun < 1
