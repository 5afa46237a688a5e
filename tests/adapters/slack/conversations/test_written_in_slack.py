"""Questions that people wrote, word for word as everywhere, in Slack; and what Slack limits."""

# ruff: noqa: F403

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.slack.forms import Origin, form_view, submitted
from adapters.slack.render import render
from bot import actions
from bot.quiz.writing import WrittenForm, form_of, read_form
from bot.replies.options import choice_form
from bot.replies.questions import form
from bot.replies.quiz import daily_question
from bot.replies.voice import Voice
from bot.store.records import Round, Team
from knowledge.model import Question
from tests.adapters.slack.driver import CHANNEL, SlackDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.test_the_day_before import *
from tests.bot.conversations.test_written import *
from tests.bot.conversations.test_written_closely import *
from tests.bot.conversations.test_written_limits import *
from tests.bot.conversations.test_written_readable import *
from tests.platforms.slack.blocks import check_message, check_view
from tests.platforms.slack.member import _filled

LONG = Question(
    id="long", version="1", kind="several", topic="Queues", subject="Queues",
    stem="Which of these are so? " + "It goes on and on. " * 30, options=tuple(
        f"{n} " + "an option that is far too long for a button " * 4 for n in "ABCDEFGHIJKL"
    ),
    answer=0, explanation="x" * 2_900, why_not=("",) * 12, sources=(), section=(),
    origin="authored", answers=(0, 11),
)  # fmt: skip
ROUND = Round(
    7, Team("slack:T1"), "C1", "daily", date(2026, 3, 2), LONG, "posted",
    datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 3, tzinfo=UTC),
)  # fmt: skip


def many(count: int) -> Round:
    """A question with so many options, two of them right."""
    options = tuple(f"option {number}" for number in range(count))
    return replace(ROUND, question=replace(LONG, options=options, answers=(0, count - 1)))


FULL = WrittenForm(
    "s" * 600,
    "\n".join(["* " + "r" * 200, *(str(n) * 200 for n in range(9))]),
    "w" * 2_000,
    "t" * 60,
)


@pytest.mark.parametrize("count", [10, 25, 100])
def test_many_options_are_check_boxes_or_a_menu(count: int) -> None:
    view = form_view(choice_form(many(count)), Origin("C1"))
    check_view(view, "modal")
    element = view["blocks"][0]["element"]
    assert element["type"] == ("checkboxes" if count <= 10 else "multi_static_select")
    assert len(element["options"]) == count
    assert element.get("max_selected_items") == (None if count <= 10 else 2)


def test_twenty_five_buttons_go_into_messages_that_slack_takes() -> None:
    one = replace(many(25), question=replace(many(25).question, answers=(0,)))
    labels: list[str] = []
    for message in render(daily_question(Voice("slack"), one, 0, "UTC", ROUND.opens)):
        check_message(list(message.blocks))
        rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
        labels += [one["text"]["text"] for row in rows for one in row if "text" in one]
    said = [label.partition(". ")[2] for label in labels[:25]]
    assert said == list(one.question.options)


def test_a_full_form_comes_back_as_it_was() -> None:
    view = form_view(form(FULL, actions.SAVE_EDIT("w-1")), Origin("C1"))
    check_view(view, "modal")
    view["state"] = {"values": _filled(view["blocks"], {})}
    assert WrittenForm(**submitted(view)) == FULL
    question = read_form(FULL, "w-1").question
    assert question is not None and form_of(question) == FULL


def test_code_full_of_angle_brackets_is_in_its_form_too() -> None:
    view = form_view(
        form(WrittenForm("Which?", "<&>" * 900), actions.SAVE_QUESTION()), Origin("C1")
    )
    check_view(view, "modal")
    assert view["blocks"][1]["element"]["initial_value"] == "<&>" * 900


def test_twelve_long_options_stay_within_the_limits() -> None:
    view = form_view(choice_form(ROUND), Origin("C1"))
    check_view(view, "modal")
    element = view["blocks"][0]["element"]
    assert [option["value"] for option in element["options"]] == list("ABCDEFGHIJKL")
    assert element["max_selected_items"] == 2


def test_the_form_of_a_long_question_stays_within_the_limits() -> None:
    check_view(form_view(form(form_of(LONG), actions.SAVE_EDIT(LONG.id)), Origin("C1")), "modal")


def test_a_long_question_is_posted_in_full() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    messages = render(daily_question(Voice("slack"), ROUND, 0, "UTC", now))
    for message in messages:
        check_message(list(message.blocks))
    text = "".join(str(message.blocks) for message in messages)
    assert all(option.strip() in text for option in LONG.options)


def test_a_message_is_made_a_question(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, SlackDriver)
    chat.admin.says("help")
    runner, ada = driver._runner, driver._member("Ada")
    text = "Which part holds a wheel?\n- [x] The axle\n- [ ] The spoke"
    message = runner.run(ada.says(text, CHANNEL))
    runner.run(driver._settled(ada.shortcut(message, "make_question")))
    chat.admin.fills_in({"Topic": "Axles"}).sees("Saved", "Which part holds a wheel?", "The axle")


def test_a_message_with_code_is_made_a_question_that_keeps_it(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, SlackDriver)
    chat.admin.says("help")
    runner, ada = driver._runner, driver._member("Ada")
    code = "```for n in range(2):\n    print('a  b')```"
    message = runner.run(
        ada.says(f"What is printed?\n{code}\n- [x] Twice a  b\n- [ ] Once", CHANNEL)
    )
    runner.run(driver._settled(ada.shortcut(message, "make_question")))
    chat.admin.fills_in({"Topic": "Printing"}).sees("Saved", "What is printed?")
    assert "for n in range(2):\n    print('a  b')" in driver.read("Ada")


def test_what_is_answered_on_the_home_screen_can_be_read_with_its_question(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, SlackDriver)
    chat.admin.says("daily 09:00 Europe/Berlin weekdays wheels").waits(minutes=31)
    runner, ben = driver._runner, driver._member("Ben")
    runner.run(driver._settled(ben.opens_home()))
    runner.run(ben.waits(lambda: ben.home and "True" in ben.home.labels))
    assert ben.home
    runner.run(driver._settled(ben.clicks_in(ben.home, "False")))
    runner.run(ben.waits(lambda: ben.modal and "Not quite" in ben.modal.words))
    assert ben.modal
    said = (
        "A wheel turns around an axle",
        "✓",
        "✗",
        "you picked “False”",
        "axle holds it",
    )
    assert [piece for piece in said if piece not in ben.modal.words] == [], ben.modal.words
