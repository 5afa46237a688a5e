"""Charts in Discord: files of their message, shown in its embed, and never in the way of words."""

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import Heading, NotDelivered, Person, Picture, Place, Prose, Reply
from tests.adapters.companion import Told
from tests.platforms.discord.checks import ATTACH_FILES
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import EVERYTHING, Message

CHART = Picture("week", b"\x89PNG\r\n\x1a\n and what follows", "Monday 3 of 4, Tuesday <none>.")
RECAP = Reply(
    (Heading("The week in short"), Prose("12 answers."), CHART, Heading("This week"), Prose("Ben")),
    private=False,
)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
POST = "POST /channels/*/messages"


def shown(message: Message) -> list[tuple[str, bytes, str]]:
    """The pictures that its embeds show: name, content, what is said of them."""
    named = [embed["image"]["url"] for embed in message.embeds if "image" in embed]
    files = {f"attachment://{name}": at for at, (name, _) in enumerate(message.files)}
    assert len(files) == len(named)
    return [(*message.files[files[url]], message.alternatives[files[url]]) for url in named]


async def test_the_embed_that_it_belongs_to_shows_it(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    await adapter.messenger.post(place, RECAP, "week-1")
    (message,) = discord.member("U1").replies("C1")
    assert shown(message) == [("week-0.png", CHART.png, CHART.alt)]
    assert ["image" in embed for embed in message.embeds] == [True, False]


@pytest.mark.parametrize("fault", ["lost", "drop", "500"])
async def test_it_comes_as_often_as_its_message(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place, fault: str
) -> None:
    discord.faults.add(POST, fault)
    await adapter.messenger.post(place, RECAP, "week-1")
    (message,) = discord.member("U1").replies("C1")
    assert len(shown(message)) == 1


async def test_whoever_dies_in_between_leaves_one_picture_in_the_end(
    discord: DiscordServer, adapter: DiscordAdapter, place: Place
) -> None:
    discord.faults.add(POST, "lost", times=9)
    with pytest.raises(NotDelivered):
        await adapter.messenger.post(place, RECAP, "week-1")
    assert await adapter.messenger.find(place, "week-1", LONG_AGO) is not None
    (message,) = discord.member("U1").replies("C1")
    assert len(shown(message)) == 1


async def test_where_no_files_may_be_attached_the_words_go_alone(
    discord: DiscordServer,
    adapter: DiscordAdapter,
    place: Place,
    caplog: pytest.LogCaptureFixture,
) -> None:
    discord.world.channels[place.channel].allowed = EVERYTHING & ~ATTACH_FILES
    with caplog.at_level(logging.WARNING):
        ref = await adapter.messenger.post(place, RECAP, "week-1")
    (message,) = discord.member("U1").replies("C1")
    assert (shown(message), "12 answers." in message.words) == ([], True)
    assert await adapter.messenger.find(place, "week-1", LONG_AGO) == ref
    assert "without its picture" in caplog.text


@pytest.mark.usefixtures("adapter")
async def test_what_is_written_to_it_may_be_answered_with_one(
    discord: DiscordServer, told: Told
) -> None:
    await discord.member("U1").mentions("me", "C1")
    await discord.member("U1").waits(lambda: bool(told.requests))
    assert [request.pictures for request in told.requests] == [True]


async def test_a_direct_message_has_one(discord: DiscordServer, adapter: DiscordAdapter) -> None:
    one = discord.member("U1")
    who = Person("discord", discord.world.id("G1"), one.user)
    await adapter.messenger.whisper(who, RECAP, "w")
    assert len(shown(await one.reply())) == 1


@pytest.mark.usefixtures("adapter")
@pytest.mark.parametrize("allowed", [True, False])
@pytest.mark.parametrize("slow", [0.0, 1.3])
async def test_an_answer_for_one_person_has_one_where_files_may_be_attached(
    discord: DiscordServer, told: Told, allowed: bool, slow: float
) -> None:
    """At once, and as what takes the place of “thinking”."""
    if not allowed:
        discord.world.channels[discord.world.id("C1")].allowed = EVERYTHING & ~ATTACH_FILES
    told.answers["me"] = lambda request: replace(RECAP, private=True)
    told.delay = slow
    one = discord.member("U1")
    await one.command("me", "C1")
    message = await one.reply("C1")
    await one.waits(lambda: "12 answers." in message.words)
    assert message.ephemeral_to == one.user
    assert len(shown(message)) == int(allowed)
    assert [request.pictures for request in told.requests] == [True]


@pytest.mark.usefixtures("adapter")
@pytest.mark.parametrize("fault", ["", "lost"])
async def test_an_answer_for_everybody_that_was_slow_comes_without_it_too(
    discord: DiscordServer, told: Told, fault: str
) -> None:
    """“Thinking” was for one person: it is taken away once, and what takes its place refused."""
    discord.world.channels[discord.world.id("C1")].allowed = EVERYTHING & ~ATTACH_FILES
    told.answers["me"] = lambda request: RECAP
    told.delay = 1.3
    discord.faults.add("DELETE /webhooks/*", fault)
    one = discord.member("U1")
    await one.command("me", "C1")
    await one.waits(lambda: any("12 answers." in m.words for m in one.replies("C1")))
    (message,) = [m for m in one.replies("C1") if "12 answers." in m.words]
    assert (message.ephemeral_to, shown(message)) == ("", [])
    assert [kind for _, kind in discord.faults.happened] == [fault]
