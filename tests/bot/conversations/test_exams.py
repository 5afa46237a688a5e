"""What the bundled questions are for: quiz, daily question and plan by the tag of an exam."""

import re

import pytest

from knowledge.library import Library
from tests.bot.conversations.chat import Chat

EXAMS = pytest.mark.parametrize("exam", ["clf", "saa", "dva"])


@pytest.fixture(scope="session")
def library(bundled: Library) -> Library:
    """The notes and the questions that come along."""
    return bundled


def _asked(library: Library, text: str) -> list[str]:
    """The exams of the bank's question that stands in *text*."""
    folded = " ".join(text.split()).casefold()
    found = [q for q in library.written() if " ".join(q.stem.split()).casefold() in folded]
    assert len(found) == 1, text
    return list(found[0].tags)


@EXAMS
def test_a_quiz_asks_what_an_exam_asks(chat: Chat, library: Library, exam: str) -> None:
    chat.says(f"quiz {exam} 2").sees("Question 1 of 2")
    assert exam in _asked(library, chat.text)


@EXAMS
def test_the_daily_question_is_one_of_the_exam(chat: Chat, library: Library, exam: str) -> None:
    chat.admin.says(f"daily 09:00 Europe/Berlin daily {exam}").sees(f"On {exam}")
    chat.waits(hours=1)
    assert exam in _asked(library, chat.channel)


@EXAMS
def test_a_plan_gives_all_that_an_exam_asks_a_day(chat: Chat, library: Library, exam: str) -> None:
    asked = sum(exam in question.tags for question in library.written())
    chat.admin.says(f"daily 09:00 Europe/Berlin weekdays {exam}")
    chat.admin.says(f"plan 2026-06-01 {exam}").sees(
        f"Plan until 1 June · {exam}", "65 quiz days left: up to", "headings a day",
        f"Each day asks one question here, so 65 of {asked:,} questions",
    )  # fmt: skip
    chat.admin.sees_not("won't get a day", "no quiz day is left")
    headings = _to_go(chat.admin.text)
    chat.waits(hours=1)
    assert exam in _asked(library, chat.channel)
    chat.admin.says("plan").sees(f"1 of {headings}", "64 quiz days left")
    assert _to_go(chat.admin.text) < headings - 1
    chat.says("plan").clicks("Practise this day's headings").sees("Question 1 of")
    assert exam in _asked(library, chat.text)
    chat.admin.says("daily off").says(f"plan 2026-03-04 {exam}")
    chat.waits(days=2)
    chat.says("plan").sees("The day has come.", "headings had no day")


def _to_go(text: str) -> int:
    found = re.search(r"(\d+) headings to go", text)
    assert found, text
    return int(found[1])
