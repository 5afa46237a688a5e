"""What is told of clicks that were offered: also of those that nobody got to."""

import os
from pathlib import Path

import pytest

from bench import processors
from bench.offered import HEAD, PROCESSES, Worked, _row


def test_what_was_never_sent_or_had_to_be_tried_again_is_told_and_no_answer_of_the_others() -> None:
    told = [
        Worked([0.1, 0.2], 1, failed, 40, 0.25, 0.5, 1.5, [0, failed])
        for failed in range(PROCESSES)
    ]
    cells = [cell.strip() for cell in _row(2_000, told).strip("|").split("|")]
    named = [name.strip() for name in HEAD.strip("|").split("|")]
    row = dict(zip(named, cells, strict=True))
    assert row["told to try again"] == "6"
    assert row["never sent"] == "160"
    assert row["p99"] == "200 ms"
    assert row["processors: each process"] == "0.25, 0.25, 0.25, 0.25"
    assert row["waiting for a connection: median, most"] == "0, 3"


def test_what_is_not_known_is_said_and_is_no_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no /proc, and where nobody was answered."""
    monkeypatch.setattr(processors, "PROC", tmp_path / "proc")
    used = processors.of_family(os.getpid()), processors.of_all()
    row = _row(2_000, [Worked([], 0, 3, 0, 0.25, *used)])
    assert "nan" not in row
    assert row.count("| nobody answered ") == 3
    assert f"| 0.25 | not known | not known of {os.cpu_count()} |" in row
    assert processors.told(processors.of_process(os.getpid())) == "not known"
