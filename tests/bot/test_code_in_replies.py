"""Wherever a question stands in full its code is a part of its own; in one line it is words."""

from dataclasses import replace
from datetime import date, time

import pytest

from bot.messages import Code, Prose, Reply
from bot.replies import moderation, previews, questions
from bot.replies.verdicts import right_answer
from bot.replies.voice import Voice, explained, in_full
from bot.store.records import Schedule, Team
from knowledge.model import Question

CODE = Code("for n in (0,):\n    print(n)")
STEM = "What is printed?\n    for n in (0,):\n        print(n)\nChoose."
ASKED = Question(
    id="w-1", version="1", kind="choice", topic="Loops", subject="Loops", stem=STEM,
    options=("for n in 0:\n    print(n)", "0"), answer=0, explanation="As here:\n    x = 0",
    why_not=("", ""), sources=(), section=(), origin="authored", answers=(0,),
)  # fmt: skip
SCHEDULE = Schedule(Team("slack:T1"), "C1", time(9), "UTC", frozenset(range(5)))
KNOWN = questions.QuestionRecord(ASKED, 0, {}, ())


@pytest.mark.parametrize(
    "reply",
    [
        questions.record(Voice(), KNOWN),
        questions.saved(Voice(), ASKED, new=True),
        previews.shown(Voice(), SCHEDULE, date(2027, 3, 1), ASKED, editable=True, is_open=False),
        moderation.listing(Voice(), [moderation.Case(ASKED, "held", (), ())]),
    ],
)
def test_code_is_a_part_of_its_own_where_a_question_stands_in_full(reply: Reply) -> None:
    at = reply.parts.index(CODE)
    before, after = reply.parts[at - 1], reply.parts[at + 1]
    assert isinstance(before, Prose) and isinstance(after, Prose)
    assert (before.text, after.text) == ("What is printed?", "Choose.")
    assert before.strong == after.strong
    assert "\n" not in reply.summary


def test_what_explains_keeps_its_code_apart_and_the_answer_stays_as_it_is() -> None:
    answer = "The right answer: for n in 0:\n    print(n). As here:"
    assert right_answer(ASKED) == (Prose(answer), Code("x = 0"))
    assert right_answer(replace(ASKED, explanation=""))[0] == Prose(
        answer.removesuffix(" As here:")
    )
    assert explained("    x = 0\nSo it is") == (Code("x = 0"), Prose("So it is."))
    assert in_full("What?\n      a\n      b") == (Prose("What?"), Code("a\nb"))


def test_in_one_line_code_is_words() -> None:
    held = replace(KNOWN, question=ASKED)
    (line,) = [part for part in questions.listing(Voice(), [held.question], 0).parts
               if "What is printed" in str(part)]  # fmt: skip
    assert "What is printed? for n in (0,): print(n) Choose." in str(line)
