"""Wall-clock times stay wall-clock times, whatever the zone does."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import zones
from bot.schedule import (
    EVERY_DAY,
    WEEKDAYS,
    Timing,
    describe,
    is_zone,
    latest_post,
    next_posts,
    post_at,
    quiz_day,
    read_time,
    read_weekdays,
    read_zone,
    suggest_zones,
    window,
)

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # its clocks change by 30 minutes
    "Asia/Kathmandu",  # UTC+05:45
    "America/Santiago",  # southern, changes at midnight
    "Africa/Casablanca",  # changes around Ramadan
    "Pacific/Apia",  # left out a whole day in 2011
    "UTC",
]


def berlin(at: time, **more: object) -> Timing:
    return Timing(at, "Europe/Berlin", **more)  # type: ignore[arg-type]


def test_a_time_keeps_its_place_on_the_clock_through_summer_and_winter() -> None:
    timing = berlin(time(9))
    assert post_at(timing, date(2026, 3, 28)) == datetime(2026, 3, 28, 8, tzinfo=UTC)
    assert post_at(timing, date(2026, 3, 29)) == datetime(2026, 3, 29, 7, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_becomes_the_next_minute_that_exists() -> None:
    moment = post_at(berlin(time(2, 30)), date(2026, 3, 29))
    assert moment.astimezone(ZoneInfo("Europe/Berlin")).time() == time(3, 0)


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert post_at(berlin(time(2, 30)), date(2026, 10, 25)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )


def test_a_gap_in_the_southern_hemisphere_and_one_of_half_an_hour() -> None:
    santiago = Timing(time(0, 15), "America/Santiago")
    local = post_at(santiago, date(2025, 9, 7)).astimezone(ZoneInfo("America/Santiago"))
    assert (local.date(), local.time()) == (date(2025, 9, 7), time(1, 0))
    lord_howe = Timing(time(2, 10), "Australia/Lord_Howe")
    local = post_at(lord_howe, date(2026, 10, 4)).astimezone(ZoneInfo("Australia/Lord_Howe"))
    assert local.time() == time(2, 30)


def test_the_next_posts_pass_over_the_weekend_and_a_pause() -> None:
    timing = berlin(time(9), weekdays=WEEKDAYS, paused_until=date(2026, 11, 25))
    posts = next_posts(timing, datetime(2026, 11, 20, 12, tzinfo=UTC), 4)
    assert [post.date().isoformat() for post in posts] == [
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
        "2026-11-30",
    ]


def test_a_pause_far_ahead_still_shows_what_follows_it() -> None:
    timing = berlin(time(9), paused_until=date(2029, 1, 1))
    (post,) = next_posts(timing, datetime(2026, 11, 20, 12, tzinfo=UTC), 1)
    assert post.date() == date(2029, 1, 1)


def test_no_weekday_means_no_post() -> None:
    timing = berlin(time(9), weekdays=frozenset())
    now = datetime(2026, 11, 20, tzinfo=UTC)
    assert next_posts(timing, now) == ()
    assert latest_post(timing, now) is None


def test_the_window_ends_an_hour_before_the_next_post() -> None:
    opens, closes = window(berlin(time(9)), date(2026, 11, 18))
    assert closes - opens == timedelta(hours=23)


def test_fridays_question_ends_after_a_day_or_stays_over_the_weekend() -> None:
    friday = date(2026, 11, 20)
    opens, closes = window(berlin(time(9), weekdays=WEEKDAYS), friday)
    assert closes - opens == timedelta(hours=24)
    opens, closes = window(berlin(time(9), weekdays=WEEKDAYS, over_weekend=True), friday)
    assert closes - opens == timedelta(hours=71)


@pytest.mark.parametrize("zone", ZONES)
@given(
    moment=st.datetimes(datetime(2012, 1, 1), datetime(2037, 1, 1)),
    at=st.times(),
    days=st.sets(st.integers(0, 6), min_size=1),
)
def test_every_day_is_posted_once_and_in_order(
    zone: str, moment: datetime, at: time, days: set[int]
) -> None:
    timing = Timing(at.replace(second=0, microsecond=0), zone, frozenset(days))
    now = moment.replace(tzinfo=UTC)
    posts = next_posts(timing, now, 5)
    assert len(posts) == 5
    assert list(posts) == sorted(posts)
    assert posts[0] > now
    assert len({quiz_day(timing, post) for post in posts}) == 5
    for post in posts:
        assert post.weekday() in days
        assert latest_post(timing, post) == post
        assert post.time() >= timing.at or post.utcoffset() != now.utcoffset()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)),
        ("09:00", time(9)),
        ("9.30", time(9, 30)),
        ("9am", time(9)),
        ("12 am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("24:00", None),
        ("13pm", None),
        ("9:75", None),
        ("soon", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_type_them(typed: str, meant: time | None) -> None:
    assert read_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weekdays", WEEKDAYS),
        ("daily", EVERY_DAY),
        ("mon-fri", WEEKDAYS),
        ("sat-sun", frozenset({5, 6})),
        ("fri-mon", frozenset({4, 5, 6, 0})),
        ("tue, thu", frozenset({1, 3})),
        ("Mondays Wednesdays", frozenset({0, 2})),
        ("someday", None),
        ("t", None),
        ("", None),
    ],
)
def test_weekdays_are_read_as_people_type_them(typed: str, meant: frozenset[int] | None) -> None:
    assert read_weekdays(typed) == meant


def test_zones_are_found_by_name_by_city_and_with_a_typo() -> None:
    assert read_zone("europe/berlin") == "Europe/Berlin"
    assert read_zone("New York") == "America/New_York"
    assert read_zone("Atlantis") is None
    assert suggest_zones("Berln")[0] == "Europe/Berlin"
    assert "Asia/Tokyo" in suggest_zones("tok")
    assert len(suggest_zones("")) == 25


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("India", "Asia/Kolkata"),
        ("Bangalore", "Asia/Kolkata"),
        ("germany", "Europe/Berlin"),  # two zones, one clock
        ("UK", "Europe/London"),
        ("Korea", "Asia/Seoul"),
        ("san francisco", "America/Los_Angeles"),
        ("PST", "America/Los_Angeles"),
        ("CET", "CET"),
        ("UTC", "UTC"),
    ],
)
def test_zones_are_found_by_country_by_large_city_and_by_a_clear_abbreviation(
    said: str, zone: str
) -> None:
    assert read_zone(said) == zone
    assert zones.choice(said) == ()


def test_what_means_several_zones_is_a_choice_with_the_likely_one_first() -> None:
    for said, likely in (
        ("EST", "America/New_York"),
        ("IST", "Asia/Kolkata"),
        ("United States", "America/New_York"),
        ("Australia", "Australia/Sydney"),
        ("Russia", "Europe/Moscow"),
    ):
        assert read_zone(said) is None
        assert zones.choice(said)[0] == likely
        assert suggest_zones(said)[0] == likely


def test_an_abbreviation_means_places_whose_clocks_are_called_so_on_this_machine() -> None:
    for name in ("EST", "CST", "MST", "PST", "IST", "CET", "AEST"):
        meant = zones.choice(name) or (zones.read(name),)
        for zone in filter(None, meant):
            months = (datetime(2027, month, 15, tzinfo=ZoneInfo(zone)) for month in (1, 7))
            assert name in {at.tzname() for at in months}, (name, zone)


def test_while_typing_the_likely_zone_comes_first() -> None:
    typed = {"ber": "Europe/Berlin", "est": "America/New_York", "bangalore": "Asia/Kolkata",
             "india": "Asia/Kolkata", "new": "America/New_York", "tok": "Asia/Tokyo"}  # fmt: skip
    assert {said: suggest_zones(said)[0] for said in typed} == typed


def test_every_zone_named_by_a_city_exists() -> None:
    assert all(is_zone(zone) for zone in zones._cities().values())


def test_a_schedule_reads_like_a_sentence() -> None:
    assert describe(berlin(time(9), weekdays=WEEKDAYS)) == "weekdays at 09:00 (Europe/Berlin)"
    assert describe(berlin(time(9), weekdays=frozenset({1, 3}))) == (
        "Tuesdays and Thursdays at 09:00 (Europe/Berlin)"
    )
