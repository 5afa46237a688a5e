"""What other apps of the workspace can read in our messages: that they are ours, and no more."""

import json
from typing import TYPE_CHECKING

from adapters.slack.messenger import EVENT_TYPE
from tests.bot.conversations.chat import Chat

if TYPE_CHECKING:
    from tests.adapters.slack.driver import SlackDriver


def test_no_right_answer_is_in_metadata_or_buttons(chat: Chat, driver: "SlackDriver") -> None:
    chat.admin.says("daily now")
    letter, letters = chat.driver.right_answer(chat.channel)
    chat.clicks(letter)
    chat.waits(hours=1)
    sent = [
        arguments
        for method, arguments in driver._server.calls
        if method in ("chat.postMessage", "chat.update") and arguments.get("metadata")
    ]
    assert sent
    for arguments in sent:
        marked = arguments["metadata"]
        marked = json.loads(marked) if isinstance(marked, str) else marked
        assert marked["event_type"] == EVENT_TYPE
        assert list(marked["event_payload"]) == ["key"]
        assert marked["event_payload"]["key"].startswith(("round-", "hello-"))
    question = next(one for one in sent if "Daily question" in one["text"])
    options = [
        element
        for block in question["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button" and element["text"]["text"] in letters
    ]
    assert [one["value"].split("|")[-1] for one in options] == list(map(str, range(len(letters))))
    assert {frozenset(one) for one in options} == {frozenset(options[0])}, "no button stands out"
