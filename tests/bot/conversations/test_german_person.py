"""A German in a team that reads English: what is for them alone is German, all else is not."""

import pytest

from tests.bot.conversations.chat import Chat
from tests.bot.conversations.test_in_german import de
from tests.bot.conversations.world import InWorld


@pytest.fixture
def locale() -> str:
    return "de-DE"


def test_what_they_alone_see_is_german(chat: Chat) -> None:
    chat.says("language").sees("Ich spreche hier English.")
    chat.says("help").sees("Was du mich fragen kannst").sees_not("What you")
    chat.says("settings").fills_in({}).sees("Gespeichert").sees_not("Saved")


def test_what_everybody_sees_is_in_the_language_of_the_workspace(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").sees("Gespeichert")
    chat.waits(minutes=31)
    assert "Daily question · Monday" in chat.channel
    assert "Frage des Tages" not in chat.channel
    chat.answers_the_channel(right=True).sees("Richtig")
    chat.waits(hours=24)
    assert "The right answer" in chat.channel


def test_a_card_that_is_shared_changes_its_language(chat: Chat) -> None:
    chat.among_others().says("sqs message retention").sees_button("Im Kanal teilen")
    chat.clicks("Im Kanal teilen")
    assert "Shared by Ben" in chat.channel


def test_a_reminder_is_in_the_language_of_the_workspace(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5)
    chat.answers(right=False)
    chat.says("settings").fills_in({de("Remind me of due reviews at"): "08:00"})
    chat.waits(days=2)
    driver = chat.driver
    assert isinstance(driver, InWorld)
    driver.remind()
    chat.sees_message("review due today", times=1)


def test_an_admin_makes_it_german_for_everybody(chat: Chat) -> None:
    chat.admin.says("language deutsch").says("daily 09:00 Europe/Berlin weekdays")
    chat.waits(minutes=31)
    assert "Frage des Tages · Montag" in chat.channel
