"""Questions that people wrote: each kind asked and answered, new ones written, tomorrow's seen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.replies.options import labels
from knowledge.library import Library
from knowledge.model import Question
from tests.bot.conversations.chat import Chat
from tests.bot.state.world import question

FOLDER = Path(__file__).parent
REPORT = "What is wrong with this question?"
OPTIONS = "Options, one a line, * for right"
PARTS = Question(
    id="parts", version="1", kind="several", topic="Parts", subject="Parts",
    stem="Which two of these parts turn?", options=tuple(f"part {n}" for n in range(1, 26)),
    answer=0, explanation="They sit on an axle.", why_not=("",) * 25, sources=(), section=(),
    origin="authored", answers=(0, 24),
)  # fmt: skip


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The usual notes, and a folder of questions beside them."""
    notes = [str(FOLDER / "notes"), str(FOLDER / "written")]
    library = Library.open(notes, tmp_path_factory.mktemp("written"))
    yield library
    library.close()


# ---------------------------------------------------------------- one right option


def test_true_and_false_stand_on_their_buttons(chat: Chat) -> None:
    chat.says("quiz wheels 1").sees("A wheel turns around an axle").sees_button(
        "True"
    ).sees_no_button("A. True")
    chat.sees_no_button("A").sees_no_button("Hint").sees_no_button("Remove a wrong option")
    chat.waits(seconds=5).clicks("False")
    chat.sees("Not quite: you picked “False”.", "A wheel turns around an axle", "✓", "✗")
    chat.sees(
        "Without an axle", "The right answer: True", "The axle holds it", "wheels.md:7",
    ).sees_not("Why not", "A True", "B False", "A  True", "B  False")  # fmt: skip


def test_true_and_false_have_no_letters_in_the_result_either(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays wheels").waits(minutes=31).clicks("False")
    chat.waits(hours=23.5)
    assert "The right answer: True" in chat.channel
    for lettered in ("A True", "B False", "A  True", "B  False", "Why not B"):
        assert lettered not in chat.channel


@pytest.mark.parametrize(
    "words", [("Yes", "No"), ("Falsch", "Wahr"), ("Sí", "No"), ("vrai", "faux")]
)
def test_so_have_yes_and_no_and_those_of_other_languages(words: tuple[str, str]) -> None:
    assert labels(replace(question("short"), options=words)) == words
    assert labels(replace(question("short"), options=("Yes", "Maybe")))[0] == "A. Yes"


def test_an_option_stands_on_its_button_as_far_as_slack_shows_all_of_it() -> None:
    for length in (27, 28):
        options = tuple(letter * length for letter in "wxyz")
        shown = labels(replace(question("long"), options=options))
        assert shown[0] == ("A" if length == 28 else f"A. {'w' * 27}")
        assert max(map(len, shown)) <= 30


def test_what_stands_on_buttons_is_not_written_above_them_as_well(chat: Chat) -> None:
    chat.says("quiz wheels 1").sees_button("False")
    assert chat.text.count("False") <= 1, "on the button, which some platforms' words hold too"


def test_an_option_that_is_a_letter_is_not_mistaken_for_another(chat: Chat) -> None:
    chat.says("quiz drive letters 1").sees_button("C. “C”").sees_no_button("C")
    chat.waits(seconds=5).clicks("C. “C”").sees("Right: “C”.", "floppy disks")


def test_long_options_and_code_stand_in_the_text(chat: Chat) -> None:
    chat.says("quiz loops 1").sees(
        "for n in range(2):", "print(n)", "because counting begins at one"
    )
    chat.sees_button("A").sees_button("C")
    chat.waits(seconds=5).clicks("C").sees("Not quite: you picked “Nothing at all", "✓", "✗")


def test_after_an_answer_all_of_it_can_be_read_in_order(chat: Chat) -> None:
    chat.says("quiz wheels 1").waits(seconds=5).clicks("False")
    said = (
        "Not quite: you picked “False”.", "Without an axle", "The right answer: True",
        "The axle holds it", "A wheel turns around an axle", "wheels.md:7",
    )  # fmt: skip
    places = [chat.text.index(piece) for piece in said]
    assert places == sorted(places)


def test_a_hint_takes_a_wrong_option_away(chat: Chat) -> None:
    chat.says("quiz drive letters 1").clicks("Remove a wrong option").sees("Hint: It is not “")
    chat.sees_not("not “C”")


# ---------------------------------------------------------------- several


def _chooses(chat: Chat, *letters: str) -> Chat:
    """Tick boxes in the open form."""
    return chat.fills_in({"Choose two": ",".join(letters)})


def test_choosing_two_of_four(chat: Chat) -> None:
    chat.says("quiz motors 1").sees("Choose two.", "A stator", "A gearbox that is mounted on")
    chat.waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "C").sees("Right: A stator; A rotor.", "+2", "turns within the stator")


