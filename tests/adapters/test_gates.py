"""When a platform asks one call to wait, all calls of its kind wait."""

import asyncio

import pytest

from adapters.gates import Gates
from tests.jumping import jumping


@jumping
async def test_nobody_passes_a_closed_gate_also_when_it_is_closed_again() -> None:
    gates, loop = Gates(), asyncio.get_running_loop()
    passed: list[float] = []

    async def pass_through(method: str) -> None:
        await gates.passing(method)
        passed.append(loop.time())

    gates.close("users.info", 0.2)
    waiting = [asyncio.create_task(pass_through("users.info")) for _ in range(20)]
    await asyncio.sleep(0.05)
    await gates.passing("chat.update")
    assert passed == [], "other methods are not held up, this one is"
    gates.close("users.info", 0.4)
    opens = loop.time() + 0.4
    await asyncio.gather(*waiting)
    assert len(passed) == 20 and min(passed) >= opens


@jumping
async def test_those_who_waited_go_one_after_the_other() -> None:
    gates, loop = Gates(), asyncio.get_running_loop()
    passed: list[float] = []

    async def pass_through() -> None:
        await gates.passing("x")
        passed.append(loop.time())

    gates.close("x", 0.1)
    await asyncio.gather(*(pass_through() for _ in range(8)))
    assert max(passed) - min(passed) == pytest.approx(7 * 0.05)


@jumping
async def test_a_shorter_wait_does_not_open_it_early() -> None:
    gates, loop = Gates(), asyncio.get_running_loop()
    gates.close("x", 0.3)
    began = loop.time()
    gates.close("x", 0.0)
    await gates.passing("x")
    assert loop.time() - began == pytest.approx(0.3)
