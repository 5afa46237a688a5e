"""What the adapter does when Discord, the network or the channel fail."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest

from adapters.discord import limits
from adapters.discord.adapter import DiscordAdapter
from bot.messages import (
    MessageRef,
    NotDelivered,
    NotPermitted,
    Person,
    Place,
    PlaceGone,
    Prose,
    Reply,
)
from bot.store.drafts import Drafts
from tests.adapters.companion import Told, button
from tests.adapters.discord.conftest import Make
from tests.platforms.discord.server import DiscordServer
from tests.waiting import CEILING, until

DAILY = Reply((Prose("Daily question"), button("A", "answer", "1", "0")), private=False)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
POST = "POST /channels/*/messages"
CALLBACK = "POST /interactions/*/callback"
GIVES_UP = 1.0  # seconds that somebody waits for an answer that cannot come


# ---------------------------------------------------------------- posting


@pytest.mark.parametrize("fault", ["", "lost", "drop", "500", "429:0.1"])
async def test_a_post_arrives_exactly_once(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place, fault: str
) -> None:
    if fault:
        discord.faults.add(POST, fault)
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    (message,) = discord.member("U1").replies("C1")
    assert (ref.id, ref.place) == (message.id, place)
    assert message.labels == ["A"]


async def test_a_post_that_was_lost_for_good_is_found_again_by_its_key(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    discord.faults.add(POST, "lost", times=9)
    with pytest.raises(NotDelivered):
        await adapter.messenger.post(place, DAILY, "daily-1")
    for number in range(120):
        await discord.member("U1").says(f"talk {number}", "C1")
    assert await adapter.messenger.find(place, "daily-2", LONG_AGO) is None
    found = await adapter.messenger.find(place, "daily-1", LONG_AGO)
    (message,) = discord.member("U1").replies("C1")
    assert found == MessageRef(place, message.id)
    later = datetime.now(UTC) + timedelta(hours=1)
    assert await adapter.messenger.find(place, "daily-1", later) is None


async def test_the_same_key_again_within_minutes_gives_the_same_message(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    discord.world.add_channel("C2")
    first = await adapter.messenger.post(place, DAILY, "daily-1")
    assert await adapter.messenger.post(place, DAILY, "daily-1") == first
    elsewhere = Place("discord", place.workspace, discord.world.id("C2"))
    assert (await adapter.messenger.post(elsewhere, DAILY, "daily-1")).id != first.id
    assert (await adapter.messenger.post(place, DAILY, "daily-2")).id != first.id


async def test_an_update_keeps_the_key_even_after_a_restart(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    (message,) = discord.member("U1").replies("C1")
    key = message.key
    discord.faults.add("PATCH /channels/*", "lost")
    adapter.messenger._posted.clear()  # type: ignore[attr-defined]
    await adapter.messenger.update(ref, Reply((Prose("closed"),), private=False))
    assert (message.words, message.labels, message.key) == ("closed", [], key)
    assert await adapter.messenger.find(place, "daily-1", LONG_AGO) == ref


async def test_what_is_too_long_for_a_message_goes_on_below_it_once(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    def long(word: str) -> Reply:
        return Reply(tuple(Prose(f"{word} " * 300) for _ in range(4)), private=False)

    discord.faults.add(POST, "")
    discord.faults.add(POST, "lost")
    ref = await adapter.messenger.post(place, long("early"), "daily-1")
    posted = discord.member("U1").replies("C1")
    assert posted[0].id == ref.id and len(posted) == 2, "a nonce for each part"
    ref = await adapter.messenger.post(place, DAILY, "daily-2")
    for word in ("changed", "again"):
        discord.world.nonces.clear()  # as Discord does after a few minutes
        await adapter.messenger.update(ref, long(word))
        _, _, first, second = discord.member("U1").replies("C1")
        assert first.id == ref.id
        assert word in first.words and word in second.words


async def test_an_update_of_a_deleted_message_does_nothing(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    (deleted,) = discord.member("U1").replies("C1")
    deleted.gone = True
    await adapter.messenger.update(ref, Reply((Prose("closed"),)))
    assert (deleted.versions, discord.member("U1").replies("C1")) == ([], [])


# Why, with the address of the channel: never a number alone.
IN_WORDS = (
    r"(the channel|the thread|my role lacks|I may not).*discord.com/channels/|discord.com/.* lacks"
)


@pytest.mark.parametrize("code", [10003, 50001, 50013, 50083])
async def test_a_channel_that_is_gone_is_told_apart_from_trouble(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place, code: int
) -> None:
    discord.world.channels[place.channel].gone = code
    with pytest.raises(PlaceGone, match=IN_WORDS) as raised:
        await adapter.messenger.post(place, DAILY, "daily-1")
    lacks = isinstance(raised.value, NotPermitted)
    assert lacks == (code in (50001, 50013)), "what a permission would mend ends no schedule"
    with pytest.raises(PlaceGone, match=IN_WORDS):
        await adapter.messenger.update(MessageRef(place, "5"), DAILY)
    with pytest.raises(PlaceGone, match=IN_WORDS):
        await adapter.messenger.find(place, "daily-1", LONG_AGO)


async def test_where_the_history_may_not_be_read_nothing_is_posted_on_a_guess(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    channel = discord.world.add_channel("C3")
    channel.history = False
    payload = discord.world.channel_payload(channel)
    await discord.gateway.deliver("CHANNEL_CREATE", payload, channel.guild)
    client = adapter._client
    assert client is not None
    await until(lambda: client.get_channel(int(channel.id)))
    with pytest.raises(NotDelivered):
        await adapter.messenger.find(
            Place("discord", place.workspace, channel.id), "daily-1", LONG_AGO
        )


RECAP = Reply((Prose("8 of 10 right."),), thread="Friday 3 April")


async def test_a_days_recaps_stand_in_one_thread_below_its_question(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    below = Place("discord", place.workspace, place.channel, ref.id)
    recap = await adapter.messenger.post(below, RECAP, "recap-1")
    again = await adapter.messenger.post(below, RECAP, "week-1")
    thread = discord.world.channels[ref.id]
    assert (thread.parent, thread.title) == (place.channel, "Friday 3 April")
    assert [m.id for m in discord.world.messages[ref.id]] == [recap.id, again.id]
    assert len(discord.member("U1").replies("C1")) == 1
    found = await adapter.messenger.find(below, "week-1", LONG_AGO)
    assert found is not None and found.id == again.id


@pytest.mark.parametrize("code", [50001, 50013, 50024])
async def test_where_no_thread_may_be_begun_a_recap_answers_its_question(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place, code: int
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    discord.faults.add("POST /channels/*/messages/*/threads", f"code:{code}")
    below = Place("discord", place.workspace, place.channel, ref.id)
    recap = await adapter.messenger.post(below, RECAP, "recap-1")
    assert discord.member("U1").replies("C1")[1].answers == ref.id
    found = await adapter.messenger.find(below, "recap-1", LONG_AGO)
    assert found is not None and found.id == recap.id


async def test_a_channel_that_another_replica_hears_of_has_its_thread_a_day_too(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    channel = discord.world.add_channel("C3").id  # of which the gateway said nothing
    ref = await adapter.messenger.post(Place("discord", place.workspace, channel), DAILY, "daily-1")
    below = Place("discord", place.workspace, channel, ref.id)
    recap = await adapter.messenger.post(below, RECAP, "recap-1")
    assert [m.id for m in discord.world.messages[ref.id]] == [recap.id]


async def test_where_answering_a_message_is_not_allowed_it_is_said_without(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    discord.faults.add(POST, "code:160002")
    thread = Place("discord", place.workspace, place.channel, ref.id)
    await adapter.messenger.post(thread, Reply((Prose("8 of 10 right."),)), "recap-1")
    assert [m.answers for m in discord.member("U1").replies("C1")] == ["", ""]


async def test_a_whisper_arrives_once_or_not_at_all(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    discord.faults.add(POST, "lost")
    person = Person("discord", place.workspace, one.user)
    assert await adapter.messenger.whisper(person, DAILY, "remind-1") is not None
    assert len(one.replies()) == 1
    discord.world.users[two.user].direct = False
    closed = Person("discord", place.workspace, two.user)
    assert await adapter.messenger.whisper(closed, DAILY, "remind-2") is None
    nobody = Person("discord", place.workspace, "123")
    assert await adapter.messenger.whisper(nobody, DAILY, "remind-3") is None


async def test_a_whisper_that_may_have_been_sent_is_looked_for_first(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    one, since = discord.member("U1"), datetime.now(UTC) - timedelta(seconds=5)
    person = Person("discord", place.workspace, one.user)
    ref = await adapter.messenger.whisper(person, DAILY, "remind-1", since)
    assert await adapter.messenger.whisper(person, DAILY, "remind-1", since) == ref
    assert await adapter.messenger.whisper(person, DAILY, "remind-2", since) != ref
    assert len(one.replies()) == 2


async def test_many_updates_keep_to_the_rate_limit(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    updates = [Reply((Prose(f"{number} answered"),)) for number in range(12)]
    for update in updates:
        await adapter.messenger.update(ref, update)
    assert discord.member("U1").replies("C1")[0].words == "11 answered"
    assert sum(discord.rates.refused.values()) <= 1


# ---------------------------------------------------------------- answering


@pytest.mark.parametrize("fault", ["lost", "drop", "500", "429:0.2"])
async def test_a_first_response_survives_a_fault_once(
    discord: DiscordServer, adapter: DiscordAdapter, fault: str
) -> None:
    one = discord.member("U1")
    discord.faults.add(CALLBACK, fault)
    ack = await one.command("s3", "C1")
    assert ack.ok
    assert (await one.reply("C1")).words.startswith("Card: s3")
    await asyncio.sleep(0.1)
    assert len(one.replies("C1")) == 1


async def test_in_a_crowd_too_what_was_sent_last_holds(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose acknowledgement is slow is not overtaken by what they sent afterwards."""
    monkeypatch.setattr(limits, "CROWD", 0)
    one, other = discord.member("U1"), discord.member("U2")
    discord.faults.add(CALLBACK, "slow:1")
    first = asyncio.create_task(one.command("first", "C1"))
    await until(lambda: adapter.busy)
    await asyncio.gather(first, one.command("second", "C1"), other.command("other", "C1"))
    await one.waits(lambda: len(told.requests) == 3)
    said = [request.text for request in told.requests]
    assert said.index("first") < said.index("second")
    assert said[0] == "other", "who waits behind nothing of their own does not wait"


