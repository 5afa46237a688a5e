"""Asking the notes: cards, guesses, nothing found, sharing, lists."""

import pytest

from tests.bot.conversations.chat import Chat


def test_the_answer_comes_first_and_its_source_last(chat: Chat) -> None:
    chat.says("lambda timeout").sees("Lambda › Limits", "at most 900 seconds", "lambda.md:")
    assert chat.text.index("900 seconds") < chat.text.index("lambda.md:")


def test_a_look_up_stays_private_until_it_is_shared(chat: Chat) -> None:
    chat.among_others().says("sqs message size").sees("256 KB")
    assert chat.channel == ""
    chat.clicks("Share in channel").sees("Shared by Ben", "256 KB")
    assert "Shared by Ben" in chat.channel


def test_a_shared_card_counts_no_pages_that_nobody_can_turn(chat: Chat) -> None:
    chat.among_others().says("lambda timeout").sees_button("More of this section")
    chat.clicks("Share in channel")
    chat.sees("Shared by Ben").sees_not("Page 1 of").sees_no_button("More of this section")


def test_a_guess_is_named(chat: Chat) -> None:
    chat.says("lamda timout").sees(
        "Showing “lambda timeout” (you typed “lamda timout”)", "900 seconds"
    )


def test_a_query_that_was_understood_is_not_commented(chat: Chat) -> None:
    chat.says("lambda timeout").sees_not("Showing “")


def test_nothing_found_is_said_plainly(chat: Chat) -> None:
    chat.says("azure blob tiers").sees("Nothing in the notes about “azure blob tiers”")
    chat.sees_not("free tier")


def test_a_misspelt_command_is_offered(chat: Chat) -> None:
    chat.says("leaderbord").clicks(chat.driver.line("leaderboard")).sees(
        "Nobody has answered a question"
    )


def test_a_command_with_a_slip_of_the_finger_is_offered_with_the_rest_of_its_line(
    chat: Chat,
) -> None:
    chat.says("quizz s3 2").sees("Did you mean").sees_line("quiz s3 2")
    chat.clicks(chat.driver.line("quiz s3 2")).sees("Question 1 of 2", "S3")
    chat.says("revew").sees_button(chat.driver.line("review"))
    chat.says("hlep").sees_button(chat.driver.line("help"))


def test_words_that_the_notes_know_are_looked_up_though_a_command_is_near(chat: Chat) -> None:
    chat.says("spot").sees_not("Did you mean")


def test_a_word_that_every_topic_has_a_part_by_is_asked_back(chat: Chat) -> None:
    chat.says("limits").sees("“limits” could be about any of 7 topics. Which one?")
    chat.clicks("Lambda").sees("900 seconds")
    chat.admin.says("gaps").sees("Nobody has looked anything up in vain")


def test_a_quiz_that_is_too_long_is_met_with_the_longest(chat: Chat) -> None:
    chat.says("quiz s3 50").sees("“50” is too many, at most 20").sees_line("quiz s3 20")
    chat.says("quiz s3 0").sees("“0” is too few, at least 1").sees_line("quiz s3 5")
    chat.sees_not("I can't read")
    chat.says("quiz -3").sees("“-3” is too few, at least 1").sees_line("quiz 5")
    chat.says("quiz s3 2.5").sees("“2.5” is not a whole number").sees_line("quiz s3 5")
    chat.says("quiz s3 100000").sees("“100000” is too many").sees_line("quiz s3 20")
    chat.says("quiz s3 +10000").sees("“+10000” is too many").sees_line("quiz s3 20")
    chat.says("quiz bananas 0").sees("No questions on “bananas 0”")


def test_one_can_go_on_from_a_card_to_a_quiz(chat: Chat) -> None:
    chat.says("s3 tags").clicks("Quiz me on S3").sees("Question 1 of", "S3")


def test_a_disagreement_shows_both_sides_with_their_places(chat: Chat) -> None:
    chat.says("kinesis retention").sees("Your notes disagree on maximum retention:")
    for value, place in (("365", "kinesis.md:10"), ("7", "summary.md:5")):
        side = f"Retention: 24 hours by default, at most {value} days"
        chat.sees(f"{side} ({place})")
        assert chat.text.count(side) == 1, "neither is said as if it were the answer"
    assert len(set(chat.buttons)) == len(chat.buttons)
    chat.clicks("See both places").sees("kinesis.md:", "summary.md:5")


def test_conflicts_lists_contradictions(chat: Chat) -> None:
    chat.says("conflicts").sees("1 contradiction in the notes", "365 days", "7 days")
    chat.says("conflicts s3").sees("No contradictions found in the notes about S3")
    chat.says("conflicts bananas").sees("Nothing in the notes about “bananas”")


