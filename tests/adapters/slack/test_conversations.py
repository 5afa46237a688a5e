"""What members do in Slack and what they then see, in Socket Mode and in HTTP mode."""

import asyncio
from functools import partial

import pytest

from adapters.slack.adapter import SlackAdapter
from bot.messages import Action, Place, Prose, Reply
from tests.adapters.companion import Told
from tests.platforms.slack.server import SlackServer

pytestmark = pytest.mark.usefixtures("adapter")


async def test_a_command_is_answered_privately(slack: SlackServer, told: Told) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    ack = await one.command("lambda limits &amp; more", "C1")
    answer = await one.reply("C1")
    assert ack.ok and not ack.payload
    assert answer.words.startswith("Card: lambda limits & more")
    assert answer.ephemeral_to == "U1"
    assert two.replies("C1") == []
    request = told.requests[0]
    assert request.where == Place("slack", "T1", "C1")
    assert (request.who.name, request.who.zone, request.who.may_administer) == (
        "a", "Europe/Berlin", True,
    )  # fmt: skip


async def test_share_posts_for_everybody_and_a_double_click_posts_once(slack: SlackServer) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    await one.command("lambda limits", "C1")
    card = await one.reply("C1")
    await asyncio.gather(one.clicks(card, "Share"), one.clicks(card, "Share"))
    shared = await two.reply("C1")
    await asyncio.sleep(0.1)
    assert shared.words == "U1 looked up limits"
    assert len(two.replies("C1")) == 1


async def test_what_is_shared_says_in_which_channels_its_person_is(
    slack: SlackServer, told: Told
) -> None:
    slack.world.add_channel("C2", ("U1",))
    slack.world.add_channel("G2", ("U1",), bot=False, private=True)
    members = [slack.member(user) for user in ("U1", "U2")]
    for member in members:
        await member.command("s3", "C2")
    for member, card in [(member, await member.reply("C2")) for member in members]:
        await member.clicks(card, "Share")
    await members[0].waits(lambda: len(told.requests) == 4)
    joined = [r.joined for r in told.requests if r.action]
    assert joined == [frozenset({"C1", "C2"}), frozenset({"C1"})]


async def test_the_home_screen_is_told_in_which_channels_its_person_is(
    slack: SlackServer, told: Told
) -> None:
    one = slack.member("U1")
    await one.opens_home()
    await one.waits(lambda: told.requests)
    assert told.requests[0].joined == frozenset({"C1"})


async def test_share_works_where_the_bot_is_no_member(slack: SlackServer) -> None:
    slack.world.add_channel("G1", ("U1", "U2"), bot=False, private=True)
    one, two = slack.member("U1"), slack.member("U2")
    await one.command("lambda limits", "G1")
    await one.clicks(await one.reply("G1"), "Share")
    assert (await two.reply("G1")).words == "U1 looked up limits"


async def test_paging_replaces_the_private_message(slack: SlackServer) -> None:
    one = slack.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    await one.clicks(card, "More")
    await one.waits(lambda: card.words.startswith("page 2"))
    await one.clicks(card, "Next")
    await one.waits(lambda: card.words.startswith("page 3"))
    assert len(one.replies("C1")) == 1


async def test_a_mention_is_answered_in_its_thread(slack: SlackServer, told: Told) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    asked = await one.mentions("lambda limits", "C1")
    answer = await two.reply("C1")
    assert (answer.thread, answer.words.split("\n")[0]) == (asked.ts, "Card: lambda limits")
    assert told.requests[0].where.thread == asked.ts
    assert told.requests[0].at.timestamp() == pytest.approx(float(asked.ts), abs=0.001)


async def test_something_personal_asked_by_mention_is_whispered(
    slack: SlackServer, told: Told
) -> None:
    told.answers["me"] = lambda request: told.answers["grade"](request)
    one, two = slack.member("U1"), slack.member("U2")
    await one.mentions("me", "C1")
    assert (await one.reply("C1")).ephemeral_to == "U1"
    assert two.replies("C1") == []


async def test_a_direct_message_is_a_conversation_that_stays(slack: SlackServer) -> None:
    one = slack.member("U1")
    await one.says("s3 limits")
    card = await one.reply()
    assert not card.ephemeral_to and not card.thread
    await one.clicks(card, "More")
    await one.waits(lambda: card.words.startswith("page 2"))
    assert card.versions


