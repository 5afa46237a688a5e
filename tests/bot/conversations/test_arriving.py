"""Invited into a channel: the first words, the way to a daily question, and where none can be."""

import pytest

from tests.bot.conversations.chat import Chat


@pytest.fixture
def invited(chat: Chat, driver_name: str) -> Chat:
    """Ada's chair; Ada has just invited the companion."""
    if driver_name == "terminal":
        pytest.skip("nobody invites it into a terminal: it begins with a welcome of its own")
    if driver_name == "discord":
        pytest.skip("Discord does not say who added it to a channel, only that a server has it")
    return chat.admin


def test_whoever_invites_it_is_told_what_it_can_do_and_nobody_else(invited: Chat) -> None:
    invited.sees_message("Hello, I'm the Study Companion", times=1)
    invited.as_("Ben").sees_message("Hello, I'm the Study Companion", times=0)
    assert invited.channel == ""


def test_the_daily_question_is_set_up_from_there(invited: Chat) -> None:
    invited.sees_message("has no daily question yet", times=1)
    invited.clicks("Set up the daily question").fills_in({"Time": "07:30"})
    invited.sees("is the channel that this is about", "Saved", "weekdays at 07:30 (Europe/Berlin)")
    invited.sees_button("Change")
    assert "from now on: weekdays at 07:30 (Europe/Berlin)" in invited.channel
    invited.says("daily").sees("weekdays at 07:30")


def test_in_a_direct_message_it_asks_for_which_channel(invited: Chat) -> None:
    invited.says("daily", private=True).sees("Which one?", "no daily question yet")
    invited.clicks("Set up").fills_in({"Time": "07:30"})
    assert "from now on: weekdays at 07:30 (Europe/Berlin)" in invited.channel
    invited.says("daily 08:00", private=True).sees("Which one?", "weekdays at 07:30")
    invited.sees_button("Change")


def test_the_home_screen_leads_there_as_long_as_a_channel_has_none(invited: Chat) -> None:
    invited.says("me", private=True).sees("No daily question yet: 1 channel")
    invited.sees_button("Set up the daily question")
    if invited.driver.name == "slack":
        invited.clicks("Set up the daily question").sees("Which one?")
    invited.says("daily 09:00 Europe/Berlin weekdays").says("me", private=True)
    invited.sees_no_button("Set up the daily question")


def test_who_arranges_no_channel_is_told_where_it_is_done(chat: Chat) -> None:
    chat.says("daily", private=True).sees("The daily question comes in a channel", "type")
    chat.sees_line("daily set" if chat.driver.name == "discord" else "daily").sees_button("Quiz me")


def test_a_question_is_asked_from_there(invited: Chat) -> None:
    invited.clicks("Look something up").fills_in({"Your question": "sqs limits"}).sees("14 days")


def test_the_first_message_says_all_that_there_is_and_where_to_begin(
    chat: Chat, driver_name: str
) -> None:
    if driver_name == "terminal":
        pytest.skip("nobody installs it in a workspace there")
    chat.driver.installed_by("Dora")
    (hello,) = chat.as_("Dora").told
    pieces = (
        "Hello, I'm the Study Companion", "I answer from your team's notes and quiz you on them:",
        "– an answer from the notes, for you alone until you share it",
        "– practice for you alone; what you answer comes back, soon if you missed it",
        "One question a day for a whole channel, with points and a leaderboard",
        "To set up the daily question,",
        chat.driver.line("daily set" if driver_name == "discord" else "daily"),
    )  # fmt: skip
    places = [hello.find(piece) for piece in pieces]
    assert -1 not in places and places == sorted(places), hello
    chat.as_("Dora").sees_no_button("Set up the daily question")  # there is one way alone
    chat.as_("Dora").clicks("Look something up").fills_in({"Your question": "sqs limits"})
    chat.as_("Dora").sees("14 days")


def test_nobody_else_sets_it_up_with_a_forged_button(chat: Chat) -> None:
    for action in ("set-up|CSTUDY", "set-up-save|CSTUDY", "set-up|", "set-up-save|study"):
        chat.forges(action).sees("Only", "can change the daily question here")
    assert chat.channel == ""


def test_the_channel_hears_once_that_it_has_a_question(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").sees("Saved")
    chat.admin.says("daily 10:00").says("daily off").clicks("Start again").sees("Saved")
    assert chat.channel.count("comes here from now on") == 1


def test_the_channel_hears_when_the_question_comes_at_another_time(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").says("daily 10:15")
    assert "now comes weekdays at 10:15 (Europe/Berlin)" in chat.channel
    chat.admin.says("daily mon,wed")
    assert "now comes Mondays and Wednesdays at 10:15 (Europe/Berlin)" in chat.channel
    chat.waits(seconds=5).admin.says("daily reveal later")
    chat.waits(seconds=5).admin.says("daily 10:15")
    assert chat.channel.count("now comes") == 2, "of what stays as it was nothing is said"
    chat.admin.says("daily off").says("daily 12:00").sees("Saved")
    assert "now comes Mondays and Wednesdays at 12:00" in chat.channel
    for time in ("10:15", "12:00"):
        chat.waits(seconds=5).admin.says(f"daily {time}")
    assert chat.channel.count("now comes Mondays and Wednesdays at 12:00") == 2, "what holds"


def test_where_it_cannot_post_nothing_is_saved_and_it_says_what_helps(
    chat: Chat, driver_name: str
) -> None:
    if driver_name == "terminal":
        pytest.skip("nobody is locked out of their own terminal")
    chat.driver.locked_out()
    helps = {"slack": "Type /invite @companion,", "discord": "Send Messages"}.get(
        driver_name, "Open it"
    )
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").sees(helps).sees_not("Saved.")
    chat.admin.says("daily").sees("There is no daily question here yet")
