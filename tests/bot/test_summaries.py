"""Each reply has one plain line for notifications and screen readers."""

import asyncio
from pathlib import Path

import pytest

from bot.messages import Request
from knowledge.library import Library
from tests.bot.conversations.conftest import library
from tests.bot.conversations.test_in_private import ASKED
from tests.bot.conversations.world import World

__all__ = ["library"]


@pytest.mark.parametrize("who", ["Ben", "Ada"])
def test_the_summary_is_one_line_of_words(library: Library, tmp_path: Path, who: str) -> None:
    world = World(library, tmp_path)

    async def ask() -> None:
        await world.begin()
        for typed in (*ASKED, "kinesis retention", "conflicts kinesis"):
            request = Request(world.person(who), world.place, world.now, text=typed)
            reply = await world.companion.handle(request)
            if reply.form is not None:
                continue
            line = reply.summary
            assert line.strip() and len(line) <= 150 and "\n" not in line, (typed, line)
            assert "=" not in line and "(text" not in line, (typed, line)
        await world.close()

    asyncio.run(ask())
