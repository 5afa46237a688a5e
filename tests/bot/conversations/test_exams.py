"""What the bundled questions are for: quiz, daily question and plan by the tag of an exam."""

import re

import pytest

from knowledge.library import Library
from knowledge.model import Question
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


# ---------------------------------------------------------------- like any other question


def _begins(chat: Chat, library: Library, topic: str, *, checked: bool) -> Question:
    """A quiz on a topic whose first question tells a month, or tells none."""
    for _try in range(40):
        chat.waits(minutes=1).says(f"quiz {topic} 2")
        asked = _question(library, chat.text)
        if bool(asked.checked) == checked and asked.answered_by == "choice":
            return asked
        chat.says("stop")
    raise AssertionError(topic)


def _question(library: Library, text: str) -> Question:
    folded = " ".join(text.split()).casefold()
    return next(q for q in library.written() if " ".join(q.stem.split()).casefold() in folded)


def test_a_question_that_rests_on_a_figure_tells_when_it_was_checked(
    chat: Chat, library: Library
) -> None:
    asked = _begins(chat, library, "kendra", checked=True)
    assert asked.origin == "bank" and asked.checked == "2026-11"
    chat.waits(seconds=5).answers().sees("checked November 2026", asked.explanation[:60])


def test_a_question_of_the_bank_comes_back_for_review_and_counts_in_me(
    chat: Chat, library: Library
) -> None:
    asked = _begins(chat, library, "lambda", checked=False)
    chat.waits(seconds=5).answers(right=False).sees(asked.explanation[:60], asked.why_not[0][:40])
    chat.says("stop").waits(hours=30)
    chat.says("review").sees("Review", asked.stem[:60])
    chat.says("me").sees(asked.topic, "0% · 0 of 1", "1 review due today")


def test_what_is_compared_is_practised_with_questions_of_the_bank(
    chat: Chat, library: Library
) -> None:
    chat.says("compare fargate, ecs").sees("Fargate", "ECS").clicks("Quiz me on these")
    chat.sees("Question 1 of 5")
    asked = _question(library, chat.text)
    assert asked.topic in ("Fargate", "ECS") and asked.origin == "bank"
    other = "ECS" if asked.topic == "Fargate" else "Fargate"
    assert other in " ".join((asked.stem, *asked.options, *asked.why_not))


def test_what_is_compared_without_the_differences_asks_all_of_it(
    chat: Chat, library: Library
) -> None:
    chat.says("compare kendra, polly").clicks("Quiz me on these").sees("Question 1 of 5")
    assert _question(library, chat.text).topic in ("Kendra", "Polly")
