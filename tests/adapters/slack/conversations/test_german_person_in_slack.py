"""A German in an English team, in Slack: what they alone see, and what everybody sees."""

# ruff: noqa: F403

from tests.adapters.slack.driver import CHANNEL, SlackDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.test_german_person import *


def test_a_mention_is_answered_for_everybody(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, SlackDriver)
    chat.says("help").sees("Was du mich fragen kannst")
    member = driver._member(chat.who)
    driver._runner.run(member.mentions("help", CHANNEL))
    driver._runner.run(driver._quiet())
    assert "Was du mich fragen kannst" not in chat.channel
    assert "What you can ask me" in chat.channel
