"""The conversations of tests/bot/conversations, word for word, in Discord."""

# ruff: noqa: F403

import pytest

from tests.adapters.discord.driver import DiscordDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.test_arriving import *
from tests.bot.conversations.test_daily import *
from tests.bot.conversations.test_in_private import *
from tests.bot.conversations.test_insight import *
from tests.bot.conversations.test_looking_up import *
from tests.bot.conversations.test_quizzes import *
from tests.bot.conversations.test_sentences import *


@pytest.mark.parametrize(
    "typed",
    [
        "lambda limits", "compare sqs sns", "quiz s3 10", "review", "me", "help", "export me",
        "leaderboard week workspace", "daily", "daily 09:00 Europe/Berlin weekdays", "daily now",
        "daily pause until 2099-01-07", "topics s", "conflicts s3", "gaps", "plan 2099-03-01",
        "opt out", "forget me",
    ],
)  # fmt: skip
def test_what_people_are_told_to_type_can_be_typed(chat: Chat, typed: str) -> None:
    line = chat.driver.line(typed)
    assert line.startswith("/")
    chat.admin.says(line).sees_not("I can't read", "Nothing in the notes")


def test_ones_own_page_leads_to_the_question_that_waits(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily").waits(minutes=31)
    chat.answers_the_channel().waits(days=1)
    chat.says("me", private=True).sees("has a question for you").sees_button("Go to the question")
    driver = chat.driver
    assert isinstance(driver, DiscordDriver)
    (link,) = [one for one in driver.messages("Ben")[-1].buttons if one["style"] == 5]
    *_, guild, channel, message = link["url"].split("/")
    (question,) = [one for one in driver.posted() if one.id == message]
    assert (guild, channel) == (driver._world.place.workspace, question.channel)
    assert "Daily question" in question.words and question == driver.posted()[-1]
