"""Expand and contract: an older release and a newer one, as processes over one server.

The older one is this code as it is. The newer one is this code with one more step of its tables,
which adds columns to what the older one reads all the time. A release that is really older can be
played against this code with `python -m bench releases FOLDER`.
"""

from pathlib import Path

import pytest

from bot.store.migrations import MIGRATIONS
from tests.conftest import NewDatabase
from tests.jobs.releases import Changeover
from tests.platforms.slack.server import SlackServer

pytestmark = [pytest.mark.process, pytest.mark.slow]


async def test_an_older_release_and_a_newer_one_share_three_days(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    async with SlackServer(rate_limits=False) as slack:
        play = Changeover(tmp_path, new_database(), slack)
        play.releases(("tests.jobs.moved", {}), ("tests.jobs.newer", {}))
        try:
            await play.play()
            boards = [await play.says("leaderboard all", one) for one in (play.old, play.new)]
        finally:
            await play.end()
    assert play.wrong() == []
    assert play.formats == [len(MIGRATIONS), len(MIGRATIONS) + 1]
    assert boards[0] == boards[1]
