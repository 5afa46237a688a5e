"""What people wrote, asked of a channel: hints, code, and all that can be read after an answer."""

import re
from dataclasses import dataclass

import pytest

from tests.bot.conversations import test_written
from tests.bot.conversations.chat import Chat

library = test_written.library  # the usual notes, and a folder of questions beside them
HINT = AWAY = "Hint, then 7 points"
CODE = "for n in range(2):\n    print(n)"
LOOPS = (
    "The numbers one and two, each on a line of its own, because counting begins at one",
    "The numbers zero and one, each on a line of its own, because counting begins at zero",
    "Nothing at all, because the loop needs a list",
)


@pytest.fixture
def asks(chat: Chat) -> "Asks":
    return Asks(chat)


@dataclass(frozen=True, slots=True)
class Asks:
    """Asks everybody about one topic, and answers whatever was asked of somebody."""

    chat: Chat

    def daily(self, topic: str) -> None:
        self.chat.admin.says(f"daily 09:00 Europe/Berlin weekdays {topic}").waits(minutes=31)

    def about(self, words: str) -> str:
        """The one message of the channel with these words, line by line."""
        (message,) = (one for one in self.chat.driver.channel() if words in one)
        return message.replace("\u00a0", " ")  # so Discord is kept from swallowing blanks

    def answers(self, kind: str, said: str, who: str = "Ben") -> Chat:
        """Answer by a click, in a menu or in words."""
        chat = self.chat.as_(who)
        match kind:
            case "choice":
                return chat.clicks(said)
            case "several":
                return chat.clicks("Choose two").fills_in({"Choose two": said})
            case _:
                return chat.clicks("Type the answer").fills_in({"Your answer": said})


def in_order(text: str, *pieces: str) -> None:
    """All of it can be read, one after another; a bar may stand beside a line that goes on."""
    text, at = " ".join(re.sub(r"[▇█░]*\s\d+%", "", text).split()), 0
    for piece in pieces:
        found = text.find(piece, at)
        assert found >= 0, f"{piece!r} does not stand after {text[:at]!r} in {text!r}"
        at = found + len(piece)


# ---------------------------------------------------------------- hints


@pytest.mark.parametrize(
    ("topic", "label", "hint", "kind", "right"),
    [
        ("motors", HINT, "Hint: One of them stands still", "several", "A,C"),
        ("drive letters", AWAY, "Hint: It is not “", "choice", "C. “C”"),
        ("exits", AWAY, "Hint: It is not “", "several", "B,C"),
    ],
)
def test_a_hint_to_the_daily_question_is_ones_own_and_costs_three_points(
    asks: Asks, topic: str, label: str, hint: str, kind: str, right: str
) -> None:
    asks.daily(topic)
    asks.chat.clicks(label).sees("A right answer now counts 7 points.")
    assert re.search(rf"{hint}[^.]*\. ", asks.chat.text), "a whole sentence"
    assert hint not in asks.chat.channel
    asks.answers(kind, right).sees("Right:", "+7 points")
    asks.answers(kind, right, "Cem").sees("Right:", "+10 points")


@pytest.mark.parametrize("topic", ["wheels", "voltmeters"])
def test_the_daily_question_has_no_button_for_a_hint_where_there_is_none(
    asks: Asks, topic: str
) -> None:
    asks.daily(topic)
    for label in (HINT, AWAY, "Hint", "Remove a wrong option"):
        with pytest.raises(AssertionError, match=r"sees no \[|cannot click"):
            asks.chat.clicks(label)
    asks.chat.forges("hint|1").sees("There is no hint for this question.")
    asks.answers(*WRONG[topic][:2]).sees("Not quite")


# ---------------------------------------------------------------- read after an answer

# How each is answered wrongly, what stands in the question, and what is then said of it.
WRONG = {
    "wheels": (
        "choice", "False", ("A wheel turns around an axle.",),
        ("Not quite: you picked “False”.", "Without an axle it would be a roller.",
         "The right answer: True.", "The axle holds it in place.", "wheels.md:7"),
    ),
    "motors": (
        "several", "A,B",
        ("Which parts does every electric motor have?", "A stator", "A carburettor", "A rotor",
         "A gearbox that is mounted on the shaft and changes how fast whatever is driven turns"),
        ("Not quite: you picked “A stator” and “A carburettor”.",
         "Why not B, “A carburettor”? It mixes fuel and air for combustion engines.",
         "The right answers: A stator; A rotor.", "The rotor turns within the stator.",
         "motors.md:7"),
    ),
    "voltmeters": (
        "typed", "a clock", ("What does one call the instrument that shows voltage?",),
        ("Not quite: you wrote “a clock”.", "The right answer: Voltmeter.",
         "It lies beside what it measures.", "voltmeters.md:7"),
    ),
}  # fmt: skip