async def test_answers_that_come_too_late_open_no_direct_messages(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told
) -> None:
    """A storm that outlasts three seconds: everything is done, and nobody gets a message for it."""
    people = [discord.member(discord.world.add_user(f"M{n}").id) for n in range(60)]
    discord.interactions.patience = GIVES_UP
    discord.faults.add(CALLBACK, "code:10062", times=1_000)
    await asyncio.gather(*(one.command("s3", "C1") for one in people))
    await people[0].waits(lambda: len(told.requests) == 60 and not adapter.busy)
    assert discord.called("POST /users/@me/channels") == []
    assert discord.member("U1").replies("C1") == []


async def test_what_is_shared_too_late_in_a_thread_does_not_come_into_the_channel(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told, place: Place
) -> None:
    """Whoever may write in the thread alone has nothing said in the channel above it."""
    one = discord.member("U2")
    discord.world.silenced.add(one.user)
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    (question,) = one.replies("C1")
    assert question.id == ref.id
    thread = discord.world.begin_thread(question, "talk")
    await one.command("s3", thread.id)
    card = await one.reply(thread.id)
    above = len(one.replies("C1"))
    discord.faults.add(CALLBACK, "code:10062", times=9)
    await one.clicks(card, "Share")
    await one.waits(lambda: not adapter.busy and len(one.replies(thread.id)) == 2)
    assert len(one.replies("C1")) == above


