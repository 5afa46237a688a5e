"""The list of measurements."""

from importlib import import_module

import pytest

from bench.__main__ import MEASUREMENTS, main


@pytest.mark.parametrize("one", MEASUREMENTS, ids=lambda one: one.name)
def test_every_measurement_can_be_started(one: object) -> None:
    assert callable(import_module(one.module).main)  # type: ignore[attr-defined]


def test_an_unknown_name_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nonsense"]) == 2
    assert "quality" in capsys.readouterr().err
