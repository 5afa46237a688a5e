"""The daily question: a whole day of it, and everything that can go wrong in between."""

import re
from datetime import UTC, datetime

import pytest

from tests.bot.conversations.chat import Chat
from tests.bot.conversations.driver import GUEST

TOMORROW = "tomorrow at 08:00 (Europe/Berlin)"


@pytest.fixture
def morning(chat: Chat) -> Chat:
    """Monday 09:00: the question has just been posted, weekdays at nine."""
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").sees("Saved", "weekdays at 09:00")
    return chat.waits(minutes=31)


def test_a_whole_day(morning: Chat) -> None:
    chat = morning
    assert "Daily question · Monday" in chat.channel
    chat.answers_the_channel().sees("Right:", "+10", "1-day streak")
    chat.as_("Cem").answers_the_channel(right=False).sees("Not quite:", "in your reviews").sees(
        "1-day streak: any answer keeps it going."
    )
    chat.as_("Dua").answers_the_channel().sees("+10")
    assert "%" not in chat.channel, "nobody sees how others voted"
    chat.waits(hours=23.5)
    assert "closed" in chat.channel
    assert "67%" in chat.channel
    assert "3 answered" in chat.channel
    assert "2 of 3 answers right" in chat.channel
    chat.says("leaderboard").sees("March", "10", "1 of 1", "Dua").sees_not("Cem")
    chat.waits(hours=1)
    assert "Daily question · Tuesday" in chat.channel


