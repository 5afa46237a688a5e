"""Posting for jobs: marked, found again, never twice, and clear about what cannot work."""

import asyncio
import time
from datetime import datetime, tzinfo

import pytest

from adapters.intake import CallRate, Rate
from adapters.slack import limits
from adapters.slack.messenger import SlackMessenger
from bot.messages import (
    Action,
    Button,
    Buttons,
    MessageRef,
    NotDelivered,
    NotPermitted,
    Person,
    Place,
    PlaceGone,
    Prose,
    Reply,
)
from tests.platforms.slack.server import SlackServer

HERE = Place("slack", "T1", "C1")
QUESTION = Reply(
    (Prose("What is 1+1?"), Buttons((Button("A", Action("answer", ("1", "0"))),))), private=False
)


async def test_a_post_is_found_by_its_key_and_changed(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    ref = await messenger.post(HERE, QUESTION, "round-1")
    assert await messenger.find(HERE, "round-1", since) == ref
    assert await messenger.find(HERE, "round-2", since) is None
    await messenger.update(ref, Reply((Prose("closed"),)))
    (message,) = slack.member("U1").replies("C1")
    assert (message.words, message.labels) == ("closed", [])
    assert await messenger.find(HERE, "round-1", since) == ref, "its mark stays"


async def test_refused_blocks_are_sent_as_text_rather_than_not_at_all(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.faults.add("chat.postMessage", "error:invalid_blocks")
    await messenger.post(HERE, QUESTION, "round-1")
    (message,) = slack.member("U1").replies("C1")
    assert (message.blocks, message.text) == ([], "What is 1+1?\n[A]")


async def test_a_post_in_a_thread_is_found_there(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    parent = await messenger.post(HERE, QUESTION, "round-1")
    thread = Place("slack", "T1", "C1", parent.id)
    recap = await messenger.post(thread, Reply((Prose("recap"),)), "recap-1")
    assert await messenger.find(thread, "recap-1", since) == recap
    assert await messenger.find(HERE, "recap-1", since) is None


async def test_a_message_of_somebody_else_with_our_key_is_not_ours(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    await messenger.post(HERE, QUESTION, "round-1")
    slack.world.channels["C1"].messages[0].user = "U2"
    slack.world.channels["C1"].messages[0].bot = False
    assert await messenger.find(HERE, "round-1", since) is None


async def test_finding_goes_through_all_pages(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    ref = await messenger.post(HERE, QUESTION, "round-1")
    for number in range(450):
        await slack.member("U1").says(f"chat {number}", "C1")
    assert await messenger.find(HERE, "round-1", since) == ref


@pytest.mark.parametrize(("fault", "stored"), [("lost", 1), ("500", 0), ("drop", 0)])
async def test_an_unknown_outcome_is_told_and_never_repeated_blindly(
    slack: SlackServer, messenger: SlackMessenger, since: datetime, fault: str, stored: int
) -> None:
    slack.faults.add("chat.postMessage", fault)
    with pytest.raises(NotDelivered):
        await messenger.post(HERE, QUESTION, "round-1")
    assert len(slack.member("U1").replies("C1")) == stored
    assert (await messenger.find(HERE, "round-1", since) is not None) == bool(stored)


async def test_an_update_is_repeated_since_that_does_no_harm(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    ref = await messenger.post(HERE, QUESTION, "round-1")
    slack.faults.add("chat.update", "lost")
    slack.faults.add("chat.update", "500")
    await messenger.update(ref, Reply((Prose("closed"),)))
    assert slack.member("U1").replies("C1")[0].words == "closed"


@pytest.mark.parametrize(
    ("code", "why", "kind"),
    [
        ("is_archived", "the channel was archived", PlaceGone),
        ("not_in_channel", "/invite", NotPermitted),
        ("account_inactive", "the app was removed", PlaceGone),
    ],
)
async def test_places_that_are_gone_say_so(
    slack: SlackServer, messenger: SlackMessenger, code: str, why: str, kind: type[PlaceGone]
) -> None:
    """What an invitation would mend ends no schedule, so it is told apart."""
    slack.faults.add("chat.postMessage", f"error:{code}")
    with pytest.raises(PlaceGone, match=why) as raised:
        await messenger.post(HERE, QUESTION, "round-1")
    assert type(raised.value) is kind


async def test_gone_channels_messages_and_workspaces(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    nowhere = Place("slack", "T1", "C404")
    with pytest.raises(PlaceGone):
        await messenger.post(nowhere, QUESTION, "k")
    with pytest.raises(PlaceGone):
        await messenger.find(nowhere, "k", since)
    with pytest.raises(NotDelivered):
        await messenger.update(MessageRef(HERE, "1.0"), QUESTION)
    slack.world.teams["T1"].installed = False
    with pytest.raises(PlaceGone):
        await messenger.post(HERE, QUESTION, "k")


async def test_where_the_history_is_closed_it_is_not_posted_again(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    slack.world.add_channel("C3", ("U1",), bot=False)
    elsewhere = Place("slack", "T1", "C3")
    await messenger.post(elsewhere, QUESTION, "round-1")
    with pytest.raises(NotDelivered):
        await messenger.find(elsewhere, "round-1", since)


async def test_a_whisper_arrives_once_even_when_its_confirmation_is_lost(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    slack.faults.add("chat.postMessage", "lost")
    ref = await messenger.whisper(Person("slack", "T1", "U1"), QUESTION, "reminder-1")
    assert ref is not None and ref.place.private
    assert len(slack.member("U1").replies()) == 1
    assert await messenger.find(ref.place, "reminder-1", since) == ref
    assert await messenger.find(Place("slack", "T1", "U1", private=True), "reminder-1", since)


class FiveMinutesAhead(datetime):
    """What a machine takes for the moment whose clock is fast."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> "FiveMinutesAhead":
        return cls.fromtimestamp(time.time() + 300, tz)


async def test_a_fast_clock_makes_no_whisper_come_twice(
    slack: SlackServer, messenger: SlackMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.messenger.datetime", FiveMinutesAhead)
    slack.faults.add("chat.postMessage", "lost")
    assert await messenger.whisper(Person("slack", "T1", "U1"), QUESTION, "reminder-1")
    assert len(slack.member("U1").replies()) == 1


async def test_a_whisper_that_may_have_been_sent_is_looked_for_first(
    slack: SlackServer, messenger: SlackMessenger, since: datetime
) -> None:
    person = Person("slack", "T1", "U1")
    ref = await messenger.whisper(person, QUESTION, "reminder-1", since)
    assert await messenger.whisper(person, QUESTION, "reminder-1", since) == ref
    assert await messenger.whisper(person, QUESTION, "reminder-2", since) != ref
    assert len(slack.member("U1").replies()) == 2


async def test_nobody_to_whisper_to_is_no_error(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.world.add_user("UX", deleted=True)
    assert await messenger.whisper(Person("slack", "T1", "UX"), QUESTION, "k") is None
    assert await messenger.whisper(Person("slack", "T1", "U404"), QUESTION, "k") is None


async def test_a_long_post_goes_on_in_its_thread(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    ref = await messenger.post(HERE, Reply((Prose("All of it. " * 1_600),)), "long")
    first, *rest = slack.member("U1").replies("C1")
    assert first.ts == ref.id and rest
    assert {message.thread for message in rest} == {ref.id}


async def test_posts_to_one_channel_are_paced_and_to_many_are_not(
    slack: SlackServer, messenger: SlackMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the same channel's, some come at once and the others one a second."""
    waits: list[float] = []
    taken = CallRate.delay

    def delay(pace: CallRate, key: str, rate: Rate) -> float:
        waits.append(taken(pace, key, rate))
        return waits[-1]

    monkeypatch.setattr(CallRate, "delay", delay)
    places = [Place("slack", "T1", f"C{number + 100}") for number in range(40)]
    for place in places:
        slack.world.add_channel(place.channel, ("U1",))
    interval, at_once = limits.CHANNEL_POSTS
    await asyncio.gather(*(messenger.post(place, QUESTION, "k") for place in places))
    assert waits == [0.0] * len(places), "each channel has a pace of its own"
    begun = time.monotonic()
    for number in range(at_once + 2):
        await messenger.post(HERE, QUESTION, f"k{number}")
    assert time.monotonic() - begun >= 2 * interval
    assert slack.rates.refused == 0
