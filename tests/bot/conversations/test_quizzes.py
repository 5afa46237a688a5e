"""Practice, reviews and one's own figures."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bot.conversations.chat import Chat
from tests.bot.state.world import question

NOTES = Path(__file__).parent / "notes"


def test_a_quiz_asks_tells_and_sums_up(chat: Chat) -> None:
    chat.says("quiz s3 2").sees("Question 1 of 2 · S3").waits(seconds=5)
    chat.answers().sees("Right:", "+2 points.", "s3.md:").clicks("Next question")
    chat.sees("Question 2 of 2").waits(seconds=5)
    chat.answers(right=False).sees("Not quite", "in your reviews", "s3.md:")
    chat.clicks("How did I do?").sees("1 of 2 right", "+2 points")


def _plays(chat: Chat, questions: int) -> set[str]:
    """Answers a quiz of so many questions to its end: the topics that it was on."""
    topics = set()
    for number in range(1, questions + 1):
        heading = re.search(rf"Question {number} of {questions}(?: · (\w+))?", chat.text)
        assert heading, chat.text
        topics.add(heading[1] or "")
        chat.waits(seconds=5).answers(right=False)
        chat.clicks("Next question" if number < questions else "How did I do?")
    return topics - {""}


def test_once_more_asks_as_many_questions_on_the_same_topics(chat: Chat) -> None:
    chat.says("quiz sqs 2")
    for _ in range(2):
        _plays(chat, 2)
        chat.sees("0 of 2 right · SQS").clicks("Once more").sees("Question 1 of 2 · SQS")
    chat.says("compare sqs sns").clicks("Quiz me on these")
    assert _plays(chat, 5) <= {"SQS", "SNS"}
    chat.clicks("Once more")
    assert _plays(chat, 5) <= {"SQS", "SNS"}


def test_the_topics_of_a_quiz_stand_in_its_last_heading(chat: Chat) -> None:
    chat.says("quiz s3 1").waits(seconds=5).answers(right=False).clicks("How did I do?")
    chat.sees("0 of 1 right · S3").sees_not("points")
    assert chat.text.count("S3") == 1, "no line of its own"


def test_once_more_after_a_quiz_on_anything_is_on_anything(chat: Chat) -> None:
    chat.says("quiz 2")
    asked = _plays(chat, 2)
    for _ in range(6):
        chat.clicks("Once more")
        asked |= _plays(chat, 2)
    assert len(asked) > 2
    chat.forges("quiz-again|9999|SQS").sees("Question 1 of").sees_not("of 9999")


def test_a_quiz_can_be_ended(chat: Chat) -> None:
    chat.says("stop").sees("No quiz of yours is under way")
    chat.says("quiz s3 3").says("stop").sees("This quiz is over").sees_not("right")
    chat.says("quiz s3 3").waits(seconds=5).answers().says("end the quiz")
    chat.sees("1 of 1 right", "+2 points")
    chat.waits(days=2).says("stop").sees("No quiz of yours is under way")


def test_a_quiz_that_was_ended_is_over(chat: Chat) -> None:
    chat.says("quiz s3 3").waits(seconds=5).answers().clicks("Next question").says("stop")
    chat.sees("1 of 1 right").says("stop").sees("No quiz of yours is under way")
    chat.forges("answer|2|0").sees_not("under way", "any more")
    chat.clicks("Next question").sees("of 2 right").sees_not("Question 3")
    chat.says("quiz s3 2").sees("Question 1 of 2").says("stop").sees("This quiz is over")


def test_a_quiz_on_anything(chat: Chat) -> None:
    chat.says("quiz").sees("Question 1 of 5")


def test_a_quiz_on_what_the_notes_lack_offers_others(chat: Chat) -> None:
    chat.says("quiz bananas").sees("No questions on “bananas”").clicks("Quiz on anything")
    chat.sees("Question 1 of")


def test_an_answer_within_a_second_earns_nothing(chat: Chat) -> None:
    chat.says("quiz sqs 1").answers().sees("Right:", "within a second brings no points").sees_not(
        "+2"
    )


def test_practice_in_private_earns_nothing(chat: Chat) -> None:
    chat.says("quiz sqs 1", private=True).waits(seconds=5)
    letter, _ = chat.driver.right_answer(chat.text)
    chat.clicks(letter).sees("Right:", "no points").sees_not("+2")


def test_nobody_answers_the_practice_of_others(chat: Chat) -> None:
    chat.says("quiz sqs 1")
    chat.as_("Cem").forges("answer|1|0").sees("somebody else's practice")


def test_the_second_answer_to_a_question_changes_nothing(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False).sees("Not quite")
    chat.forges("answer|1|0").forges("answer|1|1")
    chat.sees("your first answer counts")


def test_what_went_wrong_comes_back_as_a_review(chat: Chat) -> None:
    chat.says("review").sees("Nothing to review yet")
    chat.says("quiz sqs 1").waits(seconds=5).answers(right=False)
    chat.waits(days=1).says("review").sees("Review · SQS")
    chat.answers().sees("Right:", "How well did you know it?").sees_not("Due again")
    chat.clicks_begun("Good").sees("it comes back in", "Nothing is due").sees_not("+2")
    chat.waits(days=40).says("review").sees("Review · SQS")


def test_a_right_answer_can_be_put_among_the_reviews(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers().clicks("Ask me again soon")
    chat.sees("in your reviews").clicks("Review now").sees("Review · SQS")


@pytest.mark.parametrize("topic", ["Lambda", "SQS", "S3"])
def test_one_can_look_up_what_one_was_asked_where_it_stands(chat: Chat, topic: str) -> None:
    chat.says(f"quiz {topic} 1").waits(seconds=5).answers(right=False)
    source = re.search(r"(\w+\.md):(\d+)", chat.text)
    assert source
    above = (NOTES / source[1]).read_text(encoding="utf-8").split("\n")[: int(source[2])]
    headings = [line.lstrip("# ") for line in above if line.startswith("## ")]
    chat.clicks(f"Look up {topic}").sees(" › ".join([topic, *headings[-1:]]))


def test_my_figures_show_points_streak_and_topics(chat: Chat) -> None:
    chat.says("me").sees("You haven't answered anything yet")
    chat.says("quiz sqs 1").waits(seconds=5).answers()
    chat.says("me").sees("2 points", "SQS", "1 of 1", "100%")


def test_weak_topics_are_named_from_five_answers_on(chat: Chat) -> None:
    for _ in range(3):
        chat.says("quiz lambda 2").waits(seconds=5).answers(right=False).clicks("Next question")
        chat.waits(seconds=5).answers(right=False)
    chat.says("me").sees("Worth another look: Lambda").clicks("Practice weak topics")
    chat.sees("Question 1 of", "Lambda")


def test_reporting_a_question_needs_a_reason_from_the_list(chat: Chat) -> None:
    chat.says("quiz s3 1").clicks("Report a mistake")
    chat.fills_in(
        {"What is wrong with this question?": "outdated", "In your words": "It is 10 now"}
    )
    chat.sees("Thank you")


def test_two_reports_hold_a_question_until_an_admin_decides(chat: Chat) -> None:
    chat.admin.says("daily now")
    for who in ("Ben", "Cem"):
        person = chat.as_(who)
        person.answers_the_channel()
        person.clicks("Report a mistake")
        person.fills_in({"What is wrong with this question?": "wrong"})
    chat.as_("Cem").sees("on hold")
    chat.says("reports").sees("Only admins")
    chat.admin.says("reports").sees("1 question on hold", "two people reported it")
    chat.admin.clicks("It is right: ask it again").sees("It will be asked again")
    chat.admin.says("reports").sees("No question is on hold")


def test_an_admins_report_takes_nothing_back_before_they_say_so(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily").waits(minutes=31)
    chat.answers_the_channel().sees("Right:")
    admin = chat.as_("Ada").answers_the_channel()
    admin.clicks("Report a mistake")
    admin.fills_in({"What is wrong with this question?": "wrong"})
    admin.sees("goes on as it is", "nobody has points for it")
    chat.says("me").sees("10 points")
    chat.forges("take-back|1").sees("Only admins")
    chat.says("me").sees("10 points")
    admin.clicks("Take it back for everybody").sees("counts for nobody")
    chat.says("me").sees_not("10 points")
    admin.says("reports").sees("1 question on hold", "an editor took it out")


def test_an_admin_who_lost_the_way_to_take_it_back_is_shown_it_again(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily").waits(minutes=31)
    chat.answers_the_channel().sees("Right:")
    admin = chat.as_("Ada").answers_the_channel()
    for who, told in ((admin, "nobody has points for it"), (admin, "already"), (chat, "Thank you")):
        who.clicks("Report a mistake")
        who.fills_in({"What is wrong with this question?": "wrong"}).sees(told)
    chat.clicks("Report a mistake")
    chat.fills_in({"What is wrong with this question?": "wrong"}).sees("already")
    chat.sees_no_button("Take it back for everybody")
    admin.clicks("Report a mistake")
    admin.fills_in({"What is wrong with this question?": "wrong"})
    admin.clicks("Take it back for everybody").sees("counts for nobody")


LEVER = replace(
    question("lever", topic="Levers"),
    origin="authored",
    stem="Where does the lever stand?",
    options=("By the gate", "Nowhere"),
    answer=0,
)


@pytest.mark.parametrize("click", ["answer|1|0", "hint|1", "look-up-question|1|0"])
def test_practice_on_the_screen_tells_nothing_while_the_channel_is_asked(
    chat: Chat, click: str
) -> None:
    chat.driver.has(LEVER)
    chat.admin.says("daily 09:00 Europe/Berlin daily Levers")
    chat.says("quiz levers 1").sees(LEVER.stem).waits(minutes=31)
    assert LEVER.stem in chat.channel
    chat.forges(click).sees("a daily question right now", "is where it is posted")
    chat.sees_not("Right:", "Hint:", LEVER.explanation).sees_button("Next question")
    chat.answers_the_channel().sees("Right: By the gate.", "+10")
    chat.forges(click).sees_not("a daily question right now")


def test_practice_on_the_screen_is_answered_once_the_channel_has_been_told(chat: Chat) -> None:
    chat.driver.has(LEVER)
    chat.admin.says("daily 09:00 Europe/Berlin daily Levers").says("daily reveal later")
    chat.says("quiz levers 1").sees(LEVER.stem).waits(minutes=31).answers_the_channel()
    chat.forges("answer|1|0").sees("a daily question right now").sees_not("Right:")
    chat.waits(hours=23.5).forges("answer|1|0").sees("Right: By the gate.")


def test_a_review_on_the_screen_tells_nothing_while_the_channel_is_asked(chat: Chat) -> None:
    chat.driver.has(LEVER)
    chat.says("quiz levers 1").sees(LEVER.stem).waits(seconds=5).answers(right=False)
    chat.waits(minutes=11).says("review").sees(LEVER.stem)
    chat.admin.says("daily 09:00 Europe/Berlin daily Levers").waits(minutes=31)
    chat.forges("answer|2|0").sees("a daily question right now").sees_button("Next review")


def test_only_admins_decide_about_reports_even_by_a_forged_click(chat: Chat) -> None:
    chat.forges("resolve|abc|retire").sees("Only admins")


def test_everything_about_me_can_be_taken_away(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers()
    chat.says("export me").sees("Everything I keep about you")
    (content,) = chat.driver.files("Ben").values()
    assert "answers" in json.loads(content)


def test_forgetting_asks_back_and_then_forgets(chat: Chat) -> None:
    chat.says("quiz sqs 1").waits(seconds=5).answers()
    chat.says("forget me").sees("Forget me?").clicks("Keep it").sees("Nothing was deleted")
    chat.says("me").sees("1 of 1")
    chat.says("forget me").clicks("Delete everything").sees("Done:", "deleted")
    chat.says("me").sees("You haven't answered anything yet")


def test_settings_are_kept(chat: Chat) -> None:
    chat.says("settings").fills_in({"Remind me of due reviews at": "08:15"})
    chat.sees("Saved", "reminder at 08:15")
    chat.says("settings").fills_in({"Remind me of due reviews at": "quarter past"})
    chat.sees("A time like 08:00")