def test_no_question_on_a_day_off(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin fri")
    chat.waits(days=2)
    assert "Daily question" not in chat.channel


def test_the_channel_sees_how_many_have_answered(morning: Chat, driver_name: str) -> None:
    if driver_name == "terminal":
        pytest.skip("a terminal does not print a message again for a count")
    morning.answers_the_channel()
    morning.as_("Cem").answers_the_channel()
    closes = morning.driver.moment(datetime(2026, 3, 3, 7, tzinfo=UTC), TOMORROW)
    assert f"2 answered · closes {closes}" in morning.channel


def test_a_restart_in_the_middle_loses_nothing(morning: Chat) -> None:
    chat = morning
    chat.answers_the_channel()
    chat.restarts()
    chat.as_("Cem").answers_the_channel().sees("Right:")
    chat.restarts().waits(hours=23.5)
    assert "2 answered" in chat.channel
    assert chat.channel.count("Daily question") == 1


def test_a_second_answer_does_not_count(morning: Chat) -> None:
    morning.answers_the_channel(right=False).sees("Not quite")
    morning.answers_the_channel().sees("your first answer counts", "Not quite")
    morning.says("me").sees("0 points", "0 of 1 right")


def test_a_late_answer_counts_for_reviews_only(morning: Chat) -> None:
    chat = morning.waits(hours=23.5)
    chat.forges("answer|1|0")
    chat.sees("had closed", "reviews only").sees_not("+10")
    chat.says("leaderboard").sees_not("1 of 1")


def test_a_forged_option_is_refused(morning: Chat) -> None:
    for action in ("answer|1|17", "answer|1|-1", "answer|1|", "answer|x|y", "answer|999|0"):
        morning.forges(action).sees_not("Right:", "Not quite")
        assert morning.text
    morning.says("me").sees("You haven't answered anything yet")


def test_people_of_another_workspace_are_refused(morning: Chat) -> None:
    morning.forges("answer|1|0", workspace="W2").sees("another workspace")
    morning.forges("report|1", workspace="W2").sees("gone")
    morning.forges("hint|1", workspace="W2").sees("no hint")


def test_a_day_is_asked_once_even_by_hand(morning: Chat) -> None:
    morning.admin.says("daily now").sees("already here")
    assert morning.channel.count("Daily question") == 1


def test_one_now_takes_the_place_of_the_day(chat: Chat) -> None:
    chat.admin.says("daily now")
    assert "Daily question · Monday" in chat.channel
    chat.answers_the_channel().sees("+10")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.waits(hours=1)
    assert chat.channel.count("Daily question") == 1


def test_only_admins_change_it(chat: Chat) -> None:
    for line in (
        "daily 09:00",
        "daily off",
        "daily now",
        "daily pause until 2026-12-24",
        "daily reveal later",
        "daily resume",
    ):
        chat.says(line).sees("Only", "can change the daily question here", "None runs")
    for action in ("daily-now", "daily-off", "daily-resume", "schedule", "schedule-save"):
        chat.forges(action).sees("can change the daily question here")
    assert chat.channel == ""


def test_everybody_sees_when_it_runs(morning: Chat) -> None:
    morning.says("daily").sees("weekdays at 09:00 (Europe/Berlin)", "tomorrow, Tuesday at 09:00")
    morning.sees_no_button("Change")
    morning.admin.says("daily").sees_button("Change")


def test_a_line_that_cannot_be_read_is_met_with_one_that_works(chat: Chat) -> None:
    chat.admin.says("daily 25:00 Berlin weekdays").sees("I can't read “25:00 Berlin weekdays”")
    chat.admin.sees_line("daily 09:00 Europe/Berlin weekdays")
    chat.admin.says("daily weekdays").sees("At what time")


def test_unknown_topics_change_nothing(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays bananas").sees("no topic “bananas”")
    chat.admin.says("daily").sees("There is no daily question here yet")


def test_topics_of_the_quiz(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays s3").sees("On S3.")
    chat.waits(hours=1)
    assert "Monday · S3" in chat.channel


def test_pausing_and_going_on(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.admin.says("daily pause until 2026-03-04").sees("Paused", "Wednesday")
    chat.waits(days=1)
    assert "Daily question" not in chat.channel
    chat.admin.says("daily pause until 2020-01-01").sees("not in the future")
    chat.waits(days=1, hours=1)
    assert "Wednesday" in chat.channel


def test_switching_off_and_on(morning: Chat) -> None:
    morning.admin.says("daily off").sees("is off").clicks("Start again").sees("weekdays at 09:00")
    morning.admin.says("daily off")
    morning.admin.says("daily off").sees("nothing changed")
    morning.waits(days=2)
    assert "Tuesday" not in morning.channel


@pytest.mark.parametrize("line", ["daily source bank", "daily preview on"])
def test_what_is_changed_of_a_quiz_that_is_off_does_not_switch_it_on(
    morning: Chat, line: str
) -> None:
    morning.waits(days=1).admin.says("daily off")
    before = morning.channel
    morning.admin.says(line).sees("Saved. The daily question here is off").sees_not("The next one")
    morning.admin.sees_no_button("Switch off")
    assert morning.channel == before, "it hears nothing of it"
    morning.admin.clicks("Start again").sees("weekdays at 09:00")


def test_the_schedule_as_a_form(chat: Chat) -> None:
    chat.admin.says("daily").clicks("Set it up")
    chat.admin.fills_in({"Time": "07:30", "Time zone": "Asia/Kathmandu", "Topics": "s3, sqs"})
    chat.admin.sees("Saved", "weekdays at 07:30 (Asia/Kathmandu)", "S3 and SQS")


def test_a_form_says_what_is_wrong_with_it(chat: Chat) -> None:
    chat.admin.says("daily").clicks("Set it up")
    chat.admin.fills_in({"Time zone": "Brelin"})
    chat.admin.sees("Europe/Berlin")
    chat.admin.says("daily").sees("There is no daily question here yet")


def test_a_zone_that_may_be_several_is_asked_back_with_the_likely_one_first(chat: Chat) -> None:
    likely = "EST has several time zones: America/New_York"
    chat.admin.says("daily 09:00 EST").sees(likely, "America/").sees_not("Saved.")
    chat.admin.says("daily").sees("There is no daily question here yet").clicks("Set it up")
    chat.admin.fills_in({"Time": "07:30", "Time zone": "EST"}).sees(likely, " or ")
    chat.admin.says("daily").sees("There is no daily question here yet")
    assert chat.channel == ""


@pytest.mark.parametrize("said", ["India", "Bangalore", "bengaluru"])
def test_a_country_and_a_city_that_no_zone_is_named_after_mean_its_zone(
    chat: Chat, said: str
) -> None:
    chat.admin.says(f"daily 09:00 {said} weekdays").sees("Saved", "(Asia/Kolkata)")
    chat.admin.says("daily").clicks("Change").fills_in({"Time": "10:15", "Time zone": said})
    chat.admin.sees("weekdays at 10:15 (Asia/Kolkata)")


def test_verdicts_only_at_the_end_where_the_channel_wants_it(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.admin.says("daily reveal later").sees("verdicts come then")
    chat.waits(minutes=31)
    chat.answers_the_channel(right=False).sees("Noted:").sees_not("Not quite", "Right:")
    chat.waits(minutes=1).answers_the_channel().sees("Changed to:")
    chat.waits(hours=23.5)
    assert "100%" in chat.channel
    chat.says("me").sees("10 points")


def test_who_opted_out_is_on_no_board_and_in_no_recap(morning: Chat) -> None:
    chat = morning
    chat.says("settings").fills_in({"Show my streak on boards": "yes"})
    chat.says("opt out").sees("off every board")
    for who in ("Ben", "Cem", "Dua", "Eli"):
        chat.as_(who).answers_the_channel()
    chat.waits(hours=23.5)
    assert "Ben" not in chat.channel
    for line in ("leaderboard", "leaderboard week", "leaderboard all", "leaderboard all workspace"):
        chat.as_("Cem").says(line).sees("Dua").sees_not("Ben")
    chat.as_("Cem").forges("home").sees_not("Ben")
    chat.says("me").sees("10 points", "Boards don't show you")
    chat.says("opt in").sees("You are on the boards")
    chat.as_("Cem").says("leaderboard").sees("Ben")


def test_ties_share_a_rank(morning: Chat) -> None:
    for who in ("Ben", "Cem", "Dua"):
        morning.as_(who).answers_the_channel()
    morning.as_("Eli").answers_the_channel(right=False)
    morning.as_("Eli").says("leaderboard").sees_row("4", "you", "0", "0 of 1")
    for who in ("Ben", "Cem", "Dua"):
        morning.as_("Eli").sees_row("1", who, "10", "1 of 1")
    morning.as_("Eli").sees("1 more right answer to 1st place")


def test_who_shares_the_first_place_is_counted_and_nobody_without_points_is_named(
    morning: Chat,
) -> None:
    for number in range(6):
        morning.as_(f"Win{number}").answers_the_channel()
    morning.as_("Zoe").answers_the_channel(right=False)
    morning.as_("Win1").says("leaderboard").sees("6 share first place").sees_not("Zoe")
    morning.as_("Zoe").says("leaderboard").sees("1 more right answer to 1st place")
    morning.as_("Zoe").sees_row("7", "you", "0", "0 of 1")
    morning.waits(hours=23.5)
    assert "6 share first place with 10 points" in morning.channel
    assert "Zoe" not in morning.channel and "Win" not in morning.channel


def test_a_guest_hears_once_that_points_do_not_count(morning: Chat) -> None:
    guest = morning.as_(GUEST)
    guest.says("leaderboard").sees("Nobody has answered a question")
    guest.answers_the_channel(right=False).sees("Not quite", "as a guest: for no points")
    guest.says("me").sees("as a guest: for no points")
    morning.waits(days=1)
    guest.answers_the_channel().sees("Right:").sees_not("as a guest")


def test_a_guest_is_in_no_count(morning: Chat) -> None:
    morning.as_(GUEST).answers_the_channel()
    morning.answers_the_channel(right=False)
    morning.waits(hours=23.5)
    assert "0 of 1 answer right" in morning.channel


def test_a_guest_hears_it_where_verdicts_come_later_too(morning: Chat) -> None:
    morning.admin.says("daily reveal later").waits(days=1)
    morning.as_(GUEST).answers_the_channel().sees("Noted:", "as a guest: for no points")


def test_a_month_of_which_all_was_taken_back_is_none_that_nobody_played_in(morning: Chat) -> None:
    morning.answers_the_channel()
    admin = morning.admin.answers_the_channel()
    admin.clicks("Report a mistake")
    admin.fills_in({"What is wrong with this question?": "wrong"})
    admin.clicks("Take it back for everybody")
    morning.says("leaderboard").sees("Nobody has points this month: what was answered was taken")
    morning.says("leaderboard workspace").sees("Nobody has points this month")


def test_where_all_were_wrong_nobody_is_named(morning: Chat) -> None:
    for who in ("Ben", "Cem", "Dua"):
        morning.as_(who).answers_the_channel(right=False)
    morning.says("leaderboard").sees("3 players so far, and nobody has points yet")
    morning.waits(hours=23.5)
    assert "0 of 3 answers right" in morning.channel
    assert "Cem" not in morning.channel


def test_far_down_one_sees_oneself_between_neighbours(morning: Chat) -> None:
    for number in range(14):
        morning.as_(f"P{number:02}").answers_the_channel()
    morning.answers_the_channel(right=False)
    morning.says("leaderboard").sees("P00", "…", "1 more right answer to 1st place")
    morning.sees_row("15", "you", "0", "0 of 1").sees_row("1", "P00", "10", "1 of 1")
    morning.sees("Your streak: 1 day")
    morning.as_("P00").says("leaderboard").sees_not("…", "0 of 1")


def test_two_players_see_a_goal_instead_of_a_ranking(morning: Chat) -> None:
    morning.answers_the_channel()
    morning.as_("Cem").answers_the_channel()
    morning.says("leaderboard").sees("Together", "2 players so far", "20 of 200 points")


def test_a_board_by_accuracy_takes_ten_answers(morning: Chat) -> None:
    for name in ("Ben", "Cem", "Dua"):
        morning.as_(name).answers_the_channel()
    morning.says("leaderboard").clicks("By accuracy").sees("by accuracy", "enough for this yet")
    morning.clicks("This week").sees("by accuracy").clicks("By points")
    morning.sees_row("1", "you", "10", "1 of 1")


def test_practice_alone_is_no_share_of_right_answers(chat: Chat) -> None:
    chat.says("quiz s3").waits(minutes=1).answers()
    chat.says("leaderboard").sees("1 player so far.").sees_not("0 of 0")


def test_a_very_long_name_leaves_room_for_its_figures(morning: Chat) -> None:
    for name in ("Cem", "Dua", "Wolfeschlegelsteinhausenbergerdorff"):
        morning.as_(name).answers_the_channel()
    morning.says("leaderboard").sees_not("dorff")
    morning.sees_row("1", "Wolfeschlegelsteinhausenber…", "10", "1 of 1")


def test_an_empty_board_says_when_the_next_question_comes(chat: Chat) -> None:
    chat.says("leaderboard").sees("Nobody has answered a question this month yet")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    when = chat.driver.moment(datetime(2026, 3, 2, 8, tzinfo=UTC), "today at 09:00 (Europe/Berlin)")
    chat.says("leaderboard").sees(f"The next question comes {when}")
    chat.sees_no_button("Post a question now")
    chat.admin.says("leaderboard").sees_button("Post a question now")


def test_the_home_screen_has_everything(morning: Chat) -> None:
    morning.forges("home").sees("No reviews due today", "Daily question", "You and your data")
    morning.sees_button("Settings").sees_button("Help")
    morning.answers_the_channel(right=False)
    morning.forges("home").sees_not("Daily question")


def test_removed_from_the_channel_it_stops(morning: Chat) -> None:
    morning.driver.removed()
    morning.waits(days=2)
    assert "Tuesday" not in morning.channel
    morning.admin.says("daily").sees("There is no daily question here", "removed")


def test_whoever_set_it_up_is_told_when_it_is_removed(morning: Chat, driver_name: str) -> None:
    if driver_name == "terminal":
        pytest.skip("nobody can remove it from a terminal")
    morning.driver.removed()
    morning.driver.removed()
    morning.admin.sees_message("I can't post the daily question any more", times=1)


def test_a_streak_grows_by_quiz_days(morning: Chat) -> None:
    for day in range(1, 4):
        morning.answers_the_channel().sees(f"{day}-day streak")
        morning.waits(hours=24)
    morning.says("me").sees("Streak: 3 days")


def test_asking_one_early_takes_the_place_of_todays_post(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.admin.says("daily").sees("today, Monday at 09:00")
    chat.admin.says("daily now")
    chat.says("daily").sees_not("today").sees("tomorrow, Tuesday at 09:00", "Thursday at 09:00")


def test_the_next_posts_keep_their_hour_when_the_clocks_change(chat: Chat) -> None:
    chat.waits(days=25)
    chat.admin.says("daily 09:00 Europe/Berlin sat, sun, mon")
    chat.says("daily").sees("09:00 (CET)", "Sunday at 09:00 (CEST)", "Monday at 09:00 (CEST)")


def test_days_and_topics_are_said_in_full(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin every day").sees("every day at 09:00")
    chat.admin.says("daily fri")
    chat.admin.says("daily").sees("Friday at 09:00", "Friday 13 March at 09:00")


def test_topics_can_be_taken_back(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays s3").sees("On S3")
    chat.admin.says("daily topics all").sees("Saved").sees_not("On S3")


def test_in_private_one_sees_where_a_question_waits(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.waits(minutes=31).answers_the_channel()
    chat.says("me", private=True).sees_not("has a question for you")
    chat.waits(days=1).says("me", private=True).sees("has a question for you", "It closes")
    chat.says("me").sees_not("has a question for you")


def test_ones_own_page_says_how_many_freezes_are_in_store(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily").waits(minutes=31)
    for _ in range(9):
        chat.answers_the_channel().waits(days=1)
    chat.says("me").sees("Streak: 9 days").sees_not("in store")
    chat.answers_the_channel()
    chat.says("me", private=True).sees("Streak: 10 days · 1 freeze in store for a missed day")
    chat.forges("home").sees("Streak: 10 days · 1 freeze in store for a missed day")
    chat.says("me").sees("Streak: 10 days · 1 freeze in store for a missed day")
    for _ in range(10):
        chat.waits(days=1).answers_the_channel()
    chat.says("me").sees("2 freezes in store for a missed day")


def test_whoever_hosts_a_quiz_sees_when_it_runs_and_changes_it_from_there(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    own = chat.admin.says("me")
    own.sees("Channels you manage", "weekdays at 09:00", "new questions left")
    chat.admin.clicks("Change its daily question").fills_in(
        {"Time": "10:15", "Time zone": "Europe/Berlin"}
    )
    chat.admin.sees("Saved", "weekdays at 10:15")
    chat.says("me").sees_not("Channels you manage")


def test_what_was_reported_stands_on_the_hosts_page(chat: Chat) -> None:
    chat.says("quiz s3 1").clicks("Report a mistake")
    chat.fills_in({"What is wrong with this question?": "wrong"})
    chat.admin.says("me").sees("1 report to look at").clicks("Reports")
    chat.admin.sees("1 question")


def test_who_asks_for_it_is_named_each_day_and_nobody_else(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.says("daily").clicks("Ping me each day").sees("You are pinged here each day")
    chat.waits(minutes=31)
    assert (chat.driver.called("Ben"), chat.driver.called("Cem")) == (1, 0)
    chat.waits(days=1)
    assert chat.driver.called("Ben") == 2
    chat.says("daily").sees_no_button("Ping me each day").clicks("Stop pinging me")
    chat.sees("You are no longer pinged").says("daily").sees_button("Ping me each day")
    chat.waits(days=1)
    assert chat.driver.called("Ben") == 2


def test_who_is_forgotten_is_named_no_more(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.says("daily").clicks("Ping me each day")
    chat.says("forget me").clicks("Delete everything")
    chat.waits(minutes=31)
    assert chat.driver.called("Ben") == 0


# ---------------------------------------------------------------- clock times

# One without a zone behind it.
BARE_TIME = re.compile(
    r"\b\d{1,2}:\d\d\b(?! \([A-Z]| (?:zone:)?[A-Z][a-z]+/[A-Z])"
)  # no zone behind it
BEFORE_THERE_IS_ONE = ("daily", "plan", "plan 2026-05-01", "me", "leaderboard", "help", "help more")
WHEN_IT_RUNS = (
    "daily", "daily 10:15", "daily 21:30 America/New_York daily",
    "daily 10:15 Europe/Berlin mon,wed", "daily reveal later", "daily preview on",
    "daily source any", "daily source written", "daily pause until 2026-03-20", "daily",
    "daily resume", "daily off", "daily", "daily 09:00 Europe/Berlin daily", "daily sqs",
    "daily now", "plan", "plan off", "me", "leaderboard", "leaderboard week workspace", "gaps",
    "reports", "topics s", "help", "help more",
)  # fmt: skip


def test_no_clock_time_of_a_channel_stands_without_its_zone(chat: Chat) -> None:
    read: dict[str, str] = {}
    for typed in (*BEFORE_THERE_IS_ONE, *WHEN_IT_RUNS):
        for who in ("Ben", "Ada"):  # who may not, then who may
            for private in (False, True):
                read[f"{who}: {typed} {private}"] = (
                    chat.as_(who).waits(seconds=5).says(typed, private=private).text
                )
        if typed == "daily now":
            read["answered"] = chat.as_("Cem").answers_the_channel().text
    chat.admin.says("daily 09:00 Europe/Berlin daily").waits(days=2)
    for who in ("Ben", "Ada", "Cem"):
        read[f"{who} home"] = chat.as_(who).forges("home").text
        read[f"{who} told"] = " ".join(chat.as_(who).told)
    read["channel"] = chat.channel
    assert sum("(Europe/Berlin)" in text for text in read.values()) > 10
    assert "(America/New_York)" in " ".join(read.values())
    bare = {done: found for done, text in read.items() if (found := BARE_TIME.findall(text))}
    assert not bare, "\n".join(f"{done}: {read[done]}" for done in bare)
