"""What a phone shows: labels that it does not cut off, and all that is longer in the text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.discord.render import render as for_discord
from adapters.slack.render import render as for_slack
from bot.messages import Reply
from bot.quiz.outcomes import Reveal
from bot.replies.options import ON_A_BUTTON
from bot.replies.quiz import daily_question, practice_question, reveal, review_question
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
    """The words in a message's blocks, and the labels on buttons that answer."""
    blocks = [block for message in for_slack(reply) for block in message.blocks]
    said = [text for name, text in strings(blocks) if name == "text"]
    buttons = [
        one for block in blocks if block["type"] == "actions" for one in block["elements"]
        if str(one.get("value", "")).startswith(("answer|", "choose|"))
    ]  # fmt: skip
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
    return str(one.get("custom_id", "")).startswith(("answer|", "choose|"))


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
