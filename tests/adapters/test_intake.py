"""What every adapter does with requests: nothing twice, and at a pace."""

import asyncio
from contextlib import ExitStack

import pytest

from adapters.intake import BackgroundWork, CallRate, Crowd, Deduplicator, DoubleClicks
from tests.jumping import jumping


def test_a_key_is_new_once_and_things_without_a_key_always_are() -> None:
    once = Deduplicator(most=2)
    assert [once.first(key) for key in (1, 1, 2, 3, 1)] == [True, False, True, True, True]
    assert [once.first("") for _ in range(3)] == [True] * 3


async def nobody_else(_name: str, _seconds: float, _event: str) -> bool:
    return True


def test_a_click_is_doubled_only_for_a_while() -> None:
    clicks = DoubleClicks(nobody_else, within=5)
    assert [clicks.repeats("a", now) for now in (0.0, 1.0, 7.0)] == [False, True, False]


@jumping
async def test_a_burst_goes_through_and_then_one_an_interval() -> None:
    pace = CallRate()
    waits = [pace.delay("C1", (1.0, 3)) for _ in range(5)]
    assert waits == pytest.approx([0, 0, 0, 1, 2])
    assert pace.delay("C2", (1.0, 3)) == 0


@jumping
async def test_turns_come_at_an_even_rate_after_the_first_few() -> None:
    pace, loop = CallRate(), asyncio.get_running_loop()
    begun = loop.time()
    for _ in range(5):
        await pace.turn("x", (0.01, 5))
    assert loop.time() == begun
    for _ in range(20):
        await pace.turn("x", (0.01, 5))
    assert loop.time() - begun == pytest.approx(0.2)


@jumping
async def test_work_that_fails_ends_there_and_what_is_slow_is_given_up_in_the_end() -> None:
    work, done = BackgroundWork(), list[str]()

    async def fail() -> None:
        raise RuntimeError("no")

    async def last(seconds: float) -> None:
        await asyncio.sleep(seconds)
        done.append("done")

    work.start(fail(), "something")
    work.start(last(0.01), "something quick")
    work.start(last(60), "something slow")
    assert work.running == 3
    assert await work.drain(0.1) == 1
    assert (done, work.running) == (["done"], 0)


async def test_while_many_wait_to_be_acknowledged_other_work_lets_them_go_first() -> None:
    crowd, order = Crowd(), list[str]()

    async def work() -> None:
        await crowd.goes_first()
        order.append("work")

    with ExitStack() as last:
        with ExitStack() as waiting:
            for _ in range(crowd.many):
                last.enter_context(crowd.waits())
            waiting.enter_context(crowd.waits())
            task = asyncio.create_task(work())
            await asyncio.sleep(0)
            order.append("acknowledged")
        await task
        await work()
    assert order == ["acknowledged", "work", "work"], "few that wait hold nothing"


@jumping
async def test_work_is_held_by_a_crowd_for_so_long_at_most() -> None:
    crowd, loop = Crowd(), asyncio.get_running_loop()
    with ExitStack() as waiting:
        for _ in range(crowd.many + 1):
            waiting.enter_context(crowd.waits())
        began = loop.time()
        await crowd.goes_first()
        assert loop.time() - began == pytest.approx(crowd.held)
