"""Sentences that were wrong once: each says what is so, and what to do."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.quiz.reviews import Reviews
from bot.replies.verdicts import how_well
from bot.replies.voice import stands
from bot.store import StoreAway, StoreBusy
from knowledge.library import Library
from knowledge.model import Source
from tests.bot.conversations.chat import Chat
from tests.bot.state.world import question

NOTES = Path(__file__).parent / "notes"
SQS_FACTS = ("Message size", "Message retention", "Visibility timeout", "Long polling")


def test_a_wrong_review_is_explained_and_not_graded(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    chat.waits(days=1).says("review").answers(right=False)
    chat.sees("Not quite: you picked", "The right answer:").sees_not("How well did you know it?")
    chat.sees_no_button("Good").clicks("Next review").sees("Review · SQS")
    chat.answers().sees("How well did you know it?").clicks_begun("Good").sees("it comes back")


def test_for_a_wrong_pick_nobody_reckons_when_it_would_come_back(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    chat.waits(days=1).says("review")
    with patch.object(Reviews, "outlook", side_effect=OSError("the disk is full")):
        chat.answers(right=False).sees("Not quite: you picked")


def test_what_would_have_come_back_by_now_is_said_no_more() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert "in 3 days" in how_well(now + timedelta(days=3), now)
    assert "If you skip this" not in how_well(now - timedelta(days=3), now)


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


def test_a_wrong_option_is_never_told_like_a_statement(chat: Chat) -> None:
    chat.says("quiz wheels 1").sees("No questions on “wheels”")
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    picked = re.findall(r"you picked “(.+?)”", chat.text)[0]
    chat.sees_not(f"{picked}: ").sees("This question comes back soon in your reviews.")


def test_one_story_is_told_of_what_is_reviewed(chat: Chat) -> None:
    story = "What you answer comes back in your reviews: soon if you missed it, later if you knew"
    chat.says("review").sees("Nothing to review yet.", story)
    chat.forges("welcome").sees(story)


def test_the_verdict_comes_first_and_where_one_is_in_the_quiz_stays(chat: Chat) -> None:
    chat.says("quiz sqs 2").waits(seconds=5)
    options = [one for one in chat.buttons if re.match(r"[A-D](\. |$)", one)]
    assert len(options) >= 3, "options have letters wherever they stand"
    chat.answers(right=False).sees("Question 1 of 2 · SQS")
    assert chat.text.index("Not quite") < chat.text.index("✗")


def test_a_grade_says_when_the_question_comes_back_then_and_without_one(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    chat.waits(days=1).says("review").answers()
    labels = [one for one in chat.buttons if one.startswith(("Again", "Hard", "Good", "Easy"))]
    assert len(labels) == 4
    assert len(set(map(_after, labels))) >= 3, labels
    good = next(one for one in labels if one.startswith("Good"))
    chat.sees(f"If you skip this, it comes back {_after(good)}.")
    chat.clicks(good).sees(f"it comes back {_after(good)}")


def _after(label: str) -> str:
    return label.partition(" · ")[2]


def test_a_question_says_what_a_tap_does(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").waits(minutes=31)
    assert "Only you see your answer · your first one counts · 10 points if it is" in chat.channel
    chat.admin.says("daily reveal later").waits(days=1)
    assert "Only you see your answer · change it until the close" in chat.channel


def test_what_broke_is_tried_again_by_a_click_and_an_answer_that_is_kept_shown(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5)
    with patch("bot.replies.verdicts.practiced", side_effect=OSError("the disk is full")):
        chat.answers()
    chat.sees("Your answer is saved. Its result could not be shown.")
    chat.clicks("Show the result").sees("Right:", "your first answer counts")
    with patch.object(Library, "ask", side_effect=OSError("the disk is full")):
        chat.says("sqs limits")
    chat.sees("tell an admin this reference").clicks("Try again").sees("SQS › Limits")


def test_what_could_not_be_saved_is_tried_again_by_a_click(chat: Chat) -> None:
    with patch.object(Library, "ask", side_effect=StoreBusy("locked")):
        chat.says("sqs limits")
    chat.sees("I could not save that just now").clicks("Try again").sees("SQS › Limits")


@pytest.mark.parametrize("fault", [OSError("the disk is full"), StoreAway("no"), StoreBusy("no")])
def test_what_would_be_read_as_the_key_of_a_text_is_not_offered_again(
    chat: Chat, fault: Exception
) -> None:
    with patch.object(Library, "ask", side_effect=fault):
        chat.says("~sqs limits").sees("try again").sees_no_button("Try again")


def test_a_question_is_looked_up_at_the_passage_that_it_rests_on(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    place = re.findall(r"sqs\.md:(\d+)", chat.text)[0]
    line = (NOTES / "sqs.md").read_text(encoding="utf-8").split("\n")[int(place) - 1]
    chat.clicks("Look up SQS").sees(f"sqs.md:{place}")
    words = line.strip("-| ").replace("*", "").partition("|")[0].strip()
    others = [one for one in SQS_FACTS if one in chat.text and one not in line]
    assert words[:20] in chat.text
    assert all(chat.text.index(words[:20]) < chat.text.index(other) for other in others)


def test_what_waits_stands_first_at_home(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").waits(minutes=31)
    chat.forges("home").sees("has a question for you", "No reviews due today")
    chat.sees_button("Delete my data…")
    assert chat.text.index("has a question") < chat.text.index("No reviews due today")


def test_home_has_what_is_weak_to_practise_and_for_hosts_schedules_reports_and_stock(
    chat: Chat,
) -> None:
    for _ in range(3):
        chat.says("quiz lambda 2").waits(seconds=5).answers(right=False).clicks("Next question")
        chat.waits(seconds=5).answers(right=False)
    chat.clicks("Report a mistake").fills_in({"What is wrong with this question?": "wrong"})
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.forges("home").sees("Worth another look: Lambda").sees_not("Channels you manage")
    chat.clicks("Practice weak topics").sees("Question 1 of", "Lambda")
    home = chat.admin.forges("home").sees("Channels you manage", "weekdays at 09:00 (Europe/Berlin")
    home.sees("new questions left", "1 report to look at").sees_button("Change its daily question")
    home.clicks("Reports").sees("1 question")


def test_below_a_question_stands_the_note_that_it_rests_on() -> None:
    note, own = Source("sqs.md", 12), Source("sqs.questions.md", 3)
    bank = replace(question("q1"), origin="bank", sources=(note, own))
    assert stands(bank).places == ("sqs.md:12",)
    assert stands(replace(bank, sources=(own,))).places == ("sqs.questions.md:3",)
    generated = replace(bank, origin="generated", sources=(note, Source("dva.md", 7)))
    assert stands(generated).places == ("sqs.md:12", "dva.md:7")
