"""Slack and Discord in one process, and a terminal chat beside it on the same database."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.adapters.slack.process import NOTES as FACTS
from tests.jobs.towns import NOTES, DiscordTown, SlackTown, Town
from tests.platforms.process import Running
from tests.waiting import until

pytestmark = [pytest.mark.process, pytest.mark.slow]

BOTH = {"NOTES": f"{FACTS},{NOTES}"}  # something to look up, and something to be asked


async def seen(town: Town, user: str, words: str) -> None:
    await until(lambda: any(words in message.words for message in town.sees(user)))


async def a_round(town: Town) -> None:
    """A look-up, and a question that both members answer."""
    await town.says("lambda limits")
    await seen(town, "U1", "lambda.md")
    await town.says("daily now")
    await seen(town, "U2", "Daily question")
    (question,) = town.public()
    for user in ("U1", "U2"):
        await town.clicks(user, question, "A")
    await seen(town, "U1", "2 answered")
    await seen(town, "U2", "2 answered")


@pytest.mark.usefixtures("cold_starts")
async def test_both_are_served_and_neither_sees_the_other(tmp_path: Path) -> None:
    towns: tuple[Town, Town] = (
        SlackTown(lambda: datetime.now(UTC)),
        DiscordTown(lambda: datetime.now(UTC)),
    )
    for town in towns:
        await town.start()
    companion = Running(tmp_path, NOTES, towns[0].settings | towns[1].settings | BOTH)
    await companion.start()
    try:
        await asyncio.gather(*map(a_round, towns))
        assert companion.count("SELECT count(*) FROM answers") == 4
        for town in towns:
            await town.says("leaderboard all")
            await seen(town, "U1", "2 players so far")
    finally:
        assert await companion.stop() == 0
        for town in towns:
            await town.stop()
    assert "Traceback" not in companion.log, companion.log


async def test_a_terminal_chat_runs_beside_it_on_the_same_database(tmp_path: Path) -> None:
    town = SlackTown(lambda: datetime.now(UTC))
    await town.start()
    companion = Running(tmp_path, NOTES, town.settings | BOTH)
    await companion.start()
    try:
        said = await companion.talk("daily now\na\nclose\nquit\n")
        assert said.count("closed") == 1, said
        assert "1 answered" in said
        await a_round(town)
        assert companion.count("SELECT count(*) FROM answers") == 3
    finally:
        assert await companion.stop() == 0
        await town.stop()
