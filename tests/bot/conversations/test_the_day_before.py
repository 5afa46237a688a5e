"""The day before: tomorrow's question as its host sees it, and what it is drawn from."""

from dataclasses import replace

from knowledge.model import Question
from tests.bot.conversations import test_written
from tests.bot.conversations.chat import Chat
from tests.bot.state.world import question

library = test_written.library  # the usual notes, and a folder of questions beside them
TOPIC = "Levers"  # of which the notes have no other question for a day
DAILY = f"daily 09:00 Europe/Berlin daily {TOPIC}"


def one(origin: str) -> Question:
    """A question of that origin, which its stem and its right option name."""
    return replace(
        question(f"one-{origin}", topic=TOPIC),
        origin=origin,
        stem=f"Where does the {origin} one come from?",
        options=(f"from {origin}", "from nowhere"),
        answer=0,
    )


AUTHORED, BANK, GENERATED = (one(origin) for origin in ("authored", "bank", "generated"))


# ---------------------------------------------------------------- the stock


def test_the_stock_of_a_daily_quiz(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin weekdays").says("daily source written")
    chat.admin.sees("Only questions that your team wrote")
    chat.admin.says("daily source books").sees("I can't read")
    chat.says("daily preview on").sees("can change the daily question here")


def test_each_source_draws_from_its_own_stock_alone(chat: Chat) -> None:
    """Of each kind there is one. A channel that takes any goes on to what it has not asked yet."""
    for known in (GENERATED, BANK, AUTHORED):
        chat.driver.has(known)
    _asked(chat.admin.says(DAILY), AUTHORED, minutes=31)
    chat.admin.says("daily source bank").sees("Only questions of the bundled bank")
    _asked(chat, BANK, days=1)
    _asked(chat, BANK, days=1)
    chat.admin.says("daily source written").sees("Only questions that your team wrote")
    _asked(chat, AUTHORED, days=1)
    chat.admin.says("daily source any")
    _asked(chat, GENERATED, days=1)


def _asked(chat: Chat, expected: Question, **later: float) -> None:
    """Then it is the daily question, in the words that its origin is known by."""
    chat.waits(**later).clicks(f"A. {expected.right}").sees(f"Right: {expected.right}.")


# ---------------------------------------------------------------- previews


def test_the_host_sees_tomorrows_question_before(chat: Chat, driver_name: str) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily")
    chat.admin.says("daily preview on").sees("sees each question the day before")
    chat.waits(hours=2)
    chat.admin.sees_message("To come on Tuesday", times=1)
    if driver_name != "terminal":  # there everybody sits at the terminal that it is sent to
        chat.as_("Cem").sees_message("To come on", times=0)
    chat.admin.clicks("Another one").sees("To come on Tuesday").clicks("Post it")
    chat.admin.sees("It will be posted on Tuesday")


def test_tomorrows_question_is_edited_before_it_is_asked(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily").says("daily preview on").waits(hours=2)
    chat.admin.clicks("Edit").fills_in({"Question": "What is asked in these words?"})
    chat.admin.sees("Changed, from now on.", "What is asked in these words?")
    chat.waits(hours=23)
    assert "What is asked in these words?" in chat.channel


def test_what_is_never_to_be_asked_makes_way_for_another(chat: Chat) -> None:
    chat.admin.says("daily 09:00 Europe/Berlin daily").says("daily preview on").waits(hours=2)
    before = chat.admin.clicks("Another one").sees("To come on Tuesday").text
    chat.admin.clicks("Never ask this").sees("To come on Tuesday")
    assert chat.admin.text != before
    chat.admin.clicks("Post it").sees("It will be posted on Tuesday", "You earn no points with it")


def _to_come(chat: Chat, day: str) -> str:
    """What the host was shown for that day."""
    (shown,) = (text for text in chat.admin.told if f"To come on {day}" in text)
    return shown


def test_without_a_word_it_is_posted_as_the_order_of_trust_says(chat: Chat) -> None:
    """The team's own, then the bank's, then what rules made."""
    for known in (GENERATED, BANK, AUTHORED):
        chat.driver.has(known)
    _asked(chat.admin.says(DAILY).says("daily preview on"), AUTHORED, minutes=31)
    for day, expected in (("Tuesday", BANK), ("Wednesday", GENERATED)):
        chat.waits(hours=2)
        assert expected.stem in _to_come(chat, day)
        _asked(chat, expected, hours=22)
    chat.admin.clicks(f"A. {GENERATED.right}").sees("+10")  # what they were shown may lie unread


def test_whoever_edits_tomorrows_question_earns_nothing_with_it(chat: Chat) -> None:
    """Were it for a comma: they have seen the right answer."""
    chat.driver.has(BANK)
    chat.admin.says(DAILY).says("daily preview on").waits(hours=2)
    chat.admin.clicks("Edit").fills_in({"Question": f"Well, {BANK.stem}"})
    chat.admin.sees("Changed, from now on.", "You earn no points with it.").waits(hours=23)
    assert f"Well, {BANK.stem}" in chat.channel
    chat.admin.clicks("A. from bank").sees("Right: from bank.", "no points").sees_not("+10")
    chat.clicks("A. from bank").sees("Right: from bank.", "+10")
    chat.waits(days=1).says("leaderboard").sees("Together", "10 of 200 points")