async def test_an_answer_that_comes_too_late_in_a_conversation_is_said_there(
    discord: DiscordServer, adapter: DiscordAdapter
) -> None:
    one = discord.member("U1")
    discord.interactions.patience = GIVES_UP
    discord.faults.add(CALLBACK, "code:10062")
    await one.command("s3")
    assert (await one.reply()).words.startswith("Card: s3")


async def test_a_form_opens_in_time_without_what_was_typed_where_that_is_slow(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, answers = discord.member("U1"), threading.Event()
    await one.command("s3", "C1")
    card = await one.reply("C1")
    monkeypatch.setattr(limits, "FORM_PATIENCE", 1.0)
    monkeypatch.setattr(limits, "DRAFT_PATIENCE", CEILING)
    monkeypatch.setattr(Drafts, "of", lambda *_: answers.wait(CEILING) and {})
    told.delay = 0.5
    ack = await one.clicks(card, "Wrong?")
    answers.set()
    assert ack.ok
    assert one.modal


async def test_first_responses_go_before_all_other_work(
    discord: DiscordServer,
    adapter: DiscordAdapter,
    told: Told,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(adapter._work.unacknowledged, "held", CEILING)
    people = [discord.member(discord.world.add_user(f"M{n}").id) for n in range(120)]
    told.delay = 0.02
    discord.faults.add(CALLBACK, "slow:3", times=1_000)  # until the last of them has come
    acks = [asyncio.create_task(one.command("s3", "C1")) for one in people]
    await asyncio.gather(*acks)
    begun = len(told.requests)
    assert begun < 60, "whoever came while there was no crowd yet, and hardly anybody else"
    await people[0].waits(lambda: len(told.requests) == 120)


async def test_a_post_waits_for_no_direct_messages(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    people = [discord.world.add_user(f"M{n}").id for n in range(20)]
    reminders = [
        asyncio.create_task(
            adapter.messenger.whisper(Person("discord", place.workspace, user), DAILY, "remind")
        )
        for user in people
    ]
    await asyncio.sleep(0)
    await adapter.messenger.post(place, DAILY, "daily-1")
    assert sum(reminder.done() for reminder in reminders) < 20
    for reminder in reminders:
        reminder.cancel()
    await asyncio.gather(*reminders, return_exceptions=True)


async def test_a_post_does_not_stand_in_line_behind_counters(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    ref = await adapter.messenger.post(place, DAILY, "daily-1")
    counted = Reply((Prose("3 answered"),), private=False)
    counters = [asyncio.create_task(adapter.messenger.update(ref, counted)) for _ in range(30)]
    await asyncio.sleep(0)  # now all of them have taken their turns
    await adapter.messenger.post(place, DAILY, "daily-2")
    done = sum(one.done() for one in counters)
    assert done < 20, "it was posted while most counters were waiting"
    await asyncio.gather(*counters)


async def test_after_retry_after_nobody_opens_a_direct_message_until_it_is_over(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    people = [discord.world.add_user(f"M{n}").id for n in range(4)]
    discord.faults.add("POST /users/@me/channels", "429:1")
    await asyncio.gather(
        *(
            adapter.messenger.whisper(Person("discord", place.workspace, user), DAILY, "remind")
            for user in people
        )
    )
    first, *later = discord.arrived["POST /users/@me/channels"]
    assert len(later) == 4 and min(later) >= first + 0.95


async def test_after_fifteen_minutes_what_is_for_all_is_posted_in_the_channel(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    told.delay, discord.interactions.moderation = 1.2, 0.5
    await one.clicks(card, "Share")
    assert (await two.reply("C1")).words == f"{one.user} looked up limits"


async def test_an_old_card_is_turned_by_the_token_of_the_new_click(
    discord: DiscordServer, adapter: DiscordAdapter
) -> None:
    one = discord.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    await one.clicks(card, "More")
    await one.waits(lambda: card.words.startswith("page 2"))
    discord.interactions.moderation = 0.2
    await asyncio.sleep(0.3)
    assert (await one.clicks(card, "Next")).ok
    await one.waits(lambda: card.words.startswith("page 3"))
    assert len(one.replies("C1")) == 1


# ---------------------------------------------------------------- the gateway


async def test_what_happened_while_the_connection_was_down_is_heard_after_it_resumes(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told
) -> None:
    one = discord.member("U1")
    await one.command("before", "C1")
    await discord.gateway.drop()
    await asyncio.gather(*(one.command(f"during {n}", "C1") for n in range(3)))
    await one.reply("C1", 4)
    await discord.connected()
    assert discord.gateway.resumed == 1
    assert sorted(r.text for r in told.requests) == ["before", "during 0", "during 1", "during 2"]
    assert adapter.healthy


async def test_being_asked_to_reconnect_loses_nothing(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told
) -> None:
    one = discord.member("U1")
    await discord.gateway.reconnect()
    await one.command("s3", "C1")
    await one.reply("C1")
    assert discord.gateway.resumed == 1 and len(told.requests) == 1


async def test_an_invalid_session_is_replaced_by_a_new_one(
    discord: DiscordServer, adapter: DiscordAdapter
) -> None:
    one = discord.member("U1")
    await discord.gateway.invalidate()
    await discord.connected()
    assert discord.gateway.identified == 2
    await one.command("s3", "C1")
    assert (await one.reply("C1")).words.startswith("Card: s3")


async def test_it_keeps_its_heart_beating(discord: DiscordServer, make: Make) -> None:
    discord.gateway.heartbeat = 100
    made = make()
    await made.start()
    try:
        await until(lambda: discord.gateway.heartbeats >= 4)
        assert made.healthy and discord.gateway.identified == 1
    finally:
        await made.stop()


async def test_several_shards_are_served_alike(discord: DiscordServer, make: Make) -> None:
    discord.gateway.shards = 2
    discord.world.add_guild("G2")
    discord.world.guilds[discord.world.id("G2")].people.add(discord.world.id("U1"))
    discord.world.add_channel("C2", "G2")
    made = make()
    await made.start()
    try:
        await discord.connected()
        one = discord.member("U1")
        for channel in ("C1", "C2", ""):
            assert (await one.command("s3", channel)).ok
            await one.reply(channel)
    finally:
        await made.stop()
