"""Questions that people wrote, looked at closely: hints and reasons of each kind, what is known."""

from dataclasses import replace

import pytest

from knowledge.model import Question, Source
from tests.bot.conversations import test_written
from tests.bot.conversations.chat import Chat

library = test_written.library  # the usual notes, and a folder of questions beside them
PLAIN = replace(
    test_written.PARTS, id="pedals-1", kind="choice", topic="Pedals", subject="Pedals",
    stem="Which part does a foot push?", options=("A pedal", "A rim", "A fork", "A bell"),
    why_not=("", "It holds the tyre.", "It holds the wheel.", ""), answers=(0,),
    explanation="It turns the crank.", tags=(),
)  # fmt: skip
DOORS = replace(
    PLAIN, id="doors-1", kind="several", topic="Doors", subject="Doors",
    stem="Which doors are painted green?", options=("B", "A", "D", "C"), answers=(0, 3),
    why_not=("", "It is painted red.", "It was never painted.", ""),
    explanation="So they are found at night.",
)  # fmt: skip
TYPED = replace(
    PLAIN, id="cranks-1", kind="typed", topic="Cranks", subject="Cranks",
    stem="What does a pedal turn?", options=(), answers=(), why_not=(), back="Crankset",
    accept=("Crankset",), explanation="It sits between the pedals.",
)  # fmt: skip
CARD = replace(
    TYPED, id="chains-1", kind="card", topic="Chains", subject="Chains",
    stem="Why does a chain need oil?", accept=(), explanation="",
    back="Oil keeps its many links from grinding one another down, and from rusting in the rain.",
)  # fmt: skip
NOTE = (Source("pedals.md", 3),)
KINDS: dict[str, Question] = {one.answered_by: one for one in (PLAIN, DOORS, TYPED, CARD)}
REPORT = test_written.REPORT


def answers(chat: Chat, question: Question, said: str) -> Chat:
    """Answer by a button, in a menu, in words or by a grade."""
    match question.answered_by:
        case "choice":
            return chat.clicks(said)
        case "several":
            return chat.clicks("Choose two").fills_in({"Choose two": said})
        case "typed":
            return chat.clicks("Type the answer").fills_in({"Your answer": said})
        case "card":
            return chat.clicks("Show the answer").clicks_begun(said)


MISTAKEN = {"choice": "B. A rim", "several": "B,C", "typed": "a bell", "card": "Again"}


# ---------------------------------------------------------------- close


CLOSE = ("Close: check the spelling of “vultmeetar”", "The right answer: Voltmeter")


def test_a_near_miss_to_the_question_of_the_day_is_no_point_either(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays voltmeters").waits(minutes=31)
    chat.clicks("Type the answer").fills_in({"Your answer": "vultmeetar"}).sees(*CLOSE)
    chat.sees_not("+10", "+7").says("me").sees_not("10 points").waits(hours=23.5)
    assert "0%" in chat.channel and "100%" not in chat.channel


def test_a_near_miss_in_a_review_is_told_so_too(chat: Chat) -> None:
    for days in (0, 2):
        chat.waits(days=days).says("review" if days else "quiz voltmeters 1").waits(seconds=5)
        chat.clicks("Type the answer").fills_in({"Your answer": "vultmeetar"}).sees(*CLOSE)
        chat.sees_not("+2", "Right:")
    chat.sees("Was it right all the same?")


# ---------------------------------------------------------------- units and signs


@pytest.mark.parametrize(
    ("stem", "key", "said"),
    [
        ("How many days does it keep them?", "14 days", "14"),
        ("How long is it, in seconds?", "900", "15 minutes"),
        ("Wie viele Tage bleiben sie?", "14 Tage", "14"),
    ],
)
def test_the_unit_that_a_question_names_need_not_be_typed(
    chat: Chat, stem: str, key: str, said: str
) -> None:
    chat.driver.has(replace(TYPED, stem=stem, back=key, accept=(key,)))
    chat.says("quiz cranks 1").sees(stem).waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": said}).sees(f"Right: {key}.", "+2")


@pytest.mark.parametrize(
    ("said", "told"), [("!=", ("Right: !=.", "+2")), ("==", ("The right answer: !=",))]
)
def test_an_answer_made_of_signs_is_right_as_typed_and_no_other_sign(
    chat: Chat, said: str, told: tuple[str, ...]
) -> None:
    stem = "Which operator is true where two values differ?"
    chat.driver.has(replace(TYPED, stem=stem, back="!=", accept=("!=",)))
    chat.says("quiz cranks 1").sees(stem).waits(seconds=5).clicks("Type the answer")
    chat.fills_in({"Your answer": said}).sees(*told).sees_not("Close")


# ---------------------------------------------------------------- hints


@pytest.mark.parametrize("kind", KINDS)
def test_a_hint_of_the_author_has_a_button_in_quizzes_and_reviews(chat: Chat, kind: str) -> None:
    """It goes before "take one away", and is there for what has no options as well."""
    asked = replace(KINDS[kind], hint="It lies below")
    chat.driver.has(asked)
    for days in (0, 2):
        chat.waits(days=days).says("review" if days else f"quiz {asked.topic} 1").sees(asked.stem)
        chat.sees_button("Hint").sees_no_button("Remove a wrong option").waits(seconds=5)
        chat.clicks("Hint").sees("Hint: It lies below.").sees_not("It is not")
        answers(chat, asked, MISTAKEN[kind])


@pytest.mark.parametrize("kind", ["choice", "several", "typed"])
def test_a_hint_of_the_author_to_the_question_of_the_day(chat: Chat, kind: str) -> None:
    asked = replace(KINDS[kind], hint="It lies below")
    chat.driver.has(asked)
    chat.admin.says(f"daily 09:00 Europe/Berlin weekdays {asked.topic}").waits(minutes=31)
    chat.clicks("Hint, then 7 points").sees("Hint: It lies below.").sees_not("It is not")
    assert "It lies below" not in chat.channel


@pytest.mark.parametrize("kind", KINDS)
def test_without_one_what_has_options_to_spare_has_the_other_button(chat: Chat, kind: str) -> None:
    asked = KINDS[kind]
    chat.driver.has(asked)
    chat.says(f"quiz {asked.topic} 1").sees(asked.stem).sees_no_button("Hint")
    if asked.options:
        chat.sees_button("Remove a wrong option").clicks("Remove a wrong option")
        chat.sees("Hint: It is not “")
    else:
        chat.sees_no_button("Remove a wrong option")


# ---------------------------------------------------------------- why not


@pytest.mark.parametrize("daily", [False, True], ids=["quiz", "daily"])
def test_each_of_two_wrong_picks_has_its_own_reason(chat: Chat, daily: bool) -> None:
    """Options that are letters are named by their place and in quotes."""
    chat.driver.has(DOORS)
    red, never = "Why not B, “A”? It is painted red.", "Why not C, “D”? It was never painted."
    if daily:
        chat.admin.says("daily 09:00 Europe/Berlin weekdays doors").waits(minutes=31)
    for who, picked, told, untold in (
        ("Ben", "B,C", (red, never), ()),
        ("Cem", "A,B", (red,), (never,)),
        ("Dua", "C,D", (never,), (red,)),
        ("Eli", "A,D", ("Right: “B”; “C”.",), (red, never)),
    ):
        one = chat.as_(who)
        if not daily:
            one.says("quiz doors 1").waits(seconds=5)
        answers(one, DOORS, picked).sees(*told).sees_not(*untold)
    chat.as_("Ben").sees("you picked “A” and “D”.", "The right answers: “B”; “C”.")


# ---------------------------------------------------------------- what admins see of a question


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("bank", "From the bank of the bundled notes"),
        ("generated", "Generated from the notes"),
    ],
)
def test_everything_about_a_question_that_nobody_here_wrote(
    chat: Chat, origin: str, said: str
) -> None:
    chat.driver.has(replace(PLAIN, origin=origin, sources=NOTE))
    chat.admin.says("question pedals-1").sees(said, "Pedals", "Daily question 0 times", "In use")
    if origin == "generated":
        chat.admin.sees("In use, looked at by an admin")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays pedals").says("daily now")
    chat.waits(minutes=1).clicks("B. A rim").clicks("Report a mistake")
    chat.fills_in({REPORT: "unclear"})
    chat.as_("Cem").clicks("A. A pedal").sees("Right:")
    chat.admin.says("question pedals-1").sees(said, "Right: A pedal.", "Daily question 1 time")
    chat.admin.sees("2 first tries, 1 right", "A pedal", "A rim", "1 of 2, 50%")
    chat.admin.sees("A fork", "0 of 2, 0%", "Reported: It is hard to understand")
    chat.admin.clicks("Put on hold").says("question pedals-1").sees("On hold")


