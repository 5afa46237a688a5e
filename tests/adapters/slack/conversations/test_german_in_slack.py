"""The German team in Slack: what the platform's adapter adds is German as well."""

# ruff: noqa: F403

from tests.bot.conversations.test_in_german import *
