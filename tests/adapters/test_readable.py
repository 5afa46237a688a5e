"""What a phone shows: labels that it does not cut off, and all that is longer in the text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from adapters.discord.render import render as for_discord
from adapters.slack.render import render as for_slack
from bot.language import speaking
from bot.messages import Reply
from bot.quiz.outcomes import Answered, Reveal
from bot.quiz.responses import GRADED, TYPED_CLOSE, TYPED_WRONG
from bot.replies.options import ON_A_BUTTON
from bot.replies.quiz import (
    card_shown,
    daily_question,
    practice_question,
    reveal,
    review_question,
)
from bot.replies.verdicts import ScoreLine, practiced, recalled, receipt
from bot.replies.voice import Voice
from bot.store.records import Round, Team
from knowledge.model import Question

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
STEM = "What does this print?\n    for n in range(2):\n        if n:\n            print(n)"
ASKS = ("What does this print?", "for n in range(2):\n    if n:\n        print(n)")
OPTIONS = (
    "The number one, on a line of its own, because zero counts as false and is left out",
    "x = [\n    1,\n    2,\n]",
    "No more than this",
)
ASKED = Question(
    id="code", version="1", kind="choice", topic="Loops", subject="Loops", stem=STEM,
    options=OPTIONS, answer=0, explanation="Zero is false.", why_not=("", "", ""), sources=(),
    section=(), origin="authored", answers=(0,),
)  # fmt: skip


def strings(node: Any) -> Iterator[tuple[str, str]]:
    """Every text of a message with the name it stands under."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from [(name, value)] if isinstance(value, str) else strings(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from strings(value)


def in_slack(reply: Reply) -> tuple[str, list[str]]:
    """The words in a message's blocks, and the labels on buttons that answer or grade."""
    blocks = [block for message in for_slack(reply) for block in message.blocks]
    said = [text for name, text in strings(blocks) if name == "text"]
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    buttons = [one for row in rows for one in row if _answers(one)]
    return "\n".join(said), [one["text"]["text"] for one in buttons]


def in_discord(reply: Reply, *, laid_out: bool) -> tuple[str, list[str]]:
    """The same, without Discord's marks for what is bold and what is no mark."""
    drawn = [
        (message.embeds, message.rows, message.layout)
        for message in for_discord(reply, laid_out=laid_out)
    ]
    said = [text for name, text in strings(drawn) if name in ("description", "content", "value")]
    buttons = [one for one in dicts(drawn) if _answers(one)]
    words = re.sub(r"\\|\*\*", "", "\n".join(said)).replace("\u00a0", " ")  # which Discord draws
    return words, [one["label"] for one in buttons]


def dicts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list | tuple):
        for value in node:
            yield from dicts(value)


def _answers(one: dict[str, Any]) -> bool:
    """Whether it is a button by which one answers, or says how well one knew it."""
    sent = str(one.get("custom_id") or one.get("value") or "")
    return sent.startswith(("answer|", "choose|", "type|", "show|", "grade|"))


SHOWN: dict[str, Callable[[Reply], tuple[str, list[str]]]] = {
    "slack": in_slack,
    "discord": lambda reply: in_discord(reply, laid_out=False),
    "discord, laid out": lambda reply: in_discord(reply, laid_out=True),
}


def replies(question: Question, platform: str) -> Iterator[Reply]:
    """The question as it is put to a channel and to one person, and its result."""
    voice = Voice("slack" if platform == "slack" else "discord")
    round = Round(
        7, Team("slack:T1"), "C1", "daily", date(2026, 3, 2), question, "posted", NOW,
        NOW.replace(day=3),
    )  # fmt: skip
    yield daily_question(voice, round, 0, "UTC", NOW)
    yield practice_question(voice, round)
    yield review_question(voice, round, 2)
    yield reveal(voice, Reveal(round, tuple(range(len(question.options))), 3, 0))


@pytest.mark.parametrize("platform", SHOWN)
@pytest.mark.parametrize("kind", ["choice", "several"])
def test_long_options_and_code_are_read_in_full_above_short_buttons(
    platform: str, kind: str
) -> None:
    question = replace(ASKED, kind=kind, answers=(0,) if kind == "choice" else (0, 1))
    *asked, result = map(SHOWN[platform], replies(question, platform))
    for text, labels in asked:
        assert all(piece in text for piece in (*ASKS, *OPTIONS)), text
        assert labels == (["A", "B", "C"] if kind == "choice" else ["Choose two"])
    text, labels = result
    assert all(piece in text for piece in (*ASKS, *OPTIONS)), text
    assert labels == []


@pytest.mark.parametrize("platform", SHOWN)
@pytest.mark.parametrize("length", [1, 2, ON_A_BUTTON, ON_A_BUTTON + 1, 75, 120, 300])
def test_no_label_is_longer_than_what_a_phone_shows_of_it(platform: str, length: int) -> None:
    options = tuple(letter * length for letter in "wxyz")
    *asked, _ = map(SHOWN[platform], replies(replace(ASKED, options=options), platform))
    for text, labels in asked:
        assert max(map(len, labels)) <= len("A. ") + ON_A_BUTTON
        by_label = [label.partition(". ")[2].strip("“”") for label in labels] == list(options)
        assert by_label or all(option in text for option in options)


