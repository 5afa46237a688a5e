"""From Slack's payloads to requests: whatever is in them, and whatever is missing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack import requests
from adapters.slack.people import read_user
from bot.messages import Action, Person, Place
from tests.adapters.companion import Told
from tests.adapters.slack.test_render import quickly
from tests.platforms.slack.server import SlackServer

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOMEONE = Person("slack", "T1", "U1")
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "value", "ts", "type", "text"]), inner, max_size=3)
    ),
    max_leaves=8,
)
events = st.fixed_dictionaries(
    {},
    optional={
        name: st.text(max_size=12)
        for name in ("user", "bot_id", "subtype", "channel", "channel_type", "thread_ts", "text")
    }
    | {"ts": anything},
)


@quickly
@given(events)
def test_any_event_is_read_without_an_exception(event: dict[str, object]) -> None:
    place = requests.event_place(event, "T1")
    assert place.workspace == "T1"
    assert isinstance(requests.is_written_by_a_person(event, "UBOT"), bool)
    assert requests.moment(event.get("ts"), NOW).tzinfo is not None


@pytest.mark.parametrize(
    ("stamp", "seconds"),
    [("1700000000.123456", 1_700_000_000.123456), ("1700000000", 1_700_000_000.0)],
)
def test_moments_are_exact(stamp: str, seconds: float) -> None:
    assert requests.moment(stamp, NOW).timestamp() == seconds


@pytest.mark.parametrize("stamp", [None, "", "soon", "٣.1", "-5", "9" * 30, [], {}])
def test_a_moment_that_is_none_is_now(stamp: object) -> None:
    assert requests.moment(stamp, NOW) == NOW


@pytest.mark.parametrize(
    ("event", "person"),
    [
        ({"user": "U1", "text": "hi"}, True),
        ({"user": "U1", "subtype": "file_share"}, True),
        ({"user": "UBOT"}, False),
        ({"user": "USLACKBOT"}, False),
        ({"user": "U1", "bot_id": "B1"}, False),
        ({"user": "U1", "bot_profile": {"id": "B1"}}, False),
        ({"user": "U1", "subtype": "message_changed"}, False),
        ({"user": "U1", "subtype": "channel_join"}, False),
        ({"user": "U1", "edited": {"user": "U1"}}, False),
        ({"user": "U1", "hidden": True}, False),
        ({"text": "from nobody"}, False),
    ],
)
def test_only_what_people_write_counts(event: dict[str, object], person: bool) -> None:
    assert requests.is_written_by_a_person(event, "UBOT") is person


def test_a_mention_in_a_thread_stays_there_and_one_outside_begins_one() -> None:
    outside = {"channel": "C1", "ts": "5.0"}
    assert requests.event_place(outside, "T1").thread == "5.0"
    assert requests.event_place(outside | {"thread_ts": "1.0"}, "T1").thread == "1.0"
    direct = {"channel": "D1", "ts": "5.0", "channel_type": "im"}
    assert requests.event_place(direct, "T1") == Place("slack", "T1", "D1", private=True)


def test_a_click_carries_what_was_printed_into_it() -> None:
    value = str(Action("ask", ("a & b <c>",)))
    element = {"type": "button", "value": value}
    request = requests.clicked(SOMEONE, Place("slack", "T1", "C1"), NOW, requests.value_of(element))
    assert request.action == Action("ask", ("a & b <c>",))


@pytest.mark.parametrize(
    ("flags", "counts", "admin"),
    [
        ({}, True, False),
        ({"is_admin": True}, True, True),
        ({"is_owner": True}, True, True),
        ({"is_primary_owner": True}, True, True),
        ({"is_bot": True}, False, False),
        ({"is_restricted": True, "is_admin": True}, False, False),
        ({"is_ultra_restricted": True}, False, False),
        ({"is_stranger": True, "is_admin": True}, False, False),
        ({"team_id": "T2", "is_admin": True}, False, False),
        ({"deleted": True, "is_admin": True}, False, False),
    ],
)
def test_who_counts_and_who_may_administer(
    flags: dict[str, object], counts: bool, admin: bool
) -> None:
    known = read_user({"id": "U1", "team_id": "T1", "name": "a"} | flags, "T1", 0.0)
    assert (known.counts, known.admin) == (counts, admin)


@pytest.mark.usefixtures("adapter")
async def test_odd_payloads_are_acknowledged_and_harmless(
    slack: SlackServer, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    base: dict[str, Any] = {"team": {"id": "T1"}, "user": {"id": "U1"}, "trigger_id": "1.1"}
    odd = [
        base | {"type": "block_actions", "trigger_id": "1", "actions": [{"action_id": "x"}]},
        base | {"type": "block_actions", "trigger_id": "2", "actions": [
            {"action_id": "field", "type": "timepicker", "selected_time": "09:00"}]},
        base | {"type": "view_submission", "trigger_id": "3",
                "view": {"type": "modal", "callback_id": "form"}},
        base | {"type": "view_submission", "trigger_id": "4",
                "view": {"type": "modal", "callback_id": "other", "private_metadata": "["}},
        base | {"type": "view_closed", "trigger_id": "5",
                "view": {"type": "modal", "callback_id": "note"}},
        base | {"type": "block_suggestion", "action_id": "zone", "value": "",
                "view": {"type": "modal"}, "block_id": "b"},
        base | {"type": "shortcut", "callback_id": "anything", "trigger_id": "6"},
        base | {"type": "message_action", "callback_id": "look_up", "trigger_id": "7"},
    ]  # fmt: skip
    for payload in odd:
        ack = await slack.delivery.send("interactive", payload)
        assert ack.ok, payload
    for event in (
        {"type": "reaction_added", "user": "U1"},
        {"type": "channel_left"},
        {"type": "message"},
        {"type": "app_mention", "user": "U1"},
    ):
        assert (await slack.deliver_event(event)).ok, event
    one = slack.member("U1")
    await one.command("s3", "C1")
    await one.reply("C1")
    assert told.left == []


@pytest.mark.parametrize(
    ("container", "message"),
    [
        (
            {"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": False},
            "1.2",
        ),
        ({"type": "message", "message_ts": "1.2", "channel_id": "C1", "is_ephemeral": True}, ""),
        ({"type": "view", "view_id": "V1"}, ""),
        ({}, ""),
    ],
)
def test_a_click_says_on_which_message_it_was_if_everybody_sees_it(
    container: dict[str, object], message: str
) -> None:
    assert requests.message_of({"container": container}) == message
