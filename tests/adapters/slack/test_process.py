"""`companion run` as a process, used through the local Slack as a team would use it."""

import asyncio
import random
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.daily.live_counts import EVERY
from tests.adapters.slack.process import NOTES, running, settings_for
from tests.platforms.process import Running
from tests.platforms.slack.member import Member
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Message, View, buttons
from tests.waiting import until

pytestmark = pytest.mark.process

COMMANDS = (
    "lambda limits", "lamda timout", "azure blob tiers", "ask quiz", "compare sqs sns",
    "sqs vs sns", "quiz", "quiz sqs 2", "review", "leaderboard", "leaderboard week",
    "leaderboard all", "me", "daily", "daily 09:00 Europe/Berlin weekdays", "daily 9am whenever",
    "daily now", "daily off", "topics", "topics l", "conflicts", "conflicts sqs", "help",
    "export me", "forget me", "opt out", "opt in", "plan", "gaps", "reports", "",
    "<!channel> &amp; <https://evil.test|bank>",
)  # fmt: skip
OPENINGS = (
    "lambda limits", "help", "daily", "me", "leaderboard", "topics", "quiz sqs 2", "daily now",
    "azure blob tiers", "compare sqs sns", "forget me", "opt out",
)  # fmt: skip
TROUBLE = "Something went wrong"
QUICK = 30.0  # seconds that a busy machine is given; a button that changes nothing takes them all


@pytest.fixture(params=["socket", "http"])
async def companion(
    request: pytest.FixtureRequest, slack: SlackServer, tmp_path: Path
) -> AsyncIterator[Running]:
    async with running(slack, tmp_path, request.param) as started:
        yield started


