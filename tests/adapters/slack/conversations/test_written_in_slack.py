"""Questions that people wrote, word for word as everywhere, in Slack."""

# ruff: noqa: F403

from tests.bot.conversations.test_written import *
