"""The agenda says when to ask: once for each post, and never in a burst."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.schedule import WEEKDAYS
from bot.store.records import Schedule, Team
from jobs.agenda import Agenda
from jobs.patience import FIRST_WAIT, LONGEST_WAIT, Patience

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def schedule(key: int = 1, team: str = "slack:T1", **more: object) -> Schedule:
    base = Schedule(Team(team), f"C{key}", time(9), "UTC", WEEKDAYS, changed_at=LONG_AGO, id=key)
    return replace(base, **more)  # type: ignore[arg-type]


def days(agenda: Agenda, now: datetime) -> list[tuple[str, date]]:
    return [(due.schedule.channel, due.day) for due in agenda.due(now)]


def test_a_post_is_due_once() -> None:
    agenda = Agenda()
    agenda.update([schedule()], MONDAY)
    assert days(agenda, MONDAY) == [
        ("C1", date(2026, 11, 13))
    ]  # Friday's: the store knows it was made
    assert days(agenda, MONDAY + timedelta(minutes=59)) == []
    assert days(agenda, MONDAY + timedelta(hours=1)) == [("C1", date(2026, 11, 16))]
    assert days(agenda, MONDAY + timedelta(hours=1, seconds=2)) == []


def test_after_a_week_asleep_only_the_latest_post_is_left() -> None:
    agenda = Agenda()
    agenda.update([schedule()], MONDAY)
    agenda.due(MONDAY)
    assert days(agenda, MONDAY + timedelta(days=8)) == [("C1", date(2026, 11, 23))]


def test_a_new_schedule_does_not_make_up_for_the_time_before_it() -> None:
    agenda = Agenda()
    agenda.update([schedule(changed_at=MONDAY + timedelta(hours=2))], MONDAY + timedelta(hours=2))
    assert days(agenda, MONDAY + timedelta(hours=3)) == []


def test_a_change_takes_effect_at_once_and_voids_the_old_time() -> None:
    agenda = Agenda()
    agenda.update([schedule()], MONDAY)
    agenda.due(MONDAY)
    agenda.update([schedule(at=time(11), changed_at=MONDAY)], MONDAY)
    assert days(agenda, MONDAY + timedelta(hours=1)) == []
    assert days(agenda, MONDAY + timedelta(hours=3)) == [("C1", date(2026, 11, 16))]


def test_switched_off_or_removed_means_nothing_is_due() -> None:
    agenda = Agenda()
    agenda.update([schedule(), schedule(2)], MONDAY)
    agenda.due(MONDAY)
    agenda.update([schedule(off=True)], MONDAY)
    assert days(agenda, MONDAY + timedelta(hours=1)) == []


def test_switched_on_again_it_goes_on() -> None:
    agenda = Agenda()
    agenda.update([schedule(off=True)], MONDAY)
    agenda.update([schedule(changed_at=MONDAY)], MONDAY)
    assert days(agenda, MONDAY + timedelta(hours=1)) == [("C1", date(2026, 11, 16))]


def test_a_clock_that_is_set_back_brings_nothing_twice() -> None:
    agenda = Agenda()
    agenda.update([schedule()], MONDAY)
    agenda.due(MONDAY + timedelta(hours=1))
    assert days(agenda, MONDAY - timedelta(hours=5)) == []
    assert days(agenda, MONDAY + timedelta(hours=1)) == []


def test_workspaces_take_turns() -> None:
    agenda = Agenda()
    large = [schedule(key, "slack:T1") for key in range(1, 5)]
    agenda.update([*large, schedule(9, "slack:T2")], MONDAY)
    order = [channel for channel, _ in days(agenda, MONDAY + timedelta(hours=1))]
    assert order.index("C9") == 1


def test_waits_double_up_to_a_limit_and_end_with_success() -> None:
    patience = Patience()
    assert patience.may_try("x", MONDAY)
    assert patience.failed("x", MONDAY) == FIRST_WAIT
    assert not patience.may_try("x", MONDAY)
    assert patience.may_try("x", MONDAY + FIRST_WAIT)
    assert patience.failed("x", MONDAY) == 2 * FIRST_WAIT
    for _ in range(10):
        wait = patience.failed("x", MONDAY)
    assert wait == LONGEST_WAIT
    assert patience.may_try("x", MONDAY - timedelta(days=1))  # the clock was set back
    patience.succeeded("x")
    assert patience.may_try("x", MONDAY)
