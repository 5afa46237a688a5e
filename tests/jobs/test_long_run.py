"""A week with kills and faults, by what the platform recorded; the bench plays sixty days."""

from pathlib import Path

import pytest

from tests.jobs.long_run import TOWNS, run
from tests.jobs.towns import DiscordTown, SlackTown

pytestmark = [pytest.mark.process, pytest.mark.slow]


@pytest.mark.parametrize("town", TOWNS, ids=["slack", "discord"])
async def test_every_day_has_one_of_everything_whatever_dies_and_fails(
    town: type[SlackTown | DiscordTown], tmp_path: Path
) -> None:
    story = await run(town, tmp_path, days=7, kills=9, seed=7)
    assert story.wrong == ()
    assert story.kills == 9
    assert story.verdicts > 7
    assert len(story.broken) > 5, "calls of many kinds went wrong"
