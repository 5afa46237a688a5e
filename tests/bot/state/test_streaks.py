"""Streaks, as a function of days; and against a slow reference that was written apart."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.quiz.streaks import QuizDay, Streak, streak

START = date(2027, 1, 1)


def days(letters: str) -> list[QuizDay]:
    """a answered, m missed, v voided and not answered, V answered and then voided, o open."""
    return [
        QuizDay(START + timedelta(days=n), letter in "aV", letter in "vV", letter == "o")
        for n, letter in enumerate(letters)
    ]


def test_nobody_begins_with_a_streak() -> None:
    assert streak([]) == Streak()


def test_a_missed_day_ends_a_streak_and_the_best_one_is_remembered() -> None:
    assert streak(days("aaama")) == Streak(days=1, best=3, answered=4)


def test_a_voided_day_neither_adds_nor_breaks() -> None:
    assert streak(days("aava")).days == 3


def test_a_day_answered_before_it_was_voided_stays() -> None:
    assert streak(days("aVa")).days == 3


def test_an_open_day_is_waited_for() -> None:
    assert streak(days("aao")).days == 2


def test_a_freeze_is_earned_every_ten_answered_days_and_used_by_itself() -> None:
    assert streak(days("a" * 10)).freezes == 1
    assert streak(days("a" * 10 + "ma")) == Streak(11, 11, 0, 1, 11)
    assert streak(days("a" * 9 + "ma")).days == 1


def test_two_freezes_are_stored_at_most() -> None:
    assert streak(days("a" * 30)).freezes == 2
    assert streak(days("a" * 30 + "mm")).days == 30
    assert streak(days("a" * 30 + "mmm")).days == 0


def test_a_freeze_is_not_spent_where_there_is_nothing_to_save() -> None:
    afterwards = streak(days("a" * 10 + "mm" + "a" * 10 + "mmmm"))
    assert (afterwards.days, afterwards.freezes, afterwards.frozen) == (0, 0, 2)
    idle = streak(days("a" * 9 + "m" + "amm"))  # the tenth answer earns one; the next day uses it
    assert (idle.days, idle.frozen) == (0, 1)


def test_the_order_of_the_days_does_not_matter() -> None:
    assert streak(reversed(days("aamaa"))) == streak(days("aamaa"))


def reference(letters: str) -> int:
    """The streak, asking anew on every missed day what was in store then: slow, and apart."""
    counted = [letter for letter in letters if letter not in "vo"]
    alive: list[int] = []
    for place, letter in enumerate(counted):
        if letter in "aV":
            alive.append(1)
        elif not (sum(alive) and _freezes_before(counted[:place])):
            alive = []
    return sum(alive)


def _freezes_before(counted: list[str]) -> int:
    """Freezes in store after those days, found by replaying them from the beginning."""
    stored, run, answered = 0, 0, 0
    for letter in counted:
        if letter in "aV":
            answered, run = answered + 1, run + 1
            stored = min(2, stored + (answered % 10 == 0))
        elif run and stored:
            stored -= 1
        else:
            run = 0
    return stored


@given(st.text(alphabet="aaaaaaaamvVo", max_size=120))
def test_streaks_match_the_slow_reference(letters: str) -> None:
    assert streak(days(letters)).days == reference(letters)


@given(st.text(alphabet="aaaaaamvVo", max_size=80))
def test_answering_never_shortens_a_streak(letters: str) -> None:
    before = streak(days(letters))
    after = streak(days(letters + "a"))
    assert after.days == before.days + 1
    assert after.best >= before.best
