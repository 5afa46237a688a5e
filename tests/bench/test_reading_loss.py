"""The independent reading, over all samples that are there."""

import sys

import pytest

from bench import reading_loss


def test_no_sample_loses_more_than_it_may(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["loss"])
    assert reading_loss.main() == 0
    assert "| bundled |" in capsys.readouterr().out
