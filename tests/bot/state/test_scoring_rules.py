"""The rules of scoring, one after the other, each as the people who play would check it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.messages import Place
from bot.quiz import scoreboards
from bot.quiz.outcomes import Answered
from bot.quiz.scoreboards import Board
from bot.schedule import Timing, post_at, window
from bot.store import Store
from bot.store.records import Schedule, Team
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

CROWD = ("bea", "cem", "dan")


def board(store: Store, day: date = MONDAY, **wishes: object) -> Board:
    wishes = {"channel": CHANNEL, "period": "month"} | wishes
    return scoreboards.board(store, TEAM, day, **wishes)  # type: ignore[arg-type]


def points(store: Store, user: str, day: date = MONDAY, **wishes: object) -> int:
    """What somebody has on a board where enough others play to be ranked."""
    found = board(store, day, caller=user, top=99, **wishes).rows
    return next((row.points for row in found if row.user == user), 0)


def crowd(world: World, day: date = MONDAY) -> None:
    """Three others play, so that boards are rankings."""
    there = world.rounds.on(TEAM, CHANNEL, day) or world.post(day)
    for user in CROWD:
        world.answer(there, user, WRONG)


# ---------------------------------------------------------------- 1


def test_rule_1_a_round_belongs_to_the_channels_local_date(world: World) -> None:
    auckland = Timing(time(9), "Pacific/Auckland")
    opens, closes = window(auckland, MONDAY)
    claim = world.rounds.claim(TEAM, "C2", MONDAY, question(), opens, closes, opens)
    assert claim.round.opens.date() == MONDAY - timedelta(days=1)  # in UTC it is still Sunday
    world.rounds.confirm(claim.round.id, "m")
    world.answer(claim.round, "ann")
    for user in CROWD:
        world.answer(claim.round, user, WRONG)
    assert points(world.store, "ann", channel="C2", period="week") == 10
    assert points(world.store, "ann", MONDAY - timedelta(days=1), channel="C2", period="week") == 0


def test_rule_1_one_round_a_channel_and_day_whoever_asks(world: World) -> None:
    first = world.post(MONDAY)
    again = world.rounds.claim(
        TEAM, CHANNEL, MONDAY, question("other"), first.opens, first.closes, first.opens
    )
    assert not again.new
    assert again.round.question == first.question


def test_rule_1_the_window_is_the_same_for_everybody(world: World) -> None:
    round = world.post()
    last_moment = round.closes
    for user in ("ann", "bea"):
        assert world.answer(round, user, at=last_moment).points == 10


# ---------------------------------------------------------------- 2


@pytest.mark.parametrize(
    ("choice", "hint", "expected"),
    [(RIGHT, False, 10), (RIGHT, True, 7), (WRONG, False, 0), (WRONG, True, 0)],
)
def test_rule_2_ten_points_or_seven_after_the_hint(
    world: World, choice: int, hint: bool, expected: int
) -> None:
    round = world.post()
    if hint:
        assert world.rounds.hint(somebody(), round.id, round.opens) == round.question.hint
    assert world.answer(round, choice=choice).points == expected


def test_rule_2_speed_earns_nothing(world: World) -> None:
    round = world.post()
    quick = world.answer(round, "ann", at=round.opens + timedelta(seconds=2))
    slow = world.answer(round, "bea", at=round.opens + timedelta(hours=20))
    assert quick.points == slow.points == 10


# ---------------------------------------------------------------- 3


def test_rule_3_the_first_answer_is_locked(world: World) -> None:
    round = world.post()
    assert world.answer(round, choice=WRONG).points == 0
    second = world.answer(round, choice=RIGHT)
    assert second.already
    assert (second.choice, second.points) == (WRONG, 0)


def test_rule_3_with_reveal_later_a_choice_may_change_until_the_window_closes(world: World) -> None:
    round = world.post(reveal="later")
    first = world.answer(round, choice=WRONG)
    second = world.answer(round, choice=RIGHT, at=round.opens + timedelta(hours=2))
    assert first.hidden and second.hidden
    assert second.changed
    assert not second.already
    assert world.rounds.close(round.id, round.closes + timedelta(minutes=2))
    after = world.answer(round, choice=WRONG, at=round.closes + timedelta(minutes=1))
    assert after.already
    assert not after.hidden
    assert (after.choice, after.points) == (RIGHT, 10)


def test_rule_3_an_older_click_that_arrives_late_does_not_undo_a_newer_one(world: World) -> None:
    round = world.post(reveal="later")
    world.answer(round, choice=WRONG, at=round.opens + timedelta(minutes=1))
    world.answer(round, choice=RIGHT, at=round.opens + timedelta(minutes=9))
    late = world.answer(round, choice=WRONG, at=round.opens + timedelta(minutes=5))
    assert late.choice == RIGHT
    assert not late.changed


# ---------------------------------------------------------------- 4


def test_rule_4_the_platforms_time_decides_with_two_minutes_grace(world: World) -> None:
    round = world.post()
    in_time = world.answer(round, "ann", at=round.closes + timedelta(minutes=2))
    late = world.answer(round, "bea", at=round.closes + timedelta(minutes=2, seconds=1))
    assert (in_time.late, in_time.points) == (False, 10)
    assert (late.late, late.points, late.no_points) == (True, 0, "late")


def test_rule_4_a_late_answer_feeds_reviews_but_no_score_and_no_statistics(world: World) -> None:
    round = world.post()
    crowd(world)
    late = world.answer(round, at=round.closes + timedelta(days=1))
    assert late.due is not None
    assert points(world.store, "ann") == 0
    assert world.moderation.statistics(TEAM, round.question).answers == len(CROWD)
    assert world.rounds.answered(round.id) == len(CROWD)


def test_rule_4_a_round_is_closed_only_after_the_grace(world: World) -> None:
    round = world.post()
    assert not world.rounds.to_close(round.closes + timedelta(minutes=1))
    assert [r.id for r in world.rounds.to_close(round.closes + timedelta(minutes=2))] == [round.id]


# ---------------------------------------------------------------- 5


def test_rule_5_practice_earns_two_points_once_in_thirty_days(world: World) -> None:
    at = noon(MONDAY)
    asked = [question("p1")]
    assert world.practise(asked, at)[0].points == 2
    again = world.practise(asked, at + timedelta(days=29))[0]
    assert (again.points, again.no_points) == (0, "repeat")
    assert world.practise(asked, at + timedelta(days=31))[0].points == 2


def test_rule_5_ten_questions_a_day_earn_points(world: World) -> None:
    outcomes = world.practise([question(f"p{n}") for n in range(12)], noon(MONDAY))
    assert [outcome.points for outcome in outcomes] == [2] * 10 + [0, 0]
    assert outcomes[-1].no_points == "enough"
    tomorrow = world.practise([question("p99")], noon(MONDAY + timedelta(days=1)))
    assert tomorrow[0].points == 2


def test_rule_5_the_day_of_practice_is_the_channels(world: World) -> None:
    world.store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "America/New_York"))
    evening = datetime(2027, 3, 1, 23, 30, tzinfo=UTC)  # 18:30 in New York
    world.practise([question(f"p{n}") for n in range(10)], evening)
    past_midnight = world.practise([question("p98")], evening + timedelta(hours=2))
    assert past_midnight[0].no_points == "enough"


def test_rule_5_no_points_in_direct_messages_or_in_under_a_second(world: World) -> None:
    private = world.practise([question("p1")], noon(MONDAY), private=True)[0]
    assert (private.points, private.no_points) == (0, "private")
    fast = world.practise([question("p2")], noon(MONDAY), pause=0.9)[0]
    assert (fast.points, fast.no_points) == (0, "fast")


def test_rule_5_reviews_never_earn_points(world: World) -> None:
    who, place = somebody(), Place("slack", "T1", CHANNEL)
    round = world.rounds.review(who, place, question(), noon(MONDAY))
    outcome = world.answer(round, at=noon(MONDAY) + timedelta(seconds=9))
    assert (outcome.correct, outcome.points, outcome.no_points) == (True, 0, "review")


# ---------------------------------------------------------------- 6


def test_rule_6_ties_share_a_rank_and_stand_by_name(world: World) -> None:
    for day, winners in ((0, ("ann", "bea", "cem")), (1, ("cem",))):
        round = world.post(MONDAY + timedelta(days=day))
        for user in ("dan", "cem", "bea", "ann"):
            world.answer(round, user, RIGHT if user in winners else WRONG)
    rows = board(world.store).rows
    assert [(row.rank, row.name) for row in rows] == [
        (1, "Cem"),
        (2, "Ann"),
        (2, "Bea"),
        (4, "Dan"),
    ]
    assert rows[3].next_rank == 2
    assert (rows[3].to_next, rows[3].answers_to_next) == (10, 1)


def test_rule_6_the_callers_row_and_neighbours_are_always_shown(world: World) -> None:
    users = [f"u{n:02}" for n in range(20)]
    for day in range(20):
        round = world.post(MONDAY + timedelta(days=day))
        for place, user in enumerate(users):
            world.answer(round, user, RIGHT if day >= place else WRONG)
    seen = board(world.store, caller="u14", top=5)
    assert [row.user for row in seen.rows] == users[:5]
    assert [row.user for row in seen.around] == ["u13", "u14", "u15"]
    assert seen.own is not None
    assert (seen.own.rank, seen.own.to_next, seen.own.next_rank) == (15, 10, 14)
    assert board(world.store, caller="u02", top=5).around == ()
    next_down = board(world.store, caller="u05", top=5)
    assert [row.user for row in next_down.around] == ["u05", "u06"]


# ---------------------------------------------------------------- 7


def test_rule_7_boundaries_go_by_quiz_day_not_by_the_click(world: World) -> None:
    last_of_march = date(2027, 3, 31)
    round = world.post(last_of_march)
    crowd(world, last_of_march)
    world.answer(round, at=datetime(2027, 4, 1, 7, tzinfo=UTC))
    assert points(world.store, "ann", last_of_march) == 10
    assert board(world.store, date(2027, 4, 1)).empty


def test_rule_7_weeks_run_from_monday_to_sunday(world: World) -> None:
    for day in (-1, 0, 6, 7):
        round = world.post(MONDAY + timedelta(days=day))
        world.answer(round)
        crowd(world, MONDAY + timedelta(days=day))
    sunday = MONDAY + timedelta(days=6)
    assert points(world.store, "ann", MONDAY, period="week") == 20
    assert points(world.store, "ann", sunday, period="week") == 20
    assert points(world.store, "ann", sunday, period="all") == 40


def test_rule_7_a_channel_or_the_whole_workspace(world: World) -> None:
    here, there = world.post(MONDAY), world.post(MONDAY, channel="C2")
    crowd(world)
    world.answer(here)
    world.answer(there)
    assert points(world.store, "ann") == 10
    assert points(world.store, "ann", channel=None) == 20


def test_rule_7_today_is_the_date_in_the_channels_zone(world: World) -> None:
    world.store.schedules.put(Schedule(TEAM, CHANNEL, time(9), "Pacific/Auckland"))
    evening = datetime(2027, 3, 31, 20, tzinfo=UTC)
    assert scoreboards.today(world.store, TEAM, CHANNEL, evening) == date(2027, 4, 1)
    assert scoreboards.today(world.store, TEAM, "elsewhere", evening) == date(2027, 3, 31)


# ---------------------------------------------------------------- 8


def test_rule_8_one_of_one_does_not_beat_45_of_50() -> None:
    assert scoreboards.wilson(45, 50) > scoreboards.wilson(1, 1)
    assert scoreboards.wilson(0, 0) == 0.0


def test_rule_8_accuracy_is_ranked_from_ten_answers_on(world: World) -> None:
    for day in range(12):
        round = world.post(MONDAY + timedelta(days=day))
        world.answer(round, "bea", RIGHT if day < 9 else WRONG)
        world.answer(round, "cem", RIGHT if day < 11 else WRONG)
        if day < 9:
            world.answer(round, "ann")  # all right, too few
    ranked = board(world.store, order="accuracy", caller="ann")
    assert [row.name for row in ranked.rows] == ["Cem", "Bea"]
    assert ranked.own is None
    assert [row.accuracy > 0 for row in board(world.store).rows] == [True, False, True]


# ---------------------------------------------------------------- 9


def test_rule_9_days_answered_right_or_wrong_make_a_streak(world: World) -> None:
    for day in range(4):
        world.answer(world.post(MONDAY + timedelta(days=day)), choice=RIGHT if day % 2 else WRONG)
    at = noon(MONDAY + timedelta(days=3))
    assert scoreboards.streak_of(world.store, TEAM, "ann", at, CHANNEL).days == 4


def test_rule_9_days_without_a_quiz_and_outages_neither_add_nor_break(world: World) -> None:
    world.answer(world.post(MONDAY))
    nobody_saw_it = MONDAY + timedelta(days=1)
    opens = noon(nobody_saw_it)
    world.rounds.claim(TEAM, CHANNEL, nobody_saw_it, question(), opens, opens, opens)
    world.answer(world.post(MONDAY + timedelta(days=4)))
    at = noon(MONDAY + timedelta(days=4))
    assert scoreboards.streak_of(world.store, TEAM, "ann", at, CHANNEL).days == 2


def test_rule_9_todays_open_question_does_not_break_a_streak_yet(world: World) -> None:
    world.answer(world.post(MONDAY))
    today = world.post(MONDAY + timedelta(days=1))
    in_time, over = today.opens + timedelta(hours=3), today.closes + timedelta(hours=1)
    assert scoreboards.streak_of(world.store, TEAM, "ann", in_time, CHANNEL).days == 1
    assert scoreboards.streak_of(world.store, TEAM, "ann", over, CHANNEL).days == 0


def test_rule_9_boards_show_the_streaks_of_those_who_want_it(world: World) -> None:
    round = world.post()
    for user in ("ann", *CROWD):
        world.answer(round, user)
    world.store.people.set(somebody("bea"), shows_streak=True)
    assert board(world.store, at=round.opens).streaks == (("Bea", 1),)
    named = scoreboards.streaks_worth_naming(world.store, TEAM, CHANNEL, MONDAY, round.opens, 1)
    assert named == (("Bea", 1),)


# ---------------------------------------------------------------- 10


def test_rule_10_a_persons_own_zone_never_matters(world: World) -> None:
    round = world.post(date(2027, 3, 31))
    for user, zone in (("ann", "Pacific/Kiritimati"), ("bea", "Pacific/Pago_Pago"), ("cem", "")):
        world.store.people.set(somebody(user), zone=zone)
        world.answer(round, user)
    assert [row.rank for row in board(world.store, date(2027, 3, 31)).rows] == [1, 1, 1]


def test_rule_10_a_time_in_the_gap_means_the_next_minute_and_a_double_one_the_first() -> None:
    berlin = Timing(time(2, 30), "Europe/Berlin")
    assert post_at(berlin, date(2027, 3, 28)) == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert post_at(berlin, date(2027, 10, 31)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


# ---------------------------------------------------------------- 11


def test_rule_11_bots_and_guests_are_on_no_board(world: World) -> None:
    round = world.post()
    crowd(world)
    guest = somebody("guest", counts=False)
    outcome = world.rounds.answer(guest, round.id, RIGHT, round.opens)
    assert isinstance(outcome, Answered)
    assert outcome.no_points == "guest"
    assert "guest" not in [row.user for row in board(world.store, caller="guest").rows]
    assert world.rounds.answered(round.id) == len(CROWD)


# ---------------------------------------------------------------- 12


def test_rule_12_a_voided_question_takes_its_points_back_and_leaves_the_day(world: World) -> None:
    rounds = [world.post(MONDAY + timedelta(days=day)) for day in range(2)]
    for round in rounds:
        world.answer(round)
        for user in CROWD:
            world.answer(round, user, WRONG)
    at = rounds[1].closes
    assert points(world.store, "ann") == 20
    assert world.rounds.void(somebody("admin"), rounds[1].id, "The note was wrong.", at)
    assert points(world.store, "ann") == 10
    assert scoreboards.streak_of(world.store, TEAM, "ann", at, CHANNEL).days == 2
    assert world.answer(rounds[1]).void == "The note was wrong."
    (entry, *_) = world.store.audit.latest(TEAM)
    assert (entry.actor, entry.what) == ("admin", "round voided")


def test_rule_12_the_correction_of_a_revealed_round_is_told_once(world: World) -> None:
    round = world.post()
    world.rounds.close(round.id, round.closes)
    world.rounds.revealed(round.id, round.closes)
    assert not world.rounds.to_correct()
    world.rounds.void(somebody("admin"), round.id, "ambiguous", round.closes)
    assert [r.id for r in world.rounds.to_correct()] == [round.id]
    assert world.rounds.corrected(round.id)
    assert not world.rounds.corrected(round.id)
    assert not world.rounds.to_correct()


# ---------------------------------------------------------------- 13


def test_rule_13_opting_out_hides_a_person_from_every_surface(world: World) -> None:
    for day in range(12):
        round = world.post(MONDAY + timedelta(days=day))
        for user in ("ann", *CROWD):
            world.answer(round, user)
    world.store.people.set(somebody(), opted_out=True, shows_streak=True)
    at = noon(MONDAY + timedelta(days=11))
    for period in ("week", "month", "all"):
        for channel in (CHANNEL, None):
            for order in ("points", "accuracy"):
                seen = board(
                    world.store,
                    at.date(),
                    period=period,
                    channel=channel,
                    order=order,
                    caller="ann",
                    at=at,
                )
                assert "Ann" not in repr(seen)
                assert seen.hidden
                assert (seen.own, seen.players) == (None, len(CROWD))
    named = scoreboards.streaks_worth_naming(world.store, TEAM, CHANNEL, at.date(), at, 1)
    assert named == ()
    assert (
        scoreboards.me(world.store, somebody(), at.date(), at).points == 120
    )  # for their own eyes


def test_rule_13_opting_out_hides_from_the_team_goal_too(world: World) -> None:
    round = world.post()
    world.answer(round, "ann")
    world.answer(round, "bea")
    world.store.people.set(somebody(), opted_out=True)
    goal = board(world.store).goal
    assert goal is not None
    assert (goal.players, goal.points) == (1, 10)


# ---------------------------------------------------------------- 14


def test_rule_14_fewer_than_three_players_share_a_goal(world: World) -> None:
    round = world.post()
    world.answer(round, "ann")
    world.answer(round, "bea", WRONG)
    two = board(world.store, caller="ann")
    assert two.rows == ()
    assert two.goal is not None
    assert (two.goal.points, two.goal.target, two.goal.players) == (10, 200, 2)
    world.answer(round, "cem")
    three = board(world.store)
    assert three.goal is None
    assert len(three.rows) == 3


def test_rule_14_nobody_yet_is_an_empty_board(world: World) -> None:
    assert board(world.store).empty
    assert scoreboards.board(world.store, Team("slack:T2"), MONDAY, channel=None).empty
