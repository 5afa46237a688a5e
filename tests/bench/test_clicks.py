"""What a storm of clicks counts: each click is looked up among what was kept."""

from bench.clicks import Storm
from tests.platforms.slack.delivery import Ack

TAKEN, UNHEARD = Ack("interactive", 0.1, True), Ack("interactive", 3.1, False)


def test_an_acknowledged_click_that_was_not_kept_is_lost_and_no_other_is() -> None:
    storm = Storm({"U1": TAKEN, "U2": TAKEN, "U3": UNHEARD, "U4": UNHEARD}, 2, {"U1", "U3"})
    assert storm.lost == 1  # U2
    assert storm.unanswered == 2
    assert storm.kept_all_the_same == 1  # U3
    assert storm.late == 2
    assert storm.twice == 0


def test_an_answer_too_many_makes_up_for_none_that_is_missing() -> None:
    storm = Storm({"U1": TAKEN, "U2": TAKEN}, 2, {"U1"})
    assert (storm.lost, storm.twice) == (1, 1)


def test_whoever_was_told_to_try_again_was_promised_nothing() -> None:
    acks = {"U1": TAKEN, "U2": TAKEN, "U3": TAKEN}
    storm = Storm(acks, 1, {"U1"}, told={"U2"})
    assert storm.lost == 1  # U3
