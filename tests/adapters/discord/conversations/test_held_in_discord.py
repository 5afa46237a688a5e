"""The conversations of tests/bot/conversations, word for word, in Discord."""

# ruff: noqa: F403

import pytest

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
