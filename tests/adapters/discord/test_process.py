"""The whole application as a process, as members of a server meet it."""

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.process import running
from tests.platforms.discord.member import Member
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Message
from tests.platforms.process import Running

pytestmark = pytest.mark.process
CLICKS = 1_000
TWICE = 20  # of them click twice at once


@pytest.fixture
async def discord() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        server.world.add_guild("G1")
        server.world.add_user("U1", "a", admin=True)
        server.world.add_user("U2", "b")
        server.world.add_channel("C1")
        yield server
        assert server.world.pings == []


@pytest.fixture
async def app(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Running]:
    async with running(discord, tmp_path) as started:
        yield started


async def posted(member: Member, channel: str = "C1") -> Message:
    """The daily question, asked at once."""
    await member.slash("daily now", channel)
    await member.waits(lambda: public(member, channel))
    return public(member, channel)[0]


def public(member: Member, channel: str = "C1") -> list[Message]:
    return [message for message in member.replies(channel) if not message.ephemeral_to]


async def answer_to(member: Member, number: int) -> Message:
    """The answers that this person alone sees; what the channel hears is not among them."""

    def own() -> list[Message]:
        return [one for one in member.replies("C1") if one.ephemeral_to == member.user]

    await member.waits(lambda: len(own()) >= number)
    return own()[number - 1]


async def test_a_visit_with_every_command(discord: DiscordServer, app: Running) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    lines: list[tuple[str, dict[str, object], str]] = [
        ("aws", {"query": "lambda timeout"}, "900 seconds"),
        ("aws", {"query": "lamda timout"}, "900 seconds"),
        ("compare", {"a": "SQS", "b": "SNS"}, "256 KB"),
        ("quiz", {"topic": "SQS", "count": 2}, "Question 1 of 2"),
        ("review", {}, ""),
        ("leaderboard", {"period": "week", "scope": "server"}, "Nobody"),
        ("me", {}, ""),
        ("topics", {}, "Lambda"),
        ("conflicts", {}, ""),
        ("gaps", {}, ""),
        ("plan", {}, "/plan"),
        ("help", {}, "/aws"),
        ("privacy export", {}, ""),
        ("privacy opt-out", {}, "off every board"),
        ("privacy opt-in", {}, "on the boards"),
        ("privacy forget", {}, ""),
        ("daily show", {}, "no daily question"),
        ("daily set", {"time": "09:00", "zone": "Europe/Berlin"}, "09:00"),
        ("daily pause", {"until": "2099-01-07"}, ""),
        ("daily resume", {}, ""),
        ("daily reveal", {"when": "later"}, ""),
        ("daily off", {}, ""),
    ]
    for number, (name, options, expected) in enumerate(lines, start=1):
        ack = await one.slash(name, "C1", **options)
        answer = await answer_to(one, number)
        assert ack.ok, name
        assert expected in answer.words, name
        assert answer.ephemeral_to == one.user, name
    assert any(name.endswith(".json") for m in one.replies("C1") for name, _ in m.files)
    for typed in ("lam", "lamda", "lmabda"):
        assert any("Lambda" in found for found in await one.completes("aws", "C1", query=typed)), (
            typed
        )
    assert "SQS" in await one.completes("quiz", "C1", topic="sqs")
    assert "Europe/Berlin" in await one.completes("daily set", "C1", zone="berl")
    await two.slash("daily set", "C1", time="10:00")
    assert "the permission Manage Server" in (await answer_to(two, 1)).words
    await one.slash("settings", "C1")
    form = one.modal
    assert form
    await one.submits(form, {"zone": "Europe/Berlin", "reminder": "08:00"})
    assert "08:00" in (await answer_to(one, len(lines) + 1)).words
    await one.says("sqs retention")
    assert "14 days" in (await one.reply()).words
    await one.slash("daily set", time="09:00")
    assert "channel" in (await one.reply("", 2)).words


