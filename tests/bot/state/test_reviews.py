"""What comes up for review, when, and how much of it in a day."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import Place
from bot.quiz import scoreboards
from bot.store import Store
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
AT = noon(MONDAY)
LATER = timedelta(days=60)


def review(world: World, id: str, choice: int, at: datetime) -> int:
    """Answer a card that came up; the round in which it was."""
    round = world.rounds.review(somebody(), PLACE, question(id), at)
    world.answer(round, choice=choice, at=at + timedelta(seconds=8))
    return round.id


def ids(world: World, at: datetime, **wishes: object) -> list[str]:
    due = world.reviews.due(somebody(), at, **wishes)  # type: ignore[arg-type]
    return [card.question for card in due.cards]


def test_every_answered_question_becomes_a_card(world: World) -> None:
    right, wrong = world.post(MONDAY), world.post(MONDAY, channel="C2")
    known = world.answer(right, choice=RIGHT)
    unknown = world.answer(wrong, choice=WRONG)
    assert known.due and unknown.due
    assert known.due > unknown.due
    assert set(ids(world, AT + LATER)) == {right.question.id, wrong.question.id}


def test_what_was_wrong_is_there_to_review_at_once_and_what_was_right_is_not(world: World) -> None:
    at = AT
    world.practise([question("missed")], at, choice=WRONG)
    world.practise([question("known")], at, choice=RIGHT)
    assert ids(world, at + timedelta(minutes=1)) == ["missed"]


def test_the_same_answers_give_the_same_due_dates(world: World) -> None:
    round = world.post()
    first, second = world.answer(round, "ann"), world.answer(round, "bea")
    assert first.due == second.due


def test_an_answer_with_a_hint_comes_back_sooner(world: World) -> None:
    round = world.post()
    plain, hinted = world.answer(round, "ann"), world.answer(round, "bea", hint=True)
    assert plain.due and hinted.due
    assert hinted.due < plain.due


def test_a_second_click_does_not_review_a_second_time(world: World) -> None:
    round = world.post()
    assert world.answer(round).due == world.answer(round).due


def test_a_choice_that_may_change_is_reviewed_when_it_is_final(world: World) -> None:
    round = world.post(reveal="later")
    assert world.answer(round, choice=RIGHT).due is None
    world.answer(round, choice=WRONG, at=round.opens + timedelta(hours=1))
    assert ids(world, AT + LATER) == []
    world.rounds.close(round.id, round.closes)
    assert ids(world, round.closes) == [round.question.id]


@pytest.mark.parametrize("grade", ["again", "hard", "good", "easy"])
def test_the_persons_own_word_replaces_what_the_answer_said(world: World, grade: str) -> None:
    world.practise([question("p1")], AT)
    id = review(world, "p1", RIGHT, AT + timedelta(days=3))
    first = world.reviews.rate(somebody(), id, grade, AT + timedelta(days=3))
    again = world.reviews.rate(somebody(), id, grade, AT + timedelta(days=3, hours=1))
    assert first == again  # however often they press it
    assert first is not None


def test_easier_means_later(world: World) -> None:
    world.practise([question("p1")], AT)
    id = review(world, "p1", RIGHT, AT + timedelta(days=3))
    dues = [
        world.reviews.rate(somebody(), id, grade, AT + timedelta(days=3))
        for grade in ("again", "hard", "good", "easy")
    ]
    assert dues == sorted(due for due in dues if due)
    assert len(set(dues)) == 4


def test_what_a_grade_is_said_to_bring_is_what_it_brings(world: World) -> None:
    world.practise([question("p1")], AT)
    at = AT + timedelta(days=3)
    id = review(world, "p1", WRONG, at)
    round = world.rounds.get(TEAM, id)
    assert round is not None
    now = at + timedelta(seconds=30)
    told = world.reviews.outlook(somebody(), round, now)
    dues = {grade: world.reviews.rate(somebody(), id, grade, at) for grade in told}
    assert told == {grade: due - now for grade, due in dues.items() if due}
    assert list(told) == ["again", "hard", "good", "easy"]
    later = world.reviews.outlook(somebody(), round, at + timedelta(hours=3))
    assert "again" not in later, "ten minutes after the answer are over"
    assert later["good"] == told["good"] - timedelta(hours=3) + (now - at)
    unmet = world.rounds.review(somebody(), PLACE, question("p2"), at)
    assert world.reviews.outlook(somebody(), unmet, at)["again"] == timedelta(minutes=10)


def test_rating_good_is_what_a_right_answer_meant(world: World) -> None:
    outcome = world.answer(world.post())
    assert world.reviews.rate(somebody(), outcome.round.id, "good", AT) == outcome.due


def test_a_rating_comes_too_late_when_the_card_was_reviewed_since(world: World) -> None:
    old = review(world, "p1", WRONG, AT)
    review(world, "p1", RIGHT, AT + timedelta(minutes=20))
    assert world.reviews.rate(somebody(), old, "easy", AT + timedelta(minutes=30)) is None


def test_nobody_rates_somebody_elses_review_or_with_an_unknown_word(world: World) -> None:
    id = review(world, "p1", RIGHT, AT)
    assert world.reviews.rate(somebody("bea"), id, "easy", AT) is None
    assert world.reviews.rate(somebody(), id, "trivial", AT) is None
    assert world.reviews.rate(somebody(), 999, "easy", AT) is None


def test_a_card_can_be_graded_without_picking_an_option(world: World) -> None:
    round = world.rounds.review(somebody(), PLACE, question("p1"), AT)
    assert world.reviews.rate(somebody(), round.id, "good", AT) is not None


def test_clocks_that_disagree_do_not_break_a_card(world: World) -> None:
    review(world, "p1", RIGHT, AT)
    review(world, "p1", WRONG, AT - timedelta(days=2))
    assert ids(world, AT + LATER) == ["p1"]


# ---------------------------------------------------------------- sessions


def test_a_card_is_due_on_its_day_whatever_the_hour(world: World) -> None:
    evening = datetime(2027, 3, 1, 20, tzinfo=UTC)
    world.practise([question("p1")], evening)
    (card,) = world.reviews.due(somebody(), evening + LATER).cards
    morning = card.due.replace(hour=1)
    assert ids(world, morning) == ["p1"]
    assert ids(world, morning - timedelta(days=1)) == []


def test_the_day_is_the_persons_own(world: World) -> None:
    world.practise([question("p1")], AT.replace(hour=6))
    (card,) = world.reviews.due(somebody(), AT + LATER).cards
    evening_before = card.due.replace(hour=18) - timedelta(days=1)
    assert ids(world, evening_before) == []
    assert ids(world, evening_before, zone="Pacific/Auckland") == ["p1"]  # morning there


def test_a_backlog_is_capped_and_spread(store: Store) -> None:
    world = World(store)
    for n in range(50):
        world.reviews.add(somebody(), question(f"p{n:02}"), AT)
    after_holiday = AT + LATER
    due = world.reviews.due(somebody(), after_holiday)
    assert (len(due.cards), due.more, due.days) == (20, 30, 2)
    assert world.reviews.count(somebody(), after_holiday) == 50
    for card in due.cards[:5]:
        review(world, card.question, RIGHT, after_holiday)
    rest = world.reviews.due(somebody(), after_holiday + timedelta(hours=1))
    assert (len(rest.cards), rest.more) == (15, 30)
    for card in rest.cards:
        review(world, card.question, RIGHT, after_holiday + timedelta(hours=1))
    done = world.reviews.due(somebody(), after_holiday + timedelta(hours=2))
    assert (done.cards, done.more) == ((), 30)
    tomorrow = world.reviews.due(somebody(), after_holiday + timedelta(days=1))
    assert (len(tomorrow.cards), tomorrow.more) == (20, 10)


def test_what_went_wrong_in_a_session_comes_again_in_it(world: World) -> None:
    for n in range(3):
        world.reviews.add(somebody(), question(f"p{n}"), AT)
    review(world, "p0", WRONG, AT)
    assert ids(world, AT + timedelta(minutes=1), limit=3) == ["p1", "p2", "p0"]
    assert "p0" in ids(world, AT + timedelta(minutes=1), limit=1)  # beyond the cap, too


def test_a_backlog_begins_with_what_can_still_be_saved(world: World) -> None:
    world.practise([question("fragile")], AT, choice=WRONG)
    world.practise([question("firm")], AT, choice=RIGHT)
    assert ids(world, AT + timedelta(days=10)) == ["firm", "fragile"]


def test_a_changed_fact_is_seen_again_soon_and_a_vanished_one_never(world: World) -> None:
    world.practise([question("p1"), question("p2")], AT)
    soon = AT + timedelta(hours=1)
    assert ids(world, soon, versions={"p1": "v1", "p2": "v1"}) == []
    assert ids(world, soon, versions={"p1": "v2", "p2": "v1"}) == ["p1"]
    (card,) = world.reviews.due(somebody(), soon, {"p1": "v2"}).cards
    assert card.outdated
    assert ids(world, AT + LATER, versions={"p2": "v1"}) == ["p2"]


def test_a_held_question_is_not_reviewed(world: World) -> None:
    world.practise([question("p1")], AT, choice=WRONG)
    world.moderation.hold(somebody("editor"), question("p1"), AT)
    assert ids(world, AT + LATER) == []
    world.moderation.release(somebody("editor"), question("p1"), AT)
    assert ids(world, AT + LATER) == ["p1"]


def test_a_question_is_added_to_ones_reviews_once_and_can_be_removed(world: World) -> None:
    assert world.reviews.add(somebody(), question("p1"), AT)
    assert not world.reviews.add(somebody(), question("p1"), AT)
    assert ids(world, AT) == ["p1"]
    assert world.reviews.remove(somebody(), "p1")
    assert not world.reviews.remove(somebody(), "p1")
    assert ids(world, AT + LATER) == []


def test_what_a_channel_is_being_asked_waits_in_reviews(world: World) -> None:
    world.practise([question("p1"), question("p2")], AT, choice=WRONG)
    round = world.post(MONDAY, asked=question("p1"))
    assert ids(world, AT + timedelta(hours=1)) == ["p2"]
    world.rounds.close(round.id, round.closes)
    assert set(ids(world, round.closes)) == {"p1", "p2"}


def test_a_stranger_has_nothing_to_review(world: World) -> None:
    assert world.reviews.count(somebody("new"), AT) == 0
    assert world.store.people.find(TEAM, "new") is None


def test_what_is_called_due_is_what_a_review_would_bring(world: World) -> None:
    world.practise([question("p1"), question("gone")], AT, choice=WRONG)
    mine = scoreboards.me(
        world.store, somebody(), AT.date(), AT + LATER, versions={"p1": question("p1").version}
    )
    assert mine.due == 1, "a card whose note is gone waits for nobody"