# What the result says of the wrong option that most people took: there nobody's pick is quoted.
MISTAKES = {
    "wheels": "Why not “False”? Without an axle it would be a roller.",
    "motors": "Why not B, “A carburettor”? It mixes fuel and air for combustion engines.",
}


@pytest.mark.parametrize("topic", WRONG)
def test_in_a_quiz_and_in_reviews_all_stands_together_after_an_answer(
    asks: Asks, topic: str
) -> None:
    kind, wrong, question, verdict = WRONG[topic]
    asks.chat.says(f"quiz {topic} 1").waits(seconds=5)
    in_order(asks.answers(kind, wrong).text, *verdict[:-1], *question, verdict[-1])
    asks.chat.waits(days=2).says("review").sees("Review ·", *question)
    in_order(asks.answers(kind, wrong).text, *verdict[:-1], *question, verdict[-1])


@pytest.mark.parametrize("topic", WRONG)
def test_of_the_daily_question_the_verdict_is_ones_own_and_the_question_stays(
    asks: Asks, topic: str
) -> None:
    kind, wrong, question, verdict = WRONG[topic]
    asks.daily(topic)
    in_order(asks.answers(kind, wrong).text, *verdict)
    in_order(asks.chat.channel, *question[:1])
    assert "The right answer" not in asks.chat.channel
    asks.chat.waits(hours=23.5)
    *_, key, why, source = verdict
    in_order(asks.chat.channel, *question, key, why, MISTAKES.get(topic, ""), source)


def test_what_was_picked_is_quoted_once_and_why_it_is_wrong_comes_right_behind(asks: Asks) -> None:
    asks.daily("wheels")
    asks.answers("choice", "False").sees_not("Why not")
    verdict, reason = asks.chat.text.index("“False”"), asks.chat.text.index("Without an axle")
    assert asks.chat.text.count("False") == 1
    assert verdict < reason < asks.chat.text.index("The right answer")


def test_a_card_is_read_with_its_answer_and_source_while_it_is_graded(asks: Asks) -> None:
    both = ("Why does a long lever help?", "A small force over a long way", "levers.md:7",
            "How well did you know it?")  # fmt: skip
    asks.chat.says("quiz levers 1").waits(seconds=5).clicks("Show the answer")
    in_order(asks.chat.text, *both)
    asks.chat.clicks_begun("Hard").waits(days=40).says("review").clicks("Show the answer")
    in_order(asks.chat.text, *both)


# ---------------------------------------------------------------- code


def dedented(text: str) -> str:
    """The text with its code where a line begins: a terminal draws it farther in than words."""
    return re.sub(r"^ {4}(?=for |    print)", "", text, flags=re.MULTILINE)


def test_a_daily_question_about_code_is_asked_and_answered_in_full(asks: Asks) -> None:
    asks.daily("loops")
    assert CODE in dedented(asks.about("print(n)")), "each line on its own, and indented"
    in_order(asks.chat.channel, "What does this print?", *LOOPS)
    asks.answers("choice", "C").sees("Not quite: you picked “Nothing at all")
    in_order(asks.answers("choice", "B", "Cem").text, f"Right: {LOOPS[1]}.", "range(2) yields 0")
    asks.chat.waits(hours=23.5)
    assert CODE in dedented(asks.about("print(n)"))
    in_order(asks.chat.channel, "closed", "What does this print?", *LOOPS, "range(2) yields 0")
    assert asks.chat.channel.count("50%") == 2


def test_code_that_somebody_types_is_asked_as_code_and_shown_between_fences_to_edit(
    asks: Asks,
) -> None:
    ada = asks.chat.admin
    stem = f"What is printed?\n```\n{CODE}\n```"
    options = f"* {LOOPS[1]}\n{LOOPS[0]}"
    ada.says("question add")
    ada.fills_in({"Question": stem, test_written.OPTIONS: options, "Topic": "Printing"})
    ada.sees("Saved", "What is printed?", "for n in range(2):").says("question list")
    assert "What is printed? for n in range(2): print(n)" in " ".join(ada.text.split())
    ada.says(f"question edit {test_written._listed(ada)}").fills_in({"Topic": "Prints"})
    ada.sees("Changed")
    asks.daily("Prints")
    assert CODE in dedented(asks.about("print(n)"))
    assert "```" not in asks.about("print(n)")
