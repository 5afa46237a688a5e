"""What happens when things are slow, come twice, get lost or are refused."""

import asyncio
import time
from collections import Counter
from dataclasses import replace

import pytest

from adapters.slack import limits
from adapters.slack.adapter import SlackAdapter
from bot.messages import Action, Button, Buttons, CannotConnect, NotReachable, Prose, Reply
from bot.store import Store
from tests.adapters.companion import Told
from tests.adapters.slack.conftest import now, running, socket_settings
from tests.platforms.slack.delivery import event_body
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same waiting, in less time."""
    monkeypatch.setattr(limits, "PATIENCE", 0.1)
    monkeypatch.setattr(limits, "TRIGGER_PATIENCE", 0.1)
    monkeypatch.setattr(limits, "ACKNOWLEDGE_WITH_ANSWER", 0.2)


@pytest.mark.usefixtures("connected")
@pytest.mark.parametrize("method", ["conversations.open", "files.getUploadURLExternal"])
async def test_a_file_that_was_not_sent_is_not_said_to_be_there(
    slack: SlackServer, method: str
) -> None:
    for _ in range(5):
        slack.faults.add(method, "error:access_denied")
    one = slack.member("U1")
    await one.command("export", "C1")
    answer = await one.reply("C1")
    assert answer.words.startswith("I could not")
    assert "Here you are" not in answer.words


async def test_without_the_scope_for_prompts_it_suggests_nothing_and_works(
    slack: SlackServer, told: Told, store: Store
) -> None:
    slack.world.teams["T1"].scopes -= {"assistant:write"}
    async with running(socket_settings(slack), told, store):
        one = slack.member("U1")
        await one.opens_home("messages")
        await one.says("s3")
        assert (await one.reply()).words.startswith("Card: s3")
        assert slack.called("assistant.threads.setSuggestedPrompts") == []


@pytest.mark.usefixtures("connected")
async def test_prompts_that_slack_refuses_break_nothing(slack: SlackServer) -> None:
    slack.faults.add("assistant.threads.setSuggestedPrompts", "error:not_allowed_token_type")
    one = slack.member("U1")
    await one.opens_home("messages")
    await one.says("s3")
    assert (await one.reply()).words.startswith("Card: s3")


@pytest.mark.usefixtures("connected", "impatient")
class TestSlowWork:
    async def test_a_waiting_line_comes_first_and_is_replaced_where_slack_can(
        self, slack: SlackServer, told: Told
    ) -> None:
        told.delay = 0.3
        one = slack.member("U1")
        await one.says("s3")
        line = await one.reply()
        assert line.words == "Still working on it …"
        await one.waits(lambda: line.words.startswith("Card: s3"))
        assert len(one.replies()) == 1

    @pytest.mark.parametrize("delay", [0.0, 0.3])
    @pytest.mark.parametrize(
        ("locale", "words"),
        [
            ("en-US", "I can't show you that here; write to me directly."),
            ("de-DE", "Das kann ich dir hier nicht zeigen; schreib mir direkt."),
        ],
    )
    async def test_what_slack_shows_nobody_alone_is_not_passed_over_in_silence(
        self, slack: SlackServer, told: Told, delay: float, locale: str, words: str
    ) -> None:
        slack.world.users["U1"]["locale"] = locale
        told.answers["me"] = lambda r: replace(told.answers["grade"](r), language=r.who.language)
        one, two = slack.member("U1"), slack.member("U2")
        await one.says("s3")
        await one.reply()
        told.delay = delay
        slack.faults.add("chat.postEphemeral", "error:user_not_in_channel", times=9)
        await one.mentions("me", "C1")
        await two.waits(lambda: [reply.words for reply in two.replies("C1")] == [words])

    async def test_a_slow_command_is_acknowledged_at_once_and_answered_below(
        self, slack: SlackServer, told: Told
    ) -> None:
        told.delay = 0.3
        one = slack.member("U1")
        assert (await one.command("s3", "C1")).ok
        assert (await one.reply("C1", 1)).words == "Still working on it …"
        assert (await one.reply("C1", 2)).words.startswith("Card: s3")

    async def test_who_waits_is_told_so_in_their_language(
        self, slack: SlackServer, told: Told
    ) -> None:
        slack.world.users["U2"]["locale"] = "de-DE"
        two = slack.member("U2")
        await two.command("s3", "C1")
        await two.reply("C1")
        told.delay = 0.3
        await two.command("s3", "C1")
        assert (await two.reply("C1", 2)).words == "Ich bin noch dabei …"
        assert told.requests[0].who.language == "de-DE"

    async def test_a_slow_form_opens_as_loading_and_is_filled(
        self, slack: SlackServer, told: Told
    ) -> None:
        one = slack.member("U1")
        await one.command("s3", "C1")
        card = await one.reply("C1")
        told.delay = 0.3
        await one.clicks(card, "Wrong?")
        await one.waits(lambda: one.modal)
        view = one.modal
        assert view and view.words.startswith("Still working")
        await one.waits(lambda: view.view["callback_id"] == "form")

    async def test_a_slow_click_in_a_modal_shows_a_waiting_line_there(
        self, slack: SlackServer, told: Told
    ) -> None:
        one = slack.member("U1")
        await one.opens_home()
        await one.waits(lambda: one.home)
        assert one.home
        await one.clicks_in(one.home, "Review")
        await one.waits(lambda: one.modal)
        view = one.modal
        assert view
        told.delay = 0.3
        await one.clicks_in(view, "2")
        await one.waits(lambda: view.words.startswith("Still working"))
        await one.waits(lambda: view.words.startswith("Right: 2"))

    async def test_a_form_that_takes_long_is_acknowledged_and_answered_in_the_view(
        self, slack: SlackServer, told: Told
    ) -> None:
        one = slack.member("U1")
        await one.command("s3", "C1")
        await one.clicks(await one.reply("C1"), "Wrong?")
        await one.waits(lambda: one.modal)
        view = one.modal
        assert view
        told.delay = 0.5
        ack = await one.submits(view, {"reason": "old", "comment": "yes"})
        assert ack.ok
        assert "Saving …" in view.words
        await one.waits(lambda: view.words.endswith("Thank you."))

    async def test_a_form_that_was_closed_meanwhile_is_no_error(
        self, slack: SlackServer, told: Told, caplog: pytest.LogCaptureFixture
    ) -> None:
        one = slack.member("U1")
        await one.command("s3", "C1")
        card = await one.reply("C1")
        told.delay = 0.3
        await one.clicks(card, "Wrong?")
        await one.waits(lambda: one.modal)
        slack.world.modals.clear()
        await asyncio.sleep(0.4)
        assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.usefixtures("connected")
class TestRepeatedDeliveries:
    async def test_an_event_delivered_twice_is_answered_once(
        self, slack: SlackServer, told: Told
    ) -> None:
        one = slack.member("U1")
        await one.says("@companion s3", "C1", twice=True)
        await one.reply("C1")
        await asyncio.sleep(0.2)
        assert (len(told.requests), len(one.replies("C1"))) == (1, 1)

    async def test_an_event_redelivered_to_a_new_process_is_answered_once(
        self, slack: SlackServer, told: Told, store: Store, connected: SlackAdapter
    ) -> None:
        """The first process answered and died before its acknowledgement arrived."""
        one = slack.member("U1")
        asked = one.server.world.store(Message("C1", slack.world.new_ts(), "U1", "<@UBOT> s3"))
        event = {
            "type": "app_mention", "user": "U1", "channel": "C1", "ts": asked.ts,
            "text": asked.text, "event_ts": asked.ts,
        }  # fmt: skip
        body = event_body(event, "T1", "EvTWICE", slack.world.now())
        await slack.delivery.send("events_api", body)
        await one.reply("C1")
        await connected.stop()
        second = SlackAdapter(socket_settings(slack), told, store, now)
        await second.start()
        await slack.delivery.send("events_api", body, retry=1, reason="http_timeout")
        await one.waits(lambda: len(told.requests) == 2)
        await second.stop()
        assert len(one.replies("C1")) == 1


@pytest.mark.usefixtures("connected")
class TestFaults:
    @pytest.mark.parametrize("fault", ["lost", "500", "drop"])
    async def test_a_shared_card_appears_exactly_once(self, slack: SlackServer, fault: str) -> None:
        one, two = slack.member("U1"), slack.member("U2")
        await one.command("s3", "C1")
        card = await one.reply("C1")
        slack.faults.add("chat.postMessage", fault)
        await one.clicks(card, "Share")
        await two.reply("C1")
        await asyncio.sleep(0.6)
        assert len(two.replies("C1")) == 1
        assert slack.faults.happened == [("chat.postMessage", fault)]

    async def test_where_nobody_can_look_a_card_is_shared_at_most_once(
        self, slack: SlackServer
    ) -> None:
        slack.world.add_channel("C2", ("U1", "U2"), bot=False)
        one, two = slack.member("U1"), slack.member("U2")
        await one.command("s3", "C2")
        slack.faults.add("chat.postMessage", "lost")
        await one.clicks(await one.reply("C2"), "Share")
        await one.waits(lambda: any("did not confirm" in m.words for m in one.replies("C2")))
        assert len(two.replies("C2")) == 1

    async def test_a_private_answer_survives_a_lost_connection(self, slack: SlackServer) -> None:
        one = slack.member("U1")
        slack.faults.add("response_url", "drop")
        await one.command("s3", "C1")
        await one.reply("C1")
        assert len(one.replies("C1")) == 1

    @pytest.mark.parametrize("fault", ["400", "error:invalid_blocks"])
    async def test_a_private_answer_whose_blocks_are_refused_comes_as_text(
        self, slack: SlackServer, fault: str
    ) -> None:
        one = slack.member("U1")
        slack.faults.add("response_url", fault)
        await one.command("s3", "C1")
        answer = await one.reply("C1")
        assert answer.blocks == [] and "Card: s3" in answer.text

    async def test_retry_after_is_honoured(
        self, slack: SlackServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("INFO")
        one, two = slack.member("U1"), slack.member("U2")
        slack.faults.add("chat.postMessage", "429:1")
        await one.mentions("s3", "C1")
        await two.reply("C1")
        assert "slack asks to wait 1 s before the next chat.postMessage" in caplog.messages
        assert len(slack.called("chat.postMessage")) == 1

    async def test_an_expired_response_url_is_replaced_by_an_ephemeral_message(
        self, slack: SlackServer
    ) -> None:
        one = slack.member("U1")
        await one.command("s3", "C1")
        card = await one.reply("C1")
        original = slack.world.new_hook

        def used_up(*args: object, **kwargs: object) -> object:
            hook = original(*args, **kwargs)  # type: ignore[arg-type]
            hook.uses = 5
            return hook

        slack.world.new_hook = used_up  # type: ignore[method-assign,assignment]
        await one.clicks(card, "More")
        answer = await one.reply("C1", 2)
        assert answer.words.startswith("page 2") and answer.ephemeral_to == "U1"

    async def test_a_form_that_slack_refuses_is_apologised_for(
        self, slack: SlackServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        one = slack.member("U1")
        await one.command("s3", "C1")
        slack.faults.add("views.open", "error:invalid_arguments")
        await one.clicks(await one.reply("C1"), "Wrong?")
        told = (await one.reply("C1", 2)).words
        assert told.startswith("Something went wrong on my side (ref ")
        ref = told.split("ref ")[1][:4]
        assert f"ref {ref}: " in caplog.text and "invalid_arguments" not in told

    async def test_without_the_file_scope_people_are_told(self, slack: SlackServer) -> None:
        team = slack.world.teams["T1"]
        team.scopes -= {"files:write"}
        one = slack.member("U1")
        await one.command("export", "C1")
        assert "files:write" in (await one.reply("C1")).words

    @pytest.mark.parametrize(
        "method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"]
    )
    async def test_a_file_waits_as_long_as_slack_asks_and_others_wait_with_it(
        self, slack: SlackServer, method: str
    ) -> None:
        one, two = slack.member("U1"), slack.member("U2")
        slack.faults.add(method, "429:1")
        await one.command("export", "C1")
        await one.waits(lambda: slack.faults.happened)
        await two.command("export", "C1")
        for member in (one, two):
            assert "Here you are" in (await member.reply("C1")).words
        assert [file["content"] for file in slack.world.files if file["channel"]] == [b"a,b\n"] * 2
        refused, *later = slack.arrived[method]
        assert len(later) == 2 and min(later) >= refused + 1

    @pytest.mark.parametrize("fault", ["500", "drop", "lost"])
    @pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload"])
    async def test_a_step_of_an_upload_that_shows_nothing_is_tried_again(
        self, slack: SlackServer, method: str, fault: str
    ) -> None:
        one = slack.member("U1")
        slack.faults.add(method, fault)
        await one.command("export", "C1")
        assert "could not" not in (await one.reply("C1")).words
        assert len([file for file in slack.world.files if file["channel"]]) == 1

    @pytest.mark.parametrize(
        ("fault", "sentence"),
        [
            ("lost", "did not confirm"),
            ("429:200", "asks me to wait"),
            ("error:storage_limit_reached", "did not take it"),
        ],
    )
    async def test_why_a_file_did_not_arrive_is_said_and_its_address_is_not(
        self,
        slack: SlackServer,
        fault: str,
        sentence: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        one = slack.member("U1")
        slack.faults.add("files.completeUploadExternal", fault)
        await one.command("export", "C1")
        assert sentence in (await one.reply("C1")).words
        assert len([file for file in slack.world.files if file["channel"]]) <= 1
        assert "/upload/" not in caplog.text

    async def test_the_socket_comes_back_after_a_disconnect_and_after_a_cut(
        self, slack: SlackServer, connected: SlackAdapter
    ) -> None:
        one = slack.member("U1")
        await slack.disconnect()
        await slack.connected()
        await one.command("s3", "C1")
        await one.reply("C1", 1)
        await slack.close_sockets()
        await slack.connected()
        await one.command("s3", "C1")
        await one.reply("C1", 2)
        assert connected.healthy

    async def test_people_are_asked_for_once_in_minutes(self, slack: SlackServer) -> None:
        one = slack.member("U1")
        for number in range(5):
            await one.command("s3", "C1")
            await one.reply("C1", number + 1)
        assert len(slack.called("users.info")) == 1

    async def test_an_unknown_person_is_answered_all_the_same(
        self, slack: SlackServer, told: Told
    ) -> None:
        slack.faults.add("users.info", "error:user_not_found", times=9)
        one = slack.member("U9")
        await one.command("s3", "C1")
        await one.reply("C1")
        assert told.requests[0].who.name == "u9"
        assert not told.requests[0].who.may_administer


async def test_a_thousand_clicks_in_a_second_are_each_answered_once(
    slack: SlackServer, told: Told, connected: SlackAdapter
) -> None:
    """500 people click two buttons each; rate limits are as Slack has them."""
    people = [slack.member(slack.world.add_user(f"U{n}")) for n in range(1_000, 1_500)]
    slack.world.channels["C1"].members |= {one.user for one in people}
    rows = tuple(Button(letter, Action("answer", ("7", letter))) for letter in "AB")
    told.answers["quiz"] = lambda request: Reply((Prose("?"), Buttons(rows)), private=False)
    poster = slack.member("U1")
    await poster.mentions("quiz", "C1")
    card = await poster.reply("C1")
    slack.acks.clear()
    started = time.monotonic()
    await asyncio.gather(*(one.clicks(card, label) for one in people for label in "AB"))
    sent = time.monotonic() - started
    room = slack.world.channels["C1"].messages

    def answers() -> Counter[str]:
        """How often each was told; that it takes a while is no answer."""
        told = (m for m in room if m.ephemeral_to and "Still working" not in m.words)
        return Counter(message.ephemeral_to for message in told)

    await poster.waits(lambda: answers().total() >= 1_000, seconds=300)
    answered = time.monotonic() - started
    await asyncio.sleep(0.2)
    assert (len(answers()), set(answers().values())) == (500, {2})
    assert len(slack.acks) == 1_000
    assert all(ack.ok for ack in slack.acks)
    assert len(told.requests) == 1_001
    print(  # noqa: T201  # a figure to report
        f"\n1,000 clicks sent and acknowledged in {sent:.2f} s, "
        f"p50 {slack.delivery.percentile(0.5):.3f} s, p99 {slack.delivery.percentile(0.99):.3f} s, "
        f"answered within {answered:.1f} s"
    )


async def test_a_slack_that_is_down_may_be_tried_again(
    slack: SlackServer, told: Told, store: Store
) -> None:
    for method, kind in (
        ("auth.test", "500"), ("apps.connections.open", "error:internal_error"),
        ("apps.connections.open", "drop"), ("apps.connections.open", "500"),
    ):  # fmt: skip
        slack.faults.add(method, kind, times=4)
        with pytest.raises(NotReachable):
            await SlackAdapter(socket_settings(slack), told, store, now).start()
        slack.faults.clear()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "does not take SLACK_BOT_TOKEN (invalid_auth)"),
        ({"slack_app_token": "xapp-wrong"}, "does not take SLACK_APP_TOKEN (invalid_auth)"),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "does not answer at"),
    ],
)
async def test_bad_tokens_are_told_in_a_sentence(
    slack: SlackServer, told: Told, store: Store, change: dict[str, str], sentence: str
) -> None:
    adapter = SlackAdapter(replace(socket_settings(slack), **change), told, store, now)  # type: ignore[arg-type]
    with pytest.raises(CannotConnect) as told_off:
        await adapter.start()
    assert sentence in str(told_off.value)
    assert "xoxb" not in str(told_off.value) and "xapp" not in str(told_off.value)
