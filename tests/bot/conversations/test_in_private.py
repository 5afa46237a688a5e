"""What one asks is nobody else's business until one shares it: on every platform, every command."""

import pytest

from tests.bot.conversations.chat import Chat

ASKED = (
    "lambda timeout", "lamda timout", "azure blob tiers", "ask quiz", "compare sqs sns",
    "sqs vs sns",
    "quiz", "quiz s3 5", "review", "leaderboard", "leaderboard week workspace", "me", "daily",
    "daily 25:00", "daily 09:00 Europe/Berlin weekdays", "daily pause until 2099-01-07",
    "daily resume", "daily reveal later", "daily off", "topics", "topics s", "conflicts", "gaps",
    "plan", "plan 2099-03-01", "reports", "help", "export me", "opt out", "opt in", "forget me",
    "leaderbord", "", "@everyone",
)  # fmt: skip


@pytest.mark.parametrize("who", ["Ben", "Ada"])
def test_no_command_is_answered_before_everybody(chat: Chat, who: str) -> None:
    one = chat.as_(who)
    for typed in ASKED:
        if typed or chat.driver.name == "slack":
            one.says(typed)
            assert one.text, f"nothing is said to {typed!r}"
    assert len(chat.driver.channel()) == chat.channel.count("comes here from now on") <= 1


def test_buttons_are_answered_in_private_too(chat: Chat) -> None:
    for typed, label in (
        ("lambda timeout", "Quiz me on Lambda"),
        ("leaderboard", "All time"),
        ("help", "More"),
        ("me", "Quiz me"),
        ("forget me", "Keep it"),
    ):
        chat.says(typed).clicks(label)
        assert chat.channel == "", label


def test_sharing_says_who_shared_and_nothing_that_they_typed(chat: Chat) -> None:
    chat.among_others().says("so what is the lambda timeout").clicks("Share in channel")
    assert "Shared by Ben" in chat.channel
    assert "so what" not in chat.channel
    chat.waits(minutes=2).says("compare sqs sns").clicks("Share in channel")
    assert "Shared by Ben SQS and SNS compared" in chat.channel


def test_one_person_shares_once_a_minute(chat: Chat) -> None:
    chat.among_others().says("lambda timeout").clicks("Share in channel")
    chat.says("sqs message size").clicks("Share in channel").sees("Once a minute is enough")
    assert chat.channel.count("Shared by") == 1
    chat.as_("Cem").says("sqs message size").clicks("Share in channel")
    chat.waits(minutes=2).says("sqs message size").clicks("Share in channel")
    assert chat.channel.count("Shared by") == 3