def test_half_of_two_is_no_point(chat: Chat) -> None:
    chat.says("quiz motors 1").waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "B").sees("Not quite: you picked “A stator” and “A carburettor”.")
    chat.sees(
        "The right answers: A stator; A rotor",
        "Why not B, “A carburettor”? It mixes fuel",
        "✗",
        "✓",
    ).sees_not("+2")


def test_a_hint_that_the_author_wrote(chat: Chat) -> None:
    chat.says("quiz motors 1").clicks("Hint").sees("One of them stands still")


def test_reviews_have_hints_too(chat: Chat) -> None:
    chat.says("quiz motors 1").waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "B")
    chat.waits(days=2).says("review").sees("Review").sees_button("Hint").clicks("Hint")
    chat.sees("One of them stands still")
    chat.sees_not("7 points").waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "C").sees("Right: A stator; A rotor.")


def test_in_reviews_too_a_hint_takes_a_wrong_option_away(chat: Chat) -> None:
    chat.says("quiz drive letters 1").waits(seconds=5).clicks("D. “D”").sees("Not quite")
    chat.waits(days=2).says("review").sees("Review").clicks("Remove a wrong option")
    chat.sees("Hint: It is not “").sees_not("not “C”")


def test_reviews_have_no_button_for_a_hint_where_there_is_none(chat: Chat) -> None:
    chat.says("quiz wheels 1").waits(seconds=5).clicks("False")
    chat.waits(days=2).says("review").sees("Review").sees_button("True").sees_no_button("A. True")
    chat.sees_no_button("Hint").sees_no_button("Remove a wrong option")


def test_two_of_twenty_five_options(chat: Chat) -> None:
    chat.driver.has(PARTS)
    chat.says("quiz parts 1").sees("Which two of these parts turn?", "part 1", "part 25")
    chat.waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "B").sees("Not quite: you picked “part 1” and “part 2”.")
    chat.sees("The right answers: part 1; part 25", "They sit on an axle")
    chat.as_("Cem").says("quiz parts 1").waits(seconds=5).clicks("Choose two")
    _chooses(chat.as_("Cem"), "A", "Y").sees("Right: part 1; part 25.")


@pytest.mark.parametrize("letters", ["A", "ABC", "ABCD"])
def test_another_number_of_options_is_told_at_the_field(
    chat: Chat, driver_name: str, letters: str
) -> None:
    """And nothing is counted: the next try is the first."""
    if driver_name == "discord":
        pytest.skip("its menu takes no other number: tests on the wire hold that")
    chat.says("quiz motors 1").waits(seconds=5).clicks("Choose two")
    _chooses(chat, *letters).sees("Choose two, no more and no fewer.").sees_not("Not quite", "+2")
    chat.clicks("Choose two")
    _chooses(chat, "A", "C").sees("Right: A stator; A rotor.", "+2")


def test_too_many_of_twenty_five_are_told_at_the_field(chat: Chat, driver_name: str) -> None:
    if driver_name == "discord":
        pytest.skip("its menu takes no other number: tests on the wire hold that")
    chat.driver.has(PARTS)
    chat.admin.says("daily 09:00 Europe/Berlin weekdays parts").waits(minutes=31)
    chat.clicks("Choose two")
    _chooses(chat, "A", "Y", "B").sees("Choose two, no more and no fewer.").sees_not("Not quite")
    assert "1 answered" not in chat.channel
    chat.clicks("Choose two")
    _chooses(chat, "A", "Y").sees("Right: part 1; part 25.", "+10")


