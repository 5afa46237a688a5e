"""An answer that was acknowledged is there, whatever happens to the process afterwards."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import Store
from tests.bot.state.world import TEAM, World
from tests.platforms.process import Running
from tests.waiting import wait_until

KILLS = 10
ROOT = Path(__file__).parents[3]


@pytest.mark.process
def test_every_acknowledged_answer_survives_kill_9(database_url: str, tmp_path: Path) -> None:
    store = Store.open(database_url)
    round_id = World(store).post().id
    store.close()
    draw, acknowledged = random.Random(9), set[str]()
    for kill in range(KILLS):
        acknowledged |= _answer_until_killed(
            database_url, round_id, f"k{kill}", draw.randint(1, 120)
        )
    if database_url.startswith("sqlite"):
        with closing(sqlite3.connect(tmp_path / "companion.db")) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    again = Store.open(database_url)
    for user in acknowledged:
        person = again.people.find(TEAM, user)
        assert person is not None
        assert again.answers.given(round_id, person.id) is not None
    assert len(acknowledged) >= KILLS
    assert World(again).rounds.answered(round_id) >= len(acknowledged)
    again.close()


def _answer_until_killed(url: str, round_id: int, prefix: str, after: int) -> set[str]:
    """Let a process answer, and kill it after so many answers, in the middle of the next ones."""
    reads, writes = os.pipe()
    with open(reads) as told:  # noqa: PTH123
        kill = _start(("-m", "tests.bot.state.answerer", url, str(round_id), prefix), writes)
        os.close(writes)
        lines = [told.readline() for _ in range(after)]
        kill()
        rest = told.read()
    return {line.strip() for line in (*lines, *rest.splitlines(keepends=True)) if line[-1:] == "\n"}


def _start(words: tuple[str, ...], told: int) -> Callable[[], None]:
    """Start a process that writes to *told*; what kills it."""
    if Running.forks is not None:
        forked = Running.forks.start(words, ROOT, dict(os.environ), (0, told, 2))

        def killed() -> None:
            forked.send_signal(signal.SIGKILL)
            wait_until(lambda: forked.returncode is not None)

        return killed
    process = subprocess.Popen([sys.executable, *words], stdout=told, cwd=ROOT)

    def kill() -> None:
        process.kill()
        process.wait()

    return kill