@pytest.mark.usefixtures("cold_starts")
async def test_a_question_of_the_day_from_post_to_board(
    discord: DiscordServer, app: Running
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    question = await posted(one)
    for member in (one, two, two):
        ack = await member.clicks(question, "A")
        assert ack.ok
    await two.waits(lambda: len(two.replies("C1")) == 3)
    receipt = two.replies("C1")[1]
    assert receipt.ephemeral_to == two.user
    await one.waits(lambda: "2 answered" in question.words)
    await two.clicks(receipt, "Report a mistake")
    form = two.modal
    assert form
    await two.submits(form, {"reason": form.choices("reason")[0], "comment": "because of *this*"})
    thanks = await two.reply("C1", 4)
    assert thanks.words.startswith("Thank you")
    await one.slash("leaderboard", "C1")
    await one.waits(lambda: len(one.replies("C1")) == 4)


async def test_clicks_after_a_crash_are_answered_by_the_next_process(
    discord: DiscordServer, app: Running
) -> None:
    one = discord.member("U1")
    await one.slash("quiz", "C1", topic="SQS", count=2)
    practice = await one.reply("C1")
    question = await posted(one)
    await app.kill()
    patience, discord.interactions.patience = discord.interactions.patience, 1.0
    clicked = asyncio.create_task(one.clicks(question, "A"))
    await app.start()
    assert not (await clicked).ok, "nobody was there, so Discord says that it failed"
    discord.interactions.patience = patience
    before = len(one.replies("C1"))
    assert (await one.clicks(question, "A")).ok
    await one.reply("C1", before + 1)
    assert (await one.clicks(practice, "B")).ok
    await one.waits(lambda: "Next" in practice.labels or practice.versions)
    assert len(public(one)) == 1
    assert discord.rest.synced == [""]
    assert await app.stop() == 0


@pytest.mark.parametrize("fault", ["", "500"])
@pytest.mark.usefixtures("cold_starts")
async def test_it_stops_without_a_traceback_while_a_count_is_pending(
    discord: DiscordServer, app: Running, fault: str
) -> None:
    one, two = discord.member("U1"), discord.member("U2")
    question = await posted(one)
    if fault:
        discord.faults.add("PATCH /channels/*/messages/*", fault, times=1_000)
    await one.clicks(question, "A")
    await two.clicks(question, "B")
    assert await app.stop() == 0
    assert app.count("SELECT count(*) FROM answers") == 2
    assert ("2 answered" in question.words) == (not fault), "what is left is written on the way out"
    assert "Traceback" not in app.log, app.log


async def test_it_resumes_after_the_connection_broke_and_survives_bad_minutes(
    discord: DiscordServer, app: Running
) -> None:
    one = discord.member("U1")
    await discord.gateway.drop()
    assert (await one.command("lambda timeout", "C1")).ok
    discord.faults.add("POST /interactions/*", "lost")
    assert (await one.command("sqs retention", "C1")).ok
    discord.faults.add("POST /channels/*/messages", "lost")
    discord.faults.add("POST /channels/*/messages", "500")
    await posted(one)
    await one.reply("C1", 4)
    await asyncio.sleep(0.3)
    assert len(public(one)) == 1
    assert discord.gateway.resumed == 1


async def test_a_thousand_clicks_within_a_second(discord: DiscordServer, app: Running) -> None:
    one = discord.member("U1")
    question = await posted(one)
    for number in range(CLICKS):
        discord.world.add_user(f"P{number}", f"p{number}")
    people = [discord.member(f"P{number}") for number in range(CLICKS)]

    async def clicks(number: int, member: Member) -> None:
        await asyncio.sleep(number / CLICKS)
        await asyncio.gather(
            *(member.clicks(question, "AB"[number % 2]) for _ in range(2 if number < TWICE else 1))
        )

    await asyncio.gather(*(clicks(number, member) for number, member in enumerate(people)))
    acks = discord.acks[-CLICKS - TWICE :]
    seconds = sorted(ack.seconds for ack in acks)
    sys.stdout.write(
        f"\n{CLICKS} clicks in a second: first responses p50 {seconds[CLICKS // 2]:.2f} s, "
        f"p99 {seconds[CLICKS * 99 // 100]:.2f} s, slowest {seconds[-1]:.2f} s\n"
    )
    assert all(ack.ok for ack in acks)

    def receipts() -> Counter[str]:
        every = discord.world.messages[discord.world.id("C1")]
        return Counter(m.ephemeral_to for m in every if m.ephemeral_to and not m.loading)

    await one.waits(lambda: receipts().total() == CLICKS + TWICE + 1)
    shown = receipts()
    assert all(shown[member.user] == 1 for member in people[TWICE:]), "one receipt each"
    assert all(shown[member.user] == 2 for member in people[:TWICE]), "one for each click"
    await one.waits(lambda: f"{CLICKS} answered" in question.words.replace(",", ""))
    await app.stop()
    assert app.count("SELECT count(*) FROM answers") == CLICKS
