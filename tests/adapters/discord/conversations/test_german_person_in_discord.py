"""A German in an English team, in Discord: what they alone see, and what everybody sees."""

# ruff: noqa: F403

from tests.adapters.discord.driver import CHANNEL, DiscordDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.test_german_person import *


def test_a_mention_is_answered_for_everybody(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, DiscordDriver)
    chat.says("help").sees("Was du mich fragen kannst")
    member = driver._member(chat.who)
    driver._runner.run(member.mentions("help", CHANNEL))
    driver._runner.run(member.waits(lambda: bool(driver.channel())))
    assert "Was du mich fragen kannst" not in chat.channel
    assert "What you can ask me" in chat.channel


def test_what_they_write_in_a_direct_message_is_answered_in_their_language(chat: Chat) -> None:
    chat.says("help", private=True).sees("What you can ask me")
    chat.says("help").sees("Was du mich fragen kannst")
    chat.says("help", private=True).sees("Was du mich fragen kannst")
    chat.restarts().says("help", private=True).sees("Was du mich fragen kannst")
    chat.says("forget me").clicks("Alles löschen")
    chat.says("help", private=True).sees("What you can ask me")