async def test_bots_edits_and_other_messages_are_ignored(slack: SlackServer, told: Told) -> None:
    slack.world.add_user("UROBOT", "robot", bot=True)
    base = {"type": "message", "channel": "D1", "channel_type": "im", "text": "hi", "ts": "1.0"}
    for event in (
        base | {"user": "UBOT"},
        base | {"user": "UROBOT", "bot_id": "B9"},
        base | {"subtype": "message_changed", "message": {"user": "U1"}},
        base | {"user": "U1", "subtype": "message_deleted"},
        base | {"user": "U1", "channel_type": "channel", "channel": "C1"},
        base | {"type": "app_mention", "user": "U1", "channel": "C1", "edited": {"ts": "2.0"}},
    ):
        assert (await slack.deliver_event(event)).ok
    await asyncio.sleep(0.05)
    assert told.requests == []


async def test_the_message_shortcut_looks_a_message_up(slack: SlackServer, told: Told) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    message = await two.says("what is <b>EBS</b> & EFS?", "C1")
    await one.shortcut(message)
    answer = await one.reply("C1")
    assert answer.words == "Looked up: what is <b>EBS</b> & EFS?"
    assert answer.ephemeral_to == "U1"


async def test_a_form_opens_refuses_and_thanks(slack: SlackServer, told: Told) -> None:
    one = slack.member("U1")
    await one.command("s3", "C1")
    await one.clicks(await one.reply("C1"), "Wrong?")
    await one.waits(lambda: one.modal)
    view = one.modal
    assert view and view.view["title"]["text"] == "What is wrong with it?"
    await one.submits(view, {"reason": "old"})
    assert one.errors == {"comment": "Please say what is wrong."}
    ack = await one.submits(view, {"reason": "old", "comment": "since 2024 it is more"})
    assert ack.ok
    assert view.words.endswith("Thank you.")
    request = told.requests[-1]
    assert request.action == Action("reported", ("q1",))
    assert request.fields == {"reason": "old", "comment": "since 2024 it is more"}
    assert request.where == Place("slack", "T1", "C1")


async def test_admin_forms_are_for_admins_and_their_result_for_the_channel(
    slack: SlackServer, told: Told
) -> None:
    told.answers["daily"] = lambda r: told.answers["home"](r)
    one, two = slack.member("U1"), slack.member("U2")
    await two.command("daily", "C1")
    await two.clicks(await two.reply("C1"), "Daily question")
    assert (await two.reply("C1", 2)).words == "Only workspace admins can do that."
    await one.command("daily", "C1")
    await one.clicks(await one.reply("C1"), "Daily question")
    await one.waits(lambda: one.modal)
    view = one.modal
    assert view
    assert await one.types_into(view, "zone", "eur") == ["Europe/Berlin", "Europe/Paris"]
    await one.submits(view, {"time": "10:30", "zone": "Europe/Paris", "days": "tue"})
    await two.waits(lambda: any(m.words == "The quiz runs." for m in two.replies("C1")))
    assert told.requests[-1].fields == {"time": "10:30", "zone": "Europe/Paris", "days": "tue"}
    assert view.words.endswith("Saved.")


async def test_the_home_opens_answers_in_a_modal_and_is_drawn_anew(
    slack: SlackServer, told: Told
) -> None:
    one = slack.member("U1")
    await one.opens_home()
    await one.waits(lambda: one.home)
    home = one.home
    assert home and "Your streak: 3" in home.words
    await one.opens_home()
    await one.opens_home("messages")
    await one.clicks_in(home, "Review")
    await one.waits(lambda: one.modal)
    modal = one.modal
    assert modal and modal.words.startswith("What is 1+1?")
    await one.clicks_in(modal, "2")
    await one.waits(lambda: modal.words.startswith("Right: 2"))
    assert len(slack.called("views.publish")) == 1, "nothing changed, so nothing is published"
    assert told.requests[-1].where == Place("slack", "T1", "U1", private=True)
    told.answers["home"] = lambda request: told.answers["grade"](request)
    await one.closes(modal)
    await one.waits(lambda: one.home and "Right: 2" in one.home.words)


async def test_a_form_asked_for_in_a_modal_is_laid_on_top(slack: SlackServer) -> None:
    one = slack.member("U1")
    await one.opens_home()
    await one.waits(lambda: one.home)
    assert one.home
    await one.clicks_in(one.home, "Review")
    await one.waits(lambda: one.modal)
    assert one.modal
    await one.clicks_in(one.modal, "Wrong?")
    await one.waits(lambda: len(slack.world.modals["U1"]) == 2)
    assert one.modal.view["callback_id"] == "form"


