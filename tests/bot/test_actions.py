"""The table of actions: what old buttons say is still read, and what nobody drew is refused."""

import inspect
from typing import Any

import pytest

from bot import actions
from bot.actions import KINDS, StaleClick, UnknownClick, opener_of, traits_of
from bot.messages import Action

# As they stand on buttons of messages that were posted before there was a table.
RECORDED: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("ask|S3", ("S3",)),
    ("write", ()),
    ("make", ()),
    ("written", ()),
    ("edit|w-3f2a1c", ("w-3f2a1c",)),
    ("edited|w-3f2a1c", ("w-3f2a1c",)),
    ("questions|1", (1,)),
    ("question|w-3f2a1c", ("w-3f2a1c",)),
    ("export-questions", ()),
    ("approve|q1", ("q1",)),
    ("preview-post|C1|2027-03-01|q1", ("C1", "2027-03-01", "q1")),
    ("preview-other|C1|2027-03-01|q1", ("C1", "2027-03-01", "q1")),
    ("preview-never|C1|2027-03-01|q1", ("C1", "2027-03-01", "q1")),
    ("choose|7", (7,)),
    ("chosen|7", (7,)),
    ("type|7", (7,)),
    ("typed|7", (7,)),
    ("show|7", (7,)),
    ("card|0|1|sqs limits", (0, 1, "sqs limits")),
    ("share|0|~3f2a", (0, "what was kept")),
    ("share-page|0|2|sqs limits", (0, 2, "sqs limits")),
    ("share-compared-page|1|SQS|SNS", (1, ("SQS", "SNS"))),
    ("lookup", ()),
    ("compare|SQS|SNS", (("SQS", "SNS"),)),
    ("compare-page|1|SQS|SNS", (1, ("SQS", "SNS"))),
    ("share-compared|SQS|SNS", (("SQS", "SNS"),)),
    ("gaps", ()),
    ("topics", ("", 0)),
    ("topics|s|2", ("s", 2)),
    ("conflicts|S3", ("S3", 0)),
    ("quiz|", ("",)),
    ("quiz|S3", ("S3",)),
    ("quiz-again", (0, ())),
    ("quiz-again|2|SQS|SNS", (2, ("SQS", "SNS"))),
    ("weak", ()),
    ("quiz-compared|SQS|SNS", (("SQS", "SNS"),)),
    ("next|series-1", ("series-1",)),
    ("answer|12|0", (12, 0)),
    ("hint|12", (12,)),
    ("keep|12", (12,)),
    ("review", ()),
    ("grade|12|good", (12, "good")),
    ("report|12", (12,)),
    ("reported|12", (12,)),
    ("take-back|12", (12,)),
    ("board|month|channel", ("month", "channel", "points")),
    ("board|week|workspace|accuracy", ("week", "workspace", "accuracy")),
    ("me", ()),
    ("home", ()),
    ("daily", ()),
    ("daily-now", ()),
    ("daily-off", ()),
    ("daily-resume", ()),
    ("schedule", ()),
    ("schedule-save", ()),
    ("set-up|C1", ("C1",)),
    ("set-up-save|C1", ("C1",)),
    ("ask-form", ()),
    ("look-up-question|7", (7, 0)),
    ("ask-sent", ()),
    ("tell-me", ()),
    ("tell-me-not", ()),
    ("settings", ()),
    ("settings-save", ()),
    ("export", ()),
    ("forget", ()),
    ("forget-yes", ()),
    ("forget-no", ()),
    ("opt-out", ()),
    ("opt-in", ()),
    ("reports", (0,)),
    ("reports|2", (2,)),
    ("settle|q1", ("q1",)),
    ("hold|q1", ("q1",)),
    ("plan", ("",)),
    ("plan|off", ("off",)),
    ("plan|quiz", ("quiz",)),
    ("resolve|q1|retire", ("q1", "retire")),
    ("help|0", (False,)),
    ("help|1", (True,)),
    ("welcome", ()),
    ("run|leaderboard", ("leaderboard",)),
)


def recall(argument: str) -> str | None:
    return {"~3f2a": "what was kept", "~gone": None}.get(argument, argument)


def read(text: str) -> tuple[Any, ...]:
    action = Action.parse(text)
    return KINDS[action.name].read(action.arguments, recall)


@pytest.mark.parametrize(("text", "meant"), RECORDED)
def test_a_button_of_an_old_message_means_what_it_meant(text: str, meant: tuple[Any, ...]) -> None:
    assert read(text) == meant


def test_every_action_is_among_the_recorded_ones() -> None:
    assert {Action.parse(text).name for text, _ in RECORDED} == set(KINDS)


@pytest.mark.parametrize(("text", "meant"), RECORDED)
def test_what_a_button_carries_is_read_back(text: str, meant: tuple[Any, ...]) -> None:
    kind = KINDS[Action.parse(text).name]
    assert kind.read(kind(*meant).arguments, recall) == meant


@pytest.mark.parametrize(
    "text", ["answer", "answer|1", "answer|x|0", "answer|-1|0", "answer|1|٣", "hint|" + "9" * 30,
             "grade|1|fair", "resolve|q1|burn", "plan|x"],
)  # fmt: skip
def test_a_forged_click_is_refused(text: str) -> None:
    with pytest.raises(UnknownClick):
        read(text)


def test_a_click_whose_text_is_gone_is_stale() -> None:
    with pytest.raises(StaleClick):
        read("ask|~gone")


def test_a_bar_in_an_argument_is_not_read_as_the_next_one() -> None:
    assert str(actions.QUIZ("pipe|pipe")) == "quiz|pipe/pipe"


def test_a_form_is_opened_again_by_the_action_that_opened_it() -> None:
    assert opener_of(actions.SAVE_REPORT(12)) == actions.REPORT(12)
    assert opener_of(actions.SAVE_SCHEDULE()) == actions.SCHEDULE()
    assert opener_of(Action("odd", ("x",))) == Action("odd", ("x",))


@pytest.mark.parametrize("line", ["settings", "/settings", "daily set", "/daily set"])
def test_a_line_that_opens_a_form_says_so(line: str) -> None:
    assert traits_of(line, None).opens_form


def test_what_is_no_action_has_no_traits() -> None:
    assert traits_of("", Action("nonsense")) == traits_of("lambda limits", None)


def test_the_table_is_the_only_place_that_names_an_action() -> None:
    rows = {name for name, row in inspect.getmembers(actions) if row in KINDS.values()}
    assert len(rows) == len(KINDS)