def test_options_that_are_letters_stand_in_quotes_beside_the_letters(chat: Chat) -> None:
    chat.says("quiz exits 1").sees("“D”", "“X”").waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "B").sees("you picked “D” and “R”.", "The right answers: “R”; “X”.")


def test_the_split_of_several_right_options(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays motors").waits(minutes=31)
    for who, letters in (("Ben", "AC"), ("Cem", "AB"), ("Dua", "AC"), ("Eli", "BC")):
        person = chat.as_(who)
        person.clicks("Choose two")
        _chooses(person, *letters)
    assert "%" not in chat.channel
    chat.waits(hours=23.5)
    for share in ("75%", "50%"):
        assert share in chat.channel
    assert "2 of 4 answers right" in chat.channel
    assert "Why not B, “A carburettor”? It mixes fuel" in chat.channel


def test_options_that_are_letters_stand_in_quotes_in_the_result_too(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays exits").waits(minutes=31)
    chat.clicks("Choose two")
    _chooses(chat, "B", "C").sees("Right: “R”; “X”.", "+10")
    chat.waits(hours=23.5)
    for piece in ("“D”", "“R”", "The right answers: “R”; “X”."):
        assert piece in chat.channel


# ---------------------------------------------------------------- typed answers and cards


def test_an_answer_that_is_typed(chat: Chat) -> None:
    chat.says("quiz voltmeters 1").waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": "the voltmeters"}).sees("Right: Voltmeter.", "+2")


@pytest.mark.parametrize("topic", ["voltmeters", "levers"])
def test_there_is_a_button_for_a_hint_only_where_there_is_one(chat: Chat, topic: str) -> None:
    chat.says(f"quiz {topic} 1").sees_no_button("Hint").sees_no_button("Remove a wrong option")


def test_a_near_miss_is_told_to_check_its_spelling(chat: Chat) -> None:
    chat.says("quiz voltmeters 1").waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": "vultmeetar"}).sees("Close: check the spelling of “vultmeetar”")
    chat.sees("The right answer: Voltmeter").sees_not("+2")


def test_the_name_of_something_else_is_wrong(chat: Chat) -> None:
    chat.says("quiz voltmeters 1").waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": "Motors"}).sees("Not quite: you wrote “Motors”")


def test_the_answer_to_another_written_question_is_wrong(chat: Chat) -> None:
    """However near it is: what is one letter away is another country."""
    _writes(chat.admin, "Which country has Dublin?", "* Ireland", "Capitals")
    _writes(chat.admin, "Which country has Reykjavik?", "* Iceland", "Islands")
    chat.says("quiz islands 1").waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": "Ireland"}).sees("Not quite: you wrote “Ireland”")


def test_a_typed_answer_as_question_of_the_day(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays voltmeters").waits(minutes=31)
    assert "instrument that shows voltage" in chat.channel
    chat.clicks("Type the answer").fills_in({"Your answer": "Voltmeter"}).sees("Right:", "+10")
    chat.as_("Cem").clicks("Type the answer").fills_in({"Your answer": "A clock"})
    chat.waits(hours=23.5)
    assert "50%" in chat.channel
    assert "The right answer: Voltmeter" in chat.channel
    assert "clock" not in chat.channel


@pytest.mark.parametrize("click", ["show|1", "type|1"])
def test_a_typed_answer_is_told_in_no_practice_while_the_channel_is_asked(
    chat: Chat, click: str
) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays voltmeters")
    chat.says("quiz voltmeters 1").sees("instrument that shows voltage").waits(minutes=31)
    chat.forges(click)
    if click == "type|1":
        chat.fills_in({"Your answer": "Ammeter"})
    chat.sees("a daily question right now").sees_not("Voltmeter.").sees_button("Next question")


def test_a_card_is_shown_and_graded_by_oneself(chat: Chat) -> None:
    chat.says("quiz levers 1").sees("Why does a long lever help?").sees_no_button("Type the answer")
    chat.waits(seconds=5).clicks("Show the answer").sees("A small force over a long way")
    chat.clicks_begun("Good").sees("it comes back").sees_not("+2")
    chat.waits(days=40).says("review").sees("Review · Levers").clicks("Show the answer")
    chat.clicks_begun("Again").sees("it comes back in 10 minutes")


def test_reviews_ask_each_kind_again(chat: Chat) -> None:
    chat.says("quiz wheels 1").waits(seconds=5).clicks("False")
    chat.says("quiz motors 1").waits(seconds=5).clicks("Choose two")
    _chooses(chat, "A", "B")
    chat.says("quiz voltmeters 1").waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": "a clock"}).sees("comes back soon in your reviews")
    chat.waits(days=2)
    for _ in range(3):
        _reviewed(chat.says("review"))
    chat.says("review").sees_not("Review ·")


def _reviewed(chat: Chat) -> None:
    """Answer a review rightly, whatever its kind, and say how well one knew it."""
    if "Wheels" in chat.text:
        chat.clicks("True").sees("Right: True.")
    elif "Motors" in chat.text:
        chat.clicks("Choose two")
        _chooses(chat, "A", "C").sees("Right: A stator; A rotor.")
    else:
        chat.sees("Review · Voltmeters").clicks("Type the answer")
        chat.fills_in({"Your answer": "voltmeter"}).sees("Right: Voltmeter.")
    chat.sees("How well did you know it?").sees_not("+2").clicks_begun("Easy").sees("it comes back")


def test_a_card_that_nobody_can_type_is_never_the_question_of_the_day(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays levers").waits(minutes=31)
    assert "Why does a long lever help" not in chat.channel


def test_nobody_is_shown_the_answer_to_the_question_of_the_day(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays voltmeters").waits(minutes=31)
    chat.forges("show|1").sees_not("Voltmeter")
    chat.forges("grade|1|easy").says("me").sees_not("10 points")


def test_a_quiz_by_a_tag(chat: Chat) -> None:
    chat.says("quiz carts 2").sees("Question 1 of 2")
    text = chat.text
    assert "Wheels" in text or "Motors" in text
    chat.admin.says("daily 09:00 Europe/Berlin weekdays carts").sees("On carts")
    chat.admin.says("plan 2026-05-01 carts").sees("0 of 2", "Wheels", "Motors")


# ---------------------------------------------------------------- writing


def _writes(chat: Chat, stem: str, options: str, topic: str = "Wheels") -> Chat:
    chat.says("question add")
    values = {"Question": stem, OPTIONS: options, "Why": "It is lighter.", "Topic": topic}
    return chat.fills_in(values)


def test_a_question_is_written_and_asked(chat: Chat) -> None:
    _writes(chat.admin, "What are spokes for?", "* Saving weight\nBraking\nSteering", "Spokes")
    chat.admin.sees("Saved", "may be the next daily question", "Saving weight", "no points")
    chat.admin.says("question list").sees("1 question written here", "w-", "What are spokes for?")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays spokes").waits(minutes=31)
    assert "What are spokes for?" in chat.channel
    chat.says("quiz spokes 1").sees("No questions on “Spokes”")  # it would give the day's away
    chat.clicks("A. Saving weight").sees("Right: Saving weight.", "It is lighter.", "+10")


def test_a_topic_of_several_words_from_chat_is_one_to_draw_from(chat: Chat) -> None:
    _writes(chat.admin, "What are spokes for?", "* Saving weight\nBraking", "Bicycle wheel spokes")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays bicycle wheel spokes s3")
    chat.admin.sees("On Bicycle wheel spokes and S3.").says("daily off")
    chat.says("quiz bicycle wheel spokes 1").sees("What are spokes for?")


def test_a_form_as_full_as_it_goes_is_saved_edited_and_asked(chat: Chat) -> None:
    stem = ("Which spoke is so long? " * 30)[:599].strip() + "?"
    options = [f"{letter}{letter.lower() * 199}" for letter in "ABCDEFGHIJ"]
    why = ("Because it is. " * 140)[:1_990].strip()
    topic = ("Long spokes of all wheels " * 3)[:60].strip()
    values = {"Question": stem, OPTIONS: "* " + "\n".join(options), "Why": why, "Topic": topic}
    chat.admin.says("question add").fills_in(values).sees("Saved", stem)
    chat.admin.says(f"question edit {_listed(chat.admin)}")
    chat.admin.fills_in({"Question": f"Now: {stem[:595]}"}).sees("Changed", f"Now: {stem[:595]}")
    chat.says(f"quiz {topic} 1").sees(f"Now: {stem[:595]}", *options)
    chat.waits(seconds=5).clicks("A").sees("Right: Aaa", why)


def test_a_new_question_is_in_everybodys_quizzes_at_once(chat: Chat) -> None:
    _writes(chat.admin, "What are spokes for?", "* Saving weight\nBraking\nSteering", "Spokes")
    chat.says("quiz spokes 1").sees("What are spokes for?").waits(seconds=5)
    chat.clicks("A. Saving weight")
    chat.sees("Right: Saving weight.", "It is lighter.", "Written by your team", "+2")
    chat.sees_no_button("Look up Spokes")  # on which the notes have nothing
    chat.admin.says("quiz spokes 1").waits(seconds=5).clicks("A. Saving weight")
    chat.admin.sees("Right:", "You wrote, changed or approved this question: no points")


def test_a_question_from_chat_leads_to_what_the_notes_have_on_its_topic(chat: Chat) -> None:
    _writes(chat.admin, "What is in a wheel's middle?", "* A hub\nA tyre\nA rim", "levers")
    chat.admin.sees("Levers")
    chat.says("quiz levers 5").waits(seconds=5)
    if "middle" not in chat.text:
        chat.clicks("Show the answer").clicks_begun("Good")
    chat.waits(seconds=5).clicks("A. A hub").sees("Right: A hub.").clicks("Look up Levers")
    chat.sees("a stiff bar that turns")


def test_an_answer_too_long_to_type_is_a_card(chat: Chat) -> None:
    _writes(
        chat.admin, "Why is a spoke thin?", "* It only ever has to pull, never to push.", "Spokes"
    )
    chat.admin.sees("Saved as a card", "never a daily question")
    chat.says("quiz spokes 1").sees("Why is a spoke thin?").clicks("Show the answer")
    chat.sees("only ever has to pull").clicks_begun("Hard").sees("it comes back")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays spokes").waits(minutes=31)
    assert "Why is a spoke thin" not in chat.channel


def test_an_id_that_nobody_has_is_told_how_to_see_those_there_are(chat: Chat) -> None:
    for line in ("question w-000000", "question edit w-000000"):
        chat.admin.says(line).sees("There is no question “w-000000” here. To see yours:")
        chat.admin.sees_line("question list")


def test_what_is_wrong_with_a_question_is_said_at_its_field(chat: Chat) -> None:
    _writes(chat.admin, "What are spokes for?", "Saving weight\nBraking")
    chat.admin.sees("Put a * before them")
    chat.admin.says("question list").sees("Nobody has written a question here yet")


def test_only_admins_and_hosts_write(chat: Chat) -> None:
    for line in ("question add", "question list", "question edit w-1", "question w-123"):
        chat.says(line).sees("Only", "can write questions here")
    for action in ("written", "edited|w-1", "questions", "export-questions", "make"):
        chat.forges(action).sees("can write questions here")


def test_admins_say_who_may_write(chat: Chat) -> None:
    chat.says("question writers").sees("whoever hosts a daily question can write questions here")
    chat.says("question writers everyone").sees("Only admins can say who writes")
    _writes(chat.admin, "What are rims for?", "* Holding tyres\nBraking", "Rims")
    rims = _listed(chat.admin)
    chat.admin.says("question writers everybody").sees("Everyone but guests can write")
    _writes(chat, "What are spokes for?", "* Saving weight\nBraking", "Spokes").sees("Saved")
    chat.says("question list").sees("1 question written here", "spokes").sees_not("rims")
    for line in (f"question {rims}", f"question edit {rims}"):
        chat.says(line).sees("the questions that you wrote").sees_not("Holding tyres")
    chat.forges(f"edited|{rims}").sees("the questions that you wrote")
    chat.as_("Gus").says("question add").sees("Everyone but guests can write")
    chat.admin.says("question list").sees("2 questions written here")
    chat.admin.says("question writers admins").sees("Only admins can write questions here")
    chat.says("question add").sees("Only admins can write questions here")


def test_an_edit_keeps_the_question_and_is_asked_in_its_new_words(chat: Chat) -> None:
    before, after = "What are spokes for?", "For what does a wheel have spokes?"
    _writes(chat.admin, before, "* Saving weight\nBraking", "Spokes")
    identity = _listed(chat.admin)
    chat.says("quiz spokes 1").sees(before).waits(seconds=5).clicks("B. Braking").sees("Not quite")
    chat.admin.says(f"question edit {identity}").fills_in({"Question": after})
    chat.admin.sees("Changed", after, identity)
    chat.admin.says("question list").sees("1 question written here", identity, after)
    chat.admin.says(f"question {identity}").sees(after, "1 first try, 0 right", "1 of 1, 100%")
    chat.as_("Cem").says("quiz spokes 1").sees(after).sees_not(before)
    chat.waits(days=2).says("review").sees("Review", after).clicks("A. Saving weight").sees(
        "Right:"
    )
    chat.admin.says("daily 09:00 Europe/Berlin daily spokes").waits(days=1)
    assert after in chat.channel
    assert before not in chat.channel


def test_the_author_earns_no_points_with_a_question(chat: Chat) -> None:
    _writes(chat.admin, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays hubs").says("daily now")
    chat.admin.clicks("A. Holding spokes").sees("Right:", "no points").sees_not("+10")
    chat.clicks("A. Holding spokes").sees("+10")


def test_an_author_who_is_forgotten_earns_no_points_with_it_either(chat: Chat) -> None:
    _writes(chat.admin, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays hubs").says("daily now")
    chat.admin.says("forget me").clicks("Delete everything")
    chat.admin.clicks("A. Holding spokes").sees("Right:", "no points").sees_not("+10")


LONGEST_ID = "a-door-that-opens-outwards:nobody-has-to-step-back-before-they-leave-any-theatre"


def test_an_id_of_eighty_characters_fits_wherever_one_can_click(chat: Chat) -> None:
    chat.admin.says(f"question {LONGEST_ID}").sees("Written by your team", "Exits").clicks("Edit")
    chat.admin.fills_in({"Why": "Nobody steps back."}).sees("Changed", LONGEST_ID)
    chat.admin.says("daily 09:00 Europe/Berlin daily exits").says("daily preview on")
    chat.waits(hours=2)
    chat.admin.clicks("Edit").fills_in({"Why": "Nobody has to."}).sees("Changed")
    chat.admin.clicks("Post it").sees("It will be posted on Tuesday")


def test_everything_about_a_question(chat: Chat) -> None:
    _writes(chat.admin, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays hubs").says("daily now")
    chat.waits(minutes=1).clicks("B. Braking").clicks("Report a mistake")
    chat.fills_in({REPORT: "unclear"})
    identity = _listed(chat.admin)
    chat.admin.says(f"question {identity}")
    chat.admin.sees("Written by your team", "Daily question 1 time", "1 first try", "Braking")
    chat.admin.sees("1 of 1", "hard to understand", "In use")


def test_a_reported_question_from_chat_says_how_to_change_it(chat: Chat) -> None:
    _writes(chat.admin, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays hubs").says("daily now")
    for who in ("Ben", "Cem"):
        chat.as_(who).clicks("Report a mistake").fills_in({REPORT: "unclear"})
    identity = _listed(chat.admin)
    chat.admin.says("reports").sees("1 question on hold", "What are hubs for?", identity)
    chat.admin.sees_line(f"question edit {identity}")
    chat.admin.says(f"question {identity}").sees("On hold: two people reported it")


def test_what_reporters_wrote_is_for_admins_and_not_for_the_author(chat: Chat) -> None:
    chat.admin.says("question writers everyone")
    _writes(chat, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays hubs").waits(minutes=31)
    cem = chat.as_("Cem").clicks("Report a mistake")
    cem.fills_in({REPORT: "unclear", "In your words": "Hubs brake too"}).sees("Thank you")
    line = f"question {_listed(chat)}"
    chat.waits(hours=23.5).says(line).sees("hard to understand").sees_not("Hubs brake too")
    chat.admin.says(line).sees("hard to understand – Hubs brake too")


def test_what_was_never_to_be_asked_can_be_asked_again(chat: Chat) -> None:
    _writes(chat.admin, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("daily 09:00 Europe/Berlin daily hubs").says("daily preview on").waits(hours=2)
    chat.admin.clicks("Never ask this")
    identity = _listed(chat.admin)
    chat.admin.says(f"question {identity}").sees("Never asked again").clicks("Ask it again")
    chat.admin.says(f"question {identity}").sees("In use, looked at by an admin")


def test_how_people_did_by_each_of_several_right_options(chat: Chat) -> None:
    _writes(chat.admin, "Which parts hold a tyre?", "* A rim\n* A bead\nA hub\nA fork", "Tyres")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays tyres").says("daily now").waits(minutes=1)
    for who, letters in (("Ben", "AB"), ("Cem", "AC")):
        person = chat.as_(who)
        person.clicks("Choose two")
        _chooses(person, *letters)
    chat.admin.says(f"question {_listed(chat.admin)}").sees("2 first tries, 1 right")
    chat.admin.sees("A rim", "2 of 2, 100%", "A bead", "1 of 2, 50%", "A fork", "0 of 2, 0%")


def _listed(chat: Chat) -> str:
    """The id of the question that was written last."""
    words = chat.says("question list").text.split()
    return next(word.strip("•·") for word in words if word.strip("•·").startswith("w-"))


def test_what_an_admin_took_out_its_author_does_not_bring_back(chat: Chat) -> None:
    ben = chat.as_("Ben")
    chat.admin.says("question writers everyone")
    _writes(ben, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    identity = _listed(ben)
    chat.admin.says(f"question {identity}").clicks("Put on hold")
    ben.says(f"question edit {identity}").sees("only admins can change it now")
    chat.admin.says(f"question edit {identity}").fills_in({"Question": "What are hubs good for?"})
    chat.admin.sees("Changed")


def test_what_an_admin_corrected_its_author_does_not_write_over(chat: Chat) -> None:
    ben = chat.as_("Ben")
    chat.admin.says("question writers everyone")
    _writes(ben, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    line = f"question edit {_listed(ben)}"
    ben.says(line).fills_in({"Question": "What do hubs do?"}).sees("Changed")
    ben.says(line)  # the form is open before him while an admin corrects the question
    chat.admin.says("daily 09:00 Europe/Berlin daily hubs").says("daily preview on").waits(hours=2)
    chat.admin.clicks("Edit").fills_in({"Question": "What is a hub good for?"}).sees("Changed")
    ben.fills_in({"Question": "Who is Ada?"}).sees("An admin has changed this question")
    ben.says(line).sees("only admins can change it now")
    chat.waits(hours=23)
    assert "What is a hub good for?" in chat.channel
    chat.admin.says("forget me").clicks("Delete everything").sees("Done:")
    ben.says(line).sees("only admins can change it now")


def test_questions_can_be_taken_away_as_markdown(chat: Chat) -> None:
    _writes(chat.admin, "What are hubs for?", "* Holding spokes\nBraking", "Hubs")
    chat.admin.says("question list").clicks("Export as Markdown")
    (content,) = chat.driver.files("Ada").values()
    assert "- [x] Holding spokes" in content.decode()
