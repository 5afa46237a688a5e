"""Many at once: who waits for whom, and who is left alone."""

import asyncio
import threading

import pytest

from adapters.slack import limits
from adapters.slack.adapter import SlackAdapter
from bot.messages import Person, Place, Prose, Reply
from bot.store import Store
from bot.store.records import Installation
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import many_settings, now
from tests.platforms.slack.server import SlackServer
from tests.waiting import CEILING

DAILY = Reply((Prose("Daily question"),), private=False)


async def test_what_is_acknowledged_waits_for_no_look_up(
    slack: SlackServer, told: Told, store: Store
) -> None:
    """Every thread of the pool is taken, as on a busy machine: the store cannot be asked."""
    data = {"bot_token": slack.bot_token, "bot_user": "UBOT", "bot_id": "B1"}
    store.installations.save(Installation("slack", "T1", data, now()))
    adapter = SlackAdapter(many_settings(slack), told, store, now)
    await adapter.start()
    free = threading.Event()
    taken = [asyncio.create_task(asyncio.to_thread(free.wait)) for _ in range(64)]
    await asyncio.sleep(0.1)
    try:
        ack = await slack.member("U1").command("s3", "C1")
        assert ack.ok and not free.is_set()
        assert told.requests == []
    finally:
        free.set()
        await asyncio.gather(*taken)
    await slack.member("U1").reply("C1")
    await adapter.stop()


@pytest.mark.parametrize("fault", ["error:channel_not_found", "429:200", "drop"])
async def test_a_crowd_that_cannot_be_answered_gets_no_direct_messages(
    slack: SlackServer, told: Told, connected: SlackAdapter, fault: str
) -> None:
    slack.rates.on = False
    slack.faults.add("response_url", "400", times=1_000)
    slack.faults.add("chat.postEphemeral", fault, times=1_000)
    people = [slack.member(slack.world.add_user(f"U{n}")) for n in range(100, 140)]
    await asyncio.gather(*(one.command("s3", "C1") for one in people))
    await people[0].waits(lambda: len(told.requests) == 40 and not connected.busy)
    assert slack.called("conversations.open") == []


async def test_what_could_not_be_shown_waits_for_its_response_url_to_work_again(
    slack: SlackServer, told: Told, connected: SlackAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.limits.WHISPER_LATER", (0.2, 0.2))
    slack.faults.add("response_url", "500", times=4)
    slack.faults.add("chat.postEphemeral", "error:user_not_in_channel", times=1_000)
    one = slack.member("U1")
    await one.command("s3", "C1")
    assert (await one.reply("C1")).ephemeral_to == "U1"
    assert slack.called("conversations.open") == []


async def test_the_daily_post_does_not_stand_in_line_behind_a_crowds_answers(
    slack: SlackServer, told: Told, connected: SlackAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.adapter.FINISH_WITHIN", 0.2)  # nobody waits for the rest
    assert limits.CHANNEL_ANSWERS == (1.0, 5)
    monkeypatch.setattr(limits, "CHANNEL_ANSWERS", (3600.0, 5))  # the sixth one's turn never comes
    slack.rates.on = False
    one = slack.member("U1")
    crowd = [asyncio.create_task(one.mentions("s3", "C1")) for _ in range(15)]
    room = slack.world.channels["C1"].messages
    await one.waits(lambda: len(told.requests) == 15 and sum(one.bot for one in room) == 5)
    async with asyncio.timeout(CEILING):
        await connected.messenger.post(Place("slack", "T1", "C1"), DAILY, "round-1")
    assert sum(message.bot for message in room) == 6
    await asyncio.gather(*crowd)


async def test_a_post_waits_for_no_direct_messages(
    slack: SlackServer, connected: SlackAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHANNEL_ANSWERS", (3600.0, 2))  # the third one's turn never comes
    slack.rates.on = False
    messenger, who = connected.messenger, Person("slack", "T1", "U1")
    waiting = [asyncio.create_task(messenger.whisper(who, DAILY, f"due-{n}")) for n in range(5)]
    await slack.member("U1").waits(lambda: sum(one.done() for one in waiting) == 2)
    async with asyncio.timeout(CEILING):
        await messenger.post(Place("slack", "T1", "C1"), DAILY, "round-1")
    assert sum(one.done() for one in waiting) == 2
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_a_post_does_not_stand_in_line_behind_counters(
    slack: SlackServer, connected: SlackAdapter
) -> None:
    place, messenger = Place("slack", "T1", "C1"), connected.messenger
    ref = await messenger.post(place, DAILY, "round-1")
    counted = Reply((Prose("3 answered"),), private=False)
    counters = [asyncio.create_task(messenger.update(ref, counted)) for _ in range(15)]
    await asyncio.sleep(0.2)  # now all of them have taken their turns
    await messenger.post(place, DAILY, "round-2")
    assert not all(one.done() for one in counters), "it was posted while counters were waiting"
    await asyncio.gather(*counters)


async def test_after_retry_after_nobody_calls_that_method_until_it_is_over(
    slack: SlackServer, told: Told, connected: SlackAdapter
) -> None:
    slack.faults.add("users.info", "429:1")
    first = slack.member(slack.world.add_user("U50"))
    people = [slack.member(slack.world.add_user(f"U{n}")) for n in range(100, 120)]
    await first.command("s3", "C1")
    await first.waits(lambda: slack.faults.happened)
    await asyncio.sleep(0.1)
    await asyncio.gather(*(one.command("s3", "C1") for one in people))
    await first.waits(lambda: len(told.requests) == 21)
    refused, *later = slack.arrived["users.info"]
    assert len(later) == 21
    assert min(later) >= refused + 1


async def test_for_longer_than_anybody_waits_nobody_calls_either(
    slack: SlackServer, told: Told, connected: SlackAdapter
) -> None:
    """All of them are answered meanwhile, without what the call would have told."""
    slack.faults.add("users.info", "429:600", times=99)
    people = [slack.member(slack.world.add_user(f"U{n}")) for n in range(100, 120)]
    for one in people:
        await one.command("s3", "C1")
        await one.waits(lambda: len(told.requests) == people.index(one) + 1)  # noqa: B023
    assert len(slack.arrived["users.info"]) == 1


async def test_response_urls_wait_together(
    slack: SlackServer, told: Told, connected: SlackAdapter
) -> None:
    slack.faults.add("response_url", "429:1")
    one = slack.member("U1")
    await one.command("s3", "C1")
    await one.waits(lambda: slack.faults.happened)
    await asyncio.sleep(0.1)
    for _ in range(5):
        await one.command("s3", "C1")
    await one.reply("C1", 6)
    refused, *later = slack.arrived["response_url"]
    assert len(later) >= 6
    assert min(later) >= refused + 1
