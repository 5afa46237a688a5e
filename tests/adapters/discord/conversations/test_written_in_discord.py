"""Questions that people wrote, word for word as everywhere, in Discord; and what Discord limits."""

# ruff: noqa: F403

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.discord.forms import modal, submitted
from adapters.discord.render import render
from bot import actions
from bot.quiz.writing import WrittenForm, form_of, read_form
from bot.replies.options import choice_form, chosen_in
from bot.replies.questions import form
from bot.replies.quiz import daily_question
from bot.replies.voice import Voice
from bot.store.records import Round, Team
from knowledge.model import Question
from tests.adapters.discord.driver import CHANNEL, DiscordDriver
from tests.bot.conversations.chat import Chat
from tests.bot.conversations.test_the_day_before import *
from tests.bot.conversations.test_written import *
from tests.bot.conversations.test_written_closely import *
from tests.bot.conversations.test_written_limits import *
from tests.bot.conversations.test_written_readable import *
from tests.platforms.discord.checks import check_message, check_modal, inputs

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


def test_a_menu_takes_twenty_five_options_and_more_are_typed() -> None:
    made = modal(choice_form(many(25))).to_dict()
    check_modal(made)
    (menu,) = inputs(made)
    assert [len(menu["options"]), menu["min_values"], menu["max_values"]] == [25, 2, 2]
    made = modal(choice_form(many(26))).to_dict()
    check_modal(made)
    (field,) = inputs(made)
    assert field["type"] == 4
    assert chosen_in("a, z", many(26).question) == (0, 25)


def test_twenty_five_buttons_go_into_messages_that_discord_takes() -> None:
    one = replace(many(25), question=replace(many(25).question, answers=(0,)))
    labels: list[str] = []
    for message in render(daily_question(Voice("discord"), one, 0, "UTC", ROUND.opens)):
        rows = [{"type": 1, "components": list(row)} for row in message.rows]
        check_message({"embeds": list(message.embeds), "components": rows})
        labels += [button["label"] for row in message.rows for button in row]
    said = [label.partition(". ")[2] for label in labels[:25]]
    assert said == list(one.question.options)


def test_a_full_form_comes_back_as_it_was() -> None:
    made = modal(form(FULL, actions.SAVE_EDIT("w-1"))).to_dict()
    check_modal(made)
    filled = submitted([{"type": 18, "component": field} for field in inputs(made)])
    assert WrittenForm(**filled) == FULL
    question = read_form(FULL, "w-1").question
    assert question is not None and form_of(question) == FULL


def test_twelve_long_options_stay_within_the_limits() -> None:
    made = modal(choice_form(ROUND)).to_dict()
    check_modal(made)
    assert "'min_values': 2" in str(made)
    assert "'max_values': 2" in str(made)


@pytest.mark.parametrize("letters", ["A", "A,B,C"])
def test_a_client_that_sends_another_number_is_refused_and_nothing_counts(
    chat: Chat, letters: str
) -> None:
    chat.says("quiz motors 1").waits(seconds=5).clicks("Choose two")
    driver = chat.driver
    assert isinstance(driver, DiscordDriver)
    shown = driver.shown_form("Ben")
    assert shown
    (menu,) = inputs(shown.data)
    menu |= {"min_values": 0, "max_values": 4}  # a client that does not keep to it
    chat.fills_in({"Choose two": letters}).sees("Choose two, no more and no fewer.")
    chat.sees_not("Not quite", "+2").clicks("Choose two").fills_in({"Choose two": "A,C"})
    chat.sees("Right: A stator; A rotor.", "+2")


def test_the_form_of_a_long_question_stays_within_the_limits() -> None:
    check_modal(modal(form(form_of(LONG), actions.SAVE_EDIT(LONG.id))).to_dict())


def test_a_long_question_is_posted_in_full() -> None:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    messages = render(daily_question(Voice("discord"), ROUND, 0, "UTC", now))
    for message in messages:
        rows = [{"type": 1, "components": list(row)} for row in message.rows]
        check_message({"embeds": list(message.embeds), "components": rows})
    text = "".join(str(message.embeds) for message in messages)
    assert all(option.strip() in text for option in LONG.options)


def test_a_message_is_made_a_question(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, DiscordDriver)
    chat.admin.says("help")
    runner, ada = driver._runner, driver._member("Ada")
    text = "Which part holds a wheel?\n- [x] The axle\n- [ ] The spoke"
    message = runner.run(ada.says(text, CHANNEL))
    runner.run(driver._settled(ada.shortcut(message, "Make this a question")))
    chat.admin.fills_in({"Topic": "Axles"}).sees("Saved", "Which part holds a wheel?", "The axle")


def test_a_message_with_code_is_made_a_question_that_keeps_it(chat: Chat) -> None:
    driver = chat.driver
    assert isinstance(driver, DiscordDriver)
    chat.admin.says("help")
    runner, ada = driver._runner, driver._member("Ada")
    code = "```py\nfor n in range(2):\n    print('a  b')\n```"
    message = runner.run(
        ada.says(f"What is printed?\n{code}\n- [x] Twice a  b\n- [ ] Once", CHANNEL)
    )
    runner.run(driver._settled(ada.shortcut(message, "Make this a question")))
    chat.admin.fills_in({"Topic": "Printing"}).sees("Saved", "What is printed?")
    assert "for n in range(2):\n    print('a  b')" in driver.read("Ada")
