"""The conversations of tests/bot/conversations, word for word, in Slack."""

# ruff: noqa: F403

from tests.bot.conversations.test_arriving import *
from tests.bot.conversations.test_daily import *
from tests.bot.conversations.test_in_private import *
from tests.bot.conversations.test_insight import *
from tests.bot.conversations.test_looking_up import *
from tests.bot.conversations.test_quizzes import *
from tests.bot.conversations.test_sentences import *
