"""Reports, holds, statistics: how a broken question stops being asked, and a sound one does not."""

from datetime import timedelta

import pytest

from bench.state_use import simulate
from bot.quiz import moderation, scoreboards
from bot.quiz.moderation import REASONS
from bot.store.records import Round
from knowledge.model import Question
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

AT = noon(MONDAY)
SUSPECT = question("suspect")


def answers(world: World, round: Round, right: int, wrong: int, begin: int = 0) -> list[bool]:
    """So many people answer, the wrong ones all alike; who was it that got it held?"""
    choices = [RIGHT] * right + [WRONG] * wrong
    return [world.answer(round, f"u{begin + n}", choice).held for n, choice in enumerate(choices)]


# ---------------------------------------------------------------- reports


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_can_be_reported_before_and_after_answering(world: World, reason: str) -> None:
    round = world.post(asked=SUSPECT)
    world.answer(round, "bea")
    before = world.moderation.report(somebody("ann"), round.id, reason, "", AT)
    assert before.stored
    assert not before.held
    after = world.moderation.report(somebody("bea"), round.id, reason, "in my words", AT)
    assert after.held
    reports = world.moderation.reports_on(TEAM, SUSPECT)
    assert [(r.who.user, r.reason, r.words) for r in reports] == [
        ("ann", reason, ""),
        ("bea", reason, "in my words"),
    ]


def test_one_person_reporting_twice_is_one_reporter(world: World) -> None:
    round = world.post(asked=SUSPECT)
    world.moderation.report(somebody(), round.id, "wrong", "", AT)
    again = world.moderation.report(somebody(), round.id, "unclear", "", AT)
    assert (again.stored, again.already, again.held) == (False, True, False)


def test_one_editor_is_enough(world: World) -> None:
    round = world.post(asked=SUSPECT)
    assert world.moderation.report(somebody(), round.id, "wrong", "", AT, editor=True).held
    (item,) = world.moderation.held(TEAM)
    assert (item.question, item.reason, item.reports) == (SUSPECT, "editor", 1)


def test_an_unknown_reason_or_round_is_not_stored(world: World) -> None:
    round = world.post(asked=SUSPECT)
    assert not world.moderation.report(somebody(), round.id, "boring", "", AT).stored
    assert not world.moderation.report(somebody(), 999, "wrong", "", AT).stored
    assert world.moderation.reports_on(TEAM, SUSPECT) == ()


# ---------------------------------------------------------------- what a hold does


def test_a_held_question_costs_everybody_its_points_and_nobody_their_streak(world: World) -> None:
    round = world.post(asked=SUSPECT)
    for user in ("ann", "bea", "cem"):
        world.answer(round, user)
    assert world.moderation.hold(somebody("editor"), SUSPECT, AT)
    board = scoreboards.board(world.store, TEAM, MONDAY, channel=CHANNEL)
    assert board.empty
    assert scoreboards.streak_of(world.store, TEAM, "ann", AT, CHANNEL).days == 1
    late_comer = world.answer(round, "dan", at=AT + timedelta(hours=1))
    assert (late_comer.points, late_comer.void) == (0, "hand")
    assert scoreboards.streak_of(world.store, TEAM, "dan", AT, CHANNEL).days == 0


def test_a_released_question_brings_its_points_back(world: World) -> None:
    round = world.post(asked=SUSPECT)
    for user in ("ann", "bea", "cem"):
        world.answer(round, user)
        world.moderation.report(somebody(user), round.id, "wrong", "", AT)
    assert world.moderation.is_unusable(TEAM, SUSPECT)
    assert world.moderation.release(somebody("editor"), SUSPECT, AT)
    assert not world.moderation.is_unusable(TEAM, SUSPECT)
    board = scoreboards.board(world.store, TEAM, MONDAY, channel=CHANNEL)
    assert [row.points for row in board.rows] == [10, 10, 10]
    newer = AT + timedelta(hours=1)
    assert not world.moderation.report(somebody("dan"), round.id, "wrong", "", newer).held
    assert world.moderation.report(somebody("eve"), round.id, "wrong", "", newer).held
    assert [entry.what for entry in world.store.audit.latest(TEAM)] == [
        "question held",
        "question released",
        "question held",
    ]


def test_what_an_admin_voided_for_other_reasons_is_not_brought_back(world: World) -> None:
    round = world.post(asked=SUSPECT)
    world.rounds.void(somebody("admin"), round.id, "The channel was told the answer.", AT)
    world.moderation.hold(somebody("editor"), SUSPECT, AT)
    world.moderation.release(somebody("editor"), SUSPECT, AT)
    again = world.rounds.get(TEAM, round.id)
    assert again is not None
    assert again.void == "The channel was told the answer."


