"""What members do in Discord and what they then see."""

import asyncio
from collections.abc import Callable

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.messages import Action, Place, Prose, Reply
from tests.adapters.companion import Told
from tests.platforms.discord.server import DiscordServer

pytestmark = pytest.mark.usefixtures("adapter")


def told_place(discord: DiscordServer, channel: str, thread: str = "") -> Place:
    return Place("discord", discord.world.id("G1"), discord.world.id(channel), thread)


async def test_a_command_is_answered_privately(discord: DiscordServer, told: Told) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    before = discord.world.clock()
    ack = await one.command("lambda limits & more", "C1")
    answer = await one.reply("C1")
    assert ack.ok
    assert answer.words.startswith("Card: lambda limits & more")
    assert answer.ephemeral_to == one.user
    assert two.replies("C1") == []
    (request,) = told.requests
    assert request.where == told_place(discord, "C1")
    assert (request.who.user, request.who.name) == (one.user, "a")
    assert request.who.may_administer and request.who.counts
    assert before - 0.001 <= request.at.timestamp() <= discord.world.clock()


@pytest.mark.parametrize("name", ["share", "share-compared"])
async def test_share_posts_for_everybody_and_a_double_click_posts_once(
    discord: DiscordServer, told: Told, name: str
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    told.shares = name
    await one.command("lambda limits", "C1")
    card = await one.reply("C1")
    acks = await asyncio.gather(one.clicks(card, "Share"), one.clicks(card, "Share"))
    shared = await two.reply("C1")
    assert all(ack.ok for ack in acks)
    assert shared.words == f"{one.user} looked up limits"
    assert len(two.replies("C1")) == 1


async def test_paging_takes_the_place_of_the_private_card(discord: DiscordServer) -> None:
    one = discord.member("U1")
    await one.command("lambda limits", "C1")
    card = await one.reply("C1")
    await one.clicks(card, "More")
    await one.waits(lambda: card.words.startswith("page 2"))
    await one.clicks(card, "Next")
    await one.waits(lambda: card.words.startswith("page 3"))
    assert len(one.replies("C1")) == 1


async def test_what_would_replace_a_public_message_is_said_privately(
    discord: DiscordServer, told: Told
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    await one.mentions("lambda limits", "C1")
    card = await two.reply("C1")
    await two.clicks(card, "More")
    page = await two.reply("C1", 2)
    assert (page.ephemeral_to, card.versions) == (two.user, [])


async def test_a_mention_is_answered_as_a_reply_for_all(discord: DiscordServer, told: Told) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    asked = await one.mentions("lambda limits", "C1")
    answer = await two.reply("C1")
    assert (answer.answers, answer.words.split("\n")[0]) == (asked.id, "Card: lambda limits")
    assert told.requests[0].where == told_place(discord, "C1", asked.id)
    assert told.requests[0].who.may_administer


async def test_bots_replies_and_other_messages_are_ignored(
    discord: DiscordServer, told: Told
) -> None:
    discord.world.add_user("ROBOT", bot=True)
    await discord.member("ROBOT").mentions("lambda", "C1")
    await discord.member("U1").says("nothing for the bot", "C1")
    message = await discord.member("U1").mentions("once", "C1")
    await discord.member("U1").hears(message)
    await discord.member("U1").reply("C1")
    await asyncio.sleep(0.05)
    assert [request.text for request in told.requests] == ["once"]


async def test_the_message_menu_looks_a_message_up(discord: DiscordServer, told: Told) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    message = await two.says("what is **EBS** & EFS? @everyone", "C1")
    await one.shortcut(message)
    answer = await one.reply("C1")
    assert answer.words == "Looked up: what is **EBS** & EFS? @everyone"
    assert answer.ephemeral_to == one.user


async def test_a_form_opens_refuses_and_thanks(discord: DiscordServer, told: Told) -> None:
    one = discord.member("U1")
    await one.command("s3", "C1")
    await one.clicks(await one.reply("C1"), "Wrong?")
    form = one.modal
    assert form and form.title == "What is wrong with it?"
    await one.submits(form, {"reason": "old"})
    refused = await one.reply("C1", 2)
    assert refused.words == "Please say what is wrong."
    await one.clicks(refused, "Correct it")
    form = one.modal
    assert form and form.value("reason") == "old", "nobody types it twice"
    ack = await one.submits(form, {"comment": "since 2024 it is more"})
    assert ack.ok
    assert (await one.reply("C1", 3)).words == "Thank you."
    request = told.requests[-1]
    assert request.action == Action("reported", ("q1",))
    assert request.fields == {"reason": "old", "comment": "since 2024 it is more"}


async def test_a_refused_form_is_given_back_in_their_language(discord: DiscordServer) -> None:
    one = discord.member("U1")
    one.locale = "de"
    await one.command("s3", "C1")
    await one.clicks(await one.reply("C1"), "Wrong?")
    assert one.modal
    await one.submits(one.modal, {"reason": "old"})
    assert "Verbessern" in (await one.reply("C1", 2)).labels


async def test_admin_forms_are_for_admins(discord: DiscordServer, told: Told) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    await two.slash("daily set", "C1")
    assert (await two.reply("C1")).words == "Only workspace admins can do that."
    await one.slash("daily set", "C1")
    form = one.modal
    assert form and form.value("days") == "mon,tue"
    await one.submits(form, {"time": "10:30", "zone": "Europe/Paris", "days": "tue"})
    await two.waits(lambda: any(m.words == "The quiz runs." for m in two.replies("C1")))
    assert told.requests[-1].fields == {"time": "10:30", "zone": "Europe/Paris", "days": "tue"}


async def test_a_form_that_cannot_open_is_offered_with_a_button(
    discord: DiscordServer, told: Told
) -> None:
    told.answers["settings"] = lambda request: told.answers["report"](request)
    one = discord.member("U1")
    await one.says("settings")
    offered = await one.reply()
    await one.clicks(offered, "Open the form")
    assert one.modal and told.requests[-1].action == Action("report", ("q1",))


async def test_slow_answers_are_deferred_and_then_shown_to_the_same_people(
    discord: DiscordServer, told: Told
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    told.delay = 1.3
    acks = await asyncio.gather(
        two.command("slow", "C1"), one.clicks(card, "Share"), one.clicks(card, "More")
    )
    assert [ack.type for ack in acks] == [5, 5, 6]
    assert all(ack.ok for ack in acks)
    await two.reply("C1", 2)
    first_lines = {message.words.split("\n")[0] for message in two.replies("C1")}
    assert first_lines == {"Card: slow", f"{one.user} looked up limits"}
    assert [m.words for m in one.replies("C1") if not m.ephemeral_to] == [
        f"{one.user} looked up limits"
    ]
    await one.waits(lambda: card.words.startswith("page 2"))


async def test_a_slow_share_that_fails_is_not_told_to_everybody(
    discord: DiscordServer, told: Told
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    told.delay = 1.2
    told.answers["share"] = lambda request: Reply((Prose("That is gone."),))
    await one.clicks(card, "Share")
    assert (await one.reply("C1", 2)).words == "That is gone."
    assert two.replies("C1") == []


async def test_files_arrive_with_the_answer(discord: DiscordServer) -> None:
    one = discord.member("U1")
    await one.slash("aws", "C1", query="export")
    answer = await one.reply("C1")
    assert answer.files == [("me.csv", b"a,b\n")]
    await one.says("export")
    assert (await one.reply()).files == [("me.csv", b"a,b\n")]


async def test_a_long_answer_comes_in_several_messages_with_nothing_missing(
    discord: DiscordServer,
) -> None:
    one = discord.member("U1")
    await one.command("long", "C1")
    await one.says("long")
    for channel in ("C1", ""):
        await one.reply(channel, 4)
        said = "".join(message.words for message in one.replies(channel))
        assert said.count("All of it.") == 1_600


@pytest.mark.parametrize(
    "forged",
    ["|", "||||", "answer", "answer|x|99999999999999999999", "é|🇩🇪", "x" * 100, "~|~", "form"],
)
async def test_whatever_is_forged_gets_an_answer(
    discord: DiscordServer, told: Told, forged: str
) -> None:
    one = discord.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    assert (await one.clicks_on(card, forged)).ok
    await one.reply("C1", 2)


async def test_an_answer_that_discord_refuses_is_apologised_for(
    discord: DiscordServer, told: Told
) -> None:
    one = discord.member("U1")
    discord.faults.add("POST /interactions/*", "code:50035")
    ack = await one.command("s3", "C1")
    assert ack.ok
    told_so = (await one.reply("C1")).words
    assert told_so.startswith("Something went wrong on my side (ref ")


async def test_an_error_of_the_companion_is_told_without_its_words(
    discord: DiscordServer, told: Told
) -> None:
    told.broken = True
    one = discord.member("U1")
    await one.command("s3", "C1")
    answer = await one.reply("C1")
    assert answer.words.startswith("Something went wrong on my side (ref ")
    assert "secret" not in answer.words


async def test_old_and_forged_buttons_and_commands_get_an_answer(
    discord: DiscordServer, told: Told
) -> None:
    one = discord.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    assert (await one.clicks_on(card, "from-two-years-ago|x")).ok
    assert told.requests[-1].action == Action("from-two-years-ago", ("x",))
    old = {"id": "1", "name": "retired", "description": "gone", "type": 1, "options": []}
    discord.world.commands[""].append(old)
    await one.slash("retired", "C1")
    assert "has changed" in (await one.reply("C1", 3)).words


async def test_everything_clickable_survives_a_restart(
    discord: DiscordServer, told: Told, adapter: DiscordAdapter, make: Callable[[], DiscordAdapter]
) -> None:
    one = discord.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    await one.clicks(card, "Wrong?")
    form = one.modal
    assert form
    await adapter.stop()
    again = make()
    await again.start()
    try:
        await one.submits(form, {"reason": "old", "comment": "too low"})
        assert (await one.reply("C1", 2)).words == "Thank you."
        await one.clicks(card, "More")
        await one.waits(lambda: card.words.startswith("page 2"))
        assert discord.rest.synced == [""], "commands that did not change are not sent again"
    finally:
        await again.stop()


async def test_it_stops_within_seconds_and_finishes_what_runs(
    discord: DiscordServer, told: Told, adapter: DiscordAdapter
) -> None:
    told.delay = 0.4
    one = discord.member("U1")
    clicked = asyncio.create_task(one.command("s3", "C1"))
    await one.waits(lambda: told.requests)
    before = adapter.healthy
    await adapter.stop()
    assert (before, adapter.healthy) == (True, False)
    assert (await clicked).ok and len(one.replies("C1")) == 1