# ---------------------------------------------------------------- typed, cards, verdicts

WHY = "It counts from zero.\n    range(2) == [0, 1]\nSo it ends before two."
EXPLAINED = ("It counts from zero.", "range(2) == [0, 1]", "So it ends before two.")
BACK = "\n".join(f"Line {n} of what somebody wrote who had much to say about it." for n in range(9))
ON_A_PHONE = 30  # characters of a label that Slack promises to show
TYPED = replace(ASKED, kind="typed", options=(), answers=(), why_not=(), explanation=WHY,
                accept=("UserInterfaceIdiom.phone",))  # fmt: skip
CARD = replace(TYPED, kind="card", accept=(), back=BACK)
CHOICE = replace(ASKED, explanation=WHY, why_not=("", "It is a list. " * 20, ""))
SEVERAL = replace(CHOICE, kind="several", answers=(0, 2))
OUTLOOK = dict(zip(GRADED, map(timedelta, (0, 3, 28, 365)), strict=True))


def on_buttons(platform: str, reply: Reply) -> list[str]:
    """The labels of all buttons of a message, whatever they do."""
    if platform == "slack":
        drawn = [one for message in for_slack(reply) for one in dicts(message.blocks)]
        return [one["text"]["text"] for one in drawn if one.get("type") == "button"]
    laid_out = platform != "discord"
    said = [(one.rows, one.layout) for one in for_discord(reply, laid_out=laid_out)]
    return [one["label"] for one in dicts(said) if "label" in one and "custom_id" in one]


def round_of(question: Question) -> Round:
    return Round(7, Team("slack:T1"), "C1", "daily", date(2026, 3, 2), question, "posted", NOW,
                 NOW.replace(day=3))  # fmt: skip


def verdicts(platform: str, given: Answered) -> Iterator[Reply]:
    """What is said to an answer in the channel, in a quiz, in a review and on a home screen."""
    voice, score = Voice("slack" if platform == "slack" else "discord"), ScoreLine(7)
    yield receipt(voice, given, score)
    yield practiced(voice, given, score)
    yield recalled(voice, given, score, OUTLOOK, NOW)
    yield receipt(voice, given, score, elsewhere=True)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("platform", SHOWN)
@pytest.mark.parametrize("question", [TYPED, CARD], ids=["typed", "card"])
def test_what_is_typed_or_shown_is_asked_in_full_above_one_short_button(
    platform: str, question: Question, language: str
) -> None:
    voice, round = Voice("slack" if platform == "slack" else "discord"), round_of(question)
    with speaking(language):
        asked = [
            practice_question(voice, replace(round, kind="practice")),
            review_question(voice, replace(round, kind="review"), 2),
            *([] if question is CARD else [daily_question(voice, round, 0, "UTC", NOW)]),
        ]
        for text, labels in map(SHOWN[platform], asked):
            assert all(piece in text for piece in ASKS), text
            assert 1 <= len(labels) <= 2
            assert all(len(label) <= ON_A_PHONE for label in labels), labels


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("platform", SHOWN)
@pytest.mark.parametrize("question", [TYPED, CARD], ids=["typed", "card"])
def test_a_card_is_shown_in_full_above_its_grades(
    platform: str, question: Question, language: str
) -> None:
    voice = Voice("slack" if platform == "slack" else "discord")
    with speaking(language):
        text, labels = SHOWN[platform](card_shown(voice, round_of(question), OUTLOOK, NOW))
    assert all(line in text for line in (*ASKS, *question.right.split("\n"), *EXPLAINED)), text
    assert len(labels) == len(GRADED)
    assert all(len(label) <= ON_A_PHONE for label in labels), labels


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("platform", SHOWN)
@pytest.mark.parametrize(
    ("question", "choice", "picked"),
    [(CHOICE, 1, ""), (SEVERAL, 0b11, ""), (TYPED, TYPED_WRONG, "w" * 200),
     (TYPED, TYPED_CLOSE, "UserInterfaceIdiom.fone")],
    ids=["choice", "several", "typed", "close"],
)  # fmt: skip
def test_a_verdict_says_all_that_there_is_to_learn(
    platform: str, question: Question, choice: int, picked: str, language: str
) -> None:
    given = Answered(round_of(question), 1, choice, picked, correct=False, points=0)
    right = [option for place in question.rights for option in question.options[place].split("\n")]
    learned = (
        *right,
        *question.accept,
        *EXPLAINED,
        *filter(None, (why.strip() for why in question.why_not)),
    )
    with speaking(language):
        shown = list(verdicts(platform, given))
        said = list(map(SHOWN[platform], shown))
        labels = [label for reply in shown for label in on_buttons(platform, reply)]
    for text, _ in said:
        assert all(piece in text for piece in (*learned, picked)), text
    assert labels
    assert all(len(label) <= ON_A_PHONE for label in labels), labels
    for text, _ in said[1:]:  # where the question stands no more
        assert all(piece in text for piece in ASKS), text
        assert all(line in text for option in question.options for line in option.split("\n"))
