"""A measurement can miss its limits, and one that measured nothing is none."""

from pathlib import Path

import pytest

from bench import first
from bench.limits import Limited, judged


def test_a_table_says_of_each_figure_whether_it_was_met(capsys: pytest.CaptureFixture[str]) -> None:
    assert judged([Limited("a", 2, 1.5), Limited("b", 2, 2)], ["| first | | 7 | |"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert rows[2:] == ["| first | | 7 | |", "| a | ≤ 2 | 1.5 | met |", "| b | ≤ 2 | 2 | met |"]
    assert judged([Limited("a", 2, 1.5), Limited("b", 2, 2.5)]) == 1
    assert "| b | ≤ 2 | 2.5 | MISSED |" in capsys.readouterr().out


def test_no_figures_and_a_figure_that_is_none_meet_no_limit() -> None:
    assert not Limited("nothing", 2, float("nan")).met
    with pytest.raises(AssertionError):
        judged([])


@pytest.mark.process
def test_a_process_that_does_not_answer_is_no_quick_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first, "GIVES_UP", 0.5)
    with pytest.raises(first.NoAnswer):
        first._chat(tmp_path)