async def test_files_arrive_in_the_direct_message(slack: SlackServer) -> None:
    one = slack.member("U1")
    await one.command("export", "C1")
    answer = await one.reply("C1")
    assert answer.words.startswith("Here you are.")
    (file,) = slack.world.files
    assert (file["name"], file["content"], file["channel"]) == ("me.csv", b"a,b\n", "D1")


async def test_one_can_page_as_often_as_one_likes(slack: SlackServer) -> None:
    """Each click brings a response_url of its own, good for five answers."""
    one = slack.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    await one.clicks(card, "More")
    await one.waits(lambda: len(card.versions) == 1)
    for number in range(2, 9):
        await one.clicks(card, "Next")
        await one.waits(partial(lambda n: len(card.versions) == n, number))
    assert len(one.replies("C1")) == 1


async def test_an_answer_in_more_messages_than_a_response_url_takes_loses_none(
    slack: SlackServer, told: Told
) -> None:
    told.answers["endless"] = lambda _: Reply((Prose("All of it. " * 5_000),))
    one, two = slack.member("U1"), slack.member("U2")
    await one.command("endless", "C1")
    await one.waits(lambda: sum(m.words.count("All of it.") for m in one.replies("C1")) == 5_000)
    assert len(one.replies("C1")) > 5
    assert two.replies("C1") == []


async def test_a_long_answer_comes_in_several_messages_with_nothing_missing(
    slack: SlackServer,
) -> None:
    one = slack.member("U1")
    await one.command("long", "C1")
    await one.reply("C1", 3)
    await one.says("long")
    await one.reply("", 3)
    for channel in ("C1", ""):
        said = "".join(message.words for message in one.replies(channel))
        assert said.count("All of it.") == 1_600


async def test_joining_and_leaving_a_channel_is_told(slack: SlackServer, told: Told) -> None:
    joined = {"type": "member_joined_channel", "channel": "C1", "inviter": "U2"}
    await slack.deliver_event(joined | {"user": "U1"})
    await slack.deliver_event(joined | {"user": "UBOT"})
    await slack.deliver_event({"type": "channel_left", "channel": "C1"})
    await slack.deliver_event({"type": "group_archive", "channel": "G9"})
    await slack.member("U1").waits(lambda: told.joined and len(told.left) == 2)
    assert told.joined == [(Place("slack", "T1", "C1"), "U2")]
    assert {place.channel for place in told.left} == {"C1", "G9"}  # HTTP keeps no order


async def test_guests_and_strangers_are_recognised(slack: SlackServer, told: Told) -> None:
    slack.world.add_user("UG", "g", guest=True, admin=True)
    slack.world.add_user("US", "s", stranger=True, admin=True)
    for user in ("UG", "US"):
        await slack.member(user).command("s3", "C1")
        await slack.member(user).reply("C1")
    assert [(r.who.counts, r.who.may_administer) for r in told.requests] == [(False, False)] * 2


async def test_an_error_of_the_companion_is_told_without_its_words(
    slack: SlackServer, told: Told
) -> None:
    told.broken = True
    one = slack.member("U1")
    await one.command("s3", "C1")
    answer = await one.reply("C1")
    assert answer.words.startswith("Something went wrong on my side (ref ")
    assert "secret" not in answer.words


async def test_old_and_forged_buttons_are_acknowledged(slack: SlackServer, told: Told) -> None:
    one = slack.member("U1")
    await one.command("s3", "C1")
    card = await one.reply("C1")
    card.blocks[1]["elements"][0]["action_id"] = "from-two-years-ago"
    card.blocks[1]["elements"][0]["value"] = "<!channel>|x"
    assert (await one.clicks(card, "Share")).ok
    await one.reply("C1", 2)
    assert told.requests[-1].action == Action("<!channel>", ("x",))


async def test_it_stops_within_seconds_and_finishes_what_runs(
    slack: SlackServer, told: Told, adapter: SlackAdapter
) -> None:
    told.delay = 0.4
    one = slack.member("U1")
    await one.command("s3", "C1")
    before = adapter.healthy
    await adapter.stop()
    assert (before, adapter.healthy) == (True, False)
    assert len(one.replies("C1")) == 1


async def test_where_one_writes_to_it_it_suggests_what_to_ask(
    slack: SlackServer, told: Told
) -> None:
    one = slack.member("U1")
    await one.opens_home("messages")
    direct = slack.world.direct("U1", "T1").id
    await one.waits(lambda: slack.world.prompts)
    assert slack.world.prompts[direct] == [
        ("lambda limits", "lambda limits"), ("sqs retention", "sqs retention"),
        ("Quiz me", "quiz"), ("Reviews", "review"),
    ]  # fmt: skip
    assert told.requests == []