@pytest.fixture
async def in_socket_mode(slack: SlackServer, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(slack, tmp_path, "socket") as started:
        yield started


class Watching:
    """Everything that one person can see, to notice that something happened."""

    def __init__(self, member: Member) -> None:
        self.member = member

    def seen(self) -> list[str]:
        shown = [m.words for m in (*self.member.replies("C1"), *self.member.replies())]
        views = [self.member.home, *self.member.server.world.modals.get(self.member.user, [])]
        return shown + [view.words for view in views if view]

    async def change(self, before: list[str]) -> None:
        await self.member.waits(lambda: self.seen() != before, QUICK)
        await asyncio.sleep(0.02)
        assert not any(TROUBLE in words for words in self.seen()), self.seen()


async def test_every_command_is_answered(companion: Running, slack: SlackServer) -> None:
    one = slack.member("U1")
    eyes = Watching(one)
    for text in COMMANDS:
        before = eyes.seen()
        ack = await one.command(text, "C1")
        assert ack.ok, text
        await eyes.change(before)
    for text in ("lambda limits", "help", "compare sqs sns", "me"):
        before = eyes.seen()
        await one.says(text)
        await eyes.change(before)
    assert all(ack.ok for ack in slack.acks)


async def test_every_button_does_something(companion: Running, slack: SlackServer) -> None:
    """Click through all buttons that can be reached, each kind of action a few times."""
    one = slack.member("U1")
    eyes = Watching(one)
    for text in OPENINGS:
        before = eyes.seen()
        await one.command(text, "C1")
        await eyes.change(before)
    clicked: Counter[str] = Counter()
    for _ in range(60):
        chosen = _next_button(one, clicked)
        if chosen is None:
            break
        message, label, value = chosen
        clicked[value.split("|")[0]] += 1
        clicked[value] += 1
        before = eyes.seen()
        ack = await one.clicks(message, label)
        assert ack.ok, label
        with suppress(TimeoutError):  # some change nothing that this person can see
            await eyes.change(before)
        assert not any(TROUBLE in words for words in eyes.seen()), (label, eyes.seen())
    kinds = {value for value in clicked if "|" not in value}
    assert {"share-page", "quiz", "board", "answer", "report", "daily-now"} <= kinds, kinds


def _next_button(one: Member, clicked: Counter[str]) -> tuple[Message, str, str] | None:
    """A button not clicked before, of the action clicked least."""
    found = [
        (clicked[button["value"].split("|")[0]], number, message, button)
        for number, message in enumerate(one.replies("C1"))
        for _, button in buttons(message.blocks)
        if not clicked[button["value"]] and clicked[button["value"].split("|")[0]] < 5
    ]
    if not found:
        return None
    _, _, message, button = min(found, key=lambda one: one[:2])
    return message, button["text"]["text"], button["value"]


async def _modal(one: Member) -> View:
    await one.waits(lambda: one.modal, QUICK)
    assert one.modal is not None
    return one.modal


async def test_every_modal_opens_and_is_saved(companion: Running, slack: SlackServer) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    await one.command("settings", "C1")
    await one.submits(await _modal(one), {"reminder": "07:30"})
    assert not one.errors
    await one.closes(await _modal(one))
    await one.command("daily", "C1")
    await one.clicks(await one.reply("C1"), "Set it up")
    view = await _modal(one)
    assert "Asia/Kolkata" in await one.types_into(view, "zone", "kolk")
    await one.submits(view, {"time": "18:45", "zone": "Asia/Kolkata", "topics": "nonsense"})
    assert one.errors, "an unknown topic is told at its field"
    await one.submits(view, {"time": "18:45", "zone": "Asia/Kolkata", "topics": ""})
    await two.command("daily", "C1")
    assert "18:45 (Asia/Kolkata)" in (await two.reply("C1")).words
    await two.command("quiz", "C1")
    question = await two.reply("C1", 3)  # what the channel hears is the first
    await two.clicks(question, "Report")
    report = await _modal(two)
    await two.submits(report, {"reason": "outdated", "comment": "it is more now"})
    assert "thank" in report.words.lower()
    assert companion.count("SELECT count(*) FROM reports") == 1


async def test_only_admins_change_the_quiz_checked_on_click_and_modal(
    companion: Running, slack: SlackServer
) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    await one.command("daily", "C1")
    drawn_for_admin = await one.reply("C1")
    drawn_for_admin.ephemeral_to = ""  # as if it had been shared
    await two.clicks(drawn_for_admin, "Set it up")
    await two.waits(lambda: any("admins" in m.words for m in two.replies("C1")))
    await one.clicks(drawn_for_admin, "Set it up")
    view = await _modal(one)
    slack.world.modals["U2"] = [view]
    await two.submits(view, {"time": "10:00"})
    await asyncio.sleep(0.1)
    assert companion.count("SELECT count(*) FROM schedules") == 0
    joined = {"type": "member_joined_channel", "user": "UBOT", "channel": "C1", "inviter": "U2"}
    await slack.deliver_event(joined)
    await two.waits(lambda: companion.count("SELECT count(*) FROM inviters") == 1)
    await two.command("daily 10:00 UTC", "C1")
    await two.waits(lambda: companion.count("SELECT count(*) FROM schedules") == 1)


async def test_the_home_shows_and_leads_everywhere(companion: Running, slack: SlackServer) -> None:
    one = slack.member("U1")
    await one.opens_home()
    await one.waits(lambda: one.home)
    home = one.home
    assert home and home.labels
    for label in dict.fromkeys(home.labels):
        slack.world.modals.clear()
        ack = await one.clicks_in(home, label)
        assert ack.ok
        view = await _modal(one)
        assert TROUBLE not in view.words, label
        await one.closes(view)


async def test_a_daily_question_survives_crashes_and_faults(
    companion: Running, slack: SlackServer
) -> None:
    one, two = slack.member("U1"), slack.member("U2")
    slack.faults.add("chat.postMessage", "lost")
    await one.command("daily now", "C1")
    await two.waits(lambda: two.replies("C1"))
    question = two.replies("C1")[0]
    await two.clicks(question, "A")
    await two.waits(lambda: len(two.replies("C1")) == 2)
    await companion.kill()
    await companion.start()
    await two.clicks(question, "B")
    await one.clicks(question, "B")
    await one.waits(lambda: len([m for m in one.replies("C1") if m.ephemeral_to]) >= 2)
    await two.waits(lambda: len([m for m in two.replies("C1") if m.ephemeral_to]) == 2)
    assert companion.count("SELECT count(*) FROM answers") == 2
    assert len([m for m in two.replies("C1") if not m.ephemeral_to]) == 1
    await two.waits(lambda: "2 answered" in question.words)


async def test_a_thousand_people_answer_within_a_second(
    companion: Running, slack: SlackServer
) -> None:
    """Every tenth clicks twice; nothing is lost, nothing counts twice, every ack is in time."""
    people = [slack.member(slack.world.add_user(f"U{n}")) for n in range(10_000, 11_000)]
    slack.world.channels["C1"].members |= {one.user for one in people}
    host = slack.member("U1")
    await host.command("daily now", "C1")
    await host.waits(lambda: any(not m.ephemeral_to for m in host.replies("C1")))
    question = next(m for m in host.replies("C1") if not m.ephemeral_to)
    slack.acks.clear()
    clicks = [(one, "AB"[n % 2]) for n, one in enumerate(people)]
    clicks += [(one, "A") for one in people[::10]]
    random.Random(7).shuffle(clicks)

    async def click(number: int) -> None:
        await asyncio.sleep(0.9 * number / len(clicks))
        await clicks[number][0].clicks(question, clicks[number][1])

    started = time.monotonic()
    await asyncio.gather(*(click(number) for number in range(len(clicks))))
    sent = time.monotonic() - started
    room = slack.world.channels["C1"].messages
    receipts = Counter[str]()
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and receipts.total() < 1_100:
        await asyncio.sleep(0.1)
        told = (m for m in room if m.ephemeral_to not in ("", "U1") and "Still" not in m.words)
        receipts = Counter(message.ephemeral_to for message in told)
    answered = time.monotonic() - started
    mode = "HTTP" if slack.delivery.events_url else "Socket Mode"
    print(  # noqa: T201  # a figure to report
        f"\n1,100 clicks ({mode}): sent in {sent:.2f} s, acknowledged p50 "
        f"{slack.delivery.percentile(0.5):.3f} s, p99 {slack.delivery.percentile(0.99):.3f} s, "
        f"max {max(ack.seconds for ack in slack.acks):.3f} s, answered within {answered:.1f} s"
    )
    assert all(ack.ok for ack in slack.acks)
    assert set(receipts) == {one.user for one in people}
    assert receipts.total() == 1_100
    assert companion.count("SELECT count(*) FROM answers") == 1_000
    await host.waits(lambda: "1000 answered" in question.words)
    written = (time.monotonic() - started) / EVERY + 5
    assert len(question.versions) <= written, "the count is written now and then"


async def test_an_event_delivered_twice_and_a_socket_closed(
    in_socket_mode: Running, slack: SlackServer
) -> None:
    one = slack.member("U1")
    await one.says("@companion lambda limits", "C1", twice=True)
    await one.reply("C1")
    await slack.close_sockets()
    await slack.connected()
    await one.says("@companion sqs limits", "C1")
    await one.reply("C1", 2)
    await asyncio.sleep(0.2)
    assert len(one.replies("C1")) == 2


@pytest.mark.usefixtures("cold_starts")
async def test_it_stops_in_time_with_work_in_flight(companion: Running, slack: SlackServer) -> None:
    one = slack.member("U1")
    slack.faults.add("response_url", "slow:1")
    await one.command("lambda limits", "C1")
    assert await companion.stop() == 0
    assert len(one.replies("C1")) == 1


@pytest.mark.parametrize("fault", ["", "500"])
@pytest.mark.usefixtures("cold_starts")
async def test_it_stops_without_a_traceback_while_a_count_is_pending(
    in_socket_mode: Running, slack: SlackServer, fault: str
) -> None:
    companion, one, two = in_socket_mode, slack.member("U1"), slack.member("U2")
    await one.command("daily now", "C1")
    await two.waits(lambda: two.replies("C1"))
    question = two.replies("C1")[0]
    if fault:
        slack.faults.add("chat.update", fault, times=1_000)
    await one.clicks(question, "A")
    await two.clicks(question, "B")
    assert await companion.stop() == 0
    assert companion.count("SELECT count(*) FROM answers") == 2
    assert ("2 answered" in question.words) == (not fault), "what is left is written on the way out"
    assert "Traceback" not in companion.log, companion.log


@pytest.mark.usefixtures("cold_starts")
async def test_a_slack_that_is_away_at_the_start_is_waited_for(
    slack: SlackServer, tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    shutil.copytree(NOTES, notes)
    slack.faults.add("auth.test", "500", times=5)
    async with running(slack, tmp_path, "socket", notes) as companion:
        assert "Trying again in 1 s." in companion.log
        assert "slack is connected" in companion.log
        for line in ("Study Companion ", "notes: ", "database: ", "daily questions: 0", "ready"):
            assert line in companion.log
        with (notes / "more.md").open("w") as note:
            note.write("# Teapot\n\n- **Volume**: maximum 3 l.\n")
        await until(lambda: "the notes have changed" in companion.log)


async def test_a_token_that_turns_out_wrong_later_ends_with_a_sentence(
    slack: SlackServer, tmp_path: Path
) -> None:
    slack.faults.add("auth.test", "500", times=4)
    slack.faults.add("auth.test", "error:invalid_auth", times=9)
    companion = Running(tmp_path, NOTES, settings_for(slack, "socket"))
    with pytest.raises(AssertionError):
        await companion.start()
    assert companion.process is not None
    assert await companion.process.wait() == 2
    last = companion.log.splitlines()[-1]
    assert last.startswith("companion: slack: Slack does not take SLACK_BOT_TOKEN (invalid_auth)")