def test_topics_are_listed_with_what_they_hold(chat: Chat) -> None:
    chat.says("topics").sees("7 topics", "Lambda", "SQS", "questions")
    chat.says("topics s").sees("3 topics for “s”", "S3", "SNS", "SQS").sees_not("Lambda")
    chat.says("topics zzz").sees("No topic begins with “zzz”")


def test_things_side_by_side(chat: Chat) -> None:
    chat.says("sqs vs sns").sees("SQS", "SNS", "managed queue", "subscribers")
    chat.says("compare sqs sns kinesis").sees("Kinesis")


def test_what_cannot_be_compared_is_said(chat: Chat) -> None:
    chat.says("s3 vs bananas").sees("bananas", "nothing to compare")
    chat.says("compare sqs").sees("Try: ").sees_line("compare sqs sns")


def test_a_question_that_begins_like_a_command_is_a_question(chat: Chat) -> None:
    chat.says("ask quiz s3").sees_not("Question 1 of")
    chat.says("review of sqs limits").sees("SQS")


@pytest.mark.parametrize("text", ["", "help", "Help!", "?"])
def test_help_fits_a_screen_and_its_examples_work(chat: Chat, text: str) -> None:
    chat.says("help").sees("What you can ask me", "quiz", "review", "daily")
    assert len(chat.text) < 500


def test_the_examples_of_the_help_are_answered(chat: Chat) -> None:
    example = chat.says("help").text.split("· ")[-5:][0].split(" – ")[0].split("me ")[-1]
    chat.says(example).sees_not("Nothing in the notes")


def test_more_help_lists_everything(chat: Chat) -> None:
    chat.says("help").clicks("More").sees("conflicts", "review").sees_button("Quiz me")
    for line in ("export me", "leaderboard week"):
        chat.sees_line(line)
    chat.sees_not("ask …")
    chat.clicks("Less").sees("What you can ask me")


def test_help_names_what_one_may_and_can_do_here(chat: Chat, driver_name: str) -> None:
    pause, gaps = "daily pause until 2027-01-07", "gaps"
    chat.admin.says("help").clicks("More").sees_line(pause).sees_line(gaps)
    if driver_name == "discord":
        chat.admin.sees("/daily show").sees_not("query:daily")
    chat.says("help").clicks("More").sees_not(chat.driver.line(pause), "looked up in vain")
    chat.sees_line("daily")
    if driver_name != "discord":  # there direct messages are plain text, and no menu
        chat.admin.says("help more", private=True).sees("conflicts").sees_not("daily")


def test_a_very_long_text_is_looked_up_by_how_it_begins(chat: Chat) -> None:
    chat.says("lambda timeout " + "and so on " * 2000).sees("how it begins", "900 seconds")


@pytest.mark.parametrize(
    "text",
    ["🦊🦊🦊", "ลูกแมว", "\u202eevil", "\x1b[31mred", "a\x00b", "<!channel> @everyone", "|||", "~x"],
)
def test_strange_text_gets_an_answer(chat: Chat, text: str) -> None:
    chat.says(text).sees("Nothing in the notes")
    assert "\x1b" not in chat.text
    assert "\u202e" not in chat.text


def test_what_was_missing_is_shown_to_those_who_keep_the_notes(chat: Chat) -> None:
    chat.says("azure blob tiers")
    chat.as_("Cem").says("azure blob tiers")
    chat.says("gaps").sees("Only admins")
    chat.admin.says("gaps").sees("azure blob tiers", "2 people")


def test_an_odd_click_gets_a_sentence(chat: Chat) -> None:
    for action in (
        "nonsense",
        "",
        "card|x|y|z",
        "card|99|99|sqs",
        "ask|~gone",
        "share|0|~gone",
        "quiz|~gone",
        "topics|~gone|x",
        "page",
        "ask",
        "grade|1|good",
        "resolve|x|y",
    ):
        chat.forges(action)
        assert chat.text
        assert "Something went wrong" not in chat.text


def test_small_talk_gets_a_sentence(chat: Chat) -> None:
    chat.says("hello").sees("Hello, Ben!", "Ask me about anything").sees_button("Help")
    chat.says("thanks").sees("You're welcome.")


def test_the_difference_of_two_things_sets_them_side_by_side(chat: Chat) -> None:
    chat.says("what is the difference between sqs and sns?").sees("SQS and SNS compared")


def test_for_one_fact_the_rest_of_its_section_waits_behind_more(chat: Chat) -> None:
    chat.says("lambda timeout").sees("900 seconds").sees_button("More of this section")
