"""The forecast shows what will be posted, without posting or keeping anything."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.daily.forecast import forecast, upcoming
from bot.quiz.rounds import QuizRounds
from bot.quiz.selection import Selection
from bot.schedule import WEEKDAYS
from bot.store import Store
from bot.store.records import Schedule, Team
from tests.jobs.world import FewNotes

SUNDAY = datetime(2026, 11, 15, 12, tzinfo=UTC)
TEAM = Team("slack:T1")
QUESTIONS = FewNotes().written()


def store_with(path: Path, *schedules: Schedule) -> Store:
    store = Store.open(path)
    for schedule in schedules:
        store.schedules.put(schedule)
    return store


def weekdays_at(hour: int, channel: str = "C1") -> Schedule:
    return Schedule(TEAM, channel, time(hour), "Europe/Berlin", WEEKDAYS, changed_at=SUNDAY)


def test_two_weeks_of_weekdays_are_ten_different_questions(tmp_path: Path) -> None:
    store = store_with(tmp_path / "a.db", weekdays_at(9))
    planned = list(forecast(store, QUESTIONS, SUNDAY, days=14))
    assert len(planned) == 10
    assert len({post.question.id for post in planned if post.question}) == 10
    assert all(post.at.hour == 9 and post.at.weekday() < 5 for post in planned)
    store.close()


def test_the_first_is_the_one_that_will_be_asked(tmp_path: Path) -> None:
    store = store_with(tmp_path / "a.db", weekdays_at(9))
    (first, *_) = forecast(store, QUESTIONS, SUNDAY, days=2)
    chosen = Selection(store).for_channel(TEAM, "C1", QUESTIONS, date(2026, 11, 16), seed="0")
    assert first.question == chosen
    store.close()


def test_a_day_whose_question_was_asked_early_has_had_its_post(tmp_path: Path) -> None:
    monday = datetime(2026, 11, 16, 6, tzinfo=UTC)
    store = store_with(tmp_path / "a.db", weekdays_at(9))
    schedule = store.schedules.all()[0]
    assert [post.day for post in upcoming(store, schedule, monday)] == [16, 17, 18]
    QuizRounds(store).claim(
        TEAM, "C1", monday.date(), QUESTIONS[0], monday, monday + timedelta(hours=23), monday
    )
    assert [post.day for post in upcoming(store, schedule, monday)] == [17, 18, 19]
    assert [post.at.day for post in forecast(store, QUESTIONS, monday, days=3)] == [17, 18]
    store.close()


def test_channels_come_in_the_order_of_time(tmp_path: Path) -> None:
    store = store_with(tmp_path / "a.db", weekdays_at(17), weekdays_at(8, "C2"))
    planned = list(forecast(store, QUESTIONS, SUNDAY, days=3))
    assert [post.at for post in planned] == sorted(post.at for post in planned)
    assert [post.schedule.channel for post in planned[:2]] == ["C2", "C1"]
    store.close()


def test_nothing_of_it_is_kept(tmp_path: Path) -> None:
    store = store_with(tmp_path / "a.db", weekdays_at(9))
    list(forecast(store, QUESTIONS, SUNDAY, days=14))
    assert store.rounds.latest(TEAM, "C1") is None
    store.close()


def test_the_command_lists_schedules_and_says_when_there_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/a.db")
    assert main(["schedule"]) == 0
    assert "No daily question is set up yet" in capsys.readouterr().out
    store_with(tmp_path / "a.db", weekdays_at(9)).close()
    assert main(["schedule"]) == 0
    shown = capsys.readouterr().out
    assert "slack:T1 C1: weekdays at 09:00 (Europe/Berlin)" in shown
    assert shown.count("09:00") == 4  # the schedule and the next three posts


@pytest.mark.parametrize("days", ["0", "400", "soon"])
def test_a_number_of_days_that_makes_no_sense_is_refused(days: str) -> None:
    assert main(["schedule", "simulate", "--days", days]) == 2


def test_a_switched_off_schedule_is_left_out(tmp_path: Path) -> None:
    store = store_with(tmp_path / "a.db", weekdays_at(9))
    store.schedules.switch_off(TEAM, "C1", SUNDAY + timedelta(hours=1))
    assert list(forecast(store, QUESTIONS, SUNDAY, days=14)) == []
    store.close()
