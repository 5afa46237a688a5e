"""Servers, direct messages, groups: who people are there, and what can be done."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest
from discord import Client, Intents

from adapters.discord import people
from adapters.discord.adapter import DiscordAdapter
from adapters.discord.people import DiscordHomes
from bot.messages import Place, Prose, Reply
from bot.store import Store
from bot.store.records import Team
from tests.adapters.companion import Told, button
from tests.adapters.discord.conftest import now
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import EVERYTHING, SEND, Channel

pytestmark = pytest.mark.usefixtures("adapter")


SHORT = Reply((Prose("What is 1+1?"),))


def told_place(discord: DiscordServer, channel: str, thread: str = "") -> Place:
    return Place("discord", discord.world.id("G1"), discord.world.id(channel), thread)


async def test_something_personal_asked_by_mention_comes_as_a_direct_message(
    discord: DiscordServer, told: Told
) -> None:
    told.answers["me"] = lambda request: told.answers["grade"](request)
    one, two = discord.member("U1"), discord.member("U2")
    await one.mentions("me", "C1")
    assert (await one.reply()).words == "Right: 2"
    assert two.replies("C1") == []
    discord.world.users[two.user].direct = False
    await two.mentions("me", "C1")
    assert "slash command" in (await two.reply("C1")).words


async def test_a_click_says_on_which_message_it_was_if_everybody_sees_it(
    discord: DiscordServer, adapter: DiscordAdapter, told: Told
) -> None:
    one = discord.member("U1")
    place = Place("discord", discord.world.id("G1"), discord.world.id("C1"))
    question = Reply((Prose("?"), button("A", "answer", "1", "0")), private=False)
    ref = await adapter.messenger.post(place, question, "round-1")
    await one.clicks((await one.reply("C1")), "A")
    await one.waits(lambda: told.requests)
    assert told.requests[0].message == ref.id
    await one.command("s3", "C1")
    await one.clicks(await one.reply("C1", 3), "More")
    await one.waits(lambda: len(told.requests) == 3)
    assert told.requests[2].message == "", "only this person sees it"


async def test_a_direct_message_is_a_conversation_that_stays(
    discord: DiscordServer, told: Told
) -> None:
    one = discord.member("U1")
    await one.command("hello", "C1")
    await one.says("s3 limits")
    card = await one.reply()
    assert not card.ephemeral_to
    await one.clicks(card, "More")
    await one.waits(lambda: card.words.startswith("page 2"))
    assert card.versions
    for request in told.requests:
        assert request.who.workspace == discord.world.id("G1"), "where they were last seen"
    assert told.requests[-1].where.private


async def test_in_direct_messages_nobody_learns_what_somebody_may_do(
    discord: DiscordServer, told: Told
) -> None:
    one = discord.member("U1")
    await one.command("lambda limits", "C1")
    await one.reply("C1")
    await one.says("lambda limits")
    await one.reply()
    await one.command("lambda limits")
    await one.reply(number=2)
    assert [request.who.rights_told for request in told.requests] == [True, False, False]
    assert [request.who.may_administer for request in told.requests] == [True, False, False]


async def test_a_direct_message_belongs_to_nobody_elses_server(
    discord: DiscordServer, told: Told
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    await one.says("s3")
    await one.reply()
    assert told.requests[0].who.workspace == f"@{one.user}"
    await two.command("s3", "C1")
    discord.world.guilds[discord.world.id("G1")].people.discard(two.user)
    await two.says("s3")
    await two.reply()
    assert told.requests[-1].who.workspace == discord.world.id("G1"), "seen there a moment ago"


async def test_a_conversation_stays_about_the_server_that_it_began_with(
    discord: DiscordServer, told: Told
) -> None:
    discord.world.add_guild("G2")
    discord.world.add_channel("C2", "G2")
    one = discord.member("U1")
    await one.command("s3", "C1")
    await one.command("limits")
    await one.command("s3", "C2")
    await one.clicks(await one.reply(), "More")
    await one.command("limits")
    await one.reply("", 2)
    first, second = discord.world.id("G1"), discord.world.id("G2")
    assert [r.who.workspace for r in told.requests] == [first, first, second, first, second]


async def test_a_direct_message_says_what_it_is_about(
    discord: DiscordServer, told: Told, adapter: DiscordAdapter
) -> None:
    discord.world.add_guild("G2")
    one = discord.member("U1")
    await one.command("s3", "C1")
    person = replace(told.requests[0].who, workspace=discord.world.id("G1"))
    reminder = Reply((Prose("3 reviews due today."), button("Review now", "review")))
    assert await adapter.messenger.whisper(person, reminder, "remind-1") is not None
    await one.clicks(one.replies()[0], "Review now")
    await one.waits(lambda: len(told.requests) == 2)
    assert told.requests[-1].who.workspace == discord.world.id("G1")


async def test_guests_and_strangers_are_recognised(discord: DiscordServer, told: Told) -> None:
    discord.world.add_user("UG", "g", guest=True)
    guest = discord.member("UG")
    await guest.command("s3", "C1")
    await guest.reply("C1")
    assert (told.requests[0].who.counts, told.requests[0].who.may_administer) == (False, False)


async def test_who_may_not_write_in_a_channel_shares_nothing_there(
    discord: DiscordServer, told: Told
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    discord.world.silenced.add(two.user)
    for member in (one, two):
        await member.command("s3", "C1")
    for member, card in [(member, await member.reply("C1")) for member in (one, two)]:
        await member.clicks(card, "Share")
    await two.waits(lambda: len(told.requests) == 4)
    channel = discord.world.id("C1")
    shared = [r.joined for r in told.requests if r.action]
    assert shared == [frozenset({channel}), frozenset()]


async def test_an_own_app_works_where_the_bot_is_no_member_but_does_not_post_there(
    discord: DiscordServer, told: Told
) -> None:
    discord.world.add_guild("G9", member=False)
    discord.world.add_channel("C9", "G9")
    discord.world.add_user("U9", "z", admin=True, guilds=("G9",))
    nine = discord.member("U9")
    await nine.command("s3", "C9")
    card = await nine.reply("C9")
    await nine.clicks(card, "Share")
    await nine.slash("daily set", "C9", time="09:00")
    refused = await nine.reply("C9", 3)
    assert "no member of this server" in refused.words
    assert refused.labels == ["Add me to a server"]
    assert f"client_id={discord.world.id('APP')}" in refused.buttons[0]["url"]
    assert len(told.requests) == 2


async def test_in_a_group_of_friends_it_works_for_each_alone(
    discord: DiscordServer, told: Told
) -> None:
    world = discord.world
    one, two = discord.member("U1"), discord.member("U2")
    group = world.channels[world.id("GROUP")] = Channel(
        world.id("GROUP"), people=(one.user, two.user, world.id("U3"))
    )
    world.add_user("U3")
    world.messages[group.id] = []
    for member in (one, two):
        await member.command("s3", "GROUP")
        card = await member.reply("GROUP")
        assert card.ephemeral_to == member.user
        await member.clicks(card, "More")
        await member.waits(partial(getattr, card, "versions"))
    assert {r.who.workspace for r in told.requests} == {f"@{one.user}", f"@{two.user}"}
    assert all(request.where.private for request in told.requests)


async def test_what_was_remembered_of_somebody_is_forgotten_with_the_rest(
    discord: DiscordServer, told: Told, store: Store, adapter: DiscordAdapter
) -> None:
    told.answers["forget"] = lambda r: Reply((Prose("Sure?"), button("Yes", "forget-yes")))
    told.answers["forget-yes"] = lambda r: Reply((Prose("Gone."),), replaces=True)
    one, two = discord.member("U1"), discord.member("U2")
    for member in (one, two):
        await member.command("s3", "C1")
    await one.command("forget me", "C1")
    await one.clicks(await one.reply("C1", 2), "Yes")
    await one.waits(lambda: one.replies("C1")[1].words == "Gone.")
    await adapter.stop()
    kept = [store.values.get(f"discord-home:{member.user}") for member in (one, two)]
    assert kept == [None, discord.world.id("G1")]
    spoken = [store.values.get(f"discord-language:{member.user}") for member in (one, two)]
    assert spoken == [None, "en-US"]
    assert store.personal.purge_team(Team(f"discord:{discord.world.id('G1')}")) == 2
    for kind in ("home", "language"):
        assert store.values.under(f"discord-{kind}:") == {}


async def test_a_language_is_kept_of_whoever_was_at_home_before_a_restart(store: Store) -> None:
    for language in ("de", "en-GB"):
        homes = DiscordHomes(Client(intents=Intents.none()), store, now)
        if language == "de":
            homes.saw(1, 17)
        homes.heard(1, language)
        await homes.flush()
        assert store.values.get("discord-language:1") == language
    assert store.personal.purge_team(Team("discord:17")) == 2


async def test_a_language_is_kept_as_soon_as_there_is_a_home(store: Store) -> None:
    homes = DiscordHomes(Client(intents=Intents.none()), store, now)
    homes.heard(1, "de")
    await homes.flush()
    assert store.values.get("discord-language:1") is None
    homes.saw(1, 17)
    await homes.flush()
    assert store.values.get("discord-language:1") == "de"


async def test_what_is_heard_while_it_is_looked_up_counts_and_not_all_is_remembered(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "_MOST", 2)
    homes = DiscordHomes(Client(intents=Intents.none()), store, now)
    looking = asyncio.create_task(homes.language(1))
    await asyncio.sleep(0)  # it asks the database
    homes.heard(1, "de")
    assert await looking == "de"
    for user in range(2, 9):
        assert await homes.language(user) == ""
    assert len(homes._languages) == 2


async def test_a_mention_where_it_may_not_post_is_answered_by_direct_message(
    discord: DiscordServer, told: Told
) -> None:
    one = discord.member("U1")
    discord.faults.add("POST /channels/*/messages", "code:50013")
    await one.mentions("lambda limits", "C1")
    assert (await one.reply()).words.startswith("Card: lambda limits")


async def test_where_it_may_not_post_it_says_what_is_missing(
    discord: DiscordServer, told: Told
) -> None:
    discord.world.channels[discord.world.id("C1")].allowed = 1 << 10 | 1 << 11
    one = discord.member("U1")
    await one.slash("daily now", "C1")
    assert "lacks here: Embed Links." in (await one.reply("C1")).words
    await one.slash("daily show", "C1")
    await one.slash("daily off", "C1")
    await one.command("s3", "C1")
    await one.reply("C1", 4)
    assert len(told.requests) == 3


async def test_a_thread_is_a_channel_of_its_own(
    discord: DiscordServer, told: Told, adapter: DiscordAdapter
) -> None:
    post = discord.world.add_channel("POST")
    post.parent = discord.world.id("FORUM")
    one, two = discord.member("U1"), discord.member("U2")
    await one.slash("daily now", "POST")
    assert (await one.reply("POST")).words.startswith("Card: /daily now")
    asked = await one.mentions("lambda limits", "POST")
    answer = await two.reply("POST")
    assert (answer.answers, answer.channel) == (asked.id, post.id)
    ref = await adapter.messenger.post(told_place(discord, "POST"), SHORT, "round-1")
    assert ref.place.channel == post.id
    assert {request.where.channel for request in told.requests} == {post.id}


async def test_a_click_in_the_thread_of_a_question_is_one_in_its_channel(
    discord: DiscordServer, told: Told, adapter: DiscordAdapter
) -> None:
    place = told_place(discord, "C1")
    ref = await adapter.messenger.post(place, SHORT, "round-1")
    board = Reply((Prose("8 of 10"), button("Leaderboard", "board")), thread="Friday")
    await adapter.messenger.post(replace(place, thread=ref.id), board, "recap-1")
    (recap,) = discord.world.messages[ref.id]
    await discord.member("U1").clicks(recap, "Leaderboard")
    (request,) = told.requests
    assert (request.where.channel, request.joined) == (place.channel, frozenset({place.channel}))


async def test_in_a_thread_the_permission_for_threads_counts(
    discord: DiscordServer, told: Told
) -> None:
    post = discord.world.add_channel("POST")
    post.parent = discord.world.id("FORUM")
    one = discord.member("U1")
    post.allowed = EVERYTHING & ~SEND
    await one.slash("daily now", "POST")
    assert (await one.reply("POST")).words.startswith("Card: /daily now")
    post.allowed = EVERYTHING & ~(1 << 38)
    await one.slash("daily now", "POST")
    refused = await one.reply("POST", 2)
    assert "lacks here: Send Messages In Threads." in refused.words
    assert len(told.requests) == 1


async def test_when_a_server_adds_it_its_owner_is_who_hears_of_it(
    discord: DiscordServer, told: Told, adapter: DiscordAdapter
) -> None:
    await discord.member("U1").waits(lambda: adapter._client and adapter._client.is_ready())
    guild = discord.world.add_guild("G7")
    guild.owner = discord.world.id("U1")
    payload = discord.world.guild_payload(guild)
    del payload["unavailable"]  # as Discord leaves it out of servers that are new
    await discord.gateway.deliver("GUILD_CREATE", payload, guild.id)
    await discord.member("U1").waits(lambda: told.joined)
    assert told.joined == [(Place("discord", guild.id, ""), discord.world.id("U1"))]


async def test_leaving_a_channel_or_a_server_is_told(discord: DiscordServer, told: Told) -> None:
    guild = discord.world.id("G1")
    channel = discord.world.channel_payload(discord.world.channels[discord.world.id("C1")])
    await discord.gateway.deliver("CHANNEL_DELETE", channel, guild)
    thread = {"id": "77", "guild_id": guild, "parent_id": discord.world.id("C1"), "type": 11}
    await discord.gateway.deliver("THREAD_DELETE", thread, guild)
    await discord.gateway.deliver("GUILD_DELETE", {"id": guild, "unavailable": True}, guild)
    await discord.member("U1").waits(lambda: len(told.left) == 2)
    assert told.left == [told_place(discord, "C1"), Place("discord", guild, "77")]
    assert told.removed == []
    await discord.gateway.deliver("GUILD_DELETE", {"id": guild}, guild)
    await discord.member("U1").waits(lambda: told.removed == [guild])
