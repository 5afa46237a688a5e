"""Making questions hangs, or is killed: look-ups are answered and the day has its question."""

import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.jobs.test_crashes import MONDAY, Days
from tests.jobs.towns import NOTES, DiscordTown, SlackTown
from tests.platforms.process import ROOT, Running

pytestmark = [pytest.mark.process, pytest.mark.slow]

SOME = 9  # facts: few or many, a process of its own asks about them
HANGS = """\
import os, pathlib, sys, time

if "knowledge.questions.stock" in sys.orig_argv:
    folder = pathlib.Path(__file__).parent
    (folder / f"{os.getpid()}.maker").touch()
    while (folder / "hangs").exists():
        time.sleep(0.05)
"""


class Whole(Running):
    """A process that begins as they do, and reads what is run before anything else."""

    forks = None


class Making(Days):
    """Days over notes of which questions are made by a process that hangs until it may go on."""

    schedule = "daily 09:00 UTC"
    program = Whole

    def __init__(self, make: type[SlackTown | DiscordTown], folder: Path) -> None:
        super().__init__(make, folder)
        self.library = folder / "startup"
        self.library.mkdir()
        self.notes = folder / "notes"
        self.notes.mkdir()
        (self.library / "sitecustomize.py").write_text(HANGS)
        self.hangs(True)
        for note in NOTES.iterdir():
            (self.notes / note.name).write_bytes(note.read_bytes())
        self.measures("some", 3)

    def measures(self, name: str, limit: int) -> None:
        """A note with some facts."""
        lines = (f"- **Sluice {n}**: default {n + limit} litres\n" for n in range(SOME))
        (self.notes / f"{name}.md").write_text(f"# {name.title()}\n\n{''.join(lines)}")

    def hangs(self, whether: bool) -> None:
        mark = self.library / "hangs"
        mark.touch() if whether else mark.unlink(missing_ok=True)

    def makers(self) -> list[int]:
        """The processes that were started to make questions, by their numbers."""
        return [int(mark.stem) for mark in self.library.glob("*.maker")]

    def made(self) -> str:
        """Which notes the questions belong to that were made last; "" before any were."""
        found = list(self.folder.rglob("*.questions"))
        return json.loads(found[0].read_text().split("\n")[0])["fingerprint"] if found else ""

    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": os.pathsep.join((str(self.library), str(ROOT)))}

    async def looks_up(self) -> None:
        """A look-up is answered, also behind quizzes for which there is nothing yet."""
        before = len(self.town.sees("U1"))
        for _ in range(5):
            await self.town.says("quiz")
        await self.town.says("sluice 7")
        await self.until(
            lambda: any("litres" in one.words for one in self.town.sees("U1")[before:])
        )


@pytest.fixture(params=[SlackTown, DiscordTown], ids=["slack", "discord"])
async def days(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Making]:
    days = Making(request.param, tmp_path)
    await days.begin()
    yield days
    days.hangs(False)
    await days.end()


async def test_on_a_first_start_nobody_waits_for_a_maker_that_hangs(days: Making) -> None:
    await days.until(days.makers)
    await days.looks_up()
    days.set(MONDAY)
    await days.until(days.posted)
    assert "Lighthouses" in days.posted()[0].words
    assert days.made() == ""
    await days.answers()


@pytest.mark.parametrize("days", [SlackTown], ids=["slack"], indirect=True)  # no platform's matter
async def test_a_maker_that_was_killed_is_started_again_and_the_last_good_set_kept(
    days: Making,
) -> None:
    days.hangs(False)
    await days.until(days.made)
    first = days.made()
    days.hangs(True)
    known = set(days.makers())
    days.measures("more", 5)
    await days.until(lambda: set(days.makers()) - known)
    (maker,) = set(days.makers()) - known
    os.kill(maker, signal.SIGKILL)
    assert days.made() == first
    await days.looks_up()
    await days.until(lambda: len(set(days.makers()) - known) == 2)
    days.hangs(False)
    await days.until(lambda: days.made() != first)
