"""Side by side, coverage, gaps, plans and reports, as people talk about them."""

import pytest

from tests.bot.conversations.chat import Chat


def test_a_comparison_has_one_line_a_thing_and_names_the_places(chat: Chat) -> None:
    chat.says("compare sqs sns").sees(
        "SQS and SNS compared", "sqs.md:", "sns.md:", "not in the notes"
    )


def test_a_comparison_is_shared_with_everybody(chat: Chat) -> None:
    chat.among_others().says("compare sqs sns").clicks("Share in channel").sees(
        "Shared by Ben", "SQS and SNS compared"
    )


def test_in_private_there_is_nobody_to_share_a_comparison_with(
    chat: Chat, driver_name: str
) -> None:
    if driver_name == "terminal":
        pytest.skip("a terminal has one place")
    chat.says("compare sqs sns", private=True).sees_no_button("Share in channel")


def test_two_names_of_one_thing_are_not_compared(chat: Chat) -> None:
    chat.says("lambda vs lamda").sees("one and the same", "Lambda")


def test_more_than_four_things_do_not_fit(chat: Chat) -> None:
    chat.says("compare s3, sqs, sns, ebs, ec2").sees("two to four")
    chat.says("s3 vs sqs vs sns vs ebs vs ec2").sees("two to four")


@pytest.mark.parametrize(
    "action",
    ["compare-page", "compare-page|1|~gone", "compare-page|x|sqs|sns", "compare-page|99|sqs|sns",
     "share-compared", "share-compared|~x|sqs", "hold", "hold|~x", "settle", "settle|~x",
     "reports|x", "plan|x", "plan|off|off",
     "topics|s|99999", "compare|a|b|c|d|e|f"],
)  # fmt: skip
def test_odd_clicks_get_a_sentence(chat: Chat, action: str) -> None:
    chat.forges(action)
    assert chat.text
    assert "Something went wrong" not in chat.text


def test_topics_show_how_much_was_asked_and_how_well_it_is_known(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily sqs")
    chat.waits(hours=1)
    for who in ("Ben", "Cem", "Dora", "Eva", "Finn"):
        chat.as_(who).answers_the_channel(right=who != "Finn")
    chat.says("topics sqs").sees("1 topic", "80%", "questions asked").sees_not("1 topics")
    chat.sees_button("Practise SQS")


def test_gaps_that_the_notes_fill_leave_the_list(chat: Chat) -> None:
    chat.says("azure blob tiers")
    chat.admin.says("gaps").sees_not("azure")  # one person's look-up is nobody else's business
    chat.as_("Cem").says("azure blob tiers")
    chat.admin.says("gaps").sees("azure blob tiers")


def test_a_plan_is_for_admins_to_set_and_for_all_to_see(chat: Chat) -> None:
    chat.says("plan").sees("No plan is set here")
    chat.says("plan 2026-05-01").sees("can change the plan here")
    chat.admin.says("plan 2026-05-01").sees("Plan until 1 May", "quiz days left", "Covered")
    chat.says("plan").sees("Plan until 1 May").sees_no_button("End the plan")


def test_a_plan_without_a_daily_quiz_says_what_is_missing(chat: Chat) -> None:
    chat.admin.says("plan 2026-05-01 topics sqs, lambda").sees("No daily question runs here yet")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays")
    chat.says("plan").sees("SQS and Lambda", "Known:").sees_not("No daily question")


def test_the_plan_chooses_the_question_of_the_day_and_counts_it(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.admin.says("plan 2026-05-01 topics sqs,").sees("0 of")
    chat.waits(hours=1)
    assert "SQS" in chat.channel
    chat.says("plan").sees("1 of")


@pytest.mark.parametrize("day", ["1 May 2026", "May 1st, 2026", "2026-5-1", "until 01 may 2026"])
def test_the_day_of_an_exam_can_be_written_with_its_month(chat: Chat, day: str) -> None:
    chat.admin.says(f"plan {day} topics sqs, lambda").sees("Plan until 1 May", "SQS and Lambda")


def test_a_plan_that_is_too_short_offers_a_day_that_is_not(chat: Chat) -> None:
    chat.admin.says("plan 2020-01-01").sees("Choose a later day", "2026-06-01")


def test_a_plan_ends_by_word_or_by_button(chat: Chat) -> None:
    chat.admin.says("plan off").sees("no plan here")
    chat.admin.says("plan 2026-05-01").clicks("End the plan").sees("The plan has ended")
    chat.says("plan off").sees("can change the plan here")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("plan 2026-03-02", "leaves no quiz day"),
        ("plan 2020-01-01", "leaves no quiz day"),
        ("plan 2090-01-01", "more than five years"),
        ("plan 2026-05-01 topics bananas,", "no topic “bananas”"),
    ],
)
def test_a_plan_that_cannot_be_is_explained(chat: Chat, text: str, answer: str) -> None:
    chat.admin.says(text).sees(answer)


def test_a_report_shows_the_editor_the_line_and_what_was_said(chat: Chat) -> None:
    chat.says("quiz sqs 1").answers().clicks("Report a mistake")
    chat.fills_in({"What is wrong with this question?": "outdated", "In your words": "It is 12 h."})
    chat.admin.says("reports").sees("1 question reported", "sqs.md:", "out of date", "It is 12 h.")
    chat.admin.clicks("Stop asking it for now").sees("on hold")
    chat.admin.says("reports").sees("1 question on hold", "an editor took it out")
    chat.admin.clicks("It is right: ask it again").sees("asked again")


def test_a_report_that_was_wrong_is_settled_and_a_later_one_counts_again(chat: Chat) -> None:
    form = {"What is wrong with this question?": "wrong"}
    chat.admin.says("daily now")
    chat.answers_the_channel().clicks("Report a mistake").fills_in(form)
    chat.forges("settle|x").sees("Only admins")
    chat.admin.says("reports").clicks("It is right").sees("leaves this list")
    chat.admin.says("reports").sees("nothing was reported")
    cem = chat.as_("Cem")
    cem.answers_the_channel().waits(minutes=1)
    cem.clicks("Report a mistake").fills_in(form)
    chat.admin.says("reports").sees("1 question reported")


def test_a_question_that_hardly_anybody_gets_right_is_among_the_reports(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays s3").waits(minutes=31)
    letter, letters = chat.driver.right_answer(chat.channel)
    wrong = [other for other in letters if other != letter]
    for number in range(20):
        picked = letter if number < 3 else wrong[number % len(wrong)]
        chat.as_(f"P{number:02}").clicks(picked)
    reports = chat.admin.says("reports")
    reports.sees("1 question hardly ever answered right", "Only 15% got it right")
    reports.clicks("It is right").sees("leaves this list")
    chat.admin.says("reports").sees("nothing was reported")
