"""The list of measurements."""

from importlib import import_module

import pytest

from bench.__main__ import MEASUREMENTS, main, run
from tests import postgres


@pytest.mark.parametrize("one", MEASUREMENTS, ids=lambda one: one.name)
def test_every_measurement_can_be_started(one: object) -> None:
    assert callable(import_module(one.module).main)  # type: ignore[attr-defined]


def test_an_unknown_name_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "quality" in capsys.readouterr().err


def test_without_a_server_the_rest_is_measured_and_a_line_says_how_to_get_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "available", lambda: False)
    servers = [one for one in MEASUREMENTS if one.servers]
    assert {one.name for one in servers} >= {"replicas", "sharing", "answers", "rate"}
    for one in servers:
        assert one.by_default
        assert run(one, one.smaller) == 0
        assert postgres.HOW_TO_GET_IT in capsys.readouterr().out
