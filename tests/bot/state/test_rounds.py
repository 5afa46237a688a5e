"""A round from claim to reveal, and every answer that somebody may try to give."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages import Place
from bot.quiz.outcomes import AnswerRefused
from tests.bot.state.world import (
    CHANNEL,
    MONDAY,
    RIGHT,
    TEAM,
    WRONG,
    World,
    noon,
    question,
    somebody,
)

PLACE = Place("slack", "T1", CHANNEL)


def test_only_one_of_many_claims_wins(world: World) -> None:
    opens = noon(MONDAY)

    def claim(n: int) -> bool:
        return world.rounds.claim(TEAM, CHANNEL, MONDAY, question(f"q{n}"), opens, opens, opens).new

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(24))) == 1


def test_a_claimed_round_is_unconfirmed_until_its_message_is_known(world: World) -> None:
    opens = noon(MONDAY)
    claim = world.rounds.claim(TEAM, CHANNEL, MONDAY, question(), opens, opens, opens)
    assert [round.id for round in world.rounds.unconfirmed()] == [claim.round.id]
    assert world.rounds.confirm(claim.round.id, "m1")
    assert not world.rounds.confirm(claim.round.id, "m2")
    assert world.rounds.unconfirmed() == ()
    there = world.rounds.get(TEAM, claim.round.id)
    assert there is not None
    assert (there.state, there.message) == ("posted", "m1")


def test_a_click_may_be_faster_than_the_confirmation(world: World) -> None:
    opens = noon(MONDAY)
    round = world.rounds.claim(
        TEAM, CHANNEL, MONDAY, question(), opens, opens + timedelta(hours=9), opens
    ).round
    assert world.answer(round).points == 10
    assert not world.rounds.abandon(round.id)  # somebody has seen it
    assert world.rounds.confirm(round.id, "m1")


def test_a_round_that_was_answered_is_closed_though_its_message_was_never_found(
    world: World,
) -> None:
    opens = noon(MONDAY)
    round = world.rounds.claim(TEAM, CHANNEL, MONDAY, question(), opens, opens, opens).round
    later = opens + timedelta(hours=1)
    assert world.rounds.to_close(later) == ()
    world.answer(round, at=opens)
    assert [found.id for found in world.rounds.to_close(later)] == [round.id]
    assert world.rounds.close(round.id, later)
    assert world.rounds.unconfirmed() == world.rounds.to_reveal() == ()


def test_a_day_on_which_nothing_was_posted_is_given_back(world: World) -> None:
    opens = noon(MONDAY)
    round = world.rounds.claim(TEAM, CHANNEL, MONDAY, question(), opens, opens, opens).round
    assert not world.rounds.close(round.id, opens)  # there is nothing to close
    assert world.rounds.abandon(round.id)
    assert world.rounds.on(TEAM, CHANNEL, MONDAY) is None


def test_a_posted_day_is_not_given_back(world: World) -> None:
    assert not world.rounds.abandon(world.post().id)


def test_a_round_is_closed_and_revealed_once(world: World) -> None:
    round = world.post()
    assert not world.rounds.revealed(round.id, round.closes)  # not before it is closed
    assert world.rounds.close(round.id, round.closes)
    assert not world.rounds.close(round.id, round.closes)
    assert [r.id for r in world.rounds.to_reveal()] == [round.id]
    assert world.rounds.revealed(round.id, round.closes)
    assert not world.rounds.revealed(round.id, round.closes)
    assert world.rounds.to_reveal() == ()


def test_the_reveal_shows_the_split(world: World) -> None:
    round = world.post()
    for user, choice in (("ann", RIGHT), ("bea", RIGHT), ("cem", WRONG), ("dan", 3)):
        world.answer(round, user, choice)
    reveal = world.rounds.reveal(round.id)
    assert reveal is not None
    assert (reveal.counts, reveal.answered, reveal.right) == ((1, 2, 0, 1), 4, 2)
    assert reveal.share == 0.5
    assert world.rounds.reveal(999) is None


def test_a_reveal_nobody_answered_has_no_shares_to_stumble_over(world: World) -> None:
    reveal = world.rounds.reveal(world.post().id)
    assert reveal is not None
    assert reveal.share == 0.0


@pytest.mark.parametrize("choice", [-1, 4, 10**9])
def test_an_option_that_is_none_is_refused(world: World, choice: int) -> None:
    outcome = world.click(world.post(), choice=choice)
    assert isinstance(outcome, AnswerRefused)
    assert outcome.why == "forged"
    assert world.store.people.find(TEAM, "ann") is None


def test_an_unknown_round_is_refused(world: World) -> None:
    assert world.rounds.answer(somebody(), 999, RIGHT, noon(MONDAY)) == AnswerRefused("unknown")


def test_somebody_elses_practice_is_refused(world: World) -> None:
    mine, *_ = world.rounds.practice(somebody(), PLACE, [question()], noon(MONDAY))
    outcome = world.click(mine, "bea")
    assert isinstance(outcome, AnswerRefused)
    assert outcome.why == "not_yours"


def test_a_round_closed_by_hand_takes_no_answer_for_points_afterwards(world: World) -> None:
    round = world.post()
    closed = round.opens + timedelta(hours=1)
    world.rounds.close(round.id, closed)
    before = world.answer(round, "ann", at=closed - timedelta(seconds=1))  # was on its way
    after = world.answer(round, "bea", at=closed + timedelta(seconds=1))
    assert (before.points, after.points, after.late) == (10, 0, True)


def test_the_question_stays_as_it_was_asked(world: World) -> None:
    round = world.post(asked=question("q1", version="v1"))
    again = world.rounds.get(TEAM, round.id)
    assert again is not None
    assert again.question == question("q1", version="v1")


def test_the_last_question_of_a_channel_is_known(world: World) -> None:
    assert world.rounds.latest(TEAM, CHANNEL) is None
    world.post(MONDAY)
    newest = world.post(MONDAY + timedelta(days=1))
    assert world.rounds.latest(TEAM, CHANNEL) == newest


# ---------------------------------------------------------------- hints


def test_a_hint_is_remembered_whichever_button_comes_next(world: World) -> None:
    round = world.post()
    assert world.rounds.hint(somebody(), round.id, round.opens)
    assert world.rounds.hint(somebody(), round.id, round.opens)  # twice costs no more
    assert world.answer(round, "ann").points == 7
    assert world.answer(round, "bea").points == 10


def test_a_question_without_a_hint_has_none(world: World) -> None:
    asked = replace(question(hint=""), options=("True", "False"))
    round = world.post(asked=asked)
    assert world.rounds.hint(somebody(), round.id, round.opens) == ""
    assert world.answer(round).points == 10


def test_of_several_options_a_hint_takes_a_wrong_one_away(world: World) -> None:
    round = world.post(asked=question(hint=""))
    text = world.rounds.hint(somebody(), round.id, round.opens)
    assert text in ("It is not “one”", "It is not “three”", "It is not “four”")
    assert world.answer(round).points == 7


def test_a_hint_read_after_the_answer_costs_nothing(world: World) -> None:
    round = world.post()
    world.answer(round)
    world.rounds.hint(somebody(), round.id, round.opens + timedelta(hours=1))
    assert world.answer(round).points == 10


def test_a_hint_between_two_choices_counts(world: World) -> None:
    round = world.post(reveal="later")
    world.answer(round, choice=WRONG)
    world.rounds.hint(somebody(), round.id, round.opens + timedelta(minutes=7))
    assert world.answer(round, choice=RIGHT, at=round.opens + timedelta(minutes=8)).points == 7


# ---------------------------------------------------------------- practice


def test_practice_goes_through_its_series_and_remembers_where_it_was(world: World) -> None:
    who, at = somebody(), noon(MONDAY)
    rounds = world.rounds.practice(who, PLACE, [question("p1"), question("p2")], at)
    assert [(round.step, round.steps, round.state) for round in rounds] == [
        (1, 2, "posted"),
        (2, 2, "claimed"),
    ]
    series = rounds[0].series
    world.answer(rounds[0], at=at + timedelta(seconds=9))
    following = world.rounds.next_in(who, series, at + timedelta(seconds=30))
    assert following is not None
    assert (following.id, following.opens) == (rounds[1].id, at + timedelta(seconds=30))
    again = world.rounds.next_in(who, series, at + timedelta(seconds=90))
    assert again == following  # the clock starts once
    world.answer(following, choice=WRONG, at=at + timedelta(seconds=95))
    assert world.rounds.next_in(who, series, at) is None
    result = world.rounds.series(who, series)
    assert (result.answered, result.right, result.points) == (2, 1, 2)


def test_practice_can_be_answered_weeks_later(world: World) -> None:
    first, *_ = world.rounds.practice(somebody(), PLACE, [question()], noon(MONDAY))
    outcome = world.answer(first, at=noon(MONDAY) + timedelta(days=40))
    assert not outcome.late


def test_a_question_skipped_ahead_to_earns_nothing(world: World) -> None:
    asked = [question("p1"), question("p2")]
    *_, second = world.rounds.practice(somebody(), PLACE, asked, noon(MONDAY))
    outcome = world.answer(second, at=noon(MONDAY) + timedelta(seconds=30))
    assert (outcome.points, outcome.no_points) == (0, "fast")


def test_nothing_to_practise_is_no_series(world: World) -> None:
    assert world.rounds.practice(somebody(), PLACE, [], noon(MONDAY)) == ()
    assert world.rounds.next_in(somebody(), "none", noon(MONDAY)) is None
    assert world.rounds.series(somebody(), "none").rounds == ()


def test_practice_is_not_a_channels_daily_round(world: World) -> None:
    world.practise([question()], noon(MONDAY))
    assert world.rounds.on(TEAM, CHANNEL, MONDAY) is None
    assert world.rounds.to_close(noon(MONDAY) + timedelta(days=99999)) == ()
