"""As much as a question may hold, on every platform: each is asked, read in full and answered."""

from dataclasses import replace

import pytest

from bot.quiz.writing import A_FIELD
from bot.replies.verdicts import PICKED
from tests.bot.conversations import test_written
from tests.bot.conversations.chat import Chat

library = test_written.library  # the usual notes, and a folder of questions beside them
PARTS = replace(test_written.PARTS, kind="choice", answer=24, answers=(24,))
WORDS = tuple(f"word{number}" for number in range(10_000))
LONG = replace(PARTS, options=("the one", "the other"), answer=0, answers=(0,), why_not=("", ""))


def test_one_of_twenty_five_options_is_clicked(chat: Chat) -> None:
    chat.driver.has(PARTS)
    chat.says("quiz parts 1").sees("Which two of these parts turn?").waits(seconds=5)
    chat.clicks("Y. part 25").sees("Right: part 25.", "+2", "They sit on an axle")
    chat.admin.says("daily 09:00 Europe/Berlin weekdays parts").waits(minutes=31)
    chat.as_("Cem").clicks("Y. part 25").sees("Right: part 25.", "+10")
    chat.as_("Dua").clicks("X. part 24").sees("Not quite: you picked “part 24”.")
    chat.waits(hours=23.5)
    assert chat.channel.count("50%") == 2


def stem_of(length: int) -> str:
    """So many characters of words, no two of them alike."""
    told = "Which? " + " ".join(WORDS)
    return told[:length].rsplit(" ", 1)[0]


def words_in(text: str) -> list[str]:
    """Those words in a text, in its order."""
    return [word.rstrip(".") for word in text.split() if word.startswith("word")]


@pytest.mark.parametrize("length", [600, 4_000, 9_000])
def test_a_long_question_is_read_in_full_wherever_it_is_asked(chat: Chat, length: int) -> None:
    question = replace(LONG, stem=stem_of(length), explanation=stem_of(length)[7:])
    chat.driver.has(question)
    asked = words_in(question.stem)
    assert words_in(chat.says("quiz parts 1").text) == asked
    chat.waits(seconds=5).clicks("A. the one").sees("Right: the one.", "+2")
    assert words_in(chat.text) == asked * 2, "why, and the question"
    chat.waits(days=2).says("review")
    assert words_in(chat.text) == asked
    chat.admin.says("daily 09:00 Europe/Berlin daily parts").waits(minutes=31)
    assert words_in(chat.channel) == asked
    chat.restarts()
    chat.as_("Cem").clicks("A. the one").sees("Right: the one.", "+10")
    assert words_in(chat.as_("Cem").text) == asked
    assert words_in(chat.channel) == asked, "counted, and no part of it a second time"
    chat.waits(hours=23.5)
    assert words_in(chat.channel) == asked * 2, "the question, and why"


@pytest.mark.parametrize("length", [75, 81, 101, 300])
@pytest.mark.parametrize("kind", ["choice", "several"])
def test_options_that_differ_in_their_last_letter_are_told_apart(
    chat: Chat, kind: str, length: int
) -> None:
    options = tuple("o" * (length - 1) + letter for letter in "wxyz")
    rights = (2,) if kind == "choice" else (1, 2)
    chat.driver.has(replace(PARTS, kind=kind, options=options, answer=rights[0], answers=rights,
                            why_not=("", "", "", "not that")))  # fmt: skip
    chat.says("quiz parts 1").sees(*options).waits(seconds=5)
    _picks(chat, "C" if kind == "choice" else "B,C").sees("Right: ", "+2", options[2])
    chat.admin.says("daily 09:00 Europe/Berlin weekdays parts").waits(minutes=31)
    assert all(option in chat.channel for option in options)
    _picks(chat.as_("Cem"), "D" if kind == "choice" else "B,D")
    taken = f"“{options[3]}”" if length <= PICKED else "D, “ooo"
    chat.as_("Cem").sees("Not quite: you picked", taken, options[2], "not that")


def _picks(chat: Chat, letters: str) -> Chat:
    """The button of a letter, or boxes in a form."""
    if "," not in letters:
        return chat.clicks(letters)
    return chat.clicks("Choose two").fills_in({"Choose two": letters})


def test_a_question_with_more_than_a_form_takes_says_where_it_stands(chat: Chat) -> None:
    chat.driver.has(replace(LONG, stem=stem_of(A_FIELD + 10)))
    chat.admin.says("question edit parts").sees("This question is too long for a form.")
    chat.driver.has(replace(LONG, stem=stem_of(A_FIELD)))
    chat.admin.says("question edit parts").fills_in({"Topic": "Parts"}).sees("Changed")
    assert words_in(chat.admin.text) == words_in(stem_of(A_FIELD))
