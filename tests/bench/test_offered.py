"""What is told of clicks that were offered: also of those that nobody got to."""

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