def test_a_changed_value_makes_a_new_version_that_starts_anew(world: World) -> None:
    world.moderation.hold(somebody("editor"), SUSPECT, AT)
    mended = question("suspect", version="v2")
    assert not world.moderation.is_unusable(TEAM, mended)
    assert world.moderation.statistics(TEAM, mended).answers == 0


def test_a_retired_question_keeps_what_was_earned_with_it(world: World) -> None:
    round = world.post(asked=SUSPECT)
    for user in ("ann", "bea", "cem"):
        world.answer(round, user)
    assert world.moderation.retire(somebody("editor"), SUSPECT, AT)
    assert world.moderation.is_unusable(TEAM, SUSPECT)
    assert not world.moderation.hold(somebody("editor"), SUSPECT, AT)
    assert len(scoreboards.board(world.store, TEAM, MONDAY, channel=CHANNEL).rows) == 3


def test_reporters_are_thanked_once(world: World) -> None:
    round = world.post(asked=SUSPECT)
    world.moderation.report(somebody(), round.id, "wrong", "", AT)
    (report,) = world.moderation.open_reports()
    assert (report.who.user, report.question) == ("ann", SUSPECT)
    assert world.moderation.thanked(report.id, AT)
    assert not world.moderation.thanked(report.id, AT)
    assert world.moderation.open_reports() == ()


# ---------------------------------------------------------------- automatic holds


def test_a_distractor_that_leads_beyond_chance_holds_the_question(world: World) -> None:
    round = world.post(asked=SUSPECT)
    held = answers(world, round, right=1, wrong=10)
    assert held.index(True) == 9  # the tenth answer: before, it is too early to say
    (item,) = world.moderation.held(TEAM)
    assert (item.reason, item.by) == ("distractor", "")
    reread = world.rounds.get(TEAM, round.id)
    assert reread is not None
    assert reread.void == "distractor"


def test_a_distractor_that_leads_by_chance_does_not(world: World) -> None:
    round = world.post(asked=SUSPECT)
    assert not any(answers(world, round, right=7, wrong=9))


@pytest.mark.parametrize(
    ("key", "best", "leads"),
    [(0, 9, False), (0, 10, True), (8, 8, False), (5, 11, False), (4, 12, True), (20, 30, False)],
)
def test_the_lead_that_counts_grows_with_the_square_root(key: int, best: int, leads: bool) -> None:
    assert moderation.distractor_leads([(key, True), (best, False)]) == leads


def test_late_and_hasty_answers_and_second_attempts_are_no_evidence(world: World) -> None:
    round = world.post(asked=SUSPECT)
    for n in range(12):
        world.answer(round, f"late{n}", WRONG, at=round.closes + timedelta(hours=1))
    hasty = world.post(MONDAY, SUSPECT, channel="C2")
    for n in range(12):
        world.answer(hasty, f"hasty{n}", WRONG, at=hasty.opens + timedelta(seconds=0.5))
    for asked in (round, hasty):
        world.rounds.close(asked.id, asked.closes)  # before it nobody is given it as practice
    for _ in range(12):
        world.practise([SUSPECT], AT, choice=WRONG)
    guests = [somebody(f"guest{n}", counts=False) for n in range(12)]
    for guest in guests:
        world.rounds.answer(guest, round.id, WRONG, AT)
    assert world.moderation.statistics(TEAM, SUSPECT).answers == 1  # ann's first practice
    assert not world.moderation.is_unusable(TEAM, SUSPECT)


def test_reveal_later_is_judged_when_it_is_final(world: World) -> None:
    round = world.post(asked=SUSPECT, reveal="later")
    assert not any(answers(world, round, right=0, wrong=12))
    world.rounds.close(round.id, round.closes)
    assert world.moderation.is_unusable(TEAM, SUSPECT)


