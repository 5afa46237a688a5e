"""Quiz, daily question and plan by an exam's tag, word for word as everywhere, in Slack."""

# ruff: noqa: F403

from tests.bot.conversations.test_exams import *
