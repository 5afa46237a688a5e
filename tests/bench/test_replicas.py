"""Two replicas as processes over one PostgreSQL, one of which is killed while something is posted.

A day of what `python -m bench replicas` plays thirty of.
"""

import asyncio

import pytest

from tests import postgres

pytestmark = [pytest.mark.process, pytest.mark.slow]


@pytest.mark.skipif(not postgres.available(), reason=postgres.HOW_TO_GET_IT)
def test_a_day_with_a_kill_has_everything_once_and_boards_equal_a_recount(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from bench.replicas import measure

    assert asyncio.run(measure(2, days=1, seed=20271130)), capsys.readouterr().out