def test_what_people_typed_is_shown_the_commonest_first(chat: Chat) -> None:
    chat.driver.has(TYPED)
    chat.admin.says("daily 09:00 Europe/Berlin weekdays cranks").says("daily now")
    for who, words in (
        ("Ben", "a wheel"), ("Cem", "crankset"), ("Dua", "a wheel"), ("Eli", "a bell"),
        ("Fay", "a wheel"), ("Gil", "crankset"),
    ):  # fmt: skip
        answers(chat.waits(minutes=1).as_(who), TYPED, words)
    chat.admin.says("question cranks-1").sees("6 first tries, 2 right", "✓")
    shown = ("a wheel", "3 of 6, 50%", "crankset", "2 of 6, 33%", "a bell", "1 of 6, 17%")
    places = [chat.admin.text.rindex(piece) for piece in shown]
    assert places == sorted(places)


def test_of_a_card_the_grades_are_shown_that_people_gave_themselves(chat: Chat) -> None:
    chat.driver.has(CARD)
    chat.admin.says("question chains-1").sees("A card, graded 0 times", "In use")
    for who, grade in (("Ben", "Again"), ("Cem", "Good"), ("Dua", "Good"), ("Eli", "Easy")):
        answers(chat.as_(who).says("quiz chains 1").waits(seconds=5), CARD, grade)
    chat.admin.says("question chains-1").sees("A card, graded 4 times by those who saw its answer")
    chat.admin.sees("Again", "1 of 4, 25%", "Hard", "0 of 4, 0%", "Good", "2 of 4, 50%", "Easy")
    chat.admin.sees_not("Daily question", "first tries")


# ---------------------------------------------------------------- the last of the stock


def test_when_the_last_of_the_stock_is_never_to_be_asked_it_is_said_what_then(chat: Chat) -> None:
    chat.driver.has(replace(PLAIN, origin="bank", sources=NOTE))
    chat.admin.says("daily 09:00 Europe/Berlin daily").says("daily source bank")
    chat.admin.says("daily preview on").waits(hours=2)
    asked = chat.channel.count(PLAIN.stem)
    chat.admin.clicks("Never ask this")
    chat.admin.sees("There is no other question for Tuesday, so none is asked then unless you")
    chat.admin.sees_button("Write a question").says("question pedals-1").sees("Never asked again")
    chat.admin.says("daily").sees("09:00")
    chat.waits(days=2)
    assert chat.channel.count(PLAIN.stem) == asked
    chat.admin.says("daily now").sees("no question that I could ask here now")
    chat.admin.says("question pedals-1").clicks("Ask it again").says("daily now")
    assert chat.channel.count(PLAIN.stem) > asked