def test_a_question_that_those_who_know_get_wrong_is_held(world: World) -> None:
    people = [f"u{n}" for n in range(40)]
    for day in range(4):
        easy = world.post(MONDAY + timedelta(days=day))
        for n, user in enumerate(people):
            world.answer(easy, user, RIGHT if n % 2 == 0 else 2 + n % 4 // 2)
    round = world.post(MONDAY + timedelta(days=4), SUSPECT)
    for n, user in enumerate(people):
        world.answer(round, user, (WRONG, 2)[n // 2 % 2] if n % 2 == 0 else RIGHT)
    (item,) = world.moderation.held(TEAM)
    assert (item.question, item.reason) == (SUSPECT, "correlation")


def test_correlation_of_what_does_not_vary_is_none() -> None:
    assert moderation.correlation([(1.0, 0.2), (1.0, 0.9)]) is None
    assert moderation.correlation([(0.0, 0.0), (1.0, 1.0)]) == pytest.approx(1.0)


# ---------------------------------------------------------------- what people wrote

WRITTEN = [question("written", origin=origin) for origin in ("authored", "bank")]


@pytest.mark.parametrize("asked", WRITTEN)
def test_a_popular_misconception_voids_nothing_that_people_wrote(
    world: World, asked: Question
) -> None:
    round = world.post(asked=asked)
    assert any(answers(world, round, right=1, wrong=12))
    assert world.moderation.is_unusable(TEAM, asked)  # not asked again before the host has looked
    assert _void(world, round) == ""
    assert _points(world) == 10


def _points(world: World) -> int:
    goal = scoreboards.me(world.store, somebody("u0"), MONDAY, AT)
    return goal.total_points


def _void(world: World, round: Round) -> str:
    now = world.rounds.get(TEAM, round.id)
    assert now is not None
    return now.void


@pytest.mark.parametrize("asked", WRITTEN)
def test_two_reporters_void_a_written_question_only_with_the_host(
    world: World, asked: Question
) -> None:
    round = world.post(asked=asked)
    world.answer(round, "u0")
    world.moderation.report(somebody("ann"), round.id, "wrong", "", AT)
    second = world.moderation.report(somebody("bea"), round.id, "wrong", "", AT)
    assert (second.held, second.voided) == (True, False)
    assert _void(world, round) == ""
    assert world.moderation.hold(somebody("host"), asked, AT)
    assert _void(world, round) == "hand"
    assert _points(world) == 0
    assert not world.moderation.hold(somebody("host"), asked, AT)
    assert world.moderation.release(somebody("host"), asked, AT)
    assert _points(world) == 10


def test_the_host_alone_voids_a_written_question(world: World) -> None:
    (asked, *_) = WRITTEN
    round = world.post(asked=asked)
    told = world.moderation.report(somebody("host"), round.id, "wrong", "", AT, editor=True)
    assert (told.held, told.voided, _void(world, round)) == (True, True, "editor")


def test_a_round_keeps_who_wrote_its_question(world: World) -> None:
    for asked in (*WRITTEN, question("made")):
        round = world.post(asked=asked, channel=f"C-{asked.id}-{asked.origin}")
        assert round.question == asked


def test_whoever_approved_a_question_earns_nothing_with_it(world: World) -> None:
    asked = question("made")
    assert world.moderation.approve(somebody("host"), asked, AT)
    round = world.post(asked=asked)
    told = world.answer(round, "host")
    assert (told.correct, told.points, told.no_points) == (True, 0, "edited")
    assert world.answer(round, "ann").points == 10


# ---------------------------------------------------------------- statistics


def test_statistics_say_no_more_than_they_can(world: World) -> None:
    round = world.post(asked=SUSPECT)
    answers(world, round, right=6, wrong=3)
    few = world.moderation.statistics(TEAM, SUSPECT)
    assert (few.answers, few.share, few.note) == (9, None, "not enough answers")
    answers(world, round, right=1, wrong=0, begin=50)
    assert world.moderation.statistics(TEAM, SUSPECT).share == 0.7


def test_hard_and_easy_questions_are_noted_from_twenty_answers_on() -> None:
    def note(right: int, wrong: int) -> str:
        return moderation.statistics({"a": (right, True), "b": (wrong, False)}).note

    assert [note(3, 17), note(4, 16), note(19, 1), note(20, 0)] == ["review", "", "", "warm-up"]
    assert note(0, 19) == ""


def test_a_question_few_get_right_is_on_the_review_list(world: World) -> None:
    round = world.post(asked=SUSPECT)
    for n in range(24):  # spread evenly, so that no distractor leads
        world.answer(round, f"u{n}", RIGHT if n % 6 == 0 else (0, 2, 3)[n % 3])
    sound = question("sound")
    assert world.moderation.to_review(TEAM, [SUSPECT, sound]) == (SUSPECT,)
    assert world.moderation.statistics(TEAM, SUSPECT).note == "review"


# ---------------------------------------------------------------- use, simulated


def test_in_simulated_use_wrong_keys_are_noticed_and_sound_questions_left_alone() -> None:
    figures = simulate(cohorts=12, seed=100)
    assert figures.noticed_share >= 0.95
    assert figures.wrongly_held_share <= 0.02
