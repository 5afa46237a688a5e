"""Sentences that were wrong once: each says what is so, and what to do."""

import pytest

from tests.bot.conversations.chat import Chat


def test_a_wrong_review_is_explained_and_not_graded(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    chat.waits(days=1).says("review").answers(right=False)
    chat.sees("Not quite: you picked", "The right answer:").sees_not("How well did you know it?")
    chat.sees_no_button("Good").clicks("Next review").sees("Review · SQS")
    chat.answers().sees("How well did you know it?").clicks_begun("Good").sees("it comes back")


def test_settings_by_mention_or_in_private_open_from_a_button(chat: Chat, driver_name: str) -> None:
    chat.says("settings", private=True)
    if driver_name in ("slack", "discord"):
        chat.clicks("Open the form")
    chat.fills_in({"Show my streak on boards": "yes"}).sees("Saved")


@pytest.mark.parametrize("action", ["lookup", "make"])
def test_a_picture_without_words_is_told_so(chat: Chat, action: str) -> None:
    chat.admin.forges(action).sees("There are no words in that message").sees_not("gone")


def test_a_day_in_words_is_no_question_for_the_notes(chat: Chat) -> None:
    for line in ("/plan by:tomorrow", "plan tomorrow"):
        if chat.driver.name == "discord" or not line.startswith("/"):
            chat.admin.says(line).sees("“tomorrow” is not a date").sees_not("Nothing in the notes")


def test_a_quiz_of_fifty_is_told_how_many_there_may_be(chat: Chat) -> None:
    chat.says("quiz s3 50").sees("“50” is too many, at most 20")
